"""The order of the processes: one printable list, and the step that follows it."""

from collections.abc import Callable
from dataclasses import dataclass

import jax.numpy as jnp
from jax import Array

from corridors.world.cells import Cells
from corridors.world.processes.bear import bear
from corridors.world.processes.move import move_half
from corridors.world.processes.net import net_half
from corridors.world.processes.school import school
from corridors.world.processes.survive import survive
from corridors.world.state import Inputs, Ledger, State

Run = Callable[[Cells, State, Inputs, float], tuple[State, dict[str, Array]]]


@dataclass(frozen=True)
class Process:
    """One process of the list: its name, what it does in one sentence, and the function that does it."""

    name: str
    what: str
    run: Run


LIVES = (
    Process("survive", "People die and age, by death rates of their residence, sex and age.", survive),
    Process("bear", "Women bear children, who are natives of where they are born.", bear),
    Process("school", "The young complete levels of education as the residence's cohorts do.", school),
)
BILATERAL = (
    Process("move", "Natives leave, the foreign-born return or move on: first half of the period.", move_half),
    *LIVES,
    Process("move again", "Natives leave, the foreign-born return or move on: second half.", move_half),
)
"""The processes where migration is modelled: moves in two halves around births and deaths, exact to second order."""
NET = (
    Process("net", "Half of the net migration that is given by country, sex and age.", net_half),
    *LIVES,
    Process("net again", "The other half.", net_half),
)
"""The processes where net migration is given."""


def step(
    cells: Cells, state: State, inputs: Inputs, *, years: float = 5.0, processes: tuple[Process, ...] = BILATERAL
) -> tuple[State, Ledger]:
    """Carry the world through one period: each process in its order, their ledgers added up.

    Args:
        cells, state: who lives where; inputs: of this period; years: its length, the width of an age group.
        processes: the list to follow.
    Returns: the state at the end and the ledger of the period.
    """
    ledger = empty_ledger(cells, state.people.dtype)
    for process in processes:
        state, entries = process.run(cells, state, inputs, years)
        added = {name: getattr(ledger, name) + value for name, value in entries.items()}
        ledger = _with(ledger, added)
    return state, ledger


def empty_ledger(cells: Cells, dtype: jnp.dtype) -> Ledger:
    """A ledger in which nothing has happened."""
    by_residence, by_row = jnp.zeros(cells.residences, dtype), jnp.zeros(cells.count, dtype)
    between = jnp.zeros((cells.residences, cells.residences), dtype)
    return Ledger(by_residence, by_residence, by_row, by_row, between, by_residence)


def _with(ledger: Ledger, entries: dict[str, Array]) -> Ledger:
    return Ledger(**(vars(ledger) | entries))
