"""A chart of one lever pulled by a state alone, by its region, and by all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from corridors.answers.governance.unilateral_runs import ALONE, REGION, TOGETHER
from corridors.answers.whatif import QUALITY
from corridors.content import charts
from corridors.content.scalars import scalar

if TYPE_CHECKING:
    from corridors.content.blocks import Figure, Reference

SHAPES = ("circle", "square", "triangle-up")


def cases(frame: pl.DataFrame, about: str, references: tuple[Reference, ...]) -> Figure:
    """Dots of the own effect for each state and each circle of those who act."""
    data = frame.select("state", "who", "own", "diverted", "left")
    order = data.filter(who=ALONE).sort("own")["state"].to_list()
    names = [name for name in (ALONE, REGION, TOGETHER) if name in data["who"]]
    dots = (
        alt.Chart(data)
        .mark_point(size=90, filled=True, opacity=1)
        .encode(
            x=alt.X("own:Q", axis=alt.Axis(title="change of the state's arrivals, %"), scale=alt.Scale(zero=False)),
            y=alt.Y("state:N", sort=order, title=None, axis=alt.Axis(labelLimit=220, grid=True)),
            color=alt.Color("who:N", scale=charts.shade(names), sort=names),
            shape=alt.Shape("who:N", scale=alt.Scale(domain=names, range=list(SHAPES[: len(names)])), sort=names),
        )
    )
    alone, together = (scalar(data.filter(who=name)["own"].median()) for name in (ALONE, TOGETHER))
    title = f"Halved lawful places: {abs(alone):.0f}% fewer arrivals alone, {abs(together):.0f}% if all do the same"
    return charts.figure(
        "cases", title, f"Change of a state's arrivals to 2030 when it, its region or all halve lawful places, {about}",
        dots.properties(width=charts.WIDTH - 200, height=max(60, 26 * len(order))), data,
        alternative="; ".join(
            f"{row['state']}, {row['who']}: {row['own']:.1f}%" for row in data.iter_rows(named=True)
        ) + ".",
        quality=[QUALITY], references=references,
        note="Central runs, no view taken. Where all act, those whom others turn away come too.",
    )  # fmt: skip
