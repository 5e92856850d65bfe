"""Charts of working age: the largest losses and gains to 2050, and one country's numbers by year."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.asked import Asked
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.common import capitalised
from corridors.content.subject import named
from corridors.content.words import spoken

MOST = 10


def changes(asked: Asked, rows: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """The countries that lose most people of working age above those that gain most."""
    ordered = rows.sort("change")
    lose, gain = ordered.filter(pl.col("change") < 0).head(MOST), ordered.filter(pl.col("change") >= 0).tail(MOST)
    shown = pl.concat([lose, gain])
    label = [capitalised(named(code)) for code in shown["country"]]
    data = shown.select(pl.Series("place", label), "change", side=pl.when(pl.col("change") < 0)
                        .then(pl.lit("Fewer")).otherwise(pl.lit("More")))  # fmt: skip
    names = ["Fewer", "More"]
    chart = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            y=alt.Y("place:N", sort=None, title=None, axis=alt.Axis(labelLimit=200)),
            x=alt.X("change:Q", axis=charts.quantity_axis("People of 20 to 64, 2050 less 2025")),
            color=alt.Color("side:N", scale=alt.Scale(domain=names, range=[charts.DARK, charts.LIGHT]), sort=names),
        )
        .properties(width=charts.WIDTH - 150, height=22 * data.height)
    )
    row = shown.row(0, named=True)
    verb = "lose" if row["change"] < 0 else "gain"
    said = f"{data['place'][0]} is projected to {verb} {spoken(abs(row['change']))} people of working age by 2050"
    return charts.figure(
        "changes", said, f"Largest changes, {asked.about}, 2025 to 2050", chart, data, alternative=f"{said}.",
        quality=[Quality.PROJECTED], references=references,
    )  # fmt: skip


def years(asked: Asked, series: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """People of working age and old people by year."""
    names = {"working": "Aged 20 to 64", "old": "Aged 65 and over"}
    wide = series.select("year", *(pl.col(name).alias(text) for name, text in names.items()))
    data = wide.unpivot(index="year", variable_name="ages", value_name="people")
    order = list(names.values())
    chart = (
        alt.Chart(data)
        .mark_line(point=True)
        .encode(
            x=alt.X("year:Q", axis=alt.Axis(title="1 July of", format="d", values=series["year"].to_list())),
            y=alt.Y("people:Q", axis=charts.quantity_axis("People"), scale=alt.Scale(zero=True)),
            color=alt.Color("ages:N", scale=charts.shade(order), sort=order),
            strokeDash=alt.StrokeDash("ages:N", scale=charts.dash(order), sort=order),
        )
        .properties(width=charts.WIDTH, height=charts.HEIGHT)
    )
    said = f"People of 20 to 64: {spoken(series['working'][0])} in 2025, {spoken(series['working'][-1])} in 2050"
    return charts.figure(
        "years", said, f"Projected population by age, {asked.about}", chart, data, alternative=f"{said}.",
        quality=[Quality.PROJECTED], references=references,
    )  # fmt: skip
