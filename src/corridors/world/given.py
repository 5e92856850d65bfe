"""What a scenario gives to a period: the changes of its policies, the parameters, the economies, and the baseline."""

from dataclasses import dataclass

import jax
from jax import Array

from corridors.world.effects import Effects

Parameters = dict[str, Array]
"""Values of the parameter registry by name, one draw under one view."""


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Economies:
    """What is known of each economy at launch, and held.

    `unit[R]`: output a year per unit of effective labour, international dollars; `ratio[R, E]`: pay by education over
    that of the lowest; `employed[R, 2]`: employed share at working ages of natives and foreign-born; `income[R]`:
    output per head, international dollars; `dollar[R]`: international dollars that a US dollar buys; `level[R]`: 0 low
    income, 1 middle, 2 high; `per_person[C]`: US dollars a year that a person of the row sends home and that arrive;
    `price[C]`: share of the amount that sending costs; `without[C]`: share of arrivals without permission; `near[C]`,
    `far[C]`: where people driven from a birthplace go, neighbours and others, each adding up to one over a birthplace;
    `months[C]`: months of foreign pay that the job costs, zero where nothing was published; `covered[C]`: share whose
    rights an instrument covers; `deaths[R]`: deaths a year on the way to the country.
    """

    unit: Array
    ratio: Array
    employed: Array
    income: Array
    dollar: Array
    level: Array
    per_person: Array
    price: Array
    without: Array
    near: Array
    far: Array
    months: Array
    covered: Array
    deaths: Array


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Reference:
    """What the baseline was at the end of a period (or in it), from which a scenario's deviations are measured.

    `labour[R, 2, E]`: effective labour; `low[R]`, `high[R]`: shares of the lowest and highest education in it, the
    first of the foreign-born alone; `stock[C]`: persons; `settled[C]`: mean years since arrival; `onset[C]`: mean years
    since arrival beyond those after which ties loosen; `earned[C]`: earnings per person of the row, `income[R]` per
    native at home, international dollars a year; `received[R]`: US dollars a year per native at home; `prospect[R]`:
    rate at which highly educated natives leave; `entries[R]`: arrivals without permission in the period.
    """

    labour: Array
    low: Array
    high: Array
    stock: Array
    settled: Array
    onset: Array
    earned: Array
    income: Array
    received: Array
    prospect: Array
    entries: Array


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Given:
    """A scenario in one period; `effects` and `reference` have the periods as first axis in a run.

    `scenario`: 1.0, or 0.0 for the baseline itself, which then is its own reference.
    """

    effects: Effects
    reference: Reference
    parameters: Parameters
    economies: Economies
    scenario: Array
