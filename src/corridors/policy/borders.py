"""The guarded border and what follows inside: enforcement, checks of employers, regularisation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, final

from corridors.policy.lever import LOWEST_RISK, Lever
from corridors.policy.response import dose, elastic, per_doubling

if TYPE_CHECKING:
    from jax import Array

    from corridors.policy.dates import Dates
    from corridors.policy.scope import Scope


@final
@dataclass(frozen=True)
class Enforcement(Lever):
    """Border enforcement acts on entries, returns, the smuggler's price and the risk together.

    With v the ratio to today's: `irregular = log2(v) ln(1 + enforcement_inflow)`,
    `back_irregular = log2(v) ln(1 + enforcement_return)`, `smuggling = smuggling_price_elasticity ln v` and
    `risk = (fence_death_rate_ratio - 1) log2(v)`, never below -1: the ratio of death rates is read as that of a
    doubling, as the registry reads a new fence. All were measured between Mexico and the United States. The price's own
    effect on entries is part of `enforcement_inflow`.
    """

    name = "enforcement"
    label = "Border enforcement"
    unit = "ratio"
    neutral, lowest, highest = 1.0, 0.25, 8.0
    scope = "corridor"
    parameters = (
        "enforcement_inflow",
        "enforcement_return",
        "smuggling_price_elasticity",
        "fence_death_rate_ratio",
    )
    what = (
        "Border enforcement, as a ratio to today's: it keeps some from entering without permission and some from going "
        "home, and raises the smuggler's price; how much of each is in dispute."
    )
    claims = (("irregular_entries", -1), ("irregular_returns", -1), ("smuggling_price", 1))

    def effects(self, value: Array | float, scope: Scope, dates: Dates, given: Mapping[str, Array]) -> dict[str, Array]:
        """Give `irregular`, `back_irregular`, `smuggling` and `risk`."""
        import jax.numpy as jnp

        active = dates.exposure(0.0)
        risk = jnp.maximum((given["fence_death_rate_ratio"] - 1) * jnp.log2(value), LOWEST_RISK)
        return {
            "irregular": scope.rows(per_doubling(given["enforcement_inflow"], value) * active),
            "back_irregular": scope.rows(per_doubling(given["enforcement_return"], value) * active),
            "smuggling": scope.rows(elastic(given["smuggling_price_elasticity"], value) * active),
            "risk": scope.rows(risk * active),
        }


@final
@dataclass(frozen=True)
class EmployerChecks(Lever):
    """The duty to verify papers closes jobs: fewer enter without permission and more of those inside go.

    With v the share of employers under the duty and s `employer_verification_irregular_stock`, the proportional change
    of the stock in Arizona within two years, `irregular = v ln(1 + s)` and `back_irregular = -v ln(1 + s)`: a stock is
    entries over departures, and how much of its fall each side brought was not measured, so that both move by the same
    proportion, which brings a fall of that size within years.
    """

    name = "employer_checks"
    label = "Checks of employers"
    unit = "share"
    neutral, lowest, highest = 0.0, 0.0, 1.0
    scope = "destination"
    parameters = ("employer_verification_irregular_stock",)
    what = (
        "The share of employers who must verify that their workers may work: fewer enter without permission, more go."
    )
    claims = (("irregular_entries", -1), ("irregular_returns", 1))

    def effects(self, value: Array | float, scope: Scope, dates: Dates, given: Mapping[str, Array]) -> dict[str, Array]:
        """Give `irregular` and `back_irregular`."""
        change = scope.rows(dose(given["employer_verification_irregular_stock"], value) * dates.exposure(0.0))
        return {"irregular": change, "back_irregular": -change}


@final
@dataclass(frozen=True)
class Regularisation(Lever):
    """The share v of those without permission receives it over the years of the lever, an equal number every year.

    `regularised` follows `Dates.parts_of`, so that all periods together take exactly v of a stock that nobody joins or
    leaves; `irregular = v ln(1 + regularisation_further_entry)` while the lever acts. The world raises the pay of those
    regularised by `regularisation_wage`.
    """

    name = "regularisation"
    label = "Regularisation"
    unit = "share"
    neutral, lowest, highest = 0.0, 0.0, 1.0
    scope = "corridor"
    parameters = ("regularisation_further_entry",)
    what = "The share of those without permission who receive it over the lever's years, or at once without an end."
    claims = (("irregular", -1),)

    def effects(self, value: Array | float, scope: Scope, dates: Dates, given: Mapping[str, Array]) -> dict[str, Array]:
        """Give `regularised` and `irregular`."""
        hope = dose(given["regularisation_further_entry"], value) * dates.exposure(0.0)
        return {"regularised": scope.rows(dates.parts_of(value)), "irregular": scope.rows(hope)}
