"""`gaps`: how unequal the two ends of each corridor are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from corridors.answers.answer import Column, Content, Data
from corridors.answers.drivers import gap_tables as tables
from corridors.answers.statistics.stock_tables import listed_partners, of_subject
from corridors.content.blocks import Missing
from corridors.content.subject import named, the
from corridors.content.words import listed, percent, spoken
from corridors.errors import NotCovered

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "A gap is the destination's value over the origin's (income) or less the origin's (unemployment, median age, "
    "schooling), each the latest of the five years up to the stock's. Averages over corridors weigh by the stock of "
    "people by country of birth on 1 July, so that they speak of people who have moved at any time, not of a year's "
    "movers; people of unknown origin have no gap."
)
COLUMNS = {
    "origin": Column("Born in", "area"),
    "destination": Column("Living in", "area"),
    "stock": Column("People", "count"),
    "income_gap": Column("Income, times the origin's", "ratio"),
    "unemployment_gap": Column("Unemployment", "number", "points more"),
    "median_age_gap": Column("Median age", "number", "years more"),
    "schooling_gap": Column("Post-secondary schooling", "number", "points more"),
}
SERIES = {
    "year": Column("1 July of", "year"),
    "income_gap": Column("Income, times the origin's", "ratio"),
    "richer": Column("Live where income is higher", "share"),
    "unemployment_gap": Column("Unemployment", "number", "points more"),
    "median_age_gap": Column("Median age", "number", "years more"),
    "covered": Column("People whose income gap is known", "share"),
}


def answer(asked: Asked, cited: References) -> Content:
    """Gaps of the corridors asked about, and their average over people by year."""
    held = tables.gaps()
    year = asked.year_of(held.frame["year"].unique(), "migrant stocks")
    references = tuple(cited.cite(source) for source in held.sources)
    rows = _of(held.frame, asked)
    now = rows.filter(year=year).sort("stock", descending=True)
    if asked.corridor and now.is_empty():
        raise NotCovered(
            f"The publication names nobody born in {the(asked.corridor.origin)} who lives in "
            f"{the(asked.corridor.destination)}, so that no gap can be weighed.",
            hint=f"Places with people born there: {listed_partners(asked.corridor.origin.code)}.",
        )
    series = tables.yearly(rows)
    return Content(
        finding=_finding(asked, now, series, year),
        definition=DEFINITION,
        data=(
            Data("corridors", f"Gaps by corridor, weighed by the stock of 1 July {year}", now, COLUMNS, references),
            Data("years", "Average gaps of the people who have moved, by year", series, SERIES, references),
        ),
        draw=lambda: _figures(asked, now, series, references),
        missing=_missing(asked, now),
        uncertainty="No publisher gives an interval for these indicators; income in international dollars rests on "
        "price surveys that are revised by several per cent.",
        caveats=(
            "An average for a whole country is not the gap that a person faces, who has an occupation and a region.",
            "Natural resources are in no indicator here beyond what they add to income.",
        ),
    )


def _of(frame: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    if asked.country is not None:
        code = asked.country.code
        return frame.filter((pl.col("origin") == code) | (pl.col("destination") == code))
    return of_subject(frame, asked)


def _finding(asked: Asked, now: pl.DataFrame, series: pl.DataFrame, year: int) -> str:
    if asked.corridor:
        return _pair(asked, now.row(0, named=True), year)
    row = series.filter(year=year)
    if row.is_empty() or row["income_gap"][0] is None:
        return f"No gap can be given for {asked.about} in {year}: income is not known at both ends of any corridor."
    first, last = series.drop_nulls("income_gap").row(0, named=True), row.row(0, named=True)
    moved = "" if first["year"] == year else f" ({first['income_gap']:.2g} times in {first['year']})"
    if asked.country is not None:
        out, into = now.filter(origin=asked.country.code), now.filter(destination=asked.country.code)
        sides = [
            _side(out, f"for people born in {the(asked.country)} who live elsewhere"),
            _side(into, f"for people born elsewhere who live in {the(asked.country)}"),
        ]
        said = "; ".join(side for side in sides if side)
        if not said:
            return f"No gap can be given for {asked.about} in {year}: income is not known at both ends of any corridor."
        return f"In {year}, income per head was, against the place of birth, {said}."
    return (
        f"In {year}, people outside their country of birth ({_whom(asked)}) lived where income per head was "
        f"{last['income_gap']:.2g} times that of where they were born{moved}, and {percent(last['richer'], 0)} of them "
        "where it was higher."
    )


def _whom(asked: Asked) -> str:
    if asked.origin is not None:
        return f"born in {the(asked.origin)}"
    if asked.destination is not None:
        return f"living in {the(asked.destination)}"
    return "all countries" if asked.region is None else f"living in {asked.spoken}"


def _side(rows: pl.DataFrame, who: str) -> str:
    mean = tables.yearly(rows)
    if mean.is_empty() or mean["income_gap"][0] is None:
        return ""
    return f"{mean['income_gap'][0]:.2g} times {who}"


def _pair(asked: Asked, row: dict[str, Any], year: int) -> str:
    assert asked.corridor is not None
    here, there = the(asked.corridor.origin), the(asked.corridor.destination)
    parts = []
    if row["income_gap"] is not None:
        parts.append(
            f"income per head in {there} was {row['income_gap']:.2g} times that of {here} "
            f"({spoken(row['income_destination'])} against {spoken(row['income_origin'])} international dollars)"
        )
    if row["median_age_gap"] is not None:
        years, older = abs(row["median_age_gap"]), "older" if row["median_age_gap"] > 0 else "younger"
        parts.append(f"half of the people were {years:.1f} years {older}")
    if row["unemployment_gap"] is not None:
        points, side = abs(row["unemployment_gap"]), "higher" if row["unemployment_gap"] > 0 else "lower"
        parts.append(f"unemployment was {points:.1f} points {side}")
    if not parts:
        return f"No gap between {here} and {there} is known in {year}: the indicators lack one of them."
    return f"In {year}, {listed(parts)}."


def _missing(asked: Asked, now: pl.DataFrame) -> tuple[Missing, ...]:
    lacking = now.filter(pl.col("income_gap").is_null())
    if lacking.is_empty():
        return ()
    origins = lacking.filter(pl.col("income_origin").is_null()).group_by("origin").agg(pl.col("stock").sum())
    ends = lacking.filter(pl.col("income_destination").is_null()).group_by("destination").agg(pl.col("stock").sum())
    both = pl.concat([origins.rename({"origin": "place"}), ends.rename({"destination": "place"})])
    places = both.group_by("place").agg(pl.col("stock").sum()).sort("stock", descending=True)["place"]
    said = listed([named(code) for code in places], 8)
    return (Missing(f"Income in {said}", "The World Bank publishes no comparable figure for the five years.",
                    "Corridors with such an end are in the table without an income gap."),)  # fmt: skip


def _figures(asked: Asked, now: pl.DataFrame, series: pl.DataFrame, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.drivers import gap_charts

    if asked.corridor:
        pair = tables.gaps().frame.filter(
            origin=asked.corridor.origin.code, destination=asked.corridor.destination.code
        )
        return gap_charts.incomes(asked.corridor, pair.sort("year"), references)
    return gap_charts.largest(asked, now, references)
