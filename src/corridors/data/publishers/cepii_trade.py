"""CEPII, WTO and UNCTAD: trade between pairs of countries."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect, total
from corridors.data.steps import Steps, later_yugoslavia

TRADHIST = "TRADHIST (CEPII 2016), four countries with all partners"
GRAVITY = "CEPII gravity data set, 2006, copy in the R package gravity"
UNIT_WORDS = {
    "as in the CEPII gravity data: current US$ million": "million current US$",
    "current US$ million, manufactures; includes trade with oneself": "million current US$, manufactures",
    "current pounds sterling": "current pounds sterling",
}
"""The copies' units in our words."""
CANADA_TO_THE_USA_2014 = 211.4e9
"""Imports of the United States from Canada in 2014, pounds sterling (TRADHIST)."""
CHINA_TO_THE_USA_2006 = {TRADHIST: 166.2e9, GRAVITY: 305_788}
"""Imports of the United States from China in 2006, in the unit of each source."""


def clean_trade(frame: pl.DataFrame) -> pl.DataFrame:
    """Units in words; Yugoslavia of 1992 and later is Serbia and Montenegro."""
    units = pl.col("unit").cast(pl.String).replace_strict(UNIT_WORDS)
    return frame.with_columns(*later_yugoslavia("exporter", "importer"), units)


def check_trade(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Published flows to the United States, which also tell pounds from dollars."""
    name = "trade_bilateral"
    canada = total(frame, "value", exporter="CAN", importer="USA", year=2014, source=TRADHIST)
    expect(name, "Canada to the USA 2014", canada, CANADA_TO_THE_USA_2014, 5e7)
    for source, published in CHINA_TO_THE_USA_2006.items():
        found = total(frame, "value", exporter="CHN", importer="USA", year=2006, source=source)
        expect(name, f"China to the USA 2006 in {source}", found, published, published / 2000)


DATASETS = {"trade_bilateral": Steps(clean=clean_trade, check=check_trade)}
