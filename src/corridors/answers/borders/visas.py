"""`visas`: who may enter where, and how it has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data
from corridors.answers.borders import visa_tables as tables
from corridors.answers.borders.visa_classes import CLASSES, LISTED, caveats, not_listed
from corridors.answers.borders.visa_words import country_finding, requirements, spells, world_finding
from corridors.answers.borders.visa_words import finding as corridor_finding
from corridors.answers.rights.shared import not_carried
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing
from corridors.content.subject import named, the
from corridors.content.words import listed, spoken_day
from corridors.data import load
from corridors.errors import NotCovered

if TYPE_CHECKING:
    import datetime

    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References
    from corridors.content.subject import Direction

DEFINITION = (
    "What holders of an ordinary passport (citizenship) need to enter for a tourist or short business visit, on single "
    "dates. It is no right to live or work there."
)
OPENNESS = {
    "country": Column("Country", "area"), "admits": Column("Passports admitted without a visa", "count"),
    "share": Column("Of all others", "share"), "people": Column("Of the world's other people", "share"),
    "simpler": Column("On arrival, e-visa or eTA", "count"), "opens": Column("Its own passport opens", "count"),
    "balance": Column("Admits more than it is admitted", "count"),
}  # fmt: skip
YEARS = {
    "coding": Column("Coding"), "when": Column("On"), "pairs": Column("Pairs", "count"),
    "free": Column("No visa", "share"), "simpler": Column("On arrival, e-visa or eTA", "share"),
    "banned": Column("Pandemic ban", "share"),
}  # fmt: skip
PAIRS = {
    "date": Column("Date", "date"), "passport": Column("Passport", "area"), "destination": Column("Entering", "area"),
    "text": Column("Requirement"), "days": Column("Stay without a visa", "count", "days"),
}  # fmt: skip
SPELLS = {
    "passport": Column("Passport", "area"), "destination": Column("Entering", "area"),
    "first": Column("January of", "year"), "last": Column("to", "year"), "requirement": Column("Requirement"),
}  # fmt: skip
CAVEATS = (
    "The two codings must not be joined: before 2014 a visa on arrival counts as a visa, since 2019 it is a class of "
    "its own, and 2014 to 2018 is in neither source.",
    "Before 2021 visas on arrival and e-visas are one class, and from 2021 to 2024 eTAs count with e-visas; pandemic "
    "bans of 2021 and 2022 hide the rules behind them.",
    "Each passport and destination counts once, whatever its size; the share of people weighs passports by population.",
    "The rule says nothing of refusals, fees and waiting times.",
)


def answer(asked: Asked, cited: References) -> Content:
    """Openness by country and year, a pair's requirement at each date, with both codings apart."""
    known = tables.snapshots()
    reference = cited.cite(known.source)
    older = tables.older_source()
    references = (reference, *([cited.cite(older)] if older is not None else []))
    if asked.corridor:
        return _corridor(asked, known, references)
    year = asked.year_of(known.dates, "visa requirements in the Passport Index")
    day = known.dates[year]
    place = asked.country or asked.destination or asked.origin
    if place is not None and known.frame.filter(passport=place.code).is_empty():
        return Content(
            finding=f"Visa requirements for {the(place)} are not known here.", definition=DEFINITION,
            data=(Data("years", "All pairs by date", tables.by_year(known.frame), YEARS, references, most=60),),
            missing=(not_listed(place), *_older_missing()), caveats=CAVEATS,
        )  # fmt: skip
    if place is not None:
        return _country(asked, known, day, references)
    return _many(asked, known, day, references)


def _older_missing() -> tuple[Missing, ...]:
    return not_carried("Visa requirements by pair and year from 1973 to 2013", ["visa_demig"])


def _many(asked: Asked, known: tables.Snapshots, day: datetime.date, references: tuple[Reference, ...]) -> Content:
    now = known.frame.filter(date=day)
    table = tables.openness(now)
    codes = asked.codes
    own = table if codes is None else table.filter(pl.col("country").is_in(codes))
    within = now if codes is None else now.filter(
        pl.col("passport").is_in(codes), pl.col("destination").is_in(codes)
    )  # fmt: skip
    pool = known.frame if codes is None else known.frame.filter(
        pl.col("passport").is_in(codes), pl.col("destination").is_in(codes)
    )  # fmt: skip
    series = tables.by_year(pool) if codes is None else tables.by_year(pool).filter(coding=tables.SINCE_2019)
    data = [
        Data("openness", f"Openness by country, {spoken_day(day)}", own, OPENNESS, references[:1]),
        Data("years", "Pairs by date, in two codings" if codes is None else f"Pairs within {asked.region} by date",
             series.sort("year", "when", descending=True), YEARS, references),
        Data("pairs", f"Every pair, {spoken_day(day)}", _described(now if codes is None else within), PAIRS,
             references[:1], most=5),
    ]  # fmt: skip
    return Content(
        finding=world_finding(own, within, day, tables.one_sided(within), asked.region),
        definition=DEFINITION,
        data=tuple(data),
        draw=lambda: _world_figures(asked, own, series, day, references),
        notes=tuple(caveats(references[0])),
        missing=_older_missing(),
        uncertainty="Rules as the source noted them: a difference between dates can be a correction.",
        caveats=CAVEATS,
    )


def _country(asked: Asked, known: tables.Snapshots, day: datetime.date, references: tuple[Reference, ...]) -> Content:
    place = asked.country or asked.destination or asked.origin
    assert place is not None
    code = place.code
    now = known.frame.filter(date=day)
    table = tables.openness(now)
    row = table.filter(country=code).row(0, named=True)
    inward = tables.by_year(known.frame, [code]).with_columns(side=pl.lit(f"Entering {place.short_name}"))
    outward = tables.by_year(known.frame, [code], "passport").with_columns(
        side=pl.lit(f"Passport of {place.short_name}")
    )
    sides = [part for part, left_out in ((inward, asked.origin), (outward, asked.destination)) if left_out is None]
    series = pl.concat(sides)
    pairs = [
        _described(now.filter(pl.col(column) == code))
        for column, left_out in (("destination", asked.origin), ("passport", asked.destination))
        if left_out is None
    ]
    peers = table.filter(pl.col("country").is_in(_peers(place.subregion)))
    begins: datetime.date = known.frame.select(pl.col("date").min()).item()
    first = known.frame.filter(date=begins)
    before = tables.openness(first).filter(country=code).row(0, named=True)
    return Content(
        finding=country_finding(the(place), row, before, day, begins),
        definition=DEFINITION,
        data=(
            Data("years", "Shares of other passports and destinations by date, in two codings",
                 series.sort("side", "year", "when", descending=[False, True, True]),
                 {"side": Column("Who enters where"), **YEARS}, references, most=20),
            Data("peers", f"Countries of {place.subregion}, {spoken_day(day)}", peers, OPENNESS, references[:1]),
            Data("pairs", f"Every pair, {spoken_day(day)}", pl.concat(pairs), PAIRS, references[:1], most=10),
        ),
        facts=(
            Fact(f"Rank of {the(place)} by passports admitted without a visa",
                 table.filter(pl.col("admits") > row["admits"]).height + 1,
                 str(table.filter(pl.col("admits") > row["admits"]).height + 1), f"of {table.height}",
                 spoken_day(day), Quality.OBSERVED, references[:1]),
        ),
        draw=lambda: _country_figures(the(place), series, references),
        notes=tuple(caveats(references[0])),
        missing=_older_missing(),
        uncertainty="Rules as the source noted them: a difference between dates can be a correction.",
        caveats=CAVEATS,
    )  # fmt: skip


def _peers(subregion: str | None) -> list[str]:
    from corridors.concepts.countries import areas

    return [one.code for one in areas() if one.subregion == subregion and subregion is not None]


def _described(pairs: pl.DataFrame) -> pl.DataFrame:
    texts = {code: known.text for code, known in CLASSES.items()}
    return pairs.select(
        "date", "passport", "destination", "days", text=pl.col("requirement").replace_strict(texts),
        requirement="requirement", quality=pl.lit(Quality.OBSERVED.value),
    ).sort("passport", "destination", "date")  # fmt: skip


def _corridor(asked: Asked, known: tables.Snapshots, references: tuple[Reference, ...]) -> Content:
    assert asked.corridor is not None
    pair = asked.corridor
    absent = [end for end in pair.ends if known.frame.filter(passport=end.code).is_empty()]
    if absent:
        near = [code for code in _peers(absent[0].subregion) if known.frame.filter(passport=code).height][:5]
        raise NotCovered(
            f"The Passport Index does not list {the(absent[0])}, so that no requirement of this pair is known.",
            hint=f"It lists {LISTED} passports, in {absent[0].subregion} those of "
            f"{listed([named(code) for code in near])}.",
        )
    if asked.year is not None:
        asked.year_of(known.dates, "visa requirements in the Passport Index")
    both = known.frame.filter(pl.col("passport").is_in(pair.codes), pl.col("destination").is_in(pair.codes))
    if asked.year is not None:
        both = both.filter(pl.col("date") <= known.dates[asked.year])
    series = {way: requirements(both, way) for way in (pair.forth, pair.back)}
    data = [Data("dates", "Requirement for a short visit, both directions", _described(both), PAIRS, references[:1])]
    past = tables.older_pairs(pair.codes)
    if past is not None:
        data.append(Data("past", "Requirement from 1973 to 2013, in another coding", _spells(past, pair.codes), SPELLS,
                         references[1:], note="Not comparable with the classes since 2019. 2014 to 2018 is in neither "
                         "source."))  # fmt: skip
    return Content(
        finding=f"{corridor_finding(pair.forth, series[pair.forth])} "
        f"{corridor_finding(pair.back, series[pair.back], dated=False)}",
        definition=DEFINITION,
        data=tuple(data),
        draw=lambda: _corridor_figures(series, references),
        notes=tuple(caveats(references[0])),
        missing=_older_missing(),
        uncertainty="Rules as the source noted them: a difference between dates can be a correction.",
        caveats=CAVEATS,
    )


def _spells(past: pl.DataFrame, codes: list[str]) -> pl.DataFrame:
    rows = [
        (one, other, first, last, requirement)
        for one, other in (codes, codes[::-1])
        for first, last, requirement in spells(past.filter(passport=one, destination=other))
    ]
    schema = {"passport": pl.String, "destination": pl.String, "first": pl.Int64, "last": pl.Int64,
              "requirement": pl.String}  # fmt: skip
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.with_columns(quality=pl.lit(Quality.OBSERVED.value))


def _world_figures(
    asked: Asked, own: pl.DataFrame, series: pl.DataFrame, day: datetime.date, references: tuple[Reference, ...]
) -> list[Figure]:
    from corridors.answers.borders import visa_charts
    from corridors.answers.rights import plots

    found = [visa_charts.shares(series, asked.region or "all countries", references)] if series.height else []
    if asked.region is None:
        source = load("visa").source
        values = dict(zip(own["country"], own["admits"].cast(pl.Float64), strict=True))
        top = own.row(0, named=True)
        found.append(plots.world(
            "map", f"Half of the countries admit fewer than {own['admits'].median():.0f} passports without a visa; "
            f"{named(top['country'])} admits {top['admits']}",
            f"Other passports ({LISTED - 1}) admitted for a short visit without a visa, {spoken_day(day)}", values,
            unit="passports", limits=[20, 60, 100, 150], quality=[Quality.OBSERVED],
            references=[one for one in references if one.source == source],
        ))  # fmt: skip
    return found


def _country_figures(place: str, series: pl.DataFrame, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.borders import visa_charts

    return [visa_charts.both_ways(place, series, references)]


def _corridor_figures(series: dict[Direction, pl.DataFrame], references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.borders import visa_charts

    return [visa_charts.strips({way: rows for way, rows in series.items() if rows.height}, references[0])]
