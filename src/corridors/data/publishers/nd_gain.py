"""University of Notre Dame: the ND-GAIN index of climate vulnerability and readiness."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect, none_left
from corridors.data.steps import Steps
from corridors.errors import InvalidInput

LOWEST_2023 = ("TCD", 24.99)
"""The lowest score of 2023 (ND-GAIN Country Index)."""
IDENTITY_WITHIN = 0.01


def check_climate_vulnerability(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Chad is lowest in 2023, and the index is (readiness - vulnerability + 1) x 50."""
    country, score = LOWEST_2023
    lowest = frame.filter(year=2023).sort("nd_gain", nulls_last=True).row(0, named=True)
    if lowest["country"] != country:
        raise InvalidInput(f"climate_vulnerability: {lowest['country']} is lowest in 2023, not {country}.")
    expect("climate_vulnerability", f"the index of {country} in 2023", lowest["nd_gain"], score, 0.005)
    index = (pl.col("readiness") - pl.col("vulnerability") + 1) * 50
    gap = frame.filter((index - pl.col("nd_gain")).abs() > IDENTITY_WITHIN)
    none_left("climate_vulnerability", "the index does not follow from its two parts", gap)


DATASETS = {"climate_vulnerability": Steps(check=check_climate_vulnerability)}
