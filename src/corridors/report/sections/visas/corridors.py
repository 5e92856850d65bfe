"""Visas of a corridor: what travellers of one end need to enter the other for a short visit."""

from __future__ import annotations

import polars as pl

from corridors.answers.borders.visa_charts import strips
from corridors.answers.borders.visa_classes import CLASSES, caveats, not_listed, stay
from corridors.answers.borders.visa_words import finding, requirements
from corridors.concepts.quality import Quality
from corridors.content.blocks import Block, Fact, Reference, References, Section, Table
from corridors.content.subject import Corridor, Direction, the
from corridors.content.words import spoken_day
from corridors.data import load
from corridors.report.sections.visas.history import with_history


def corridor(pair: Corridor, cited: References) -> Section:
    """Visa requirements for short visits in both directions."""
    frame, source = load("visa", country=pair.codes)
    reference = cited.cite(source)
    series = {way: requirements(frame, way) for way in (pair.forth, pair.back)}
    held = {way: rows for way, rows in series.items() if not rows.is_empty()}
    blocks: list[Block] = []
    if held:
        blocks += [strips(held, reference), _table(held, reference)]
        blocks += [_openness(frame, way, reference) for way in held]
        blocks += caveats(reference)
    blocks += [not_listed(end) for end in pair.ends if frame.filter(passport=end.code).is_empty()]
    findings = [finding(way, rows, dated=place == 0) for place, (way, rows) in enumerate(held.items())]
    unknown = "Visa requirements are not known here, because the Passport Index does not list both ends."
    return Section("visas", "Visas", " ".join(findings) or unknown, (*with_history(blocks, pair, cited),))


def _table(held: dict[Direction, pl.DataFrame], reference: Reference) -> Table:
    dates = next(iter(held.values()))["date"]
    described = {
        way: {
            row["date"]: CLASSES[row["requirement"]].text + (f", {stay(row['days'])}" if row["days"] else "")
            for row in rows.iter_rows(named=True)
        }
        for way, rows in held.items()
    }
    return Table(
        "Requirement for a short visit",
        ("Date", *(f"Passport of {the(way.origin)}, entering {the(way.destination)}" for way in held)),
        tuple((spoken_day(day), *(texts.get(day, "not known") for texts in described.values())) for day in dates),
        Quality.OBSERVED,
        (reference,),
        note="Days of a visa-free stay stand where the source gives them; it gives none for November 2019.",
    )


def _openness(frame: pl.DataFrame, way: Direction, reference: Reference) -> Fact:
    """How many passports the destination admits without a visa, as a measure for the one in question."""
    last = frame.filter(destination=way.destination.code).filter(pl.col("date") == pl.col("date").max())
    free = last.filter(requirement="visa free").height
    return Fact(
        f"Passports that {the(way.destination)} admits without a visa or an electronic authorisation",
        free, f"{free} of {last.height}", "passports", spoken_day(last["date"][0]), Quality.OBSERVED, (reference,),
    )  # fmt: skip
