from dataclasses import replace
from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from corridors.drivers.forecast import answer
from corridors.drivers.forecast.answer import assemble
from corridors.drivers.forecast.draws import draw_flows, expected_flows
from corridors.drivers.forecast.history import history
from corridors.drivers.forecast.rates import rates_of
from corridors.errors import InvalidInput, NotCovered, UnknownName


@pytest.fixture(scope="module")
def made(ready, past):
    return assemble(ready, past.launch + 6, 60, 5)


def test_chunks_do_not_change_draws(ready):
    whole = np.concatenate([made for _, made in draw_flows(ready, 25, 7, (5.0, 5.0), chunk=25)])
    parts = np.concatenate([made for _, made in draw_flows(ready, 25, 7, (5.0, 5.0), chunk=4)])
    assert whole == pytest.approx(parts, rel=1e-5)  # float32, loops of another length
    other = np.concatenate([made for _, made in draw_flows(ready, 25, 8, (5.0, 5.0))])
    assert not np.allclose(whole, other)


def test_more_draws_begin_with_the_same(ready):
    few, more = (np.concatenate([m for _, m in draw_flows(ready, n, 7)]) for n in (10, 30))
    assert more[:10] == pytest.approx(few, rel=1e-5)  # float32, loops of another length


def test_net_migration_of_the_world_is_zero_in_every_draw(ready):
    for _, flows in draw_flows(ready, 30, 1, (5.0, 5.0)):
        total = flows.sum(axis=2, dtype=np.float64)
        net = total.sum(axis=2) - total.sum(axis=3)
        assert np.abs(net.sum(axis=-1)).max() <= 1e-9 * total.sum(axis=(2, 3)).max()  # rounding of float64 sums


def test_the_frame_has_every_corridor_and_year_once(made, past):
    size = len(past.countries)
    assert made.frame.height == size * (size - 1) * 7
    assert made.frame.select("origin", "destination", "year").is_duplicated().sum() == 0
    columns = [made.frame[c].to_numpy() for c in ("lower95", "lower80", "flow", "upper80", "upper95")]
    for smaller, larger in pairwise(columns):
        assert (smaller <= larger).all()
    assert (columns[0] >= 0).all()
    assert set(made.frame["quality"]) == {"projected"}
    assert made.provenance["seed"] == 5
    assert made.provenance["sources"] == [{"name": "made", "sha256": "0" * 64}]


def test_a_corridor_does_not_depend_on_which_others_are_asked_for(made, ready, past):
    one = assemble(ready, past.launch + 6, 60, 5, (("C03", "C07"),), keep_draws=True)
    alone = one.frame.select("year", "flow", "upper95")
    assert alone.equals(made.frame.filter(origin="C03", destination="C07").select("year", "flow", "upper95"))
    assert one.draws is not None
    assert one.draws.shape == (60, 2, 1)
    assert made.draws is None


def test_intervals_widen_with_time(made, past):
    width = (pl.col("upper80") + 1).log() - (pl.col("lower80") + 1).log()
    by_year = dict(made.frame.group_by("year").agg(width.mean().alias("width")).iter_rows())
    assert by_year[past.launch + 6] > by_year[past.launch]


def test_rates_are_flows_over_those_exposed(ready, past):
    rates = rates_of(ready)
    median, mean, deviation = expected_flows(ready)
    exposed = past.periods[-1].stocks
    assert rates.native[2, 4] == pytest.approx(median[0, 2, 4] / exposed[2, 2])
    assert rates.returning[2, 4] == pytest.approx(median[1, 2, 4] / exposed[4, 2])
    assert rates_of(ready, "mean").onward.sum() > rates.onward.sum()
    assert (deviation >= 0).all() and (mean >= 0).all()
    drawn = np.concatenate([m[:, 0] for _, m in draw_flows(ready, 800, 2)])
    off = ~np.eye(len(past.countries), dtype=bool)
    ratio = drawn.mean(axis=0)[:, off].sum() / mean[:, off].sum()
    assert ratio == pytest.approx(1.0, abs=0.1)  # 800 draws with shared shocks, and a grid of 101 quantiles


def test_a_centre_that_is_none_is_refused(ready):
    with pytest.raises(UnknownName, match="median"):
        rates_of(ready, "medan")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"launch": 2003}, NotCovered, "2000, 2005"),
        ({"launch": 2020, "until": 2019}, InvalidInput, "2020 to 2045"),
        ({"launch": 2020, "until": 2080}, InvalidInput, "2045"),
        ({"launch": 2020, "draws": 3}, InvalidInput, "at least 40"),
        ({"launch": 2020, "draws": 90_000_000}, InvalidInput, "GB"),
        ({"launch": 2020, "corridors": [("Tonga", "Atlantis")]}, UnknownName, "Atlantis"),
        ({"launch": 2020, "corridors": [("Tonga", "Kosovo")]}, NotCovered, "XKX"),
        ({"launch": 2020, "corridors": [("Tonga", "TON")]}, InvalidInput, "at once"),
    ],
)
def test_bad_input_is_refused(monkeypatch, ready, arguments, error, words):
    def known(launch):
        return replace(ready, known=history(launch))

    monkeypatch.setattr(answer, "prepared", known)
    with pytest.raises(error, match=words):
        answer.forecast(**arguments)
