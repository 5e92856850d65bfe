"""Death and ageing: everybody alive at the end of the period is one age group older."""

from dataclasses import replace

import jax.numpy as jnp
from jax import Array

from corridors.world.cells import Cells
from corridors.world.state import Inputs, State
from corridors.world.status import thinned


def survive(cells: Cells, state: State, inputs: Inputs, years: float) -> tuple[State, dict[str, Array]]:
    """Let people die and age by one age group.

    `people'[x+1] = survival[x] people[x]`, the last two ages together into the open one; nobody is left in the first.
    Death rates are those of the residence, whatever the birthplace. The women of fertile ages, on average of before and
    after, are left for `bear`. Whatever their standing, the foreign-born of a row die alike.
    Ledger: `deaths[R] = sum (people - people')`.
    """
    people = state.people
    living = people * inputs.survival[cells.residence][..., None]
    aged = jnp.concatenate(
        [jnp.zeros_like(living[:, :, :1]), living[:, :, :-2], living[:, :, -2:-1] + living[:, :, -1:]], axis=2
    )
    deaths = cells.by_residence((people - living).sum(axis=(1, 2, 3)))
    women = cells.by_residence((people + aged)[:, 0, state.ages.fertile].sum(axis=-1)) / 2
    standing = thinned(state.standing, people, living)
    return replace(state, people=aged, women=women, standing=standing), {"deaths": deaths}
