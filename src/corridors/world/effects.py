"""What policies and shocks change in a period, by row, education and country; zeros change nothing."""

from dataclasses import dataclass, fields

import jax
import jax.numpy as jnp
from jax import Array

from corridors.world.cells import Cells

BY_EDUCATION = ("legal", "earnings", "employment")
BY_COUNTRY = ("income", "capital", "emigration", "displaced")


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Effects:
    """Changes in a period, in a run with the periods as first axis.

    By row and education, `[C, E]`: `legal`, log change of lawful entries of natives of the birthplace into the
    residence; `earnings`, log change of what the row's people earn; `employment`, of their employed share, share
    points. By row, `[C]`: `irregular`, log change of entries without permission; `lawful`, share of these that become
    lawful; `back`, log change of the rate of return, and `back_irregular`, further, of those without permission;
    `regularised`, share of those without permission who receive it; `employment_refugees`, share points; `price_cap`,
    sending costs at most this share; `send`, log change of what is sent at given price and earnings; `resettled`, share
    of the birthplace's refugees elsewhere who are brought to the residence; `recruitment`, log change of what the job
    costs; `smuggling`, of the smuggler's price; `risk`, relative change of the risk of death on the way; `covered`,
    share whose rights become covered.
    By country, `[R]`: `income`, log change of productivity; `capital`, of the capital stock, added at the start;
    `emigration`, of all leaving; `displaced`, share of natives at home driven abroad.
    """

    legal: Array
    irregular: Array
    lawful: Array
    back: Array
    back_irregular: Array
    regularised: Array
    earnings: Array
    employment: Array
    employment_refugees: Array
    price_cap: Array
    send: Array
    income: Array
    capital: Array
    emigration: Array
    displaced: Array
    resettled: Array
    recruitment: Array
    smuggling: Array
    risk: Array
    covered: Array


def no_effects(cells: Cells, periods: int) -> Effects:
    """Effects that change nothing: zeros, and a price cap of one.

    Args:
        cells: whose rows and countries; periods: the first axis.

    >>> from corridors.world.cells import cells as list_cells
    >>> nothing = no_effects(list_cells([[True, True], [False, True]]), 4)
    >>> nothing.legal.shape, nothing.income.shape, float(nothing.price_cap.min())
    ((4, 3, 3), (4, 2), 1.0)
    """
    dtype = jnp.result_type(float)
    by_row, by_country = (periods, cells.count), (periods, cells.residences)
    made = {}
    for field in fields(Effects):
        shape = (*by_row, 3) if field.name in BY_EDUCATION else by_country if field.name in BY_COUNTRY else by_row
        made[field.name] = jnp.full(shape, 1.0 if field.name == "price_cap" else 0.0, dtype)
    return Effects(**made)
