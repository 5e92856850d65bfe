"""The lawful doors: places, visas, free movement, resettlement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, final

from corridors.policy.lever import ALL_SKILLS, Lever, lag
from corridors.policy.response import dose, elastic

if TYPE_CHECKING:
    from jax import Array

    from corridors.policy.dates import Dates
    from corridors.policy.scope import Scope


@final
@dataclass(frozen=True)
class LegalCapacity(Lever):
    """Lawful places follow the ratio v, and entries without permission answer them.

    `legal = ln v` and `irregular = e s ln v` with e `legal_channel_entry_elasticity`, after its lag, and s the part of
    the levels of education that are in scope, each taken as an equal part of the lawful channel. The elasticity was
    measured at the south-west border of the United States.
    """

    name = "legal_capacity"
    label = "Lawful places"
    unit = "ratio"
    neutral, lowest, highest = 1.0, 0.05, 10.0
    scope = "corridor"
    skills = ALL_SKILLS
    parameters = ("legal_channel_entry_elasticity",)
    what = "The number of lawful places, as a ratio to today's; entries without permission fall as places grow."
    claims = (("immigrants", 1), ("irregular_entries", -1))

    def effects(self, value: Array | float, scope: Scope, dates: Dates, given: Mapping[str, Array]) -> dict[str, Array]:
        """Give `legal` and `irregular`."""
        lawful = elastic(1.0, value)
        name = "legal_channel_entry_elasticity"
        answer = elastic(given[name], value) * dates.exposure(lag(name)) * scope.skills.mean()
        return {"legal": scope.levels(lawful * dates.exposure(0.0)), "irregular": scope.rows(answer)}


@final
@dataclass(frozen=True)
class Visa(Lever):
    """A visa requirement lowers lawful entries and returns, slowly when introduced and fast when lifted.

    With v between -1 (lifted) and 1 (introduced) `legal = v E ln(1 + visa_inflow_response)` and
    `back = v E ln(1 + visa_return_response)`, where E rises over `visa_introduction_lag` years for v above zero and
    over `visa_removal_lag` for v below, and falls over the other when the change is taken back. What the corridor loses
    moves to the origin's other corridors in the world's rates.
    """

    name = "visa"
    label = "Visa requirement"
    unit = "1 introduced, -1 lifted"
    neutral, lowest, highest = 0.0, -1.0, 1.0
    scope = "corridor"
    parameters = ("visa_inflow_response", "visa_return_response", "visa_introduction_lag", "visa_removal_lag")
    what = (
        "A visa is asked of those who need none today (1), or no longer asked (-1): entries and returns both fall "
        "slowly after it is introduced and rise fast after it is lifted."
    )
    claims = (("immigrants", -1), ("returns", -1))

    def effects(self, value: Array | float, scope: Scope, dates: Dates, given: Mapping[str, Array]) -> dict[str, Array]:
        """Give `legal` and `back`."""
        import jax.numpy as jnp

        slow, fast = given["visa_introduction_lag"], given["visa_removal_lag"]
        introduced, lifted = jnp.maximum(value, 0), jnp.minimum(value, 0)
        required = introduced * dates.exposure(slow, fast) + lifted * dates.exposure(fast, slow)
        return {
            "legal": scope.levels(dose(given["visa_inflow_response"], required)),
            "back": scope.rows(dose(given["visa_return_response"], required)),
        }


@final
@dataclass(frozen=True)
class VisaRefusals(Lever):
    """Refusals at the lawful door send people round it: `irregular = e ln v`, e `visa_rejection_entry_elasticity`.

    Measured in 29 European states. The lawful entries that are refused are set with `legal_capacity`.
    """

    name = "visa_refusals"
    label = "Refused visa applications"
    unit = "ratio"
    neutral, lowest, highest = 1.0, 0.1, 10.0
    scope = "corridor"
    parameters = ("visa_rejection_entry_elasticity",)
    what = (
        "Refused visa applications, as a ratio to today's: how many of those refused come without permission is in "
        "dispute; the lawful entries lost are set with legal_capacity."
    )
    claims = (("irregular_entries", 1),)

    def effects(self, value: Array | float, scope: Scope, dates: Dates, given: Mapping[str, Array]) -> dict[str, Array]:
        """Give `irregular`."""
        answer = elastic(given["visa_rejection_entry_elasticity"], value)
        return {"irregular": scope.rows(answer * dates.exposure(0.0))}


@final
@dataclass(frozen=True)
class FreeMovement(Lever):
    """An area of free movement raises entries and returns, and those who come need no permission.

    `legal = v ln(1 + free_movement_inflow_response)`, `back = v ln(1 + free_movement_outflow_response)`, measured in
    Europe, and `lawful = v`.
    """

    name = "free_movement"
    label = "Area of free movement"
    unit = "share"
    neutral, lowest, highest = 0.0, 0.0, 1.0
    scope = "corridor"
    parameters = ("free_movement_inflow_response", "free_movement_outflow_response")
    what = (
        "People may enter, live and work without asking: entries rise, returns rise more, and nobody enters unlawfully."
    )
    claims = (("immigrants", 1), ("returns", 1), ("irregular", -1))

    def effects(self, value: Array | float, scope: Scope, dates: Dates, given: Mapping[str, Array]) -> dict[str, Array]:
        """Give `legal`, `back` and `lawful`."""
        free = value * dates.exposure(0.0)
        return {
            "legal": scope.levels(dose(given["free_movement_inflow_response"], free)),
            "back": scope.rows(dose(given["free_movement_outflow_response"], free)),
            "lawful": scope.rows(free),
        }


@final
@dataclass(frozen=True)
class Resettlement(Lever):
    """The share v of the origins' refugees is brought to the destinations every year.

    `resettled = p (1 - (1 - v)^n)`, n the years of the period in which the lever acts, p the equal part of each
    destination in scope.
    """

    name = "resettlement"
    label = "Resettlement of refugees"
    unit = "share per year"
    neutral, lowest, highest = 0.0, 0.0, 0.2
    scope = "corridor"
    what = (
        "The share of the origins' refugees, wherever they live, who are brought to the destinations every year, each "
        "destination taking an equal part."
    )
    claims = (("immigrants", 1),)

    def effects(self, value: Array | float, scope: Scope, dates: Dates, given: Mapping[str, Array]) -> dict[str, Array]:
        """Give `resettled`."""
        import jax.numpy as jnp

        years = dates.exposure(0.0) * dates.lengths
        brought = -jnp.expm1(years * jnp.log1p(-jnp.asarray(value)))
        return {"resettled": brought[:, None] * scope.parts}
