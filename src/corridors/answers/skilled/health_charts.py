"""Charts of doctors abroad: left behind against abroad, and the pairs of one country."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.skilled import health_tables as tables
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.common import capitalised
from corridors.content.subject import named
from corridors.content.words import percent, spoken

MOST = 15
"""Bars of a ranking."""
PLACES = ["at home", "abroad"]


def shares(ranked: pl.DataFrame, about: str, references: tuple[Reference, ...]) -> Figure:
    """Doctors at home and abroad per 10,000 inhabitants, where the largest part is abroad."""
    shown = ranked.head(MOST)
    names = pl.Series("place", [_label(row) for row in shown.iter_rows(named=True)])
    wide = shown.select(names, pl.col("density").alias("at home"), pl.col("lost").alias("abroad"))
    data = wide.unpivot(PLACES, index="place", variable_name="where", value_name="rate")
    chart = (
        alt.Chart(data)
        .mark_bar(stroke="white", strokeWidth=0.5)
        .encode(
            x=alt.X("rate:Q", axis=charts.quantity_axis("Doctors per 10,000 inhabitants")),
            y=alt.Y("place:N", sort=None, title=None, axis=alt.Axis(labelLimit=260)),
            color=alt.Color("where:N", scale=charts.shade(PLACES), sort=PLACES),
            order=alt.Order("where:N", sort="descending"),
        )
        .properties(width=charts.WIDTH - 200, height=22 * shown.height)
    )
    first = shown.row(0, named=True)
    said = (
        f"{capitalised(named(first['country']))}: {percent(first['share'], 0)} of all its doctors are abroad"
        if first["density"] is not None else "Doctors at home and abroad"
    )  # fmt: skip
    return charts.figure(
        "shares", said, f"Doctors at home and in 21 destinations by country of training, {about}, {tables.YEAR}; part "
        "abroad in brackets", chart, data,
        alternative="; ".join(names) + ".", quality=[Quality.OBSERVED, Quality.MODELLED], references=references,
    )  # fmt: skip


def pairs(code: str, destination: str | None, references: tuple[Reference, ...]) -> Figure | None:
    """Where the doctors trained in a country work, or where those of a destination were trained; None without any."""
    column, other = ("destination", "origin") if destination else ("origin", "destination")
    rows = tables.abroad().pairs.filter((pl.col(column) == (destination or code)) & (pl.col("doctors") > 0))
    rows = rows.sort("doctors", descending=True).head(MOST)
    if rows.is_empty():
        return None
    names = pl.Series("place", [capitalised(named(each)) for each in rows[other]])
    data = rows.select(names, "doctors")
    chart = (
        alt.Chart(data)
        .mark_bar(color=charts.DARK)
        .encode(x=alt.X("doctors:Q", axis=charts.quantity_axis("Doctors")),
                y=alt.Y("place:N", sort=None, title=None, axis=alt.Axis(labelLimit=220)))
        .properties(width=charts.WIDTH - 160, height=22 * data.height)
    )  # fmt: skip
    first = data.row(0, named=True)
    about = f"who work in {named(destination)}, by country of training" if destination else (
        f"trained in {named(code)}, by country of work")  # fmt: skip
    return charts.figure(
        "pairs", f"{first['place']}: {spoken(first['doctors'])} doctors", f"Doctors {about}, {tables.YEAR}",
        chart, data,
        alternative="; ".join(f"{r['place']}: {spoken(r['doctors'])}" for r in data.iter_rows(named=True)) + ".",
        quality=[Quality.OBSERVED], references=references[:2], note=f"The United States in {tables.US_YEAR}.",
    )  # fmt: skip


def _label(row: dict) -> str:
    return f"{capitalised(named(row['country']))} ({percent(row['share'], 0)})"
