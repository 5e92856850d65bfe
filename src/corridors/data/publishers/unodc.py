"""United Nations Office on Drugs and Crime: detected trafficking in persons."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect, total
from corridors.data.steps import Steps, plain_sex

DETECTED_VICTIMS = {2020: 68_576, 2022: 96_617}
"""Detected victims over all reporting countries (UNODC, data of the Global Report, extract of October 2025)."""
MOST_CONVICTED = 100_000
"""More convictions than this in a country and year are a fault: the copy repeats 6,112,019 and 783,140,380."""
NO_AREA = "ESO"
"""A code of citizenship that stands once (Bolivia 2021) and in no list of codes."""
AGE_WORDS = {"Total": "all", "Unknown": "unknown", "0 to 17 years": "0-17", "18 years or over": "18 and over"}
"""UNODC's age groups in our words."""


def clean_glotip(frame: pl.DataFrame) -> pl.DataFrame:
    """Whole numbers, words for sexes and ages, and no convictions by the hundred million."""
    fault = (pl.col("indicator") == "Persons convicted") & (pl.col("value") > MOST_CONVICTED)
    return frame.filter(~fault.fill_null(value=False)).with_columns(
        plain_sex(),
        age_group=pl.col("age").cast(pl.String).replace_strict(AGE_WORDS),
        persons=pl.col("value").cast(pl.Int64),
        citizenship=pl.col("category_iso3").cast(pl.String).replace({NO_AREA: None}),
    )


def check_glotip(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """The published sums of detected victims in two years."""
    whole = frame.filter(indicator="Detected trafficking victims", dimension="Total", sex="both", age_group="all")
    for year, published in DETECTED_VICTIMS.items():
        expect("trafficking_glotip", f"detected victims {year}", total(whole, "persons", year=year), published)


DATASETS = {"trafficking_glotip": Steps(clean=clean_glotip, check=check_glotip)}
