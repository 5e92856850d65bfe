"""World Bank: the classification of economies by income, year by year."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import none_left
from corridors.data.steps import Steps
from corridors.errors import InvalidInput

GROUPS = ("Low income", "Lower middle income", "Upper middle income", "High income")
"""The four groups of the Analytical Classifications, from the lowest."""

LAST_YEAR = 2024
"""The latest year of income per head in the release, that of the World Bank's fiscal year 2026."""

VENEZUELA_UNCLASSED_SINCE = 2020
"""The first year for which the World Bank gave the Bolivarian Republic of Venezuela no group."""


def check_income_group_history(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Only the four groups occur, unclassed economies have no row, and the last year agrees with `countries`."""
    strays = sorted(set(frame["income_group"].unique().to_list()) - set(GROUPS))
    if strays:
        raise InvalidInput(f"income_group_history: unknown income groups {', '.join(strays)}.")
    if frame.filter(pl.col("iso3") == "VEN", pl.col("year") >= VENEZUELA_UNCLASSED_SINCE).height:
        raise InvalidInput(f"income_group_history: VEN has a group after {VENEZUELA_UNCLASSED_SINCE - 1}.")
    latest = frame.filter(year=LAST_YEAR).select("iso3", latest="income_group")
    compared = other("countries").join(latest, on="iso3", how="left")
    gap = compared.filter(pl.col("income_group").ne_missing(pl.col("latest"))).select("iso3", "income_group", "latest")
    none_left("income_group_history", f"{LAST_YEAR} differs from countries", gap)


DATASETS = {"income_group_history": Steps(check=check_income_group_history)}
