"""Money between places: sending it, returning with it, aid and subsidies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, final

from corridors.policy.lever import Lever
from corridors.policy.response import among, dose, elastic

if TYPE_CHECKING:
    from jax import Array

    from corridors.policy.dates import Dates
    from corridors.policy.scope import Scope


@final
@dataclass(frozen=True)
class RemittancePrice(Lever):
    """Sending money costs at most the share v: `price_cap = v`, in the periods of which it covers at least half.

    How much more is sent is the world's own answer to the price (`remittance_price_elasticity`).
    """

    name = "remittance_price"
    label = "Price of sending money, at most"
    unit = "share"
    neutral, lowest, highest = 1.0, 0.0, 1.0
    scope = "corridor"
    what = "Sending money home costs at most this share of it; corridors that are cheaper today stay as they are."
    claims = (("remittance_price", 1),)

    def effects(self, value: Array | float, scope: Scope, dates: Dates, given: Mapping[str, Array]) -> dict[str, Array]:
        """Give `price_cap`."""
        import jax.numpy as jnp

        capped = scope.rows(1.0 * (2 * dates.exposure(0.0) >= 1))
        return {"price_cap": jnp.where(capped > 0, value, jnp.ones_like(capped))}


@final
@dataclass(frozen=True)
class ReturnSupport(Lever):
    """Support that adds the share v to earnings at home shortens stays: `back = -e ln(1 + v)`.

    e is `origin_wage_years_abroad_elasticity`, measured between Mexico and the United States: years abroad are taken as
    one over the rate of return, and support as good as a higher wage.
    """

    name = "return_support"
    label = "Support of return"
    unit = "share"
    neutral, lowest, highest = 0.0, 0.0, 1.0
    scope = "corridor"
    parameters = ("origin_wage_years_abroad_elasticity",)
    what = "What those who return receive on top of earnings at home, as a share of them: stays abroad become shorter."
    claims = (("returns", 1),)

    def effects(self, value: Array | float, scope: Scope, dates: Dates, given: Mapping[str, Array]) -> dict[str, Array]:
        """Give `back`."""
        shorter = elastic(given["origin_wage_years_abroad_elasticity"], 1.0 + value)
        return {"back": scope.rows(-shorter * dates.exposure(0.0))}


@final
@dataclass(frozen=True)
class Portability(Lever):
    """Social security that moves along covers people and lets them go home.

    `back = ln(1 + v portability_return_response)`, a size that nobody has measured, and `covered = v`.
    """

    name = "portability"
    label = "Portability of social security"
    unit = "share"
    neutral, lowest, highest = 0.0, 0.0, 1.0
    scope = "corridor"
    parameters = ("portability_return_response",)
    what = "The share of migrants whose social security moves along with them: more are covered, and more may go home."
    claims = (("returns", 1), ("covered", 1))

    def effects(self, value: Array | float, scope: Scope, dates: Dates, given: Mapping[str, Array]) -> dict[str, Array]:
        """Give `back` and `covered`."""
        share = value * dates.exposure(0.0)
        return {
            "back": scope.rows(among(given["portability_return_response"], share)),
            "covered": scope.rows(share),
        }


@final
@dataclass(frozen=True)
class Aid(Lever):
    """Aid received changes how many leave: `emigration = aid_emigration_elasticity ln v`, of either sign."""

    name = "aid"
    label = "Aid received"
    unit = "ratio"
    neutral, lowest, highest = 1.0, 0.1, 5.0
    scope = "origin"
    parameters = ("aid_emigration_elasticity",)
    what = "Aid that the origins receive, as a ratio to today's: it may keep some from leaving, or help some to go."

    def effects(self, value: Array | float, scope: Scope, dates: Dates, given: Mapping[str, Array]) -> dict[str, Array]:
        """Give `emigration`."""
        return {"emigration": scope.countries(elastic(given["aid_emigration_elasticity"], value) * dates.exposure(0.0))}


@final
@dataclass(frozen=True)
class FarmSubsidies(Lever):
    """Farm subsidies abroad are removed by the share v: `emigration = v ln(1 + farm_subsidy_emigration_response)`.

    The number is for cotton households in West Africa; for a country whose people live from other things it is too
    large. The registry asks for this or the chain through income (`farm_subsidy_income_response`), never both, and the
    world's rates follow income, so that incomes are left as they are.
    """

    name = "farm_subsidies"
    label = "Farm subsidies abroad removed"
    unit = "share"
    neutral, lowest, highest = 0.0, 0.0, 1.0
    scope = "origin"
    parameters = ("farm_subsidy_emigration_response",)
    what = (
        "The share of farm subsidies abroad that ends: whether fewer of the origins' farmers then leave is in dispute; "
        "the size is that of cotton farmers in West Africa, and what they earn more is not counted."
    )
    claims = (("emigrants", -1),)

    def effects(self, value: Array | float, scope: Scope, dates: Dates, given: Mapping[str, Array]) -> dict[str, Array]:
        """Give `emigration`."""
        stays = dose(given["farm_subsidy_emigration_response"], value)
        return {"emigration": scope.countries(stays * dates.exposure(0.0))}
