"""The levers as the scenario desk shows them: shares in per cent, ratios on a logarithmic slider."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corridors.policy import Lever

PERCENT = 100.0
UNITS: dict[str, str] = {"share": "percent", "share per year": "percent_a_year", "1 introduced, -1 lifted": "visa"}
"""How the desk calls units that it does not take as they are; a string of the catalogue for each."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the desk shows of a lever: its bounds in the unit of the form (per cent for shares), and what it takes."""

    name: str
    group: str
    what: str
    unit: str
    factor: float
    neutral: float
    lowest: float
    highest: float
    logarithmic: bool
    takes: tuple[str, ...]
    skills: tuple[str, ...]


@cache
def facts() -> dict[str, Facts]:
    """What the desk shows of every lever, by name.

    >>> price = facts()["remittance_price"]
    >>> price.unit, price.highest, price.takes
    ('percent', 100.0, ('origins', 'destinations'))
    """
    from corridors.policy.levers import LEVERS

    return {name: _facts(lever) for name, lever in LEVERS.items()}


def _facts(lever: Lever) -> Facts:
    share = lever.unit.startswith("share")
    factor = PERCENT if share else 1.0
    takes = {"corridor": ("origins", "destinations"), "destination": ("destinations",)}.get(lever.scope, ("origins",))
    neutral, lowest, highest = (round(bound * factor, 9) for bound in (lever.neutral, lever.lowest, lever.highest))
    unit = UNITS[lever.unit] if lever.unit in UNITS else lever.unit.replace(" ", "_")
    return Facts(
        lever.name, type(lever).__module__.rpartition(".")[2], lever.what, unit, factor, neutral, lowest, highest,
        lever.unit == "ratio", takes, lever.skills,
    )  # fmt: skip
