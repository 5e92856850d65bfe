"""`flows`: how many people move between each pair of countries, and how many are returns."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data, Interval, ViewRange
from corridors.answers.statistics import flow_tables as tables
from corridors.answers.statistics import flow_words as words
from corridors.answers.statistics import mirror_tables
from corridors.answers.statistics.shared import withheld
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing, Note
from corridors.content.words import number, percent
from corridors.data import source as find_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

TRANSITIONS = (
    "Moves from one country of residence to another between two dates, 1 July to 1 July, as transitions: who lives "
    "elsewhere at the end than at the start, shown per year; outward leaves the country of birth, return goes back to "
    "it, onward is between two others. What offices report are movements in calendar years, which count more."
)
MOVEMENTS = (
    "Main number: moves in calendar years as an office of the destination would count them by previous residence, per "
    "year. Rival methods: transitions between two 1 Julys, who lives elsewhere at the end than at the start, per year. "
    "Outward leaves the country of birth, return goes back to it, onward is between two others."
)
SOURCES = ("migrant_stock", "demography_totals")
CORRIDORS = {
    "origin": Column("From", "area"),
    "destination": Column("To", "area"),
    "main": Column("Movers a year", "count", quality="known"),
    "lower": Column("95% from", "count"),
    "upper": Column("to", "count"),
    "low": Column("Fewest of six methods", "count"),
    "high": Column("Most", "count"),
    "share_return": Column("Returns", "share"),
    "share_onward": Column("Onward", "share"),
    "share_women": Column("Women", "share"),
    "arrivals": Column("Receiver reports", "count", quality="reports"),
    "departures": Column("Sender reports", "count", quality="reports"),
}
AGAINST = {
    key: CORRIDORS[key] for key in ("origin", "destination", "main", "low", "high", "arrivals", "departures")
} | {
    "ratio": Column("Estimate for one reported", "ratio"),
}
COMBINED = (
    "The main number is Corridors' combined estimate of yearly flows, made from the rival methods, reports of either "
    "side, refugee statistics and net migration, for the calendar years of the period. Intervals of single corridors "
    "must not be added up to one of a sum."
)
UNCOMBINED = "The main number is that of pseudo-Bayes, since the combined estimate is not in the package."
NOTE = (
    "Shares of returns, onward moves and women are as pseudo-Bayes has them. Reports, where there are, are by "
    "residence, means of the period's calendar years."
)
METHODS = {
    "method": Column("Method"),
    "into": Column("In", "count", unit="a year"),
    "out": Column("Out", "count", unit="a year"),
    "all": Column("All moves", "count", unit="a year"),
}
REPORTS = {
    "year": Column("Year", "year"),
    "reporter": Column("Reported by", "area"),
    "reporting_side": Column("As"),
    "criterion": Column("By"),
    "coverage": Column("Of whom"),
    "flow": Column("People", "count"),
}


def answer(asked: Asked, cited: References) -> Content:
    """Flows of the period by the main estimate, its rivals, kind of move and sex, beside reports."""
    period = tables.period_of(asked)
    combined = tables.combined_source()
    known = (find_source(name) for name in SOURCES)
    references = tuple(cited.cite(source) for source in ((combined, *known) if combined is not None else known))
    reports = tuple(cited.cite(find_source(name)) for name in mirror_tables.DATASETS)
    tables.check_pair(asked, period)
    rows = tables.with_reports(tables.of_subject(tables.corridors(period), asked), period)
    if rows.is_empty():
        return _nobody(asked, period, references)
    methods = tables.by_method(asked, period)
    over_time = cache(lambda: tables.by_period(asked))
    return Content(
        finding=words.finding(asked, rows, methods, period),
        definition=TRANSITIONS if combined is None else MOVEMENTS,
        data=(
            *_pairs(asked, rows, period, (*references, *reports)),
            Data("methods", f"Rival estimates {words.span(period)}", methods, _shown(methods), references),
        ),
        more=lambda: (
            Data(
                "periods",
                "Estimates by period",
                over_time(),
                {"period": Column("Period")} | _shown(methods),
                references,
                most=21,
            ),
            *_against(asked, period, (*references, *reports)),
        ),
        facts=_facts(asked, rows, period, references),
        interval=_interval(asked, rows.row(0, named=True), period),
        draw=lambda: _figures(asked, rows, over_time(), period, references),
        notes=_notes(combined is not None, references, reports),
        missing=withheld("Further estimates and reports of flows", ("flows_published", *mirror_tables.DATASETS)),
        views=_views(methods, period),
        uncertainty="The range over methods is no statistical interval: every method reads the same stocks, errs with "
        "them, and misses who came and left again within the period.",
    )


def _interval(asked: Asked, row: dict, period: tuple[int, int]) -> Interval | None:
    """The interval of a corridor; sums of corridors have none, because their errors are not independent."""
    if not asked.corridor or row["lower"] is None or row["upper"] is None:
        return None
    return Interval(
        f"Movers {words.span(period)}", row["main"], row["lower"], row["upper"], tables.LEVEL, "people a year",
        "errors of the combined estimate on reports held out, by what is known of the flow",
    )  # fmt: skip


def _pairs(
    asked: Asked, rows: pl.DataFrame, period: tuple[int, int], references: tuple[Reference, ...]
) -> tuple[Data, ...]:
    columns = {key: column for key, column in CORRIDORS.items() if rows[key].null_count() < rows.height}
    title = f"Flows {words.span(period)}, persons a year"
    if asked.country is None and asked.region is None:
        return (Data("corridors", title, rows, columns, references, note=NOTE),)
    codes = asked.codes or ()
    start, end = pl.col("origin").is_in(codes), pl.col("destination").is_in(codes)
    parts = (("into", "arriving", end & ~start), ("out", "leaving", start & ~end), ("within", "within", start & end))
    return tuple(
        Data(name, f"{title}: {word}", rows.filter(kept), columns, references, note=NOTE)
        for name, word, kept in parts
        if not rows.filter(kept).is_empty()
    )


def _shown(methods: pl.DataFrame) -> dict[str, Column]:
    """In and out where they are known apart, all moves of a corridor or the world."""
    both_ways = methods["into"].null_count() == 0
    return {name: METHODS[name] for name in (("method", "into", "out") if both_ways else ("method", "all"))}


def _against(asked: Asked, period: tuple[int, int], references: tuple[Reference, ...]) -> tuple[Data, ...]:
    made = []
    found, span = tables.against_reports(asked, period)
    if not found.is_empty():
        made.append(Data("against", f"Estimates against reports {words.span(span)}, persons a year", found, AGAINST,
                         references, note="Reports by residence, means of calendar years; each office counts its own "
                         "length of stay."))  # fmt: skip
    if asked.corridor:
        rows = mirror_tables.all_reports(type(asked)(origin=asked.origin, destination=asked.destination))
        if not rows.is_empty():
            made.append(Data("reports", "What offices report, whatever they count", rows, REPORTS, references))
    return tuple(made)


def _facts(
    asked: Asked, rows: pl.DataFrame, period: tuple[int, int], references: tuple[Reference, ...]
) -> tuple[Fact, ...]:
    total = float(rows["flow"].sum())
    if total < tables.LEAST_SPLIT:
        return ()
    when, facts = words.span(period), []
    for move in tables.MOVES:
        share = float(rows[move].sum()) / total
        facts.append(Fact(f"{move.capitalize()} moves", share, percent(share), "of all", when, Quality.MODELLED,
                          references))  # fmt: skip
    women = float(rows["women"].sum())
    share = women / (women + float(rows["men"].sum()))
    facts.append(Fact("Women", share, percent(share), "of movers", when, Quality.MODELLED, references))
    if asked.corridor is None and asked.codes is not None:
        sums = tables.combined_totals(period, asked) or tables.totals(period, tables.MAIN, asked)
        if sums["into"] is not None and sums["out"] is not None:
            net = sums["into"] - sums["out"]
            facts.insert(
                0, Fact("Net migration", net, number(net), "people a year", when, Quality.MODELLED, references)
            )
    return tuple(facts)


def _notes(combined: bool, references: tuple[Reference, ...], reports: tuple[Reference, ...]) -> tuple[Note, ...]:
    return (
        Note(COMBINED if combined else UNCOMBINED, references[:1]),
        Note("In the world as a whole pseudo-Bayes finds most moves of the six methods, because it lets people leave "
             "while others of the same birthplace come; on single corridors another method may find more.", references),
        Note("A report counts what its office counts: any registration, stays of three or twelve months, or permits "
             "(see `mirror` and `concepts`).", reports),
    )  # fmt: skip


def _views(methods: pl.DataFrame, period: tuple[int, int]) -> ViewRange | None:
    column = "all" if methods["into"].null_count() else "into"
    what = {"all": "Moves", "into": "Arrivals"}[column]
    values = {row["method"]: row[column] for row in methods.iter_rows(named=True)}
    # The combined estimate is made of the rivals and of reports: it stands beside them, not among them.
    values.pop(tables.COMBINED, None)
    if not values:
        return None
    return ViewRange(
        f"{what}, {words.span(period)}", "people a year", values,
        "The methods differ in how many moves they suppose behind the same change of stocks: the fewest possible, "
        "those that a rate implies, or those that chance and reported flows suggest.",
    )  # fmt: skip


def _nobody(asked: Asked, period: tuple[int, int], references: tuple[Reference, ...]) -> Content:
    return Content(
        finding=f"No flows from or to {asked.about} are estimated {words.span(period)}.",
        definition=TRANSITIONS,
        data=(),
        missing=(
            Missing(f"Flows of {asked.about}", "The estimates rest on migrant stocks, which do not show it apart.",
                    "Serbia's estimates may hold Kosovo's." if asked.codes == ("XKX",) else ""),
        ),
        notes=(Note("The estimates' places are those of the migrant stocks.", references),),
    )  # fmt: skip


def _figures(
    asked: Asked,
    rows: pl.DataFrame,
    over_time: pl.DataFrame,
    period: tuple[int, int],
    references: tuple[Reference, ...],
) -> Sequence[Figure]:
    from corridors.answers.statistics import flow_charts as charts

    made = [charts.by_period(asked, over_time, references)]
    if rows.drop_nulls("flow").height > 1:
        made.insert(0, charts.largest(asked, rows, words.span(period), references))
    return made
