"""A trajectory: the world carried from period to period in one compiled scan."""

from dataclasses import replace
from functools import partial

import jax
from jax import Array

from corridors.world.cells import Cells
from corridors.world.effects import Effects
from corridors.world.given import Reference
from corridors.world.order import BILATERAL, POLICY, Process, step, step_with
from corridors.world.outcome import Outcome, Watched, outcome
from corridors.world.state import Inputs, State
from corridors.world.summary import Summary, summarise


@partial(jax.jit, static_argnames=("processes",))
def run(
    cells: Cells,
    state: State,
    inputs: Inputs,
    corridors: tuple[Array, Array],
    *,
    processes: tuple[Process, ...] = BILATERAL,
) -> tuple[State, Summary]:
    """Carry the world through all periods of the inputs, each as long as an age group is wide.

    Args:
        cells, state: who lives where at launch; inputs: every array with the periods as first axis.
        corridors: origins and destinations whose flow is kept; processes: the list.
    Returns: the state at the end, and the summary of every period, the periods as first axis.
    """

    def period(now: State, given: Inputs) -> tuple[State, Summary]:
        then, ledger = step(cells, now, given, processes=processes)
        return then, summarise(cells, then, ledger, corridors)

    return jax.lax.scan(period, state, inputs)


@jax.jit
def run_scenario(
    cells: Cells, state: State, inputs: Inputs, watched: Watched
) -> tuple[State, tuple[Outcome, Outcome, Outcome, Reference]]:
    """Carry the world through all periods under a scenario.

    Args:
        cells, state: who lives where at launch; inputs: with `given`, whose parameters, economies and `scenario` stand
            for all periods, all else with the periods as first axis; watched: whose accounts are kept.
    Returns: the state at the end, and of every period the outcomes by country, of the parties, of single rows, and the
        reference that a scenario on the same luck is measured from.
    """
    assert inputs.given is not None
    steady, years = inputs.given, float(state.ages.width)

    def period(
        now: State, moving: tuple[Inputs, Effects, Reference]
    ) -> tuple[State, tuple[Outcome, Outcome, Outcome, Reference]]:
        plain, effects, reference = moving
        given = replace(steady, effects=effects, reference=reference)
        then, ledger, used = step_with(cells, now, replace(plain, given=given), years=years, processes=POLICY)
        return then, outcome(cells, then, ledger, used, watched)

    return jax.lax.scan(period, state, (replace(inputs, given=None), steady.effects, steady.reference))
