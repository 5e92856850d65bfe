"""Bilateral labour agreements and what those whose text was coded say on recruitment and social security."""

from __future__ import annotations

from functools import cache

import polars as pl

from corridors.concepts.quality import Quality
from corridors.data.load import lazy

RECRUITERS = {
    "private": "Private Recruitment Agencies", "public": "Government Recruitment Agencies", "employers": "Employers",
}  # fmt: skip
"""How the publisher names who may recruit, in the column recruit_auth_who."""
PERIODS = ((1900, 1989, "before 1990"), (1990, 1999, "1990s"), (2000, 2009, "2000s"), (2010, 2020, "2010 to 2020"))


@cache
def agreements() -> pl.DataFrame:
    """All agreements: parties, year, title, whether coded, and the provisions on recruitment and social security."""
    frame = lazy("labour_agreements")[0].select(
        "treatyID", "iso_a", "iso_b", "year", "agreement_title", coded=pl.col("provisions_coded").cast(pl.Boolean),
        costs=pl.col("recruit_cost_mig").cast(pl.Boolean), authority=pl.col("recruit_auth").cast(pl.Boolean),
        social_security=pl.col("social_security").cast(pl.Boolean),
        **{name: pl.col("recruit_auth_who").str.contains(text, literal=True) for name, text in RECRUITERS.items()},
    )  # fmt: skip
    return frame.with_columns(quality=pl.lit(Quality.OBSERVED.value)).collect()


def of(codes: tuple[str, ...] | None) -> pl.DataFrame:
    """The agreements of a country, or between two, newest first; all without codes."""
    frame = agreements().sort("year", "treatyID", descending=True, nulls_last=True)
    if codes is None:
        return frame
    if len(codes) == 1:
        return frame.filter((pl.col("iso_a") == codes[0]) | (pl.col("iso_b") == codes[0]))
    return frame.filter(pl.col("iso_a").is_in(codes), pl.col("iso_b").is_in(codes))


def by_period() -> pl.DataFrame:
    """Of the coded agreements of each period: how many, and the share with each provision."""
    rows = []
    for first, last, label in PERIODS:
        coded = agreements().filter(pl.col("coded"), pl.col("year").is_between(first, last))
        shares = {
            name: coded[name].to_numpy().mean() for name in ("costs", "authority", *RECRUITERS, "social_security")
        }
        rows.append({"period": label, "agreements": coded.height} | shares)
    return pl.DataFrame(rows).with_columns(quality=pl.lit(Quality.OBSERVED.value))


def parties(treaty: str) -> set[str]:
    """The countries that are party to an instrument, as recorded."""
    return set(lazy("treaties")[0].filter(treaty=treaty, status="party").select("country").collect()["country"])
