"""The vital rates of a period: fertility and death rates, moved by random deviations of countries."""

from dataclasses import dataclass, replace

import jax
import jax.numpy as jnp
from jax import Array

from corridors.world.state import Inputs

STREAM = 1
"""Keeps the luck of vital rates apart from that of moves, whose keys are made from years."""
KINDS = 2
"""Births, deaths."""


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class VitalSpread:
    """How uncertain the logarithms of vital rates are; every array `[2]`, fertility, then death rates.

    `sd`: standard deviation of the shock of five years; `momentum`: the part of a change that goes on in the next five;
    `persistence`: the part of a deviation that stays; `shared`: the part of a shock's variance that all countries have
    in common.
    """

    sd: Array
    momentum: Array
    persistence: Array
    shared: Array


def deviations(spread: VitalSpread, key: Array, *, times: Array, scale: Array, countries: int) -> Array:
    """Draw the changes of the logarithms of vital rates from their expected paths, all periods at once.

    `v[t] = momentum v[t-1] + scale[t] sd (sqrt(shared) w[t] + sqrt(1 - shared) e[t, r])`,
    `z[t] = persistence z[t-1] + v[t]`, with w and e normal; the change is `z - var z / 2`, so that the mean over draws
    is the rate expected.

    Args:
        spread: of the shocks; key: of this draw; times: `[T]`, whole numbers that name the periods; scale: `[T]`, 1.0,
            or 0.0 for no shock; countries: R.
    Returns: changes `[T, 2, R]`, zero until the first shock.
    """
    zero = jnp.zeros_like(spread.sd)
    onward = jnp.stack([spread.momentum, zero, spread.momentum, spread.persistence], axis=-1).reshape(KINDS, 2, 2)

    def advance(before: tuple[Array, Array], at: tuple[Array, Array]) -> tuple[tuple[Array, Array], Array]:
        (state, variance), (time, size) = before, at
        normal = jax.random.normal(jax.random.fold_in(key, time), (KINDS, countries + 1), spread.sd.dtype)
        parts = jnp.sqrt(1 - spread.shared)[:, None] * normal[:, :-1], jnp.sqrt(spread.shared)[:, None] * normal[:, -1:]
        sd = size * spread.sd
        state = onward @ state + (sd[:, None] * (parts[0] + parts[1]))[:, None]
        variance = onward @ variance @ onward.mT + sd[:, None, None] ** 2
        return (state, variance), state[:, 1] - variance[:, 1, 1, None] / 2

    start = jnp.zeros((KINDS, 2, countries), spread.sd.dtype), jnp.zeros((KINDS, 2, 2), spread.sd.dtype)
    return jax.lax.scan(advance, start, (times, scale))[1]


def deviated(inputs: Inputs, changes: Array) -> Inputs:
    """Change vital rates by changes of their logarithms.

    `fertility' = fertility exp(z)`; all death rates of a country change in proportion, so that
    `survival' = survival^exp(z)`, of newborns too. A change of zero leaves every bit as it was.

    Args:
        inputs: of T periods; changes: `[T, 2, R]`, of fertility, then death rates.
    """
    births, deaths = changes[:, 0], changes[:, 1]

    def lived(share: Array, change: Array) -> Array:
        return share * jnp.exp(jnp.expm1(change) * jnp.log(jnp.maximum(share, jnp.finfo(share.dtype).tiny)))

    return replace(
        inputs,
        fertility=inputs.fertility * jnp.exp(births)[..., None],
        survival=lived(inputs.survival, deaths[..., None, None]),
        infant=lived(inputs.infant, deaths[..., None]),
    )


def drawn_vital(
    inputs: Inputs, spread: VitalSpread, key: Array, *, times: Array, scale: Array, every: int = 1
) -> Inputs:
    """Draw the vital rates of every period once: the mean over draws is the rate given.

    The shocks of a period depend on the draw and the period alone, so that two runs meet the same luck.

    Args:
        inputs: with the periods as first axis; spread: of the shocks; key: of this draw; times, scale: as in
            `deviations`; every: how many periods of the inputs share a deviation, the last perhaps fewer.
    """
    own = jax.random.fold_in(key, STREAM)
    countries = inputs.fertility.shape[1]
    changes = deviations(spread, own, times=times, scale=scale, countries=countries)
    return deviated(inputs, jnp.repeat(changes, every, axis=0)[: len(inputs.fertility)])
