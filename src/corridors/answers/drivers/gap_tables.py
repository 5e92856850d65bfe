"""Gaps between the two ends of each corridor: income, unemployment, age and schooling, weighted by who has moved."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import polars as pl

from corridors.answers.statistics.stock_tables import bilateral
from corridors.concepts.quality import Quality
from corridors.data import Source, load

OLDEST = 5
"""Years by which an indicator may be older than the stock it is set against."""


class Measure(NamedTuple):
    """One thing in which two ends differ: its indicator in `economy`, how a gap is taken, and how it is said."""

    indicator: str
    label: str
    ratio: bool
    scale: float = 1.0


MEASURES = {
    "income": Measure("NY.GDP.PCAP.PP.KD", "GDP per head, constant 2021 international dollars", ratio=True),
    "unemployment": Measure("SL.UEM.TOTL.ZS", "Unemployment, % of the labour force", ratio=False),
    "median_age": Measure("WPP.MEDIAN_AGE", "Median age, years", ratio=False),
    "schooling": Measure("WCDE.POST_SECONDARY", "Post-secondary education, % of people aged 15 and over", False, 100.0),
}
"""A gap is the destination's value over the origin's (`ratio`), or less the origin's."""


class Gaps(NamedTuple):
    """Corridors with both ends' values and gaps, one row a corridor and year; and the sources."""

    frame: pl.DataFrame
    sources: tuple[Source, ...]


@cache
def gaps() -> Gaps:
    """All corridors of all years of the stock, with the values of both ends and the gap of each measure.

    A value is the latest of the five years up to the stock's. Where an end has none, the gap is null.

    Returns:
        A frame: origin, destination, year, stock, `<measure>_origin`, `<measure>_destination`, `<measure>_gap`,
        quality.
    """
    stocks = bilateral()
    economy, source = load("economy")
    frame = stocks.frame.select("origin", "destination", "year", "stock")
    for name, measure in MEASURES.items():
        values = _values(economy, measure, stocks.years, name)
        for end in ("origin", "destination"):
            renamed = values.rename({"country": end, name: f"{name}_{end}"})
            frame = frame.join(renamed, on=[end, "year"], how="left")
        here, there = pl.col(f"{name}_origin"), pl.col(f"{name}_destination")
        frame = frame.with_columns((there / here if measure.ratio else there - here).alias(f"{name}_gap"))
    known = pl.col("income_gap").is_not_null()
    marked = frame.with_columns(
        quality=pl.when(known).then(pl.lit(Quality.MODELLED.value)).otherwise(pl.lit(Quality.MISSING.value))
    )
    return Gaps(marked, (stocks.source, source))


def yearly(frame: pl.DataFrame) -> pl.DataFrame:
    """Each gap by year, averaged over people: `sum stock * gap / sum stock` over corridors whose gap is known.

    An income ratio is averaged as a geometric mean, so that a ratio of two and one of a half even out.

    Returns:
        A frame: year, stock, covered (share of people whose income gap is known), `<measure>_gap`,
        richer (share of the covered who live where income is higher than where they were born), quality.
    """
    weight = pl.col("stock")
    known = pl.col("income_gap").is_not_null()
    means = [_mean(name, measure.ratio).alias(f"{name}_gap") for name, measure in MEASURES.items()]
    return (
        frame.group_by("year")
        .agg(
            weight.sum(),
            (weight.filter(known).sum() / weight.sum()).alias("covered"),
            *means,
            pl.when(known.any()).then(_part(pl.col("income_gap") > 1, known)).alias("richer"),
        )
        .with_columns(quality=pl.lit(Quality.MODELLED.value))
        .sort("year")
    )


def _part(of: pl.Expr, among: pl.Expr) -> pl.Expr:
    return pl.col("stock").filter(of).sum() / pl.col("stock").filter(among).sum()


def _mean(name: str, ratio: bool) -> pl.Expr:
    gap = pl.col(f"{name}_gap")
    known = gap.is_not_null() & ((gap > 0) if ratio else pl.lit(value=True))
    value = gap.log() if ratio else gap
    people = pl.col("stock").filter(known).sum()
    mean = pl.when(people > 0).then((value * pl.col("stock")).filter(known).sum() / people)
    return mean.exp() if ratio else mean


def _values(economy: pl.DataFrame, measure: Measure, years: list[int], name: str) -> pl.DataFrame:
    value = pl.col("value") * measure.scale
    held = economy.filter(indicator=measure.indicator).select("country", seen="year", value=value).drop_nulls()
    held = held.sort("seen")
    wanted = held.select("country").unique().join(pl.DataFrame({"year": years}), how="cross").sort("year")
    joined = wanted.join_asof(
        held, left_on="year", right_on="seen", by="country", tolerance=OLDEST, check_sortedness=False
    )
    return joined.select("country", "year", pl.col("value").alias(name)).drop_nulls()
