"""Counter-Trafficking Data Collaborative (IOM): victims identified and assisted by partner organisations."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect, total
from corridors.data.steps import Steps

IDENTIFIED = 209_375
"""Identified victims in all rows of the copy (Global Synthetic Dataset, August 2026)."""
IDENTIFIED_USA = 116_418
"""Identified victims exploited in the United States, all periods (the same file)."""


def check_ctdc(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """The sums over all countries and over the United States."""
    expect("trafficking_ctdc", "all identified victims", total(frame, "identified"), IDENTIFIED)
    expect("trafficking_ctdc", "victims in USA", total(frame, "identified", country="USA"), IDENTIFIED_USA)


DATASETS = {"trafficking_ctdc": Steps(check=check_ctdc)}
