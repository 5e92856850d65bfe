"""OECD Health Workforce Migration: foreign-trained doctors in the USA."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect, total
from corridors.data.steps import Steps

DOCTORS_2016 = {"TOT": 215_630, "IND": 45_830}
"""Foreign-trained doctors in the USA in 2016 (OECD, HEALTH_WFMI)."""
LARGEST_GAP = 0.001
"""The countries add up to the total within this share: the publisher rounds the largest ones."""


def check_health_workers(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """The total and India's doctors are the published ones, and countries add up to the total but for rounding."""
    for origin, doctors in DOCTORS_2016.items():
        found = total(frame, "value", origin=origin)
        expect("health_workers", f"the number of doctors from {origin}", found, doctors)
    parts = total(frame.filter(pl.col("origin") != "TOT"), "value")
    whole = DOCTORS_2016["TOT"]
    expect("health_workers", "the sum over countries", parts, whole, LARGEST_GAP * whole)


DATASETS = {"health_workers": Steps(check=check_health_workers)}
