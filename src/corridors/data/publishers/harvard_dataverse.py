"""Research data on Harvard Dataverse: bilateral labour agreements, votes of the General Assembly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl

from corridors.data.published import expect, total
from corridors.data.steps import Steps, later_yugoslavia
from corridors.errors import InvalidInput

AGREEMENTS = 1_222
CODED = 570
WITH_SOCIAL_SECURITY = 174
"""Agreements in all, with coded provisions, and with a clause on social security (Chilton and Woda 2022)."""
LAST_SIGNATURE = date(2020, 12, 31)
"""No agreement was signed later; the source prints one signature of 2007 as 2997."""
COMPACT = "A/RES/73/195"
COMPACT_VOTES = {"yes": 152, "no": 5, "abstain": 12}
"""Votes on the Global Compact for Migration, 19 December 2018, as the United Nations announced them."""
COMPACT_AGAINST = {"CZE", "HUN", "ISR", "POL", "USA"}
REFUGEE_VOTES = {"yes": 181, "no": 2, "abstain": 3}
"""Votes on A/RES/73/151, which affirms the Global Compact on Refugees, 17 December 2018."""


def clean_labour_agreements(frame: pl.DataFrame) -> pl.DataFrame:
    """Empty text and an impossible signature are missing, years of validity numbers, YUG of 1992 and later SCG."""
    text = pl.col(pl.String).str.strip_chars()
    signed = pl.col("date_signed")
    return frame.with_columns(pl.when(text != "").then(text)).with_columns(
        pl.col("bla_duration_years").cast(pl.Int64),
        pl.when(signed <= LAST_SIGNATURE).then(signed),
        *later_yugoslavia("iso_a", "iso_b"),
    )


def check_labour_agreements(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """There are as many agreements, coded ones and social security clauses as the publisher counts."""
    name = "labour_agreements"
    expect(name, "the number of agreements", frame.height, AGREEMENTS)
    expect(name, "the number of coded agreements", total(frame, "provisions_coded"), CODED)
    expect(name, "the number of clauses on social security", total(frame, "social_security"), WITH_SOCIAL_SECURITY)


def clean_votes(frame: pl.DataFrame) -> pl.DataFrame:
    """Dates as dates."""
    return frame.with_columns(pl.col("date").str.to_date())


def check_votes(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """The votes on both compacts and the states against the migration compact are those announced."""
    for resolution, announced in ((COMPACT, COMPACT_VOTES), ("A/RES/73/151", REFUGEE_VOTES)):
        for vote, states in announced.items():
            found = frame.filter(resolution=resolution, vote=vote).height
            expect("unga_votes_migration", f"the number of votes {vote!r} on {resolution}", found, states)
    against = set(frame.filter(resolution=COMPACT, vote="no")["country"])
    if against != COMPACT_AGAINST:
        raise InvalidInput(f"unga_votes_migration: {sorted(against)} against {COMPACT}, not {sorted(COMPACT_AGAINST)}.")


DATASETS = {
    "labour_agreements": Steps(clean=clean_labour_agreements, check=check_labour_agreements),
    "unga_votes_migration": Steps(clean=clean_votes, check=check_votes),
}
