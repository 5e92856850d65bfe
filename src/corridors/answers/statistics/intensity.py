"""`intensity`: whether migration grows, diversifies and stays more within regions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data, ViewRange
from corridors.answers.statistics import flow_tables, stock_tables
from corridors.answers.statistics import intensity_tables as tables
from corridors.content.blocks import Missing, Note
from corridors.content.subject import the
from corridors.content.words import change, people, percent
from corridors.data import source as find_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "Flows as transitions between two 1 Julys, shown per year, estimated from migrant stocks; intensity is movers per "
    "1,000 people and year, effectiveness the net redistribution as a share of all moves, links the share of pairs "
    "with at least ten movers a year, Gini the concentration over pairs (1: all on one); North and South are the UN's "
    "more and less developed regions."
)
SOURCES = ("migrant_stock", "demography_totals")
INDICES = {
    "period": Column("Period"),
    "method": Column("Method"),
    "moves": Column("Moves a year", "count"),
    "intensity": Column("Intensity", "number", unit="per 1,000"),
    "effectiveness": Column("Effectiveness", "percent"),
    "links": Column("Links", "share"),
    "gini": Column("Gini", "number"),
    "within": Column("Within a region", "share"),
    "south_south": Column("South-South", "share"),
    "south_north": Column("South-North", "share"),
    "north_south": Column("North-South", "share"),
    "north_north": Column("North-North", "share"),
}
STOCKS = {
    "year": Column("1 July of", "year"),
    "people": Column("Migrant stock", "count"),
    "share": Column("Of the world's people", "share"),
    "within": Column("Within a region", "share"),
    "south_south": Column("South-South", "share"),
}
COUNTRY = {
    "period": Column("Period"),
    "method": Column("Method"),
    "departures": Column("Departures", "number", unit="per 1,000"),
    "arrivals": Column("Arrivals", "number", unit="per 1,000"),
    "net": Column("Net", "number", unit="per 1,000"),
    "effectiveness": Column("Effectiveness", "percent"),
    "destinations": Column("Diversity of destinations", "number"),
    "origins": Column("Diversity of origins", "number"),
    "out_within": Column("Departures within its region", "share"),
    "in_within": Column("Arrivals from its region", "share"),
}
MAIN = flow_tables.METHODS[flow_tables.MAIN]
FOUR_YEARS = (
    "The last period has four years instead of five, in which fewer moves are undone before they can be seen: its "
    "yearly rates are somewhat higher for that reason alone."
)
UNCERTAIN = (
    "The range over methods is no statistical interval; changes over time that all methods share are surer than levels."
)


def answer(asked: Asked, cited: References) -> Content:
    """Indices of flows by period and method, of the world or one country, beside shares of stocks."""
    period = flow_tables.period_of(asked)
    references = tuple(cited.cite(find_source(name)) for name in SOURCES)
    if asked.country is not None:
        return _country(asked, period, references)
    totals = cited.cite(find_source("migrant_stock_unknown"))
    frame = tables.by_period().filter(pl.col("last") <= period[1])
    stocks = tables.stocks_by_year().filter(pl.col("year") <= period[1])
    return Content(
        finding=_finding(frame),
        definition=DEFINITION,
        data=(
            Data("indices", "Indices of all flows, by method and period", frame, INDICES, references, most=21),
            Data("stocks", "Shares of the migrant stock, by year", stocks, STOCKS, (*references, totals),
                 note="Shares within a region and South-South are of people of known origin."),
        ),
        draw=lambda: _figures(frame, references),
        notes=_notes(period, references),
        views=_views(frame, "intensity", "Movers per 1,000 people and year", period),
        uncertainty=UNCERTAIN,
        caveats=stock_tables.bilateral().source.caveats[:1],
    )  # fmt: skip


def _finding(frame: pl.DataFrame) -> str:
    main = frame.filter(method=MAIN)
    first, last = main.row(0, named=True), main.row(-1, named=True)
    said = (
        f"{people(last['moves'])} a year moved between countries in {last['period']}, {last['intensity']:.2f} of every "
        "1,000 people"
    )
    end = (
        f"{percent(last['within'], 0)} stayed within their region and {percent(last['south_south'], 0)} moved between "
        "countries of the South"
    )
    if first["period"] == last["period"]:
        return f"An estimated {said}; {end}."
    rise = change(first["intensity"], last["intensity"])
    agreed = _agreement(frame)
    return (
        f"An estimated {said}, against {first['intensity']:.2f} in {first['period']}: intensity {rise}{agreed}, "
        f"concentration (Gini) went from {first['gini']:.3f} to {last['gini']:.3f}, "
        f"{percent(last['within'], 0)} (before {percent(first['within'], 0)}) stayed within their region and "
        f"{percent(last['south_south'], 0)} ({percent(first['south_south'], 0)}) moved between countries of the South."
    )


def _agreement(frame: pl.DataFrame) -> str:
    """Whether all methods agree on the direction in which the intensity went."""
    ends = (
        frame.sort("first")
        .group_by("method")
        .agg(pl.col("intensity").first().alias("a"), pl.col("intensity").last().alias("b"))
    )
    ways = {change(row["a"], row["b"]) for row in ends.iter_rows(named=True)}
    return " by all three methods" if len(ways) == 1 else " by this method, on which the others do not agree"


def _notes(period: tuple[int, int], references: tuple[Reference, ...]) -> tuple[Note, ...]:
    said = Note("Pseudo-Bayes spreads small flows over all pairs, so that its links and Gini depend on the method more "
                "than on the world: compare them over time within one method.", references)  # fmt: skip
    return (Note(FOUR_YEARS, references), said) if period[1] - period[0] != 5 else (said,)


def _views(frame: pl.DataFrame, column: str, label: str, period: tuple[int, int]) -> ViewRange:
    last = frame.filter(pl.col("last") == period[1])
    values = {row["method"]: row[column] for row in last.iter_rows(named=True)}
    return ViewRange(
        f"{label}, {period[0]}-{period[1]}", "per 1,000", values,
        "The methods differ in how many moves they suppose behind the same change of stocks.",
    )  # fmt: skip


def _country(asked: Asked, period: tuple[int, int], references: tuple[Reference, ...]) -> Content:
    place = asked.country
    assert place is not None
    frame = tables.of_country(place.code)
    if frame.is_empty():
        return Content(
            finding=f"No flows of {the(place)} are estimated.",
            definition=DEFINITION,
            data=(),
            missing=(Missing(f"Flows of {the(place)}", "The estimates rest on migrant stocks, which do not show it "
                             "apart.", stock_tables.coverage(asked)),),
            notes=(Note("The estimates' places are those of the migrant stocks.", references),),
        )  # fmt: skip
    frame = frame.filter(pl.col("last") <= period[1])
    return Content(
        finding=_country_finding(asked, frame),
        definition=DEFINITION,
        data=(Data("indices", f"Indices of {the(place)}'s flows, by method and period", frame, COUNTRY, references,
                   most=21, note="Diversity is the number of equally large destinations or origins that would be as "
                   "diverse."),),
        draw=lambda: _country_figures(asked, frame, references),
        notes=(Note(FOUR_YEARS, references),) if period[1] - period[0] != 5 else (),
        views=_views(frame, "departures", f"Departures from {the(place)}", period),
        uncertainty=UNCERTAIN,
    )  # fmt: skip


def _country_finding(asked: Asked, frame: pl.DataFrame) -> str:
    place = asked.country
    assert place is not None
    main = frame.filter(method=MAIN)
    first, last = main.row(0, named=True), main.row(-1, named=True)
    before = f" ({first['departures']:.1f} in {first['period']})" if first["period"] != last["period"] else ""
    arrivals = f" ({first['arrivals']:.1f})" if before else ""
    within = f", {percent(last['out_within'], 0)} of them within its region" if last["out_within"] is not None else ""
    diverse = ""
    if last["destinations"] is not None:
        diverse = f"; destinations are as diverse as {last['destinations']:.1f} equally large ones"
        if before and first["destinations"] is not None:
            diverse += f", against {first['destinations']:.1f}"
    return (
        f"In {last['period']}, an estimated {last['departures']:.1f}{before} of every 1,000 people a year left "
        f"{the(place)}{within}, and {last['arrivals']:.1f}{arrivals} arrived{diverse}."
    )


def _figures(frame: pl.DataFrame, references: tuple[Reference, ...]) -> Sequence[Figure]:
    from corridors.answers.statistics import intensity_charts as charts

    return [charts.world(frame, references), charts.directions(frame, references)]


def _country_figures(asked: Asked, frame: pl.DataFrame, references: tuple[Reference, ...]) -> Sequence[Figure]:
    from corridors.answers.statistics import intensity_charts as charts

    return [charts.country(asked.about, frame, references)]
