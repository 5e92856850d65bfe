"""Guy J. Abel, Joel E. Cohen and co-authors: published model estimates of bilateral migration flows."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import Published, none_left, sums_agree
from corridors.data.steps import Steps

_PERIODS = (1990, 1995, 2000, 2005, 2010, 2015)
_TOTALS = {
    "da_pb_closed": (72.7, 71.4, 76.3, 89.0, 97.5, 101.2),
    "da_min_closed": (42.7, 38.1, 39.6, 47.7, 49.9, 46.8),
    "mig_rate": (58.7, 52.0, 52.3, 69.5, 67.2, 56.7),
    "da_min_open": (32.2, 28.8, 33.4, 40.2, 38.5, 41.7),
}
ABEL_COHEN_TOTALS = tuple(
    Published(
        {"source": "abel_cohen_2022", "method": method, "period_start": start, "sex": "both", "move_type": "all"},
        millions * 1e6,
        within=0.06e6,
    )
    for method, row in _TOTALS.items()
    for start, millions in zip(_PERIODS, row, strict=True)
)
"""World totals of four methods by five-year period, in millions (Abel and Cohen, state of December 2023)."""

ABEL_SANDER_TOTALS = tuple(
    Published({"source": "abel_sander_2014", "period_start": start}, millions * 1e6, within=0.06e6)
    for start, millions in zip(_PERIODS, (41.4, 34.2, 39.9, 41.5), strict=False)
)
"""World totals by five-year period, in millions (Abel and Sander, Science 343, 2014)."""

LARGE_ESTIMATES = (
    Published({"source": "gaskin_abel_2025", "period_start": 2022, "origin": "UKR", "destination": "POL"}, 721e3, 500),
    Published({"source": "gaskin_abel_2025", "period_start": 2013, "origin": "SYR", "destination": "TUR"}, 833e3, 500),
    Published({"source": "quantmig_2023", "period_start": 2019}, 11.3e6, 0.05e6),
    Published({"source": "imem_2013", "period_start": 2002}, 4.1e6, 0.05e6),
)
"""Flows and yearly totals that the notes on the copies state (Gaskin and Abel 2025, QuantMig 2023, IMEM 2013)."""


def check_flows_published(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """World totals are the printed ones, no flow stays at home, and each estimate lies within its own interval."""
    sums_agree("flows_published", frame, "flow", (*ABEL_COHEN_TOTALS, *ABEL_SANDER_TOTALS, *LARGE_ESTIMATES))
    none_left("flows_published", "origin is the destination", frame.filter(pl.col("origin") == pl.col("destination")))
    outside = (pl.col("flow") < pl.col("flow_lo")) | (pl.col("flow") > pl.col("flow_hi"))
    none_left("flows_published", "the flow lies outside its interval", frame.filter(outside))


DATASETS = {"flows_published": Steps(check=check_flows_published)}
