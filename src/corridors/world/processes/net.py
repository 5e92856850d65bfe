"""Net migration that is given by country, sex and age, as World Population Prospects assumes it."""

from dataclasses import replace

import jax.numpy as jnp
from jax import Array

from corridors.world.cells import Cells
from corridors.world.state import Inputs, State
from corridors.world.status import thinned


def net_half(cells: Cells, state: State, inputs: Inputs, years: float) -> tuple[State, dict[str, Array]]:
    """Add half of the period's given net migration, in proportion to the people of the residence, sex and age.

    `people' = people max(1 + N / (2 P), 0)`, with P the people of the residence, sex and age. Given net migration has
    no birthplaces and no education, so those of the residents are kept: under it, birthplaces mean little.
    Where nobody of an age lives there, nobody is added. Ledger: `net[R]`, what was really added.
    """
    living = cells.by_residence(state.people.sum(axis=-1))
    some = living > 0
    factor = jnp.where(some, jnp.maximum(1 + inputs.net / 2 / jnp.where(some, living, 1), 0), 1)
    people = state.people * factor[cells.residence][..., None]
    standing = thinned(state.standing, state.people, people)
    return replace(state, people=people, standing=standing), {"net": (living * (factor - 1)).sum(axis=(1, 2))}
