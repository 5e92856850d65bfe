"""The identities that every period must keep, measured: who was born, died and moved accounts for everybody."""

import jax.numpy as jnp
from jax import Array

from corridors.world.ages import Ages
from corridors.world.cells import Cells
from corridors.world.state import Inputs, Ledger, State
from corridors.world.summary import flows


def imbalance(cells: Cells, before: State, after: State, ledger: Ledger) -> Array:
    """Give the people of each residence whom the ledger does not account for: `[R]`, persons.

    `people' - people - (births - deaths + immigrants - emigrants + net)`, zero but for rounding.
    """
    table = flows(cells, ledger)
    change = cells.by_residence((after.people - before.people).sum(axis=(1, 2, 3)))
    return change - (ledger.births - ledger.deaths + table.sum(axis=0) - table.sum(axis=1) + ledger.net)


def stable_population(inputs: Inputs, residence: int = 0) -> tuple[Array, Array]:
    """Give the growth per period and the shares by sex and age to which constant rates lead a closed country.

    The dominant eigenvalue and eigenvector of the Leslie matrix that survival, fertility and the sex ratio make; women
    reproduce themselves, men follow.

    Args:
        inputs: of one period; residence: which country.
    Returns: growth over the period, and shares `[S, A]`.
    Source: Lotka's theorem; Caswell (2001), Matrix Population Models, Sinauer, chapter 4.
    """
    survival, infant = inputs.survival[residence], inputs.infant[residence]
    fertility, ratio = inputs.fertility[residence], inputs.sex_ratio[residence]
    ages = survival.shape[-1]
    groups = Ages.counted(ages)
    bearing = jnp.zeros(ages).at[groups.fertile].set(fertility)
    aging = jnp.zeros((2, ages, ages)).at[:, jnp.arange(1, ages), jnp.arange(ages - 1)].set(survival[:, :-1])
    aging = aging.at[:, -1, -1].set(survival[:, -1])
    births = groups.width / 2 * (bearing + bearing @ aging[0])
    girls, boys = infant[0] / (1 + ratio), infant[1] * ratio / (1 + ratio)
    whole = jnp.zeros((2 * ages, 2 * ages))
    whole = whole.at[:ages, :ages].set(aging[0].at[0].add(girls * births))
    whole = whole.at[ages:, ages:].set(aging[1]).at[ages, :ages].add(boys * births)
    values, vectors = jnp.linalg.eig(whole)
    first = jnp.argmax(values.real)
    shares = jnp.abs(vectors[:, first].real)
    return values[first].real, (shares / shares.sum()).reshape(2, ages)
