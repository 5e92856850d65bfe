"""A study on a tiny world: what is shared, kept, resumed, refused, compared and cited."""

from dataclasses import replace

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from corridors.cli.project import cite, compare, project
from corridors.errors import DamagedData, InvalidInput
from corridors.parameters import view
from corridors.scenarios import LeverUse, Scenario, rival_runs
from corridors.scenarios.assumptions import UNDECIDED
from corridors.scenarios.comparison import compare_studies
from corridors.scenarios.policies import values_of
from corridors.scenarios.rival_runs import chosen, lucky_inputs, one_baseline, one_scenario, setting
from corridors.scenarios.run_plan import planned
from corridors.scenarios.study import Study, study
from corridors.world.outcome import PARAMETERS as ACCOUNTING

VIEWS = ["newcomers-pay", "brain-drain", "conflict-spread"]
USES = (
    LeverUse("remittance_price", 0.01, start=2026, source="made up"),
    LeverUse("growth", 0.2, ("MEX",), start=2025, source="made up"),
)


@pytest.fixture(autouse=True)
def small(monkeypatch, tiny):
    """The tiny world, also where runs of scenarios launch it."""
    from corridors.scenarios import ensemble

    monkeypatch.setattr(rival_runs, "launched", ensemble.launched)


def given(**changes):
    plain = Scenario("grow", "Growth", "What if?", until=2035, destinations=("USA",), levers=USES)
    return replace(plain, **changes)


def same(one, two):
    for a, b in ((one.country, two.country), (one.parties, two.parties)):
        assert a.identical(b)


def test_a_view_that_differs_in_accounts_alone_shares_its_run_and_has_its_own_accounts():
    """Worked out from the run of no view, the accounts equal those of its own run up to rounding of 32-bit floats."""
    held = setting(given())
    made = study(given(), views=VIEWS, draws=1)
    plan = planned(held, {UNDECIDED: None, **{name: view(name) for name in VIEWS}}, draws=1, seed=0)
    assert plan.moving["newcomers-pay"] == UNDECIDED and plan.moving["brain-drain"] == "brain-drain"
    assert made.same == {"conflict-spread": UNDECIDED}
    values = plan.values["newcomers-pay"]
    inputs = lucky_inputs(held.world, 1, 0)
    base, reference = one_baseline(held, inputs, chosen(values, 1))
    country, parties, _ = one_scenario(held, inputs, chosen(values, 1), reference, values_of(held.levers))
    found = made.parties["hosts_fiscal"].sel(view="newcomers-pay", draw=1)
    assert np.allclose(found.sel(measure="scenario"), parties["hosts_fiscal"], rtol=1e-5)
    assert np.allclose(found.sel(measure="baseline"), base[1]["hosts_fiscal"], rtol=1e-5)
    assert not np.allclose(found, made.parties["hosts_fiscal"].sel(view=UNDECIDED, draw=1))
    assert set(ACCOUNTING) <= set(values) and np.all(np.isfinite(country["fiscal"]))


def test_a_study_in_steps_of_one_year_has_every_year_and_says_so():
    made = study(given(until=2030), views=["brain-drain"], draws=0, step=1, corridors=[("MEX", "USA")])
    assert made.years == (2026, 2027, 2028, 2029, 2030) and made.record["step"] == 1
    assert made.country["immigrants"].attrs["long_name"] == "Immigrants in a year"
    assert made.corridors["arrivals"].attrs["long_name"] == "Natives of the origin who arrive in a year"
    five = study(given(until=2030), views=["brain-drain"], draws=0)
    assert five.country["immigrants"].attrs["long_name"] == "Immigrants in five years"
    output = [one.country["output"].sel(view="brain-drain", country="MEX", time=2030)[:, 0] for one in (made, five)]
    growth = [float(one.sel(measure="effect") / one.sel(measure="baseline")) for one in output]
    assert growth[0] == pytest.approx(growth[1], rel=0.05), "the same policy, felt by the same economy"
    with pytest.raises(InvalidInput, match="steps of 1 and the second of 5 years"):
        compare_studies(made, five)


def test_draws_do_not_depend_on_how_many_are_made():
    few, more = (study(given(), views=VIEWS, draws=number) for number in (1, 3))
    assert few.parties.identical(more.parties.sel(draw=[0, 1]))


def test_a_stopped_study_goes_on_with_the_same_numbers(tmp_path, monkeypatch):
    whole = study(given(), views=VIEWS, draws=3)
    real, calls = rival_runs.one_draw, []

    def stop_at_the_third(*arguments):
        calls.append(arguments[2])
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(*arguments)

    monkeypatch.setattr(rival_runs, "one_draw", stop_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        study(given(), views=VIEWS, draws=3, out=tmp_path / "a")
    assert len(list((tmp_path / "a" / "draws").glob("*.npz"))) >= 2
    with pytest.raises(InvalidInput, match="--resume"):
        study(given(), views=VIEWS, draws=3, out=tmp_path / "a")
    with pytest.raises(InvalidInput, match="seed"):
        study(given(), views=VIEWS, draws=3, seed=1, out=tmp_path / "a", resume=True)
    monkeypatch.setattr(rival_runs, "one_draw", real)
    same(study(given(), views=VIEWS, draws=3, out=tmp_path / "a", resume=True), whole)
    assert not (tmp_path / "a" / "draws").exists()
    same(Study.open(tmp_path / "a"), whole)
    same(study(given(), views=VIEWS, draws=3, out=tmp_path / "a", resume=True), whole)
    with pytest.raises(InvalidInput, match=r"another study: .*draws"):
        study(given(), views=VIEWS, draws=2, out=tmp_path / "a", resume=True)


def test_a_damaged_draw_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(Study, "save", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        study(given(), views=[], draws=1, out=tmp_path / "a")
    path = tmp_path / "a" / "draws" / "draw-000001.npz"
    path.write_bytes(path.read_bytes()[:-7])
    with pytest.raises(DamagedData, match=r"draw-000001.*Delete it"):
        study(given(), views=[], draws=1, out=tmp_path / "a", resume=True)


def test_a_folder_with_other_things_is_refused(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear all")
    with pytest.raises(InvalidInput, match="holds something else"):
        study(given(), views=[], draws=0, out=tmp_path)


def test_a_readers_own_view_is_kept_with_the_study(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("view: mine\nlabel: My view\nbased_on: [brain-gain]\n")
    from corridors.parameters import read_view

    own = given(views=("mine.yaml",), view_files={"mine.yaml": read_view(path)}, draws=0)
    study(own, out=tmp_path / "out")
    opened = Study.open(tmp_path / "out")
    assert opened.labels["mine"] == "My view" and opened.scenario.chosen_views()[0].based_on == ("brain-gain",)


def test_studies_of_one_seed_are_compared_draw_by_draw():
    one, two = study(given(), views=VIEWS, draws=2), study(given(levers=USES[:1]), views=VIEWS[:2], draws=3)
    made = compare_studies(one, two)
    assert made.sizes["draw"] == 3 and list(made["view"].values) == [UNDECIDED, *VIEWS[:2]]
    parts = made["stayers_income"]
    assert np.allclose(parts.sel(part="difference"), parts.sel(part="second") - parts.sel(part="first"))
    with pytest.raises(InvalidInput, match="seed"):
        compare_studies(one, replace(two, record={**two.record, "seed": 9}))


def test_values_of_a_parameter_are_drawn_once_for_all_views():
    plan = planned(setting(given()), {UNDECIDED: None, "brain-drain": view("brain-drain")}, draws=2, seed=5)
    name = "network_elasticity"
    assert np.array_equal(plan.values[UNDECIDED][name], plan.values["brain-drain"][name])
    assert plan.digest != planned(setting(given()), {UNDECIDED: None}, draws=2, seed=5).digest


@pytest.fixture
def run():
    app = typer.Typer()
    for command in (project, compare, cite):
        app.command()(command)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def test_the_commands_run_compare_and_cite_a_scenario(run, tmp_path):
    path = tmp_path / "grow.yaml"
    path.write_text(given(draws=1, views=("brain-drain",)).text())
    done = run("project", path, "--out", tmp_path / "a")
    assert done.exit_code == 0, done.output
    assert "For natives of the destinations" in done.stdout
    page = (tmp_path / "a" / "index.html").read_text()
    assert "<svg" in page and "made up" in page and "http" not in page.split("<main>")[0]
    assert run("project", path, "--views", "brain-gain", "--until", "2030", "--out", tmp_path / "b").exit_code == 0
    shown = run("compare", tmp_path / "a", tmp_path / "b", "--out", tmp_path / "d.nc").stdout
    assert "People who stay" in shown and (tmp_path / "d.nc").is_file()
    assert "Growth" in run("cite", tmp_path / "a").stdout
    assert "three-rs\t" in run("project", "--list").stdout
    again = run("project", path, "--out", tmp_path / "a")
    assert isinstance(again.exception, InvalidInput) and "--resume" in str(again.exception)


@pytest.mark.parametrize("words", [("grow.yaml", "--net", "wpp"), ("--views", "all"), ("three-rs", "--resume")])
def test_options_that_mean_nothing_are_refused(run, words):
    assert isinstance(run("project", *words).exception, InvalidInput)


def test_stopping_says_how_to_go_on(run, tmp_path, monkeypatch):
    path = tmp_path / "grow.yaml"
    path.write_text(given(draws=1, views=("brain-drain",)).text())

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(rival_runs, "one_draw", stop)
    done = run("project", path, "--out", tmp_path / "a")
    assert f"corridors project {path} --out {tmp_path / 'a'} --resume" in done.stderr.replace("\n  ", " ")
