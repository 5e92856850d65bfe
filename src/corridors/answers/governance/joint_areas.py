"""Areas of free movement that hold two countries at the same time; unverified, as their list."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any, NamedTuple

import polars as pl

EUROPE = {
    frozenset({"EU", "EEA (non-EU members)"}): "EU and EEA",
    frozenset({"EU", "EU-Switzerland AFMP"}): "EU and Switzerland",
}
"""Areas of the list that form one area of free movement together (unverified, as the list)."""
ONE_SIDED = {"Compacts of Free Association with the USA": "USA"}
"""Areas whose right runs only into one country: pairs without it have none."""


class Joint(NamedTuple):
    """An area of free movement that holds two countries, with the years in which both belonged."""

    area: str
    right: str
    entry: int
    full: int | None
    exit: int | None


def joint_areas(first: pl.DataFrame, second: pl.DataFrame, codes: Sequence[str]) -> list[Joint]:
    """The areas that hold two countries at the same time, with the years of both.

    Args:
        first: rows of one country.
        second: rows of the other.
        codes: the codes of both.
    """
    found = []
    for one, other in product(first.to_dicts(), second.to_dicts()):
        label = one["area"] if one["area"] == other["area"] else EUROPE.get(frozenset({one["area"], other["area"]}))
        if label is None or ONE_SIDED.get(label, codes[0]) not in codes:
            continue
        (entry, full, left), (entry_two, full_two, left_two) = years(one), years(other)
        ends = [year for year in (left, left_two) if year is not None]
        full_years = [year for year in (full, full_two) if year is not None]
        joint = Joint(
            label, one["right"], max(entry, entry_two), max(full_years, default=None), min(ends, default=None)
        )
        if joint.exit is None or joint.entry < joint.exit:
            found.append(joint)
    return sorted(found, key=lambda joint: (joint.entry, joint.area))


def years(row: dict[str, Any]) -> tuple[int, int | None, int | None]:
    """A row's year of entry (0 where unknown), year of full rights and year of leaving."""
    return row["entry_year"] or 0, row["full_rights_year"], row["exit_year"]
