"""OECD: foreign-trained doctors, minimum wages and unions (with ILOSTAT), official development assistance."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect, none_left, total
from corridors.data.steps import Steps

FOREIGN_TRAINED_DOCTORS = {"GBR": 50_411, "DEU": 44_085}
"""Foreign-trained doctors in 2018, sums over the named countries of training (OECD, Health workforce migration)."""
DOCTORS_IN_ALL = 249_417
"""Foreign-trained doctors in the 20 destinations of the copy, 2018 (OECD, Health workforce migration)."""
DOCTORS_TO_THE_UK = {"IND": 15_870, "NGA": 2_831}
"""Doctors trained in India and in Nigeria who work in the United Kingdom, 2018 (the same publication)."""
AID_TO_UKRAINE_2022 = {"USA": 9_238, "CAN": 2_207, "DEU": 2_021}
"""Net ODA to Ukraine in 2022, million US$ at 2022 prices (OECD, DAC2A)."""
AID_OF_THE_USA_2022 = 29_284
"""Net ODA of the United States to all named countries in 2022, million US$ at 2022 prices (OECD, DAC2A)."""
MINIMUM_WAGE_USA_2019 = 15_080.0
"""Real annual minimum wage of the United States in 2019: 2,080 hours at 7.25 US$ (OECD)."""
MINIMUM_TO_MEDIAN_FRANCE_2019 = 0.614
"""Minimum relative to median wage, France 2019 (OECD)."""
UNITS = {
    "real_minimum_wage": "2019 US$ at PPP per year",
    "minimum_to_median": "ratio",
    "union_density": "% of employees",
    "collective_bargaining_coverage": "% of employees",
    "labour_income_share": "% of GDP",
}
"""The unit of each indicator of wages and unions, which the copy does not write."""


def clean_doctors(frame: pl.DataFrame) -> pl.DataFrame:
    """Call the values what they are."""
    return frame.rename({"value": "doctors"})


def check_doctors(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """The sums of the publication: all 20 destinations, two of them, and two flows to the United Kingdom."""
    name = "health_workforce_migration"
    expect(name, "the sum of all doctors", total(frame, "doctors"), DOCTORS_IN_ALL)
    for destination, published in FOREIGN_TRAINED_DOCTORS.items():
        expect(name, f"the sum of {destination}", total(frame, "doctors", destination=destination), published)
    for origin, published in DOCTORS_TO_THE_UK.items():
        found = total(frame, "doctors", destination="GBR", origin=origin)
        expect(name, f"{origin} to GBR", found, published)


def clean_wages(frame: pl.DataFrame) -> pl.DataFrame:
    """Write the unit of each row, which the copy leaves to the indicator."""
    return frame.with_columns(unit=pl.col("indicator").cast(pl.String).replace_strict(UNITS))


def check_wages(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Two published cells; a share lies between 0 and 100, a ratio between 0 and 1."""
    name = "minimum_wages_unions"
    usa = total(frame, "value", country="USA", year=2019, indicator="real_minimum_wage")
    expect(name, "the minimum wage of USA 2019", usa, MINIMUM_WAGE_USA_2019, 0.5)
    france = total(frame, "value", country="FRA", year=2019, indicator="minimum_to_median")
    expect(name, "minimum to median wage of FRA 2019", france, MINIMUM_TO_MEDIAN_FRANCE_2019, 0.0005)
    top = pl.when(pl.col("unit") == "ratio").then(1.0).when(pl.col("unit").str.starts_with("%")).then(100.0)
    beyond = frame.filter((pl.col("value") < 0) | (pl.col("value") > top))
    none_left(name, "a value beyond its unit's range", beyond)


def clean_aid(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the kind of aid a name of its own, since a flow is a movement of people elsewhere."""
    return frame.rename({"flow": "aid_flow"})


def check_aid(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Published cells of 2022: three donors to Ukraine, and the United States to all named countries."""
    name = "oda_bilateral"
    net = frame.filter(year=2022, aid_flow="oda_net")
    for donor, published in AID_TO_UKRAINE_2022.items():
        expect(name, f"{donor} to UKR 2022", total(net, "value", donor=donor, recipient="UKR"), published, 0.5)
    expect(name, "USA to all countries 2022", total(net, "value", donor="USA"), AID_OF_THE_USA_2022, 0.5)


DATASETS = {
    "health_workforce_migration": Steps(clean=clean_doctors, check=check_doctors),
    "minimum_wages_unions": Steps(clean=clean_wages, check=check_wages),
    "oda_bilateral": Steps(clean=clean_aid, check=check_aid),
}
