"""A chart of the share without permission over lawful places, by enforcement and view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from corridors.answers.whatif import QUALITY
from corridors.content import charts
from corridors.content.scalars import scalar

if TYPE_CHECKING:
    from corridors.content.blocks import Figure, Reference


def lines(grid: pl.DataFrame, what: str, about: str, references: tuple[Reference, ...]) -> Figure:
    """A panel for each view, a line for each level of enforcement, the lawful places below."""
    data = grid.with_columns(
        enforcement=pl.col("guard").map_elements(lambda v: f"Enforcement {v:g} times", return_dtype=pl.String),
    ).select("label", "places", "enforcement", "share")
    views = data["label"].unique(maintain_order=True).to_list()[1:]
    names = data["enforcement"].unique(maintain_order=True).to_list()
    panels = [
        alt.Chart(data.filter(label=one))
        .mark_line(point=True)
        .encode(
            x=alt.X("places:Q", scale=alt.Scale(type="log", base=2), axis=alt.Axis(
                title="Lawful places, times today's", values=sorted(set(data["places"])), format="~g")),
            y=alt.Y("share:Q", scale=alt.Scale(zero=True), axis=alt.Axis(title="% without permission")),
            color=alt.Color("enforcement:N", scale=charts.shade(names), sort=names),
            strokeDash=alt.StrokeDash("enforcement:N", scale=charts.dash(names), sort=names),
        )
        .properties(width=charts.PANEL, height=charts.HEIGHT, title=alt.Title(one, anchor="start", fontSize=12))
        for one in views
    ]  # fmt: skip
    low, high = scalar(data["share"].min()), scalar(data["share"].max())
    title = f"Without permission in 2050: from {low:.1f}% to {high:.1f}% of {what}, as both levers vary"
    return charts.figure(
        "grid", title, f"Share without permission by lawful places, enforcement and view, {about}",
        alt.hconcat(*panels, spacing=30).resolve_scale(y="shared"), data,
        alternative="; ".join(
            f"{row['label']}, places {row['places']:g} times, {row['enforcement'].lower()}: {row['share']:.2f}%"
            for row in data.iter_rows(named=True)
        ) + ".",
        quality=[QUALITY], references=references, note="Central runs. One stands for today's level.",
    )  # fmt: skip
