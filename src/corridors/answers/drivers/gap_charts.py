"""Charts of gaps: income at both ends of a corridor by year, income gaps of the largest corridors."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.asked import Asked
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.common import capitalised
from corridors.content.subject import Corridor, name, named
from corridors.content.words import people

MOST = 14


def incomes(pair: Corridor, rows: pl.DataFrame, references: tuple[Reference, ...]) -> list[Figure]:
    """Income per head at both ends by year; nothing where it is known at neither."""
    ends = [name(pair.origin), name(pair.destination)]
    data = rows.select("year", pl.col("income_origin").alias(ends[0]), pl.col("income_destination").alias(ends[1]))
    long = data.unpivot(ends, index="year", variable_name="place", value_name="income").drop_nulls()
    if long.is_empty():
        return []
    chart = (
        alt.Chart(long)
        .mark_line(point=True)
        .encode(
            x=alt.X("year:Q", axis=charts.years_axis("1 July of")),
            y=alt.Y("income:Q", axis=charts.quantity_axis("International dollars of 2021 a head"),
                    scale=alt.Scale(type="log", nice=True)),
            color=alt.Color("place:N", scale=charts.shade(ends), sort=ends),
            strokeDash=alt.StrokeDash("place:N", scale=charts.dash(ends), sort=ends),
        )
        .properties(width=charts.WIDTH, height=charts.HEIGHT)
    )  # fmt: skip
    last = rows.drop_nulls("income_gap")
    said = (
        f"Income per head was {last['income_gap'][-1]:.2g} times the origin's in {last['year'][-1]}, and "
        f"{last['income_gap'][0]:.2g} times in {last['year'][0]}"
        if last.height
        else "Income per head is known at one end only"
    )
    return [
        charts.figure("incomes", said, "GDP per head at purchasing power parity, logarithmic scale", chart, long,
                      alternative=f"{said}.", quality=[Quality.MODELLED], references=references)
    ]  # fmt: skip


def largest(asked: Asked, now: pl.DataFrame, references: tuple[Reference, ...]) -> list[Figure]:
    """The income gap of the largest corridors, on a logarithmic scale around one."""
    shown = now.drop_nulls("income_gap").head(MOST)
    if shown.is_empty():
        return []
    label = [
        f"{capitalised(named(o))} to {named(d)} ({people(s)})"
        for o, d, s in shown.select("origin", "destination", "stock").iter_rows()
    ]
    data = shown.select(pl.Series("corridor", label), gap="income_gap", one=pl.lit(1.0))
    y = alt.Y("corridor:N", sort=None, title=None, axis=alt.Axis(labelLimit=330))
    x = alt.X(
        "gap:Q", scale=alt.Scale(type="log"), axis=alt.Axis(title="Income per head, times the origin's", format="~g")
    )
    lines = alt.Chart(data).mark_rule(color=charts.LIGHT, strokeWidth=5).encode(y=y, x=x, x2="one:Q")
    dots = alt.Chart(data).mark_point(filled=True, size=80, color=charts.DARK, opacity=1).encode(y=y, x=x)
    one = alt.Chart(pl.DataFrame({"gap": [1.0]})).mark_rule(color="#888").encode(x="gap:Q")
    chart = alt.layer(one, lines, dots).properties(width=charts.WIDTH - 280, height=22 * data.height)
    first = data.row(0, named=True)
    said = f"{first['corridor']}: income is {first['gap']:.2g} times the origin's"
    return [
        charts.figure("gaps", said, "Income at the destination over income at the origin, largest corridors", chart,
                      data.drop("one"), alternative=f"{said}.", quality=[Quality.MODELLED], references=references)
    ]  # fmt: skip
