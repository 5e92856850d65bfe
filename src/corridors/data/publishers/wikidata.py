"""Wikidata, through the Database of embassies and consulates: diplomatic representation."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect, none_left
from corridors.data.steps import Steps

EMBASSY_PAIRS = 8_285
EMBASSIES_ABROAD = {"VAT": 187, "USA": 168, "FRA": 160, "GBR": 156, "JPN": 154, "DEU": 150, "CHN": 107}
EMBASSIES_IN_USA = 175
"""Pairs with a resident embassy, by sender and in the USA (Wikidata as of 16 November 2022)."""
EMBASSY_TYPES = ("embassy", "high commission", "apostolic nunciature")


def clean_missions(frame: pl.DataFrame) -> pl.DataFrame:
    """Dates as dates; an empty list of accreditations is missing."""
    accredited = pl.col("accredited_to")
    return frame.with_columns(
        pl.when(accredited != "").then(accredited).alias("accredited_to"),
        pl.col("opened", "as_of").str.to_date(),
    )


def clean_pairs(frame: pl.DataFrame) -> pl.DataFrame:
    """Dates as dates."""
    return frame.with_columns(pl.col("as_of").str.to_date())


def check_pairs(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Known numbers of embassies are met, and embassies by pair are those of the missions."""
    resident = frame.filter(resident_embassy=1)
    expect("diplomatic_pairs", "the number of pairs with an embassy", resident.height, EMBASSY_PAIRS)
    in_usa = resident.filter(host="USA").height
    expect("diplomatic_pairs", "the number of embassies in the USA", in_usa, EMBASSIES_IN_USA)
    for sender, embassies in EMBASSIES_ABROAD.items():
        found = resident.filter(sender=sender).height
        expect("diplomatic_pairs", f"the number of countries with an embassy of {sender}", found, embassies)
    missions = other("diplomatic_missions").filter(pl.col("mission_type").is_in(EMBASSY_TYPES))
    counted = missions.group_by("sender", "host").len("counted")
    gap = frame.join(counted, on=["sender", "host"], how="left").filter(
        pl.col("embassies") != pl.col("counted").fill_null(0)
    )
    none_left("diplomatic_pairs", "embassies are not those of diplomatic_missions", gap)


DATASETS = {
    "diplomatic_missions": Steps(clean=clean_missions),
    "diplomatic_pairs": Steps(clean=clean_pairs, check=check_pairs),
}
