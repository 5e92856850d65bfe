"""What each part of a package does alone, beside the package, for the three parties."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.labour.three_tables import LABELS, PACKAGE, PARTS
from corridors.answers.whatif import QUALITY
from corridors.content import charts
from corridors.content.blocks import Figure, Reference

KEPT = ("stayers_income", "stayers_received", "hosts_income", "hosts_wage_low", "migrants", "migrants_earnings")
"""Outcomes of each party that are drawn: those in per cent of the baseline, two for each."""


def parts(frame: pl.DataFrame, title: str, subtitle: str, references: tuple[Reference, ...]) -> Figure:
    """A panel for each outcome, a bar for each part alone and for the package."""
    rows = frame.filter(pl.col("outcome").is_in(KEPT)).drop_nulls(PACKAGE)
    data = rows.unpivot(
        on=[*PARTS, PACKAGE], index=["party", "what", "unit"], variable_name="part", value_name="change"
    ).with_columns(pl.col("part").replace_strict(LABELS))
    panels = [_panel(data.filter(what=what)) for what in data["what"].unique(maintain_order=True)]
    return charts.figure(
        "parts", title, subtitle, alt.vconcat(*panels, spacing=14), data,
        alternative="; ".join(
            f"{row['party']}, {row['what']}, {row['part']}: {row['change']:+.2g} {row['unit']}"
            for row in data.iter_rows(named=True)
        ) + ".",
        quality=[QUALITY], references=references, note="No view taken. Each panel has its own scale.",
    )  # fmt: skip


def _panel(data: pl.DataFrame) -> alt.Chart:
    y = alt.Y("part:N", sort=list(LABELS.values()), title=None, axis=alt.Axis(labelLimit=260, minExtent=250))
    x = alt.X("change:Q", axis=alt.Axis(title=data["unit"][0], tickCount=5))
    package = LABELS[PACKAGE]
    colour = alt.condition(alt.datum.part == package, alt.value(charts.DARK), alt.value(charts.LIGHT))
    title = alt.Title([data["party"][0], data["what"][0]], anchor="start", fontSize=12, offset=6)
    bars = alt.Chart(data).mark_bar(size=12).encode(x=x, y=y, color=colour)
    return bars.properties(width=charts.WIDTH - 270, height=19 * len(LABELS), title=title)
