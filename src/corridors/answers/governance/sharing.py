"""Shares of responsibility for refugees: what each country hosts, and what a formula would give it."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import polars as pl

from corridors.concepts.nearest import nearest
from corridors.concepts.quality import Quality
from corridors.data import Source, load
from corridors.errors import InvalidInput, UnknownName

GDP = "NY.GDP.MKTP.CD"
WITHIN = {"XKX": "SRB"}
"""Places that UNHCR counts with another, of which they have no figure of their own."""
OLDEST = 5
"""Years by which a gross domestic product may be older than the refugees it is set against."""


@dataclass(frozen=True, slots=True)
class Formula:
    """Weights of population and of gross domestic product in a fair share; they add up to one."""

    name: str
    population: float
    gdp: float
    label: str
    source: str

    def __post_init__(self) -> None:
        if min(self.population, self.gdp) < 0 or not math.isclose(self.population + self.gdp, 1):
            raise InvalidInput(
                f"The weights {self.population:g} (population) and {self.gdp:g} (GDP) are not parts of one.",
                hint="Give two weights of zero or more that add up to 1.",
            )


class Hosting(NamedTuple):
    """Hosts of a year with their refugees, population, product, fair share and gap; and the sources."""

    frame: pl.DataFrame
    sources: tuple[Source, ...]


@cache
def formulas() -> dict[str, Formula]:
    """The shipped formulas by name, from formulas.csv.

    >>> formulas()["equal"].gdp
    0.5
    """
    text = (files("corridors.answers.governance") / "formulas.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {
        r["name"]: Formula(r["name"], float(r["population"]), float(r["gdp"]), r["label"], r["source"]) for r in rows
    }


def formula(name: str | None) -> Formula:
    """One formula by name; half by inhabitants and half by product without one.

    Raises:
        UnknownName: no formula has that name.
    """
    table = formulas()
    if name is None:
        return table["equal"]
    if name not in table:
        raise UnknownName("view", name, nearest(name, table), hint=f"The formulas are {', '.join(table)}.")
    return table[name]


def years() -> list[int]:
    """The years at whose end refugees were counted and population and product are known."""
    return load("refugees").frame.filter(pl.col("year") >= 1990)["year"].unique().sort().to_list()


@cache
def hosting(year: int, chosen: Formula) -> Hosting:
    """What each country hosts and what a formula would give it.

    `fair[i] = (w_pop * pop[i] / sum pop + w_gdp * gdp[i] / sum gdp) * sum hosted`, over the countries whose population
    and product are known; `gap = hosted - fair`. Hosted are refugees under UNHCR's mandate, other people in need of
    international protection, and Palestine refugees under UNRWA's. Countries whose product is not known keep their
    refugees and have neither a fair share nor a gap.

    Returns:
        A frame: country, hosted, population, gdp, gdp_year, fair, gap, per_1000, quality.
    """
    unhcr, source = load("refugees", year=year)
    hosted = unhcr.filter(pl.col("asylum") != pl.col("origin")).select(
        country="asylum", hosted=pl.col("refugees") + pl.col("oip").fill_null(0)
    )
    unrwa, unrwa_source = load("refugees_unrwa", year=year)
    every = pl.concat([hosted, unrwa.select(country="asylum", hosted="refugees_unrwa")])
    people = every.group_by("country").agg(pl.col("hosted").sum()).filter(pl.col("country") != "UNK")
    population, wpp = load("demography_totals", year=year)
    product, economy = _product(year)
    frame = (
        population.select("country", population="pop_midyear")
        .join(people, on="country", how="full", coalesce=True)
        .join(product, on="country", how="left")
        .with_columns(pl.col("hosted").fill_null(0))
        .filter(~pl.col("country").is_in(list(WITHIN)))
    )
    known = pl.col("gdp").is_not_null() & pl.col("population").is_not_null()
    part = chosen.population * _share("population", known) + chosen.gdp * _share("gdp", known)
    frame = frame.with_columns(fair=pl.when(known).then(part * pl.col("hosted").filter(known).sum()))
    frame = frame.with_columns(
        gap=pl.col("hosted") - pl.col("fair"),
        per_1000=pl.col("hosted") / pl.col("population") * 1000,
        quality=pl.when(known).then(pl.lit(Quality.MODELLED.value)).otherwise(pl.lit(Quality.MISSING.value)),
        observed=pl.lit(Quality.OBSERVED.value),
    )
    return Hosting(frame.sort("hosted", descending=True), (source, unrwa_source, wpp, economy))


def to_even_out(frame: pl.DataFrame) -> float:
    """People who would have to move for every host to have its fair share: the sum of what is above it."""
    return float(frame.filter(pl.col("gap") > 0)["gap"].sum())


def resettled(year: int) -> tuple[int, Source]:
    """Refugees resettled in a year, from wherever, as UNHCR counts them."""
    frame, source = load("refugee_solutions", year=year)
    return int(frame["resettlement"].sum()), source


def _share(column: str, known: pl.Expr) -> pl.Expr:
    return pl.col(column) / pl.col(column).filter(known).sum()


def _product(year: int) -> tuple[pl.DataFrame, Source]:
    frame, source = load("economy", year=(year - OLDEST, year))
    latest = frame.filter(indicator=GDP).sort("year").group_by("country").last()
    return latest.select("country", gdp="value", gdp_year="year"), source
