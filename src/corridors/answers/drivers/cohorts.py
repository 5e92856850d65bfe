"""Cohort arithmetic: populations by age with and without migration, and the migration that would hold a number."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.data import Source, lazy

Floats = NDArray[np.float64]
START, END, STEP = 2025, 2050, 5
YEARS = tuple(range(START, END + 1, STEP))
AGES = tuple(range(0, 101, STEP))
"""The first age of each group; the last is open."""
CHILDBEARING = (15, 20, 25, 30, 35, 40, 45)
MOST_SURVIVE = 1.0
"""No more of a cohort can be alive than there were, as small places' rounded figures may imply."""


class Cohorts(NamedTuple):
    """World Population Prospects as arrays: countries x years or periods x age groups, both sexes, persons.

    `population` `[country, year, age]` on 1 July; `migration` `[country, period, age]` in five years, by age at the
    end; `survival` `[country, period, age]`, from each group into the next (the last two into the open one);
    `births` `[country, period, age]`, children alive at the end per person of each age through the period;
    `profile` `[age]`, the ages of net immigrants, adding up to one.
    """

    countries: tuple[str, ...]
    population: Floats
    migration: Floats
    survival: Floats
    births: Floats
    profile: Floats
    sources: tuple[Source, ...]


@cache
def cohorts() -> Cohorts:
    """Populations, migration, survival and births from 2025 to 2050 as WPP's medium projection implies them.

    Half of a period's migrants are there from its start and half at its end. Survival is then
    `s_a = (P'_{a+5} - m_{a+5} / 2) / (P_a + m_a / 2)`, and births per person are the rates of WPP by age, scaled so
    that the children are WPP's. With WPP's own migration the arithmetic returns WPP's populations, but for survival
    above one, which is cut off: that costs up to one per cent of the population of 2050, and more in the Gulf states.
    """
    people, of_people = lazy("population")
    moved, of_moved = lazy("net_migration_age")
    rates, of_rates = lazy("fertility_5y")
    held = people.filter(pl.col("year").is_in(YEARS)).group_by("country", "year", "age", "sex")
    counted = held.agg(value=pl.col("population").sum()).collect()
    both = counted.group_by("country", "year", "age").agg(pl.col("value").sum())
    women = counted.filter(sex="female").drop("sex")
    starts = YEARS[:-1]
    net = moved.filter(pl.col("period_start").is_in(starts)).group_by("country", "period_start", "age")
    net = net.agg(value=pl.col("net_migration").sum()).collect()
    asfr = rates.filter(pl.col("period_start").is_in(starts), variant="medium")
    asfr = asfr.select("country", "period_start", "age", value="asfr").collect()
    countries = tuple(sorted(set(both["country"]) & set(net["country"]) & set(asfr["country"])))
    population = _array(both, "year", countries, YEARS)
    female = _array(women, "year", countries, YEARS) / np.maximum(population, 1.0)
    migration = _array(net, "period_start", countries, starts)
    fertility = _array(asfr, "period_start", countries, starts) * female[:, :-1]
    survival = _survival(population, migration)
    births = _births(population, migration, survival, fertility)
    return Cohorts(
        countries, population, migration, survival, births, _profile(migration), (of_people, of_moved, of_rates)
    )


def _array(frame: pl.DataFrame, time: str, countries: tuple[str, ...], times: tuple[int, ...]) -> Floats:
    """A long frame as an array `[country, time, age]`; a cell without a row is zero."""
    places = pl.DataFrame({"country": countries}).with_row_index("c")
    when = pl.DataFrame({time: times}).with_row_index("t").with_columns(pl.col(time).cast(pl.Int64))
    joined = frame.join(places, on="country").join(when, on=time)
    made = np.zeros((len(countries), len(times), len(AGES)))
    made[joined["c"], joined["t"], (joined["age"] // STEP).to_numpy()] = joined["value"].to_numpy()
    return made


def _survival(population: Floats, migration: Floats) -> Floats:
    exposed = np.maximum(population[:, :-1] + migration / 2, 1.0)
    arrived = population[:, 1:] - migration / 2
    share = np.zeros_like(migration)
    share[..., :-2] = arrived[..., 1:-1] / exposed[..., :-2]
    share[..., -2:] = (arrived[..., -1] / (exposed[..., -2] + exposed[..., -1]))[..., None]
    return np.clip(share, 0.0, MOST_SURVIVE)


def _births(population: Floats, migration: Floats, survival: Floats, fertility: Floats) -> Floats:
    """Rates scaled to WPP's children: `k = (P'_0 - m_0 / 2) / sum_a f_a (x_a + x'_a) / 2`, times f."""
    mothers = fertility * (population[:, :-1] + population[:, 1:]) / 2
    children = population[:, 1:, 0] - migration[..., 0] / 2
    scale = np.maximum(children, 0.0) / np.maximum(mothers.sum(axis=-1), 1.0 / STEP)
    return fertility * scale[..., None]


def _profile(migration: Floats) -> Floats:
    """Ages of net immigrants in the countries that WPP projects to gain, to 2050."""
    gaining = migration.sum(axis=(1, 2)) > 0
    ages = np.maximum(migration[gaining].sum(axis=(0, 1)), 0.0)
    return ages / ages.sum()


def step(before: Floats, migrants: Floats, survival: Floats, births: Floats) -> Floats:
    """Populations five years on: `x' = B((x + m / 2) then survived + m / 2)`, with children of the mean population.

    Args:
        before, migrants: `[country, age]`, persons at the start and net migrants in the five years; survival, births:
            `[country, age]` of the period.

    >>> one = np.zeros((1, len(AGES))); one[0, 5] = 100.0
    >>> float(step(one, np.zeros_like(one), np.ones_like(one), np.zeros_like(one))[0, 6])
    100.0
    """
    lived = (before + migrants / 2) * survival
    after = np.zeros_like(before)
    after[:, 1:] = lived[:, :-1]
    after[:, -1] += lived[:, -1]
    after[:, 1:] += migrants[:, 1:] / 2
    after[:, 0] = (births * (before + after) / 2).sum(axis=1) + migrants[:, 0] / 2
    return after


def needed(held: Cohorts, weights: Floats, target: Floats) -> tuple[Floats, Floats]:
    """Net migrants in each period that hold a weighted sum of ages at a target, none where it is above it anyway.

    A step is linear in the migrants, so that with `x'(m) = x'(0) + m g`, g the effect of one migrant of the profile,
    `m = max(0, (target - w x'(0)) / w g)`.

    Args:
        weights: `[country, age]`; target: `[country]`.
    Returns: migrants `[country, period]`, and populations `[country, year, age]` with them.
    Source: United Nations (2000), Replacement Migration, ST/ESA/SER.A/206, for the scenarios that this simplifies.
    """
    now = held.population[:, 0]
    path, moved = [now], []
    unit = np.broadcast_to(held.profile, now.shape)
    for period in range(len(YEARS) - 1):
        survival, births = held.survival[:, period], held.births[:, period]
        alone = step(now, np.zeros_like(now), survival, births)
        effect = (weights * (step(now, unit, survival, births) - alone)).sum(axis=1)
        short = target - (weights * alone).sum(axis=1)
        migrants = np.maximum(short, 0.0) / effect
        now = step(now, migrants[:, None] * unit, survival, births)
        moved.append(migrants)
        path.append(now)
    return np.stack(moved, axis=1), np.stack(path, axis=1)


def without_migration(held: Cohorts) -> Floats:
    """Populations `[country, year, age]` from 2025 on if nobody moved."""
    now = held.population[:, 0]
    path = [now]
    for period in range(len(YEARS) - 1):
        now = step(now, np.zeros_like(now), held.survival[:, period], held.births[:, period])
        path.append(now)
    return np.stack(path, axis=1)


def ages(first: int, last: int | None = None) -> Floats:
    """A weight of one for the age groups from `first` up to before `last`.

    >>> int(ages(15, 65).sum()), int(ages(65).sum())
    (10, 8)
    """
    return np.array([float(first <= age and (last is None or age < last)) for age in AGES])
