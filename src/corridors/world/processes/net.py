"""Net migration that is given by country, sex and age, as World Population Prospects assumes it."""

from dataclasses import replace

import jax.numpy as jnp
from jax import Array

from corridors.world.ages import FIVE, Ages
from corridors.world.cells import Cells
from corridors.world.state import Inputs, State
from corridors.world.status import thinned


def net_half(cells: Cells, state: State, inputs: Inputs, years: float) -> tuple[State, dict[str, Array]]:
    """Add half of the period's given net migration, in proportion to the people of the residence, sex and age.

    `people' = people max(1 + N / (2 P), 0)`, with P the people of the residence, sex and group of five years.
    Given net migration has no birthplaces, no education and no single ages, so those of the residents are kept: under
    it, birthplaces mean little. Where nobody of a group lives there, nobody is added. Ledger: `net[R]`, what was really
    added.
    """
    by_age = cells.by_residence(state.people.sum(axis=-1))
    living = _by_five(by_age)
    some = living > 0
    factor = jnp.where(some, jnp.maximum(1 + inputs.net / 2 / jnp.where(some, living, 1), 0), 1)
    people = state.people * _by_age(factor, state.ages)[cells.residence][..., None]
    standing = thinned(state.standing, state.people, people)
    return replace(state, people=people, standing=standing), {"net": (living * (factor - 1)).sum(axis=(1, 2))}


def _by_five(values: Array) -> Array:
    """Sums over groups of five years, `[..., 21]`."""
    if values.shape[-1] == FIVE.count:
        return values
    closed = values[..., :-1].reshape(*values.shape[:-1], FIVE.count - 1, FIVE.width).sum(axis=-1)
    return jnp.concatenate([closed, values[..., -1:]], axis=-1)


def _by_age(values: Array, ages: Ages) -> Array:
    """The value of its group of five years for every age, `[..., A]`."""
    group = jnp.asarray([start // FIVE.width for start in ages.starts])
    return values if ages == FIVE else values[..., group]
