"""Visa requirements of a pair in words, and as runs of years with one requirement."""

from __future__ import annotations

import datetime

import polars as pl

from corridors.answers.borders.visa_classes import BAN, BARRED, CLASSES, LISTED, NO_VISA, changes, stay
from corridors.content.subject import Direction, named, the
from corridors.content.words import listed, percent, spoken_day


def requirements(frame: pl.DataFrame, way: Direction) -> pl.DataFrame:
    """What travellers of one direction need at each date: date, requirement, days of a visa-free stay."""
    found = frame.filter(passport=way.origin.code, destination=way.destination.code)
    return found.select("date", "requirement", "days").sort("date")


def finding(way: Direction, rows: pl.DataFrame, *, dated: bool = True) -> str:
    """The latest requirement, and what changed before it.

    Args:
        way: who enters where.
        rows: date, requirement and days, in order of the date.
        dated: whether the sentence names the latest date.
    """
    last = rows.row(-1, named=True)
    known = CLASSES[last["requirement"]]
    purpose = "" if known.group == BARRED else " for a short visit to"
    days = f" ({stay(last['days'])})" if last["days"] else ""
    holders = f"On {spoken_day(last['date'])} holders" if dated else "Holders"
    start = f"{holders} of a passport of {the(way.origin)} {known.sentence}{purpose} {the(way.destination)}{days}"
    return f"{start}{_past(rows)}."


def _past(rows: pl.DataFrame) -> str:
    """How the earlier snapshots differ, as the rest of a sentence."""
    if rows.height < 2:
        return ""
    since = f"{rows['date'][0]:%B %Y}"
    if rows["requirement"].n_unique() == 1:
        steps = [str(days) for days in rows["days"].drop_nulls().rle().struct.field("value")]
        differ = (
            f"; the stay allowed went from {steps[0]} to {' and then to '.join(steps[1:])} days" if steps[1:] else ""
        )
        dates = "both" if rows.height == 2 else f"all {rows.height}"
        return f", as on {dates} dates since {since}{differ}"
    bans = [spoken_day(day) for day in rows.filter(requirement=BAN)["date"]]
    ban = f"a pandemic entry ban on {listed(bans)}" if bans else ""
    found = changes(rows)
    if not found and ban:
        return f"; apart from {ban}, the rule is not known to have changed since {since}"
    if not found:
        return f"; only the source's classes, not the rule, are known to have changed since {since}"
    shown = found[-2:]
    steps = [(shown[0].before, shown[0].last_before), *((change.after, change.first_after) for change in shown)]
    first, *later = [f"{CLASSES[code].text} ({spoken_day(day)})" for code, day in steps]
    of = f", the last two of {len(found)} changes since {since}" if len(found) > 2 else ""
    return f". The record went from {first} to {' and then to '.join(later)}{of}{f'; it has {ban}' if ban else ''}"


def spells(rows: pl.DataFrame) -> list[tuple[int, int, str]]:
    """Runs of consecutive years with one requirement: first year, last year, requirement."""
    found: list[tuple[int, int, str]] = []
    for year, requirement in rows.sort("year").select("year", "requirement").rows():
        if found and found[-1][1:] == (year - 1, requirement):
            found[-1] = (found[-1][0], year, requirement)
        else:
            found.append((year, year, requirement))
    return found


def world_finding(
    table: pl.DataFrame, pairs: pl.DataFrame, day: datetime.date, one_sided: float, region: str | None = None
) -> str:
    """The share of pairs without a visa, how one-sided they are, and the most and least open countries.

    Args:
        table: rows of `visa_tables.openness`.
        pairs: the pairs of the date that count.
        day: the date.
        one_sided: the share of pairs in which only one side needs no visa.
        region: a group of countries, None for the world.
    """
    if pairs.is_empty():
        return f"The Passport Index lists no pair of countries within “{region}”."
    free = (pairs["group"] == NO_VISA).mean()
    where = f" within “{region}”" if region else ""
    most, least = table["admits"].max(), table["admits"].min()
    top, low = (table.filter(admits=value)["country"].sort().to_list() for value in (most, least))
    few = listed([named(code) for code in low], 3)
    many = capital(listed([named(code) for code in top], 3))
    return (
        f"On {spoken_day(day)} travellers needed no visa for a short visit in {percent(float(str(free)))} of the "
        f"{pairs.height:,} pairs of passport and destination{where}, and {percent(one_sided)} of the pairs were open "
        f"in one direction only. {many} admitted most passports without one ({most} of {LISTED - 1}), and fewest were "
        f"admitted by {few} ({least or 'none'})."
    )


def capital(text: str) -> str:
    """A text with its first letter in upper case.

    >>> capital("the Bahamas"), capital("")
    ('The Bahamas', '')
    """
    return text[:1].upper() + text[1:]


def country_finding(
    place: str, row: dict[str, int], before: dict[str, int], day: datetime.date, first: datetime.date
) -> str:
    """How many passports a country admits without a visa, and how many destinations its own passport opens.

    Args:
        place: its name in a sentence.
        row: its row of `visa_tables.openness` on the day.
        before: its row at the first date.
        day: the day.
        first: the first date.
    """
    then = (
        f"; in {first:%B %Y} it was {before['admits']} and {before['opens']}"
        if day != first and (before["admits"], before["opens"]) != (row["admits"], row["opens"])
        else ""
    )
    others = LISTED - 1
    easier = f" and {row['simpler']} more on arrival, with an e-visa or an eTA" if row["simpler"] else ""
    return (
        f"On {spoken_day(day)} {place} admitted {row['admits'] or 'none'} of {others} other passports for a short "
        f"visit without a visa{easier}, and its own passport opened {row['opens'] or 'none'} of {others} "
        f"destinations{then}."
    )
