"""Uppsala Conflict Data Program: organised violence, with PRIO battle deaths and the Fragile States Index."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import Published, none_left, sums_agree
from corridors.data.steps import Steps, with_content

KINDS_OF_VIOLENCE = ("state_based_deaths", "non_state_deaths", "one_sided_deaths")
STATE_BASED_DEATHS = (
    Published({"country": "UKR", "year": 2022}, 91_485),
    Published({"country": "ETH", "year": 2022}, 163_210),
)
"""Deaths in state-based conflict (UCDP Country-Year Dataset on Organized Violence, version 25.1)."""
ORGANISED_VIOLENCE = (Published({"year": 2022}, 309_636), Published({"year": 2024}, 160_900))
"""The world's deaths in organised violence, as the version 25.1 adds up."""
FRAGILITY_ROUNDING = 0.25
"""Twelve indicators of one decimal add up to the Fragile States Index within this."""


def check_conflict(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Published deaths are met, kinds of violence add up, and so do the indicators of fragility where they are held."""
    sums_agree("conflict", frame, "state_based_deaths", STATE_BASED_DEATHS)
    sums_agree("conflict", frame, "organised_violence_deaths", ORGANISED_VIOLENCE)
    gap = frame.filter(pl.sum_horizontal(KINDS_OF_VIOLENCE) != pl.col("organised_violence_deaths"))
    none_left("conflict", "the kinds of violence do not add up", gap)
    if "fsi_total" in frame.columns:
        _check_fragility(frame)


def _check_fragility(frame: pl.DataFrame) -> None:
    indicators = [column for column in frame.columns if column.startswith("fsi_") and column != "fsi_total"]
    gap = (pl.sum_horizontal(indicators) - pl.col("fsi_total")).abs()
    none_left("conflict", "the indicators of fragility do not add up", frame.filter(gap > FRAGILITY_ROUNDING))


DATASETS = {"conflict": Steps(clean=with_content, check=check_conflict)}
