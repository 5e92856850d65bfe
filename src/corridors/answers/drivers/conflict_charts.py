"""Charts of displacement: people abroad by year above deaths by year, and hosts per inhabitant."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.asked import Asked
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.common import capitalised, panel_title
from corridors.content.subject import named
from corridors.content.words import people

MOST = 12
FIRST = 1975
"""First year of the chart; few countries reported before."""


def by_year(asked: Asked, series: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Displaced people above deaths in organised violence, by year."""
    data = series.filter(pl.col("year") >= FIRST).select("year", "displaced", "deaths")
    x = alt.X("year:Q", axis=charts.years_axis("Year"), scale=alt.Scale(domain=[FIRST, 2026]))
    area = (
        alt.Chart(data)
        .mark_bar(color=charts.DARK, width=8)
        .encode(x=x, y=alt.Y("displaced:Q", axis=charts.quantity_axis("People at the end of the year")))
        .properties(width=charts.WIDTH, height=150, title=panel_title("Displaced abroad"))
    )
    bars = (
        alt.Chart(data)
        .mark_bar(color=charts.MIDDLE, width=8)
        .encode(x=x, y=alt.Y("deaths:Q", axis=charts.quantity_axis("Deaths in the year")))
        .properties(width=charts.WIDTH, height=110, title=panel_title("Deaths in organised violence at the origin"))
    )
    peak = data.sort("displaced").row(-1, named=True)
    said = f"The most were {people(peak['displaced'])} displaced abroad at the end of {peak['year']}"
    return charts.figure(
        "years", said, f"Displaced people and deaths, {asked.about}", alt.vconcat(area, bars, spacing=22), data,
        alternative=f"{said}.", quality=[Quality.OBSERVED], references=references,
        note="Deaths are counted since 1989.",
    )  # fmt: skip


def hosts(frame: pl.DataFrame, year: int, references: tuple[Reference, ...]) -> Figure:
    """The largest hosts, with how many they host per 1,000 inhabitants."""
    shown = frame.head(MOST)
    label = [capitalised(named(code)) for code in shown["country"]]
    data = shown.select(pl.Series("host", label), "displaced", per_1000=pl.col("per_1000").round(1))
    y = alt.Y("host:N", sort=None, title=None, axis=alt.Axis(labelLimit=200))
    bars = (
        alt.Chart(data)
        .mark_bar(color=charts.LIGHT)
        .encode(y=y, x=alt.X("displaced:Q", axis=charts.quantity_axis("People")))
    )
    words = (
        alt.Chart(data.drop_nulls("per_1000").with_columns(said=pl.format("{} per 1,000", "per_1000")))
        .mark_text(align="left", dx=5, fontSize=11)
        .encode(y=y, x="displaced:Q", text="said:N")
    )
    first = data.row(0, named=True)
    said = f"{first['host']} hosts {people(first['displaced'])}"
    return charts.figure(
        "hosts", said, f"Largest hosts, and people hosted per 1,000 inhabitants, end of {year}",
        alt.layer(bars, words).properties(width=charts.WIDTH - 200, height=22 * data.height), data,
        alternative=f"{said}.", quality=[Quality.OBSERVED], references=references,
    )  # fmt: skip
