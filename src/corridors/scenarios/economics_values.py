"""Latest values of countries from the data on economies, and how what is missing is filled."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.concepts.countries import area
from corridors.data import lazy
from corridors.scenarios.grids import Floats

OLDEST = 2015
"""The first year of which a value may stand for today; an older one gives way to a second source or to the median."""
PEOPLE_YEAR = 2025
FEWEST_ALIKE = 3
"""Countries of a subregion and class from which their median is taken; with fewer, that of the class."""
Codes = tuple[str, ...]
Named = tuple[Floats, Codes, Codes]
"""Values, the countries whose value is borrowed, and those whose value is from a second source."""


def latest(indicator: str, countries: Codes, first: int = OLDEST) -> tuple[Floats, NDArray[np.int64]]:
    """The latest value of an indicator from a year on, NaN where there is none, and its year."""
    rows = lazy("economy")[0].filter(
        pl.col("indicator") == indicator, pl.col("year").is_between(first, PEOPLE_YEAR), pl.col("value").is_not_null()
    )
    last = rows.sort("year").group_by("country").agg(pl.col("year", "value").last()).collect()
    found = {code: (value, year) for code, value, year in last.select("country", "value", "year").iter_rows()}
    pairs = [found.get(code, (np.nan, 0)) for code in countries]
    return np.array([value for value, _ in pairs]), np.array([year for _, year in pairs])


def filled(values: Floats, countries: Codes, level: NDArray[np.int64]) -> tuple[Floats, Codes]:
    """Give missing values the median of their subregion and class, else of their class, and say which."""
    subregion = np.array([area(code).subregion or "" for code in countries])
    filled, missing = values.copy(), np.isnan(values)
    for i in np.flatnonzero(missing):
        alike = ~missing & (level == level[i])
        near = alike & (subregion == subregion[i])
        chosen = near if near.sum() >= FEWEST_ALIKE else alike if alike.any() else ~missing
        filled[i] = np.median(values[chosen])
    return filled, tuple(code for code, empty in zip(countries, missing, strict=True) if empty)


def first_or_second(first: Floats, second: Floats, countries: Codes) -> tuple[Floats, Codes]:
    """The first source, else the second, and the countries that have the second."""
    taken = np.isnan(first) & ~np.isnan(second)
    return np.where(taken, second, first), tuple(code for code, new in zip(countries, taken, strict=True) if new)
