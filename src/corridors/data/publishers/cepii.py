"""CEPII: distances and ties between pairs of countries, and the geography of each (GeoDist)."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import Published, none_left, sums_agree
from corridors.data.steps import Steps

_FRANCE_GERMANY = {"origin": "FRA", "destination": "DEU"}
PUBLISHED_DISTANCES = {
    "dist": (Published(_FRANCE_GERMANY, 439.9, 0.1),),
    "distcap": (Published(_FRANCE_GERMANY, 880.2, 0.1),),
    "distw": (
        Published(_FRANCE_GERMANY, 789.6, 0.1),
        Published({"origin": "MEX", "destination": "USA"}, 2_468, 1),
    ),
    "colony": (Published({"origin": "FRA", "destination": "DZA"}, 1),),
    "col45": (Published({"origin": "FRA", "destination": "DZA"}, 1),),
    "contig": (Published({"origin": "MEX", "destination": "USA"}, 1),),
}
"""Distances in km and ties of three pairs (Mayer and Zignago, CEPII Working Paper 2011-25 and its data)."""

SYMMETRIC = ("contig", "comlang_off", "colony", "comcol", "dist", "distcap")
"""Columns that say the same of a pair in both directions."""


def clean_geography(frame: pl.DataFrame) -> pl.DataFrame:
    """Keep the areas with a geography; others only carry names and groups, which the area table has.

    An area of 0 km2 (the Holy See, by rounding) and the capital "none" become missing values.
    """
    described = frame.filter(pl.col("basis").is_not_null())
    area = pl.when(pl.col("area") > 0).then("area")
    return described.with_columns(area=area, capital=pl.col("capital").replace({"none": None}))


def check_gravity(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Published distances are met and every pair reads the same in both directions."""
    for column, figures in PUBLISHED_DISTANCES.items():
        sums_agree("gravity", frame, column, figures)
    turned = frame.rename({"origin": "destination", "destination": "origin"})
    both = frame.join(turned, on=["origin", "destination"], suffix="_turned")
    for column in SYMMETRIC:
        gap = (pl.col(column) - pl.col(f"{column}_turned")).abs() > 1
        none_left("gravity", f"{column} differs by direction", both.filter(gap).select("origin", "destination", column))


DATASETS = {
    "gravity": Steps(check=check_gravity),
    "geography": Steps(clean=clean_geography),
}
