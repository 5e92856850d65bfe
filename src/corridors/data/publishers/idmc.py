"""Internal Displacement Monitoring Centre: internal displacement."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import Published, sums_agree
from corridors.data.steps import Steps

MOVEMENTS = "internal displacements (flow)"
STOCK = "internally displaced people (stock, end of year)"
BY_CONFLICT = (
    Published({"measure": MOVEMENTS, "year": 2022}, 28.3e6, 0.05e6),
    Published({"measure": STOCK, "year": 2024}, 73.5e6, 0.05e6),
)
BY_DISASTER = (
    Published({"measure": MOVEMENTS, "year": 2022}, 32.6e6, 0.05e6),
    Published({"measure": STOCK, "year": 2024}, 9.8e6, 0.05e6),
)
"""Movements in 2022 and people displaced at the end of 2024 (IDMC, Global Reports 2023 and 2025)."""


def check_displacement(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Published sums by conflict and by disaster are met."""
    conflict = pl.col("cause") == "conflict"
    sums_agree("displacement", frame.filter(conflict), "value", BY_CONFLICT)
    sums_agree("displacement", frame.filter(~conflict), "value", BY_DISASTER)


DATASETS = {"displacement": Steps(check=check_displacement)}
