"""Charts of drivers: contributions with intervals, and fit over the map beside fit within corridors."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.asked import Asked
from corridors.answers.drivers import driver_tables as tables
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference


def parts(asked: Asked, found: tables.Apart, size: str, references: tuple[Reference, ...]) -> Figure:
    """Contributions as bars with their intervals, and the total change last."""
    total = pl.DataFrame({"label": ["All together"], "contribution": [found.change], "lower": [found.change],
                          "upper": [found.change], "kind": ["total"]})  # fmt: skip
    data = pl.concat([found.frame.select("label", "contribution", "lower", "upper", kind=pl.lit("part")), total])
    y = alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=330))
    bars = (
        alt.Chart(data)
        .mark_bar(height=13)
        .encode(
            y=y,
            x=alt.X("contribution:Q", axis=charts.quantity_axis("People a year")),
            color=alt.Color("kind:N", scale=alt.Scale(domain=["part", "total"], range=[charts.LIGHT, charts.DARK]),
                            legend=None),
        )
    )  # fmt: skip
    rules = (
        alt.Chart(data.filter(kind="part")).mark_rule(color=charts.DARK).encode(y=y, x="lower:Q", x2="upper:Q")
    )  # fmt: skip
    zero = alt.Chart(pl.DataFrame({"contribution": [0.0]})).mark_rule(color="#888").encode(x="contribution:Q")
    chart = alt.layer(bars, rules, zero).properties(width=charts.WIDTH - 260, height=26 * data.height)
    verb = "more" if found.change >= 0 else "fewer"
    said = f"{size} {verb} a year in {tables.AFTER} than in {tables.BEFORE}, {asked.about}, taken apart by driver"
    return charts.figure(
        "parts", said, "Contributions to the change of yearly moves; lines are 95% intervals", chart, data.drop("kind"),
        alternative=f"{said}.", quality=[Quality.MODELLED], references=references,
        note="The contributions, the unexplained remainder among them, add up to the total.",
    )  # fmt: skip


def fit(fits: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Correlation over the map and within corridors, by regression, beside persistence."""
    names = {"pooled": "Over the map", "within": "Within corridors"}
    data = fits.select("regression", *(pl.col(name).alias(text) for name, text in names.items()))
    long = data.unpivot(index="regression", variable_name="where", value_name="correlation")
    order = list(names.values())
    chart = (
        alt.Chart(long)
        .mark_point(filled=True, size=100, opacity=1)
        .encode(
            y=alt.Y("regression:N", sort=None, title=None, axis=alt.Axis(labelLimit=360, grid=True)),
            x=alt.X("correlation:Q", axis=alt.Axis(title="Correlation of logs"), scale=alt.Scale(domain=[0, 1])),
            color=alt.Color("where:N", scale=charts.shade(order), sort=order),
            shape=alt.Shape("where:N", scale=alt.Scale(domain=order, range=["circle", "square"]), sort=order),
        )
        .properties(width=charts.WIDTH - 300, height=26 * fits.height)
    )
    said = "Gravity explains the map, and hardly the change: saying that nothing changes fits better"
    return charts.figure(
        "fit", said, "Correlation of fitted and estimated flows, 1995 to 2024, all corridors", chart, long,
        alternative=f"{said}.", quality=[Quality.MODELLED], references=references,
    )  # fmt: skip
