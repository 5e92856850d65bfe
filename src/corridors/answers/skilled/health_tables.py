"""Doctors abroad by the country that trained them, beside the doctors left behind."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import polars as pl

from corridors.concepts.quality import Quality
from corridors.data import Source, load

YEAR = 2018
"""The year of the counts in all destinations but the United States, and the last of the densities used."""
US_YEAR = 2016
OLDEST = 10
"""Years by which a density may be older than the counts of doctors abroad. Our own choice."""
NOT_PLACES = ("TOT", "UNK")
"""The publisher's total and its row for doctors whose country of training is not known."""
RANKED_FROM = 500
"""Doctors at home and abroad together from which on a country enters the ranking of shares. Our own choice."""
PER = 10_000
"""Densities are per this many inhabitants."""


class Doctors(NamedTuple):
    """Foreign-trained doctors by pair (origin, destination, year, doctors), those of unknown origin, the sources."""

    pairs: pl.DataFrame
    unknown: int
    sources: tuple[Source, ...]


@cache
def abroad() -> Doctors:
    """Doctors by country of training and of work, each pair once; a row from a country to itself is left out."""
    many, source = load("health_workforce_migration")
    one, us_source = load("health_workers")
    places = one.filter(~pl.col("origin").is_in(NOT_PLACES))
    columns = ["origin", "destination", "year", "doctors"]
    pairs = pl.concat([many.select(columns), places.rename({"value": "doctors"}).select(columns)])
    unknown = int(one.filter(origin="UNK")["value"].sum())
    return Doctors(pairs.filter(pl.col("origin") != pl.col("destination")), unknown, (source, us_source))


@cache
def densities() -> tuple[pl.DataFrame, tuple[Source, ...]]:
    """Physicians per 10,000 inhabitants, the latest of ten years, their year and number: one row per country."""
    frame, source = load("health_worker_density")
    people, people_source = load("demography_totals")
    rows = frame.filter(
        (pl.col("occupation") == "physicians")
        & pl.col("source").str.starts_with("UN SDG")
        & pl.col("year").is_between(YEAR - OLDEST, YEAR)
    )
    last = rows.sort("year").group_by("country").last().select("country", "density", density_year="year")
    inhabitants = people.select("country", density_year="year", population="pop_midyear")
    found = last.join(inhabitants, on=["country", "density_year"], how="left")
    return found.with_columns(home=pl.col("density") * pl.col("population") / PER), (source, people_source)


@cache
def offshore() -> frozenset[str]:
    """Islands and territories with schools that train doctors for other countries, mostly the United States."""
    text = (files("corridors.answers.skilled") / "offshore_schools.csv").read_text(encoding="utf-8")
    return frozenset(row["country"] for row in csv.DictReader(text.splitlines()))


def of_destinations(codes: tuple[str, ...] | None = None) -> pl.DataFrame:
    """Doctors by country of training: in some destinations, or in all; the share abroad only for all.

    Columns: country, abroad, home, density, density_year, share (abroad over abroad and home), lost (doctors abroad
    per 10,000 inhabitants at home), first (the destination with most of them), offshore, quality, and
    derived: how share and lost are known.
    """
    pairs = abroad().pairs
    if codes is not None:
        pairs = pairs.filter(pl.col("destination").is_in(codes))
    most = pairs.sort("doctors", descending=True).group_by("origin", maintain_order=True).first()
    sums = pairs.group_by("origin").agg(abroad=pl.col("doctors").sum())
    found = (
        sums.join(most.select("origin", first="destination"), on="origin")
        .join(densities()[0], left_on="origin", right_on="country", how="left")
        .rename({"origin": "country"})
        .filter(pl.col("abroad") > 0)
    )
    return found.with_columns(
        share=pl.col("abroad") / (pl.col("abroad") + pl.col("home")),
        lost=pl.col("abroad") / pl.col("population") * PER,
        offshore=pl.col("country").is_in(list(offshore())),
        quality=pl.lit(Quality.OBSERVED.value),
        derived=pl.lit(Quality.MODELLED.value),
    ).sort("abroad", "country", descending=[True, False])


def received() -> pl.DataFrame:
    """Destinations: doctors trained elsewhere, in all and per 10,000 inhabitants, beside the density of all doctors."""
    pairs = abroad().pairs
    most = pairs.sort("doctors", descending=True).group_by("destination", maintain_order=True).first()
    sums = pairs.group_by("destination", "year").agg(foreign=pl.col("doctors").sum())
    found = (
        sums.join(most.select("destination", first="origin"), on="destination")
        .join(densities()[0], left_on="destination", right_on="country", how="left")
        .rename({"destination": "country"})
    )
    return found.with_columns(
        foreign_density=pl.col("foreign") / pl.col("population") * PER, quality=pl.lit(Quality.OBSERVED.value)
    ).sort("foreign_density", descending=True)


def ranked(origins: pl.DataFrame) -> pl.DataFrame:
    """Origins by the share of their doctors who are abroad, without small numbers and schools for foreigners."""
    enough = (pl.col("abroad") + pl.col("home")) >= RANKED_FROM
    return origins.filter(enough & ~pl.col("offshore")).sort("share", descending=True)
