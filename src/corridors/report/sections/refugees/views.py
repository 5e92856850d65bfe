"""What a panel or row is about: people of some origin in some country of asylum."""

from __future__ import annotations

from typing import NamedTuple

import altair as alt
import polars as pl

from corridors.content import charts
from corridors.content.common import panel_title
from corridors.content.scalars import scalar
from corridors.data import source as find_source

FIRST_YEAR = 2000
"""First year of the charts: applications and decisions begin then."""
WORTH_A_CHART = 50
"""Fewest people or applications in the best year for a panel of a chart; below, numbers say it better."""


class View(NamedTuple):
    """What one panel or row is about: people of some origin in some country; None stands for all.

    `who` and `where` say it in a sentence: "from Syria" (or nothing) and "in Germany" (or "abroad").
    """

    label: str
    who: str
    where: str
    origin: str | None
    asylum: str | None

    @property
    def place(self) -> str:
        """Who and where together."""
        return f"{self.who} {self.where}".strip()

    @property
    def by(self) -> str:
        """Whose claims, as the rest of a sentence on applications."""
        return f"by people {self.place}" if self.who else self.where

    def of(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows that belong to it, without those of a country's own people, and without sums over countries."""
        rows = frame.filter(pl.col("origin") != pl.col("asylum"), pl.col("asylum") != "EU27")
        if self.origin is not None:
            rows = rows.filter(pl.col("origin") == self.origin)
        return rows if self.asylum is None else rows.filter(pl.col("asylum") == self.asylum)


def drawn(frame: pl.DataFrame, *columns: str) -> bool:
    """Tell whether any year holds enough people or applications for a panel of a chart."""
    total = pl.sum_horizontal(pl.col(columns).sum()).alias("total")
    totals = frame.filter(pl.col("year") >= FIRST_YEAR).group_by("year").agg(total)
    return bool((totals["total"] >= WORTH_A_CHART).any())


def bars(
    long: pl.DataFrame,
    views: list[View],
    series: str,
    names: list[str],
    *,
    amount: str,
    unit: str,
    points: pl.DataFrame | None = None,
) -> alt.HConcatChart:
    """A panel of stacked bars by year for each view, with Eurostat's points where there are any."""
    last = find_source("refugees").years
    domain = list(range(FIRST_YEAR, (last[1] if last else int(scalar(long["year"].max()))) + 1))
    x = alt.X("year:O", title="", scale=alt.Scale(domain=domain), axis=alt.Axis(values=domain[::5], labelAngle=0))
    panels = []
    for view in views:
        stacks = alt.Chart(long.filter(view=view.label)).mark_bar().encode(
            x=x, y=alt.Y(f"{amount}:Q", axis=charts.quantity_axis(unit)),
            color=alt.Color(f"{series}:N", scale=charts.shade(names), sort=names), order=alt.Order("place:Q"),
        ).transform_calculate(place=f"indexof({names}, datum['{series}'])")  # fmt: skip
        layers: list[alt.Chart] = [stacks]
        if points is not None and len(points):
            marks = alt.Chart(points.filter(view=view.label)).mark_point(
                shape="diamond", filled=True, size=40, color="white", stroke="black", strokeWidth=1.2, opacity=1
            )  # fmt: skip
            layers.append(marks.encode(x="year:O", y="applied:Q"))
        width = charts.WIDTH if len(views) == 1 else charts.PANEL
        panel = alt.layer(*layers).properties(width=width, height=charts.HEIGHT - 40, title=panel_title(view.label))
        panels.append(panel)
    return alt.hconcat(*panels, spacing=40)
