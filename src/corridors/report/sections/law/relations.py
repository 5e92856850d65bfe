"""Relations of states that bear on migration: consultative processes, embassies and votes."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from corridors.concepts.countries import Area
from corridors.concepts.quality import Quality
from corridors.content.blocks import Block, Fact, Missing, Note, Reference, References, Table
from corridors.content.subject import Corridor, name, the
from corridors.content.words import spoken_day
from corridors.data import load

OBSERVERS = ("PSE", "VAT")
"""Observer States of the General Assembly: they have a seat and no vote."""
CHINA_SHORTFALL = (
    "The source has 107 embassies of China; by general knowledge, not verified, China has about 170. "
    "Its numbers here are too low."
)
_NOT_READ = "Full lists of the Prague, Bali and Almaty processes, MIDSA, MIDWA, IGC and others were not found."
_AS_OF = "16 November 2022"


def common_processes(pair: Corridor, cited: References) -> list[Block]:
    """The consultative processes on migration that list both ends."""
    frame, source = load("consultative_processes", country=pair.codes)
    reference = cited.cite(source)
    first, second = (frame.filter(country=code) for code in pair.codes)
    both = first.join(second, on="process", suffix=" second").sort("process")
    if both.is_empty():
        text = f"None of the seven processes read lists both {the(pair.origin)} and {the(pair.destination)}."
        return [Note(f"{text} {_NOT_READ}", (reference,))]
    return [
        Table(
            "Regional consultative processes on migration that list both ends",
            ("Process", "Founded", name(pair.origin), name(pair.destination), "List of"),
            tuple(
                (row["process"], str(row["founded"]), row["status"], row["status second"], row["as_of"])
                for row in both.to_dicts()
            ),
            Quality.OBSERVED,
            (reference,),
            note=_NOT_READ,
        )
    ]


def processes(area: Area, cited: References) -> list[Block]:
    """The consultative processes on migration that list a country."""
    frame, source = load("consultative_processes", country=area.code)
    reference = cited.cite(source)
    if frame.is_empty():
        return [Note(f"None of the seven regional processes read lists {the(area)}. {_NOT_READ}", (reference,))]
    rows = frame.sort("process").to_dicts()
    return [
        Table(
            f"Regional consultative processes on migration that list {the(area)}",
            ("Process", "Founded", "Part", "List of"),
            tuple((row["process"], str(row["founded"]), row["status"], row["as_of"]) for row in rows),
            Quality.OBSERVED,
            (reference,),
            note=_NOT_READ,
        )
    ]


def embassies(pair: Corridor, cited: References) -> list[Block]:
    """Whether each end has a resident embassy in the other."""
    frame, source = load("diplomatic_pairs", country=pair.codes)
    reference = cited.cite(source)
    blocks: list[Block] = []
    for way in (pair.forth, pair.back):
        rows = frame.filter(sender=way.origin.code, host=way.destination.code)
        text = representation(rows.row(0, named=True) if rows.height else None)
        label = f"Embassy of {the(way.origin)} in {the(way.destination)}"
        blocks.append(Fact(label, text, text, "", _AS_OF, Quality.OBSERVED, (reference,)))
    return [*blocks, *_about_embassies(pair.codes, reference)]


def representation(row: dict[str, int] | None) -> str:
    """The form of representation in words; consulates are left out, because the source lacks most of them."""
    if row and row["resident_embassy"]:
        return "resident embassy"
    if row and row["non_resident_accreditation"]:
        return "none; an embassy elsewhere is accredited"
    return "none recorded (one may exist)"


def embassies_of(area: Area, cited: References) -> list[Block]:
    """How many countries hold an embassy of a country, and how many have one in it."""
    frame, source = load("diplomatic_pairs", country=area.code)
    reference = cited.cite(source)
    resident = frame.filter(resident_embassy=1)
    sent, hosted = resident.filter(sender=area.code).height, resident.filter(host=area.code).height
    counts = (
        (f"Countries with a resident embassy of {the(area)}, as recorded", sent, ("country", "countries")),
        (f"Resident embassies in {the(area)}, as recorded", hosted, ("embassy", "embassies")),
    )
    facts = [
        Fact(
            label, count, str(count) if count else "none recorded", units[count != 1] if count else "", _AS_OF,
            Quality.OBSERVED, (reference,),
        )
        for label, count, units in counts
    ]  # fmt: skip
    return [*facts, *_about_embassies([area.code], reference)]


def _about_embassies(codes: Sequence[str], reference: Reference) -> list[Note]:
    text = "Embassies are from Wikidata, which volunteers write: some are missing, and some closed ones remain."
    return [Note(f"{text} {CHINA_SHORTFALL}" if "CHN" in codes else text, (reference,))]


def votes(areas: Sequence[Area], cited: References) -> list[Block]:
    """How each country voted on the compacts on migration and on refugees."""
    codes = [area.code for area in areas]
    frame, source = load("unga_votes_migration", country=codes)
    reference = cited.cite(source)
    if not any(is_member(area) for area in areas):
        who = " and ".join(the(area) for area in areas)
        return [Missing(f"Votes of {who} on the compacts", "Only member States vote in the General Assembly.")]
    resolutions = (
        load("unga_votes_migration").frame.select("resolution", "date", "title").unique().sort("date", "resolution")
    )
    rows = tuple(
        (
            f"{one['title']} ({one['resolution']})",
            spoken_day(one["date"]),
            *(_vote(frame, area, one["resolution"]) for area in areas),
        )
        for one in resolutions.to_dicts()
    )
    return [
        Table(
            "Votes in the General Assembly on migration and refugees",
            ("Resolution", "Date", *(name(area) for area in areas)),
            rows,
            Quality.OBSERVED,
            (reference,),
            note="A/RES/73/195 endorsed the Global Compact for Migration; A/RES/73/151 affirmed the Global Compact on "
            "Refugees. States can correct a vote afterwards; this is the record of the vote.",
        )
    ]


def is_member(area: Area) -> bool:
    """Tell whether an area votes in the General Assembly."""
    return area.kind == "country" and area.code not in OBSERVERS


def _vote(frame: pl.DataFrame, area: Area, resolution: str) -> str:
    if not is_member(area):
        return "no vote (not a member)"
    found = frame.filter(country=area.code, resolution=resolution)
    return "absent" if found.is_empty() else str(found["vote"][0])
