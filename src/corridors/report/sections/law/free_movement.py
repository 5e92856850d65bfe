"""Areas of free movement that hold one country or two; unverified."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any, NamedTuple

import polars as pl

from corridors.concepts.countries import Area
from corridors.concepts.quality import Quality
from corridors.data import load
from corridors.report.content import Block, Note, Reference, References, Table
from corridors.report.subject import Corridor, the

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


def common_free_movement(pair: Corridor, cited: References) -> list[Block]:
    """The areas of free movement that hold or held both ends; unverified."""
    frame, source = load("free_movement_to_verify", country=pair.codes)
    reference = cited.cite(source)
    found = joint_areas(frame.filter(country=pair.codes[0]), frame.filter(country=pair.codes[1]), pair.codes)
    if not found:
        return [_no_area(f"both {the(pair.origin)} and {the(pair.destination)}", reference)]
    rows = tuple((one.area, one.right, *_span(one)) for one in found)
    return [_areas("Areas of free movement that hold or held both ends (unverified)", rows, reference)]


def free_movement(area: Area, cited: References) -> list[Block]:
    """The areas of free movement to which a country belongs or belonged; unverified."""
    frame, source = load("free_movement_to_verify", country=area.code)
    reference = cited.cite(source)
    if frame.is_empty():
        return [_no_area(the(area), reference)]
    rows = tuple(
        (row["area"], row["right"], *_span(_alone(row))) for row in frame.sort("entry_year", "area").to_dicts()
    )
    return [_areas(f"Areas of free movement of {the(area)} (unverified)", rows, reference)]


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
        (entry, full, left), (entry_two, full_two, left_two) = _years(one), _years(other)
        ends = [year for year in (left, left_two) if year is not None]
        full_years = [year for year in (full, full_two) if year is not None]
        joint = Joint(
            label, one["right"], max(entry, entry_two), max(full_years, default=None), min(ends, default=None)
        )
        if joint.exit is None or joint.entry < joint.exit:
            found.append(joint)
    return sorted(found, key=lambda joint: (joint.entry, joint.area))


def _alone(row: dict[str, Any]) -> Joint:
    return Joint(row["area"], row["right"], *_years(row))


def _years(row: dict[str, Any]) -> tuple[int, int | None, int | None]:
    return row["entry_year"] or 0, row["full_rights_year"], row["exit_year"]


def _span(joint: Joint) -> tuple[str, str]:
    years = f"since {joint.entry}" if joint.exit is None else f"{joint.entry} to {joint.exit} (ended)"
    return years, "not known" if joint.full is None else str(max(joint.full, joint.entry))


def _areas(title: str, rows: tuple[tuple[str, ...], ...], reference: Reference) -> Table:
    compacts = any(row[0] in ONE_SIDED for row in rows)
    note = "Unverified: from general knowledge, not yet checked against the treaties; phased rights have rough years. "
    return Table(
        title,
        ("Area", "Right", "Years", "Full rights from"),
        rows,
        Quality.UNVERIFIED,
        (reference,),
        note=note + "Not every area gives a right to live and work."
        + (" The compacts give the right only into the United States." if compacts else ""),
    )  # fmt: skip


def _no_area(whom: str, reference: Reference) -> Note:
    text = f"Our list of areas of free movement names none that holds {whom}."
    return Note(f"{text} The list is unverified (from general knowledge) and may lack some.", (reference,))
