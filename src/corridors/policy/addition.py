"""How the changes of several levers add up."""

from collections.abc import Iterable, Mapping

import jax.numpy as jnp
from jax import Array

from corridors.policy.lever import LOWEST_RISK
from corridors.world.cells import Cells
from corridors.world.effects import Effects, no_effects

SHARES = ("lawful", "regularised", "displaced", "resettled", "covered")
"""Fields that are shares: what one lever leaves, the next takes its share of."""


def combine(increments: Iterable[Mapping[str, Array]], cells: Cells, periods: int) -> Effects:
    """Add the increments of levers up; their order does not matter.

    Changes of logarithms and share points add; shares combine as `1 - (1 - a)(1 - b)`; of two price caps the
    lower holds; the risk on the way never falls below none.

    Args:
        increments: of each lever, by field; cells: the rows; periods: the first axis.

    >>> from corridors.world.cells import cells as list_cells
    >>> pairs = list_cells([[True]])
    >>> half = {"covered": jnp.full((1, 1), 0.5), "send": jnp.full((1, 1), 0.5)}
    >>> both = combine([half, half], pairs, 1)
    >>> both.covered.item(), both.send.item()
    (0.75, 1.0)
    """
    made = vars(no_effects(cells, periods)).copy()
    for increment in increments:
        for name, value in increment.items():
            made[name] = _together(name, made[name], value)
    made["risk"] = jnp.maximum(made["risk"], LOWEST_RISK)
    return Effects(**made)


def _together(name: str, one: Array, two: Array) -> Array:
    if name == "price_cap":
        return jnp.minimum(one, two)
    return one + two * (1 - one) if name in SHARES else one + two
