"""Max Planck Institute for Demographic Research: migration of scholars traced through their publications."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect, none_left, total
from corridors.data.steps import Steps

SCHOLARS_2015 = {"USA": (14_314, 772_648), "IND": (2_538, 154_287)}
"""Emigrating researchers and all researchers, 2015 (Sanliturk and others 2023, replication data)."""


def clean_scholars(frame: pl.DataFrame) -> pl.DataFrame:
    """Shorter names."""
    return frame.rename(
        {
            "number_of_outmigrations": "emigrations",
            "padded_population_of_researchers": "researchers",
            "outmigration_rate_per_1000": "emigration_rate",
        }
    )


def check_scholars(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Published counts of two countries, and the rate is the quotient of the counts."""
    name = "scholar_emigration"
    for country, published in SCHOLARS_2015.items():
        for column, figure in zip(("emigrations", "researchers"), published, strict=True):
            expect(name, f"{column} of {country} 2015", total(frame, column, country=country, year=2015), figure)
    quotient = 1000 * pl.col("emigrations") / pl.col("researchers")
    gap = frame.filter((pl.col("emigration_rate") / quotient - 1).abs() > 1e-6)
    none_left(name, "the rate is not the quotient of the counts", gap)


DATASETS = {"scholar_emigration": Steps(clean=clean_scholars, check=check_scholars)}
