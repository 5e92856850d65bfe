"""What a run keeps of each period: population, the foreign-born by corridor, flows, vital events."""

from dataclasses import dataclass

import jax
import jax.numpy as jnp
from jax import Array

from corridors.world.cells import Cells
from corridors.world.state import Ledger, State


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Summary:
    """The world at the end of a period and what happened in it, persons.

    `population[R, S, A]`; `education[R, E]`, people aged 25 or more; `stock[C]`, people by residence and birthplace;
    `standing[R, 7]`, foreign-born by `STANDING`; `flow[P]`, moves over the period on chosen corridors; `emigrants[R]`,
    `immigrants[R]`, moves on all corridors;
    `births[R]`, `deaths[R]`; `net[R]`, immigrants less emigrants, or the net migration that was given.
    """

    population: Array
    education: Array
    stock: Array
    standing: Array
    flow: Array
    emigrants: Array
    immigrants: Array
    births: Array
    deaths: Array
    net: Array


def summarise(cells: Cells, state: State, ledger: Ledger, corridors: tuple[Array, Array]) -> Summary:
    """Sum a state and the ledger of the period before it up to what a run keeps.

    Args:
        corridors: origins `[P]` and destinations `[P]`, numbers of residences, whose flow is kept.
    """
    living = cells.by_residence(state.people)
    table = flows(cells, ledger)
    emigrants, immigrants = table.sum(axis=1), table.sum(axis=0)
    return Summary(
        population=living.sum(axis=-1),
        education=living[:, :, state.ages.adult].sum(axis=(1, 2)),
        stock=state.people.sum(axis=(1, 2, 3)),
        standing=cells.by_residence(state.standing),
        flow=table[corridors],
        emigrants=emigrants,
        immigrants=immigrants,
        births=ledger.births,
        deaths=ledger.deaths,
        net=immigrants - emigrants + ledger.net,
    )


def flows(cells: Cells, ledger: Ledger) -> Array:
    """Moves of the period from every origin to every destination, whoever moves: `[origin, destination]`, persons."""
    known = cells.birth < cells.residences
    home = jnp.where(known, cells.birth, 0)
    left, returned = (jnp.where(known, value, 0) for value in (ledger.left, ledger.returned))
    return ledger.onward.at[home, cells.residence].add(left).at[cells.residence, home].add(returned)
