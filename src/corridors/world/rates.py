"""The rates of a period: the base, moved by random deviations of corridors through the one rate formula."""

from dataclasses import dataclass, replace

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from corridors.drivers.rate import rate
from corridors.world.cells import Cells
from corridors.world.state import Moves

UNIT = np.ones(1, np.float32)
"""The elasticity of a rate to a change of its own logarithm."""
Paths = tuple[tuple[Array, Array], ...]
"""Of each kind of move the deviation and its variance."""
KINDS = 3
"""Kinds of moves: leaving, returning, moving on."""


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Deviations:
    """How uncertain the logarithms of rates are, and what corridors share.

    `native[C]`, `back[C]`, `onward[R, R]`: standard deviation of the shock of a period; `persistence[3]`, by kind of
    move: the part of a deviation that stays for the next period. A shock is the standard deviation times a normal
    score, `world[k] w[k] + u[k, origin] + v[k, destination] + own[k] e`, with `world[3]` and `own[3]` standard
    deviations and `(u, v) = country[6, 6] normal` those of a country, by kind as origin, then as destination.
    """

    native: Array
    back: Array
    onward: Array
    persistence: Array
    world: Array
    country: Array
    own: Array


def scores(cells: Cells, spread: Deviations, key: Array) -> tuple[Array, Array, Array]:
    """Draw the normal scores of one period: leaving `[C]`, returning `[C]`, moving on `[R, R]`.

    All are parts of one table over every pair of countries, so that a corridor's luck does not depend on which pairs
    are inhabited.

    Args:
        key: of this draw and period.
    """
    size = cells.residences
    pairs = KINDS * size * size
    normal = jax.random.normal(key, (pairs + (2 * size + 1) * KINDS,), spread.world.dtype)
    own = normal[:pairs].reshape(KINDS, size, size) * spread.own[:, None, None]
    country = normal[pairs:-KINDS].reshape(size, 2 * KINDS) @ spread.country.T
    leaving, arriving = country[:, :KINDS].T, country[:, KINDS:].T
    world = spread.world * normal[-KINDS:]
    table = world[:, None, None] + leaving[:, :, None] + arriving[:, None, :] + own
    birth = jnp.minimum(cells.birth, size - 1)
    return table[0, birth, cells.residence], table[1, cells.residence, birth], table[2]


def changed(base: Moves, native: Array, back: Array, onward: Array) -> Moves:
    """Change rates by changes of their logarithms: `rate = base exp(change)`, `corridors.drivers.rate.rate`.

    Args:
        base: rates; native `[..., C]`, back `[..., C]`, onward `[..., R, R]`: changes of logarithms.
    Returns: rates of the same shapes; profiles stay.
    """
    return replace(
        base,
        native=rate(base.native, UNIT, native[..., None]),
        back=rate(base.back, UNIT, back[..., None]),
        onward=rate(base.onward, UNIT, onward[..., None]),
    )


def drawn(
    cells: Cells, base: Moves, spread: Deviations, key: Array, *, times: Array, scale: Array, every: int = 1
) -> Moves:
    """Draw the rates of every period once.

    `z[t] = persistence z[t-1] + sd score[t]`, `rate[t] = base[t] exp(z[t] - var z[t] / 2)`: the mean over draws is the
    base. The scores of a period depend on the draw and the period alone, so that two runs meet the same luck.

    Args:
        base: rates with the periods as first axis; key: of this draw; times: `[T]`, whole numbers that name the
            periods; scale: 1.0, or 0.0 for the base itself; every: how many periods of the base share a score, the last
            score perhaps fewer.
    """
    sds = tuple(scale * sd for sd in (spread.native, spread.back, spread.onward))
    start = tuple((jnp.zeros_like(sd), jnp.zeros_like(sd)) for sd in sds)

    def advance(before: Paths, time: Array) -> tuple[Paths, tuple[Array, ...]]:
        drawn_scores = scores(cells, spread, jax.random.fold_in(key, time))
        after = tuple(
            (stays * z + sd * score, stays**2 * variance + sd**2)
            for (z, variance), sd, score, stays in zip(before, sds, drawn_scores, spread.persistence, strict=True)
        )
        return after, tuple(z - variance / 2 for z, variance in after)

    _, changes = jax.lax.scan(advance, start, times)
    if every > 1:
        changes = tuple(jnp.repeat(change, every, axis=0)[: len(base.native)] for change in changes)
    return changed(base, *changes)
