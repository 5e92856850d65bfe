"""Births: newborns are natives of where they are born."""

from dataclasses import replace

import jax.numpy as jnp
from jax import Array

from corridors.world.cells import Cells
from corridors.world.state import Inputs, State


def bear(cells: Cells, state: State, inputs: Inputs, years: float) -> tuple[State, dict[str, Array]]:
    """Add the births of the period, less those who die in it, to the natives of the mother's residence.

    `births[r] = years * sum_x fertility[r, x] women[r, x]`, with the women that `survive` has left, on average of
    before and after it; `boys = births s / (1 + s)` with s boys per girl; of each sex the share `infant` lives.
    All women of a residence have the residence's fertility: the data have no fertility by birthplace for the world.
    Education of newborns is the first level. Ledger: `births[R]`, and their `deaths[R]`.
    """
    births = years * (inputs.fertility * state.women).sum(axis=-1)
    boys = inputs.sex_ratio / (1 + inputs.sex_ratio)
    born = births[:, None] * jnp.stack([1 - boys, boys], axis=-1)
    living = born * inputs.infant
    people = state.people.at[cells.native, :, 0, 0].add(living)
    return replace(state, people=people), {"births": births, "deaths": (born - living).sum(axis=-1)}
