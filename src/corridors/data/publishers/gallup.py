"""Gallup: the published ends of the Migrant Acceptance Index."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect, none_left, total
from corridors.data.steps import Steps

ENDS = {"MKD": 1.47, "ISL": 8.26}
"""The least and the most accepting country (Gallup, December 2018)."""


def check_opinion_gallup(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """No country lies beyond the two ends that Gallup names."""
    for country, score in ENDS.items():
        expect("opinion_gallup", f"the score of {country}", total(frame, "value", country=country), score)
    outside = frame.filter(~pl.col("value").is_between(ENDS["MKD"], ENDS["ISL"]))
    none_left("opinion_gallup", "a score beyond the published ends", outside)


DATASETS = {"opinion_gallup": Steps(check=check_opinion_gallup)}
