"""Where the migrant stocks name nobody from a country although its largest flows go there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.statistics import flow_tables, stock_tables
from corridors.content.blocks import Note
from corridors.content.subject import named, the
from corridors.content.words import listed
from corridors.data import lazy
from corridors.errors import DataUnavailable
from corridors.flows.stocks import periods

if TYPE_CHECKING:
    from corridors.concepts.countries import Area
    from corridors.content.blocks import Reference

LARGEST = 3
"""How many of a country's largest flows of the combined estimate are looked for in the stocks. Our own choice."""
PUBLISHED = "flows_published"
METHODS = 6
"""Methods of the published estimates; one that does not list a pair gives it no moves."""


def unnamed_partners(place: Area, year: int) -> list[str]:
    """Destinations of a country's largest flows where the stocks of a year name nobody born in it, largest first.

    They are the three largest of the combined estimate in the last period, and the largest of the published estimates
    (by the median of their methods), which rest on an earlier edition of the stocks.

    >>> from corridors.concepts.countries import resolve
    >>> unnamed_partners(resolve("TUV"), 2024), unnamed_partners(resolve("IND"), 2024)
    (['NZL'], [])
    """
    held = stock_tables.bilateral().frame.filter(origin=place.code, year=year)["destination"].to_list()
    largest = dict.fromkeys((*_combined(place.code), *_published(place.code)))
    return [code for code in largest if held and code not in held]


def note(place: Area, year: int, references: tuple[Reference, ...]) -> tuple[Note, ...]:
    """Say of which main destinations of a country the stocks say nothing; nothing where they have them all."""
    absent = unnamed_partners(place, year)
    if not absent:
        return ()
    where = listed([named(code) for code in absent])
    return (
        Note(
            f"By estimates of flows, {where} {'is' if len(absent) == 1 else 'are'} among the main destinations from "
            f"{the(place)}, but the publication names nobody born in {the(place)} there: they are not "
            "among the emigrants shown.",
            references,
        ),
    )


def _combined(code: str) -> list[str]:
    found = flow_tables.combined_of(periods()[-1])
    if found is None:
        return []
    rows = found.filter(origin=code).sort("combined", "destination", descending=[True, False])
    return rows["destination"].head(LARGEST).to_list()


def _published(code: str) -> list[str]:
    try:
        frame = lazy(PUBLISHED)[0]
    except DataUnavailable:
        return []
    rows = frame.filter(origin=code, sex="both", move_type="all")
    last = rows.filter(pl.col("period_start") == pl.col("period_start").max())
    # A pair that fewer than half of the methods list has no moves in the median of them all.
    middle = last.group_by("destination").agg(pl.col("flow").median(), methods=pl.len())
    listed_by_most = middle.filter(pl.col("methods") > METHODS / 2)
    ranked = listed_by_most.sort("flow", "destination", descending=[True, False]).collect()
    return ranked["destination"].head(1).to_list()
