"""A scenario on small random worlds: what nothing changes, what adds up, and what derivatives say."""

from dataclasses import fields, replace
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridors.world.ages import FIVE, SINGLE
from corridors.world.effects import Effects, no_effects
from corridors.world.given import Given
from corridors.world.order import POLICY, step
from corridors.world.outcome import Watched
from corridors.world.processes.displace import displace
from corridors.world.processes.settle import settle
from corridors.world.scenario import PARAMETERS, baseline, empty_reference, scenario
from corridors.world.state import DURATION

from .worlds import economies, parameters, periods, small

PERIODS = 3
VIEWS = (
    (),
    ("borders-trap", "market-goes-round", "brain-gain", "hidden-subsidy", "development-enables", "remittances-finance"),
    ("borders-deter", "brain-drain", "development-reduces", "remittances-replace", "substitutes", "newcomers-pay"),
)


def world(seed, ages=FIVE):
    pairs, state, inputs = small(seed, ages=ages)
    moves = replace(inputs.moves, native_profile=inputs.moves.native_profile * 0 + 1.0)
    size = pairs.residences
    watched = Watched(jnp.ones(size), jnp.zeros(size).at[0].set(1.0), jnp.arange(pairs.count))
    return pairs, state, periods(replace(inputs, moves=moves), PERIODS), economies(pairs, seed), watched


def random_effects(pairs, seed, size=0.2):
    rng = np.random.default_rng(seed)
    made = {}
    for field in fields(Effects):
        shape = getattr(no_effects(pairs, PERIODS), field.name).shape
        low = 0.0 if field.name in SHARES else -size
        made[field.name] = jnp.asarray(rng.uniform(low, size, shape))
    made["price_cap"] = jnp.asarray(rng.uniform(0.0, 0.2, made["price_cap"].shape) + 0.005)
    return Effects(**made)


SHARES = ("lawful", "regularised", "displaced", "resettled", "covered", "risk")


@pytest.mark.parametrize(
    ("seed", "views", "ages"), [*((seed, views, FIVE) for views in VIEWS for seed in (1, 2)), (1, VIEWS[1], SINGLE)]
)
def test_nothing_changed_is_the_baseline_to_the_last_bit(seed, views, ages):
    pairs, state, inputs, held, watched = world(seed, ages)
    given = parameters(PARAMETERS, views)
    base, reference = baseline(pairs, state, inputs, economies=held, given=given, watched=watched)
    same = scenario(
        pairs,
        state,
        inputs,
        economies=held,
        given=given,
        watched=watched,
        effects=no_effects(pairs, PERIODS),
        reference=reference,
    )
    for one, two in zip(jax.tree.leaves(base), jax.tree.leaves(same), strict=True):
        assert np.array_equal(one, two, equal_nan=True)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_people_and_money_add_up_under_any_policy(seed):
    with jax.enable_x64(True):
        pairs, state, inputs, held, watched = world(seed)
        given = parameters(PARAMETERS)
        _, reference = baseline(pairs, state, inputs, economies=held, given=given, watched=watched)
        country, parties, rows = scenario(
            pairs,
            state,
            inputs,
            economies=held,
            given=given,
            watched=watched,
            effects=random_effects(pairs, seed),
            reference=reference,
        )
        whole = parties["world_natives_income"] + parties["world_migrants_income"]
        assert np.allclose(whole, parties["world_income"], rtol=1e-9), "pay and capital share out what is produced"
        assert np.allclose(country["immigrants"].sum(1), country["emigrants"].sum(1), rtol=1e-9)
        assert np.allclose(country["natives"] + country["foreign_born"], country["population"], rtol=1e-9)
        for values in (*country.values(), *rows.values()):
            assert np.all(np.isfinite(values))
        assert np.all(rows["irregular_stock"] >= 0) and np.all(rows["irregular_stock"] <= rows["stock"] * (1 + 1e-9))


def test_standing_by_years_since_arrival_adds_up_to_the_foreign_born():
    with jax.enable_x64(True):
        pairs, state, inputs, held, _ = world(4)
        first = jax.tree.map(lambda value: value[0], inputs)
        one = jax.tree.map(lambda value: value[0], (random_effects(pairs, 3), empty_reference(pairs, 1)))
        whole = replace(first, given=Given(*one, parameters(PARAMETERS), held, jnp.zeros(())))
        after, ledger = jax.jit(partial(step, processes=POLICY))(pairs, state, whole)
        stock = after.people.sum(axis=(1, 2, 3)) * pairs.foreign
        assert np.allclose(after.standing[:, DURATION].sum(axis=-1), stock, rtol=1e-9)
        before = float(state.people.sum() + ledger.births.sum() - ledger.deaths.sum())
        assert float(after.people.sum()) == pytest.approx(before, rel=1e-12)


def test_regularisation_flight_and_resettlement_change_the_standing_of_those_they_concern():
    with jax.enable_x64(True):
        pairs, state, inputs, held, _ = world(4)
        first = jax.tree.map(lambda value: value[0], inputs)
        effects, reference = (
            jax.tree.map(lambda value: value[0], each) for each in (random_effects(pairs, 3), empty_reference(pairs, 1))
        )
        whole = replace(first, given=Given(effects, reference, parameters(PARAMETERS), held, jnp.zeros(())))
        settled, _ = settle(pairs, state, whole, 5.0)
        change = np.asarray(settled.standing - state.standing)[:, :2]
        assert (change[:, 1] >= 0).all() and change[:, 1].sum() > 0
        assert np.allclose(change.sum(axis=1), 0), "who is regularised was without permission before"
        away = int(np.flatnonzero(np.asarray(pairs.foreign) > 0)[0])
        nobody, one_row = jnp.zeros_like(effects.displaced), jnp.zeros_like(effects.resettled).at[away].set(0.3)
        cases = {
            "onward": replace(effects, displaced=nobody, resettled=one_row),
            "left": replace(effects, resettled=jnp.zeros_like(one_row)),
        }
        for moved, alone in cases.items():
            after, ledger = displace(pairs, state, replace(whole, given=replace(whole.given, effects=alone)), 5.0)
            change = np.asarray(after.standing - state.standing)
            people = np.asarray((after.people - state.people).sum(axis=(1, 2, 3)) * pairs.foreign)
            assert float(ledger[moved].sum()) > 0
            assert np.allclose(change[:, :2], 0), "nobody is both a refugee and without permission"
            assert np.allclose(change[:, 2], people), "who flees, or is resettled, is a refugee before and after"
            assert np.allclose(change[:, DURATION].sum(axis=1), people)


NAMES = ("legal", "irregular", "back", "regularised", "income", "capital", "displaced", "send")


def test_gradients_by_policies_equal_finite_differences():
    with jax.enable_x64(True):
        pairs, state, inputs, held, watched = world(6)
        given = parameters(PARAMETERS)
        _, reference = baseline(pairs, state, inputs, economies=held, given=given, watched=watched)
        effects = random_effects(pairs, 5, 0.1)

        @jax.jit
        def result(sizes):
            scaled = {name: getattr(effects, name) * size for name, size in zip(NAMES, sizes, strict=True)}
            changed = replace(effects, **scaled)
            country, parties, _ = scenario(
                pairs, state, inputs, economies=held, given=given, watched=watched, effects=changed, reference=reference
            )
            return country["irregular_stock"].sum() + parties["stayers_income"].sum() + country["wage_low"].sum() * 1e6

        start = jnp.ones(len(NAMES))
        slopes = jax.grad(result)(start)
        step = 1e-4
        for i, name in enumerate(NAMES):
            move = step * jnp.eye(len(NAMES))[i]
            numeric = float(result(start + move) - result(start - move)) / (2 * step)
            assert float(slopes[i]) == pytest.approx(numeric, rel=1e-5), (
                f"{name}: central differences, double precision"
            )
