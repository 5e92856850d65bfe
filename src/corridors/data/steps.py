"""What a publisher's module says of each of its datasets beyond the sidecar: how to clean it and what must hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

SEX_WORDS = {
    **dict.fromkeys(("F", "Female", "female"), "female"),
    **dict.fromkeys(("M", "Male", "male"), "male"),
    **dict.fromkeys(("T", "Total", "both"), "both"),
    "Other": "other",
    "Unknown": "unknown",
}
"""Publishers' words for sex and ours."""
FIRST_YEAR_OF_SERBIA_AND_MONTENEGRO = 1992
"""The Federal Republic of Yugoslavia was founded on 27 April 1992; its code in our table is SCG."""


def unchanged(frame: pl.DataFrame) -> pl.DataFrame:
    """Leave a frame as it is."""
    return frame


def plain_sex(column: str = "sex") -> pl.Expr:
    """The column of sexes in our words: female, male, both, other or unknown.

    >>> pl.DataFrame({"sex": ["F", "Male", "T"]}).select(plain_sex())["sex"].to_list()
    ['female', 'male', 'both']
    """
    return pl.col(column).cast(pl.String).replace_strict(SEX_WORDS)


def with_content(frame: pl.DataFrame) -> pl.DataFrame:
    """Drop a country's years in which every column is empty but `country` and `year`."""
    content = [column for column in frame.columns if column not in ("country", "year")]
    return frame.filter(~pl.all_horizontal(pl.col(content).is_null()))


def later_yugoslavia(*columns: str) -> list[pl.Expr]:
    """Area columns in which the Yugoslavia of 1992 and later, for which publishers keep YUG, is SCG.

    Args:
        columns: columns of codes, in a frame that has a column `year`.
    """
    late = pl.col("year") >= FIRST_YEAR_OF_SERBIA_AND_MONTENEGRO
    return [pl.when(late & (pl.col(c) == "YUG")).then(pl.lit("SCG")).otherwise(c).alias(c) for c in columns]


def nothing_more(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Check nothing beyond what the sidecar and the variable table say."""


@dataclass(frozen=True, slots=True)
class Steps:
    """How one dataset is made fit for use.

    `clean` changes the raw frame (names, codes, duplicates) before the common steps of `harmonise`. `check` raises
    `InvalidInput` where a total or identity that the publisher states does not hold; `other(name)` gives it another
    dataset's frame.
    """

    clean: Callable[[pl.DataFrame], pl.DataFrame] = unchanged
    check: Callable[[pl.DataFrame, Callable[[str], pl.DataFrame]], None] = nothing_more
