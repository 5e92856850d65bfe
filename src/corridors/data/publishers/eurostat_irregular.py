"""Eurostat: third-country nationals found to be illegally present."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import Published, none_left, sums_agree
from corridors.data.steps import Steps

FOUND = (Published({"year": 2015}, 2.13e6, 0.005e6), Published({"year": 2023}, 1.28e6, 0.005e6))
"""All countries' sums, to a hundredth of a million (Eurostat, migr_eipre)."""
ROUNDED_TO = 5


def check_irregular_eu(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Published sums are met and every value is rounded as Eurostat says."""
    sums_agree("irregular_eu", frame, "value", FOUND)
    none_left("irregular_eu", "a value that is not rounded to 5", frame.filter(pl.col("value") % ROUNDED_TO != 0))


DATASETS = {"irregular_eu": Steps(check=check_irregular_eu)}
