from dataclasses import replace

import jax.numpy as jnp
import numpy as np
import pytest

from corridors.scenarios import ensemble
from corridors.scenarios.launch import World
from corridors.world import Inputs, Moves, State
from corridors.world.ages import Ages
from corridors.world.cells import cells
from corridors.world.rates import Deviations
from corridors.world.state import STANDING, no_work, open_doors

COUNTRIES = ("AUT", "MEX", "USA")


def tiny_world(launch, until, net, step=5):
    """Three countries with made-up people and rates, so that stores and draws are tested in a second."""
    rng = np.random.default_rng(0)
    size = len(COUNTRIES)
    ages = Ages(step)
    groups, mothers, learners = ages.count, *(len(ages.starting(part)) for part in (ages.fertile, ages.school))
    years = tuple(range(launch, until + 1, step))
    pairs = cells(np.ones((size, size + 1), bool))
    away = np.asarray((pairs.residence != pairs.birth) & (pairs.birth < size))
    shape = (size, 2, groups, 3)

    def whole(value):
        return jnp.asarray(value, jnp.float32)

    def over_time(value):
        return jnp.broadcast_to(whole(value), (len(years) - 1, *np.shape(value)))

    moves = Moves(
        over_time(0.005 * away), over_time(0.02 * away), over_time(0.01 * (1 - np.eye(size))),
        over_time(np.ones(shape)), over_time(np.ones(shape[:3])),
        **{name: over_time(value) for name, value in open_doors(pairs, jnp.zeros(pairs.count)).items()},
    )  # fmt: skip
    inputs = Inputs(
        over_time(np.full((size, 2, groups), 0.95 ** (step / 5))), over_time(np.full((size, 2), 0.97)),
        over_time(np.full((size, mothers), 0.05)), over_time(np.full(size, 1.05)),
        over_time(np.full((size, 2, learners, 2), 0.3)), over_time(np.zeros((size, 2, 21))), moves,
    )  # fmt: skip
    people = whole(rng.gamma(1.0, 1000.0, (pairs.count, 2, groups, 3)))
    standing = jnp.zeros((pairs.count, len(STANDING)), people.dtype)
    spread = Deviations(
        whole(0.5 * away), whole(0.5 * away), whole(np.full((size, size), 0.5)), whole(np.full(3, 0.5)),
        whole(np.full(3, 0.1)), whole(0.3 * np.eye(6)), whole(np.full(3, 0.9)),
    )  # fmt: skip
    world = World(
        COUNTRIES, years, pairs,
        State(people, jnp.zeros((size, mothers)), standing, no_work(pairs, people.dtype)), inputs,
        spread if net == "bilateral" else None, ("Made up.",), ("population",),
    )  # fmt: skip
    if net == "wpp":
        nothing = replace(moves, native=0 * moves.native, back=0 * moves.back, onward=0 * moves.onward)
        return replace(world, inputs=replace(inputs, moves=nothing))
    return world


@pytest.fixture
def tiny(monkeypatch):
    """Every launch gives the tiny world."""
    monkeypatch.setattr(ensemble, "launched", tiny_world)
