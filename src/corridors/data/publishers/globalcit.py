"""Global Citizenship Observatory, European University Institute: citizenship law."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect, total
from corridors.data.steps import Steps

NOT_APPLICABLE = 99
"""The source's mark for a provision that does not apply."""
COUNTRIES = 190
WITH_NATURALISATION = 175
"""Countries covered, and those that know naturalisation by residence (GLOBALCIT v1.0)."""
YEARS_OF_RESIDENCE = {"DEU": 8, "USA": 5, "ARE": 30}
"""Years of residence before naturalisation on 1 January 2020."""


def clean_globalcit(frame: pl.DataFrame) -> pl.DataFrame:
    """What does not apply is missing."""
    return frame.with_columns(pl.when(pl.col("value") != NOT_APPLICABLE).then(pl.col("value")))


def check_globalcit(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Countries, those with naturalisation by residence, and three terms of residence are the known ones."""
    name = "citizenship_globalcit"
    expect(name, "the number of countries", frame["country"].n_unique(), COUNTRIES)
    known = total(frame, "value", variable="A06_bin")
    expect(name, "the number of countries with naturalisation by residence", known, WITH_NATURALISATION)
    for country, years in YEARS_OF_RESIDENCE.items():
        found = total(frame, "value", variable="A06a_yrs", country=country)
        expect(name, f"years of residence in {country}", found, years)


DATASETS = {"citizenship_globalcit": Steps(clean=clean_globalcit, check=check_globalcit)}
