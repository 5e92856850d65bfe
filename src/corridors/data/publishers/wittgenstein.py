"""Wittgenstein Centre for Demography and Global Human Capital: population by education, past and future."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import Published, none_left, sums_agree
from corridors.data.steps import Steps

LEVELS = {
    "under_15": 0,
    "no_education": 1,
    "incomplete_primary": 2,
    "primary": 3,
    "lower_secondary": 4,
    "upper_secondary": 5,
    "post_secondary": 6,
}
"""The six levels of education, after ISCED 2011, and the children who are not classed."""

LAST_RECONSTRUCTED_YEAR = 2015
"""The base year of version 2.0: past populations are reconstructed up to it, later ones projected from it."""

_MILLION = 1e6
_WORLD, _USA, _INDIA = {"year": 2100}, {"year": 2060, "country": "USA"}, {"year": 2020, "country": "IND"}
POPULATIONS = (
    Published({"scenario": "SSP2", "year": 2020}, 7_775 * _MILLION, _MILLION),
    Published({"scenario": "SSP2", **_WORLD}, 9_277 * _MILLION, _MILLION),
    Published({"scenario": "SSP2", **_USA}, 412 * _MILLION, _MILLION),
    Published({"scenario": "SSP2", **_INDIA}, 1_382.2 * _MILLION, 0.1 * _MILLION),
    Published({"scenario": "SSP2", **_INDIA, "education": "post_secondary"}, 120.5 * _MILLION, 0.1 * _MILLION),
)
"""Populations of the world's 200 countries, the United States and India (Data Explorer 2.0, indicator epop)."""

POPULATIONS_OF_SCENARIOS = (
    Published({"scenario": "SSP1", **_WORLD}, 7_228 * _MILLION, _MILLION),
    Published({"scenario": "SSP3", **_WORLD}, 13_599 * _MILLION, _MILLION),
    Published({"scenario": "SSP2-ZM", **_USA}, 350 * _MILLION, _MILLION),
    Published({"scenario": "SSP2-DM", **_USA}, 470 * _MILLION, _MILLION),
)
"""The same of the further scenarios."""


def clean_education(frame: pl.DataFrame) -> pl.DataFrame:
    """Mark what is reconstructed and what is projected."""
    projected = pl.col("year") > LAST_RECONSTRUCTED_YEAR
    return frame.with_columns(nature=pl.when(projected).then(pl.lit("projected")).otherwise(pl.lit("modelled")))


def check_education(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Levels fit their ranks and ages, and the populations of the world, India and the United States are as printed."""
    _check_levels("education", frame)
    sums_agree("education", frame, "population", POPULATIONS)


def check_education_scenarios(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Levels fit their ranks and ages, the populations are as printed, and every year lies after the base year."""
    _check_levels("education_scenarios", frame)
    sums_agree("education_scenarios", frame, "population", POPULATIONS_OF_SCENARIOS)
    past = frame.filter(pl.col("year") <= LAST_RECONSTRUCTED_YEAR)
    none_left("education_scenarios", "a year that is no projection", past)


def _check_levels(name: str, frame: pl.DataFrame) -> None:
    """Refuse a level whose rank is another's, and a child who is classed or an adult who is not."""
    rank = pl.col("education").replace_strict(LEVELS, default=None, return_dtype=pl.Int64)
    none_left(name, "an education does not fit its rank", frame.filter(rank.ne_missing(pl.col("education_level"))))
    misclassed = frame.filter((pl.col("education") == "under_15") != (pl.col("age") < 15))
    none_left(name, "an education does not fit its age", misclassed)


DATASETS = {
    "education": Steps(clean=clean_education, check=check_education),
    "education_scenarios": Steps(check=check_education_scenarios),
}
