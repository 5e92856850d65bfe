"""Correlates of War Project: membership of intergovernmental organisations."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect
from corridors.data.steps import Steps

MEMBERS_2014 = {"EU": 28, "ECOWAS": 15, "GCC": 6, "CARICOM": 14, "UN": 193}
"""Full members in 2014, by the organisations' own lists."""


def check_igo_membership(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Organisations have as many full members in 2014 as they list."""
    for code, members in MEMBERS_2014.items():
        found = frame.filter(code=code, year=2014, status="full").height
        expect("igo_membership", f"the number of full members of {code} in 2014", found, members)


DATASETS = {"igo_membership": Steps(check=check_igo_membership)}
