"""Standings in a sentence: to how many of the main instruments countries are known to be parties."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from corridors.answers.rights.standings import MAIN, PARTY, STATES, UNKNOWN, UNVERIFIED, is_listed, standing
from corridors.concepts.countries import Area
from corridors.content.subject import the
from corridors.content.words import listed


def counted(area: Area, frame: pl.DataFrame, unverified: pl.DataFrame) -> dict[str, list[str]]:
    """The labels of the main instruments by the country's standing."""
    found: dict[str, list[str]] = {state: [] for state in STATES}
    for one in MAIN:
        found[standing(area, one, frame, unverified).state].append(one.label)
    return found


def shared(areas: Sequence[Area], frame: pl.DataFrame, unverified: pl.DataFrame) -> list[str]:
    """The labels of the main instruments to which all are known to be parties."""
    found = [counted(area, frame, unverified)[PARTY] for area in areas]
    return [one.label for one in MAIN if all(one.label in labels for labels in found)]


def finding(areas: Sequence[Area], frame: pl.DataFrame, unverified: pl.DataFrame) -> str:
    """To how many of the main instruments each country is known to be a party, and to how many all are."""
    known = [area for area in areas if is_listed(frame, area)]
    sentences = [f"The treaty records do not list {the(area)}." for area in areas if area not in known]
    if not known:
        return " ".join(sentences)
    found = [counted(area, frame, unverified) for area in known]
    parts = [
        f"{the(area)}{'' if place else ' is known to be a party'} to {len(standings[PARTY]) or 'none'}"
        f"{_unsure(len(standings[UNVERIFIED]))}"
        for place, (area, standings) in enumerate(zip(known, found, strict=True))
    ]
    joint = f"; {_count(len(shared(known, frame, unverified)))} both" if len(known) > 1 else ""
    theme = "migrant workers, refuge, statelessness, trafficking and smuggling"
    gaps = [(area, len(standings[UNKNOWN])) for area, standings in zip(known, found, strict=True)]
    where = [f"{the(area)} on {count}" for area, count in gaps if count]
    unknown = f" Where {listed(where).replace(' on ', ' stands on ', 1)} of them is not known today." if where else ""
    return " ".join([f"Of {len(MAIN)} instruments on {theme}, {listed(parts)}{joint}.{unknown}", *sentences])


def _unsure(extra: int) -> str:
    return f" ({extra} more unverified)" if extra else ""


def _count(both: int) -> str:
    return {0: "none is known to bind", 1: "one binds"}.get(both, f"{both} bind")
