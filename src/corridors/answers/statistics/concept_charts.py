"""The chart of conversions: medians and quartiles of what one definition counts for one of another."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.statistics.shared import marks_of
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.common import capitalised
from corridors.content.scalars import scalar


def factors(conversions: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Points with quartile lines on a scale of ratios, one for each pair of definitions."""
    data = conversions.with_columns(
        label=pl.col("wanted") + pl.lit(" for one of ") + pl.col("given"), one=pl.lit(1.0)
    ).select("label", "factor", "low", "high", "pairs", "one")
    low = min(0.02, scalar(data["low"].min() or 1.0))
    scale = alt.Scale(type="log", domain=[low, max(3.0, scalar(data["high"].max() or 1.0))])
    axis = alt.Axis(values=[0.01, 0.03, 0.1, 0.3, 1, 3, 10], format="~g")
    y = alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=420))
    base = alt.Chart(data).encode(y=y)
    lines = base.mark_rule(strokeWidth=3, color=charts.LIGHT).encode(
        x=alt.X("low:Q", scale=scale, axis=axis, title="Counted for one"), x2="high:Q"
    )
    points = base.mark_circle(size=80, color=charts.DARK, opacity=1).encode(x=alt.X("factor:Q", scale=scale))
    even = alt.Chart(pl.DataFrame({"one": [1.0]})).mark_rule(strokeDash=[3, 3]).encode(x="one:Q")
    drawn = alt.layer(even, lines, points).properties(width=charts.WIDTH - 380, height=30 * data.height)
    row = conversions.sort("factor").row(0, named=True)
    said = f"{row['factor']:.2g} {row['wanted']} for one of {row['given']} (median of {row['pairs']})"
    return charts.figure(
        "factors", capitalised(said),
        "How many one definition counts for one person of another, same corridor and year",
        drawn, data, quality=marks_of(conversions), references=references,
        alternative="; ".join(f"{r['label']}: {r['factor']:.2g}" for r in data.iter_rows(named=True)) + ".",
        note="Points are medians, lines go from the lower to the upper quartile; the dashed line is equality.",
    )  # fmt: skip
