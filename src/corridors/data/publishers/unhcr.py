"""UNHCR: refugees, asylum and solutions by origin and asylum; UNRWA: Palestine refugees under its mandate."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import Published, none_left, sums_agree
from corridors.data.steps import Steps

_MILLION = 1e6
_ROUNDED = 0.005e6
REFUGEES = (
    Published({"year": 2020, "origin": "SYR"}, 6.70 * _MILLION, _ROUNDED),
    Published({"year": 2021, "origin": "SYR"}, 6.85 * _MILLION, _ROUNDED),
    Published({"year": 2022, "origin": "SYR"}, 6.56 * _MILLION, _ROUNDED),
    Published({"year": 2022, "origin": "UKR"}, 5.68 * _MILLION, _ROUNDED),
    Published({"year": 2022}, 29.43 * _MILLION, _ROUNDED),
    Published({"year": 2023}, 31.64 * _MILLION, _ROUNDED),
    Published({"year": 2022, "asylum": "TUR"}, 3.57 * _MILLION, _ROUNDED),
    Published({"year": 2022, "asylum": "IRN"}, 3.43 * _MILLION, _ROUNDED),
    Published({"year": 2022, "asylum": "DEU"}, 2.08 * _MILLION, _ROUNDED),
    Published({"year": 2022, "asylum": "PAK"}, 1.74 * _MILLION, _ROUNDED),
)
"""Refugees at the end of a year (UNHCR, Global Trends 2020 to 2023)."""

OUTCOMES_RECORDED_FROM = 2021
"""First year from which the four outcomes always add up to the total of a line of decisions."""


def check_refugees(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Published sums are met; displaced people stand under their own country, stateless people under none."""
    sums_agree("refugees", frame, "refugees", REFUGEES)
    abroad = frame.filter((pl.col("idps") > 0) & (pl.col("origin") != pl.col("asylum")))
    none_left("refugees", "internally displaced people of another country", abroad)
    named = frame.filter((pl.col("stateless") > 0) & (pl.col("origin") != "STL"))
    none_left("refugees", "stateless people with a country of origin", named)


def check_refugee_solutions(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Displaced people return within their own country."""
    abroad = frame.filter((pl.col("returned_idps") > 0) & (pl.col("origin") != pl.col("asylum")))
    none_left("refugee_solutions", "internally displaced people returned in another country", abroad)


def check_asylum_decisions(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """From 2021 on, recognised, other, rejected and closed decisions add up to the total of each line."""
    outcomes = pl.sum_horizontal("dec_recognized", "dec_other", "dec_rejected", "dec_closed")
    gap = frame.filter((pl.col("year") >= OUTCOMES_RECORDED_FROM) & (outcomes != pl.col("dec_total")))
    none_left("asylum_decisions", "the outcomes are not the total", gap)


DATASETS = {
    "refugees": Steps(check=check_refugees),
    "refugees_unrwa": Steps(),
    "refugee_flows": Steps(),
    "refugee_solutions": Steps(check=check_refugee_solutions),
    "asylum_applications": Steps(),
    "asylum_decisions": Steps(check=check_asylum_decisions),
}
