"""Openness to short visits by country, year and coding: from 1973 to 2013 in one coding, since 2019 in another."""

from __future__ import annotations

import datetime
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from corridors.answers.borders.visa_classes import BAN, CLASSES, NO_VISA, SIMPLER
from corridors.concepts.quality import Quality
from corridors.content.scalars import scalar
from corridors.data import Source, lazy, load
from corridors.errors import DataUnavailable

if TYPE_CHECKING:
    from collections.abc import Collection

SINCE_2019, TO_2013 = "Passport Index, 2019 to 2025", "DEMIG VISA, 1973 to 2013"
"""The two codings; visas on arrival are a class in the first only, and 2014 to 2018 is in neither."""
POPULATION_YEAR = 2024
OPEN_IN_DEMIG = "no visa"


class Snapshots(NamedTuple):
    """Requirements by date, passport and destination with the group of their class, and the source."""

    frame: pl.DataFrame
    source: Source

    @property
    def dates(self) -> dict[int, datetime.date]:
        """The last date of each year."""
        days = self.frame["date"].unique().sort()
        return {day.year: day for day in days}


@cache
def snapshots() -> Snapshots:
    """All seven dates of the Passport Index."""
    frame, source = load("visa")
    groups = {code: known.group for code, known in CLASSES.items()}
    return Snapshots(frame.with_columns(group=pl.col("requirement").replace_strict(groups)), source)


def openness(pairs: pl.DataFrame) -> pl.DataFrame:
    """For each country, what it asks of other passports, and what others ask of its own.

    Args:
        pairs: passport, destination, group, requirement of one date.

    Returns:
        country, admits (passports without a visa), share (of passports), simpler (on arrival, e-visa or eTA), people
        (share of the other countries' people who need no visa), opens (destinations without a visa for its own
        passport), balance (admits less opens), quality; most open first.
    """
    inhabitants = _inhabitants()
    free, simpler = pl.col("group") == NO_VISA, pl.col("group") == SIMPLER
    weighed = pairs.join(inhabitants, left_on="passport", right_on="country", how="left")
    inward = weighed.group_by(country="destination").agg(
        free.sum().cast(pl.Int64).alias("admits"),
        free.mean().alias("share"),
        simpler.sum().cast(pl.Int64).alias("simpler"),
        (pl.col("inhabitants").filter(free).sum() / pl.col("inhabitants").sum()).alias("people"),
    )
    outward = pairs.group_by(country="passport").agg(free.sum().cast(pl.Int64).alias("opens"))
    joined = inward.join(outward, on="country", how="left")
    return joined.with_columns(balance=pl.col("admits") - pl.col("opens"), quality=pl.lit(Quality.OBSERVED.value)).sort(
        ["admits", "country"], descending=[True, False]
    )


def one_sided(pairs: pl.DataFrame) -> float:
    """The share of unordered pairs in which one side needs no visa and the other does.

    Args:
        pairs: passport, destination, group of one date.
    """
    free = pairs.select("passport", "destination", free=pl.col("group") == NO_VISA)
    both = free.join(free, left_on=["passport", "destination"], right_on=["destination", "passport"])
    return scalar((both["free"] != both["free_right"]).mean() or 0.0)


def by_year(pairs: pl.DataFrame, codes: Collection[str] | None = None, side: str = "destination") -> pl.DataFrame:
    """Shares by date in both codings, as far as they are there; the codings are never joined.

    Args:
        pairs: the frame of `snapshots`.
        codes: count only pairs with one of these on one side.
        side: "destination" (whom they admit) or "passport" (where they may go).

    Returns:
        coding, year, when (the day, or January), pairs, free (share without a visa), simpler (share with a simpler
        form; null before 2019), banned (share under a pandemic ban), quality.
    """
    held = pairs if codes is None else pairs.filter(pl.col(side).is_in(codes))
    recent = held.group_by("date").agg(
        pl.len().cast(pl.Int64).alias("pairs"),
        (pl.col("group") == NO_VISA).mean().alias("free"),
        (pl.col("group") == SIMPLER).mean().alias("simpler"),
        (pl.col("requirement") == BAN).mean().alias("banned"),
    )
    dated = recent.sort("date").select(
        pl.lit(SINCE_2019).alias("coding"), pl.col("date").dt.year().cast(pl.Int64).alias("year"),
        pl.col("date").cast(pl.String).alias("when"), "pairs", "free", "simpler", "banned",
    )  # fmt: skip
    older = _older(codes, side)
    parts = [dated] if older is None else [older, dated]
    return pl.concat(parts).with_columns(quality=pl.lit(Quality.OBSERVED.value))


def _older(codes: Collection[str] | None, side: str) -> pl.DataFrame | None:
    try:
        frame, _ = lazy("visa_demig")
    except DataUnavailable:
        return None
    held = frame if codes is None else frame.filter(pl.col(side).is_in(codes))
    sums = held.group_by("year").agg(
        pl.len().cast(pl.Int64).alias("pairs"), (pl.col("requirement") == OPEN_IN_DEMIG).mean().alias("free")
    )
    nothing = [pl.lit(None, pl.Float64).alias(name) for name in ("simpler", "banned")]
    return sums.sort("year").select(
        pl.lit(TO_2013).alias("coding"), pl.col("year").cast(pl.Int64), pl.format("January {}", "year").alias("when"),
        "pairs", "free", *nothing,
    ).collect()  # fmt: skip


def older_source() -> Source | None:
    """The source of the requirements of 1973 to 2013, where they were added."""
    try:
        return lazy("visa_demig")[1]
    except DataUnavailable:
        return None


def older_pairs(codes: Collection[str]) -> pl.DataFrame | None:
    """Requirements of 1973 to 2013 between some countries: passport, destination, year, requirement; None without."""
    try:
        frame, _ = lazy("visa_demig")
    except DataUnavailable:
        return None
    both = pl.col("passport").is_in(codes) & pl.col("destination").is_in(codes)
    return frame.filter(both).select("passport", "destination", "year", "requirement").collect()


@cache
def _inhabitants() -> pl.DataFrame:
    frame, _ = load("demography_totals", year=POPULATION_YEAR)
    return frame.select("country", inhabitants="pop_midyear")
