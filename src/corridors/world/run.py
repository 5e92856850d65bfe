"""A trajectory: the world carried from period to period in one compiled scan."""

from functools import partial

import jax
from jax import Array

from corridors.world.cells import Cells
from corridors.world.order import BILATERAL, Process, step
from corridors.world.state import Inputs, State
from corridors.world.summary import Summary, summarise


@partial(jax.jit, static_argnames=("years", "processes"))
def run(
    cells: Cells,
    state: State,
    inputs: Inputs,
    corridors: tuple[Array, Array],
    *,
    years: float = 5.0,
    processes: tuple[Process, ...] = BILATERAL,
) -> tuple[State, Summary]:
    """Carry the world through all periods of the inputs.

    Args:
        cells, state: who lives where at launch; inputs: every array with the periods as first axis.
        corridors: origins and destinations whose flow is kept; years: length of a period; processes: the list.
    Returns: the state at the end, and the summary of every period, the periods as first axis.
    """

    def period(now: State, given: Inputs) -> tuple[State, Summary]:
        then, ledger = step(cells, now, given, years=years, processes=processes)
        return then, summarise(cells, then, ledger, corridors)

    return jax.lax.scan(period, state, inputs)
