"""CRED, UCLouvain: the International Disaster Database EM-DAT."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import Published, sums_agree
from corridors.data.steps import Steps

KEYS = ("source", "country", "year", "subgroup", "type")
AMOUNTS = ("events", "affected", "deaths", "damages")
CANARY_ISLANDS = "SPI"
IOM_COPY, OPEN_NUMBERS = "EM-DAT, IOM GDI copy of August 2024", "EM-DAT, Open Numbers copy of March 2026"
JAPAN_2011_DEATHS = 19_846
"""Deaths in the earthquake and tsunami of March 2011 (EM-DAT)."""
JAPAN_2011_OTHERS = 2
"""Deaths in Japan's other earthquakes of 2011, which the IOM copy has in the same class."""


def clean_disasters(frame: pl.DataFrame) -> pl.DataFrame:
    """Add up the subtypes that the IOM copy does not name, and the Canary Islands with Spain."""
    whole = frame.with_columns(pl.col("country").replace(CANARY_ISLANDS, "ESP"))
    sums = [pl.when(pl.col(a).is_not_null().any()).then(pl.col(a).sum()).alias(a) for a in AMOUNTS]
    return whole.group_by(KEYS, maintain_order=True).agg(sums)


def check_disasters(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Both copies know the dead of Japan's earthquake of 2011."""
    figures = (
        Published(
            {"source": IOM_COPY, "country": "JPN", "year": 2011, "type": "earthquake"},
            JAPAN_2011_DEATHS + JAPAN_2011_OTHERS,
        ),
        Published({"source": OPEN_NUMBERS, "country": "JPN", "year": 2011, "type": "tsunami"}, JAPAN_2011_DEATHS),
    )
    sums_agree("disasters", frame, "deaths", figures)


DATASETS = {"disasters": Steps(clean=clean_disasters, check=check_disasters)}
