"""United Nations Treaty Collection and ILO NORMLEX: who signed and ratified what."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect, none_left
from corridors.data.steps import Steps

PARTIES = {
    "ICRMW": 57, "REFUGEE1951": 146, "REFUGEE1967": 147, "CRC": 196, "CEDAW": 189, "TRAFFICKING2000": 166,
    "SMUGGLING2000": 138, "STATELESS1954": 96, "STATELESS1961": 67, "ILO-C97": 46,
}  # fmt: skip
"""Parties by treaty: the depositaries' counts for the dates read, short where the sidecar says so."""
C97_RATIFICATIONS = 54
"""Ratifications of ILO convention 97 (NORMLEX, after October 2023), eight of which are still to be verified."""


def check_treaties(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Treaties have the known numbers of parties, and dates and years of the same act agree."""
    for treaty, parties in PARTIES.items():
        found = frame.filter(treaty=treaty, status="party").height
        expect("treaties", f"the number of parties to {treaty}", found, parties)
    none_left("treaties", "year and date differ", frame.filter(pl.col("party_date").dt.year() != pl.col("party_year")))
    no_party = frame.filter(pl.col("party_year").is_not_null(), pl.col("status") != "party")
    none_left("treaties", "a year without being a party", no_party)


def check_treaties_to_verify(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """With the verified rows they make up the ratifications of C97 that the ILO counts, and none stands twice."""
    verified = other("treaties").filter(status="party")
    c97 = pl.concat([part.filter(treaty="ILO-C97").select("country") for part in (frame, verified)])
    expect("treaties_to_verify", "the number of ratifications of C97 with treaties", c97.height, C97_RATIFICATIONS)
    twice = frame.join(verified, on=["country", "treaty"], how="semi")
    none_left("treaties_to_verify", "a ratification that treaties has", twice)


DATASETS = {
    "treaties": Steps(check=check_treaties),
    "treaties_to_verify": Steps(check=check_treaties_to_verify),
}
