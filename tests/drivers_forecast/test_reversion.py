from dataclasses import replace

import numpy as np
import pytest

from corridors.drivers.forecast.history import history
from corridors.drivers.forecast.model import NAMES
from corridors.drivers.forecast.rates import base_rates, fit_year, rates_of, rates_of_last_period
from corridors.drivers.forecast.reversion import MOVERS, WEIGHT, persistence, reversion
from corridors.errors import NotCovered


def calm(past):
    """A history whose periods are all its last one."""
    return replace(past, periods=tuple(past.periods[-1] for _ in past.periods))


def times(rates, factor):
    return replace(
        rates, native=rates.native * factor, returning=rates.returning * factor, onward=rates.onward * factor
    )


def as_it_was(past, ready):
    """Rates that are those of the last period."""
    period = past.periods[-1]
    found = np.divide(period.flows, period.exposure, out=np.zeros_like(period.flows), where=period.exposure > 0)
    return replace(rates_of(ready), native=found[0], returning=found[1], onward=found[2])


def test_rates_at_their_long_run_mean_stay(past, ready):
    found = reversion(calm(past), ready.fitted, as_it_was(past, ready))
    assert np.abs(found.gap).max() < 1e-9, "logs of equal sums, divided in another order"


def test_a_rate_far_above_its_mean_comes_down_by_the_weight_of_the_periods(past, ready):
    rates = times(as_it_was(past, ready), 10.0)
    found = reversion(calm(past), ready.fitted, rates)
    before = len(past.periods) - 1
    period = past.periods[-1]
    moved = len(past.periods) * period.years * period.flows
    expected = before / (before + WEIGHT) * np.log((moved + MOVERS) / (10 * moved + MOVERS))
    counted = moved > 0
    assert found.gap[counted] == pytest.approx(expected[counted], rel=1e-6)
    assert (found.gap <= 0).all()
    share = found.share(50)
    assert (np.diff(share, axis=0) >= 0).all() and (share <= 1).all()
    assert share[-1] == pytest.approx(np.ones(3), abs=1e-6), "0.73 to the power of 50: in the long run all of the gap"


def test_one_period_shows_no_mean_and_a_corridor_without_rate_has_no_gap(past, ready):
    rates = times(as_it_was(past, ready), 3.0)
    assert not reversion(replace(past, periods=past.periods[-1:]), ready.fitted, rates).gap.any()
    assert not reversion(past, ready.fitted, times(rates, 0.0)).gap.any()


def test_persistence_is_what_the_pace_leaves(ready):
    pace = 1 / (1 + np.exp(-ready.fitted.coefficients[:, NAMES.index("return")]))
    assert persistence(ready.fitted) == pytest.approx(1 - pace)


def test_a_launch_with_one_period_has_its_rates_and_the_next_launch_s_spread():
    found, later = rates_of_last_period(1995), base_rates(2000, "mean")
    assert found.countries == later.countries
    moving = found.native > 0
    assert np.array_equal(found.sd_native[moving], later.sd_native[moving])
    assert not found.sd_native[~moving].any()
    known = history(1995, fewest=1).periods
    assert [(period.start, period.end) for period in known] == [(1990, 1995)]
    at = [found.countries.index(code) for code in ("MEX", "USA")]
    natives = known[0].stocks[at[0], at[0]]
    assert found.native[at[0], at[1]] == pytest.approx(known[0].flows[0][at[0], at[1]] / natives)
    assert fit_year(2024) == 2024
    with pytest.raises(NotCovered, match="enough periods before them \\(1\\)"):
        rates_of_last_period(1990)
