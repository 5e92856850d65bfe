"""Women's shares of the migrant stock: by pair now and then, by year, and where the source gives one share to all."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.statistics import stock_tables

if TYPE_CHECKING:
    from corridors.answers.asked import Asked

LEAST_WORLD, LEAST_PLACE = 50_000, 1_000
"""People below whom a pair is not ranked: in the world and its regions, and among the pairs of one country."""
SAME = 0.005
"""Standard deviation of women's shares over a destination's origins below which they are one share, passed on."""
LEAST_CHANGE = 100
"""People that a pair needs at the first date for the change of its share to be shown."""
BREAK = 40.0
"""Change of a share, in points, that says more of a change in the source than of people. Our own choice."""
ORIGINS_TO_JUDGE = 5
"""Origins of at least `LEAST_PLACE` people that a destination needs before its shares can be called one."""


def least(asked: Asked) -> int:
    """The people that a pair needs to be ranked.

    >>> from corridors.answers.asked import Asked
    >>> least(Asked()), least(Asked.named("Tonga"))
    (50000, 1000)
    """
    return LEAST_WORLD if asked.place is None else LEAST_PLACE


@cache
def one_share() -> tuple[str, ...]:
    """Destinations whose latest stock has the same share of women for all origins: passed on, not counted."""
    frame = stock_tables.bilateral().frame
    last = frame.filter((pl.col("year") == pl.col("year").max()) & (pl.col("stock") >= LEAST_PLACE))
    spread = last.group_by("destination").agg((pl.col("women") / pl.col("stock")).std().alias("spread"), pl.len())
    return tuple(spread.filter((pl.col("spread") < SAME) & (pl.col("len") >= ORIGINS_TO_JUDGE))["destination"].sort())


def by_pair(rows: pl.DataFrame, year: int) -> pl.DataFrame:
    """Pairs of one year with women's share then and at the first date, largest number of women first.

    Args:
        rows: origin, destination, year, stock, women (persons), quality.
    Returns: origin, destination, stock, women, share_women, before (the share at the first date), change (in points
        of a hundred), counted (false where the destination's origins all have one share), quality.
    """
    share = pl.col("women") / pl.col("stock")
    now = rows.filter(year=year).with_columns(share_women=share)
    earliest = (pl.col("year") == pl.col("year").min()) & (pl.col("year") < year)
    first = rows.filter(earliest).filter(pl.col("stock") >= LEAST_CHANGE).with_columns(before=share)
    return (
        now.join(first.select("origin", "destination", "before"), on=["origin", "destination"], how="left")
        .with_columns(
            change=(100 * (pl.col("share_women") - pl.col("before"))).round(1),
            counted=~pl.col("destination").is_in(one_share()),
        )
        .select("origin", "destination", "stock", "women", "share_women", "before", "change", "counted", "quality")
        .sort("women", "origin", "destination", descending=[True, False, False])
    )


def ranked(pairs: pl.DataFrame, smallest: int) -> pl.DataFrame:
    """The pairs of at least so many people whose share is their own, the highest share of women first."""
    kept = pairs.filter((pl.col("stock") >= smallest) & pl.col("counted"))
    return kept.sort("share_women", "women", descending=True)


def places(year: int, smallest: int) -> pl.DataFrame:
    """Women's share of the whole stock of each destination in one year, highest first: people of unknown origin too."""
    totals = stock_tables.bilateral().unknown.filter(edition=stock_tables.EDITION, year=year)
    women = pl.col("stock_total").filter(pl.col("sex") == "female").sum()
    sums = totals.group_by("destination").agg(
        stock=pl.col("stock_total").sum(), women=women, quality=pl.col("quality").first()
    )
    held = sums.filter(pl.col("stock") >= smallest).with_columns(share_women=pl.col("women") / pl.col("stock"))
    return held.sort("share_women", descending=True)


def leaving(asked: Asked) -> pl.DataFrame | None:
    """Pairs out of the country asked about, all years; None for another kind of subject."""
    if asked.country is None:
        return None
    return stock_tables.bilateral().frame.filter(origin=asked.country.code)
