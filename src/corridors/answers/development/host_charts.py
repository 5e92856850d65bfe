"""A chart of the literature's estimates applied to one foreign-born share, by view."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.common import capitalised
from corridors.content.scalars import scalar

ZERO = alt.Chart(pl.DataFrame({"x": [0.0]})).mark_rule(color="#555", strokeDash=[3, 3]).encode(x="x:Q")


def ranges(found: pl.DataFrame, place: str, year: int, references: tuple[Reference, ...]) -> Figure:
    """A line from low to high and a dot in the middle for each effect and view, a panel for each unit."""
    data = found.select("what", "view", "low", "central", "high", "unit", "effect")
    panels = [_panel(data.filter(effect=effect)) for effect in data["effect"].unique(maintain_order=True)]
    wages = found.filter(effect="wages")
    low, high = scalar(wages["low"].min()), scalar(wages["high"].max())
    span = f"{low:.2g}% to {high:.2g}%" if low != high else f"{low:.2g}%"
    title = f"{capitalised(place)}: studies from elsewhere put competing natives' wages at {span}"
    return charts.figure(
        "ranges", title, f"Estimates applied to the foreign-born share of {year}; line: range, dot: middle; by view",
        alt.vconcat(*panels, spacing=14), data,
        alternative="; ".join(
            f"{row['what']}, {row['view']}: {row['low']:.2g} to {row['high']:.2g} {row['unit']}"
            for row in data.iter_rows(named=True)
        ) + ".",
        quality=[Quality.EXTRAPOLATED], references=references, note="Each panel has its own scale. No forecast.",
    )  # fmt: skip


def _panel(rows: pl.DataFrame) -> alt.LayerChart | alt.FacetChart:
    axis = alt.Axis(title=rows["unit"][0], tickCount=6)
    y = alt.Y("view:N", title=None, sort=rows["view"].to_list(), axis=alt.Axis(labelLimit=200, minExtent=120))
    base = alt.Chart(rows)
    line = base.mark_rule(strokeWidth=5, color=charts.LIGHT).encode(
        x=alt.X("low:Q", axis=axis, scale=alt.Scale(zero=True)), x2="high:Q", y=y
    )
    dot = base.mark_circle(size=90, color=charts.DARK, opacity=1).encode(x="central:Q", y=y)
    title = alt.Title(rows["what"][0], anchor="start", fontSize=12)
    return alt.layer(ZERO, line, dot).properties(width=charts.WIDTH - 160, height=24 * rows.height, title=title)
