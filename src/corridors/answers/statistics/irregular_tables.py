"""What is recorded of irregular migration: estimates of residents, detections, people found, deaths; never added up."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import polars as pl

from corridors.concepts.quality import Quality
from corridors.data import load

TOTAL = "TOT"
UNNAMED = "12 European countries together, not named in the copy"
MONTHS = 12
DATASETS = ("unauthorized_population", "irregular", "irregular_eu", "missing_migrants")
OBSERVED = Quality.OBSERVED.value


@cache
def meanings() -> pl.DataFrame:
    """What each series counts and what it cannot: dataset, name, unit, counts, cannot, quality."""
    text = (files("corridors.answers.statistics") / "irregular_series.csv").read_text(encoding="utf-8")
    return pl.DataFrame(list(csv.DictReader(text.splitlines()))).with_columns(quality=pl.lit(OBSERVED))


@cache
def residents() -> pl.DataFrame:
    """Estimates of residents without a right to stay: destination, origin, year, low, high, estimator, quality.

    `low` is null where an estimator gives only an upper figure. Latest first within a destination.
    """
    frame = load("unauthorized_population").frame
    transcribed = pl.col("basis") == "transcribed from the page in copy"
    mark = pl.when(transcribed).then(pl.lit(Quality.MODELLED.value)).otherwise(pl.lit(Quality.UNVERIFIED.value))
    return frame.select(
        pl.col("destination").fill_null(UNNAMED), "origin", "year", "low", "high", "estimator", "report", quality=mark
    ).sort(["destination", "year", "origin"], descending=[False, True, False])


@cache
def detections() -> pl.DataFrame:
    """Events by authority, indicator, destination, route, nationality and full year, with the months that were summed.

    A year of monthly rows counts as full with twelve months for the authority as a whole.
    """
    frame = load("irregular").frame.with_columns(year=pl.col("month").dt.year().cast(pl.Int64))
    series = ["source", "indicator", "year"]
    months = frame.group_by(series).agg(pl.col("month").n_unique().alias("months"), pl.col("frequency").first())
    full = months.filter((pl.col("months") == MONTHS) | (pl.col("frequency") == "year"))
    by = [*series, "destination", "route", "nationality"]
    return frame.join(full, on=series, how="semi").group_by(by).agg(pl.col("value").sum()).sort(by)


def routes(year: int) -> pl.DataFrame:
    """Events of a year by authority and route, the largest first; authorities count different things."""
    frame = detections().filter(year=year)
    sums = frame.group_by("source", "indicator", "route").agg(events=pl.col("value").sum())
    return sums.with_columns(quality=pl.lit(OBSERVED)).sort("events", "route", descending=[True, False])


@cache
def found() -> pl.DataFrame:
    """People found illegally present: country, nationality, year, value."""
    return load("irregular_eu").frame.select("country", "nationality", "year", "value")


def found_by_country(year: int) -> pl.DataFrame:
    """People found illegally present in a year, by country, the most first."""
    sums = found().filter(year=year).group_by("country").agg(found=pl.col("value").sum())
    return sums.with_columns(quality=pl.lit(OBSERVED)).sort("found", descending=True)


@cache
def deaths() -> pl.DataFrame:
    """Incidents with a year: year, route, country, nationality (one code or several), cause, people."""
    frame = load("missing_migrants").frame
    spelled_out = pl.col("route").str.replace("EHOA", "East and Horn of Africa,")
    return frame.select(
        year=pl.col("date").dt.year().cast(pl.Int64), month=pl.col("date").dt.month(), route=spelled_out,
        country="country_of_incident", nationality="nationality", cause="cause", people="dead_and_missing",
    )  # fmt: skip


def deaths_by_route(year: int) -> pl.DataFrame:
    """Deaths and disappearances by route in a year and since the record began, the most first."""
    frame = deaths().filter(pl.col("year") <= year)
    sums = frame.group_by("route").agg(
        deaths=pl.col("people").filter(pl.col("year") == year).sum(),
        incidents=(pl.col("year") == year).sum(),
        since=pl.col("people").sum(),
    )
    return sums.with_columns(quality=pl.lit(OBSERVED)).sort("deaths", "since", descending=True)


@cache
def yearly() -> pl.DataFrame:
    """The recorded series side by side by full year; columns that must not be added.

    Returns: year, deaths, eu_detections (Frontex), us_encounters (US CBP), found (persons), found_in (number of
    countries that reported), quality.
    """
    last = deaths().group_by("year").agg(pl.col("month").n_unique().alias("months"))
    dead = deaths().join(last.filter(months=MONTHS), on="year", how="semi").group_by("year").agg(
        deaths=pl.col("people").sum()
    )  # fmt: skip
    events = detections()
    eu = events.filter(source="Frontex").group_by("year").agg(eu_detections=pl.col("value").sum())
    usa = events.filter(source="US CBP").group_by("year").agg(us_encounters=pl.col("value").sum())
    present = found().group_by("year").agg(found=pl.col("value").sum(), found_in=pl.col("country").n_unique())
    joined = eu
    for other in (usa, present, dead):
        joined = joined.join(other, on="year", how="full", coalesce=True)
    return joined.with_columns(quality=pl.lit(OBSERVED)).sort("year")


def of_country(code: str, year: int) -> pl.DataFrame:
    """What the series say of one country, as a place and as a nationality: series, role, year, value, unit, quality.

    Deaths by nationality are those of incidents in which all who died had it; those shared with other nationalities
    stand in a row of their own. A series that does not name the country has no row.
    """
    rows: list[tuple[str, str, int, float, str, str]] = []
    dead = deaths().filter(year=year)
    where = dead.filter(country=code)["people"]
    rows += _row("Deaths and disappearances", "in its territory or waters", year, where, "persons")
    rows += _row("Deaths and disappearances", "of its nationals", year, dead.filter(nationality=code)["people"],
                 "persons")  # fmt: skip
    mixed = dead.filter(pl.col("nationality").str.contains(code) & pl.col("nationality").str.contains(","))
    rows += _row("Deaths and disappearances", "of its nationals and others, not told apart", year, mixed["people"],
                 "persons")  # fmt: skip
    rows += _row("Found illegally present", "in the country", year, _at(found(), "country", code, year), "persons")
    rows += _row("Found illegally present", "nationals, in reporting European countries", year,
                 _at(found(), "nationality", code, year), "persons found")  # fmt: skip
    events = detections().filter(year=year)
    for (source, indicator), part in events.group_by("source", "indicator", maintain_order=True):
        label = f"{source}: {indicator}"
        rows += _row(label, "at its border or in its territory", year, part.filter(destination=code)["value"], "events")
        rows += _row(label, "of its nationals", year, part.filter(nationality=code)["value"], "events")
    schema = {
        "series": pl.String, "role": pl.String, "year": pl.Int64, "value": pl.Float64, "unit": pl.String,
        "quality": pl.String,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def years_of(code: str) -> pl.DataFrame:
    """One country by year: deaths in its territory or waters, deaths of its nationals, nationals found in Europe."""
    last = yearly().drop_nulls("deaths")["year"]
    dead = deaths().filter(pl.col("year").is_in(last.implode()))
    here = dead.filter(country=code).group_by("year").agg(deaths_here=pl.col("people").sum())
    own = dead.filter(nationality=code).group_by("year").agg(deaths_nationals=pl.col("people").sum())
    place = found().filter(country=code).group_by("year").agg(found_here=pl.col("value").sum())
    nationals = found().filter(nationality=code).group_by("year").agg(found_nationals=pl.col("value").sum())
    events = detections().filter(nationality=code)
    eu = events.filter(source="Frontex").group_by("year").agg(eu_detections=pl.col("value").sum())
    usa = events.filter(source="US CBP").group_by("year").agg(us_encounters=pl.col("value").sum())
    joined = here
    for other in (own, place, nationals, eu, usa):
        joined = joined.join(other, on="year", how="full", coalesce=True)
    return joined.with_columns(quality=pl.lit(OBSERVED)).sort("year")


def _at(frame: pl.DataFrame, column: str, code: str, year: int) -> pl.Series:
    return frame.filter((pl.col(column) == code) & (pl.col("year") == year))["value"]


def _row(
    series: str, role: str, year: int, values: pl.Series, unit: str
) -> list[tuple[str, str, int, float, str, str]]:
    return [(series, role, year, float(values.sum()), unit, OBSERVED)] if len(values) else []
