"""The classes of the Passport Index: how they read in sentences, tables and charts, and which changes they can show."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from corridors.concepts.countries import Area
from corridors.content.blocks import Missing, Note, Reference
from corridors.content.subject import the

NO_VISA, SIMPLER, BEFORE, BARRED = (
    "No visa", "On arrival, e-visa or eTA", "Visa before travel", "Entry ban or no admission",
)  # fmt: skip
GROUPS = (NO_VISA, SIMPLER, BEFORE, BARRED)
"""Groups of classes that keep their meaning at all seven dates."""


@dataclass(frozen=True, slots=True)
class VisaClass:
    """One class of the source: its group, and how it reads in a sentence, in a table and in a cell of a chart."""

    group: str
    sentence: str
    text: str
    cell: str


CLASSES = {
    "visa free": VisaClass(NO_VISA, "needed no visa", "no visa", "No visa"),
    "visa on arrival": VisaClass(SIMPLER, "could get a visa on arrival", "visa on arrival", "Visa on|arrival"),
    "e-visa": VisaClass(SIMPLER, "needed an electronic visa", "electronic visa", "Electronic|visa"),
    "visa on arrival or e-visa": VisaClass(
        SIMPLER, "could get a visa on arrival or an electronic visa", "visa on arrival or electronic visa",
        "On arrival|or e-visa",
    ),
    "eta": VisaClass(
        SIMPLER, "needed an electronic travel authorisation (eTA)", "electronic travel authorisation",
        "Electronic|authoris.",
    ),
    "visa required": VisaClass(BEFORE, "needed a visa before travel", "visa before travel", "Visa before|travel"),
    "covid ban": VisaClass(
        BARRED, "were barred by a pandemic entry ban from entering", "pandemic entry ban", "Pandemic|ban",
    ),
    "no admission": VisaClass(BARRED, "were not admitted to", "no admission", "No|admission"),
}  # fmt: skip
"""The source's classes; visas on arrival and e-visas were one before 2021, eTAs and e-visas from 2021 to 2024."""
LISTED = 199
"""Passports, and as many destinations, that the Passport Index lists."""
BAN = "covid ban"
_MERGED = "visa on arrival or e-visa"
_IN_MERGED = {"visa on arrival or e-visa", "visa on arrival", "e-visa", "eta"}


@dataclass(frozen=True, slots=True)
class Change:
    """A requirement that differs between two snapshots in a way that the classes can show."""

    last_before: datetime.date
    first_after: datetime.date
    before: str
    after: str


def changes(rows: pl.DataFrame) -> list[Change]:
    """The changes between snapshots, passing over pandemic bans and over classes that the source merged or split.

    Args:
        rows: date and requirement, in order of the date.
    """
    known = [(day, code) for day, code in rows.select("date", "requirement").rows() if code != BAN]
    return [
        Change(day, later, before, after)
        for (day, before), (later, after) in pairwise(known)
        if not _may_be_one(before, after)
    ]


def _may_be_one(before: str, after: str) -> bool:
    merged = _MERGED in (before, after) and {before, after} <= _IN_MERGED
    return before == after or merged or {before, after} == {"e-visa", "eta"}


def stay(days: int | None) -> str:
    """The length of a visa-free stay in words, empty where the source gives none.

    >>> stay(180), stay(None)
    ('up to 180 days', '')
    """
    return f"up to {days} {'day' if days == 1 else 'days'}" if days else ""


def caveats(reference: Reference) -> list[Note]:
    """What a reader must know of the Passport Index before comparing dates."""
    return [
        Note(
            "Tourist and short business visits only: the right to live or work in a country is a different matter.",
            (reference,),
        ),
        Note(
            "The source's classes changed. Before 2021 visas on arrival and electronic visas were one class. From 2021 "
            "to 2024 electronic travel authorisations (eTA) were counted with electronic visas, in 2025 apart. "
            "Pandemic bans, most of them on 25 January 2021 and 5 January 2022, hide the rules that stood behind them. "
            "A difference between two snapshots can be a change of law or a correction by the source.",
            (reference,),
        ),
    ]


def not_listed(area: Area) -> Missing:
    """Say that the Passport Index has no passport of an area."""
    return Missing(
        f"Visa requirements for {the(area)}",
        f"The Passport Index lists {LISTED} passports and destinations; {the(area)} is not one of them.",
    )
