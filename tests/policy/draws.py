"""Random scopes, dates and parameters for the tests of levers."""

import jax.numpy as jnp
import numpy as np

from corridors.parameters import parameter, sides
from corridors.policy import Dates, Scope
from corridors.world.cells import cells

EDGES = (2025.0, 2030.0, 2035.0, 2040.0)
PERIODS = len(EDGES) - 1
COUNTRIES = 3


def pairs():
    """Every pair of countries and an unknown birthplace, in the precision of the moment."""
    return cells(np.ones((COUNTRIES, COUNTRIES + 1), bool))


PAIRS = pairs()
EVERYWHERE = Scope.between(PAIRS, [True] * COUNTRIES, [True] * COUNTRIES)
ALWAYS = Dates(EDGES, start=EDGES[0])


def some_scope(rng):
    """A scope over random countries and skills."""
    return Scope.between(PAIRS, rng.random(COUNTRIES) < 0.6, rng.random(COUNTRIES) < 0.6, rng.random(3) < 0.7)


def some_dates(rng):
    """Random dates within the run, half of them without an end."""
    start = rng.uniform(EDGES[0], EDGES[-1] - 0.1)
    return Dates(EDGES, start, None if rng.random() < 0.5 else start + rng.uniform(0.1, 12.0))


def draw(lever, rng):
    """The lever's parameters at random quantiles, each under a random side of its dispute."""
    found = {}
    for name in lever.parameters:
        side = rng.choice(list(sides(name)))
        found[name] = jnp.asarray(sides(name)[side].quantile(rng.random()))
    return found


def central(lever):
    """The lever's parameters at their central values, undecided where disputed."""
    return {name: jnp.asarray(parameter(name).central) for name in lever.parameters}
