"""Each check on the packaged data: its findings, its page, and the command that prints it."""

import json
import runpy
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import typer
import vl_convert
from typer.testing import CliRunner

from corridors.cli.retrospective import retrospective
from corridors.errors import UnknownName
from corridors.evaluation.retrospective import CHECKS, Check, made
from corridors.evaluation.retrospective import reported_flows as flows
from corridors.evaluation.retrospective.telling import texts, told

ROOT = Path(__file__).parents[2]
made_once = cache(made)


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_is_complete(name: str) -> None:
    check = made_once(name)
    assert check.name == name
    assert check.sources
    assert check.facts
    assert check.caveats
    assert check.data.height >= 10
    assert vl_convert.vegalite_to_svg(check.figure.spec).startswith("<svg")
    for one in check.comparisons:
        assert one.observed.error > 0
        assert np.isfinite([one.observed.value, one.ratio, one.one.central, one.other.central]).all()
        assert one.one.low <= one.one.central <= one.one.high
        assert one.measure in check.verdict
    texts = " ".join([check.verdict, check.reading, check.happened, check.method, *check.caveats])
    assert not any(bad in texts for bad in ("nan", "inf ", "{", "None", "—"))


def supports(check: Check, number: int) -> str | None:
    one = check.comparisons[number]
    return one.better.label if one.decided else None


def test_findings_that_the_pages_state() -> None:
    assert [supports(made_once("enlargement"), i) for i in (0, 1)] == [None, "a visa-like barrier lifted"]
    assert [supports(made_once("balkans"), i) for i in range(4)] == [
        "no change", "no change", "the lawful route replaces", "the visa number"]  # fmt: skip
    assert [supports(made_once("border"), i) for i in range(3)] == [None, None, None]
    assert [supports(made_once("venezuela"), i) for i in range(3)] == [None, "networks, US cities", None]
    assert supports(made_once("prices"), 0) is None
    assert supports(made_once("spain"), 0) is None


def test_stocks_of_the_enlargement_page_are_those_of_the_united_nations() -> None:
    """Born in the eight and living in Ireland: 7,174 in 2000 and 177,762 in 2010 (International Migrant Stock 2024)."""
    row = made_once("enlargement").data.filter(destination="IRL").row(0, named=True)
    assert (row["stock_2000"], row["stock_2010"]) == (7174, 177762)
    assert row["log_change_stock"] == pytest.approx(np.log(177762 / 7174))
    assert row["log_change_inflow_against_old_members"] is None


def test_detections_of_albanians_are_those_of_frontex() -> None:
    """38,905 in 2009, 5,138 in 2011 and 5,651 in 2012."""
    row = made_once("balkans").data.filter(origin="ALB").row(0, named=True)
    assert row["log_change_detected_crossings"] == pytest.approx(np.log((5138 + 5651) / 2 / 38905))


def test_only_pairs_with_all_years_count() -> None:
    frame = pl.DataFrame({
        "origin": ["A", "A", "B", "A", "A"], "destination": ["X", "X", "X", "Y", "Y"], "year": [1, 2, 2, 1, 2],
        "flow": [10.0, 20.0, 1000.0, 5.0, 5.0],
    })  # fmt: skip
    assert flows.change(frame, "destination", [1], [2]) == pytest.approx({"X": np.log(2), "Y": 0.0})
    assert flows.change(frame, "origin", [1], [2]) == pytest.approx({"A": np.log(25 / 15)})


def test_within_takes_out_what_moved_all_flows_of_a_partner() -> None:
    """A doubles everywhere; Y, not X, halves all others: A is log 2 up in X and log 4 in Y, log 2.83 in the mean."""
    rows = [(o, d, year, flow) for o, d, flows_ in (
        ("A", "X", (10.0, 20.0)), ("B", "X", (7.0, 7.0)), ("A", "Y", (1.0, 2.0)), ("B", "Y", (8.0, 4.0)))
        for year, flow in enumerate(flows_)]  # fmt: skip
    frame = pl.DataFrame(rows, schema=["origin", "destination", "year", "flow"], orient="row")
    found = flows.within(frame, "origin", others=["B"], before=[0], after=[1])
    assert found == pytest.approx({"A": (np.log(2) + np.log(4)) / 2, "B": 0.0})


def test_the_pages_hold_every_check_and_its_verdict() -> None:
    script = runpy.run_path(str(ROOT / "docs" / "retrospective.py"))
    page = script["page"](made_once("spain"))
    assert page.startswith("# Spain's regularisation of 2005\n")
    assert all(one.verdict in page for one in made_once("spain").comparisons)
    assert "| `entry_reform_inflow` | - | -0.12, -0.06, 0 |" in page
    listed = script["listed"]([made_once("spain"), made_once("border")])
    assert listed.count("cannot tell") == 5
    index = (ROOT / "docs" / "evaluation" / "index.md").read_text(encoding="utf-8")
    assert all(f"generated/{name}\n" in index for name in CHECKS)


def test_a_text_that_names_an_unknown_figure_is_refused() -> None:
    check = made_once("spain")
    with pytest.raises(UnknownName, match="figure in the texts of 'spain' 'rose'"):
        told("spain", {}, data=check.data, comparisons=(), figure=check.figure, sources=())
    with pytest.raises(UnknownName, match="'moon'"):
        texts("moon")


def test_an_unknown_check_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Did you mean spain"):
        made("spian")


def test_the_command_prints_verdicts_and_json() -> None:
    app = typer.Typer()
    app.command()(retrospective)
    shown = CliRunner().invoke(app, ["spain"])
    assert shown.exit_code == 0
    assert "cannot tell" in shown.stdout
    read = json.loads(CliRunner().invoke(app, ["spain", "--json"]).stdout)
    assert read[0]["comparisons"][0]["supports"] is None
    assert read[0]["comparisons"][0]["predictions"][0]["parameters"] == ["regularisation_further_entry"]
