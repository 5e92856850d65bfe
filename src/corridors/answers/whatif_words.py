"""Sentences about a scenario's effects: what all views agree on, where they differ, and because of what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridors.answers.whatif import POINTS, decided, main_dispute
from corridors.content.words import listed, spoken

if TYPE_CHECKING:
    import polars as pl

SLIGHT = 0.05
"""Per cent, or percentage points: a smaller change is said to be hardly one."""
EXACT = 100
"""Amounts from here on are said as whole numbers."""
ALIKE = 0.1
"""Views that differ by less than this part of the larger change are said to agree on its size."""


def amount(row: dict[str, Any]) -> str:
    """The size of a change without its sign: "12%", "1.2 percentage points", "3,400 persons".

    >>> amount({"percent": -12.34, "effect": -5.0, "unit": "persons", "baseline": 40.0})
    '12%'
    """
    if row["percent"] is None:
        value = abs(row["effect"])
        return f"{spoken(value) if value >= EXACT else f'{value:.2g}'} {row['unit']}"
    size = abs(row["percent"])
    text = f"{size:,.0f}" if size >= 10 else f"{float(f'{size:.2g}'):g}"
    return f"{text} {POINTS}" if row["unit"] == POINTS else f"{text}%"


def verdict(rows: pl.DataFrame, every: str = " under every view") -> str:
    """What happens to one outcome, in a clause: its direction and its size over the views.

    Args:
        rows: of one outcome from `whatif.effects`; the run that takes no view is left out where there are others;
            every: how to say that the views agree, empty where the sentence says so already.
    """
    ordered = sorted(decided(rows).iter_rows(named=True), key=_size)
    low, high = ordered[0], ordered[-1]
    phrase, plural = low["phrase"], low["plural"]
    if _slight(low) and _slight(high):
        return f"{phrase} hardly change{'' if plural else 's'}{every and ' under any view'}"
    if _direction(low) * _direction(high) > 0:
        smaller, larger = sorted((low, high), key=lambda row: abs(_size(row)))
        verb = _verb(larger, plural)
        if abs(_size(larger) - _size(smaller)) <= ALIKE * abs(_size(larger)) or amount(smaller) == amount(larger):
            return f"{phrase} {verb} by about {amount(larger)}{every}"
        spread = f"{amount(smaller)} ({smaller['label']}) to {amount(larger)} ({larger['label']})"
        return f"{phrase} {verb}{every}{every and ','} by {spread}"
    return f"{phrase} {_under(low, plural)} but {_under(high, plural)}"


def agreed(rows: pl.DataFrame) -> bool:
    """Whether all views give one outcome the same direction, or hardly any change."""
    told = list(decided(rows).iter_rows(named=True))
    return _still(rows) or len({_direction(row) for row in told}) == 1


def finding(frame: pl.DataFrame, start: str) -> str:
    """Say what all views agree on and where they differ, because of which dispute.

    Args:
        frame: of `whatif.effects`, the outcomes in the order in which they are told.
        start: the measure, for whom, and by when: "With border enforcement doubled from 2026".
    """
    outcomes = frame["what"].unique(maintain_order=True).to_list()
    parts = {name: frame.filter(what=name) for name in outcomes}
    labels = decided(frame)["label"].unique(maintain_order=True).to_list()
    two = len(labels) == 2
    say = _both if two else _alike
    still = [rows for rows in parts.values() if _still(rows)]
    alike = [say(rows) for rows in parts.values() if agreed(rows) and not _still(rows)]
    alike += [_hardly(still)] if still else []
    apart = {name: rows for name, rows in parts.items() if not agreed(rows)}
    who = f"the views “{labels[0]}” and “{labels[1]}” (in this order)" if two else "all views"
    text = f"{start}, {who} agree that {listed(alike)}" if alike else start
    if not apart:
        return text + _because(frame, outcomes) + "."
    told = listed([_both(rows) if two else verdict(rows) for rows in apart.values()])
    joint = "; they disagree: " if alike else f", {who} disagree: "
    return text + joint + told + _because(frame, list(apart)) + "."


def _still(rows: pl.DataFrame) -> bool:
    return all(map(_slight, decided(rows).iter_rows(named=True)))


def _hardly(still: list[pl.DataFrame]) -> str:
    """Outcomes that no view moves, in one clause."""
    firsts = [rows.row(0, named=True) for rows in still]
    singular = len(firsts) == 1 and not firsts[0]["plural"]
    return f"{listed([first['phrase'] for first in firsts])} hardly change{'s' if singular else ''}"


def _alike(rows: pl.DataFrame) -> str:
    return verdict(rows, every="")


def _both(rows: pl.DataFrame) -> str:
    """What happens to one outcome under the first and the second of two views, in a clause."""
    first, second = decided(rows).iter_rows(named=True)
    phrase, plural = first["phrase"], first["plural"]
    sizes = [_short(first), _short(second)]
    if _direction(first) != _direction(second):
        ways = [f"{_verb(row, plural)} by {size}" for row, size in zip((first, second), sizes, strict=True)]
        return f"{phrase} {ways[0]} or {ways[1]}"
    size = f"about {sizes[1]}" if _same_size(rows) else f"{sizes[0]} and {sizes[1]}"
    return f"{phrase} {_verb(first, plural)} by {size}"


def _short(row: dict[str, Any]) -> str:
    return amount(row).replace("percentage points", "points")


def _because(frame: pl.DataFrame, names: list[str]) -> str:
    """The disputes behind the differences, as the end of a sentence."""
    found = {}
    for name in names:
        rows = frame.filter(what=name)
        if (one := main_dispute(rows)) is not None and not _same_size(rows) and not _still(rows):
            found[one.question] = None
    if not found:
        return ""
    questions = listed([f"“{question}”" for question in found])
    return f". What separates them is the disputed question{'s' if len(found) > 1 else ''} {questions}"


def _same_size(rows: pl.DataFrame) -> bool:
    values = [_size(row) for row in decided(rows).iter_rows(named=True)]
    return max(values) - min(values) <= ALIKE * max(map(abs, values))


def _size(row: dict[str, Any]) -> float:
    return float(row["effect"] if row["percent"] is None else row["percent"])


def _slight(row: dict[str, Any]) -> bool:
    return abs(_size(row)) < SLIGHT


def _direction(row: dict[str, Any]) -> int:
    return (row["effect"] > 0) - (row["effect"] < 0)


def _verb(row: dict[str, Any], plural: bool) -> str:
    word = "rise" if row["effect"] > 0 else "fall"
    return word if plural else f"{word}s"


def _under(row: dict[str, Any], plural: bool) -> str:
    if _slight(row):
        return f"hardly change{'' if plural else 's'} ({row['label']})"
    return f"{_verb(row, plural)} by {amount(row)} ({row['label']})"
