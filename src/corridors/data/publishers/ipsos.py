"""Ipsos and Eurobarometer: what people believe about the number of immigrants and about integration."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect, none_left
from corridors.data.steps import Steps

GUESSES_READ = 12
"""Country-years with a guess and an actual share: eleven of 2014 and one of 2015."""


def check_perception(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Each row has one question's answer; a guess never stands without the actual share."""
    expect("opinion_perception", "the number of guesses", frame["perceived"].count(), GUESSES_READ)
    questions = ("perceived", "integration_successful", "positive_outside_eu")
    answered = pl.sum_horizontal(pl.col(one).is_not_null().cast(pl.Int64) for one in questions)
    alone = pl.col("perceived").is_null() != pl.col("actual").is_null()
    wrong = frame.filter((answered != 1) | alone)
    none_left("opinion_perception", "not one answer", wrong)


DATASETS = {"opinion_perception": Steps(check=check_perception)}
