"""Identities of one period on small random worlds, in double precision."""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corridors.errors import InvalidInput
from corridors.world import identities
from corridors.world.ages import FIVE, SINGLE, Ages
from corridors.world.order import BILATERAL, NET, POLICY, step
from corridors.world.processes.move import move_half
from corridors.world.processes.net import net_half
from corridors.world.processes.school import school
from corridors.world.processes.settle import settle
from corridors.world.run import run
from corridors.world.state import DURATION
from corridors.world.summary import flows

from .worlds import RESIDENCES, periods, small, still

ROUNDING = 1e-6
"""Persons: sums of some 1e6 people in double precision (relative rounding 1e-16) leave 1e-9; a thousand times that."""
once = jax.jit(step, static_argnames=("processes",))
move = jax.jit(move_half)
seeds = st.integers(0, 2**32 - 1)
both = pytest.mark.parametrize("ages", [FIVE, SINGLE], ids=["five", "single"])
quick = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@both
@quick
@given(seed=seeds)
def test_births_deaths_and_moves_account_for_everybody(double, ages, seed):
    pairs, state, inputs = small(seed, ages=ages)
    after, ledger = once(pairs, state, inputs)
    assert np.abs(identities.imbalance(pairs, state, after, ledger)).max() < ROUNDING
    world = float((after.people - state.people).sum() - (ledger.births - ledger.deaths).sum())
    assert abs(world) < ROUNDING


@both
@quick
@given(seed=seeds)
def test_given_net_migration_accounts_for_everybody(double, ages, seed):
    pairs, state, inputs = small(seed, net=300.0, ages=ages)
    after, ledger = once(pairs, state, inputs, processes=NET)
    assert np.abs(identities.imbalance(pairs, state, after, ledger)).max() < ROUNDING
    assert float(after.people.min()) >= 0


@both
@quick
@given(seed=seeds)
def test_every_mover_leaves_one_cell_and_enters_one(double, ages, seed):
    pairs, state, inputs = small(seed, ages=ages)
    after, entries = move(pairs, state, inputs, float(ages.width))
    _, ledger = once(pairs, state, inputs)
    table = flows(pairs, ledger)
    assert float(after.people.min()) >= 0
    assert float(jnp.abs(jnp.diagonal(table)).max()) == 0
    assert abs(float((table.sum(axis=0) - table.sum(axis=1)).sum())) < ROUNDING
    change = pairs.by_birth(after.people - state.people)
    by_age_and_birth = np.abs(change).max()
    assert by_age_and_birth < ROUNDING, "sex, age, education and birthplace stay in a move"
    left = np.asarray(entries["left"])
    native_loss = np.asarray((state.people - after.people)[pairs.native].sum(axis=(1, 2, 3)))
    returned = np.asarray(pairs.by_birth(entries["returned"]))[:RESIDENCES]
    out = np.asarray(pairs.by_birth(jnp.asarray(left)))[:RESIDENCES]
    assert np.allclose(native_loss, out - returned, atol=ROUNDING)


@both
@quick
@given(seed=seeds)
def test_nothing_is_negative_at_very_high_rates(double, ages, seed):
    pairs, state, inputs = small(seed, full=True, ages=ages)
    fast = replace(inputs, moves=jax.tree.map(lambda rate: rate * 1e3, inputs.moves))
    after, ledger = once(pairs, state, fast)
    assert float(after.people.min()) >= 0
    assert np.isfinite(np.asarray(after.people)).all()
    assert np.abs(identities.imbalance(pairs, state, after, ledger)).max() < ROUNDING


def test_onward_movers_stay_on_inhabited_cells_and_off_their_birthplace(double):
    pairs, state, inputs = small(5, 5, full=False)
    only = still(inputs)
    only = replace(only, moves=replace(only.moves, onward=inputs.moves.onward))
    after, entries = move(pairs, state, only, 5.0)
    assert np.abs(pairs.by_birth(after.people - state.people)).max() < ROUNDING
    natives = np.asarray(pairs.native)
    assert np.array_equal(np.asarray(after.people)[natives], np.asarray(state.people)[natives])
    assert float(entries["onward"].sum()) > 0


@both
def test_relabelling_the_countries_permutes_the_result(double, ages):
    pairs, state, inputs = small(7, ages=ages)
    order = np.array([2, 0, 1])
    births = np.append(order, RESIDENCES)
    position = {(int(r), int(b)): i for i, (r, b) in enumerate(zip(pairs.residence, pairs.birth, strict=True))}
    rows = np.array(
        [position[order[r], births[b]] for r, b in zip(*np.asarray([pairs.residence, pairs.birth]), strict=True)]
    )
    moves = inputs.moves
    moved = replace(
        moves, native=moves.native[rows], back=moves.back[rows], onward=moves.onward[np.ix_(order, order)],
        native_profile=moves.native_profile[order], foreign_profile=moves.foreign_profile[order],
        doors=moves.doors[rows], without=moves.without[rows], homesick=moves.homesick[rows],
    )  # fmt: skip
    plain = {name: getattr(inputs, name)[order] for name in vars(inputs) if name not in ("moves", "given")}
    after, _ = once(pairs, state, inputs)
    there = replace(state, people=state.people[rows], standing=state.standing[rows])
    other, _ = once(pairs, there, replace(inputs, moves=moved, **plain))
    assert np.allclose(other.people, after.people[rows], rtol=1e-12), "sums in another order"
    assert np.allclose(other.standing, after.standing[rows], rtol=1e-9), "sums in another order"


@pytest.mark.parametrize(("ages", "times"), [(FIVE, 200), (SINGLE, 1000)], ids=["five", "single"])
def test_constant_rates_lead_to_the_stable_population(double, ages, times):
    pairs, state, inputs = small(11, 1, ages=ages)
    inputs = still(inputs)
    yearly = inputs.survival ** (ages.width / 5)
    inputs = replace(inputs, fertility=3 * inputs.fertility, survival=jnp.minimum(yearly, 0.95 ** (ages.width / 5)))
    growth, shares = jax.jit(identities.stable_population)(inputs)
    end, kept = run(pairs, state, periods(inputs, times), (jnp.zeros(0, int), jnp.zeros(0, int)))
    total = kept.population.sum(axis=(1, 2, 3))
    assert float(total[-1] / total[-2]) == pytest.approx(float(growth), rel=1e-9)
    reached = end.people.sum(axis=(0, 3)) / end.people.sum()
    assert np.allclose(reached, shares, atol=1e-9), "1,000 years: what is left of the start is below 1e-9"


@both
def test_one_country_is_the_cohort_component_method(double, ages):
    """Against the method written out by hand, without cells, for a country where nobody moves."""
    pairs, state, inputs = small(3, 1, ages=ages)
    inputs = still(inputs)
    after, ledger = once(pairs, state, inputs)
    people = np.asarray(state.people).sum(axis=(0, 3))
    survival, infant = np.asarray(inputs.survival[0]), np.asarray(inputs.infant[0])
    then = np.zeros_like(people)
    then[:, 1:] = (people * survival)[:, :-1]
    then[:, -1] += (people * survival)[:, -1]
    first, end = 15 // ages.width, 50 // ages.width
    births = ages.width * (np.asarray(inputs.fertility[0]) * (people[0, first:end] + then[0, first:end]) / 2).sum()
    boys = births * float(inputs.sex_ratio[0]) / (1 + float(inputs.sex_ratio[0]))
    then[:, 0] = np.array([births - boys, boys]) * infant
    assert np.allclose(after.people.sum(axis=(0, 3)), then, rtol=1e-12)
    assert float(ledger.births[0]) == pytest.approx(births, rel=1e-12)


@both
def test_gradients_equal_finite_differences(double, ages):
    pairs, state, inputs = small(13, ages=ages)

    def outcome(moves, fertility, survival):
        given = replace(inputs, moves=moves, fertility=fertility, survival=survival)
        after, ledger = step(pairs, state, given)
        return (after.people[:, :, ages.between(20, 40), 2] ** 2).sum() / 1e6 + flows(pairs, ledger)[0, 1]

    outcome = jax.jit(outcome)
    given = (inputs.moves, inputs.fertility, inputs.survival)
    slope = jax.jit(jax.grad(outcome, argnums=(0, 1, 2)))(*given)
    rng = np.random.default_rng(0)
    direction = jax.tree.map(lambda value: jnp.asarray(rng.normal(size=value.shape)) * value, given)
    along = sum(float((a * b).sum()) for a, b in zip(jax.tree.leaves(slope), jax.tree.leaves(direction), strict=True))
    size = 1e-5
    there = outcome(*jax.tree.map(lambda v, d: v + size * d, given, direction))
    back = outcome(*jax.tree.map(lambda v, d: v - size * d, given, direction))
    assert along == pytest.approx(float(there - back) / (2 * size), rel=1e-6), "error of order size squared, 1e-10"
    assert all(np.isfinite(leaf).all() for leaf in jax.tree.leaves(slope))


def test_halves_of_moves_compose_where_the_process_is_linear(double):
    """Natives of one country with one destination leave with the same hazard in one long or two short steps."""
    pairs, state, inputs = small(17, 2)
    only = still(inputs)
    only = replace(only, moves=replace(only.moves, native=inputs.moves.native))
    long, _ = move(pairs, state, only, 10.0)
    short, _ = move(pairs, move(pairs, state, only, 5.0)[0], only, 5.0)
    assert np.allclose(long.people, short.people, rtol=1e-12)


LIFE = ("survive", "bear", "school")


def test_the_order_is_a_list_of_named_processes():
    for order in (BILATERAL, NET, POLICY):
        names = [process.name for process in order]
        assert len(names) == len(set(names))
        assert [name for name in names if name in LIFE] == list(LIFE)
        assert all(process.what.endswith(".") for process in order)


@both
def test_schooling_keeps_everybody_and_only_moves_the_young_up(double, ages):
    pairs, state, inputs = small(19, ages=ages)
    after, _ = school(pairs, state, inputs, float(ages.width))
    change = np.asarray(after.people - state.people)
    assert np.abs(change.sum(axis=-1)).max() < ROUNDING
    assert not change[:, :, ages.between(0, 15)].any() and not change[:, :, ages.between(30)].any()
    assert (change[..., 0] <= 0).all() and (change[..., 2] >= 0).all()


def test_given_net_migration_of_a_group_is_spread_over_its_single_ages_as_its_people(double):
    pairs, state, inputs = small(23, net=10.0, ages=SINGLE)
    after, ledger = net_half(pairs, state, inputs, 1.0)
    before, then = (
        np.asarray(pairs.by_residence(each.people.sum(axis=-1)))[..., :100].reshape(RESIDENCES, 2, 20, 5)
        for each in (state, after)
    )
    assert np.allclose((then - before).sum(axis=-1), np.asarray(inputs.net)[..., :20] / 2), "half of what is given"
    assert np.ptp((then / before).reshape(-1, 5), axis=1).max() < 1e-12
    assert float(ledger["net"].sum()) == pytest.approx(float(inputs.net.sum()) / 2)


def test_other_numbers_of_age_groups_are_refused():
    with pytest.raises(InvalidInput, match="22 age groups are not those of the model"):
        Ages.counted(22)
    with pytest.raises(InvalidInput, match=r"Steps of 2 years cannot be made.*single ages"):
        Ages(2)


def test_a_class_of_years_since_arrival_spreads_in_time_as_settle_says(double):
    """Of a class of five years, a period of five leaves nobody in it, five periods of one year a third."""
    for ages, left in ((FIVE, 0.0), (SINGLE, 0.8**5)):
        pairs, state, inputs = small(29, ages=ages)
        alone = state.standing.at[:, DURATION].set(0.0).at[:, DURATION.start].set(100.0)
        now = replace(state, standing=alone)
        for _ in range(5 // ages.width):
            now, _ = settle(pairs, now, inputs, float(ages.width))
        classes = np.asarray(now.standing[:, DURATION])
        assert np.allclose(classes.sum(axis=1), 100.0)
        assert np.allclose(classes[:, 0], 100 * left)
