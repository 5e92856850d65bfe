"""Labour authorities of Sri Lanka, Indonesia, Nepal, India and Bangladesh: workers cleared before departure."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import Published, none_left, sums_agree
from corridors.data.steps import Steps

_SRI_LANKA = {2019: 203_096, 2020: 53_875, 2021: 122_264, 2022: 311_056, 2023: 297_656, 2024: 314_786, 2025: 311_223}
_INDONESIA = {2022: 200_717, 2023: 297_108, 2024: 297_434}
AUTHORITIES_TOTALS = (
    *(Published({"source": "slbfe_registrations", "sex": "both", "year": y}, n) for y, n in _SRI_LANKA.items()),
    *(Published({"source": "bp2mi_placements", "sex": "both", "year": y}, n) for y, n in _INDONESIA.items()),
    Published({"source": "india_mea_ecr"}, 1_249_005),
    Published({"source": "bangladesh_oep"}, 3_446_382),
    Published({"source": "india_mea_ecr", "destination": "SAU"}, 563_813),
    Published({"source": "bangladesh_oep", "destination": "SAU"}, 1_990_580),
    Published({"source": "slbfe_registrations", "sex": "both", "year": 2022, "destination": "KWT"}, 79_123),
)
"""Yearly totals and large destinations in the authorities' reports; the total of 2019 rests on a corrected line."""

NEPAL_2079 = tuple(
    Published({"source": "nepal_dofe_approvals", "sex": "both", "measure": measure}, approvals)
    for measure, approvals in {"labour_approvals_new": 479_509, "labour_approvals_incl_reentry": 772_359}.items()
)
"""Approvals of the Nepali year 2079 (Department of Foreign Employment, monthly reports)."""


def clean_labour_deployment(frame: pl.DataFrame) -> pl.DataFrame:
    """Make an empty note a missing one."""
    note = pl.col("note").cast(pl.String)
    return frame.with_columns(note=pl.when(note == "").then(None).otherwise(note))


def check_labour_deployment(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Printed totals are met, and men and women add up to both sexes wherever a table has them."""
    sums_agree("labour_deployment", frame, "workers", AUTHORITIES_TOTALS)
    months = frame.filter(pl.col("period_start").str.starts_with("BS 2079"))
    sums_agree("labour_deployment", months, "workers", NEPAL_2079)
    cell = ["source", "destination", "destination_name", "period_start", "measure"]
    by_sex = frame.filter(pl.col("sex") != "both").group_by(cell).agg(parts=pl.col("workers").sum())
    unequal = frame.filter(sex="both").join(by_sex, on=cell).filter(pl.col("workers") != pl.col("parts"))
    none_left("labour_deployment", "men and women are not the total", unequal)


DATASETS = {"labour_deployment": Steps(clean=clean_labour_deployment, check=check_labour_deployment)}
