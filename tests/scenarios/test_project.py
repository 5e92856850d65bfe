"""Runs, their folders and what is read back, on a tiny world."""

import json
import os
import shutil
from dataclasses import replace

import numpy as np
import pytest

from corridors.errors import CannotWrite, CorridorsError, DamagedData, InvalidInput, NotCovered, UnknownName
from corridors.scenarios import Projection, cite, compare, project
from corridors.scenarios.ensemble import simulate
from corridors.scenarios.settings import Settings
from corridors.scenarios.store import open_store

pytestmark = pytest.mark.usefixtures("tiny")
SHORT = {"until": 2035, "seed": 4}


def same(one, two):
    return all(np.array_equal(one[name].values, two[name].values) for name in one.data_vars)


def test_a_draw_does_not_depend_on_the_others(tmp_path):
    settings = Settings(until=2035, seed=4)
    together, alone = simulate(settings, [0, 1, 2, 3]), simulate(settings, [2])
    assert all(np.array_equal(together[name][2], alone[name][0]) for name in together)
    at_once = simulate(settings, [0, 1, 2, 3], batch=4)
    assert all(np.allclose(at_once[name], together[name], rtol=1e-5, atol=1e-3) for name in together), (
        "single precision, sums in another order"
    )


def test_the_central_run_has_the_base_rates_and_draws_differ():
    settings = Settings(until=2035, seed=4)
    one, other = simulate(settings, [0]), simulate(Settings(until=2035, seed=5), [0])
    assert all(np.array_equal(one[name], other[name]) for name in one)
    drawn = simulate(settings, [1, 2])
    assert not np.array_equal(drawn["flow"][0], drawn["flow"][1])
    assert not np.array_equal(drawn["flow"][0], simulate(Settings(until=2035, seed=5), [1])["flow"][0])


def test_births_and_deaths_are_drawn_where_they_are_projected_and_not_where_they_are_known():
    run = project(launch=2020, until=2030, seed=4, net="wpp", draws=2)
    births, people = run.draws["births"], run.draws["population"].sum(["sex", "age"])
    for drawn in (births, people):
        known, projected = drawn.sel(time=2025), drawn.sel(time=2030)
        assert (known == known.sel(draw=0)).all()
        assert (projected.sel(draw=[1, 2]) != projected.sel(draw=0)).all()


def test_a_longer_run_meets_the_same_luck():
    short, long = simulate(Settings(until=2035, seed=4), [1]), simulate(Settings(until=2045, seed=4), [1])
    assert np.array_equal(short["flow"][0], long["flow"][0, :2])


def test_a_run_in_steps_of_one_year_has_every_year_and_single_ages_and_the_luck_of_five():
    run = project(until=2033, seed=4, draws=1, step=1)
    assert run.draws["time"].values.tolist() == list(range(2026, 2034))
    assert run.draws["age"].values.tolist() == list(range(101))
    assert (
        run.record["settings"]["step"] == 1 and run.record["identity"] != project(draws=1, **SHORT).record["identity"]
    )
    ratio = np.log(run.draws["flow"].sel(draw=1) / run.draws["flow"].sel(draw=0))
    within, between = (float(abs(ratio.sel(time=year) - ratio.sel(time=2030)).mean()) for year in (2029, 2032))
    assert within < between / 3, "rates change with every fifth year; people change slowly"


def test_a_run_is_the_same_in_memory_in_a_folder_and_after_a_stop(tmp_path, monkeypatch):
    whole = project(draws=4, **SHORT)
    monkeypatch.setattr("corridors.scenarios.running.CHUNK", 2, raising=True)
    stored = project(draws=4, out=tmp_path / "run", **SHORT)
    assert same(whole.draws, stored.draws)
    assert same(whole.summary, stored.summary)

    made = []

    def stop(done, total):
        made.append(done)
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        project(draws=4, out=tmp_path / "stopped", progress=stop, **SHORT)
    held = open_store(tmp_path / "stopped").missing()
    assert held == [4]
    assert not [path for path in (tmp_path / "stopped").iterdir() if path.name.startswith(".")], "no half file"
    with pytest.raises(NotCovered, match="lacks 1 of its 5 draws"):
        Projection.open(tmp_path / "stopped")
    resumed = project(draws=4, out=tmp_path / "stopped", resume=True, **SHORT)
    assert same(resumed.draws, whole.draws)
    assert made[-1] == 4


def test_more_draws_are_added_to_a_run(tmp_path):
    project(draws=2, out=tmp_path / "run", **SHORT)
    more = project(draws=5, out=tmp_path / "run", resume=True, **SHORT)
    assert more.draws["draw"].values.tolist() == list(range(6))
    assert same(more.draws, project(draws=5, **SHORT).draws)


def test_a_folder_of_another_run_is_left_alone(tmp_path):
    project(draws=1, out=tmp_path / "run", **SHORT)
    before = {path.name: path.read_bytes() for path in (tmp_path / "run").iterdir()}
    with pytest.raises(InvalidInput, match=r"already holds this run.*--resume"):
        project(draws=1, out=tmp_path / "run", **SHORT)
    with pytest.raises(InvalidInput, match="another run: seed 4 there and 9 here"):
        project(draws=1, out=tmp_path / "run", resume=True, until=2035, seed=9)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.txt").write_text("mine")
    with pytest.raises(InvalidInput, match="is not empty and holds no run"):
        project(draws=1, out=tmp_path / "other", **SHORT)
    assert before == {path.name: path.read_bytes() for path in (tmp_path / "run").iterdir()}


def test_a_damaged_chunk_is_named_and_made_again(tmp_path):
    whole = project(draws=2, out=tmp_path / "run", **SHORT)
    values = {name: whole.draws[name].values.copy() for name in whole.draws.data_vars}
    whole.draws.close()
    chunk = next((tmp_path / "run").glob("draws-*.nc"))
    content = bytearray(chunk.read_bytes())
    content[-100] ^= 1
    chunk.unlink()
    chunk.write_bytes(content)
    with pytest.raises(DamagedData, match=chunk.name):
        Projection.open(tmp_path / "run")
    with pytest.raises(DamagedData, match="Delete it"):
        project(draws=2, out=tmp_path / "run", resume=True, **SHORT)
    chunk.unlink()
    again = project(draws=2, out=tmp_path / "run", resume=True, **SHORT)
    assert all(np.array_equal(again.draws[name].values, values[name]) for name in values)


def test_a_manifest_that_is_none_is_an_error(tmp_path):
    (tmp_path / "run.json").write_text("{")
    with pytest.raises(DamagedData, match="not the manifest"):
        cite(tmp_path)
    with pytest.raises(InvalidInput, match="holds no run"):
        cite(tmp_path / "nowhere")


def test_too_little_space_is_said_before_any_work(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: os.terminal_size((0, 0)) and type("U", (), {"free": 10})())
    with pytest.raises(CannotWrite, match="GiB are free"):
        project(draws=2, out=tmp_path / "run", **SHORT)
    assert not (tmp_path / "run").exists()


def test_more_draws_than_memory_holds_ask_for_a_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("corridors.scenarios.running.MOST_IN_MEMORY", 1_000)
    with pytest.raises(InvalidInput, match="Give a folder"):
        project(draws=5, **SHORT)
    assert project(draws=1, out=tmp_path / "run", **SHORT).draws.sizes["draw"] == 2


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"until": 2052}, NotCovered, "nearest: 2050"),
        ({"until": 2105}, NotCovered, "nearest: 2100"),
        ({"until": 2025}, NotCovered, "does not run forward"),
        ({"launch": 1985}, NotCovered, "Stocks of migrants start in 1990"),
        ({"net": "bilaterl"}, UnknownName, "bilateral"),
        ({"net": "wpp", "launch": 2010}, NotCovered, "from 2020 on"),
        ({"draws": -1}, InvalidInput, "cannot be made"),
        ({"seed": -3}, InvalidInput, "whole number"),
        ({"step": 2}, InvalidInput, "Take 5, with age groups of five years, or 1, with single ages"),
    ],
)
def test_settings_that_cannot_be(given, error, words):
    with pytest.raises(error, match=words) as caught:
        project(**({"draws": 0} | given))
    assert isinstance(caught.value, CorridorsError)


def test_a_summary_has_totals_that_add_up():
    run = project(draws=3, **SHORT)
    assert repr(run) == "Projection of 3 countries, 2025 to 2035: 3 draws and the central run"
    assert "Births and deaths from 2025 on are drawn" in run.summary.attrs["notes"]
    central = run.summary.sel(statistic="central")
    assert np.allclose(central["population_total"], central["population"].sum(["sex", "age"]), rtol=1e-6)
    assert np.allclose(central["world_moves"], central["immigrants"].sum("country"), rtol=1e-5), "all who leave arrive"
    assert np.allclose(central["net"].sum("country"), 0, atol=1), "of some 1e5 moves in single precision"
    abroad = central["stock"].where(central["residence"] != central["birth"], 0)
    for country in ("AUT", "USA"):
        rows = abroad.sel(pair=abroad["residence"] == country).sum("pair")
        assert np.allclose(rows, central["foreign_born"].sel(country=country), rtol=1e-6)
    quantiles = run.summary["world_moves"].sel(statistic=["lowest", "50%", "highest"]).values
    assert (np.diff(quantiles, axis=0) >= 0).all()
    frame = run.table("flow", country="Mexico")
    assert set(frame["origin"]) | set(frame["destination"]) == {"AUT", "MEX", "USA"}
    assert {"central", "50%"} <= set(frame.columns)
    with pytest.raises(UnknownName, match="flow"):
        run.table("flows")


def test_few_draws_have_a_range_and_enough_have_intervals():
    few, enough = project(draws=39, **SHORT), project(draws=40, **SHORT)
    assert few.summary["statistic"].values.tolist() == ["central", "mean", "lowest", "50%", "highest"]
    drawn = few.draws["population"].sel(draw=slice(1, None)).sum(["sex", "age"])
    assert np.allclose(few.summary["population_total"].sel(statistic="lowest"), drawn.min("draw"), rtol=1e-6)
    assert np.allclose(few.summary["population_total"].sel(statistic="highest"), drawn.max("draw"), rtol=1e-6)
    assert {"2.5%", "97.5%"} < set(enough.summary["statistic"].values)


def test_comparing_a_run_with_itself_shows_nothing_and_other_luck_is_refused(tmp_path):
    first = project(draws=3, **SHORT)
    nothing = compare(first, first)
    assert all(float(abs(nothing[name]).max()) == 0 for name in nothing.data_vars)
    assert nothing.attrs["compared"] == "The central runs and 3 random draws are compared."
    with pytest.raises(InvalidInput, match="The seed is 4 in the first run and 5"):
        compare(first, project(draws=3, until=2035, seed=5))
    with pytest.raises(InvalidInput, match="The step is 5 in the first run and 1"):
        compare(first, project(draws=3, step=1, **SHORT))


def test_a_run_without_draws_is_compared_by_its_central_run_alone():
    first = project(draws=3, **SHORT)
    closed = project(until=2035, seed=4, net="wpp")
    effect = compare(closed, first)
    assert effect["statistic"].values.tolist() == ["central"]
    assert float(effect["world_moves"][0, 0]) > 0
    assert effect.attrs["compared"].startswith("Only the central runs are compared: the second run has 3 random draws")
    assert compare(first, closed).attrs["compared"].startswith("Only the central runs are compared: the first run has")
    assert "neither run has random draws" in compare(closed, closed).attrs["compared"]
    assert "(2) are left out" in compare(first, project(draws=1, **SHORT)).attrs["compared"]
    assert effect.attrs["draws"] == 0
    assert json.loads(effect.attrs["first"])["settings"]["net"] == "wpp"


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"made_by": "corridors 0.0.1"}, "made by corridors .* the second by corridors 0.0.1"),
        ({"data": {"population": "0" * 64}}, "different data: population"),
    ],
)
def test_runs_of_other_data_or_versions_are_not_compared(other, words):
    run = project(draws=1, **SHORT)
    with pytest.raises(InvalidInput, match=words):
        compare(run, replace(run, record=run.record | other))


def test_an_unfinished_run_says_so_when_it_is_cited(tmp_path, monkeypatch):
    monkeypatch.setattr("corridors.scenarios.running.CHUNK", 2, raising=True)

    def stop(done, total):
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        project(draws=4, out=tmp_path / "run", progress=stop, **SHORT)
    first = "This run is not finished: 3 of 4 random draws are made, and the central run is."
    assert cite(tmp_path / "run").startswith(first)
    run = project(draws=4, out=tmp_path / "run", resume=True, **SHORT)
    assert "not finished" not in cite(tmp_path / "run")
    assert cite(tmp_path / "run") == run.cite()
    (tmp_path / "run" / "summary.nc").unlink()
    assert "not finished: its summary is missing" in cite(tmp_path / "run")


def test_a_run_says_how_to_cite_it(tmp_path):
    run = project(draws=1, out=tmp_path / "run", **SHORT)
    text = cite(tmp_path / "run")
    assert text == run.cite()
    assert "World Population Prospects" in text and "seed 4" in text and run.record["identity"] in text
    assert json.loads(run.summary.attrs["record"])["identity"] == run.record["identity"]
