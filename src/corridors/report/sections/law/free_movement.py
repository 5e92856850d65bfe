"""Areas of free movement that hold one country or two; unverified."""

from __future__ import annotations

from typing import Any

from corridors.answers.governance.joint_areas import ONE_SIDED, Joint, joint_areas, years
from corridors.concepts.countries import Area
from corridors.concepts.quality import Quality
from corridors.content.blocks import Block, Note, Reference, References, Table
from corridors.content.subject import Corridor, the
from corridors.data import load


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


def _alone(row: dict[str, Any]) -> Joint:
    return Joint(row["area"], row["right"], *years(row))


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
