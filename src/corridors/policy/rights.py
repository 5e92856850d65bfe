"""Rights: instruments that cover migrants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, final

from corridors.policy.lever import Lever

if TYPE_CHECKING:
    from jax import Array

    from corridors.policy.dates import Dates
    from corridors.policy.scope import Scope


@final
@dataclass(frozen=True)
class Ratification(Lever):
    """An instrument that covers migrants comes into force at the destination: `covered = v`."""

    name = "ratification"
    label = "Instrument on migrants in force"
    unit = "share"
    neutral, lowest, highest = 0.0, 0.0, 1.0
    scope = "destination"
    what = "An instrument that covers migrants comes into force where they live (1), or covers a share of them."
    claims = (("covered", 1),)

    def effects(self, value: Array | float, scope: Scope, dates: Dates, given: Mapping[str, Array]) -> dict[str, Array]:
        """Give `covered`."""
        return {"covered": scope.rows(value * dates.exposure(0.0))}
