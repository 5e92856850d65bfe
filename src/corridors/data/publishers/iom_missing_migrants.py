"""International Organization for Migration: the Missing Migrants Project."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import Published, sums_agree
from corridors.data.steps import Steps

DEAD_AND_MISSING = (
    Published({"year": 2023}, 8_755),
    Published({"year": 2024}, 9_191),
    Published({"route": "Central Mediterranean Route"}, 24_967),
)
"""Dead and missing by year, and on the Central Mediterranean from 2014 to April 2025 (data of 4 June 2025)."""


def clean_missing_migrants(frame: pl.DataFrame) -> pl.DataFrame:
    """A negative number of survivors is a slip of the source and becomes missing."""
    return frame.with_columns(pl.when(pl.col("survivors") >= 0).then(pl.col("survivors")))


def check_missing_migrants(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Published sums are met."""
    by_year = frame.with_columns(year=pl.col("date").dt.year())
    sums_agree("missing_migrants", by_year, "dead_and_missing", DEAD_AND_MISSING)


DATASETS = {"missing_migrants": Steps(clean=clean_missing_migrants, check=check_missing_migrants)}
