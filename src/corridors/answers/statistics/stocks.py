"""`stocks`: who lives where, by origin, sex and year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from corridors.answers.answer import Column, Content, Data
from corridors.answers.statistics import stock_gaps
from corridors.answers.statistics import stock_tables as tables
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing, Note
from corridors.content.subject import name, named, the
from corridors.content.words import change, number, people, percent, spoken
from corridors.errors import NotCovered

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "Stock of people who live in a country other than that of their birth on 1 July, of any length of stay that the "
    "country's source counts as residence; where a country has no data on birth, citizenship stands in."
)
COLUMNS = {
    "origin": Column("Born in", "area"),
    "destination": Column("Living in", "area"),
    "stock": Column("People", "count"),
    "share": Column("Share of all shown", "share"),
    "share_women": Column("Women", "share"),
}
SERIES = {
    "year": Column("1 July of", "year"),
    "stock": Column("People", "count"),
    "share_women": Column("Women", "share"),
    "unknown": Column("Of them, of unknown origin", "count"),
}


def answer(asked: Asked, cited: References) -> Content:
    """Bilateral stocks of the places asked about, with women's share and people of unknown origin."""
    known = tables.bilateral()
    year = asked.year_of(known.years, "migrant stocks")
    references = (cited.cite(known.source), cited.cite(known.totals_source))
    rows = tables.of_subject(known.frame, asked)
    if asked.corridor:
        return _corridor(asked, rows, year, references)
    now = rows.filter(year=year).sort("stock", descending=True)
    series = tables.yearly(rows, known.unknown, asked)
    data = (
        Data("corridors", f"Largest stocks by origin and destination, 1 July {year}", tables.with_shares(now), COLUMNS,
             references, note="The share is of people of known origin." if asked.scope != "origin" else ""),
        Data("years", "The whole stock by year", series, SERIES, references),
    )  # fmt: skip
    if now.is_empty() and series.filter(year=year)["stock"].sum() == 0:
        return _nobody(asked, year, data[1:], references)
    return Content(
        finding=_finding(asked, now, series, year),
        definition=DEFINITION,
        data=data,
        facts=_facts(asked, series, year, references),
        draw=lambda: _figures(asked, now, series, year, references),
        notes=_notes(asked, references, year),
        uncertainty="The publisher gives no interval. The edition of 2024 changed the stocks that the edition of 2020 "
        f"gave for 2020 by {percent(tables.revision(known.unknown), 0)} in the median destination.",
        caveats=known.source.caveats,
    )


def _finding(asked: Asked, now: pl.DataFrame, series: pl.DataFrame, year: int) -> str:
    total = series.filter(year=year).row(0, named=True)
    women = f", {percent(total['share_women'], 0)} of them women" if total["share_women"] is not None else ""
    unknown = f"; the origin of {people(total['unknown'])} among them is unknown" if total["unknown"] else ""
    largest, day = _largest(asked, now), f"On 1 July {year}, {people(total['stock'])}"
    if asked.scope == "world":
        return f"{day} lived outside their country of birth{women}{unknown}{largest}."
    if asked.region is not None:
        return f"{day} born elsewhere lived in the countries of the region {asked.region}{women}{unknown}{largest}."
    place = asked.place
    assert place is not None
    if asked.origin is not None:
        return f"{day} born in {the(place)} were counted abroad{women}{largest}."
    out = tables.emigrants(place.code, year) if asked.scope == "country" else None
    abroad = f"; {people(out)} born there were counted abroad" if out is not None else ""
    return f"{day} born elsewhere lived in {the(place)}{women}{unknown}{largest}{abroad}."


def _largest(asked: Asked, now: pl.DataFrame) -> str:
    if now.is_empty():
        return ""
    first = now.row(0, named=True)
    if asked.scope in ("world", "region"):
        pair = f"{named(first['origin'])} to {named(first['destination'])}"
        return f". The largest corridor is {pair}, with {people(first['stock'])}"
    other = first["destination"] if asked.origin is not None else first["origin"]
    group = "in" if asked.origin is not None else "from"
    return f". The largest group, {people(first['stock'])}, is {group} {named(other)}"


def _corridor(asked: Asked, rows: pl.DataFrame, year: int, references: tuple[Reference, ...]) -> Content:
    assert asked.corridor is not None
    way = asked.corridor.forth
    if rows.is_empty():
        raise NotCovered(
            f"The publication names nobody born in {the(way.origin)} who lives in {the(way.destination)}.",
            hint=f"Places with people born in {the(way.origin)}: {tables.listed_partners(way.origin.code)}.",
        )
    series = tables.with_shares(rows.sort("year"))
    first, last = series.row(0, named=True), series.filter(year=year).row(0, named=True)
    women = f", {percent(last['share_women'], 0)} of them women" if last["share_women"] is not None else ""
    moved = "" if first["year"] == year else (
        f"; the number {change(first['stock'], last['stock'])} from {spoken(first['stock'])} in {first['year']}"
    )  # fmt: skip
    columns = {key: column for key, column in ({"year": SERIES["year"]} | COLUMNS).items() if key != "share"}
    return Content(
        finding=f"On 1 July {year}, {people(last['stock'])} born in {the(way.origin)} lived in "
        f"{the(way.destination)}{women}{moved}.",
        definition=DEFINITION,
        data=(Data("years", f"People born in {the(way.origin)} living in {the(way.destination)}", series, columns,
                   references),),
        draw=lambda: _corridor_figures(asked, series, references),
        notes=_notes(asked, references),
        uncertainty="The publisher gives no interval.",
    )  # fmt: skip


def _nobody(asked: Asked, year: int, data: tuple[Data, ...], references: tuple[Reference, ...]) -> Content:
    return Content(
        finding=f"International Migrant Stock 2024 holds no stock for {asked.about} on 1 July {year}.",
        definition=DEFINITION,
        data=data,
        missing=(Missing(f"The migrant stock of {asked.about}", "The publication has no row for it.",
                         tables.coverage(asked)),),
        notes=_notes(asked, references),
    )  # fmt: skip


def _facts(asked: Asked, series: pl.DataFrame, year: int, references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    row = series.filter(year=year).row(0, named=True)
    mark, day = Quality(row["quality"]), f"1 July {year}"
    facts = [Fact("People outside their country of birth", row["stock"], number(row["stock"]), "people", day, mark,
                  references)]  # fmt: skip
    if row["population"]:
        share = row["stock"] / row["population"]
        facts.append(Fact("Their share of the population", share, percent(share), "", day, mark, references))
    if row["unknown"] is not None and row["stock"]:
        share = row["unknown"] / row["stock"]
        facts.append(Fact("Of unknown origin", share, percent(share), "of them", day, mark, references))
    return tuple(facts) if asked.origin is None else tuple(facts[:1])


def _notes(asked: Asked, references: tuple[Reference, ...], year: int | None = None) -> tuple[Note, ...]:
    codes = asked.codes or ()
    found = tuple(Note(text, references[:1]) for code, text in tables.COVERAGE.items() if code in codes)
    place = asked.country or (asked.origin if asked.destination is None else None)
    if place is None or year is None:
        return found
    return (*found, *stock_gaps.note(place, year, references), *tables.unnamed(place, year, references))


def _figures(
    asked: Asked, now: pl.DataFrame, series: pl.DataFrame, year: int, references: tuple[Reference, ...]
) -> list[Figure]:
    from corridors.answers.statistics import stock_charts

    found: list[Any] = [stock_charts.by_year(asked.about, series, references)]
    if not now.is_empty():
        found.insert(0, stock_charts.largest(asked, now, year, references))
    return found


def _corridor_figures(asked: Asked, series: pl.DataFrame, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.statistics import stock_charts

    assert asked.corridor is not None
    return [stock_charts.by_sex(f"{name(asked.corridor.origin)} to {name(asked.corridor.destination)}", series,
                                references)]  # fmt: skip
