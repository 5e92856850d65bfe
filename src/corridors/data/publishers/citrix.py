"""Citizenship Policy Index (Schmid), beside MIPEX access to nationality."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect, total
from corridors.data.steps import Steps

SCORES_2019 = {"SWE": 76.3, "DEU": 43.6, "DNK": 38.1}
"""Citizenship Policy Index, version 2, in 2019, to one decimal."""


def check_citrix(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Three scores of 2019 are the published ones."""
    for country, score in SCORES_2019.items():
        found = total(frame, "CITRIX_v2", country=country, year=2019)
        expect("citizenship_citrix", f"the score of {country} in 2019", found, score, 0.05)


DATASETS = {"citizenship_citrix": Steps(check=check_citrix)}
