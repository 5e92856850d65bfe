"""V-Dem Institute: indices of democracy, with those of Freedom House, Polity, the World Bank, the EIU and LIED."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect, total
from corridors.data.steps import Steps, with_content
from corridors.errors import InvalidInput

LIBERAL_DEMOCRACY_2024 = {"SWE": 0.845, "DEU": 0.792, "PRK": 0.014}
"""Liberal democracy index (V-Dem v15), to three decimals."""
LEAST_FREE = {"fh_political_rights": 7, "fh_civil_liberties": 7, "fh_status": "NF"}
"""The worst scores of Freedom in the World, which North Korea has in the edition on 2024."""
HALF_DIGIT = 0.0005


def check_regimes(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Scores of 2024 are the published ones."""
    latest = frame.filter(year=2024)
    for country, score in LIBERAL_DEMOCRACY_2024.items():
        found = total(latest, "v2x_libdem", country=country)
        expect("regimes", f"the liberal democracy of {country} in 2024", found, score, HALF_DIGIT)
    if "fh_status" in frame.columns and latest.filter(country="PRK").filter(**LEAST_FREE).is_empty():
        raise InvalidInput("regimes: North Korea in 2024 has not the worst scores of Freedom House, as published.")


DATASETS = {"regimes": Steps(clean=with_content, check=check_regimes)}
