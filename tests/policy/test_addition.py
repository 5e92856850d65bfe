"""How levers add up."""

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridors.policy import LEVERS, combine
from corridors.policy.addition import SHARES
from corridors.world.effects import Effects, no_effects

from .draws import EVERYWHERE, PAIRS, PERIODS, draw, some_dates, some_scope

ROUNDING = 1e-5
"""A few sums of single precision, relative rounding 6e-8, of changes below a hundred."""


def some_increments(rng, count):
    chosen = rng.choice(list(LEVERS), count)
    return [
        LEVERS[name].effects(
            rng.uniform(LEVERS[name].lowest, LEVERS[name].highest),
            some_scope(rng),
            some_dates(rng),
            draw(LEVERS[name], rng),
        )
        for name in chosen
    ]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_order_of_levers_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    increments = some_increments(rng, 5)
    one, other = combine(increments, PAIRS, PERIODS), combine(rng.permutation(increments), PAIRS, PERIODS)
    for name, value in vars(one).items():
        assert np.allclose(value, getattr(other, name), rtol=ROUNDING, atol=ROUNDING), name


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_shares_stay_shares(seed):
    made = combine(some_increments(np.random.default_rng(seed), 8), PAIRS, PERIODS)
    for name in SHARES:
        value = np.asarray(getattr(made, name))
        assert value.min() >= 0 and value.max() <= 1 + ROUNDING, name
    assert float(made.risk.min()) >= -1


def test_no_lever_leaves_everything_as_it_is():
    made = combine([], PAIRS, PERIODS)
    for name, value in vars(no_effects(PAIRS, PERIODS)).items():
        assert np.array_equal(value, getattr(made, name)), name


def test_one_lever_alone_keeps_its_increments():
    rng = np.random.default_rng(1)
    for lever in LEVERS.values():
        given_values = draw(lever, rng)
        increments = lever.effects(lever.lowest, EVERYWHERE, some_dates(rng), given_values)
        made = combine([increments], PAIRS, PERIODS)
        for name, value in increments.items():
            assert np.array_equal(getattr(made, name), value), (lever.name, name)


def test_logarithms_add_shares_overlap_and_the_lower_cap_holds():
    rows = jnp.ones((PERIODS, PAIRS.count))
    first = {"send": 0.2 * rows, "covered": 0.5 * rows, "price_cap": 0.05 * rows, "risk": -0.8 * rows}
    second = {"send": 0.3 * rows, "covered": 0.4 * rows, "price_cap": 0.03 * rows, "risk": -0.8 * rows}
    made = combine([first, second], PAIRS, PERIODS)
    found = [float(value[0, 0]) for value in (made.send, made.covered, made.price_cap, made.risk)]
    assert found == pytest.approx([0.5, 0.7, 0.03, -1.0])


def test_increments_have_the_shapes_of_the_effects():
    rng = np.random.default_rng(0)
    nothing = no_effects(PAIRS, PERIODS)
    for lever in LEVERS.values():
        for name, value in lever.effects(lever.highest, some_scope(rng), some_dates(rng), draw(lever, rng)).items():
            assert name in Effects.__dataclass_fields__
            assert value.shape == getattr(nothing, name).shape, (lever.name, name)
