"""The finding of `flows` in words: a period, the main number with its range, returns, the largest flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.statistics import flow_tables as tables
from corridors.content.common import capitalised
from corridors.content.scalars import scalar
from corridors.content.subject import named, the
from corridors.content.words import people, percent, spoken

if TYPE_CHECKING:
    from corridors.answers.asked import Asked


def span(period: tuple[int, int]) -> str:
    """A period in words.

    >>> span((2015, 2020))
    'between 2015 and 2020'
    """
    return f"between {period[0]} and {period[1]}"


def finding(asked: Asked, rows: pl.DataFrame, methods: pl.DataFrame, period: tuple[int, int]) -> str:
    """The answer in a sentence: the main number, the range of the rival methods, returns, the largest flow."""
    if asked.corridor:
        return _corridor_finding(asked, rows.row(0, named=True), period)
    sums = methods.filter(method=tables.main_label()).row(0, named=True)
    first = rows.row(0, named=True)
    largest = f"the largest flow is {named(first['origin'])} to {named(first['destination'])}, {people(first['main'])}"
    back = _back(float(rows["return"].sum()), float(rows["flow"].sum()))
    if asked.scope == "world":
        return (
            f"{capitalised(span(period))}, an estimated {people(sums['all'])} a year moved to another country "
            f"({_range(methods, 'all')}){back}; {largest} a year."
        )
    name = _name(asked)
    if asked.origin is not None or asked.destination is not None:
        way = "left" if asked.origin is not None else "moved to"
        return (
            f"{capitalised(span(period))}, an estimated {people(sums['all'])} a year {way} {name} "
            f"({_range(methods, 'all')}){back}; {largest} a year."
        )
    return (
        f"{capitalised(span(period))}, an estimated {people(sums['into'])} a year moved to {name} "
        f"({_range(methods, 'into')}) and {spoken(sums['out'])} left ({_range(methods, 'out')}); {largest} a "
        "year."
    )


def _back(returned: float | None, moved: float | None) -> str:
    if returned is None or moved is None or moved < tables.LEAST_SPLIT:
        return ""
    share = percent(returned / moved, 0)
    part = "hardly any" if share == "0%" or share.startswith("under") else share
    return f", {part} of them back to their country of birth"


def _name(asked: Asked) -> str:
    place = asked.place
    return the(place) if place is not None else f"the group {asked.region}"


def _range(methods: pl.DataFrame, column: str) -> str:
    rivals = methods.filter(pl.col("method") != tables.COMBINED)[column]
    if rivals.is_empty():
        return "no rival method names the place"
    low, high = scalar(rivals.min() or 0), scalar(rivals.max() or 0)
    return f"{spoken(low)} to {spoken(high)} by method"


def _corridor_finding(asked: Asked, row: dict, period: tuple[int, int]) -> str:
    assert asked.corridor is not None
    way = asked.corridor.forth
    start = f"{capitalised(span(period))}, an estimated {people(round(row['main']))} a year moved from "
    split = _back(row["return"], row["flow"])
    said = ""
    if row["arrivals"] is not None:
        said = f"; {the(way.destination)} reports {spoken(row['arrivals'])} arrivals a year"
    elif row["departures"] is not None:
        said = f"; {the(way.origin)} reports {spoken(row['departures'])} departures a year"
    return f"{start}{the(way.origin)} to {the(way.destination)} ({_probable(row)}{_rival_range(row)}){split}{said}."


def _rival_range(row: dict) -> str:
    if row["low"] is None:
        return "no rival method names the corridor"
    return f"{spoken(round(row['low']))} to {spoken(round(row['high']))} by method"


def _probable(row: dict) -> str:
    if row["lower"] is None or row["upper"] is None:
        return ""
    return f"with {tables.LEVEL}% probability {spoken(round(row['lower']))} to {spoken(round(row['upper']))}; "
