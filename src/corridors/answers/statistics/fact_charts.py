"""The chart of the fact sheet: the share of people born elsewhere, beside the world's."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.statistics.shared import marks_of
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.words import percent


def shares(about: str, own: pl.DataFrame, world: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Lines of the share of the population born elsewhere, of a country and of the world."""
    parts = [own.select("year", place=pl.lit(about), share=100 * pl.col("share"))]
    if about != "World":
        parts.append(world.select("year", place=pl.lit("World"), share=100 * pl.col("share")))
    data = pl.concat(parts)
    names = data["place"].unique(maintain_order=True).to_list()
    chart = (
        alt.Chart(data)
        .mark_line(point=True)
        .encode(
            x=alt.X("year:Q", axis=charts.years_axis("1 July of"), scale=alt.Scale(domain=[1988, 2026])),
            y=alt.Y("share:Q", title="Per cent of the population", scale=alt.Scale(zero=True)),
            color=alt.Color("place:N", scale=charts.shade(names), sort=names),
            strokeDash=alt.StrokeDash("place:N", scale=charts.dash(names), sort=names),
        )
        .properties(width=charts.WIDTH, height=charts.HEIGHT)
    )
    first, last = own.row(0, named=True), own.row(-1, named=True)
    said = (
        f"{about}: {percent(first['share'])} born elsewhere in {first['year']}, {percent(last['share'])} in "
        f"{last['year']}"
    )
    return charts.figure(
        "shares", said, "People born elsewhere, per cent of the population", chart, data, alternative=f"{said}.",
        quality=marks_of(own), references=references,
    )  # fmt: skip
