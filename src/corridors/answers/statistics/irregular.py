"""`irregular`: what is known about irregular stocks and flows, and about deaths on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data, ViewRange
from corridors.answers.statistics import irregular_tables as tables
from corridors.answers.statistics.shared import withheld
from corridors.concepts.countries import area, members
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing, Note
from corridors.content.subject import named, the
from corridors.content.words import listed, number, people, spoken
from corridors.data import source as find_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "Four things that are not the same: residents without a right to stay (a stock, estimated), crossings that an "
    "authority detected (events, not persons), third-country nationals found illegally present (persons, per country "
    "and year), and recorded deaths and disappearances on the way (persons, a minimum); none can be added to another."
)
RESIDENTS = {
    "destination": Column("Living in", "area"),
    "origin": Column("From", "area"),
    "year": Column("Year", "year"),
    "low": Column("Low", "count"),
    "high": Column("High", "count"),
    "estimator": Column("Estimator"),
}
ROUTES = {
    "route": Column("Route"),
    "events": Column("Events", "count"),
    "indicator": Column("What is counted"),
    "source": Column("By"),
}
DEATHS = {
    "route": Column("Route"),
    "deaths": Column("Dead and missing in the year", "count"),
    "incidents": Column("Incidents", "count"),
    "since": Column("Dead and missing since 2014", "count"),
}
FOUND = {"country": Column("Found in", "area"), "found": Column("People found", "count")}
YEARS = {
    "year": Column("Year", "year"),
    "deaths": Column("Dead and missing", "count", unit="persons"),
    "eu_detections": Column("EU external border", "count", unit="events"),
    "us_encounters": Column("US southwest border", "count", unit="events"),
    "found": Column("Found in Europe", "count", unit="persons"),
    "found_in": Column("in countries", "count"),
}
OF_COUNTRY = {
    "series": Column("Series"),
    "role": Column("Of whom or where"),
    "value": Column("Number", "count"),
    "unit": Column("Unit"),
}
COUNTRY_YEARS = {
    "year": Column("Year", "year"),
    "deaths_here": Column("Dead and missing there", "count"),
    "deaths_nationals": Column("Dead and missing nationals", "count"),
    "found_here": Column("Found there", "count"),
    "found_nationals": Column("Nationals found in Europe", "count"),
    "eu_detections": Column("Nationals at the EU border", "count", unit="events"),
    "us_encounters": Column("Nationals at the US border", "count", unit="events"),
}
MEANINGS = {"name": Column("Series"), "unit": Column("Unit"), "counts": Column("It counts"),
            "cannot": Column("It cannot")}  # fmt: skip
NO_SUM = "Rows of different authorities and kinds must not be added."
CBP, FRONTEX = "US CBP: encounters at the southwest land border", "Frontex: detections of illegal border-crossing"
ENCOUNTERS = {
    (CBP, "at its border or in its territory"): "encounters recorded at its southwest border",
    (CBP, "of its nationals"): "encounters with its nationals at the United States' southwest border",
    (FRONTEX, "of its nationals"): "irregular crossings by its nationals detected at the EU's external border",
}
"""Counts of events, by series and role, as the finding tells them."""
NO_WORLD = (
    "No estimate for the world exists: published ones cover the United States and some European countries, and a "
    "number for any other country would be made up."
)
OPEN_SEA = "Deaths at sea stand under the country to whose waters or search area the project assigns them."


def answer(asked: Asked, cited: References) -> Content:
    """Estimates, detections, people found and deaths, for the world or one country, as place and as nationality."""
    series = tables.yearly()
    year = asked.year_of(series["year"].to_list(), "full years of irregular migration series")
    references = {name: cited.cite(find_source(name)) for name in tables.DATASETS}
    if asked.country is not None:
        return _country(asked, year, references)
    row = series.filter(year=year).row(0, named=True)
    return Content(
        finding=_finding(row),
        definition=DEFINITION,
        data=_data(year, series, references),
        facts=_facts(row, references),
        draw=lambda: _figures(year, series, references),
        notes=_notes(references),
        missing=(
            Missing("The number of irregular migrants in the world", NO_WORLD),
            *withheld("Irregular transits and entries in Panama, Mexico, Honduras, Guatemala and Australia",
                      ["irregular"]),
        ),
        views=_rivals("USA"),
        uncertainty="No series has a statistical interval: low and high are an estimator's own range, and counts are "
        "minima of what happened.",
        caveats=tuple(find_source("missing_migrants").caveats[:2]),
    )  # fmt: skip


def _finding(row: dict) -> str:
    parts = []
    if row["deaths"] is not None:
        parts.append(f"at least {people(row['deaths'])} died or disappeared on the way to another country")
    if row["eu_detections"] is not None:
        parts.append(f"{spoken(row['eu_detections'])} irregular crossings were detected at the EU's external border")
    if row["us_encounters"] is not None:
        parts.append(f"{spoken(row['us_encounters'])} encounters were recorded at the United States' southwest border")
    if row["found"] is not None:
        parts.append(f"{people(row['found'])} were found illegally present in {row['found_in']} European countries")
    return (
        f"In {row['year']}, {listed(parts)}: counts that must not be added, and no count of irregular migrants in the "
        "world exists."
    )


def _data(year: int, series: pl.DataFrame, refs: dict[str, Reference]) -> tuple[Data, ...]:
    totals = tables.residents().filter(origin=tables.TOTAL)
    return (
        Data("deaths", f"Deaths and disappearances by route, {year}", tables.deaths_by_route(year), DEATHS,
             (refs["missing_migrants"],), note="A minimum. " + OPEN_SEA),
        Data("crossings", f"Detections and encounters by route, {year}", tables.routes(year), ROUTES,
             (refs["irregular"],), note=NO_SUM),
        Data("found", f"Third-country nationals found illegally present, {year}", tables.found_by_country(year), FOUND,
             (refs["irregular_eu"],)),
        Data("residents", "Estimates of residents without a right to stay", totals, RESIDENTS,
             (refs["unauthorized_population"],), most=25,
             note="Estimators define the group differently: never mix them. No low figure means that only an upper "
             "one is published."),
        Data("years", "The counts side by side, full years", series, YEARS, tuple(refs.values())[1:], most=20,
             note="Columns count different things and must not be added."),
        Data("meanings", "What each series counts, and what it cannot", tables.meanings(), MEANINGS,
             tuple(refs.values())),
    )  # fmt: skip


def _facts(row: dict, refs: dict[str, Reference]) -> tuple[Fact, ...]:
    named = (
        ("deaths", "Dead and missing on the way", "people at least", "missing_migrants"),
        ("eu_detections", "Detections at the EU's external border", "events", "irregular"),
        ("us_encounters", "Encounters at the US southwest border", "events", "irregular"),
        ("found", "Found illegally present in Europe", "people, each country's count", "irregular_eu"),
    )
    return tuple(
        Fact(label, row[key], number(row[key]), unit, str(row["year"]), Quality.OBSERVED, (refs[dataset],))
        for key, label, unit, dataset in named
        if row[key] is not None
    )


def _notes(refs: dict[str, Reference]) -> tuple[Note, ...]:
    return (
        Note("From March 2020 to May 2023 the United States expelled many people at once under Title 42, who then "
             "tried again: encounters of those years count the same persons several times.", (refs["irregular"],)),
        Note("The number of European countries that report people found differs by year: compare years with care.",
             (refs["irregular_eu"],)),
    )  # fmt: skip


def _rivals(code: str) -> ViewRange | None:
    """The estimates of the latest year for which several estimators give one of a destination."""
    rows = tables.residents().filter(origin=tables.TOTAL, destination=code)
    several = rows.filter(pl.col("estimator").n_unique().over("year") > 1)
    if several.is_empty():
        return None
    latest = several.filter(pl.col("year") == pl.col("year").max())
    values = {row["estimator"]: row["high"] for row in latest.iter_rows(named=True)}
    return ViewRange(
        f"Residents without a right to stay in {named(code)} in {latest['year'][0]}", "people", values,
        "Estimators differ on who belongs to the group, such as people with a temporary protection or an asylum claim, "
        "and on the correction for people whom surveys miss.",
    )  # fmt: skip


def _country(asked: Asked, year: int, refs: dict[str, Reference]) -> Content:
    place = asked.country
    assert place is not None
    known = tables.of_country(place.code, year)
    estimates = tables.residents().filter((pl.col("destination") == place.code) | (pl.col("origin") == place.code))
    years = tables.years_of(place.code)
    data = []
    if not known.is_empty():
        data.append(Data("known", f"What the series say of {the(place)}, {year}", known, OF_COUNTRY,
                         tuple(refs.values())[1:], note=f"{NO_SUM} {OPEN_SEA}"))  # fmt: skip
    if not estimates.is_empty():
        data.append(Data("residents", "Estimates of residents without a right to stay", estimates, RESIDENTS,
                         (refs["unauthorized_population"],), most=25, note="Never mix estimators."))  # fmt: skip
    if not years.is_empty():
        shown = {key: column for key, column in COUNTRY_YEARS.items() if years[key].null_count() < years.height}
        data.append(Data("years", "By year; empty where a series names nobody", years, shown,
                         tuple(refs.values())[1:], most=20))  # fmt: skip
    meanings = Data("meanings", "What each series counts, and what it cannot", tables.meanings(), MEANINGS,
                    tuple(refs.values()))  # fmt: skip
    return Content(
        finding=_country_finding(asked, known, estimates, year),
        definition=DEFINITION,
        data=(*data, meanings),
        draw=lambda: _country_figures(asked, years, refs),
        missing=_country_missing(asked, known, estimates, year),
        notes=(_border_note(asked, refs),) if _in_schengen(asked) else (),
        views=_rivals(place.code),
        uncertainty="No series has a statistical interval; counts are minima of what happened.",
    )


def _country_finding(asked: Asked, known: pl.DataFrame, estimates: pl.DataFrame, year: int) -> str:
    place = asked.country
    assert place is not None
    rows = {(row["series"], row["role"]): row["value"] for row in known.iter_rows(named=True)}
    parts = []
    if (value := rows.get(("Deaths and disappearances", "in its territory or waters"))) is not None:
        parts.append(f"at least {people(value)} died or disappeared during migration in its territory or waters")
    if (value := rows.get(("Deaths and disappearances", "of its nationals"))) is not None:
        parts.append(
            f"at least {people(value)} known to be its nationals died or disappeared on the way to another country"
        )
    if (value := rows.get(("Found illegally present", "in the country"))) is not None:
        parts.append(f"{people(value)} were found illegally present there")
    if (value := rows.get(("Found illegally present", "nationals, in reporting European countries"))) is not None:
        parts.append(f"{spoken(value)} of its nationals were found illegally present in Europe")
    parts += [
        f"{ENCOUNTERS[row['series'], row['role']]} numbered {spoken(row['value'])}"
        for row in known.iter_rows(named=True)
        if (row["series"], row["role"]) in ENCOUNTERS
    ]
    stock = _stock_sentence(asked, estimates)
    if not parts:
        silence = "; that nothing is recorded is no sign that nothing happens"
        return f"No series here names {the(place)} in {year}{stock or silence}."
    return f"For {the(place)} in {year}, {'; '.join(parts)}{stock or '; no estimate of irregular residents is known'}."


def _stock_sentence(asked: Asked, estimates: pl.DataFrame) -> str:
    place = asked.country
    assert place is not None
    held = estimates.filter((pl.col("destination") == place.code) & (pl.col("origin") == tables.TOTAL))
    if held.is_empty():
        return ""
    row = held.sort("year", descending=True).row(0, named=True)
    size = f"up to {spoken(row['high'])}" if row["low"] is None else spoken(row["high"])
    if row["low"] is not None and row["low"] != row["high"]:
        size = f"{spoken(row['low'])} to {spoken(row['high'])}"
    return f"; {row['estimator']} estimates {size} residents without a right to stay ({row['year']})"


def _country_missing(asked: Asked, known: pl.DataFrame, estimates: pl.DataFrame, year: int) -> tuple[Missing, ...]:
    place = asked.country
    assert place is not None
    found = []
    if estimates.filter(pl.col("destination") == place.code).is_empty():
        places = tables.residents()["destination"].unique().sort().to_list()
        names = [area(code).short_name for code in places if code != tables.UNNAMED]
        found.append(Missing(f"Residents of {the(place)} without a right to stay", "No published estimate is in the "
                             f"catalogue: there are some for {listed(names)}."))  # fmt: skip
    if known.is_empty():
        found.append(Missing(f"Anything recorded of {the(place)} in {year}", "Neither deaths, detections nor people "
                             "found name it."))  # fmt: skip
    return (*found, *withheld("Transits and entries recorded by further authorities", ["irregular"]))


def _in_schengen(asked: Asked) -> bool:
    return asked.country is not None and asked.country.code in {one.code for one in members("EU_EFTA")}


def _border_note(asked: Asked, refs: dict[str, Reference]) -> Note:
    assert asked.country is not None
    whole = "Detections at the external border are given for the EU and the Schengen states as a whole"
    return Note(f"{whole}, not for {the(asked.country)}.", (refs["irregular"],))


def _figures(year: int, series: pl.DataFrame, refs: dict[str, Reference]) -> Sequence[Figure]:
    from corridors.answers.statistics import irregular_charts as charts

    return [
        charts.deaths(tables.deaths_by_route(year), year, (refs["missing_migrants"],)),
        charts.side_by_side(series, tuple(refs.values())[1:]),
    ]


def _country_figures(asked: Asked, years: pl.DataFrame, refs: dict[str, Reference]) -> Sequence[Figure]:
    from corridors.answers.statistics import irregular_charts as charts

    return charts.of_country(asked.about, years, tuple(refs.values())[1:])
