"""Displacement across borders and within them, by origin and host, and how it answers to deaths in violence."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import polars as pl
from scipy.special import stdtrit

from corridors.concepts.quality import Quality
from corridors.content.scalars import scalar
from corridors.data import Source, load

FIRST = 1989
"""First year of the Uppsala programme's data on all kinds of organised violence."""
UNKNOWN = "UNK"
GDP = "NY.GDP.MKTP.CD"
OLDEST = 5
"""Years by which a gross domestic product may be older than the refugees it is set against."""


class Displaced(NamedTuple):
    """People displaced abroad by origin, asylum and year, people displaced at home by origin and year, and sources."""

    abroad: pl.DataFrame
    home: pl.DataFrame
    sources: tuple[Source, ...]


class Slope(NamedTuple):
    """How the log of new displacement answers to the log of deaths, within origins: estimate, interval, sample."""

    value: float
    lower: float
    upper: float
    observations: int
    origins: int


@cache
def displaced() -> Displaced:
    """Refugees, asylum seekers, others in need of protection and Palestine refugees, at the end of each year.

    Returns:
        `abroad`: origin, asylum, year, displaced; `home`: country, year, idps.
    """
    unhcr, source = load("refugees")
    unrwa, unrwa_source = load("refugees_unrwa")
    counted = pl.col("refugees") + pl.col("asylum_seekers") + pl.col("oip").fill_null(0)
    across = unhcr.filter(pl.col("origin") != pl.col("asylum")).select(
        "origin", "asylum", "year", displaced=counted.fill_null(0)
    )
    palestine = unrwa.select("origin", "asylum", "year", displaced="refugees_unrwa")
    both = pl.concat([across, palestine]).group_by("origin", "asylum", "year").agg(pl.col("displaced").sum())
    home = unhcr.filter(pl.col("origin") == pl.col("asylum")).select(country="origin", year="year", idps="idps")
    home = home.group_by("country", "year").agg(pl.col("idps").sum())
    return Displaced(both.filter(pl.col("displaced") > 0), home, (source, unrwa_source))


@cache
def deaths() -> tuple[pl.DataFrame, Source]:
    """Deaths in organised violence by country and year, with the publisher's low and high estimates."""
    frame, source = load("conflict", year=(FIRST, 2100))
    kept = frame.select(
        "country", "year", deaths="organised_violence_deaths",
        low="organised_violence_deaths_low", high="organised_violence_deaths_high",
    )  # fmt: skip
    return kept.drop_nulls("deaths"), source


def death_year(year: int) -> int:
    """The year whose deaths stand beside a count of displaced people: its own, or the last one that is known."""
    return min(year, int(scalar(deaths()[0]["year"].max())))


def by_origin(year: int) -> pl.DataFrame:
    """Displaced abroad and at home by origin, share of the population, and deaths of the year."""
    held = displaced()
    out = held.abroad.filter(year=year).group_by(country="origin").agg(pl.col("displaced").sum())
    home = held.home.filter(year=year).select("country", "idps")
    population = load("demography_totals", year=year).frame.select("country", population="pop_midyear")
    killed = deaths()[0].filter(year=death_year(year)).select("country", "deaths")
    frame = out.join(home, on="country", how="full", coalesce=True).with_columns(
        pl.col("displaced").fill_null(0), pl.col("idps").fill_null(0)
    )
    frame = frame.filter((pl.col("displaced") > 0) | (pl.col("idps") > 0))
    frame = frame.join(population, on="country", how="left").join(killed, on="country", how="left")
    born = pl.col("population") + pl.col("displaced")
    return frame.with_columns(
        share=(pl.col("displaced") + pl.col("idps")) / born, quality=pl.lit(Quality.OBSERVED.value)
    ).sort(pl.col("displaced") + pl.col("idps"), descending=True)


def by_host(year: int, origin: str | None = None) -> pl.DataFrame:
    """Hosted people by country of asylum, per 1,000 inhabitants and per million dollars of product."""
    held = displaced().abroad.filter(year=year)
    if origin is not None:
        held = held.filter(origin=origin)
    hosted = held.group_by(country="asylum").agg(pl.col("displaced").sum())
    population = load("demography_totals", year=year).frame.select("country", population="pop_midyear")
    economy = load("economy", year=(year - OLDEST, year)).frame.filter(indicator=GDP).sort("year")
    product = economy.group_by("country").last().select("country", gdp="value")
    frame = hosted.join(population, on="country", how="left").join(product, on="country", how="left")
    return frame.with_columns(
        per_1000=pl.col("displaced") / pl.col("population") * 1000,
        per_million_dollars=pl.col("displaced") / pl.col("gdp") * 1e6,
        quality=pl.lit(Quality.OBSERVED.value),
    ).sort("displaced", descending=True)


def yearly(origin: str | None, asylum: str | None) -> pl.DataFrame:
    """Displaced abroad by year, and deaths of the year in the origin (or in the world)."""
    held, killed = displaced().abroad, deaths()[0]
    if origin is not None:
        held, killed = held.filter(origin=origin), killed.filter(country=origin)
    if asylum is not None:
        held = held.filter(asylum=asylum)
    sums = held.group_by("year").agg(pl.col("displaced").sum())
    return (
        sums.join(killed.group_by("year").agg(pl.col("deaths").sum()), on="year", how="left")
        .with_columns(quality=pl.lit(Quality.OBSERVED.value))
        .sort("year")
    )


@cache
def slope() -> Slope:
    """Within-origin answer of new displacement to deaths, with effects of origin and year.

    `log(1 + new[o, t]) = b * log(1 + deaths[o, t]) + origin[o] + year[t] + error`, least squares; the 95% interval of
    `b` from errors clustered by origin. New displacement is, for each pair and year, the larger of new asylum claims
    and of all other new arrivals, because one person may stand in both.
    """
    panel = _panel()
    y, x = (panel[name].log1p().to_numpy() for name in ("new", "deaths"))
    dummies = np.hstack([panel[name].to_dummies(drop_first=first).to_numpy() for name, first in
                         (("origin", False), ("year", True))]).astype(float)  # fmt: skip
    fit, *_ = np.linalg.lstsq(dummies, np.column_stack([x, y]), rcond=None)
    within_x, within_y = (np.column_stack([x, y]) - dummies @ fit).T
    value = float(within_x @ within_y / (within_x @ within_x))
    score = pl.DataFrame({"origin": panel["origin"], "score": within_x * (within_y - value * within_x)})
    clusters = score.group_by("origin").agg(pl.col("score").sum())["score"].to_numpy()
    n, groups = panel.height, len(clusters)
    error = np.sqrt((clusters**2).sum() * groups / (groups - 1)) / (within_x @ within_x)
    half = float(stdtrit(groups - 1, 0.975) * error)
    return Slope(value, value - half, value + half, n, groups)


def _panel() -> pl.DataFrame:
    arrivals = load("refugee_flows").frame.filter(pl.col("origin") != pl.col("asylum"))
    others = pl.sum_horizontal(pl.col("refugees", "refugee_like", "oip").fill_null(0))
    new = arrivals.with_columns(new=pl.max_horizontal(others, pl.col("asylum_seekers").fill_null(0)))
    sums = new.group_by("origin", "year").agg(pl.col("new").sum())
    killed = deaths()[0].select(pl.col("country").alias("origin"), "year", "deaths")
    return killed.join(sums, on=["origin", "year"], how="left").with_columns(pl.col("new").fill_null(0))
