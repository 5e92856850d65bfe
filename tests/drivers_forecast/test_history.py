from dataclasses import replace

import numpy as np
import pytest

from corridors.drivers.forecast.history import by_component, expected_turnover, exposures, history, launches
from corridors.errors import NotCovered
from corridors.flows.world import table


def test_only_periods_that_had_ended_are_known():
    known = history(2005)
    assert [period.end for period in known.periods] == [1995, 2000, 2005]
    again = history(2010)
    for before, after in zip(known.periods, again.periods[:3], strict=True):
        assert np.array_equal(before.flows, after.flows)
        assert np.array_equal(before.stocks, after.stocks)


def test_components_add_up_to_the_flows():
    known = history(2000)
    total = table((1995, 2000), by_birth=True).estimate.flow / 5.0
    assert known.periods[-1].flows.sum(axis=0) == pytest.approx(total, abs=1e-6)  # persons a year, sums of 233 parts


def test_nobody_moves_within_a_country():
    moves = by_component(np.ones((4, 3, 3)))
    assert not moves[:, np.arange(3), np.arange(3)].any()
    assert moves[:, 0, 1].tolist() == [1.0, 1.0, 2.0]


def test_turnover_by_hand():
    turnover = expected_turnover(np.array([[80.0, 20.0, 0.0], [10.0, 90.0, 0.0], [0.0, 50.0, 50.0]]))
    assert turnover[0, 0, 1] == pytest.approx(80 * 20 / 100)
    assert turnover[1, 0, 1] == pytest.approx(90 * 10 / 100)  # born in the second, back from the first
    assert turnover[2, 0, 1] == pytest.approx(0.0)
    assert turnover.sum() == pytest.approx(2 * (16 + 9 + 25))


def test_everybody_is_exposed_once_to_each_destination():
    stocks = np.random.default_rng(0).uniform(1, 9, (5, 4))
    exposed = exposures(stocks)
    off = ~np.eye(4, dtype=bool)
    assert exposed.sum(axis=0)[off] == pytest.approx(np.repeat(stocks.sum(axis=0)[:, None], 4, axis=1)[off])


@pytest.mark.parametrize("year", [1995, 2003, 2025])
def test_a_launch_year_without_data_is_refused_with_those_that_have(year):
    with pytest.raises(NotCovered, match=rf"{year}.*2000, 2005, 2010, 2015, 2020, 2024"):
        history(year)


def test_the_older_edition_keeps_its_own_countries():
    known = history(2010, edition=2020)
    assert launches(2020)[-1] == 2020
    assert {period.flows.shape for period in known.periods} == {(3, len(known.countries), len(known.countries))}
    first = known.periods[0]
    assert first.stocks.shape[0] >= len(known.countries)
    assert replace(known, launch=0).floor == pytest.approx(0.13)
