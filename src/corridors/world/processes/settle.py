"""Status: the foreign-born grow older in their residence, and some are given permission to stay."""

from dataclasses import replace

import jax.numpy as jnp
from jax import Array

from corridors.world.cells import Cells
from corridors.world.state import CLASS_YEARS, DURATION, IRREGULAR, REGULARISED, Inputs, State


def settle(cells: Cells, state: State, inputs: Inputs, years: float) -> tuple[State, dict[str, Array]]:
    """Carry the foreign-born into the next class of years since arrival, and regularise.

    Of a class of width w the share `min(years / w, 1)` goes on to the next: all of a class of five years in a period of
    five, half of one of ten, as if its years were alike. The classes add up to the same people and the mean time in a
    class is w, but the time is spread: with `p = years / w` its standard deviation is `years sqrt(1 - p) / p`. In
    periods of five years that is 0 and 7 years for classes of 5 and 10 years, in periods of one year 4.5 and 9.5: of a
    class that everybody should have left after five years, a third is still in it.

    Without a scenario nobody is regularised; with one, the share `regularised` of those without permission is, at the
    start of the period. No ledger entries.
    """
    classes = state.standing[:, DURATION]
    going = classes[:, :-1] * jnp.minimum(years / jnp.asarray(CLASS_YEARS, classes.dtype), 1)
    classes = classes.at[:, :-1].add(-going).at[:, 1:].add(going)
    standing = state.standing.at[:, DURATION].set(classes)
    if inputs.given is None:
        return replace(state, standing=standing), {}
    permitted = standing[:, IRREGULAR] * inputs.given.effects.regularised
    standing = standing.at[:, IRREGULAR].add(-permitted).at[:, REGULARISED].add(permitted)
    return replace(state, standing=standing), {}
