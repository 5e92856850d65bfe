"""People by the country in which they live, as weights of instruments: unknown origin and territories stay in."""

from __future__ import annotations

from functools import cache

import polars as pl

from corridors.answers.statistics.stock_tables import EDITION, Stocks, bilateral
from corridors.concepts.quality import Quality


def stocks() -> Stocks:
    """The migrant stocks by pair, and by destination with people of unknown origin."""
    return bilateral()


@cache
def by_destination(year: int) -> pl.DataFrame:
    """People born elsewhere by country of residence: destination, stock (unknown origin included), unknown, quality.

    A destination that the publication lacks has no row.
    """
    rows = bilateral().unknown.filter(edition=EDITION, year=year)
    sums = rows.group_by("destination").agg(
        pl.col("stock_total").sum().alias("stock"),
        pl.col("stock_unknown_origin").sum().alias("unknown"),
        pl.col("quality").fill_null(Quality.MODELLED.value).first(),
    )
    return sums.sort("stock", descending=True)


def total(values: pl.Series) -> int:
    """The sum of a column of people; 0 of none.

    >>> import polars as pl
    >>> total(pl.Series([1, 2])), total(pl.Series([], dtype=pl.Int64))
    (3, 0)
    """
    return int(values.sum())
