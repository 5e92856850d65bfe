"""The order of the processes: one printable list, and the step that follows it."""

from collections.abc import Callable
from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from corridors.world.cells import Cells
from corridors.world.processes.bear import bear
from corridors.world.processes.displace import displace
from corridors.world.processes.move import move_half
from corridors.world.processes.net import net_half
from corridors.world.processes.react import react
from corridors.world.processes.school import school
from corridors.world.processes.settle import settle
from corridors.world.processes.survive import survive
from corridors.world.processes.work import work
from corridors.world.state import Inputs, Ledger, State

Run = Callable[[Cells, State, Inputs, float], tuple[State, dict[str, Array]]]
Prepare = Callable[[Cells, State, Inputs, float], Inputs]


@dataclass(frozen=True)
class Process:
    """One process of the list: its name, what it does in one sentence, and the function that does it.

    A process that changes the rates of the period, and nobody's place, has `prepare` in place of `run`.
    """

    name: str
    what: str
    run: Run | None = None
    prepare: Prepare | None = None


LIVES = (
    Process("survive", "People die and age, by death rates of their residence, sex and age.", survive),
    Process("bear", "Women bear children, who are natives of where they are born.", bear),
    Process("school", "The young complete levels of education as the residence's cohorts do.", school),
)
SETTLE = Process("settle", "The foreign-born pass into the next class of years since arrival.", settle)
MOVES = (
    Process("move", "Natives leave, the foreign-born return or move on: first half of the period.", move_half),
    *LIVES,
    Process("move again", "Natives leave, the foreign-born return or move on: second half.", move_half),
)
BILATERAL = (SETTLE, *MOVES)
"""The processes where migration is modelled: moves in two halves around births and deaths, exact to second order."""
POLICY = (
    Process("react", "Policies, ties, pay and money from abroad change the rates of the period.", prepare=react),
    Process(
        "settle", "The foreign-born pass into the next class of years since arrival; some are regularised.", settle
    ),
    Process("displace", "Natives are driven abroad, refugees are brought to other countries.", displace),
    *MOVES,
    Process("work", "Labour changes pay, output, capital and productivity; people earn and send money home.", work),
)
"""The processes of a scenario, around those of the baseline."""
NET = (
    SETTLE,
    Process("net", "Half of the net migration that is given by country, sex and age.", net_half),
    *LIVES,
    Process("net again", "The other half.", net_half),
)
"""The processes where net migration is given."""


def step(
    cells: Cells, state: State, inputs: Inputs, *, processes: tuple[Process, ...] = BILATERAL
) -> tuple[State, Ledger]:
    """Carry the world through one period: each process in its order, their ledgers added up.

    Args:
        cells, state: who lives where; inputs: of this period, which is as long as an age group is wide; processes: the
            list to follow.
    Returns: the state at the end and the ledger of the period.
    """
    state, ledger, _ = step_with(cells, state, inputs, years=float(state.ages.width), processes=processes)
    return state, ledger


def step_with(
    cells: Cells, state: State, inputs: Inputs, *, years: float, processes: tuple[Process, ...]
) -> tuple[State, Ledger, Inputs]:
    """The same as `step` over some years, and the inputs as the processes have changed them."""
    ledger = empty_ledger(cells, state.people.dtype)
    for process in processes:
        if process.prepare is not None:
            inputs = process.prepare(cells, state, inputs, years)
        if process.run is not None:
            state, entries = process.run(cells, state, inputs, years)
            added = {name: getattr(ledger, name) + value for name, value in entries.items()}
            ledger = _with(ledger, added)
    return state, ledger, inputs


def empty_ledger(cells: Cells, dtype: jnp.dtype) -> Ledger:
    """A ledger in which nothing has happened."""
    by_residence, by_row = jnp.zeros(cells.residences, dtype), jnp.zeros(cells.count, dtype)
    between = jnp.zeros((cells.residences, cells.residences), dtype)
    return Ledger(by_residence, by_residence, by_row, by_row, between, by_residence, by_row)


def _with(ledger: Ledger, entries: dict[str, Array]) -> Ledger:
    return Ledger(**(vars(ledger) | entries))
