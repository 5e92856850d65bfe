"""How the standing of the foreign-born follows their number."""

import jax
import jax.numpy as jnp
from jax import Array

from corridors.world.state import DURATION, IRREGULAR


def ratio(part: Array, whole: Array, otherwise: float = 0.0) -> Array:
    """Divide where there is something to divide by.

    >>> ratio(jnp.array([1.0, 1.0]), jnp.array([2.0, 0.0])).tolist()
    [0.5, 0.0]
    """
    some = whole > 0
    return jnp.where(some, part / jnp.where(some, whole, 1), otherwise)


def count(people: Array) -> Array:
    """People of each row, `[C]`."""
    return people.sum(axis=(1, 2, 3))


def by_education(people: Array) -> Array:
    """People of each row by education, `[..., E]`: a product with ones, which is faster than a sum over middle axes.

    >>> by_education(jnp.ones((2, 2, 21, 3))).tolist()
    [[42.0, 42.0, 42.0], [42.0, 42.0, 42.0]]
    """
    levels = people.shape[-1]
    ones = jnp.tile(jnp.eye(levels, dtype=people.dtype), (people.shape[-3] * people.shape[-2], 1))
    return jnp.matmul(people.reshape(*people.shape[:-3], -1), ones, precision=jax.lax.Precision.HIGHEST)


def thinned(standing: Array, before: Array, after: Array) -> Array:
    """Change every standing of a row in the proportion in which its people changed.

    Args:
        standing: `[C, 7]`; before, after: `[C, S, A, E]`, people.
    """
    return standing * ratio(count(after), count(before))[:, None]


def joined(standing: Array, arrived: Array, without: Array) -> Array:
    """Add people who have just arrived.

    Args:
        standing: `[C, 7]`; arrived, without: `[C]`, all who arrived, and those of them without permission.
    """
    return standing.at[:, DURATION.start].add(arrived).at[:, IRREGULAR].add(without)
