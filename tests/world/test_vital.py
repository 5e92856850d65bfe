"""Random births and deaths: bounds, moments, and luck that depends on the draw and the period alone."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.world.worlds import small

from corridors.world.run import run
from corridors.world.vital import VitalSpread, deviated, deviations, drawn_vital

PERIODS, COUNTRIES = 6, 3
TIMES = jnp.arange(2025, 2025 + 5 * PERIODS, 5)
SPREAD = VitalSpread(*(jnp.asarray(part) for part in ([0.1, 0.05], [0.5, 0.3], [0.8, 1.0], [0.2, 0.6])))


def over_time(inputs):
    return jax.tree.map(lambda value: jnp.broadcast_to(value, (PERIODS, *value.shape)), inputs)


def many(draws, scale=1.0):
    sizes = jnp.full(PERIODS, scale)
    keys = jax.vmap(lambda draw: jax.random.fold_in(jax.random.key(0), draw))(jnp.arange(draws))
    return np.asarray(
        jax.vmap(lambda key: deviations(SPREAD, key, times=TIMES, scale=sizes, countries=COUNTRIES))(keys)
    )


def test_no_change_leaves_every_bit():
    inputs = over_time(small(1)[2])
    same = deviated(inputs, jnp.zeros((PERIODS, 2, COUNTRIES)))
    assert all(np.array_equal(a, b) for a, b in zip(jax.tree.leaves(inputs), jax.tree.leaves(same), strict=True))


@given(seed=st.integers(0, 2**16), births=st.floats(-2, 2), deaths=st.floats(-2, 2))
def test_all_death_rates_change_in_proportion_and_nobody_comes_back(seed, births, deaths):
    inputs = over_time(small(seed)[2])
    changes = jnp.broadcast_to(jnp.array([births, deaths])[None, :, None], (PERIODS, 2, COUNTRIES))
    changed = deviated(inputs, changes)
    for name in ("survival", "infant"):
        before, after = (np.asarray(getattr(one, name)) for one in (inputs, changed))
        assert ((after >= 0) & (after <= 1)).all()
        assert np.allclose(after, before ** np.exp(deaths), rtol=1e-4, atol=1e-6), "single precision of a power"
    assert np.allclose(changed.fertility, np.asarray(inputs.fertility) * np.exp(births), rtol=1e-5), "single precision"


def test_death_itself_stays_certain():
    inputs = over_time(small(1)[2])
    nobody = deviated(inputs.__class__(**{**vars(inputs), "survival": 0 * inputs.survival}), -jnp.ones((PERIODS, 2, 3)))
    assert not np.asarray(nobody.survival).any()


def test_the_mean_of_draws_is_the_rate_and_their_spread_is_the_one_given():
    number = 20_000
    found = many(number)
    # Four standard errors of a mean of 20,000 whose largest standard deviation is 0.6.
    assert np.allclose(np.exp(found).mean(axis=0), 1, atol=4 * 0.6 / np.sqrt(number))
    response = [1.0, 0.8 + 0.5, 0.8 * 1.3 + 0.25]
    wanted = 0.1 * np.sqrt(np.cumsum(np.square(response)))
    # A standard deviation of n normal numbers has the relative error sqrt(1 / 2 n): four of them.
    assert np.allclose(found[:, :3, 0].std(axis=0), wanted[:, None], rtol=4 * np.sqrt(1 / (2 * number)))
    walk = 0.05 * np.sqrt(np.cumsum(np.square([1.0, 1.3, 1.39])))
    assert np.allclose(found[:, :3, 1].std(axis=0), walk[:, None], rtol=4 * np.sqrt(1 / (2 * number)))


def test_countries_share_the_part_of_the_variance_given():
    first = many(20_000)[:, 0]
    for kind, shared in enumerate((0.2, 0.6)):
        found = np.corrcoef(first[:, kind].T)[np.triu_indices(COUNTRIES, 1)]
        assert np.allclose(found, shared, atol=4 / np.sqrt(20_000)), "four standard errors of a correlation"
    assert abs(np.corrcoef(first[:, 0, 0], first[:, 1, 0])[0, 1]) < 4 / np.sqrt(20_000), "births and deaths are apart"


def test_a_period_meets_the_same_luck_whatever_the_end_and_what_is_known_has_none():
    key, inputs = jax.random.key(3), over_time(small(2)[2])
    scale = jnp.array([0.0, 0.0, 1.0, 1.0, 1.0, 1.0])
    whole = drawn_vital(inputs, SPREAD, key, times=TIMES, scale=scale)
    part = jax.tree.map(lambda value: value[:4], inputs)
    short = drawn_vital(part, SPREAD, key, times=TIMES[:4], scale=scale[:4])
    assert np.array_equal(whole.fertility[:4], short.fertility) and np.array_equal(whole.survival[:4], short.survival)
    assert np.array_equal(whole.fertility[:2], inputs.fertility[:2])
    assert not np.array_equal(whole.fertility[2], inputs.fertility[2])


def test_periods_of_one_year_share_the_deviation_of_five():
    inputs = over_time(small(2)[2])
    found = drawn_vital(inputs, SPREAD, jax.random.key(0), times=TIMES[:2], scale=jnp.ones(2), every=5)
    ratio = np.asarray(found.fertility / inputs.fertility)[..., 0]
    assert np.allclose(ratio[:5], ratio[0]) and not np.allclose(ratio[5], ratio[0])


@pytest.mark.parametrize("kind", [0, 1])
def test_more_births_and_fewer_deaths_make_more_people(kind):
    cells, state, inputs = small(4)
    corridors = jnp.array([0]), jnp.array([1])
    changes = jnp.zeros((PERIODS, 2, COUNTRIES)).at[:, kind].set(0.1 - 0.2 * kind)
    base, more = (
        run(cells, state, one, corridors)[1].population.sum()
        for one in (over_time(inputs), deviated(over_time(inputs), changes))
    )
    assert more > base
