"""Passport Index of Arton Capital, through Ilya Ilyankou's dataset: visa requirements since 2019."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl

from corridors.data.published import expect, none_left
from corridors.data.steps import Steps

PAIRS = 199 * 198
"""Pairs of a passport and another destination on each date."""
LATEST = date(2025, 1, 12)
REQUIREMENTS = {"visa required": 12_921, "visa free": 12_871}
"""Pairs by requirement on the latest date (Passport Index Dataset, snapshot of 12 January 2025)."""


def check_visa(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Each date has all pairs, the latest the published requirements, and only visa-free entry has a number of days."""
    incomplete = frame.group_by("date").len().filter(pl.col("len") != PAIRS)
    none_left("visa", "pairs are missing on a date", incomplete)
    for requirement, pairs in REQUIREMENTS.items():
        found = frame.filter(date=LATEST, requirement=requirement).height
        expect("visa", f"the number of pairs with {requirement!r} on {LATEST}", found, pairs)
    stays = frame.filter(pl.col("days").is_not_null() & (pl.col("requirement") != "visa free"))
    none_left("visa", "days of stay without visa-free entry", stays)


DATASETS = {"visa": Steps(check=check_visa)}
