"""Pew Research Center, DHS and MIrreM: estimates of unauthorised residents."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect, none_left, total
from corridors.data.steps import Steps
from corridors.errors import InvalidInput

UNAUTHORISED_USA = {2007: 12.2e6, 2021: 10.5e6, 2022: 11.0e6, 2023: 14.0e6}
"""Unauthorised residents of the United States (Pew Research Center, releases named in the rows)."""
SUM_OF_TWELVE = "12 European countries"
"""MIrreM's total over twelve countries that the copy does not name: no area of ours."""


def clean_unauthorised(frame: pl.DataFrame) -> pl.DataFrame:
    """The total over twelve unnamed countries has no destination; its report says what it is."""
    twelve = pl.col("destination") == SUM_OF_TWELVE
    report = pl.when(twelve).then(pl.concat_str("report", pl.lit(f"; total of {SUM_OF_TWELVE}"))).otherwise("report")
    destination = pl.when(~twelve).then("destination")
    return frame.with_columns(report=report, destination=destination)


def check_unauthorised(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Pew's published totals of the United States; no range upside down; origins within their total."""
    name = "unauthorized_population"
    pew = frame.filter(estimator="Pew Research Center", destination="USA")
    for year, published in UNAUTHORISED_USA.items():
        expect(name, f"Pew's total of {year}", total(pew, "high", year=year, origin="TOT"), published)
        if pew.filter(pl.col("origin") != "TOT", year=year)["high"].sum() > published:
            raise InvalidInput(f"{name}: the origins of {year} exceed Pew's total.")
    wrong = frame.filter(pl.col("low") > pl.col("high"))
    none_left(name, "a range upside down", wrong)


DATASETS = {"unauthorized_population": Steps(clean=clean_unauthorised, check=check_unauthorised)}
