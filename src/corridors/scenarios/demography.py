"""Population, survival, fertility and net migration of every country, from World Population Prospects 2024."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import jax
import numpy as np
import polars as pl

from corridors.data import lazy
from corridors.errors import NotCovered
from corridors.scenarios.grids import Floats, grid, mean_grid, together
from corridors.world.lifetable import survivorship
from corridors.world.state import AGES, SEXES

STEP = 5
"""Years of a period and of an age group."""
FIRST, LAST = 1950, 2100
"""First and last year of the demographic data."""
NET_FROM = 2020
"""From here on net migration is published by age and sex."""
DATASETS = ("population", "mortality", "fertility_5y", "net_migration_age")
DEATH_AGES = (0, 1, *AGES[1:])
MOTHERS = tuple(range(15, 50, STEP))


@dataclass(frozen=True)
class Demography:
    """What World Population Prospects says of each period from launch on, T periods, R countries.

    `population[R, S, A]` at launch; `survival[T, R, S, A]`, `infant[T, R, S]`, `fertility[T, R, 7]`, `sex_ratio[T, R]`
    and `net[T, R, S, A]` as in `corridors.world.state.Inputs`; net migration is zero where it is not published by age.
    """

    countries: tuple[str, ...]
    years: tuple[int, ...]
    population: Floats
    survival: Floats
    infant: Floats
    fertility: Floats
    sex_ratio: Floats
    net: Floats


@cache
def countries() -> tuple[str, ...]:
    """Codes of all countries and areas of the world model, sorted; the Channel Islands are one.

    >>> len(countries()), countries()[:2]
    (235, ('ABW', 'AFG'))
    """
    found = together(lazy("population")[0].select("country").unique().collect(), "country")
    return tuple(sorted(set(found["country"])))


def check_years(launch: int, until: int) -> tuple[int, ...]:
    """The dates of a run, launch and end included.

    Raises:
        NotCovered: years that are no fifth years from 1950 to 2100, or that do not run forward.

    >>> check_years(2025, 2035)
    (2025, 2030, 2035)
    """
    for name, year in (("launch", launch), ("end", until)):
        if year % STEP or not FIRST <= year <= LAST:
            raise NotCovered(
                f"A run cannot have its {name} in {year}.",
                hint=f"Demographic data stand at every fifth year from {FIRST} to {LAST}; "
                f"nearest: {min(max(round(year / STEP) * STEP, FIRST), LAST)}.",
            )
    if until <= launch:
        raise NotCovered(f"A run from {launch} to {until} does not run forward.", hint="Choose a later end.")
    return tuple(range(launch, until + 1, STEP))


def demography(launch: int, until: int) -> Demography:
    """Read the demography of a run: population at launch, and the rates of each period.

    Sources: United Nations, World Population Prospects 2024, https://population.un.org/wpp/ ; years lived by infants
    who die after Coale and Demeny (`tables/life_table.csv`).

    >>> world = demography(2025, 2030)
    >>> world.survival.shape, float(round(world.population.sum() / 1e9, 3))
    ((1, 235, 2, 21), 8.232)
    """
    years = check_years(launch, until)
    areas, starts = countries(), years[:-1]
    by_age = {"country": areas, "sex": SEXES, "age": AGES}
    people = together(lazy("population")[0].filter(pl.col("year") == launch).collect(), "country")
    periods = pl.col("period_start").is_in(starts)
    mortality = together(lazy("mortality")[0].filter(periods).collect(), "country")
    births = together(lazy("fertility_5y")[0].filter(periods).collect(), "country")
    moves = together(lazy("net_migration_age")[0].filter(periods).collect(), "country")
    rates = mean_grid(
        mortality, {"period_start": starts, "country": areas, "sex": SEXES, "age": DEATH_AGES}, "mx", "death rate"
    )
    survival, infant = jax.jit(survivorship)(rates, *_lived(rates[..., 0]))
    over = {"period_start": starts, "country": areas}
    return Demography(
        countries=areas,
        years=years,
        population=grid(people, by_age, "population"),
        survival=np.asarray(survival, dtype=np.float64),
        infant=np.asarray(infant, dtype=np.float64),
        fertility=mean_grid(births, {**over, "age": MOTHERS}, "asfr", "fertility"),
        sex_ratio=mean_grid(births, over, "srb", "sex ratio at birth"),
        net=grid(moves, {"period_start": starts, **by_age}, "net_migration"),
    )


def populations(years: tuple[int, ...]) -> Floats:
    """The population of World Population Prospects at dates: `[T, R, S, A]`, persons."""
    people = together(lazy("population")[0].filter(pl.col("year").is_in(years)).collect(), "country")
    return grid(people, {"year": years, "country": countries(), "sex": SEXES, "age": AGES}, "population")


def _lived(infant_rate: Floats) -> tuple[Floats, Floats]:
    """Years lived at age 0, and at 1-4, by those who die there, from the death rate at age 0: `[..., sex]`."""
    value = _life_table()
    high = infant_rate >= value["threshold"]
    lived = []
    for age in ("lived0", "lived1"):
        constant, slope, top = (
            np.array([value[f"{age}_{sex}_{part}"] for sex in SEXES]) for part in ("constant", "slope", "high")
        )
        lived.append(np.where(high, top, constant + slope * infant_rate))
    return lived[0], lived[1]


@cache
def _life_table() -> dict[str, float]:
    text = (files("corridors.scenarios") / "tables" / "life_table.csv").read_text(encoding="utf-8")
    return {row["name"]: float(row["value"]) for row in csv.DictReader(text.splitlines())}
