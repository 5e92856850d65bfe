"""From death rates to the shares who survive: an abridged life table."""

import jax.numpy as jnp
from jax import Array
from jax.typing import ArrayLike

YOUNG_WIDTHS = (1.0, 4.0)
"""Years of the two lowest ages of the death rates: 0 and 1-4; all others have the width of an age group."""


def survivorship(
    death_rates: ArrayLike, lived0: ArrayLike, lived1: ArrayLike, width: float = 5.0
) -> tuple[Array, Array]:
    """Give the share of each age group who survive into the next, and the share of births who live at the period's end.

    The life table is that of `abridged`, the shares those of `surviving`.

    Args:
        death_rates: `[..., A + 1]`, deaths per person and year at ages 0, 1-4, 5-9 ... and the open one, above zero.
        lived0, lived1: `[...]`, years lived at age 0 and at 1-4 by those who die there.
        width: years in an age group.
    Returns: survival `[..., A]` and infant `[...]`, shares.

    >>> survival, infant = survivorship(jnp.full(22, 0.01), 0.1, 1.6)
    >>> round(float(survival[5]), 4), round(float(infant), 4)
    (0.9512, 0.9717)
    """
    _, years = abridged(death_rates, lived0, lived1, width)
    table = jnp.concatenate([years[..., :2].sum(axis=-1, keepdims=True), years[..., 2:]], axis=-1)
    return surviving(table, width)


def abridged(death_rates: ArrayLike, lived0: ArrayLike, lived1: ArrayLike, width: float = 5.0) -> tuple[Array, Array]:
    """Give an abridged life table: who dies in each age group, and the years lived in it.

    `q = n m / (1 + (n - a) m)`, `l' = l (1 - q)`, `L = n l' + a (l - l')`, and `L = l / m` in the open group. Years `a`
    lived by those who die are given below age 5; above, `a = n/2 - n^2/12 (m - k)` with k the rise of log m with age
    from the group before to the group after (Greville).

    Args: as those of `survivorship`.
    Returns: q `[..., A]` of the closed groups 0, 1-4, 5-9 ..., and L `[..., A + 1]` of all, per birth.
    Source: Preston, Heuveline and Guillot (2001), Demography, Blackwell, chapter 3; Greville (1943), Record of the
        American Institute of Actuaries 32, 29-42.
    """
    m = jnp.asarray(death_rates)
    given = jnp.stack([jnp.asarray(lived0), jnp.asarray(lived1)], axis=-1)
    a = jnp.concatenate([given, _lived(m[..., len(YOUNG_WIDTHS) :], width)], axis=-1)
    n = jnp.array([*YOUNG_WIDTHS, *[width] * (m.shape[-1] - len(YOUNG_WIDTHS) - 1)], dtype=m.dtype)
    closed = m[..., :-1]
    q = n * closed / (1 + (n - a) * closed)
    after = jnp.cumprod(1 - q, axis=-1)
    before = jnp.concatenate([jnp.ones_like(after[..., :1]), after[..., :-1]], axis=-1)
    years = n * after + a * before * q
    return q, jnp.concatenate([years, after[..., -1:] / m[..., -1:]], axis=-1)


def surviving(lived: ArrayLike, width: float) -> tuple[Array, Array]:
    """Give the shares who survive from the years lived in each age group.

    `survival[x] = L[x+1] / L[x]`; into the open group, from it and from the one before, `T / (L + T)` with T the years
    lived in the open group and L in the one before. Of births spread evenly over the period `L[0] / width` live at its
    end.

    Args:
        lived: `[..., A]`, per birth, the open group last; width: years in an age group.
    Returns: survival `[..., A]` and infant `[...]`.
    Source: Preston, Heuveline and Guillot (2001), Demography, Blackwell, chapter 6.
    """
    table = jnp.asarray(lived)
    into_open = table[..., -1:] / (table[..., -2:-1] + table[..., -1:])
    survival = jnp.concatenate([table[..., 1:-1] / table[..., :-2], into_open, into_open], axis=-1)
    return survival, table[..., 0] / width


def _lived(rates: Array, width: float) -> Array:
    """Years lived in each closed group from age 5 on by those who die in it; k is zero in the first."""
    logs = jnp.log(rates)
    rise = (logs[..., 2:] - logs[..., :-2]) / (2 * width)
    first = jnp.zeros_like(rise[..., :1])
    slope = jnp.concatenate([first, rise], axis=-1)
    return width / 2 - width**2 / 12 * (rates[..., :-1] - slope)
