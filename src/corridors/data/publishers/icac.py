"""International Cotton Advisory Committee: published points on support for cotton."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect, total
from corridors.data.steps import Steps

WORLD_SUPPORT = {"2014/15": 10.4e9, "2016/17": 4.4e9}
"""Support for cotton over the world, US$ (ICAC, Production and Trade Subsidies Affecting the Cotton Industry)."""


def clean_cotton(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the calendar year in which the season starts."""
    return frame.with_columns(year=pl.col("season").str.head(4).cast(pl.Int64))


def check_cotton(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """The world's highest and lowest season."""
    for season, published in WORLD_SUPPORT.items():
        found = total(frame, "value", country="WLD", season=season, component="total")
        expect("cotton_support_published", f"the world in {season}", found, published)


DATASETS = {"cotton_support_published": Steps(clean=clean_cotton, check=check_cotton)}
