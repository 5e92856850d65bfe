"""The response to a recession at either end, period by period."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.whatif import QUALITY
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.scenarios.assumptions import UNDECIDED

PANEL_HEIGHT = 110


def responses(frame: pl.DataFrame, title: str, subtitle: str, references: tuple[Reference, ...]) -> Figure:
    """A row of panels for each outcome, a column for each shock: a line for no view, a band over views and draws."""
    known = frame.drop_nulls("percent")
    band = known.group_by("cause", "what", "year", maintain_order=True).agg(
        low=pl.min_horizontal(pl.col("low").min(), pl.col("percent").min()),
        high=pl.max_horizontal(pl.col("high").max(), pl.col("percent").max()),
    )
    line = known.filter(view=UNDECIDED).select("cause", "what", "year", "percent")
    data = band.join(line, on=["cause", "what", "year"], how="left")
    causes = data["cause"].unique(maintain_order=True).to_list()
    rows = [
        alt.hconcat(*(_panel(data.filter(what=what, cause=cause)) for cause in causes)).resolve_scale(y="shared")
        for what in data["what"].unique(maintain_order=True)
    ]
    return charts.figure(
        "responses", title, subtitle, alt.vconcat(*rows, spacing=10), data,
        alternative="; ".join(
            f"{row['cause']}, {row['what']}, {row['year'] - 5}-{row['year']}: {row['percent']:+.2g}%"
            for row in data.iter_rows(named=True)
        ) + ".",
        quality=[QUALITY], references=references,
        note="Line: no view taken. Band: all views and draws. A point stands at the end of its five years; the shock "
        "fills the first.",
    )  # fmt: skip


def _panel(data: pl.DataFrame) -> alt.LayerChart | alt.FacetChart:
    x = alt.X("year:Q", axis=alt.Axis(format="d", title="", values=data["year"].to_list()), scale=alt.Scale(nice=False))
    zero = alt.Chart(pl.DataFrame({"y": [0.0]})).mark_rule(color="#555", strokeDash=[3, 3]).encode(y="y:Q")
    band = alt.Chart(data).mark_area(color=charts.LIGHT, opacity=0.7)
    band = band.encode(x=x, y=alt.Y("low:Q", axis=alt.Axis(title="%", tickCount=4)), y2="high:Q")
    line = alt.Chart(data).mark_line(color=charts.DARK, point=alt.OverlayMarkDef(color=charts.DARK, size=40))
    title = alt.Title([data["what"][0], data["cause"][0]], anchor="start", fontSize=11, offset=14)
    layers = alt.layer(zero, band, line.encode(x=x, y="percent:Q"))
    return layers.properties(width=charts.PANEL - 20, height=PANEL_HEIGHT, title=title)
