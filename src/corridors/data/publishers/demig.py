"""International Migration Institute, Oxford: DEMIG VISA and DEMIG POLICY."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect
from corridors.data.steps import Steps
from corridors.errors import InvalidInput

SHARE_BARRED = {1973: 0.714, 1990: 0.734, 2013: 0.688}
"""Share of pairs that need a visa or are refused (summary beside the copy, to three decimals)."""
HALF_DIGIT = 0.0005
MEXICANS_TO_CANADA = {2009: "no visa", 2010: "visa required"}
"""Canada's visa for Mexicans came in July 2009; the state is that of January."""


def clean_visa_demig(frame: pl.DataFrame) -> pl.DataFrame:
    """Drop rows of one country on both sides, which the two Yemens leave."""
    return frame.filter(pl.col("passport") != pl.col("destination"))


def check_visa_demig(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """The shares of pairs that need a visa, and Canada's visa for Mexicans, are the known ones."""
    for year, share in SHARE_BARRED.items():
        pairs = frame.filter(year=year)
        found = pairs.filter(pl.col("code") > 0).height / max(pairs.height, 1)
        expect("visa_demig", f"the share of pairs with a visa in {year}", found, share, HALF_DIGIT)
    for year, requirement in MEXICANS_TO_CANADA.items():
        if frame.filter(passport="MEX", destination="CAN", year=year, requirement=requirement).is_empty():
            raise InvalidInput(f"visa_demig: Mexicans to Canada in {year} is not {requirement!r}.")


def clean_policy(frame: pl.DataFrame) -> pl.DataFrame:
    """Drop the years without a change, which the copy fills with empty rows."""
    return frame.filter(pl.col("summary").is_not_null())


DATASETS = {
    "visa_demig": Steps(clean=clean_visa_demig, check=check_visa_demig),
    "policy_demig_deu_tur": Steps(clean=clean_policy),
}
