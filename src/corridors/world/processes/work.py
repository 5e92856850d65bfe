"""Work: labour changes pay, output, capital and productivity; people earn; money is sent home."""

from dataclasses import replace

import jax.numpy as jnp
from jax import Array

from corridors.world.accounts import Books, books, settled
from corridors.world.cells import Cells
from corridors.world.given import Given
from corridors.world.labour import labour_index, pay
from corridors.world.state import Inputs, State, Work

PARAMETERS = (
    "human_capital_externality", "low_skilled_share_productivity_growth", "capital_adjustment_rate",
)  # fmt: skip
"""What the process takes from the registry, besides those of pay and of the books."""


def work(cells: Cells, state: State, inputs: Inputs, years: float) -> tuple[State, dict[str, Array]]:
    """Let the economies answer to who works in them, at the end of the period.

    Effective labour of a row is its people of working age times the employed share times how much of the residence's
    pay they earn. Productivity deviates by `income + externality (h - h0) + P`, with h the share of the highest
    education in labour, and P growing by `years * low_skilled_share_productivity_growth * (l - l0)`, l the share of
    low-educated foreign-born; capital closes the part `1 - exp(-rate years)` of its distance to where capital per
    output is that of the baseline. Pay and output follow (`labour.pay`). What these did is left in `state.work` and
    acts on the rates of the next period. Subscript 0 is the baseline. No ledger entries.
    """
    if inputs.given is None:
        return state, {}
    return replace(state, work=next_work(cells, state, inputs.given, years)), {}


def next_work(cells: Cells, state: State, given: Given, years: float) -> Work:
    """The deviations of the economies after the period."""
    p, before, effects = given.parameters, state.work, given.effects
    book = books(cells, state, given)
    reference = given.reference
    change = deviation(given, book.labour, reference.labour)
    weight = book.labour_bill
    share_high = jnp.where(given.scenario > 0, book.high - reference.high, 0)
    share_low = jnp.where(given.scenario > 0, book.low - reference.low, 0)
    drift = before.productivity + years * p["low_skilled_share_productivity_growth"] * share_low
    productivity = effects.income + p["human_capital_externality"] * share_high + drift
    aim = labour_index(change, weight, p) + productivity / (1 - p["capital_share"])
    start = before.capital + effects.capital
    capital = start - jnp.expm1(-years * p["capital_adjustment_rate"]) * (aim - start)
    wage, output = pay(change, weight, p, productivity=productivity, capital=capital)
    after = replace(before, capital=capital, productivity=drift, wage=wage, output=output)
    return felt(cells, replace(state, work=after), given, book)


def felt(cells: Cells, state: State, given: Given, book: Books) -> Work:
    """What people feel of it: income at home, money received and ties abroad against the baseline."""
    money = settled(cells, book, state, given)
    reference = given.reference
    return replace(
        state.work,
        income=deviation(given, money.income, reference.income),
        received=jnp.where(given.scenario > 0, money.received - reference.received, 0),
        network=deviation(given, book.stock, reference.stock) * cells.foreign,
    )


def deviation(given: Given, value: Array, reference: Array) -> Array:
    """Log of a value over the baseline's; zero in the baseline itself and where either is nothing."""
    some = (given.scenario * reference > 0) & (value > 0)
    return jnp.log(jnp.where(some, value / jnp.where(some, reference, 1), 1))
