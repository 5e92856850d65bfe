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
from corridors.scenarios import single_ages
from corridors.scenarios.grids import Floats, grid, mean_grid, together
from corridors.world.ages import FIVE, SINGLE, Ages
from corridors.world.lifetable import abridged, surviving, survivorship
from corridors.world.state import SEXES

STEP = FIVE.width
"""Years of a period and of an age group of the data."""
FIRST, LAST = 1950, 2100
"""First and last year of the demographic data."""
NET_FROM = 2020
"""From here on net migration is published by age and sex."""
DATASETS = ("population", "mortality", "net_migration_age")
"""What every run needs, besides the data on fertility of its step."""
DATASETS_OF_STEP = {5: ("fertility_5y",), 1: ("fertility", "demography_totals")}
DEATH_AGES = (0, 1, *FIVE.starts[1:])
MOTHERS = tuple(range(15, 50, STEP))
YOUNGEST, OLDEST = 10, 50
"""Age groups of mothers that annual data have besides."""


@dataclass(frozen=True)
class Demography:
    """What World Population Prospects says of each period from launch on, T periods, R countries.

    `population[R, S, 21]` at launch, by five years; `survival[T, R, S, A]`, `infant[T, R, S]`, `fertility[T, R, F]`,
    `sex_ratio[T, R]` and `net[T, R, S, 21]` as in `corridors.world.state.Inputs`; net migration is zero where it is not
    published by age.
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


def check_years(launch: int, until: int, step: int = STEP) -> tuple[int, ...]:
    """The dates of a run, launch and end included.

    Args:
        launch: a fifth year; until: one too or, in steps of one year, any; step: years between dates, 5 or 1.
    Raises:
        NotCovered: years that are not those from 1950 to 2100, or that do not run forward; InvalidInput: another step.

    >>> check_years(2025, 2035), check_years(2025, 2027, step=1)
    ((2025, 2030, 2035), (2025, 2026, 2027))
    """
    between = Ages(step).width
    for name, year, every in (("launch", launch, STEP), ("end", until, between)):
        if year % every or not FIRST <= year <= LAST:
            raise NotCovered(
                f"A run cannot have its {name} in {year}.",
                hint=f"Demographic data stand at every fifth year from {FIRST} to {LAST}; "
                f"nearest: {min(max(round(year / STEP) * STEP, FIRST), LAST)}.",
            )
    if until <= launch:
        raise NotCovered(f"A run from {launch} to {until} does not run forward.", hint="Choose a later end.")
    return tuple(range(launch, until + 1, between))


def demography(launch: int, until: int, step: int = STEP) -> Demography:
    """Read the demography of a run: population at launch, and the rates of each period.

    In steps of one year death rates change within five years (`single_ages.yearly_rates`), survivors by single age are
    those of `single_ages.lived`, and net migration has the year's published total (`_yearly_net`). Fertility is that of
    the two calendar years of which a period from July to June has halves, mothers under 15 and from 50 on counted in
    the nearest group.

    Sources: United Nations, World Population Prospects 2024, https://population.un.org/wpp/ ; years lived by infants
    who die after Coale and Demeny (`tables/life_table.csv`).

    >>> world = demography(2025, 2030)
    >>> world.survival.shape, float(round(world.population.sum() / 1e9, 3))
    ((1, 235, 2, 21), 8.232)
    >>> demography(2025, 2027, step=1).survival.shape
    (2, 235, 2, 101)
    """
    years = check_years(launch, until, step)
    areas, starts = countries(), fifth_years(launch, until)[:-1]
    by_age = {"country": areas, "sex": SEXES, "age": FIVE.starts}
    people = together(lazy("population")[0].filter(pl.col("year") == launch).collect(), "country")
    moves = together(lazy("net_migration_age")[0].filter(pl.col("period_start").is_in(starts)).collect(), "country")
    net = grid(moves, {"period_start": starts, **by_age}, "net_migration")
    if step == STEP:
        rates = death_rates(starts)
        survival, infant = jax.jit(survivorship)(rates, *_lived(rates[..., 0]))
        fertility, sex_ratio = fertility_rates(starts)
    else:
        survival, infant = _surviving_single(starts, len(years) - 1)
        fertility, sex_ratio = _fertility_single(years)
        net = _yearly_net(net, years)
    return Demography(
        countries=areas,
        years=years,
        population=grid(people, by_age, "population"),
        survival=np.asarray(survival, dtype=np.float64),
        infant=np.asarray(infant, dtype=np.float64),
        fertility=fertility,
        sex_ratio=sex_ratio,
        net=net,
    )


def fifth_years(launch: int, until: int) -> tuple[int, ...]:
    """The dates of the data that a run needs: every fifth year from launch to the end or the first after it.

    >>> fifth_years(2025, 2032)
    (2025, 2030, 2035)
    """
    return tuple(range(launch, until + STEP, STEP))


def fertility_rates(starts: tuple[int, ...]) -> tuple[Floats, Floats]:
    """Birth rates `[T, R, 7]` and boys per girl `[T, R]` of periods of five years."""
    periods = pl.col("period_start").is_in(starts)
    births = together(lazy("fertility_5y")[0].filter(periods).collect(), "country")
    over = {"period_start": starts, "country": countries()}
    return (
        mean_grid(births, {**over, "age": MOTHERS}, "asfr", "fertility"),
        mean_grid(births, over, "srb", "sex ratio at birth"),
    )


def _fertility_single(years: tuple[int, ...]) -> tuple[Floats, Floats]:
    """Birth rates `[T, R, 35]` and boys per girl `[T, R]` of periods from July to June: means of calendar years."""
    rows = together(lazy("fertility")[0].filter(pl.col("year").is_in(years)).collect(), "country")
    over = {"year": years, "country": countries()}
    groups = mean_grid(rows, {**over, "age": (YOUNGEST, *MOTHERS, OLDEST)}, "asfr", "fertility")
    groups[..., 1] += groups[..., 0]
    groups[..., -2] += groups[..., -1]
    ratio = mean_grid(rows, over, "srb", "sex ratio at birth")
    rates = single_ages.fertility(groups[..., 1:-1])
    return (rates[1:] + rates[:-1]) / 2, (ratio[1:] + ratio[:-1]) / 2


def death_rates(starts: tuple[int, ...]) -> Floats:
    """Death rates of periods of five years, `[N, R, S, 22]`."""
    rows = together(lazy("mortality")[0].filter(pl.col("period_start").is_in(starts)).collect(), "country")
    axes = {"period_start": starts, "country": countries(), "sex": SEXES, "age": DEATH_AGES}
    return mean_grid(rows, axes, "mx", "death rate")


def _surviving_single(starts: tuple[int, ...], years: int) -> tuple[Floats, Floats]:
    """Survival `[T, R, S, 101]` and that of infants `[T, R, S]` over each year.

    The periods before the first and after the last are read too: rates of a year do not depend on the end of the run.
    """
    known = (starts[0] - STEP, *starts, *(next_ for next_ in (starts[-1] + STEP,) if next_ < LAST))
    rates = single_ages.yearly_rates(death_rates(known))[STEP:][:years]
    dying, lived = (np.asarray(part, np.float64) for part in jax.jit(abridged)(rates, *_lived(rates[..., 0])))
    survival, infant = surviving(single_ages.lived(dying, lived), 1.0)
    return np.asarray(survival, np.float64), np.asarray(infant, np.float64)


def _yearly_net(net: Floats, years: tuple[int, ...]) -> Floats:
    """Net migration of each year, July to June, `[T, R, S, 21]`, from that of five years, whose total is kept.

    A fifth of the five years' by age, and what the year's total differs from a fifth of theirs in proportion to how
    many people move at each age: `N[y, x] = N[x] / 5 + (N[y] - N / 5) |N[x]| / sum |N|`.
    """
    dates = fifth_years(years[0], years[-1])
    within = pl.col("year").is_between(dates[0], dates[-1])
    rows = together(lazy("demography_totals")[0].filter(within).collect(), "country")
    total = grid(rows, {"year": tuple(range(dates[0], dates[-1] + 1)), "country": countries()}, "net_migration")
    halves = ((total[1:] + total[:-1]) / 2).reshape(-1, STEP, total.shape[-1])
    apart = halves - halves.mean(axis=1, keepdims=True)
    size = np.abs(net)
    share = size / np.maximum(size.sum(axis=(2, 3), keepdims=True), 1)
    yearly = net[:, None] / STEP + apart[..., None, None] * share[:, None]
    return yearly.reshape(-1, *net.shape[1:])[: len(years) - 1]


def births(launch: int) -> Floats:
    """Births `[R, 100]` in the years, July to June, in which people of 0, 1 ... 99 years at launch were born.

    Before 1950 they are those of 1950; nowhere less than a thousandth of the country's mean.
    """
    years = tuple(range(FIRST, launch + 1))
    rows = together(lazy("demography_totals")[0].filter(pl.col("year").is_in(years)).collect(), "country")
    born = grid(rows, {"country": countries(), "year": years}, "births")
    halves = (born[:, 1:] + born[:, :-1])[:, ::-1] / 2
    before = np.broadcast_to(born[:, :1], (len(born), SINGLE.count - 1 - halves.shape[1]))
    found = np.concatenate([halves, before], axis=1)
    return np.maximum(found, found.mean(axis=1, keepdims=True) / 1000)


def populations(years: tuple[int, ...]) -> Floats:
    """The population of World Population Prospects at dates: `[T, R, S, A]`, persons."""
    people = together(lazy("population")[0].filter(pl.col("year").is_in(years)).collect(), "country")
    return grid(people, {"year": years, "country": countries(), "sex": SEXES, "age": FIVE.starts}, "population")


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
