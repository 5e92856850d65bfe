"""Counts of visa requirements: by date and group of classes, and what every passport opens."""

from __future__ import annotations

import polars as pl

from corridors.answers.borders.visa_classes import CLASSES, GROUPS, NO_VISA
from corridors.data import lazy

EASY = "easy"


def counts(pairs: pl.DataFrame) -> pl.DataFrame:
    """The number of pairs in each group of classes by date: date, the four groups, all."""
    grouped = pairs.with_columns(group=_group()).group_by("date")
    return grouped.agg(*_sums(), pl.len().cast(pl.Int64).alias("all")).sort("date")


def ranking() -> pl.DataFrame:
    """What every passport opens at the latest date: passport, date, the four groups, and those that are easy.

    Easy are destinations that ask for no visa, give one on arrival or ask for an electronic authorisation.
    """
    frame, _ = lazy("visa")
    latest = frame.filter(pl.col("date") == pl.col("date").max()).collect().with_columns(group=_group())
    easy = pl.col("requirement").is_in(["visa free", "visa on arrival", "eta"]).sum().cast(pl.Int64).alias(EASY)
    found = latest.group_by("passport", "date").agg(*_sums(), easy)
    return found.sort([NO_VISA, "passport"], descending=[True, False])


def _sums() -> list[pl.Expr]:
    return [(pl.col("group") == group).sum().cast(pl.Int64).alias(group) for group in GROUPS]


def _group() -> pl.Expr:
    return pl.col("requirement").replace_strict({code: known.group for code, known in CLASSES.items()})
