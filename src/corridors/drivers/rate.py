"""The one rate formula, in pure JAX: the regressions estimate its elasticities, and the world model applies it."""

import jax.numpy as jnp
from jax import Array
from jax.typing import ArrayLike


def rate(base: ArrayLike, elasticities: ArrayLike, change: ArrayLike) -> Array:
    """Change a base rate by elasticities times the change of their drivers.

    Equation: `rate = base * exp(sum_k elasticity_k * change_k)`. A change of zero returns the base to the last bit,
    so that a scenario which changes nothing reproduces its baseline. The derivatives are
    `d rate / d change_k = rate * elasticity_k` and `d rate / d elasticity_k = rate * change_k`.

    Args:
        base: rate or flow of any shape `[...]` (a corridor, or origins x destinations), in any unit, per year
            as a rule.
        elasticities: `[K]` for all corridors alike, or `[..., K]` for each; per unit of its driver. For a driver in
            logs that is the elasticity proper: 0.3 means that a driver 1% higher raises the rate by 0.3%.
        change: `[K]` or `[..., K]`, each driver less its value in the base (a difference of logs for one in logs).
    Returns: the new rate, in the unit of `base`, of the shape to which all three broadcast.
    Source: Santos Silva and Tenreyro (2006), The Review of Economics and Statistics 88(4), 641-658, for the
        exponential mean, https://doi.org/10.1162/rest.88.4.641

    Example:
        >>> print(rate(1000.0, [0.3, -0.5], [0.0, 0.0]))
        1000.0
        >>> import math
        >>> print(rate(1000.0, [0.3], [math.log(1.1)]).round(1))  # a network larger by a tenth
        1029.0
    """
    return jnp.asarray(base) * jnp.exp(jnp.sum(jnp.asarray(elasticities) * jnp.asarray(change), axis=-1))
