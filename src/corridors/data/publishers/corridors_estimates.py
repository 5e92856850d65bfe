"""Estimates that Corridors makes itself and packages."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import none_left
from corridors.data.steps import Steps
from corridors.errors import InvalidInput

MOVERS = (8e6, 60e6)
"""Bounds on the world's movers in a year: some 8 million are the fewest that explain the stocks, and 60 million are
beyond all published estimates."""


def check_flows_combined(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Nobody moves from a country to itself, and the world's movers of each year are within what others estimate."""
    none_left("flows_combined", "origin is the destination", frame.filter(pl.col("origin") == pl.col("destination")))
    yearly = frame.group_by("year").agg(pl.col("flow").sum()).sort("year")
    odd = yearly.filter(~pl.col("flow").is_between(*MOVERS))
    if odd.height:
        raise InvalidInput(f"flows_combined: {odd['flow'][0]:,.0f} movers in {odd['year'][0]}, beyond {MOVERS}.")


DATASETS = {"flows_combined": Steps(check=check_flows_combined)}
