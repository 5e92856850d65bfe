"""The chart of a check: what happened over the years, and under it what each view predicted beside what was seen."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import polars as pl

from corridors.concepts.quality import Quality
from corridors.content.blocks import Figure, Reference
from corridors.content.charts import DARK, LIGHT, MIDDLE, WIDTH, dash, figure, quantity_axis, shade, years_axis
from corridors.evaluation.retrospective.check import Comparison

LABELS = 210
"""Pixels that the names beside the intervals take of a chart's width."""
ROW = 26
Panel = alt.LayerChart | alt.FacetChart


def drawn(
    name: str,
    title: str,
    series: pl.DataFrame,
    *,
    value: str,
    event: Sequence[float],
    comparisons: Sequence[Comparison],
    quality: Sequence[Quality],
    references: Sequence[Reference],
    note: str = "",
) -> Figure:
    """Lines over years on top, and for each comparison the intervals of the record and of both views.

    Args:
        name: a short name, unique on a page; title: the finding.
        series: rows of `series`, `year`, `value`; at most three series, told apart by shade and dash.
        value: the measure of the lines, with its unit; event: years at which something changed, as vertical lines.
        comparisons: what stands below, in this order.
        quality, references: of the data; note: how to read it.
    """
    panels = [_lines(series, value, event), *map(_intervals, comparisons)]
    chart = alt.vconcat(*panels, spacing=26).resolve_scale(
        color="independent", shape="independent", strokeDash="independent"
    )
    years = f"{series['year'].min()} to {series['year'].max()}"
    told = " ".join(f"{one.measure}: observed {_range(one)}." for one in comparisons)
    alternative = f"{title}. {told}"
    subtitle = f"{value}, {years}; below, what was observed and what each view predicted, 95% intervals"
    return figure(name, title, subtitle, chart, series, alternative=alternative, quality=quality,
                  references=references, note=note)  # fmt: skip


def _lines(series: pl.DataFrame, value: str, event: Sequence[float]) -> Panel:
    names = series["series"].unique(maintain_order=True).to_list()
    key = alt.Legend(title=None, symbolType="stroke", symbolSize=500, symbolStrokeWidth=2.5)
    lines = alt.Chart(alt.Data(values=series.to_dicts())).mark_line(point=alt.OverlayMarkDef(size=28)).encode(
        x=alt.X("year:Q", axis=years_axis(), scale=alt.Scale(zero=False, nice=False)),
        y=alt.Y("value:Q", axis=quantity_axis(value)),
        color=alt.Color("series:N", scale=shade(names), legend=key),
        strokeDash=alt.StrokeDash("series:N", scale=dash(names), legend=key),
    )  # fmt: skip
    marks = alt.Chart(alt.Data(values=[{"at": one} for one in event])).mark_rule(color="#888", strokeDash=[4, 3])
    return alt.layer(marks.encode(x="at:Q"), lines).properties(width=WIDTH - 20, height=210)


def _intervals(one: Comparison) -> Panel:
    seen, views = one.observed, (one.one, one.other)
    rows = [{"name": "observed", "low": seen.low, "central": seen.value, "high": seen.high}]
    rows += [{"name": v.label, "low": v.low, "central": v.central, "high": v.high} for v in views]
    order = [row["name"] for row in rows]
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("name:N", sort=order, axis=alt.Axis(title=None, labelLimit=LABELS, domain=False, ticks=False)),
        color=alt.Color("name:N", scale=alt.Scale(domain=order, range=[DARK, MIDDLE, LIGHT]), legend=None),
    )
    across = alt.Axis(title=one.unit, tickCount=6, format="~g")
    rules = base.mark_rule(strokeWidth=3).encode(
        x=alt.X("low:Q", axis=across, scale=alt.Scale(zero=False, padding=12)), x2="high:Q"
    )
    points = base.mark_point(filled=True, size=90, opacity=1).encode(
        x="central:Q", shape=alt.Shape("name:N", scale=alt.Scale(domain=order, range=["circle", "square", "diamond"]),
                                       legend=None),
    )  # fmt: skip
    return alt.layer(rules, points).properties(
        width=WIDTH - LABELS,
        height=ROW * len(rows),
        title=alt.Title(one.measure, anchor="start", frame="group", fontSize=12, offset=8),
    )


def _range(one: Comparison) -> str:
    seen = one.observed
    views = " and ".join(f"{v.label} {v.central:.2f} ({v.low:.2f} to {v.high:.2f})" for v in (one.one, one.other))
    return f"{seen.value:.2f} ({seen.low:.2f} to {seen.high:.2f}), predicted {views}"
