"""`labour-needs`: where people of working age will be fewer, and which corridors could meet it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from corridors.answers.answer import Column, Content, Data, ViewRange
from corridors.answers.labour import need_tables as tables
from corridors.answers.statistics.stock_tables import bilateral
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing
from corridors.content.common import capitalised
from corridors.content.subject import named
from corridors.content.words import listed, people, percent, spoken

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "Working age is 20 to 64, old age 65 and over, on 1 July. The gap is how many fewer people of working age "
    "there are "
    "in 2050 than in 2025, after the migration that World Population Prospects projects; the gap of support is "
    "how many "
    "more it would take to keep as many for each old person as in 2025. A corridor is a stock of people by country of "
    "birth; an origin grows of itself if it would have more of working age in 2050 though nobody moved. Jobs, "
    "skills and the will to move or to admit are not in it: people of working age are a proxy of labour."
)
COLUMNS = {
    "country": Column("Country", "area"),
    "working": Column("Aged 20-64, 2025", "count"),
    "working_end": Column("2050", "count"),
    "change_share": Column("Change", "share"),
    "gap": Column("Gap in 2050", "count", "people"),
    "gap_support": Column("Gap of support", "count", "people"),
}
CORRIDORS = {
    "origin": Column("Born in", "area"),
    "destination": Column("Living in", "area"),
    "stock": Column("People, 2024", "count"),
    "growth": Column("The origin adds by 2050 if nobody moves", "count", "aged 20-64"),
    "gap": Column("Gap of the destination", "count"),
    "times": Column("Growth over gap", "ratio"),
}
SERIES = {"year": Column("1 July", "year"), "working": Column("Aged 20-64", "count"),
          "old": Column("Aged 65 and over", "count")}  # fmt: skip
DISPUTE = "Is the number of workers to be kept, or their number for each old person?"


def answer(asked: Asked, cited: References) -> Content:
    """Gaps of working age by country, and the existing corridors whose origin grows."""
    held = tables.needs()
    references = tuple(cited.cite(source) for source in (held.sources[0], bilateral().source, *held.sources[1:]))
    rows = held.frame.filter(pl.col("country").is_in(asked.codes)) if asked.codes else held.frame
    if rows.is_empty():
        why = "World Population Prospects has no population by age for it."
        return Content(f"Nothing can be said of {asked.spoken}: {why}", DEFINITION, (),
                       missing=(Missing(f"Population by age of {asked.spoken}", why),))  # fmt: skip
    found = tables.corridors(rows["country"].to_list())
    series = _series(rows)
    return Content(
        finding=_finding(asked, rows, found),
        definition=DEFINITION,
        data=(
            Data("countries", "People of working age, 2025 and 2050", rows, COLUMNS, references[:1],
                 note="A gap of zero: more people of working age in 2050 than in 2025."),
            Data("corridors", "Corridors that could close a gap", found, CORRIDORS, references,
                 note="Largest corridors of today into a country with a gap, from origins that grow."),
            Data("years", f"People of working age and old people, {asked.spoken}", series, SERIES, references[:1]),
        ),
        facts=_facts(asked, references),
        draw=lambda: _figures(asked, rows, series, references),
        views=ViewRange(
            f"Gap in 2050, {asked.spoken}", "people of 20 to 64",
            {"keep the number": float(rows["gap"].sum()), "keep the number for each old person":
             float(rows["gap_support"].sum())}, DISPUTE,
        ),
        uncertainty="No interval: the medium projection is one path, and work beyond 64, women's participation and "
        "productivity can change what is needed by more than its error.",
        caveats=(
            "An origin's growth is counted once for each corridor: the same people cannot close several gaps.",
            "Countries that gain by projected migration would have a larger gap without it; `demography` shows both.",
        ),
    )  # fmt: skip


def _series(rows: pl.DataFrame) -> pl.DataFrame:
    inside = tables.by_age()[0].filter(pl.col("country").is_in(rows["country"].to_list()))
    summed = inside.group_by("year").agg(pl.col("working", "old").sum()).sort("year")
    return summed.with_columns(quality=pl.lit(Quality.PROJECTED.value))


def _finding(asked: Asked, rows: pl.DataFrame, found: pl.DataFrame) -> str:
    if rows.height == 1:
        return _country(rows.row(0, named=True), found)
    short = rows.filter(pl.col("gap") > 0)
    growing = rows.filter(pl.col("change") > 0)
    if short.is_empty():
        return f"In no country of {asked.spoken} are people of 20 to 64 projected to be fewer in 2050 than in 2025."
    first = listed([named(code) for code in short["country"].head(3)])
    more = (
        f", and {spoken(float(growing['change'].sum()))} more in {growing.height} others" if growing.height
        else ", and more in none"
    )  # fmt: skip
    return (
        f"By 2050 people of 20 to 64 are projected to be {spoken(float(short['gap'].sum()))} fewer in "
        f"{short.height} countries "
        f"and areas of {asked.spoken}, most in {first}{more}{_largest(found)}."
    )


def _country(row: dict[str, Any], found: pl.DataFrame) -> str:
    start = (
        f"{capitalised(named(row['country']))} is projected to have {people(row['working_end'])} of 20 to 64 in 2050, "
    )
    if row["gap"] == 0:
        return f"{start}{spoken(row['change'])} more than in 2025, {_why(row)}."
    share = percent(-row["change_share"], 0)
    if found.is_empty():
        return (
            f"{start}{spoken(row['gap'])} ({share}) fewer than in 2025, and no corridor into it is known whose origin "
            "grows of itself."
        )  # fmt: skip
    return f"{start}{spoken(row['gap'])} ({share}) fewer than in 2025{_largest(found)}."


def _why(row: dict[str, Any]) -> str:
    if (row["own"] or 0) <= 0:
        return "so that it has no gap, thanks to the immigration that is projected"
    return "so that it has no gap"


def _largest(found: pl.DataFrame) -> str:
    if found.is_empty():
        return ""
    several = found["destination"].n_unique() > 1
    said = [
        f"from {named(o)}" + (f" to {named(d)}" if several else "") + f" (which adds {spoken(growth)})"
        for o, d, growth in found.select("origin", "destination", "growth").head(3).iter_rows()
    ]
    return f"; the largest corridors from origins that grow of themselves are those {listed(said)}"


def _facts(asked: Asked, references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    if asked.codes is None:
        return ()
    total = tables.needs().frame.filter(pl.col("own") > 0)
    value = float(total["own"].sum())
    return (
        Fact("All countries that grow of themselves add", value, spoken(value), "people of 20 to 64", "2025-2050",
             Quality.PROJECTED, references[:1]),
    )  # fmt: skip


def _figures(asked: Asked, rows: pl.DataFrame, series: pl.DataFrame, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.labour import need_charts

    if rows.height == 1:
        return [need_charts.years(asked, series, references[:1])]
    return [need_charts.changes(asked, rows, references[:1])]
