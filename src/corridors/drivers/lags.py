"""When each driver is measured against the period of the flows: a column of the table of variables."""

import csv
from functools import cache
from pathlib import Path

import polars as pl

from corridors import concepts
from corridors.concepts.variables import variable

TABLE = Path(concepts.__file__).parent / "tables" / "variables_drivers.csv"


@cache
def lags() -> dict[str, str]:
    """When each driver is measured: at the start of the period, during it, before it, or never changing.

    >>> lags()["network"], lags()["distance"]
    ('start of the period', 'does not change')
    """
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return {row["name"]: row["lag"] for row in csv.DictReader(stream)}


def variable_rows() -> pl.DataFrame:
    """List the drivers of the panel with label, unit, lag, definition and source, one a row.

    >>> variable_rows().filter(name="income_origin").select("unit", "lag").row(0)
    ('international $, constant prices of 2021, a year', 'start of the period')
    """
    found = [(variable(name), lag) for name, lag in lags().items()]
    return pl.DataFrame(
        {
            "name": [row.name for row, _ in found],
            "label": [row.label for row, _ in found],
            "unit": [row.unit for row, _ in found],
            "lag": [lag for _, lag in found],
            "definition": [row.definition for row, _ in found],
            "source": [row.source for row, _ in found],
        }
    )
