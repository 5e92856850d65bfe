"""U.S. Department of State: the tiers of the Trafficking in Persons reports, with the 3P policy index."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect, none_left
from corridors.data.steps import Steps

TIERS_2015 = {"Tier 1": 30, "Tier 2": 89, "Tier 2 Watch List": 44, "Tier 3": 23}
"""Countries in each tier in 2015, as counted in the compilation by Kelley and Heiss."""
INDEX_PARTS = ("prosecution", "prevention", "protection")


def check_tiers(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Countries in each tier in 2015; the 3P index, where it is loaded, is the sum of its three parts."""
    name = "trafficking_tip_tiers"
    for tier, published in TIERS_2015.items():
        expect(name, f"the number of countries in {tier} in 2015", frame.filter(year=2015, tier=tier).height, published)
    if "index_3p" not in frame.columns:
        return
    gap = frame.filter(pl.sum_horizontal(INDEX_PARTS, ignore_nulls=False) != pl.col("index_3p"))
    none_left(name, "the 3P index is not the sum of its parts", gap)


DATASETS = {"trafficking_tip_tiers": Steps(check=check_tiers)}
