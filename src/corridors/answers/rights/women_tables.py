"""Women and children who migrate, as far as they are counted: stocks by sex and by age, asylum applicants by sex."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import polars as pl

from corridors.answers.rights import instruments
from corridors.answers.statistics import stock_tables
from corridors.answers.statistics.gender_tables import one_share
from corridors.concepts.quality import Quality
from corridors.content.scalars import scalar
from corridors.data import Source, load

AGE_EDITION = 2020
"""The edition of the stock by age that the package carries."""
UNDER_15, UNDER_20 = 15, 20
"""Upper limits of childhood in five-year groups; the publication does not tell people under 18 apart."""
UNION = "EU27"
PROTECTING = {
    "CRC": "child", "CRC-OPSC": "sale", "CEDAW": "women", "TRAFFICKING2000": "trafficking", "ILO-C189": "domestic",
    "MAINTENANCE1956": "maintenance", "ICRMW": "workers",
}  # fmt: skip
"""The instruments for women and children who migrate, and their columns."""


class Children(NamedTuple):
    """Stocks by age group at one date (destination, stock, under_15, under_20, quality), the year and the source."""

    frame: pl.DataFrame
    year: int
    source: Source


@cache
def children(year: int) -> Children:
    """People born elsewhere by broad age in the latest year up to one with ages."""
    frame, source = load("migrant_stock_age")
    held = frame.filter(edition=AGE_EDITION)
    years = held["year"].unique().to_list()
    last = max((one for one in years if one <= year), default=min(years))
    rows = held.filter(year=last)
    sums = rows.group_by("destination").agg(
        pl.col("stock").sum(),
        pl.col("stock").filter(pl.col("age") < UNDER_15).sum().alias("under_15"),
        pl.col("stock").filter(pl.col("age") < UNDER_20).sum().alias("under_20"),
    )
    known = sums.filter(pl.col("stock") > 0).with_columns(quality=pl.lit(Quality.MODELLED.value))
    return Children(with_shares(known).sort("under_20", descending=True), last, source)


def with_shares(rows: pl.DataFrame) -> pl.DataFrame:
    """Add the shares of people under 15 and under 20."""
    return rows.with_columns(
        share_15=pl.col("under_15") / pl.col("stock"), share_20=pl.col("under_20") / pl.col("stock")
    )


def pairs(year: int) -> pl.DataFrame:
    """Pairs with women's share; `told` is false where the destination gives all its origins one share.

    Columns: origin, destination, stock, women, share_women (null where not told), told, quality.
    """
    frame = stock_tables.bilateral().frame.filter(year=year)
    told = ~pl.col("destination").is_in(one_share())
    share = pl.when(told).then(pl.col("women") / pl.col("stock"))
    return frame.with_columns(told=told, share_women=share).sort("women", descending=True)


def destinations(year: int) -> pl.DataFrame:
    """Women among people born elsewhere by place of residence, those of unknown origin among them.

    Columns: destination, stock, women, share_women, quality.
    """
    rows = stock_tables.bilateral().unknown.filter(edition=stock_tables.EDITION, year=year)
    sums = rows.group_by("destination").agg(
        pl.col("stock_total").sum().alias("stock"),
        pl.col("stock_total").filter(pl.col("sex") == "female").sum().alias("women"),
        pl.col("quality").fill_null(Quality.MODELLED.value).first(),
    )
    return sums.with_columns(
        share_women=pl.when(pl.col("stock") > 0).then(pl.col("women") / pl.col("stock"))
    ).sort("women", descending=True)  # fmt: skip


class Applicants(NamedTuple):
    """First-time asylum applicants in Europe (asylum, origin, women, people, share_women), the year and the source."""

    frame: pl.DataFrame
    year: int
    source: Source


@cache
def applicants(year: int) -> Applicants | None:
    """First-time asylum applicants by host, citizenship and sex in the latest year up to one; None before the first."""
    frame, source = load("eu_asylum_first_time")
    held = frame.filter(pl.col("asylum") != UNION, pl.col("year") <= year)
    if held.is_empty():
        return None
    last = int(scalar(held["year"].max()))
    sums = held.filter(year=last).group_by("asylum", "origin").agg(
        pl.col("first_time_applicants").sum().alias("people"),
        pl.col("first_time_applicants").filter(pl.col("sex") == "female").sum().alias("women"),
    )  # fmt: skip
    return Applicants(sums.with_columns(quality=pl.lit(Quality.OBSERVED.value)), last, source)


def by_host(rows: pl.DataFrame) -> pl.DataFrame:
    """Applicants and women's share by host country."""
    sums = rows.group_by("asylum").agg(pl.col("people").sum(), pl.col("women").sum(), pl.col("quality").first())
    return sums.with_columns(share_women=pl.col("women") / pl.col("people")).sort("people", descending=True)


def standings() -> pl.DataFrame:
    """Each State's standing to the instruments in `PROTECTING`: country, one column for each, quality."""
    frame = instruments.standings().filter(pl.col("instrument").is_in(list(PROTECTING)))
    wide = frame.with_columns(pl.col("instrument").replace_strict(PROTECTING)).pivot(
        "instrument", index="country", values="state"
    )
    return wide.with_columns(quality=pl.lit(Quality.OBSERVED.value))
