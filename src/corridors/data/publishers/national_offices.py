"""National offices of Germany, Canada, the United States, the Philippines and Australia: reported migration flows."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import Published, none_left, sums_agree
from corridors.data.publishers.eurostat_migration import misplaced
from corridors.data.steps import Steps

_ARRIVALS = {"source": "destatis_12711_0008", "reporting_side": "immigration", "coverage": "both"}
GERMANY = (
    Published({**_ARRIVALS, "year": 2006, "origin": "POL"}, 163_643),
    Published({**_ARRIVALS, "year": 2015, "origin": "SYR"}, 326_872),
    Published({**_ARRIVALS, "year": 2000, "criterion": "total"}, 841_158),
    Published({**_ARRIVALS, "year": 2013, "criterion": "total"}, 1_226_493),
)
"""Arrivals in Germany (Federal Statistical Office, GENESIS table 12711-0008)."""

_ADMISSIONS = {2015: 271_155, 2019: 340_460, 2020: 183_600, 2022: 436_820, 2023: 471_040, 2024: 482_960, 2025: 393_025}
CANADA = (
    *(Published({"source": "ircc_pr_citizenship", "year": year}, sum_) for year, sum_ in _ADMISSIONS.items()),
    Published({"source": "ircc_pr_citizenship", "year": 2022, "partner": "IND"}, 118_250),
)
"""Admissions to permanent residence, summed over citizenships (IRCC, Monthly Updates)."""

_GRANTS = {2011: 1_062_040, 2012: 1_031_631, 2013: 990_553, 2014: 1_016_518, 2015: 1_051_031, 2016: 1_183_505}
_BORN = {"MEX": 174_534, "CHN": 81_772, "CUB": 66_516, "IND": 64_687}
UNITED_STATES = (
    *(
        Published({"source": "us_dhs_lpr_residence", "criterion": criterion, "year": year}, grants)
        for criterion in ("residence", "total")
        for year, grants in _GRANTS.items()
    ),
    *(Published({"source": "us_dhs_lpr_birth", "year": 2016, "partner": born}, sum_) for born, sum_ in _BORN.items()),
)
"""Grants of lawful permanent residence, by country lines and in total (DHS, Yearbook of Immigration Statistics)."""

PHILIPPINES = (
    Published({"source": "cfo_emigrants", "year": 1981, "partner": "USA"}, 40_307),
    *(
        Published({"source": "cfo_emigrants", "year": year}, emigrants)
        for year, emigrants in {1981: 48_837, 2010: 86_070, 2019: 65_152, 2020: 15_696}.items()
    ),
)
"""Registered Filipino emigrants (Commission on Filipinos Overseas)."""

AUSTRALIA = (
    Published({"source": "au_permanent_programme", "year": 2024}, 190_000, within=250),
    Published({"source": "au_plt_arrivals_1947_59", "year": 1950}, 184_889),
)
"""Printed totals; cells below five are suppressed (Department of Home Affairs, Historical Migration Statistics)."""


def check_flows_reported2(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Printed totals are met, and origin and destination are reporter and partner as the reporting side says."""
    figures = (*GERMANY, *CANADA, *UNITED_STATES, *PHILIPPINES, *AUSTRALIA)
    sums_agree("flows_reported2", frame, "flow", figures)
    none_left("flows_reported2", "origin and destination contradict reporter and partner", misplaced(frame))


DATASETS = {"flows_reported2": Steps(check=check_flows_reported2)}
