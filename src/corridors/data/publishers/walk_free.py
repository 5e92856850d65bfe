"""Walk Free: the Global Slavery Index."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect, total
from corridors.data.steps import Steps

PREVALENCE = {"PRK": 104.6, "ERI": 90.3, "MRT": 32.0, "SAU": 21.3}
"""People in modern slavery per 1,000 (Global Slavery Index 2023)."""
IN_ALL = 49.63e6
"""People in modern slavery over the 160 countries with an estimate (Global Slavery Index 2023)."""


def clean_slavery(frame: pl.DataFrame) -> pl.DataFrame:
    """A population of zero is a population that the workbook does not give."""
    return frame.with_columns(population=pl.when(pl.col("population") > 0).then("population"))


def check_slavery(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Published prevalence in four countries and the sum of the estimates."""
    for country, published in PREVALENCE.items():
        found = total(frame, "prevalence_per_1000", country=country)
        expect("slavery_gsi2023", f"the prevalence of {country}", found, published, 0.05)
    expect("slavery_gsi2023", "the sum of the estimates", total(frame, "estimated_number"), IN_ALL, 5e3)


DATASETS = {"slavery_gsi2023": Steps(clean=clean_slavery, check=check_slavery)}
