"""The closed form of the exposure against fine numerical integration, and the parts of a lever's years."""

import itertools

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from corridors.errors import InvalidInput
from corridors.policy.dates import Dates

EDGES = (2025.0, 2030.0, 2035.0, 2041.5)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
starts = st.floats(2025, 2041)
spans = st.none() | st.floats(0.01, 20)
lags = st.just(0.0) | st.floats(0.01, 30)
STEPS = 20000
"""Of the midpoint rule in each period: a jump errs by at most one step in 20000, twice for a rise and a fall."""


def ramp(year, start, end, lag, fading):
    """The ramp at a year, as the docstring of `exposure` has it."""

    def rise(since, years):
        return np.clip(since / years, 0, 1) if years > 0 else (since > 0).astype(float)

    up = rise(np.minimum(year, end) - start, lag)
    return up * (1 - rise(year - end, fading))


@quick
@given(starts, spans, lags, lags)
@example(2025.0, None, 0.0, 0.0)
@example(2030.0, 5.0, 0.0, 0.0)
@example(2026.0, 2.0, 10.0, 3.0)
def test_exposure_is_the_mean_of_the_ramp(double, start, span, lag, fading):
    end = None if span is None else start + span
    exact = np.asarray(Dates(EDGES, start, end).exposure(lag, fading))
    for period, (first, last) in enumerate(itertools.pairwise(EDGES)):
        years = first + (np.arange(STEPS) + 0.5) * (last - first) / STEPS
        mean = ramp(years, start, np.inf if end is None else end, lag, fading).mean()
        assert abs(exact[period] - mean) < 3 / STEPS


@quick
@given(starts, spans, lags)
def test_exposure_lies_between_nothing_and_all(start, span, lag):
    exposure = np.asarray(Dates(EDGES, start, None if span is None else start + span).exposure(lag))
    assert np.all(exposure >= -1e-6) and np.all(exposure <= 1 + 1e-6)  # single precision over some years


@quick
@given(starts, spans, st.floats(0.5, 30), st.floats(0.5, 30))
def test_exposure_has_the_slope_of_finite_differences(double, start, span, lag, fading):
    assume(span is None or abs(lag - span) > 1e-3)  # where the rise just ends, the slope jumps
    dates = Dates(EDGES, start, None if span is None else start + span)
    step = 1e-5
    for place in (0, 1):

        def exposure(move, place=place):
            return dates.exposure(lag + (place == 0) * move, fading + (place == 1) * move)

        slope = jax.jacfwd(exposure)(0.0)
        finite = (exposure(step) - exposure(-step)) / (2 * step)
        assert np.allclose(slope, finite, atol=1e-4)  # the second derivative, below 8, times the step


def test_a_lag_of_zero_is_a_step_with_a_finite_slope():
    dates = Dates((2025, 2030, 2035), start=2027)
    assert dates.exposure(0.0).tolist() == pytest.approx([0.6, 1.0])
    assert np.all(np.isfinite(jax.jacfwd(dates.exposure)(0.0)))


def test_a_slow_rise_and_a_fast_fall_differ():
    dates = Dates((2025, 2030, 2035, 2040), start=2025, end=2035)
    assert dates.exposure(5.0, 0.0).tolist() == pytest.approx([0.5, 1.0, 0.0])
    assert dates.exposure(0.0, 5.0).tolist() == pytest.approx([1.0, 1.0, 0.5])


@quick
@given(starts, spans, st.floats(0, 1))
def test_the_parts_of_a_share_compound_to_it(double, start, span, share):
    dates = Dates((*EDGES, 2070.0), start, None if span is None else start + span)
    taken = 1 - jnp.prod(1 - dates.parts_of(share))
    assert float(taken) == pytest.approx(share, abs=1e-9)  # a few roundings of double precision
    assert float(dates.parts.sum()) == pytest.approx(1)


def test_without_an_end_all_falls_in_the_period_of_the_start():
    assert Dates((2025, 2030, 2035), start=2030).parts_of(0.4).tolist() == pytest.approx([0.0, 0.4])


def test_years_after_the_run_are_not_part_of_it():
    assert Dates((2025, 2030, 2035), start=2030, end=2040).parts.tolist() == pytest.approx([0.0, 0.5])


@pytest.mark.parametrize(
    ("edges", "start", "end", "said"),
    [
        ((2025,), 2025, None, "do not follow"),
        ((2025, 2025), 2025, None, "do not follow"),
        ((2025, 2030), 2024, None, "starts in 2024"),
        ((2025, 2030), 2030, None, "starts in 2030"),
        ((2025, 2030), float("nan"), None, "starts in nan"),
        ((2025, 2030), 2026, 2026, "ends in 2026"),
        ((2025, 2030), 2026, float("inf"), "ends in inf"),
    ],
)
def test_dates_that_cannot_be_are_refused(edges, start, end, said):
    with pytest.raises(InvalidInput, match=said):
        Dates(edges, start, end)
