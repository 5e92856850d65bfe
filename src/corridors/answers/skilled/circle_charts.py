"""Charts of the loop of skilled emigration: a map of its gain, and the gain by view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from corridors.answers.whatif import QUALITY
from corridors.content import charts, maps
from corridors.content.subject import named

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference

LIMITS = (1.0, 2.0, 3.0, 4.0)
"""Limits between the classes of the map, hundredths of a per cent for one per cent."""
CLASSES = ("under 0.01", "0.01 to 0.02", "0.02 to 0.03", "0.03 to 0.04", "0.04 and more")
LEAST = 1e-6
"""What stands on the map for a gain of zero or below, which falls into the lowest class."""


def world(summary: pl.DataFrame, asked: Asked, references: tuple[Reference, ...]) -> Figure:
    """A map of the gain where no view is taken."""
    values = {row["country"]: max(100 * row["gain"], LEAST) for row in summary.iter_rows(named=True)}
    spec, data, _ = maps.world_map(values, None, "", limits=LIMITS, classes=CLASSES, unnamed="nobody followed leaves")
    first = summary.row(0, named=True)
    among = "Of large countries with known remittances, the" if first["ranked"] else "The"
    title = f"{among} loop of skilled emigration is strongest in {named(first['country'])}: {first['gain']:.2f}"
    return charts.figure(
        "world", title, f"Gain where no view is taken, {asked.about}: per cent more leaving in 2030-2035 for one per "
        "cent more in 2025-2030", spec, data, alternative=f"{title}.", quality=[QUALITY], references=references,
        note=f"One or more would run away. {maps.NO_POSITION}",
    )  # fmt: skip


def by_view(known: pl.DataFrame, asked: Asked, references: tuple[Reference, ...]) -> Figure:
    """The gain by view: of one country a mark, of several the spread over countries."""
    from corridors.scenarios.loop_gain import told

    single = known["country"].n_unique() == 1
    order = known["label"].unique(maintain_order=True).to_list()
    data = (
        known.group_by("label", maintain_order=True)
        .agg(
            middle=pl.col("gain").median(), low=pl.col("gain").quantile(0.1), high=pl.col("gain").quantile(0.9)
        )
    )  # fmt: skip
    y = alt.Y("label:N", title=None, sort=order, axis=alt.Axis(labelLimit=240))
    axis = alt.Axis(title="Gain: below 1 damped, above 1 runaway", tickCount=6)
    dot = alt.Chart(data).mark_point(size=90, filled=True, opacity=1, color=charts.DARK)
    layers = [dot.encode(x=alt.X("middle:Q", axis=axis, scale=alt.Scale(zero=True)), y=y)]
    if not single:
        line = alt.Chart(data).mark_rule(strokeWidth=5, color=charts.LIGHT)
        layers.insert(0, line.encode(x=alt.X("low:Q", axis=axis), x2="high:Q", y=y))
    chart = alt.layer(*layers).properties(width=charts.WIDTH - 200, height=26 * data.height)
    ends = data.sort("middle")
    low, high = ends.row(0, named=True), ends.row(-1, named=True)
    title = f"Gain from {told(low['middle'])} ({low['label']}) to {told(high['middle'])} ({high['label']})"
    shown = f"Gain by view, {asked.about}" if single else f"Median gain by view, {asked.about}"
    said = "; ".join(f"{row['label']}: {told(row['middle'])}" for row in data.iter_rows(named=True))
    return charts.figure(
        "views", title, shown, chart, data, alternative=f"{said}.", quality=[QUALITY], references=references,
        note="" if single else "Line: from the tenth to the ninetieth of a hundred countries.",
    )  # fmt: skip
