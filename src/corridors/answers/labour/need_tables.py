"""Gaps of working age by country to 2050, and the corridors into them from origins whose working age grows."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import polars as pl

from corridors.answers.drivers.cohorts import END, START, YEARS, ages, cohorts, without_migration
from corridors.answers.statistics.stock_tables import bilateral
from corridors.concepts.quality import Quality
from corridors.data import Source, lazy

WORK, OLD = (20, 64), 65
"""Ages counted as working, 20 to 64, and as old, 65 and over."""


class Needs(NamedTuple):
    """One row a country; and the sources, populations first."""

    frame: pl.DataFrame
    sources: tuple[Source, ...]


@cache
def by_age() -> tuple[pl.DataFrame, Source]:
    """People of working age and old people by country and year, 2025 to 2050, medium projection.

    Returns:
        A frame: country, year, working, old, quality; and the source.
    """
    people, source = lazy("population")
    held = people.filter(pl.col("year").is_in(YEARS)).group_by("country", "year")
    made = held.agg(
        working=pl.col("population").filter(pl.col("age").is_between(*WORK)).sum(),
        old=pl.col("population").filter(pl.col("age") >= OLD).sum(),
    )
    return made.with_columns(quality=pl.lit(Quality.PROJECTED.value)).sort("country", "year").collect(), source


@cache
def needs() -> Needs:
    """What each country will have too few of in 2050, with the migration that WPP projects.

    `gap` is working(2025) - working(2050) where that is above zero, and zero elsewhere; `gap_support` is
    old(2050) * working(2025) / old(2025) - working(2050): whom it would take to keep as many of working age for each
    old person as today.

    Returns:
        A frame, largest gap first: country, working, working_end, change, change_share, own (the change if nobody
        moved), gap, gap_support, quality.
    """
    frame, source = by_age()
    start, end = (frame.filter(year=year).drop("year", "quality") for year in (START, END))
    both = start.join(end, on="country", suffix="_end").with_columns(
        change=pl.col("working_end") - pl.col("working"),
        gap_support=pl.col("old_end") * pl.col("working") / pl.col("old").clip(lower_bound=1) - pl.col("working_end"),
    )
    made = both.with_columns(
        change_share=pl.col("change") / pl.col("working").clip(lower_bound=1),
        gap=(-pl.col("change")).clip(lower_bound=0),
        gap_support=pl.col("gap_support").clip(lower_bound=0),
        quality=pl.lit(Quality.PROJECTED.value),
    )
    held = cohorts()
    work = ages(WORK[0], OLD)
    own = without_migration(held)[:, -1] @ work - held.population[:, 0] @ work
    alone = pl.DataFrame({"country": held.countries, "own": own})
    made = made.join(alone, on="country", how="left").sort("gap", descending=True)
    return Needs(made, (source, *held.sources[1:]))


def corridors(short: list[str]) -> pl.DataFrame:
    """Corridors into the places named that already have people and whose origin grows, most people first.

    Returns:
        A frame: origin, destination, stock (people born in the origin, latest year), growth (people of working age
        that the origin adds by 2050 if nobody moves), gap (of the destination), times (growth over gap), quality.
    """
    held = bilateral()
    rows = held.frame.filter(pl.col("year") == held.years[-1], pl.col("destination").is_in(short))
    frame = needs().frame
    growth = frame.filter(pl.col("own") > 0).select(origin="country", growth="own")
    gap = frame.filter(pl.col("gap") > 0).select(destination="country", gap="gap")
    made = rows.select("origin", "destination", "stock").join(growth, on="origin").join(gap, on="destination")
    return made.with_columns(
        times=pl.col("growth") / pl.col("gap"), quality=pl.lit(Quality.PROJECTED.value)
    ).sort("stock", descending=True)  # fmt: skip
