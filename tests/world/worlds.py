"""Small random worlds for the tests."""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np

from corridors.world import Inputs, Moves, State
from corridors.world.cells import cells

RESIDENCES = 3
WINDOW = (RESIDENCES, 2, 21, 3)


def small(seed, residences=RESIDENCES, *, full=True, net=0.0):
    """A world of few countries and an unknown birthplace, with random people and rates."""
    rng = np.random.default_rng(seed)
    inhabited = np.ones((residences, residences + 1), bool)
    if not full:
        inhabited &= rng.random(inhabited.shape) < 0.7
    pairs = cells(inhabited)
    count, shape = pairs.count, (residences, 2, 21, 3)
    people = rng.gamma(0.5, 1000.0, (count, 2, 21, 3)) * (rng.random((count, 2, 21, 3)) < 0.9)
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
    )
    inputs = Inputs(
        survival=jnp.asarray(rng.uniform(0.5, 1.0, (residences, 2, 21))),
        infant=jnp.asarray(rng.uniform(0.8, 1.0, (residences, 2))),
        fertility=jnp.asarray(rng.uniform(0.0, 0.2, (residences, 7))),
        sex_ratio=jnp.asarray(rng.uniform(1.0, 1.1, residences)),
        school=jnp.asarray(rng.uniform(0.0, 1.0, (residences, 2, 3, 2))),
        net=jnp.asarray(net * rng.normal(size=(residences, 2, 21))),
        moves=moves,
    )
    return pairs, State(jnp.asarray(people), jnp.zeros((residences, 7))), inputs


def still(inputs):
    """The same inputs with nobody moving."""
    moves = inputs.moves
    zero = {name: jnp.zeros_like(getattr(moves, name)) for name in ("native", "back", "onward")}
    return replace(inputs, moves=replace(moves, **zero))


def periods(inputs, count):
    """The same inputs for several periods."""
    return jax.tree.map(lambda value: jnp.broadcast_to(value, (count, *value.shape)), inputs)
