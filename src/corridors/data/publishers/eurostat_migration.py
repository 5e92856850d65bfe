"""Eurostat (with UN DESA, OECD and DEMIG, which share one table): reported migration flows and asylum applicants."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import Published, none_left, sums_agree
from corridors.data.steps import Steps
from corridors.errors import InvalidInput

EUROSTAT_COUNTS = (
    Published({"source": "eurostat_migr_imm1ctz", "year": 2015, "reporter": "DEU", "partner": "WLD"}, 1_549_937),
    Published({"source": "eurostat_migr_imm1ctz", "year": 2015, "reporter": "DEU", "partner": "SYR"}, 373_178),
    Published({"source": "eurostat_migr_imm5prv", "year": 2006, "reporter": "DEU", "partner": "POL"}, 163_643),
)
"""Immigration to Germany by citizenship and by previous residence (Eurostat, migr_imm1ctz and migr_imm5prv)."""

UN_DESA_COUNTS = (
    Published(
        {"source": "un_desa_imf_2015", "year": 2007, "reporter": "ESP", "partner": "ROU", "criterion": "residence",
         "reporting_side": "immigration"},
        174_217,
    ),
)  # fmt: skip
"""Immigration from Romania to Spain (UN DESA, International Migration Flows: The 2015 Revision)."""

OECD_COUNTS = (Published({"source": "oecd_imd", "year": 2022, "reporter": "DEU"}, 2_481_019),)
"""Inflow of foreigners to Germany (OECD, International Migration Database, measure B11)."""

EU_MEMBERS_SINCE = 2014
"""First year in which the printed EU27 line is the sum of the 27 members of 2020; 2013 has fewer citizenships."""

NOT_IN_EU27 = ("EU27", "GBR", "CHE", "NOR", "ISL", "LIE", "MNE")
"""Countries of the asylum table outside the Union of 27, and the Union's own line."""

ROUNDING_OF_EU_TOTAL = 0.01
"""The largest gap allowed between the EU27 line and its members, whose cells are rounded to five and cut below."""


def check_flows_reported(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Known national counts are met; origin and destination are reporter and partner as the reporting side says."""
    sums_agree("flows_reported", frame, "flow", (*EUROSTAT_COUNTS, *UN_DESA_COUNTS, *OECD_COUNTS))
    none_left("flows_reported", "origin and destination contradict reporter and partner", misplaced(frame))


def misplaced(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows of reported flows whose ends are not reporter and partner in the order that the reporting side gives."""
    arrivals = pl.col("reporting_side") == "immigration"
    origin = pl.when(arrivals).then("partner").otherwise("reporter")
    destination = pl.when(arrivals).then("reporter").otherwise("partner")
    return frame.filter((pl.col("origin") != origin) | (pl.col("destination") != destination))


def check_eu_asylum_first_time(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """From 2014 on the EU27 line equals the sum of its members, but for rounding."""
    column = pl.col("first_time_applicants")
    years = frame.group_by("year").agg(
        union=column.filter(pl.col("asylum") == "EU27").sum(),
        members=column.filter(~pl.col("asylum").is_in(NOT_IN_EU27)).sum(),
    )
    for year, union, members in years.filter(pl.col("year") >= EU_MEMBERS_SINCE).rows():
        if abs(union - members) > ROUNDING_OF_EU_TOTAL * union:
            raise InvalidInput(f"eu_asylum_first_time: EU27 of {year} is {union:,}, its members sum to {members:,}.")


DATASETS = {
    "flows_reported": Steps(check=check_flows_reported),
    "eu_asylum_first_time": Steps(check=check_eu_asylum_first_time),
}
