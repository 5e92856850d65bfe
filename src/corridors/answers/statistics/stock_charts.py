"""Charts of migrant stocks: the largest pairs, the whole by year, women and men of a corridor."""

from __future__ import annotations

from collections.abc import Callable

import altair as alt
import polars as pl

from corridors.answers.asked import Asked
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.common import capitalised
from corridors.content.subject import named
from corridors.content.words import people

MOST = 12
"""Bars of a ranking."""


def largest(asked: Asked, now: pl.DataFrame, year: int, references: tuple[Reference, ...]) -> Figure:
    """Bars of the largest pairs, shaded by how each is known."""
    shown = now.head(MOST)
    label = _label(asked)
    data = shown.select(
        place=pl.struct("origin", "destination").map_elements(label, return_dtype=pl.String),
        people="stock", known=pl.col("quality").map_elements(lambda q: Quality(q).label, return_dtype=pl.String),
    )  # fmt: skip
    marks = data["known"].unique().sort().to_list()
    chart = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            x=alt.X("people:Q", axis=charts.quantity_axis("People")),
            y=alt.Y("place:N", sort=None, title=None, axis=alt.Axis(labelLimit=260)),
            color=alt.Color("known:N", scale=charts.shade(marks)),
        )
        .properties(width=charts.WIDTH - 180, height=22 * data.height)
    )
    first = data.row(0, named=True)
    return charts.figure(
        "largest",
        f"{capitalised(first['place'])}: {people(first['people'])}",
        f"Largest stocks by {_grouping(asked)}, 1 July {year}",
        chart,
        data,
        alternative="; ".join(f"{row['place']}: {people(row['people'])}" for row in data.iter_rows(named=True)) + ".",
        quality=sorted({Quality(q) for q in shown["quality"]}, key=list(Quality).index),
        references=references,
    )


def by_year(about: str, series: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Bars of the whole stock by year."""
    data = series.select("year", people="stock")
    chart = (
        alt.Chart(data)
        .mark_bar(color=charts.DARK, width=26)
        .encode(x=alt.X("year:Q", axis=charts.years_axis("1 July of"), scale=alt.Scale(domain=[1988, 2026])),
                y=alt.Y("people:Q", axis=charts.quantity_axis("People")))
        .properties(width=charts.WIDTH, height=charts.HEIGHT)
    )  # fmt: skip
    first, last = data.row(0, named=True), data.row(-1, named=True)
    said = f"{people(first['people'])} in {first['year']}, {people(last['people'])} in {last['year']}"
    return charts.figure(
        "years", capitalised(said), f"People outside their country of birth, {about}", chart, data,
        alternative=f"{said}.",
        quality=sorted({Quality(q) for q in series["quality"]}, key=list(Quality).index), references=references,
    )  # fmt: skip


def by_sex(about: str, series: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Stacked bars of women and men of a corridor by year."""
    sexes = ("women", "men")
    data = series.select("year", "women", men=pl.col("stock") - pl.col("women")).unpivot(
        list(sexes), index="year", variable_name="sex", value_name="people"
    )
    chart = (
        alt.Chart(data)
        .mark_bar(stroke="white", strokeWidth=0.5, width=26)
        .encode(
            x=alt.X("year:Q", axis=charts.years_axis("1 July of"), scale=alt.Scale(domain=[1988, 2026])),
            y=alt.Y("people:Q", axis=charts.quantity_axis("People")),
            color=alt.Color("sex:N", scale=charts.shade(sexes), sort=list(sexes)),
            order=alt.Order("sex:N"),
        )
        .properties(width=charts.WIDTH, height=charts.HEIGHT)
    )
    first, last = series.row(0, named=True), series.row(-1, named=True)
    said = f"{people(first['stock'])} in {first['year']}, {people(last['stock'])} in {last['year']}"
    return charts.figure(
        "years", capitalised(said), f"Stock by country of birth and sex, {about}", chart, data, alternative=f"{said}.",
        quality=sorted({Quality(q) for q in series["quality"]}, key=list(Quality).index), references=references,
    )  # fmt: skip


def _label(asked: Asked) -> Callable[[dict[str, str]], str]:
    if asked.origin is not None:
        return lambda row: named(row["destination"])
    if asked.place is not None:
        return lambda row: named(row["origin"])
    return lambda row: f"{named(row['origin'])} to {named(row['destination'])}"


def _grouping(asked: Asked) -> str:
    if asked.origin is not None:
        return "destination"
    return "origin" if asked.place is not None else "corridor"
