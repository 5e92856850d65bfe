"""What happens to countries: growth, investment, conflict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, final

from corridors.policy.lever import Lever
from corridors.policy.response import elastic

if TYPE_CHECKING:
    from jax import Array

    from corridors.policy.dates import Dates
    from corridors.policy.scope import Scope


@final
@dataclass(frozen=True)
class Growth(Lever):
    """Productivity is higher by v in logarithms while the lever acts: `income = v`."""

    name = "growth"
    label = "Growth of productivity"
    unit = "log change"
    neutral, lowest, highest = 0.0, -1.0, 1.0
    scope = "country"
    what = "Productivity of a country against what it would be, in logarithms (0.1 is about a tenth more)."
    claims = (("income", 1),)

    def effects(self, value: Array | float, scope: Scope, dates: Dates, given: Mapping[str, Array]) -> dict[str, Array]:
        """Give `income`."""
        return {"income": scope.countries(value * dates.exposure(0.0))}


@final
@dataclass(frozen=True)
class Investment(Lever):
    """The share v is added to a country's capital over the lever's years: `capital = ln(1 + v)` over all periods.

    What is added in a period stands at its start, the part of the lever's years that falls in it; without an end, all
    in the period of the start.
    """

    name = "investment"
    label = "Investment"
    unit = "share"
    neutral, lowest, highest = 0.0, -0.5, 2.0
    scope = "country"
    what = "What is added to the capital of a country, as a share of it, over the lever's years."
    claims = (("income", 1),)

    def effects(self, value: Array | float, scope: Scope, dates: Dates, given: Mapping[str, Array]) -> dict[str, Array]:
        """Give `capital`."""
        return {"capital": scope.countries(elastic(1.0, 1.0 + value) * dates.parts)}


@final
@dataclass(frozen=True)
class Conflict(Lever):
    """The share v of a country's natives at home is driven abroad over the lever's years, an equal number every year.

    `displaced` follows `Dates.parts_of`; without an end, all in the period of the start.
    """

    name = "conflict"
    label = "Conflict"
    unit = "share"
    neutral, lowest, highest = 0.0, 0.0, 0.6
    scope = "country"
    what = "The share of a country's people who are driven abroad over the lever's years."
    claims = (("emigrants", 1),)

    def effects(self, value: Array | float, scope: Scope, dates: Dates, given: Mapping[str, Array]) -> dict[str, Array]:
        """Give `displaced`."""
        return {"displaced": scope.countries(dates.parts_of(value))}


@final
@dataclass(frozen=True)
class ConflictIntensity(Lever):
    """Battle deaths push people out: `emigration = conflict_displacement_elasticity ln v`, nothing under one view."""

    name = "conflict_intensity"
    label = "Intensity of conflict"
    unit = "ratio"
    neutral, lowest, highest = 1.0, 0.1, 100.0
    scope = "country"
    parameters = ("conflict_displacement_elasticity",)
    what = "Battle deaths, as a ratio to today's: whether more deaths or a wider war drive people out is in dispute."
    claims = (("emigrants", 1),)

    def effects(self, value: Array | float, scope: Scope, dates: Dates, given: Mapping[str, Array]) -> dict[str, Array]:
        """Give `emigration`."""
        pushed = elastic(given["conflict_displacement_elasticity"], value)
        return {"emigration": scope.countries(pushed * dates.exposure(0.0))}
