"""Ties: how far apart the two ends are, and what language and history they share."""

from __future__ import annotations

import polars as pl

from corridors.concepts.quality import Quality
from corridors.content.blocks import Block, Fact, Missing, Note, References, Section
from corridors.content.subject import Corridor, the
from corridors.content.words import number
from corridors.data import Source, lazy

PUBLISHED = "CEPII GeoDist"
HISTORY = {
    "contig": "Share a border",
    "comlang_off": "Share an official language",
    "comlang_ethno": "Share a language spoken by 9% or more in both",
    "colony": "One was ever a colony of the other",
    "comcol": "Had the same coloniser after 1945",
    "curcol": "One is a dependency of the other",
    "smctry": "Were or are one country",
}
"""The yes-or-no columns of CEPII's GeoDist and what they say."""


def corridor(pair: Corridor, cited: References) -> Section:
    """Distance, border, languages and history of the two ends."""
    frame, source = lazy("gravity")
    rows = frame.filter(pl.col("origin").is_in(pair.codes) & pl.col("destination").is_in(pair.codes)).collect()
    row = rows.filter(origin=pair.origin.code, destination=pair.destination.code)
    if row.is_empty():
        return Section("ties", "Distance and ties", "No published measure joins the two ends.", (_absent(pair),))
    values = row.row(0, named=True)
    return Section("ties", "Distance and ties", _finding(pair, values), _blocks(pair, values, source, cited))


def _finding(pair: Corridor, values: dict[str, object]) -> str:
    ends = f"{the(pair.origin)} and {the(pair.destination)}"
    distance = values["distw"] or values["dist"]
    rounded = _kilometres(distance)  # type: ignore[arg-type]
    apart = f"{f'About {number(rounded)}' if rounded else 'Fewer than 10'} km lie between {ends}"
    shared = [
        text
        for column, text in (
            ("contig", "share a border"),
            ("comlang_off", "share an official language"),
            ("colony", "are tied by colonial history"),
            ("comcol", "had the same coloniser"),
        )
        if values[column]
    ]
    if not shared:
        if values["colony"] is None:
            return (
                f"{apart}; they share no border and no official language, and their colonial ties are not known here."
            )
        return f"{apart}; they share no border, official language or colonial tie in the published measure."
    return f"{apart}; they {', '.join(shared[:-1])}{' and ' if len(shared) > 1 else ''}{shared[-1]}."


def _kilometres(distance: float) -> float:
    return round(distance, -2) if distance >= 1000 else round(distance, -1)


def _blocks(pair: Corridor, values: dict[str, object], source: Source, cited: References) -> tuple[Block, ...]:
    reference = (cited.cite(source),)
    quality = Quality.OBSERVED if values["basis"] == PUBLISHED else Quality.MODELLED
    blocks: list[Block] = []
    distances = {
        "distw": "Distance between their people (population-weighted)",
        "distcap": "Distance between capitals",
        "dist": "Distance between largest cities",
    }
    for column, label in distances.items():
        value = values[column]
        if isinstance(value, float):
            known = Quality.MODELLED if column == "distw" else quality
            blocks.append(Fact(label, value, number(value), "km", "cities of about 2004", known, reference))
    for column, label in HISTORY.items():
        value = values[column]
        text = "not known" if value is None else "yes" if value else "no"
        known = Quality.MISSING if value is None else quality
        blocks.append(Fact(label, text, text, "", "about 2004", known, reference))
    if values["basis"] != PUBLISHED:
        blocks.append(
            Note(
                f"The published measure lacks one of the two ends. These values are ours: {values['basis']}.",
                reference,
            )
        )
    return tuple(blocks)


def _absent(pair: Corridor) -> Missing:
    return Missing(
        f"Distance and ties between {the(pair.origin)} and {the(pair.destination)}",
        "CEPII's GeoDist predates or leaves out at least one of them.",
    )
