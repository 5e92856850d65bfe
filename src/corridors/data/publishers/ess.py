"""European Social Survey, with World Values Survey and Pew: opinions on immigration."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect, none_left, total
from corridors.data.steps import Steps

BETTER_PLACE_2016 = {"SWE": 6.21, "HUN": 3.48, "DEU": 5.21}
"""Mean answers to whether immigrants make the country a worse (0) or better (10) place (ESS round 8)."""
NATIONALS_FIRST = {"KOR": 0.779, "LBN": 0.911, "CAN": 0.369}
"""Share who agree that nationals have priority when jobs are scarce (WVS 7)."""
ANSWERS_TOLERANCE = 0.0015
"""How far the rounded shares of the answers to one question may miss 1."""


def clean_opinion(frame: pl.DataFrame) -> pl.DataFrame:
    """Put each question on one line."""
    return frame.with_columns(pl.col("question").str.replace_all(r"\s+", " "))


def check_opinion(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Published answers of each survey that is loaded; the shares of a question add up to 1."""
    name = "opinion_immigration"
    loaded = set(frame["survey"].unique())
    if "European Social Survey" in loaded:
        for country, published in BETTER_PLACE_2016.items():
            found = total(frame, "value", country=country, year=2016, item="imwbcnt")
            expect(name, f"imwbcnt of {country} 2016", found, published, 0.006)
    if "WVS 7 / EVS 2017-2022" in loaded:
        agree = frame.filter(pl.col("question").str.contains("jobs are scarce"), answer="Agree")
        for country, published in NATIONALS_FIRST.items():
            expect(name, f"nationals first, {country}", total(agree, "value", country=country), published, 0.0005)
    shares = frame.filter(pl.col("unit").str.starts_with("share"))
    sums = shares.group_by("country", "survey", "question").agg(pl.col("value").sum())
    gap = sums.filter((pl.col("value") - 1).abs() > ANSWERS_TOLERANCE)
    none_left(name, "the answers do not add up to 1", gap)


DATASETS = {"opinion_immigration": Steps(clean=clean_opinion, check=check_opinion)}
