"""Charts of skilled emigration: rates by education, members who moved, researchers by year."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.common import capitalised
from corridors.content.subject import named
from corridors.content.words import percent

MOST = 15
SIDE = 10
"""Countries on each side of zero."""
LEVELS = {"high": "tertiary", "medium": "secondary", "low": "low"}


def largest(frame: pl.DataFrame, year: int, about: str, references: tuple[Reference, ...]) -> Figure:
    """The largest emigration rates of the tertiary-educated, beside those of the low-educated."""
    shown = frame.sort("high", descending=True).head(MOST)
    kinds = ["tertiary", "low"]
    names = pl.Series("origin", [capitalised(named(code)) for code in shown["country"]])
    data = shown.select(names, tertiary=pl.col("high"), low=pl.col("low")).unpivot(
        kinds, index="origin", variable_name="education", value_name="rate"
    )
    chart = (
        alt.Chart(data)
        .mark_point(filled=True, size=80, opacity=1)
        .encode(
            y=alt.Y("origin:N", sort=None, title=None, axis=alt.Axis(labelLimit=220, grid=True)),
            x=alt.X("rate:Q", axis=alt.Axis(format=".0%", title="Part who live in one of 20 rich countries")),
            color=alt.Color("education:N", scale=charts.shade(kinds), sort=kinds),
            shape=alt.Shape("education:N", scale=alt.Scale(domain=kinds, range=["circle", "diamond"]), sort=kinds),
        )
        .properties(width=charts.WIDTH - 180, height=22 * shown.height)
    )
    first = shown.row(0, named=True)
    said = f"{capitalised(named(first['country']))}: {percent(first['high'])} of the tertiary-educated are abroad"
    return charts.figure("rates", said, f"Emigration rates by education, {about}, {year}", chart, data,
                         alternative=f"{said}.", quality=[Quality.MODELLED], references=references)  # fmt: skip


def by_year(frame: pl.DataFrame, spoken: str, references: tuple[Reference, ...]) -> Figure:
    """Emigration rates by education and year."""
    levels = list(LEVELS.values())
    data = frame.select("year", **{LEVELS[level]: pl.col(level) for level in LEVELS}).unpivot(
        levels, index="year", variable_name="education", value_name="rate"
    )
    chart = (
        alt.Chart(data)
        .mark_line(point=True)
        .encode(
            x=alt.X("year:Q", axis=charts.years_axis("Year"), scale=alt.Scale(domain=[1978, 2012])),
            y=alt.Y("rate:Q", axis=alt.Axis(format=".0%", title="Part in one of 20 rich countries")),
            color=alt.Color("education:N", scale=charts.shade(levels), sort=levels),
            strokeDash=alt.StrokeDash("education:N", scale=charts.dash(levels), sort=levels),
        )
        .properties(width=charts.WIDTH, height=charts.HEIGHT)
    )
    ends = frame.sort("year")
    said = (
        f"Tertiary-educated people abroad: {percent(ends['high'][0], 0)} in {ends['year'][0]}, "
        f"{percent(ends['high'][-1], 0)} in {ends['year'][-1]}"
    )
    return charts.figure("years", said, f"Emigration rates by education, born in {spoken}", chart, data,
                         alternative=f"{said}.", quality=[Quality.MODELLED], references=references)  # fmt: skip


def members(frame: pl.DataFrame, about: str, references: tuple[Reference, ...]) -> Figure:
    """Countries that lose and gain most LinkedIn members on balance."""
    order = frame.drop_nulls("linkedin").sort("linkedin")
    shown = pl.concat([order.head(SIDE), order.tail(SIDE)]).unique("country", maintain_order=True)
    names = pl.Series("place", [capitalised(named(code)) for code in shown["country"]])
    data = shown.select(names, members=pl.col("linkedin").round(1))
    chart = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            y=alt.Y("place:N", sort=None, title=None, axis=alt.Axis(labelLimit=220)),
            x=alt.X("members:Q", axis=charts.quantity_axis("Members gained per 10,000 and year, net")),
            color=alt.condition("datum.members < 0", alt.value(charts.DARK), alt.value(charts.LIGHT)),
        )
        .properties(width=charts.WIDTH - 180, height=20 * data.height)
    )
    first, last = data.row(0, named=True), data.row(-1, named=True)
    said = (
        f"{first['place']} {_said(first['members'])}, {last['place'].replace('The ', 'the ')} {_said(last['members'])}"
    )
    return charts.figure(
        "members", said, f"LinkedIn members moved in and out on balance, a year of 2015-2019, {about}", chart, data,
        alternative="; ".join(f"{r['place']}: {r['members']:+.1f}" for r in data.iter_rows(named=True)) + ".",
        quality=[Quality.OBSERVED], references=references, note="A proxy: members are not all skilled people.",
    )  # fmt: skip


def researchers(yearly: pl.DataFrame, spoken: str, references: tuple[Reference, ...]) -> Figure:
    """Researchers who moved abroad, by year."""
    data = yearly.select("year", "left")
    chart = (
        alt.Chart(data)
        .mark_bar(color=charts.DARK, width=18)
        .encode(x=alt.X("year:Q", axis=charts.years_axis("Year"), scale=alt.Scale(domain=[1997, 2018])),
                y=alt.Y("left:Q", axis=alt.Axis(format=".1%", title="Researchers who moved abroad in the year")))
        .properties(width=charts.WIDTH, height=charts.HEIGHT)
    )  # fmt: skip
    first, last = data.row(0, named=True), data.row(-1, named=True)
    ends = (f"{percent(row['left'])} left in {row['year']}" for row in (first, last))
    said = f"Of its researchers {', '.join(ends)}"
    return charts.figure("years", said, f"Researchers whose affiliation moved out of {spoken}", chart, data,
                         alternative=f"{said}.", quality=[Quality.MODELLED], references=references,
                         note="A proxy: researchers who publish are few of the skilled.")  # fmt: skip


def _said(value: float) -> str:
    return f"{'loses' if value < 0 else 'gains'} {abs(value):.0f} of 10,000 members a year"
