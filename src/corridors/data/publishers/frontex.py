"""Frontex and national authorities: irregular entries, transits, encounters and returns."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import Published, sums_agree
from corridors.data.steps import Steps

FRONTEX, CBP, PANAMA = "Frontex", "US CBP", "Panama Servicio Nacional de Migracion"
GUATEMALA, AUSTRALIA = "Instituto Guatemalteco de Migracion", "Refugee Council of Australia"
OTHER_OF_CBP = "OOO"
"""In CBP's list this code of the copy means other nationalities; elsewhere it means unknown ones."""
RETURNED_FROM_UNSTATED = "Guatemalans returned, from where not stated"
BY_YEAR = (
    Published({"source": FRONTEX, "year": 2015}, 1_822_102),
    Published({"source": PANAMA, "year": 2022}, 248_284),
    Published({"source": PANAMA, "year": 2023}, 520_085),
)
"""Detections at the EU's external borders, and transits through the Darien (Frontex; SNM Panama)."""
BORDER_PATROL = (
    Published({"source": CBP, "fiscal_year": 2019}, 851_508),
    Published({"source": CBP, "fiscal_year": 2022}, 2_206_436),
)
"""US Border Patrol encounters at the southwest border by fiscal year (US CBP)."""


def clean_irregular(frame: pl.DataFrame) -> pl.DataFrame:
    """Say what the copy leaves open, then add up rows that share a key (spellings of one nationality)."""
    of_cbp = pl.col("source") == CBP
    nationality = pl.col("nationality")
    boats = "boats: "
    frame = frame.with_columns(
        pl.when(of_cbp & (nationality == OTHER_OF_CBP))
        .then(pl.lit("OTH"))
        .when(nationality.is_null() & pl.col("source").is_in([CBP, AUSTRALIA]))
        .then(pl.lit("TOT"))
        .otherwise(nationality)
        .alias("nationality"),
        pl.when(pl.col("source") == GUATEMALA)
        .then(pl.col("indicator").fill_null(RETURNED_FROM_UNSTATED))
        .otherwise(pl.col("indicator"))
        .alias("indicator"),
        pl.when(pl.col("detail").str.starts_with(boats))
        .then(pl.format("{} boats", pl.col("detail").str.strip_prefix(boats).str.strip_suffix(".0")))
        .otherwise(pl.col("detail"))
        .alias("detail"),
    )
    keys = [column for column in frame.columns if column != "value"]
    return frame.group_by(keys, maintain_order=True).agg(pl.col("value").cast(pl.Int64).sum())


def check_irregular(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Published sums of calendar and of American fiscal years are met."""
    months = pl.col("month")
    by_year = frame.with_columns(year=months.dt.year(), fiscal_year=months.dt.offset_by("3mo").dt.year())
    sums_agree("irregular", by_year, "value", BY_YEAR)
    patrol = by_year.filter(pl.col("detail").str.starts_with("U.S. Border Patrol"))
    sums_agree("irregular", patrol, "value", BORDER_PATROL)


DATASETS = {"irregular": Steps(clean=clean_irregular, check=check_irregular)}
