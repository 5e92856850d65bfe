"""How the numbers of the registry become changes of logarithms."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jax import Array
    from jax.typing import ArrayLike


def elastic(elasticity: ArrayLike, ratio: ArrayLike) -> Array:
    """Log change of an outcome whose driver is multiplied: `elasticity ln(ratio)`.

    >>> float(elastic(-0.3, 1.0)), round(float(elastic(-0.3, 2.0)), 3)
    (-0.0, -0.208)
    """
    import jax.numpy as jnp

    return jnp.asarray(elasticity) * jnp.log(ratio)


def per_doubling(change: ArrayLike, ratio: ArrayLike) -> Array:
    """Log change of an outcome that changes by a proportion with every doubling: `ln(1 + change) log2(ratio)`.

    >>> round(float(per_doubling(-0.5, 4.0)), 3)  # halved twice
    -1.386
    """
    import jax.numpy as jnp

    return jnp.log1p(change) * jnp.log2(ratio)


def dose(change: ArrayLike, amount: ArrayLike) -> Array:
    """Log change of an outcome under an amount a of a measure that changes it by a proportion: `a ln(1 + change)`.

    An amount of -1 undoes an amount of 1.

    >>> round(float(dose(-0.5, -1.0)), 3)
    0.693
    """
    import jax.numpy as jnp

    return jnp.asarray(amount) * jnp.log1p(change)


def among(change: ArrayLike, share: ArrayLike) -> Array:
    """Log change of a mean when it changes by a proportion among a share of the people: `ln(1 + change share)`.

    >>> round(float(among(0.2, 0.5)), 4)
    0.0953
    """
    import jax.numpy as jnp

    return jnp.log1p(jnp.asarray(change) * jnp.asarray(share))
