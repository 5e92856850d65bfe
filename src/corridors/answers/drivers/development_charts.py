"""Charts of emigration against income: countries in one year, and elasticities across and within them."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.asked import Asked
from corridors.answers.drivers import development_tables as tables
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.common import capitalised
from corridors.content.subject import named
from corridors.content.words import percent


def figures(asked: Asked, year: int, references: tuple[Reference, ...]) -> list[Figure]:
    """The map of countries by income, with the path of one where one is asked about, and the slopes."""
    return [across(asked, year, references), slopes(year, references)]


def across(asked: Asked, year: int, references: tuple[Reference, ...]) -> Figure:
    """Share abroad against income, one dot a country; the middle of each band as a bar; a country's own path."""
    frame = tables.development().frame.drop_nulls("income").filter(pl.col("emigrants") > 0)
    big = frame.filter(pl.col("population") >= tables.SMALLEST, pl.col("year") == year)
    data = big.select("country", "year", "income", share=pl.col("share") * 100)
    x = alt.X("income:Q", scale=alt.Scale(type="log", nice=False),
              axis=alt.Axis(title="Income per head, dollars of 2021", format=",.0f", tickCount=5))  # fmt: skip
    y = alt.Y("share:Q", scale=alt.Scale(type="log"), axis=alt.Axis(title="Born there and living abroad, per cent",
                                                                   format="~g"))  # fmt: skip
    layers = [alt.Chart(data).mark_point(filled=True, color=charts.LIGHT, size=35, opacity=0.9).encode(x=x, y=y)]
    middles = big.group_by("band").agg(pl.col("share").median() * 100, low=pl.col("income").min(),
                                       high=pl.col("income").max())  # fmt: skip
    bar = alt.Chart(middles).mark_rule(color=charts.DARK, strokeWidth=3)
    layers.append(bar.encode(x="low:Q", x2="high:Q", y="share:Q"))
    top = middles.sort("share").row(-1, named=True)
    said = f"The share abroad is highest, {percent(top['share'] / 100)}, in countries of middle income"
    if top["low"] == middles["low"].min() or top["high"] == middles["high"].max():
        said = f"The share abroad is highest, {percent(top['share'] / 100)}, at one end of the scale of income"
    note = "Bars: the middle country of each band of income."
    if asked.country is not None:
        own = frame.filter(country=asked.country.code).select("country", "year", "income", share=pl.col("share") * 100)
        if own.height:
            path = alt.Chart(own.sort("year"))
            layers.append(path.mark_line(color=charts.MIDDLE, point=alt.OverlayMarkDef(color=charts.MIDDLE)).encode(
                x=x, y=y, order="year:O"))  # fmt: skip
            ends = own.sort("year").gather([0, own.height - 1])
            layers.append(alt.Chart(ends).mark_text(dx=6, align="left", fontSize=11).encode(x=x, y=y, text="year:N"))
            said = (
                f"{capitalised(named(asked.country.code))}: {percent(ends['share'][-1] / 100)} abroad in "
                f"{ends['year'][-1]}, {percent(ends['share'][0] / 100)} in {ends['year'][0]}"
            )
            note += " Line: the country's own path."
    chart = alt.layer(*layers).properties(width=charts.WIDTH, height=300)
    return charts.figure(
        "across", said, f"Countries of {tables.SMALLEST:,} inhabitants and more, {year}, logarithmic scales", chart,
        data, alternative=f"{said}.", quality=[Quality.MODELLED], references=references, note=note,
    )  # fmt: skip


def slopes(year: int, references: tuple[Reference, ...]) -> Figure:
    """Elasticities with intervals."""
    data = tables.slopes(year).drop("quality")
    y = alt.Y("compared:N", sort=None, title=None, axis=alt.Axis(labelLimit=340))
    x = alt.X("estimate:Q", axis=alt.Axis(title="Elasticity of emigration to income"))
    chart = alt.layer(
        alt.Chart(pl.DataFrame({"estimate": [0.0]})).mark_rule(color="#888").encode(x="estimate:Q"),
        alt.Chart(data).mark_rule(color=charts.LIGHT, strokeWidth=4).encode(y=y, x="lower:Q", x2="upper:Q"),
        alt.Chart(data).mark_point(filled=True, size=80, color=charts.DARK, opacity=1).encode(y=y, x=x),
    ).properties(width=charts.WIDTH - 300, height=26 * data.height)
    first = data.row(1, named=True)
    said = (
        f"Within countries the elasticity is {first['estimate']:.2f}, between {first['lower']:.2f} and "
        f"{first['upper']:.2f}"
    )
    return charts.figure(
        "slopes", said, "Points with 95% intervals", chart, data, alternative=f"{said}.", quality=[Quality.MODELLED],
        references=references,
    )  # fmt: skip
