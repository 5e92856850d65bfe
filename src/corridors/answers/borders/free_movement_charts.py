"""Chart of flows around the opening of borders, one panel an area."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.borders.free_movement_tables import SHORT
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.common import capitalised

TOP = 300.0
"""Per cent at which an interval is cut off in the chart, and only there."""


def paths(effects: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Effects by period since opening with intervals, on the same axes for all areas."""
    names = [capitalised(SHORT[name]) for name in effects["region"].unique(maintain_order=True)]
    label = pl.col("region").replace_strict({name: capitalised(text) for name, text in SHORT.items()})
    data = effects.select(area=label, event="event", percent=pl.col("percent").clip(upper_bound=TOP),
                          lower=pl.col("percent_lower"),
                          upper=pl.col("percent_upper").clip(upper_bound=TOP))  # fmt: skip
    x = alt.X("event:Q", axis=alt.Axis(title="Periods of five years since opening", tickMinStep=1, format="d"))
    y = alt.Y("percent:Q", axis=alt.Axis(title=None, tickCount=5))
    base = alt.Chart(data)
    layers = alt.layer(
        base.mark_rule(color="#888").encode(y=alt.datum(0)),
        base.mark_rule(color=charts.LIGHT, strokeWidth=4).encode(
            x=x, y=alt.Y("lower:Q", axis=alt.Axis(title=None, tickCount=5)), y2="upper:Q"
        ),
        base.mark_line(color=charts.DARK, point=alt.OverlayMarkDef(color=charts.DARK)).encode(x=x, y=y),
    )
    several = len(names) > 1
    chart = layers.properties(width=charts.PANEL if several else charts.WIDTH, height=150).facet(
        facet=alt.Facet("area:N", sort=names), columns=2 if several else 1
    )
    said = (
        "Flows inside areas of free movement before and after opening" if several
        else f"{names[0]}: flows before and after opening"
    )  # fmt: skip
    worst = data.filter(pl.col("event") >= 0).sort("percent")
    alternative = f"{said}; after opening from {worst['percent'][0]:+.0f}% to {worst['percent'][-1]:+.0f}%."
    return charts.figure(
        "paths", said, "Per cent above what flows would have been, against the period before; bars hold 95%", chart,
        data,
        alternative=alternative, quality=[Quality.MODELLED], references=references,
        note=f"Intervals are cut off at +{TOP:.0f}%. A path that leaves zero before opening speaks against an effect.",
    )  # fmt: skip
