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
    """The answer in two sentences: the main number, returns and the largest flow; then what the rival methods give."""
    if asked.corridor:
        return _corridor_finding(asked, rows.row(0, named=True), methods, period)
    sums = methods.filter(method=tables.main_label()).row(0, named=True)
    first = rows.row(0, named=True)
    largest = f"the largest flow is {named(first['origin'])} to {named(first['destination'])}, {people(first['main'])}"
    start = f"{capitalised(span(period))}, an estimated"
    if asked.country is not None or asked.region is not None:
        ranges = (("arrivals", "into"), ("departures", "out"))
        return (
            f"{start} {people(sums['into'])} a year moved to {_name(asked)} and {spoken(sums['out'])} left; {largest} "
            f"a year. {_rivals(methods, *ranges)}."
        )
    if asked.scope == "world":
        moved = "moved to another country"
    else:
        moved = f"{'left' if asked.origin is not None else 'moved to'} {_name(asked)}"
    back = _back(float(rows["return"].sum()), float(rows["flow"].sum()))
    return (
        f"{start} {people(sums['all'])} a year {moved}{back}; {largest} a year. {_rivals(methods, ('moves', 'all'))}."
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


def _rivals(methods: pl.DataFrame, *counted: tuple[str, str]) -> str:
    """What the methods from stocks give, and what they count, which is no interval of the main number.

    The migration rates take no account of how stocks changed: where they alone stand outside the others they are named.
    """
    rivals = methods.filter(pl.col("method") != tables.COMBINED)
    if rivals.is_empty():
        return "No rival method names the place"
    apart = rivals["method"] == tables.METHODS["rate"]
    said = [_spread(rivals.filter(~apart)[column], rivals.filter(apart)[column], what) for what, column in counted]
    return f"Methods that count only who lives elsewhere when the period ends find {' and '.join(said)} a year"


def _spread(others: pl.Series, by_rate: pl.Series, what: str) -> str:
    low, high = scalar(others.min() or 0), scalar(others.max() or 0)
    outside = [value for value in by_rate.to_list() if not low <= value <= high]
    said = spoken(low) if spoken(low) == spoken(high) else f"{spoken(low)} to {spoken(high)}"
    rate = f" ({spoken(outside[0])} by migration rates, which leave out how stocks changed)" if outside else ""
    return f"{said} {what}{rate}"


def _corridor_finding(asked: Asked, row: dict, methods: pl.DataFrame, period: tuple[int, int]) -> str:
    assert asked.corridor is not None
    way = asked.corridor.forth
    start = f"{capitalised(span(period))}, an estimated {people(round(row['main']))} a year moved from "
    split = _back(row["return"], row["flow"])
    said = ""
    if row["arrivals"] is not None:
        said = f"; {the(way.destination)} reports {spoken(row['arrivals'])} arrivals a year"
    elif row["departures"] is not None:
        said = f"; {the(way.origin)} reports {spoken(row['departures'])} departures a year"
    rivals = _rivals(methods, ("moves", "all"))
    return f"{start}{the(way.origin)} to {the(way.destination)}{_probable(row)}{split}{said}. {rivals}."


def _probable(row: dict) -> str:
    if row["lower"] is None or row["upper"] is None:
        return ""
    return f" (with {tables.LEVEL}% probability {spoken(round(row['lower']))} to {spoken(round(row['upper']))})"
