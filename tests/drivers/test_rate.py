"""The rate formula: a base that nothing changes stays, and the derivatives are those of finite differences."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridors.drivers.rate import rate

KEY = np.random.default_rng(5)


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
@pytest.mark.parametrize("compiled", [False, True])
def test_zero_change_returns_the_base_to_the_last_bit(dtype, compiled):
    base = np.exp(KEY.normal(0, 2, (7, 7))).astype(dtype)
    elasticities = KEY.normal(0, 3, (7, 7, 4)).astype(dtype)
    made = (jax.jit(rate) if compiled else rate)(base, elasticities, np.zeros((7, 7, 4), dtype))
    assert made.dtype == dtype
    np.testing.assert_array_equal(np.asarray(made), base)


def test_zero_change_is_exact_in_double_precision():
    with jax.enable_x64(True):
        base = np.exp(KEY.normal(0, 8, 500))
        np.testing.assert_array_equal(np.asarray(jax.jit(rate)(base, np.ones(3), np.zeros(3))), base)


def test_shapes_broadcast_over_corridors_and_draws():
    base, elasticities, change = np.ones((5, 1)), np.ones((100, 1, 1, 2)), np.ones((4, 2))
    assert rate(base, elasticities, change).shape == (100, 5, 4)


def test_a_change_multiplies_by_the_exponential():
    made = rate(np.float32(200.0), [0.5, -1.0], [jnp.log(4.0), jnp.log(2.0)])
    # 200 x 4^0.5 / 2 = 200; single precision carries about 7 digits
    assert float(made) == pytest.approx(200.0, rel=1e-6)


def test_a_base_of_zero_stays_zero():
    assert float(rate(0.0, [2.0], [3.0])) == 0.0


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.floats(-2, 2), st.floats(-2, 2)), min_size=1, max_size=4), st.floats(0.01, 1e6))
def test_derivatives_equal_finite_differences(pairs, base):
    elasticities, change = (np.array(side) for side in zip(*pairs, strict=True))
    with jax.enable_x64(True):
        for argument in (0, 1, 2):
            given_ = [np.array(base), elasticities, change]
            exact = np.atleast_1d(jax.grad(lambda *args: rate(*args).sum(), argument)(*given_))
            for k in range(exact.size):
                step = 1e-5 * max(1.0, abs(float(given_[argument].flat[k])))
                ends = []
                for sign in (1, -1):
                    moved = [a.copy() for a in given_]
                    moved[argument].flat[k] += sign * step
                    ends.append(float(rate(*moved)))
                measured = (ends[0] - ends[1]) / (2 * step)
                # a central difference errs by step^2 (1e-10) times a third derivative of at most e^8 per unit of base
                scale = float(rate(*given_))
                assert measured == pytest.approx(float(exact.flat[k]), rel=1e-6, abs=1e-7 * scale)
