"""Who lives where at launch, by birthplace, sex and age: the foreign-born placed into the population."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from corridors.concepts.countries import UNKNOWN
from corridors.data import lazy
from corridors.scenarios.grids import Floats, grid, together
from corridors.world.ages import FIVE
from corridors.world.state import SEXES

STOCK_YEARS = (1990, 1995, 2000, 2005, 2010, 2015, 2020, 2024)
"""Dates of the United Nations' stocks, edition of 2024."""
AGE_EDITION = 2020
"""The edition whose stocks by age are published for all destinations; its last date is of the same year."""
OPEN_AGE = 75
"""The open age group of the stocks by age; above it the foreign-born are spread as everybody is."""
MOST_FOREIGN = 0.98
"""Largest share of an age group that may be foreign-born: our own bound, so that every country keeps natives of every
age. It binds in the Gulf at working ages, where ages and totals come from two publications."""
DATASETS = ("migrant_stock", "migrant_stock_unknown", "migrant_stock_age")


@dataclass(frozen=True)
class Foreign:
    """The foreign-born at launch: `people[R, B, S, A]`, persons, natives empty, unknown birthplace last.

    `year` is the date of the stocks, `carried` the people by whom they were changed to bring them to launch, and
    `capped` those who found no place below the largest share of an age group.
    """

    people: Floats
    year: int
    carried: float
    capped: float


def foreign_born(countries: tuple[str, ...], launch: int, population: Floats) -> Foreign:
    """Give the foreign-born of each country by birthplace, sex and age at launch.

    1. Stocks of the latest date up to launch, by birthplace and sex, are carried to launch with the population of the
       residence: `S = S[date] P[launch] / P[date]`, so that the foreign-born share of each country is kept.
    2. All birthplaces of a residence have the age pattern of its foreign-born (edition of 2020; in the open group from
       75 on that of the population); residences without a pattern take that of all others together.
    3. No age group is more than `MOST_FOREIGN` foreign-born: who is above goes to other ages in proportion to room.

    Args:
        countries: codes; launch: year; population: `[R, S, A]` at launch, persons.
    Source: United Nations, International Migrant Stock 2024 and 2020.
    """
    year = max((date for date in STOCK_YEARS if date <= launch), default=STOCK_YEARS[0])
    stock = stock_table(countries, year)
    growth = population.sum(axis=(1, 2)) / np.maximum(_population(countries, year), 1)
    now = stock * growth[:, None, None]
    total = now.sum(axis=1)
    by_age, capped = _placed(
        total[..., None] * _age_pattern(countries, min(launch, AGE_EDITION), population), population
    )
    origin = np.divide(now, total[:, None], out=np.zeros_like(now), where=total[:, None] > 0)
    return Foreign(origin[..., None] * by_age[:, None], year, float(now.sum() - stock.sum()), capped)


def ever_inhabited(countries: tuple[str, ...]) -> np.ndarray:
    """Pairs of residence and birthplace with a stock at any date: `[R, B]`, unknown birthplace last."""
    rows = together(lazy("migrant_stock")[0].filter(pl.col("stock") > 0).collect(), "origin", "destination")
    axes = {"destination": countries, "origin": (*countries, UNKNOWN)}
    known = grid(rows, axes, "stock") > 0
    known[:, -1] = True
    return known


def stock_table(countries: tuple[str, ...], year: int) -> Floats:
    """Foreign-born `[R, B, S]` at a date; people born where they live by an area counted together are natives."""
    rows = together(lazy("migrant_stock")[0].filter(pl.col("year") == year).collect(), "origin", "destination")
    stock = grid(rows, {"destination": countries, "origin": (*countries, UNKNOWN), "sex": SEXES}, "stock")
    index = np.arange(len(countries))
    stock[index, index] = 0
    totals = lazy("migrant_stock_unknown")[0].filter(pl.col("edition") == 2024, pl.col("year") == year).collect()
    unknown = grid(together(totals, "destination"), {"destination": countries, "sex": SEXES}, "stock_unknown_origin")
    elsewhere = rows.filter(~pl.col("origin").is_in(countries))
    stock[:, -1] = unknown + grid(elsewhere, {"destination": countries, "sex": SEXES}, "stock")
    return stock


def _population(countries: tuple[str, ...], year: int) -> Floats:
    rows = together(lazy("demography_totals")[0].filter(pl.col("year") == year).collect(), "country")
    return grid(rows, {"country": countries}, "pop_midyear")


def _age_pattern(countries: tuple[str, ...], year: int, population: Floats) -> Floats:
    """Shares of ages among the foreign-born of each residence and sex: `[R, S, A]`, adding to one over ages."""
    dates = [date for date in STOCK_YEARS if date <= max(year, STOCK_YEARS[0])]
    rows = lazy("migrant_stock_age")[0].filter(pl.col("edition") == AGE_EDITION, pl.col("year") == dates[-1]).collect()
    ages = tuple(age for age in FIVE.starts if age <= OPEN_AGE)
    axes = {"destination": countries, "sex": SEXES, "age": ages}
    found = grid(together(rows, "destination"), axes, "stock")
    none = found.sum(axis=-1) == 0
    found[none] = np.broadcast_to(found.sum(axis=0), found.shape)[none]
    first = len(ages) - 1
    old = population[..., first:]
    spread = old / np.maximum(old.sum(axis=-1, keepdims=True), 1)
    pattern = np.concatenate([found[..., :first], found[..., first:] * spread], axis=-1)
    return pattern / np.maximum(pattern.sum(axis=-1, keepdims=True), 1)


def _placed(wanted: Floats, population: Floats) -> tuple[Floats, float]:
    """Foreign-born `[R, S, A]` below the largest share of every age, and how many found no place."""
    room = MOST_FOREIGN * population
    placed = np.minimum(wanted, room)
    over = (wanted - placed).sum(axis=-1, keepdims=True)
    free = room - placed
    total = free.sum(axis=-1, keepdims=True)
    share = np.divide(np.minimum(over, total), total, out=np.zeros_like(total), where=total > 0)
    return placed + free * share, float(np.maximum(over - total, 0).sum())
