"""World Bank and LinkedIn: net migration of LinkedIn members between countries."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect, none_left, total
from corridors.data.steps import Steps

NET_2018 = {("ARE", "IND"): 57.91, ("DEU", "IND"): 10.08, ("VEN", "ESP"): -24.16}
"""Net members gained per 10,000 members of the first country, 2018 (Digital Data for Development)."""


def check_talent(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Published cells of 2018, and one country's gain is its partner's loss."""
    name = "talent_migration_linkedin"
    for (country, partner), published in NET_2018.items():
        found = total(frame, "net_per_10k", country=country, partner=partner, year=2018)
        expect(name, f"{country} from {partner} 2018", found, published, 0.005)
    mirror = frame.select(country="partner", partner="country", year="year", mirrored="net_per_10k")
    both = frame.join(mirror, on=["country", "partner", "year"])
    same = both.filter((pl.col("net_per_10k").sign() * pl.col("mirrored").sign()) > 0)
    none_left(name, "both sides of a pair gain, or both lose,", same)


DATASETS = {"talent_migration_linkedin": Steps(check=check_talent)}
