"""Institute for Employment Research (IAB): Brain-Drain Data."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect, none_left, total
from corridors.data.steps import Steps

US_STOCK_2010 = 38.4e6
"""Immigrants aged 25 and over in the USA in 2010 (IAB Brain-Drain Data), to a tenth of a million."""
HIGH_SKILLED_2010 = {"GUY": 0.995, "HTI": 0.849, "JAM": 0.648, "PHL": 0.113, "IND": 0.050}
"""Emigration rates of the highly educated in 2010 (IAB Brain-Drain Data), to three decimals."""


def clean_stocks(frame: pl.DataFrame) -> pl.DataFrame:
    """Unknown origins get their code."""
    return frame.with_columns(pl.col("origin").fill_null("UNK"))


def check_stocks(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Men and women add up, and the USA's stock is the published one."""
    gap = frame.filter(pl.col("male") + pl.col("female") != pl.col("total"))
    none_left("iab_braindrain_stocks", "men and women do not add up", gap)
    found = total(frame, "total", destination="USA", year=2010)
    expect("iab_braindrain_stocks", "the stock of the USA in 2010", found, US_STOCK_2010, 0.05e6)


def check_rates(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """High-skilled rates of 2010 are the published ones."""
    for origin, rate in HIGH_SKILLED_2010.items():
        found = total(frame, "rate_high", origin=origin, year=2010, gender="both")
        expect("iab_braindrain_rates", f"the high-skilled rate of {origin} in 2010", found, rate, 0.0005)


DATASETS = {
    "iab_braindrain_stocks": Steps(clean=clean_stocks, check=check_stocks),
    "iab_braindrain_rates": Steps(check=check_rates),
}
