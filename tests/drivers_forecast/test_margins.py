import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from corridors.drivers.forecast.margins import change, log_density, score

shapes = st.tuples(st.floats(0.1, 2.0), st.floats(0.4, 1.2), st.floats(0.4, 1.2), st.floats(-0.9, 0.9))


@given(st.floats(-4.0, 4.0), shapes)
def test_change_undoes_score(z, shape):
    assert score(change(np.float64(z), shape, np), shape, np) == pytest.approx(z, abs=1e-9)  # rounding of sinh


@given(st.floats(-3.0, 3.0), st.floats(0.01, 1.0), shapes)
def test_change_rises_with_the_score(z, step, shape):
    assert change(np.float64(z + step), shape, np) > change(np.float64(z), shape, np)


@pytest.mark.parametrize("shape", [(0.5, 0.6, 0.9, 0.3), (1.0, 1.0, 1.0, 0.0), (0.3, 1.1, 0.5, -0.6)])
def test_density_integrates_to_one(shape):
    pieces = [(-60.0, 0.0), (0.0, 60.0)]  # the slope is continuous at zero, the curvature is not
    total = sum(quad(lambda e: np.exp(log_density(np.float64(e), shape, np)), *ends, limit=200)[0] for ends in pieces)
    assert total == pytest.approx(1.0, abs=1e-4)  # mass beyond 60 logs, and quadrature


def test_density_is_the_slope_of_the_score():
    shape, step = (0.4, 0.7, 0.5, 0.2), 1e-5
    for e in (-2.0, -0.3, 0.4, 3.0):
        z = score(np.float64(e), shape, np)
        slope = (score(np.float64(e + step), shape, np) - score(np.float64(e - step), shape, np)) / (2 * step)
        normal = np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)
        assert np.exp(log_density(np.float64(e), shape, np)) == pytest.approx(normal * slope, rel=1e-6)  # O(step^2)


def test_a_smaller_weight_makes_a_heavier_tail_on_its_side_only():
    wide, narrow = (change(np.float64(3.0), (1.0, 1.0, right, 0.0), np) for right in (0.5, 1.0))
    assert wide > 2 * narrow == pytest.approx(6.0)
    assert change(np.float64(-3.0), (1.0, 1.0, 0.5, 0.0), np) == pytest.approx(-3.0)
