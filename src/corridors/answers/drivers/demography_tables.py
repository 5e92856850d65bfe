"""Support ratios by country and the net migration that would hold a population, its workers or their ratio to "
"the old."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import polars as pl

from corridors.answers.drivers.cohorts import END, START, STEP, YEARS, Cohorts, ages, cohorts, needed, without_migration
from corridors.concepts.quality import Quality
from corridors.data import Source, lazy

WORK, OLD = (15, 65), 65
"""Working age and old age of the United Nations' study of 2000: 15 to 64, and 65 and over."""
LAST_ESTIMATE = 2023
"""The last whole year of net migration that World Population Prospects 2024 estimates."""


class Demography(NamedTuple):
    """One row a country; and the sources."""

    frame: pl.DataFrame
    sources: tuple[Source, ...]


@cache
def demography() -> Demography:
    """Support ratios and needed, projected and highest net migration of every country.

    Returns:
        A frame: country, population, working, ratio (people of 15 to 64 per person of 65 and over) in 2025,
        working_end, ratio_end (2050, medium projection), working_alone, ratio_alone (2050 if nobody moved),
        hold_population, hold_working, hold_ratio (net migrants a year on average from 2025 to 2050), projected (of
        the medium projection), most (highest mean of five years since 1950, null where it never gained),
        population_ratio (2050, with the ratio held), quality.
    """
    held = cohorts()
    start, end, alone = held.population[:, 0], held.population[:, -1], without_migration(held)[:, -1]
    work, old = ages(*WORK), ages(OLD)
    ratio = (start @ work) / np.maximum(start @ old, 1.0)
    weights = {
        "hold_population": np.ones_like(start),
        "hold_working": np.broadcast_to(work, start.shape),
        "hold_ratio": work[None] - ratio[:, None] * old[None],
    }
    span = END - START
    columns: dict[str, object] = {
        "country": list(held.countries), "population": start.sum(axis=1), "working": start @ work, "ratio": ratio,
        "working_end": end @ work, "ratio_end": (end @ work) / np.maximum(end @ old, 1.0),
        "working_alone": alone @ work, "ratio_alone": (alone @ work) / np.maximum(alone @ old, 1.0),
        "old": start @ old, "old_end": end @ old, "old_alone": alone @ old,
    }  # fmt: skip
    for name, weight in weights.items():
        migrants, path = needed(held, weight, (weight * start).sum(axis=1))
        columns[name] = migrants.sum(axis=1) / span
        if name == "hold_ratio":
            columns["population_ratio"] = path[:, -1].sum(axis=1)
    columns["projected"] = held.migration.sum(axis=(1, 2)) / span
    most, source = highest()
    frame = pl.DataFrame(columns).join(most, on="country", how="left")
    frame = frame.with_columns(quality=pl.lit(Quality.PROJECTED.value)).sort("hold_working", descending=True)
    return Demography(frame, (*held.sources, source))


def highest() -> tuple[pl.DataFrame, Source]:
    """The highest mean net migration of five years from 1950 to 2023, persons a year; null where none is above 0."""
    net, source = lazy("net_migration")
    past = net.filter(pl.col("year") <= LAST_ESTIMATE).sort("country", "year")
    mean = pl.col("net_migration").rolling_mean(STEP).over("country")
    made = past.with_columns(mean=mean).group_by("country").agg(most=pl.col("mean").max())
    return made.with_columns(pl.when(pl.col("most") > 0).then("most")).collect(), source


def by_year(countries: list[str]) -> pl.DataFrame:
    """People of 15 to 64 per person of 65 and over, and people of 15 to 64, of some countries together by year.

    Returns:
        A frame: year, ratio and working of the medium projection, ratio_alone and working_alone if nobody moved,
        quality.
    """
    held = cohorts()
    inside = [index for index, code in enumerate(held.countries) if code in set(countries)]
    paths = {"": held.population, "_alone": without_migration(held)}
    columns: dict[str, object] = {"year": list(YEARS)}
    for suffix, path in paths.items():
        summed = path[inside].sum(axis=0)
        working, old = summed @ ages(*WORK), summed @ ages(OLD)
        columns |= {f"ratio{suffix}": working / np.maximum(old, 1.0), f"working{suffix}": working}
    return pl.DataFrame(columns).with_columns(quality=pl.lit(Quality.PROJECTED.value))


def returned(held: Cohorts) -> np.ndarray:
    """Total populations of 2050 by the arithmetic with WPP's own migration, over WPP's: one where nothing is lost."""
    from corridors.answers.drivers.cohorts import step

    now = held.population[:, 0]
    for period in range(len(YEARS) - 1):
        now = step(now, held.migration[:, period], held.survival[:, period], held.births[:, period])
    return now.sum(axis=1) / held.population[:, -1].sum(axis=1)
