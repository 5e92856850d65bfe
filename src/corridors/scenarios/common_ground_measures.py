"""What each party counts as a gain: the measures, the yardstick of each, and the loss that a party would bear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from corridors.scenarios.outcomes import PARTIES, outcomes
from corridors.scenarios.small_tables import table_rows

TOLERANCE = 0.01
"""The loss that a file allows which names none, in yardsticks: a hundredth of what counts as a gain of one."""


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What counts as a gain of one in a measure: `size` of the baseline of `of`, or `size` where `of` is empty."""

    measure: str
    size: float
    of: str
    reason: str


@cache
def yardsticks() -> Mapping[str, Yardstick]:
    """The yardstick of every measure that a party may count, by name.

    >>> yardsticks()["stayers_income"].size, yardsticks()["migrants_irregular"].of
    (0.01, '')
    """
    rows = table_rows("yardsticks")
    found = {row["measure"]: Yardstick(row["measure"], float(row["size"]), row["of"], row["reason"]) for row in rows}
    return MappingProxyType(found)


def default_measures() -> dict[str, dict[str, float]]:
    """Every measure of each party of which more, or less, is better, with equal weights.

    >>> list(default_measures()["migrants"])[0]
    'migrants_earnings'
    """
    return {
        party: {one.name: 1.0 for one in outcomes().values() if one.of == party and one.better} for party in PARTIES
    }
