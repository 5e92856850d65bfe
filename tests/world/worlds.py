"""Small random worlds for the tests."""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np

from corridors.world import Inputs, Moves, State
from corridors.world.ages import FIVE
from corridors.world.cells import cells
from corridors.world.given import Economies
from corridors.world.state import no_work, open_doors

RESIDENCES = 3


def small(seed, residences=RESIDENCES, *, full=True, net=0.0, ages=FIVE):
    """A world of few countries and an unknown birthplace, with random people and rates."""
    groups = ages.count
    mothers, learners = (len(ages.starting(part)) for part in (ages.fertile, ages.school))
    rng = np.random.default_rng(seed)
    inhabited = np.ones((residences, residences + 1), bool)
    if not full:
        inhabited &= rng.random(inhabited.shape) < 0.7
    pairs = cells(inhabited)
    count, shape = pairs.count, (residences, 2, groups, 3)
    people = rng.gamma(0.5, 1000.0, (count, 2, groups, 3)) * (rng.random((count, 2, groups, 3)) < 0.9)
    away = np.asarray(pairs.residence != pairs.birth)
    known = away & (np.asarray(pairs.birth) < residences)
    onward = rng.gamma(0.5, 0.01, (residences, residences))
    np.fill_diagonal(onward, 0)
    moves = Moves(
        native=jnp.asarray(rng.gamma(0.5, 0.01, count) * known),
        back=jnp.asarray(rng.gamma(0.5, 0.02, count) * known),
        onward=jnp.asarray(onward),
        native_profile=jnp.asarray(rng.gamma(2.0, 0.5, shape)),
        foreign_profile=jnp.asarray(rng.gamma(2.0, 0.5, shape[:3])),
        **open_doors(pairs, jnp.asarray(rng.uniform(0.0, 0.5, count) * known)),
    )
    inputs = Inputs(
        survival=jnp.asarray(rng.uniform(0.5, 1.0, (residences, 2, groups))),
        infant=jnp.asarray(rng.uniform(0.8, 1.0, (residences, 2))),
        fertility=jnp.asarray(rng.uniform(0.0, 0.2, (residences, mothers))),
        sex_ratio=jnp.asarray(rng.uniform(1.0, 1.1, residences)),
        school=jnp.asarray(rng.uniform(0.0, 1.0, (residences, 2, learners, 2))),
        net=jnp.asarray(net * rng.normal(size=(residences, 2, FIVE.count))),
        moves=moves,
    )
    people = jnp.asarray(people)
    state = State(people, jnp.zeros((residences, mothers)), standing(rng, pairs, people), no_work(pairs, people.dtype))
    return pairs, state, inputs


def standing(rng, pairs, people):
    """Random standing of the foreign-born: shares of a row without permission, in need of protection, by duration."""
    stock = np.asarray(people.sum(axis=(1, 2, 3)) * pairs.foreign)[:, None]
    parts = np.concatenate([rng.uniform(0, 0.5, (pairs.count, 3)), rng.dirichlet(np.ones(4), pairs.count)], axis=1)
    return jnp.asarray(parts * stock)


def still(inputs):
    """The same inputs with nobody moving."""
    moves = inputs.moves
    zero = {name: jnp.zeros_like(getattr(moves, name)) for name in ("native", "back", "onward")}
    return replace(inputs, moves=replace(moves, **zero))


def periods(inputs, count):
    """The same inputs for several periods."""
    return jax.tree.map(lambda value: jnp.broadcast_to(value, (count, *value.shape)), inputs)


def parameters(names, chosen=()):
    """The registry's central values by name, under no view or those chosen."""
    from corridors.parameters import resolve_values

    values = resolve_values(chosen)
    return {name: jnp.asarray(values[name].central, float) for name in names}


def economies(pairs, seed):
    """Random economies of a small world."""
    rng = np.random.default_rng(seed)
    size, rows = pairs.residences, pairs.count
    known = np.asarray((pairs.residence != pairs.birth) & (pairs.birth < size))
    where = np.where(known, rng.gamma(1.0, 1.0, rows), 0)
    by_birth = np.bincount(np.asarray(pairs.birth), where, minlength=size + 1)
    share = where / np.where(by_birth > 0, by_birth, 1)[np.asarray(pairs.birth)]
    return Economies(
        unit=jnp.asarray(rng.uniform(1e3, 5e4, size)),
        ratio=jnp.asarray(np.cumsum(rng.uniform(0.3, 1.0, (size, 3)), axis=1)),
        employed=jnp.asarray(rng.uniform(0.4, 0.9, (size, 2))),
        income=jnp.asarray(rng.uniform(1e3, 5e4, size)),
        dollar=jnp.asarray(rng.uniform(1.0, 3.0, size)),
        level=jnp.asarray(rng.integers(0, 3, size)),
        per_person=jnp.asarray(rng.uniform(0, 2e3, rows) * known),
        price=jnp.asarray(rng.uniform(0.01, 0.2, rows)),
        without=jnp.asarray(rng.uniform(0, 0.5, rows) * known),
        near=jnp.asarray(share),
        far=jnp.asarray(share),
        months=jnp.asarray(rng.uniform(0, 6, rows) * known),
        covered=jnp.asarray(rng.uniform(0, 1, rows)),
        deaths=jnp.asarray(rng.uniform(0, 500, size)),
    )
