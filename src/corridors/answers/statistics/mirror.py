"""`mirror`: where sending and receiving countries' own figures disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data
from corridors.answers.statistics import mirror_tables as tables
from corridors.answers.statistics.shared import withheld
from corridors.content.blocks import Missing, Note
from corridors.content.scalars import scalar
from corridors.content.subject import named, the
from corridors.content.words import listed, spoken
from corridors.data import source as find_source
from corridors.errors import NotCovered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "Flow in a calendar year, by country of previous and of next residence, citizens and foreigners together: arrivals "
    "as the receiving country's office counts them, departures as the sending country's office does; the length of "
    "stay that makes a move count differs between offices and is shown beside each."
)
CORRIDORS = {
    "origin": Column("From", "area"),
    "destination": Column("To", "area"),
    "first": Column("From year", "year"),
    "last": Column("To year", "year"),
    "arrivals": Column("Arrivals reported", "count", unit="a year"),
    "departures": Column("Departures reported", "count", unit="a year"),
    "ratio": Column("Arrivals for each departure", "ratio"),
    "receiver_counts": Column("Receiver counts (unverified)"),
    "sender_counts": Column("Sender counts (unverified)"),
}
YEARS = {
    "year": Column("Year", "year"),
    "origin": Column("From", "area"),
    "destination": Column("To", "area"),
    "arrivals": Column("Arrivals reported", "count"),
    "departures": Column("Departures reported", "count"),
    "ratio": Column("Arrivals for each departure", "ratio"),
}
DEFINITIONS = {
    "receiver_counts": Column("Receiver counts"),
    "sender_counts": Column("Sender counts"),
    "corridors": Column("Corridors", "count"),
    "median": Column("Median of arrivals for each departure", "ratio"),
    "lowest": Column("Lowest", "ratio"),
    "highest": Column("Highest", "ratio"),
}
REPORTS = {
    "year": Column("Year", "year"),
    "origin": Column("From", "area"),
    "destination": Column("To", "area"),
    "reporter": Column("Reported by", "area"),
    "reporting_side": Column("As"),
    "criterion": Column("By"),
    "coverage": Column("Of whom"),
    "flow": Column("People", "count"),
}


def answer(asked: Asked, cited: References) -> Content:
    """Both ends' reports of corridors, their ratio, and what each office counts."""
    held = tables.both_sides()
    if asked.year is not None:
        asked.year_of(held["year"].to_list(), "corridors that both ends report")
    references = tuple(cited.cite(find_source(name)) for name in tables.DATASETS)
    rows = tables.of_subject(held, asked)
    if rows.is_empty():
        return _one_sided(asked, references)
    corridors = tables.by_corridor(rows)
    ranked = tables.ranked(corridors)
    return Content(
        finding=_finding(asked, rows, corridors, ranked),
        definition=DEFINITION,
        data=_data(asked, rows, corridors, references),
        draw=lambda: _figures(asked, rows, ranked, references),
        notes=_notes(references, held),
        missing=_missing(),
        uncertainty="Reports are counts without an interval; the ratio of two reports is itself the measure of how far "
        "counts of the same people can differ.",
        caveats=tuple(find_source("flows_reported").caveats[1:2]),
    )


def _finding(asked: Asked, rows: pl.DataFrame, corridors: pl.DataFrame, ranked: pl.DataFrame) -> str:
    if asked.corridor:
        return _corridor_finding(asked, corridors.row(0, named=True))
    span = _span(rows["year"])
    if ranked.is_empty():
        return f"{_count(corridors.height)} that both ends report {span}, none has {tables.LEAST:.0f} people a year."
    median = scalar(ranked["ratio"].median() or 0)
    worst, best = ranked.row(0, named=True), ranked.row(-1, named=True)
    senders = ranked["origin"].unique()
    only = f", all out of {named(senders[0])}" if len(senders) == 1 and asked.scope == "world" else ""
    start = f"{_count(ranked.height)} that both ends report by residence {span}{only}"
    if ranked.height == 1:
        return f"{start}, {_pair(worst)}, {_said(worst)}."
    return (
        f"{start}, receivers count {median:.2g} arrivals for each departure that senders count (median): the widest "
        f"gap is {_pair(worst)}, where {_said(worst)}, and the closest agreement is on {_pair(best)}, with "
        f"{best['ratio']:.2f}."
    )


def _count(number: int) -> str:
    return "On the one corridor" if number == 1 else f"On {number} corridors"


def _span(years: pl.Series) -> str:
    first, last = years.min(), years.max()
    return f"in {first}" if first == last else f"between {first} and {last}"


def _pair(row: dict) -> str:
    return f"{named(row['origin'])} to {named(row['destination'])}"


def _said(row: dict) -> str:
    return (
        f"{named(row['destination'])} reports {spoken(row['arrivals'])} arrivals a year and {named(row['origin'])} "
        f"{spoken(row['departures'])} departures"
    )


def _corridor_finding(asked: Asked, row: dict) -> str:
    years = f"In {row['first']}" if row["first"] == row["last"] else (
        f"In {row['years']} years from {row['first']} to {row['last']}"
    )  # fmt: skip
    gap = "neither counts anybody" if not row["arrivals"] and not row["departures"] else "one side counts nobody"
    if row["gap"] is not None:
        gap = f"{row['ratio']:.2g} arrivals for each departure"
    stays = f" (it counts {row['receiver_counts']}, the sender {row['sender_counts']})"
    return f"{years}, {_said(row)}: {gap}{stays if 'not known' not in stays else ''}."


def _data(
    asked: Asked, rows: pl.DataFrame, corridors: pl.DataFrame, references: tuple[Reference, ...]
) -> tuple[Data, ...]:
    main = Data(
        "corridors", "Corridors that both ends report, the widest gap first", corridors, CORRIDORS, references,
        note="Yearly means over the years that both report. What each office counts is recalled from the literature "
        "and to be verified.",
    )  # fmt: skip
    years = Data(
        "years",
        "Both reports by year",
        rows.sort(["year", "origin", "destination"], descending=[True, False, False]),
        YEARS,
        references,
    )
    if asked.corridor:
        title = "Every report of the corridor, whatever it counts"
        return (years, main, Data("reports", title, tables.all_reports(asked), REPORTS, references))
    grouped = tables.by_definition(rows)
    explained = Data("definitions", "Gaps by what receiver and sender count", grouped, DEFINITIONS, references, most=25,
                     note=f"Corridors of at least {tables.LEAST:.0f} people a year.")  # fmt: skip
    return (main, *(() if grouped.is_empty() else (explained,)), years)


def _notes(references: tuple[Reference, ...], held: pl.DataFrame) -> tuple[Note, ...]:
    senders = held["origin"].unique().sort().to_list()
    return (
        Note("Offices count a move from different lengths of stay: an office that counts only settlement for good, or "
             "permits of permanent residence, reports a small part of what one that counts every registration does.",
             references),
        Note("People have reasons to register where they arrive and few to deregister where they leave, so that "
             "receivers of long stays may count more than senders.", references[:1]),
        Note(f"Departures by next residence, {_sides(len(senders))}, are held for "
             f"{listed([named(code) for code in senders], most=8)}.", references),
    )  # fmt: skip


def _sides(number: int) -> str:
    return "of one sending country" if number == 1 else f"of {number} sending countries"


def _missing() -> tuple[Missing, ...]:
    return withheld("More corridors that both ends report", tables.DATASETS)


def _one_sided(asked: Asked, references: tuple[Reference, ...]) -> Content:
    """No corridor with both ends: say what one end reports, or that nobody reports."""
    reports = tables.all_reports(asked)
    if not asked.corridor and not reports.filter(pl.col("flow") > 0).is_empty():
        reports = reports.filter(pl.col("flow") > 0)
    if asked.corridor and reports.is_empty():
        way = asked.corridor.forth
        raise NotCovered(
            f"No office reports on moves from {the(way.origin)} to {the(way.destination)}{_in_year(asked)}.",
            hint=f"Corridors that both ends report: {_examples(asked)}.",
        )
    if reports.is_empty():
        finding = f"No office reports flows from or to {asked.about}{_in_year(asked)} in the datasets held here."
    else:
        who = listed([named(code) for code in reports["reporter"].unique().sort()], most=5)
        finding = (
            f"No corridor of {asked.about} is reported by both ends{_in_year(asked)} under one definition: only {who} "
            f"report{'s' if reports['reporter'].n_unique() == 1 else ''}."
        )
    data = () if reports.is_empty() else (
        Data("reports", "What one end reports, whatever it counts", reports, REPORTS, references),
    )  # fmt: skip
    return Content(
        finding=finding,
        definition=DEFINITION,
        data=data,
        notes=(Note("One end's report cannot be checked against another's.", references),),
        missing=(
            Missing(f"The mirror of {asked.about}", "Both ends would have to report the same corridor and year by "
                    "residence; few sending countries do.", f"Both do, for example, on {_examples(asked)}."),
            *_missing(),
        ),
        uncertainty="The disagreement cannot be measured here.",
    )  # fmt: skip


def _in_year(asked: Asked) -> str:
    return f" in {asked.year}" if asked.year is not None else ""


def _examples(asked: Asked) -> str:
    """Corridors that both ends report, those with an end of the question first."""
    ends = asked.codes or ()
    held = tables.by_corridor(tables.both_sides()).sort("arrivals", descending=True)
    own = held.filter(pl.col("origin").is_in(ends) | pl.col("destination").is_in(ends))
    return listed([_pair(row) for row in (own if not own.is_empty() else held).head(3).iter_rows(named=True)])


def _figures(
    asked: Asked, rows: pl.DataFrame, ranked: pl.DataFrame, references: tuple[Reference, ...]
) -> Sequence[Figure]:
    from corridors.answers.statistics import mirror_charts as charts

    if asked.corridor:
        return [charts.by_year(asked.about, rows, references)] if rows.height > 1 else []
    return [charts.gaps(asked.about, ranked, references)] if not ranked.is_empty() else []
