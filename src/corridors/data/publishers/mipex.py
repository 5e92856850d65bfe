"""Migrant Integration Policy Index: scores of integration law."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect, total
from corridors.data.steps import Steps

SCORES_2019 = {
    ("DEU", "overall_health", "overall"): 58, ("SWE", "overall_health", "overall"): 86,
    ("DEU", "area", "Labour Market Mobility"): 81, ("DEU", "area", "Citizenship"): 42,
    ("USA", "area", "Family Reunification"): 62,
}  # fmt: skip
"""Scores of 2019 as published, rounded (MIPEX 2020)."""
ROUNDING = 0.5
NO_TITLE = ("", "100")
"""What the workbook has where the title of an indicator is missing."""


def clean_policy_mipex(frame: pl.DataFrame) -> pl.DataFrame:
    """Titles with single spaces; empty ones are missing."""
    title = pl.col("title").str.replace_all(r"\s+", " ").str.strip_chars()
    return frame.with_columns(pl.when(~title.is_in(NO_TITLE)).then(title).alias("title"))


def check_policy_mipex(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Scores of 2019 round to the published ones."""
    scores = frame.filter(year=2019, edition="core 2007-2019")
    for (country, code, strand), published in SCORES_2019.items():
        found = total(scores, "score", country=country, code=code, strand=strand)
        expect("policy_mipex", f"the score of {country} in 2019 ({strand})", found, published, ROUNDING)


DATASETS = {
    "policy_mipex": Steps(clean=clean_policy_mipex, check=check_policy_mipex),
    "policy_mipex2010": Steps(),
}
