"""Charts of flows: the largest by kind of move with the range over methods, and by period and method."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from corridors.answers.statistics.flow_tables import MOVES
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.common import capitalised
from corridors.content.subject import named
from corridors.content.words import people, spoken

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference

RANGE = "#a3adb5"
"""A grey that is seen on the dark bars and on white."""
MOST = 15
"""Bars of a ranking."""


def largest(asked: Asked, rows: pl.DataFrame, when: str, references: tuple[Reference, ...]) -> Figure:
    """Stacked bars by kind of move with a line from the fewest to the most of six methods."""
    shown = rows.drop_nulls("flow").head(MOST)
    labels = [capitalised(_label(asked, row)) for row in shown.iter_rows(named=True)]
    # The split by birthplace is that of pseudo-Bayes; the bars are as long as the main estimate.
    scale = pl.when(pl.col("flow") > 0).then(pl.col("main") / pl.col("flow")).otherwise(0.0)
    wide = shown.with_columns(pl.col(*MOVES) * scale, place=pl.Series(labels, dtype=pl.String))
    data = wide.select("place", *MOVES).unpivot(
        list(MOVES), index="place", variable_name="move", value_name="people"
    ).join(wide.select("place", "low", "high"), on="place")  # fmt: skip
    y = alt.Y("place:N", sort=labels, title=None, axis=alt.Axis(labelLimit=260))
    bars = alt.Chart(data).mark_bar().encode(
        x=alt.X("people:Q", axis=charts.quantity_axis("People a year")), y=y,
        color=alt.Color("move:N", scale=charts.shade(MOVES), sort=list(MOVES)), order=alt.Order("rank:Q"),
    ).transform_calculate(rank=f"indexof({list(MOVES)}, datum.move)")  # fmt: skip
    ranges = alt.Chart(data.unique("place")).mark_rule(strokeWidth=2, color=RANGE).encode(x="low:Q", x2="high:Q", y=y)
    ticks = alt.Chart(data.unique("place")).mark_tick(thickness=2, size=9, color=RANGE).encode(x="low:Q", y=y)
    drawn = alt.layer(bars, ranges, ticks).properties(width=charts.WIDTH - 210, height=22 * len(labels))
    row = wide.row(0, named=True)
    said = (
        f"{capitalised(row['place'])}: {people(row['main'])} a year, {spoken(row['low'])} to {spoken(row['high'])} by "
        "method"
    )
    return charts.figure(
        "largest", said, f"Largest flows {when} by kind of move, {asked.about}", drawn, data,
        alternative="; ".join(f"{r['place']}: {spoken(r['main'])}" for r in wide.iter_rows(named=True)) + ".",
        quality=[Quality.MODELLED], references=references,
        note="The line goes from the fewest to the most moves of six methods.",
    )  # fmt: skip


def by_period(asked: Asked, over_time: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Steps of three methods by period: arrivals for a country, all moves otherwise."""
    arrivals = over_time["into"].null_count() == 0 and asked.origin is None and asked.destination is None
    column = "into" if arrivals else "all"
    names = over_time["method"].unique(maintain_order=True).to_list()
    data = over_time.select("period", "method", people=column)
    chart = (
        alt.Chart(data)
        .mark_line(point=True)
        .encode(
            x=alt.X("period:O", title="Period", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("people:Q", axis=charts.quantity_axis("People a year")),
            color=alt.Color("method:N", scale=charts.shade(names), sort=names),
            strokeDash=alt.StrokeDash("method:N", scale=charts.dash(names), sort=names),
        )
        .properties(width=charts.WIDTH, height=charts.HEIGHT)
    )
    main = data.filter(method=names[0])
    first, last = main.row(0, named=True), main.row(-1, named=True)
    what = "arrivals" if arrivals else "moves"
    said = (
        f"{spoken(first['people'])} {what} a year in {first['period']}, {spoken(last['people'])} in {last['period']} "
        f"({names[0]})"
    )
    return charts.figure(
        "periods", capitalised(said), f"{what.capitalize()} by period and method, {asked.about}", chart, data,
        alternative=f"{said}.", quality=[Quality.MODELLED], references=references,
    )  # fmt: skip


def _label(asked: Asked, row: dict) -> str:
    if asked.origin is not None:
        return f"to {named(row['destination'])}"
    if asked.destination is not None:
        return f"from {named(row['origin'])}"
    return f"{named(row['origin'])} to {named(row['destination'])}"
