"""Sentences about a scenario's effects: what all views agree on, where they differ, and because of what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridors.answers.whatif import decided, main_dispute
from corridors.answers.whatif_numbers import SLIGHT, amount, figures, hardly
from corridors.content.words import listed

if TYPE_CHECKING:
    import polars as pl

__all__ = ["SLIGHT", "agreed", "amount", "finding", "moving", "slight", "unclear", "verdict"]

ALIKE = 0.1
"""Views that differ by less than this part of the larger change are said to agree on its size."""
A_YEAR = "persons a year"
"""The unit of counts of which few are recorded, so that a finding gives their number without the measure."""


def verdict(rows: pl.DataFrame, every: str = " under every view") -> str:
    """What happens to one outcome, in a clause: its direction and its size over the views.

    Args:
        rows: of one outcome from `whatif.effects`; the run that takes no view is left out where there are others;
            every: how to say that the views agree, empty where the sentence says so already.
    """
    ordered = sorted(decided(rows).iter_rows(named=True), key=_size)
    low, high = ordered[0], ordered[-1]
    phrase, plural = _named(low), low["plural"]
    if slight(low) and slight(high):
        return f"{low['phrase']} hardly change{'' if plural else 's'}{every and ' under any view'}"
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


def unclear(rows: pl.DataFrame) -> bool:
    """Whether views differ on the direction of an outcome while the draws of each fall on both sides of no change."""
    told = [row for row in decided(rows).iter_rows(named=True) if not slight(row)]
    both = [row["low"] is not None and row["high"] is not None and row["low"] < 0 < row["high"] for row in told]
    return not agreed(rows) and all(both)


def moving(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of outcomes that some view changes by more than a trifle: `whatif_numbers.hardly`.

    Args:
        frame: of `whatif.effects`.
    """
    import polars as pl

    kept = {row["what"] for row in frame.iter_rows(named=True) if not slight(row)}
    return frame.filter(pl.col("what").is_in(kept))


def finding(frame: pl.DataFrame, start: str) -> str:
    """Say what all views agree on and where they differ, because of which dispute.

    What is said of the first outcome comes first, whether the views agree on it or not. Outcomes of which no draws
    tell the direction come last.

    Args:
        frame: of `whatif.effects`, the outcomes in the order in which they are told.
        start: the measure, for whom, and by when: "With border enforcement doubled from 2026".
    """
    parts = {rows["what"][0]: rows for rows in frame.partition_by("what", maintain_order=True)}
    labels = decided(frame)["label"].unique(maintain_order=True).to_list()
    two = len(labels) == 2
    pair = f"the views “{labels[0]}” and “{labels[1]}” (in this order)" if two else ""
    untold = [rows for rows in parts.values() if unclear(rows)]
    apart = {name: rows for name, rows in parts.items() if not agreed(rows) and not unclear(rows)}
    joint = [rows for rows in parts.values() if agreed(rows)]
    agree = [f"agree that {_agreement(joint, two=two)}"] if joint else []
    sides = [_both(rows) if two else verdict(rows) for rows in apart.values()]
    differ = [f"disagree: {listed(sides)}"] if apart else []
    told = differ + agree if next(iter(parts)) in apart else agree + differ
    first = pair or ("all views" if told[:1] == agree else "the views")
    clauses = [f"{'they' if i else first} {clause}" for i, clause in enumerate(told)]
    clauses += [f"the draws do not tell whether {listed(list(map(_either, untold)))}"] if untold else []
    names = list(apart) or [rows["what"][0] for rows in joint]
    return f"{start}, {'; '.join(clauses)}{_because(frame, names)}."


def _agreement(joint: list[pl.DataFrame], *, two: bool) -> str:
    """What all views agree on, in clauses; what no view moves comes last."""
    still = [rows for rows in joint if _still(rows)]
    alike = [_both(rows) if two else _alike(rows) for rows in joint if not _still(rows)]
    alike += [_hardly(still)] if still else []
    return listed(alike)


def _either(rows: pl.DataFrame) -> str:
    """An outcome of which the draws do not tell the direction, in a clause."""
    low, *_, high = sorted(decided(rows).iter_rows(named=True), key=_size)
    verb = "rise or fall" if low["plural"] else "rises or falls"
    return f"{_named(low)} {verb} (between {_end(low, 'less')} and {_end(high, 'more')})"


def _still(rows: pl.DataFrame) -> bool:
    return all(map(slight, decided(rows).iter_rows(named=True)))


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
    phrase, plural = _named(first), first["plural"]
    sizes = [_short(first), _short(second)]
    if _direction(first) != _direction(second) or slight(first) or slight(second):
        ways = [
            f"hardly change{'' if plural else 's'}" if slight(row) else f"{_verb(row, plural)} by {size}"
            for row, size in zip((first, second), sizes, strict=True)
        ]
        return f"{phrase} {ways[0]} or {ways[1]}"
    size = f"about {sizes[1]}" if _same_size(rows) else f"{sizes[0]} and {sizes[1]}"
    return f"{phrase} {_verb(first, plural)} by {size}"


def _end(row: dict[str, Any], word: str) -> str:
    return "no change" if slight(row) else f"{_short(row)} {word}"


def _named(row: dict[str, Any]) -> str:
    """An outcome in a sentence; of those of which few are recorded, with their number without the measure."""
    if row["unit"] != A_YEAR or not row["baseline"]:
        return row["phrase"]
    return f"{row['phrase']} ({figures(row['baseline'])} a year without it)"


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
    which = "are the disputed questions" if len(found) > 1 else "is the disputed question"
    return f". What separates them {which} {questions}"


def _same_size(rows: pl.DataFrame) -> bool:
    values = [_size(row) for row in decided(rows).iter_rows(named=True)]
    return max(values) - min(values) <= ALIKE * max(map(abs, values))


def _size(row: dict[str, Any]) -> float:
    return float(row["effect"] if row["percent"] is None else row["percent"])


def slight(row: dict[str, Any]) -> bool:
    """Whether a row of `whatif.effects` is too small a change to tell: `whatif_numbers.hardly`."""
    return hardly(_size(row), row["effect"], row["unit"])


def _direction(row: dict[str, Any]) -> int:
    return (row["effect"] > 0) - (row["effect"] < 0)


def _verb(row: dict[str, Any], plural: bool) -> str:
    word = "rise" if row["effect"] > 0 else "fall"
    return word if plural else f"{word}s"


def _under(row: dict[str, Any], plural: bool) -> str:
    if slight(row):
        return f"hardly change{'' if plural else 's'} ({row['label']})"
    return f"{_verb(row, plural)} by {amount(row)} ({row['label']})"
