"""International Labour Organization: monthly earnings in purchasing power."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect, total
from corridors.data.steps import Steps, plain_sex

MONTHLY_EARNINGS_2024 = {"USA": 5_985, "IND": 1_046}
"""Mean monthly earnings of employees in 2024, 2021 PPP $ (ILOSTAT, EAR_4MTH_SEX_GEO_CUR_NB)."""
LEAST_EARNINGS = 1.0
"""PPP dollars a month below which a mean is a fault of units (Rwanda 2024: 0.003)."""


def clean_monthly(frame: pl.DataFrame) -> pl.DataFrame:
    """Words for the sexes and the areas; rows whose unit has failed are left out."""
    settlement = pl.col("area").cast(pl.String).str.to_lowercase()
    return frame.filter(pl.col("earnings_ppp2021") >= LEAST_EARNINGS).with_columns(plain_sex(), settlement=settlement)


def check_monthly(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Published means of two countries in 2024."""
    national = frame.filter(year=2024, sex="both", settlement="national")
    for country, published in MONTHLY_EARNINGS_2024.items():
        found = total(national, "earnings_ppp2021", country=country)
        expect("earnings_monthly_ppp", f"earnings of {country} 2024", found, published, 0.5)


DATASETS = {"earnings_monthly_ppp": Steps(clean=clean_monthly, check=check_monthly)}
