"""Every country's standing to every instrument as one table, and when each instrument was adopted and opened."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from corridors.answers.rights.standings import (
    MAIN,
    MARCH_2015,
    NONE,
    OTHERS,
    PARTY,
    SIGNED,
    UNKNOWN,
    UNVERIFIED,
    Instrument,
    standing_of,
)  # fmt: skip
from corridors.concepts.countries import areas
from corridors.concepts.quality import Quality
from corridors.data import load

if TYPE_CHECKING:
    from corridors.content.blocks import Reference, References

ALL = (*MAIN, *OTHERS)
STATES_BESIDE = ("COK", "NIU")
"""Two States that accept treaties in their own name without being members of the United Nations."""
BY_CODE = {one.code: one for one in ALL}
REFUGE = ("REFUGEE1951", "REFUGEE1967")
"""A state that is a party to either instrument owes the Convention's protection (the United States: the Protocol)."""
SURE = {PARTY: Quality.OBSERVED, SIGNED: Quality.OBSERVED, NONE: Quality.OBSERVED, UNVERIFIED: Quality.UNVERIFIED,
        UNKNOWN: Quality.MISSING}  # fmt: skip
LAST_RECORD = 2024


class Dates(NamedTuple):
    """Years in which an instrument was adopted, opened for signature or ratification, and came into force."""

    adopted: int
    opened: int
    in_force: int


@cache
def dates() -> dict[str, Dates]:
    """The years of each instrument, from the depositaries' pages named in `instruments.csv`.

    >>> dates()["ICRMW"].in_force
    2003
    """
    text = (files("corridors.answers.rights") / "instruments.csv").read_text(encoding="utf-8")
    return {
        row["code"]: Dates(int(row["adopted"]), int(row["opened"]), int(row["in_force"]))
        for row in csv.DictReader(text.splitlines())
    }


def states() -> tuple[str, ...]:
    """The codes of the States that can accept treaties: 193 members and two observers of the UN, and two more.

    >>> len(states())
    197
    """
    return (*(area.code for area in areas("country")), *STATES_BESIDE)


@cache
def standings() -> pl.DataFrame:
    """Each State's standing to each instrument.

    Columns: country, instrument (code), label, state (one of five), text, since (year of becoming a party), signed
    (year), as_of (the record's year, null where no row stands for the State), quality.
    """
    recorded, extra = (
        {(row["country"], row["treaty"]): row for row in load(name).frame.to_dicts()}
        for name in ("treaties", "treaties_to_verify")
    )
    listed = {country for country, _ in recorded}
    rows = []
    for code in states():
        for one in ALL:
            key = (code, one.code)
            held = standing_of(code, one, recorded.get(key), extra.get(key), listed=code in listed)
            row = recorded.get(key) or extra.get(key)
            quality = Quality.UNVERIFIED if held.text.endswith("unverified") else SURE[held.state]
            rows.append((code, one.code, one.label, held.state, held.text, held.year, held.signed,
                         row["status_as_of"] if row else None, quality.value))  # fmt: skip
    schema = {
        "country": pl.String, "instrument": pl.String, "label": pl.String, "state": pl.String, "text": pl.String,
        "since": pl.Int64, "signed": pl.Int64, "as_of": pl.Int64, "quality": pl.String,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def at(year: int | None) -> pl.DataFrame:
    """The standings as they were at the end of a year, as far as the records date them.

    A party that joined later counts as not yet; a party without a date is not known for a past year. Instruments that
    were not yet open are left out.
    """
    frame = standings()
    if year is None or year >= LAST_RECORD:
        return frame
    opened = pl.col("instrument").replace_strict({code: one.opened for code, one in dates().items()})
    joined = pl.col("state").is_in([PARTY, UNVERIFIED])
    later = joined & (pl.col("since") > year)
    undated = joined & pl.col("since").is_null()
    signed = (pl.col("signed") <= year).fill_null(False)
    waiting = (pl.col("state") == SIGNED) & (pl.col("signed") > year)
    gone = later | waiting
    before = pl.when(signed).then(pl.lit(SIGNED)).otherwise(pl.lit(NONE))
    state = pl.when(gone).then(before).when(undated).then(pl.lit(UNKNOWN)).otherwise("state").alias("state")
    since = pl.when(later).then(None).otherwise("since").alias("since")
    quality = pl.when(undated & ~gone).then(pl.lit(Quality.MISSING.value)).otherwise("quality").alias("quality")
    words = pl.when("changed").then("state").otherwise("text").alias("text")
    changed = frame.with_columns(state, since, quality, (later | waiting | undated).alias("changed"))
    return changed.with_columns(words).filter(opened <= year).drop("changed")


def parties(frame: pl.DataFrame, *codes: str) -> frozenset[str]:
    """The States that are known to be parties to at least one of some instruments; unverified ones are left out."""
    return frozenset(frame.filter(pl.col("instrument").is_in(codes), state=PARTY)["country"])


@cache
def _listed_in_2022() -> frozenset[str]:
    frame = load("treaties").frame
    return frozenset(frame.filter(pl.col("status_2022").is_not_null())["treaty"].unique())


def complete(one: Instrument) -> str:
    """How complete an instrument's list of parties is, in a few words.

    >>> complete(BY_CODE["ICRMW"]), complete(BY_CODE["ILO-C143"])
    ('complete to 2022', 'incomplete')
    """
    if one.code in _listed_in_2022():
        return "complete to 2022"
    if not one.listed_until:
        return "incomplete"
    if one.listed_until == MARCH_2015:
        return "complete to March 2015, some later"
    return f"complete to {one.listed_until}" + (" with unverified rows" if one.leans else "")


def references(cited: References) -> tuple[Reference, ...]:
    """The references to the treaty records, by part, and to the list that is to be verified."""
    source = load("treaties").source
    return (
        cited.cite(source, "united_nations"),
        cited.cite(source, "ilo"),
        cited.cite(load("treaties_to_verify").source),
    )
