"""Schooling: the young complete levels of education as the residence's cohorts do."""

from dataclasses import replace

import jax.numpy as jnp
from jax import Array

from corridors.world.cells import Cells
from corridors.world.state import Inputs, State


def school(cells: Cells, state: State, inputs: Inputs, years: float) -> tuple[State, dict[str, Array]]:
    """Move people who have just reached the age groups of 15 to 29 up the levels of education.

    With `u1, u2` the shares of `inputs.school`: `low' = (1 - u1) low`, `medium' = (1 - u2) (medium + u1 low)`,
    `high' = high + u2 (medium + u1 low)`. Everybody in a residence progresses alike, wherever born;
    after 30 nobody does.
    """
    ages = state.ages.school
    young = state.people[:, :, ages]
    step = inputs.school[cells.residence]
    up = young[..., 0] * step[..., 0]
    middle = young[..., 1] + up
    top = middle * step[..., 1]
    reached = jnp.stack([young[..., 0] - up, middle - top, young[..., 2] + top], axis=-1)
    return replace(state, people=state.people.at[:, :, ages].set(reached)), {}
