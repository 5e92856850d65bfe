"""The demography reproduces WPP 2024, and past launches are scored."""

import json

import pytest
import typer
from typer.testing import CliRunner

from corridors.cli.evaluate_world import world as command
from corridors.errors import NotCovered
from corridors.evaluation.world import TARGETS, reproduce
from corridors.evaluation.world_backtest import back_test
from corridors.scenarios.labels import FEWEST_DRAWS


@pytest.fixture(scope="module")
def reproduced():
    return reproduce(2025, 2050)


def test_the_demography_reproduces_wpp_2024(reproduced):
    """Targets of the project for 2050; a cohort-component prototype on the same data reached 0.11, 0.42 and 0.31%."""
    last = reproduced[-1]
    assert last.year == 2050
    for name, target in TARGETS.items():
        assert getattr(last, name) < target
    assert abs(last.world) < 0.1
    assert [one.median_country for one in reproduced] == sorted(one.median_country for one in reproduced)


def test_a_past_launch_is_scored_on_all_outcomes():
    scores = back_test(2005, until=2010, draws=FEWEST_DRAWS)
    outcomes = {"population", "net_migration", "stock_by_corridor", "flow_by_corridor"}
    assert {score.outcome for score in scores} == outcomes
    found = {(score.outcome, score.measure): score for score in scores}
    corridors = found["stock_by_corridor", "median_abs_log_error"]
    assert 0 < corridors.value < 1 and corridors.n > 2000
    assert found["population", "median_abs_log_error"].value < 0.05, "births and deaths are known"
    flows = found["flow_by_corridor", "mean_abs_error"]
    assert flows.n > 2000 and 5_000 < flows.value < 20_000, "of some thousand corridors from a thousand moves on"
    covered = [score for score in scores if score.measure.startswith("coverage")]
    assert len(covered) == 2 * len(outcomes) and all(0 < score.value <= 1 for score in covered)


def test_few_draws_have_no_coverage_and_the_launch_of_1995_has_scores():
    scores = back_test(1995, until=2000, draws=0)
    assert not [score for score in scores if score.measure.startswith("coverage")]
    net = next(score for score in scores if score.outcome == "net_migration")
    assert net.value < net.persistence, "the one period known says more than the net migration before it"


@pytest.mark.parametrize("launch", [1990, 2020, 2003])
def test_a_launch_that_cannot_be_scored_is_refused(launch):
    with pytest.raises(NotCovered, match="Launches: 1995, 2000, 2005, 2010, 2015"):
        back_test(launch)


def test_the_command_prints_a_table_or_json(reproduced, monkeypatch):
    monkeypatch.setattr("corridors.evaluation.world.reproduce", lambda **given: reproduced)
    app = typer.Typer()
    app.command()(command)
    text = CliRunner().invoke(app, []).stdout
    assert "2050" in text and "median age-sex" in text
    rows = json.loads(CliRunner().invoke(app, ["--json"]).stdout)
    assert [row["year"] for row in rows] == [2030, 2035, 2040, 2045, 2050]
