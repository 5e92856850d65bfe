"""The books of a state: who works, what they earn and send, and what natives at home live on."""

from dataclasses import dataclass

import jax
import jax.numpy as jnp
from jax import Array

from corridors.world.cells import Cells
from corridors.world.given import Given
from corridors.world.state import CLASS_MIDDLES, DURATION, REFUGEES, REGULARISED, State
from corridors.world.status import count, ratio

PARAMETERS = (
    "earnings_convergence", "regularisation_wage", "capital_share", "remittance_price_elasticity",
    "remittance_income_elasticity", "remittance_attachment_decay", "remittance_attachment_onset",
    "remittance_status_response", "years_since_arrival_longest",
)  # fmt: skip
"""What the books take from the registry."""


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Books:
    """Labour before its pay is known.

    `rows[C, E]`: effective labour; `labour[R, 2, E]`: the same by residence and nativity; `labour_bill[R, 2, E]`:
    the baseline's labour weighted by pay by education; `high[R]`, `low[R]`: shares of the highest education, and of the
    low-educated foreign-born, in labour; `stock[C]`: persons; `workers[C]`: people at work; `settled_years[C]` and
    `onset[C]`: mean years since arrival, and beyond those after which ties loosen.
    """

    rows: Array
    labour: Array
    labour_bill: Array
    high: Array
    low: Array
    stock: Array
    workers: Array
    settled_years: Array
    onset: Array


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Settled:
    """Money a year: international dollars, remittances in US dollars.

    `earned[C]`: earnings of a row; `output[R]`; `native_income[R]`: earnings of natives at home and the income from
    capital, which is counted as theirs; `received_by_row[C]`: what a row's people send and arrives; `price[C]`: share
    of the amount that sending costs; per native at home, `received[R]` and, with what they receive, `income[R]`.
    """

    earned: Array
    output: Array
    native_income: Array
    received_by_row: Array
    price: Array
    received: Array
    income: Array


def books(cells: Cells, state: State, given: Given) -> Books:
    """Count effective labour: people of working age times the employed share times how much of the pay they earn.

    The pay that a person earns is multiplied by `exp(earnings + g regularised + c (years - years0))`, with g the log
    gain in pay of those regularised, c `earnings_convergence`, and years those since arrival, in the baseline years0:
    the middles of the classes, and in the open one `years_since_arrival_longest`.
    """
    p, effects, reference, scenario = given.parameters, given.effects, given.reference, given.scenario > 0
    foreign = cells.foreign
    stock = count(state.people)
    classes = state.standing[:, DURATION]
    middles = jnp.append(jnp.asarray(CLASS_MIDDLES, classes.dtype), p["years_since_arrival_longest"])
    arrived = classes.sum(axis=-1)
    years = ratio(classes @ middles, arrived)
    onset = ratio(classes @ jnp.maximum(middles - p["remittance_attachment_onset"], 0), arrived)
    longer = jnp.where(scenario, years - reference.settled, 0)
    regularised = ratio(state.standing[:, REGULARISED], stock)
    gain = jnp.log1p(p["regularisation_wage"]) * regularised + p["earnings_convergence"] * longer
    share = given.economies.employed[cells.residence, foreign.astype(int)][:, None] + effects.employment
    share = share + (effects.employment_refugees * ratio(state.standing[:, REFUGEES], stock))[:, None]
    workers = state.people[:, :, state.ages.working].sum(axis=(1, 2)) * jnp.clip(share, 0, 1)
    rows = workers * jnp.exp(effects.earnings + (gain * foreign)[:, None])
    labour = jnp.stack([rows[cells.native], cells.by_residence(rows * foreign[:, None])], axis=1)
    total = labour.sum(axis=(1, 2))
    base = jnp.where(scenario, reference.labour, labour)
    bill = base * given.economies.ratio[:, None]
    high, low = ratio(labour[:, :, 2].sum(axis=1), total), ratio(labour[:, 1, 0], total)
    return Books(rows, labour, bill, high, low, stock, workers.sum(axis=-1), years, onset)


def settled(cells: Cells, book: Books, state: State, given: Given) -> Settled:
    """The books once pay is known, from `state.work`."""
    p, economies, work = given.parameters, given.economies, state.work
    nativity = cells.foreign.astype(int)
    unit = economies.unit[:, None, None] * economies.ratio[:, None]
    level = (1 - p["capital_share"]) * unit * jnp.exp(work.wage)
    earned = (book.rows * level[cells.residence, nativity]).sum(axis=-1)
    output = (economies.unit * book.labour_bill.sum(axis=(1, 2))) * jnp.exp(work.output)
    native_income = earned[cells.native] + p["capital_share"] * output
    received_by_row, price = _sent_home(cells, book, ratio(earned, book.stock), state, given)
    natives = book.stock[cells.native]
    received = ratio(cells.by_birth(received_by_row)[: cells.residences], natives)
    income = ratio(native_income, natives) + received * economies.dollar
    return Settled(earned, output, native_income, received_by_row, price, received, income)


def _sent_home(cells: Cells, book: Books, earned: Array, state: State, given: Given) -> tuple[Array, Array]:
    """What arrives of each row's remittances, US dollars a year, and what sending costs, `[C]`.

    `received = per person * people * exp(e ln(c / c0) + i ln(earned / earned0) + d (onset - onset0) + g regularised
    + send)`, with c = 1 / (1 - price) what a dollar that arrives costs, e `remittance_price_elasticity`, i
    `remittance_income_elasticity`, d `remittance_attachment_decay` a year and g the log response to a secure status.
    """
    p, economies, reference = given.parameters, given.economies, given.reference
    price = jnp.minimum(economies.price, given.effects.price_cap)
    cheaper = jnp.log1p(-economies.price) - jnp.log1p(-price)
    some = (given.scenario * reference.earned > 0) & (earned > 0)
    richer = jnp.log(jnp.where(some, earned / jnp.where(some, reference.earned, 1), 1))
    looser = jnp.where(given.scenario > 0, book.onset - reference.onset, 0)
    secure = jnp.log1p(p["remittance_status_response"]) * ratio(state.standing[:, REGULARISED], book.stock)
    log = p["remittance_price_elasticity"] * cheaper + p["remittance_income_elasticity"] * richer
    log = log + p["remittance_attachment_decay"] * looser + secure + given.effects.send
    return economies.per_person * book.stock * jnp.exp(log) * cells.foreign, price
