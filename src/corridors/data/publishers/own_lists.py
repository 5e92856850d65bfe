"""Lists that Corridors made from public pages, from treaty records or from general knowledge."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl

from corridors.data.published import expect, none_left
from corridors.data.steps import Steps

BUDAPEST_MEMBERS = 49
"""Governments in the Budapest Process (IOM, Overview of inter-State consultation mechanisms, 2017)."""
US_AGREEMENTS = 30
US_IN_FORCE = {"ITA": date(1978, 11, 1), "BRA": date(2018, 10, 1)}
"""Entry into force of agreements with the USA (US Social Security Administration, POMS GN 01701.005)."""


def check_consultative_processes(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """The Budapest Process has as many members as IOM counts."""
    found = frame.filter(process="Budapest Process", status="member").height
    expect("consultative_processes", "the number of members of the Budapest Process", found, BUDAPEST_MEMBERS)


def check_free_movement(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """No country leaves an area before it enters (full rights may come first: Austria, Finland and Sweden in 1994)."""
    left_first = frame.filter(pl.col("exit_year") < pl.col("entry_year"))
    none_left("free_movement_to_verify", "exit before entry", left_first)


def clean_social_security(frame: pl.DataFrame) -> pl.DataFrame:
    """Dates as dates."""
    return frame.with_columns(pl.col("signed", "in_force", "terminated").str.to_date())


def check_social_security(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """The USA has all its agreements, and two of them began on the published days."""
    ours = frame.filter(country_a="USA")
    expect("social_security_agreements", "the number of agreements of the USA", ours.height, US_AGREEMENTS)
    for partner, day in US_IN_FORCE.items():
        wrong = ours.filter((pl.col("country_b") == partner) & (pl.col("in_force") != day))
        none_left("social_security_agreements", f"entry into force other than {day}", wrong)


DATASETS = {
    "free_movement_to_verify": Steps(check=check_free_movement),
    "consultative_processes": Steps(check=check_consultative_processes),
    "social_security_agreements": Steps(clean=clean_social_security, check=check_social_security),
}
