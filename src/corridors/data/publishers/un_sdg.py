"""United Nations Statistics Division: series of the SDG database on health workers, work, protection and policy."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect, none_left, total
from corridors.data.steps import Steps, plain_sex

PHYSICIANS = {("USA", 2017): 26.1, ("DEU", 2017): 42.5, ("CUB", 2018): 84.2, ("NGA", 2018): 3.8}
"""Physicians per 10,000 people (UN SDG database, SH_MED_HEAWOR)."""
AT_LEAST_ONE_BENEFIT = {("DEU", 2016): 99.5, ("BRA", 2018): 74.9, ("ETH", 2016): 11.6}
"""Percentage of the population covered by at least one social protection benefit (ILO, SI_COV_BENFTS)."""
HOURLY_EARNINGS = {("DEU", 2014): 17.78, ("USA", 2015): 23.23}
"""Mean hourly earnings in local currency, both sexes, all occupations (ILO, SL_EMP_AEARN)."""
COUNTRIES_WITH_POLICIES = 111
"""Countries that answered on migration policies in 2019 (SDG 10.7.2)."""
EMPLOYEES = 100_000
"""The base of the injury rates; a rate above it would be more than one injury for each employee."""
HALF_OF_EMPLOYEES = EMPLOYEES / 2
TWICE_PRINTED = {"country": "TON", "year": 2008, "occupation": "physicians"}
"""The one cell that the WHO copy gives twice with different values (5.54 and 5.23)."""
AID_UNITS = {
    "con_usd": "million constant 2018 US$ (scale and year by the publisher's title)",
    "cu_usd_m": "million current US$",
    "percent": "% of government expenditure",
    "index": "ratio of shares",
}
"""Units of the SDG series on agriculture in words."""
AGRIMONITOR_UNITS = {
    "Producer Support (IDB Agrimonitor)": "% of gross farm receipts",
    "Total Support (IDB Agrimonitor)": "% of GDP",
    "General Services Support (IDB Agrimonitor)": "% of total support",
}
"""Units of the IDB estimates, which the copy calls per cent."""


def clean_health_workers(frame: pl.DataFrame) -> pl.DataFrame:
    """Leave out the one cell that the WHO copy gives twice with different values."""
    cell = pl.all_horizontal(pl.col(column) == value for column, value in TWICE_PRINTED.items())
    twice = cell & pl.col("source").str.starts_with("WHO")
    return frame.filter(~twice).rename({"value": "density"})


def check_health_workers(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Published densities of physicians in four countries."""
    un = frame.filter(pl.col("source").str.starts_with("UN SDG"), occupation="physicians")
    for (country, year), published in PHYSICIANS.items():
        found = total(un, "density", country=country, year=year)
        expect("health_worker_density", f"physicians of {country} {year}", found, published, 0.05)


def clean_injuries(frame: pl.DataFrame) -> pl.DataFrame:
    """Leave out non-fatal rates of the United States 2003-2007, which exceed one injury for two employees."""
    wrong = (pl.col("country") == "USA") & (pl.col("value") > HALF_OF_EMPLOYEES)
    return frame.filter(~wrong).with_columns(plain_sex())


def check_injuries(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """No rate exceeds one injury for each employee."""
    beyond = frame.filter(pl.col("value") > EMPLOYEES)
    none_left("occupational_injuries_migrants", f"a rate above {EMPLOYEES}", beyond)


def check_protection(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Published coverage by at least one benefit in three countries."""
    covered = frame.filter(series="SI_COV_BENFTS", group="all")
    for (country, year), published in AT_LEAST_ONE_BENEFIT.items():
        found = total(covered, "value", country=country, year=year)
        expect("social_protection_coverage", f"coverage of {country} {year}", found, published, 0.05)


def clean_policy(frame: pl.DataFrame) -> pl.DataFrame:
    """Shorten the indicators; what the scores mean is said once, in the sidecar."""
    return frame.with_columns(
        pl.col("indicator").cast(pl.String).str.split(":").list.first().str.strip_suffix(", score")
    )


def check_policy(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """The number of countries with policies, each with six domains and a whole, on a scale from 1 to 4."""
    name = "policy_sdg_migration"
    policies = frame.filter(series="SG_CPA_MIGRS")
    expect(name, "the number of countries", policies["country"].n_unique(), COUNTRIES_WITH_POLICIES)
    expect(name, "the number of scores for each country", policies.height / COUNTRIES_WITH_POLICIES, 7)
    beyond = policies.filter(~pl.col("value").is_in([1.0, 2.0, 3.0, 4.0]))
    none_left(name, "a policy score outside 1 to 4", beyond)


def clean_earnings(frame: pl.DataFrame) -> pl.DataFrame:
    """Words for the sexes, and a name for the values."""
    return frame.with_columns(plain_sex()).rename({"value": "earnings"})


def check_earnings(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Published mean earnings over all occupations in two countries."""
    for (country, year), published in HOURLY_EARNINGS.items():
        found = total(frame, "earnings", country=country, year=year, sex="both", occupation="total")
        expect("earnings_occupation", f"earnings of {country} {year}", found, published, 0.005)


def clean_agriculture(frame: pl.DataFrame) -> pl.DataFrame:
    """Write units in words."""
    units, indicator = pl.col("units").cast(pl.String), pl.col("indicator").cast(pl.String)
    by_indicator = indicator.replace_strict(AGRIMONITOR_UNITS, default=None)
    return frame.with_columns(unit=pl.coalesce(by_indicator, units.replace_strict(AID_UNITS, default=None)))


def check_agriculture(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Only the IDB's estimates and returned aid may be negative; a budget share is at most 100."""
    may_fall = pl.col("series").is_in(["IDB Agrimonitor 2017", "DC_TOF_AGRL"])
    too_low = (pl.col("value") < 0) & ~may_fall
    too_high = pl.col("unit").str.starts_with("%") & (pl.col("value") > 100)
    wrong = frame.filter(too_low | too_high)
    none_left("agricultural_support", "a value outside its unit's range", wrong)


DATASETS = {
    "health_worker_density": Steps(clean=clean_health_workers, check=check_health_workers),
    "occupational_injuries_migrants": Steps(clean=clean_injuries, check=check_injuries),
    "social_protection_coverage": Steps(check=check_protection),
    "policy_sdg_migration": Steps(clean=clean_policy, check=check_policy),
    "earnings_occupation": Steps(clean=clean_earnings, check=check_earnings),
    "agricultural_support": Steps(clean=clean_agriculture, check=check_agriculture),
}
