"""Charts of evaluated practices: how many there are by kind and grade, and their sizes."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference

GRADES = {"a": "grade A", "b": "grade B", "c_d": "grades C and D"}
MOST = 25
WIDEST = 1.0
"""The largest change that the chart of effects shows: a doubling; larger ones would flatten all others."""
LETTERS = 44
"""Letters of a policy's and of an outcome's name that a label shows."""


def kinds(frame: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Stacked bars of results by kind of policy, shaded by grade."""
    names = list(GRADES.values())
    data = frame.select("kind", *GRADES).rename(GRADES).unpivot(
        names, index="kind", variable_name="grade", value_name="results"
    ).with_columns(rank=pl.col("grade").replace_strict({name: i for i, name in enumerate(names)}))  # fmt: skip
    chart = (
        alt.Chart(data)
        .mark_bar(stroke="white", strokeWidth=0.5)
        .encode(
            x=alt.X("results:Q", axis=alt.Axis(title="Results", tickMinStep=1)),
            y=alt.Y("kind:N", sort=frame["kind"].to_list(), title=None, axis=alt.Axis(labelLimit=220)),
            color=alt.Color("grade:N", scale=charts.shade(names), sort=names),
            order=alt.Order("rank:Q"),
        )
        .properties(width=charts.WIDTH - 160, height=18 * frame.height)
    )
    first = frame.row(0, named=True)
    said = f"Most results are on {first['kind']}: {first['results']}, {first['a']} of them of grade A"
    return charts.figure(
        "kinds", said, "Results of evaluated policies in the registry, by kind of policy and grade", chart, data,
        alternative="; ".join(f"{r['kind']}: {r['results']}" for r in frame.iter_rows(named=True)) + ".",
        quality=[Quality.OBSERVED], references=references,
    )  # fmt: skip


def effects(frame: pl.DataFrame, about: str, references: tuple[Reference, ...]) -> Figure | None:
    """Effects that are proportional changes, each with its range and grade; None where there is none to show."""
    middle = pl.coalesce("effect", (pl.col("low") + pl.col("high")) / 2)
    labels = [f"{_short(r['policy'])}: {_short(r['outcome'])}" for r in frame.iter_rows(named=True)]
    data = (
        frame.with_columns(pl.Series("label", labels), middle=middle)
        .select("label", "middle", "low", "high", grade=pl.lit("grade ") + pl.col("grade"))
        .unique("label", keep="first", maintain_order=True)
    )
    left = data.filter(pl.col("middle").abs() > WIDEST)
    data = data.filter(pl.col("middle").abs() <= WIDEST).head(MOST).sort("middle")
    if data.is_empty():
        return None
    above = "; ".join(f"{row['label']} {row['middle']:+.0%}" for row in left.iter_rows(named=True))
    grades = data["grade"].unique().sort().to_list()
    y = alt.Y("label:N", sort=data["label"].to_list(), title=None, axis=alt.Axis(labelLimit=480, grid=True))
    spans = alt.Chart(data.drop_nulls("low")).mark_rule(color=charts.LIGHT, strokeWidth=5)
    shapes = ["circle", "diamond", "square"][: len(grades)]
    dots = (
        alt.Chart(data)
        .mark_point(filled=True, size=70, opacity=1)
        .encode(
            y=y,
            x=alt.X("middle:Q", axis=alt.Axis(format="+.0%", title="Change of the outcome; bars are ranges")),
            color=alt.Color("grade:N", scale=charts.shade(grades), sort=grades),
            shape=alt.Shape("grade:N", scale=alt.Scale(domain=grades, range=shapes), sort=grades),
        )
    )
    zero = alt.Chart(pl.DataFrame({"x": [0.0]})).mark_rule(color="#888").encode(x="x:Q")
    chart = alt.layer(zero, spans.encode(y=y, x="low:Q", x2="high:Q"), dots)
    first, last = data.row(0, named=True), data.row(-1, named=True)
    said = f"{first['label']} {first['middle']:+.0%}"
    if data.height > 1:
        said += f"; {last['label']} {last['middle']:+.0%}"
    return charts.figure(
        "effects", said, f"Effects that are proportional changes, grades A to C, {about}",
        chart.properties(width=charts.WIDTH - 330, height=max(60, 22 * data.height)), data,
        alternative="; ".join(f"{r['label']} {r['middle']:+.0%}" for r in data.iter_rows(named=True)) + ".",
        quality=[Quality.MODELLED], references=references,
        note="Where a study gives a range only, the mark stands in its middle. Different outcomes are not comparable."
        + (f" Not shown, because larger: {above}." if above else ""),
    )  # fmt: skip


def _short(text: str) -> str:
    return text if len(text) <= LETTERS else f"{text[: LETTERS - 1].rstrip()}…"
