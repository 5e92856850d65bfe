"""KNOMAD, ILO and others: what migrants pay for a job abroad, as published point by point."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect, none_left, total
from corridors.data.steps import Steps

COST_IN_KUWAIT = 1_955
"""Average cost that low-skilled workers in Kuwait paid, US$ (World Bank, Migration and Development Brief)."""


def check_costs(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """The average for Kuwait, and no range upside down."""
    name = "recruitment_costs_published"
    average = frame.filter(pl.col("origin").is_null(), destination="KWT")
    expect(name, "the average cost in Kuwait", total(average, "low"), COST_IN_KUWAIT)
    wrong = frame.filter(pl.col("low") > pl.col("high"))
    none_left(name, "a range upside down", wrong)


DATASETS = {"recruitment_costs_published": Steps(check=check_costs)}
