"""Charts of replacement migration: what would be needed, what is projected, and the most that ever happened."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.asked import Asked
from corridors.answers.drivers import demography_tables as tables
from corridors.answers.drivers.cohorts import YEARS
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.common import capitalised
from corridors.content.subject import named
from corridors.content.words import spoken

MOST = 14
NAMES = {"hold_working": "Needed to hold people of 15-64", "projected": "Projected by WPP",
         "most": "Most in any five years since 1950"}  # fmt: skip


def figures(asked: Asked, rows: pl.DataFrame, references: tuple[Reference, ...]) -> list[Figure]:
    """Needed beside projected and highest net migration; for one country the ratio by year."""
    made = [ratios(asked, rows, references)]
    shown = rows.filter(pl.col("hold_working") >= 1).head(MOST)
    if shown.height:
        made.append(needs(shown, references))
    return made


def needs(rows: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Three marks a country, told apart by shape as well as shade."""
    label = [capitalised(named(code)) for code in rows["country"]]
    wide = rows.select(
        pl.Series("place", label),
        *((pl.col(name) / pl.col("population") * 1000).alias(text) for name, text in NAMES.items()),
    )
    data = wide.unpivot(index="place", variable_name="what", value_name="people").drop_nulls()
    names = list(NAMES.values())
    chart = (
        alt.Chart(data)
        .mark_point(filled=True, size=90, opacity=1)
        .encode(
            y=alt.Y("place:N", sort=None, title=None, axis=alt.Axis(labelLimit=200, grid=True)),
            x=alt.X("people:Q", axis=charts.quantity_axis("Net migrants a year per 1,000 inhabitants of 2025")),
            color=alt.Color("what:N", scale=charts.shade(names), sort=names),
            shape=alt.Shape("what:N", scale=alt.Scale(domain=names, range=["circle", "square", "triangle-up"]),
                            sort=names),
        )
        .properties(width=charts.WIDTH - 150, height=max(22 * rows.height, 60))
    )  # fmt: skip
    first = rows.row(0, named=True)
    said = (
        f"{capitalised(named(first['country']))} would need {spoken(first['hold_working'])} net immigrants a year, and "
        f"{spoken(first['projected'])} are projected"
    )
    return charts.figure(
        "needs", said, "Net migration a year per 1,000 inhabitants, 2025 to 2050; largest needs in people first", chart,
        data,
        alternative=f"{said}.", quality=[Quality.PROJECTED], references=references,
    )  # fmt: skip


def ratios(asked: Asked, rows: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """The support ratio by year, as projected and if nobody moved; for a corridor, of both ends."""
    parts = (
        [(capitalised(named(code)), tables.by_year([code])) for code in asked.corridor.codes]
        if asked.corridor
        else [("", tables.by_year(rows["country"].to_list()))]
    )
    series = [("Projected by WPP", "ratio"), ("If nobody moved", "ratio_alone")]
    lines = [
        frame.select("year", ratio=column, line=pl.lit(f"{place}, {text[0].lower()}{text[1:]}" if place else text))
        for place, frame in parts
        for text, column in (series if asked.place or asked.region else series[:1])
    ]
    data = pl.concat(lines)
    names = data["line"].unique(maintain_order=True).to_list()
    chart = (
        alt.Chart(data)
        .mark_line(point=True)
        .encode(
            x=alt.X("year:Q", axis=alt.Axis(title="1 July of", format="d", values=list(YEARS))),
            y=alt.Y("ratio:Q", axis=charts.quantity_axis("People of 15-64 per person of 65 and over")),
            color=alt.Color("line:N", scale=charts.shade(names), sort=names),
            strokeDash=alt.StrokeDash("line:N", scale=charts.dash(names), sort=names),
        )
        .properties(width=charts.WIDTH, height=charts.HEIGHT)
    )
    frame = parts[0][1]
    place = f"{parts[0][0]}: from" if asked.corridor else "From"
    said = (
        f"{place} {frame['ratio'][0]:.1f} people of 15 to 64 per person of 65 and over in 2025 to "
        f"{frame['ratio'][-1]:.1f} in 2050"
    )
    return charts.figure(
        "ratios", said, f"Support ratio, {asked.about}", chart, data, alternative=f"{said}.",
        quality=[Quality.PROJECTED], references=references,
    )  # fmt: skip
