"""Immigration Policies in Comparison: restrictiveness of immigration law."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect
from corridors.data.steps import Steps

COUNTRIES, YEARS = 33, 31
"""The version of 2016 covers 33 OECD countries in each year from 1980 to 2010."""


def check_policy_impic(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Every country has every year."""
    expect("policy_impic", "the number of countries and years", frame.height, COUNTRIES * YEARS)


DATASETS = {"policy_impic": Steps(check=check_policy_impic)}
