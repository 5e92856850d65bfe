"""`gender`: where women migrate, and into which corridors."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from corridors.answers.answer import Column, Content, Data
from corridors.answers.statistics import gender_tables as tables
from corridors.answers.statistics import stock_tables
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing, Note
from corridors.content.subject import named, the
from corridors.content.words import listed, number, people, percent, spoken
from corridors.errors import NotCovered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "Women and girls as a share of the stock of people who live in a country other than that of their birth on 1 July, "
    "by country of birth and residence, of any length of stay; where a country has no data on birth, citizenship "
    "stands in."
)
PAIRS = {
    "origin": Column("Born in", "area"),
    "destination": Column("Living in", "area"),
    "women": Column("Women", "count"),
    "share_women": Column("Share of women", "share"),
    "before": Column("Share at the first date", "share"),
    "change": Column("Change", "number", unit="points"),
}
SERIES = {
    "year": Column("1 July of", "year"),
    "women": Column("Women", "count"),
    "share_women": Column("Share of women", "share"),
}
PLACES = {
    "destination": Column("Living in", "area"),
    "women": Column("Women", "count"),
    "share_women": Column("Share of women", "share"),
}


class Found(NamedTuple):
    """What the answer rests on: pairs of the year, those ranked, the whole by year."""

    pairs: pl.DataFrame
    ranked: pl.DataFrame
    series: pl.DataFrame
    year: int


def answer(asked: Asked, cited: References) -> Content:
    """Women's shares of stocks, by pair and year, for the places asked about."""
    known = stock_tables.bilateral()
    year = asked.year_of(known.years, "migrant stocks by sex")
    references = (cited.cite(known.source), cited.cite(known.totals_source))
    rows = stock_tables.of_subject(known.frame, asked)
    if asked.corridor and rows.filter(year=year).is_empty():
        way = asked.corridor.forth
        raise NotCovered(
            f"The publication names nobody born in {the(way.origin)} who lives in {the(way.destination)} in {year}.",
            hint=f"Places with people born in {the(way.origin)}: {stock_tables.listed_partners(way.origin.code)}.",
        )
    pairs = tables.by_pair(rows, year)
    series = _series(asked, rows, known.unknown)
    found = Found(pairs, tables.ranked(pairs, 0 if asked.corridor else tables.least(asked)), series, year)
    whole = series.filter(year=year)
    if not whole["stock"].sum():
        return _nobody(asked, year, references)
    return Content(
        finding=_finding(asked, found),
        definition=DEFINITION,
        data=_data(asked, found, references),
        facts=_facts(whole, year, references),
        draw=lambda: _figures(asked, found, references),
        notes=_notes(asked, found, references),
        uncertainty="The publisher gives no interval; shares by sex within an origin are less sure than the whole.",
        caveats=known.source.caveats[:1],
    )


def _series(asked: Asked, rows: pl.DataFrame, totals: pl.DataFrame) -> pl.DataFrame:
    if asked.corridor is None:
        return stock_tables.yearly(rows, totals, asked)
    return rows.sort("year").with_columns(share_women=pl.col("women") / pl.col("stock"))


def _finding(asked: Asked, found: Found) -> str:
    now = found.series.filter(year=found.year).row(0, named=True)
    first = found.series.row(0, named=True)
    before = f" ({percent(first['share_women'])} in {first['year']})" if _earlier(first, found.year) else ""
    share = f"women were {percent(now['share_women'])}{before} of the {people(now['stock'])}"
    return f"On 1 July {found.year}, {share} {_of_whom(asked, found.year)}{_extremes(asked, found)}."


def _earlier(first: dict, year: int) -> bool:
    return first["year"] < year and first["share_women"] is not None


def _of_whom(asked: Asked, year: int) -> str:
    if asked.corridor:
        return f"born in {the(asked.corridor.origin)} who lived in {the(asked.corridor.destination)}"
    if asked.origin is not None:
        return f"born in {the(asked.origin)} who were counted abroad"
    if asked.region is not None:
        return f"born elsewhere who lived in the countries of the region {asked.region}"
    place = asked.place
    if place is None:
        return "who lived outside their country of birth"
    return f"born elsewhere who lived in {the(place)}{_abroad(asked, year)}"


def _abroad(asked: Asked, year: int) -> str:
    out = tables.leaving(asked)
    now = out.filter(year=year) if out is not None else None
    if now is None or not now["stock"].sum():
        return ""
    share = float(now["women"].sum()) / float(now["stock"].sum())
    return f", and {percent(share)} of those born there who were counted abroad"


def _extremes(asked: Asked, found: Found) -> str:
    ranked = found.ranked
    if asked.corridor or ranked.is_empty():
        return ""
    top, bottom = ranked.row(0, named=True), ranked.row(-1, named=True)
    group = f"of at least {spoken(tables.least(asked))} people"
    if ranked.height == 1:
        return f"; in the only group {group}, {_pair(asked, top)}, they were {percent(top['share_women'])}"
    return (
        f"; among groups {group} the share goes from {percent(bottom['share_women'])} ({_pair(asked, bottom)}) to "
        f"{percent(top['share_women'])} ({_pair(asked, top)})"
    )


def _pair(asked: Asked, row: dict[str, str]) -> str:
    if asked.origin is not None:
        return f"in {named(row['destination'])}"
    if asked.place is not None:
        return f"from {named(row['origin'])}"
    return f"{named(row['origin'])} to {named(row['destination'])}"


def _data(asked: Asked, found: Found, references: tuple[Reference, ...]) -> tuple[Data, ...]:
    years = Data("years", "Women's share of the whole stock by year", found.series, SERIES, references)
    if asked.corridor:
        return (years,)
    columns = PAIRS | {"before": Column(f"In {found.series['year'][0]}", "share")}
    made = [Data("corridors", f"Pairs with most women, 1 July {found.year}", found.pairs, columns, references)]
    if found.ranked.height > 1:
        size = f"Pairs of at least {number(tables.least(asked))} people, 1 July {found.year}"
        made.append(Data("highest", f"{size}, the highest share of women first", found.ranked, columns, references))
        made.append(Data("lowest", f"{size}, the lowest share of women first", found.ranked.reverse(), columns,
                         references))  # fmt: skip
    if (out := tables.leaving(asked)) is not None and not out.filter(year=found.year).is_empty():
        abroad = tables.by_pair(out, found.year)
        made.append(Data("abroad", f"Women born there and living abroad, 1 July {found.year}", abroad, columns,
                         references))  # fmt: skip
    if asked.scope == "world":
        frame = tables.places(found.year, tables.LEAST_WORLD)
        size = f"Destinations of at least {number(tables.LEAST_WORLD)} people born elsewhere"
        made.append(Data("places", f"{size}, 1 July {found.year}", frame, PLACES, references))
    return (*made, years)


def _facts(whole: pl.DataFrame, year: int, references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    row = whole.row(0, named=True)
    return (
        Fact("Women outside their country of birth", row["women"], number(row["women"]), "women", f"1 July {year}",
             Quality(row["quality"]), references),
    )  # fmt: skip


def _notes(asked: Asked, found: Found, references: tuple[Reference, ...]) -> tuple[Note, ...]:
    texts = []
    same = [code for code in tables.one_share() if asked.codes is None or code in asked.codes]
    if same:
        texts.append(
            f"The publication gives all origins one share of women in {listed([named(code) for code in same])}: passed "
            "on from the whole, not counted by origin, and left out of the ranking."
        )
    jumps = found.ranked.filter(pl.col("change").abs() > tables.BREAK)
    if not jumps.is_empty():
        pairs = [f"{named(row['origin'])} to {named(row['destination'])}" for row in jumps.iter_rows(named=True)]
        texts.append(
            f"The share changed by more than {tables.BREAK:.0f} points for {listed(pairs, most=5)}: a change of that "
            "size more likely comes from another source or method than from the people."
        )
    return tuple(Note(text, references[:1]) for text in texts)


def _nobody(asked: Asked, year: int, references: tuple[Reference, ...]) -> Content:
    return Content(
        finding=f"International Migrant Stock 2024 holds no stock by sex for {asked.about} on 1 July {year}.",
        definition=DEFINITION,
        data=(),
        missing=(Missing(f"Women in the migrant stock of {asked.about}", "The publication has no row for it.",
                         stock_tables.coverage(asked)),),
        notes=(Note("The publication's totals by destination were searched too.", references),),
    )  # fmt: skip


def _figures(asked: Asked, found: Found, references: tuple[Reference, ...]) -> Sequence[Figure]:
    from corridors.answers.statistics import gender_charts as charts

    made = [] if found.series.height < 2 else [charts.by_year(asked.about, found.series, references)]
    if not asked.corridor and found.ranked.height > 1:
        labels = [_pair(asked, row) for row in found.ranked.iter_rows(named=True)]
        ends = found.ranked.with_columns(place=pl.Series(labels, dtype=pl.String))
        made.insert(0, charts.extremes(ends, tables.least(asked), found.year, references))
    return made
