"""Charts that several answers on law share: rankings as bars, lines over years, bars in parts, maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from corridors.concepts.quality import Quality
from corridors.content import charts, maps
from corridors.content.subject import named
from corridors.content.words import listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corridors.concepts.countries import Area
    from corridors.content.blocks import Figure, Reference

ROW = 24
"""Height of a bar with its gap, in pixels."""
LABELS = 215
"""Pixels kept for the names beside bars."""
MOST_LABELS = 330
ZEROS = 12
"""The most countries with a zero that the note of a map names."""


def bars(
    name: str,
    title: str,
    subtitle: str,
    data: pl.DataFrame,
    *,
    axis: str,
    quality: Sequence[Quality],
    references: Sequence[Reference],
    percent: bool = False,
    parts: Sequence[str] = (),
    note: str = "",
    labels: int = MOST_LABELS,
) -> Figure:
    """Bars of `value` by `place`, in the order of the rows; in parts by `part` where `parts` names them.

    Args:
        name: the figure's short name.
        title: the finding.
        subtitle: what is shown, when, in which unit.
        data: columns place and value, and part where `parts` is given.
        axis: the title of the axis of values.
        quality: how the values are known.
        references: where they come from.
        percent: whether the values are parts of one.
        parts: the up to four parts of a bar, from left to right.
        note: what a reader must know.
        labels: the most pixels that a name beside a bar may take.
    """
    order = data["place"].unique(maintain_order=True).to_list()
    along = alt.Axis(title=axis, format="%", tickCount=5) if percent else charts.quantity_axis(axis)
    x = alt.X("value:Q", axis=along, scale=alt.Scale(domain=[0, 1]) if percent and parts else alt.Undefined)
    y = alt.Y("place:N", sort=order, title=None, axis=alt.Axis(labelLimit=labels))
    chart = alt.Chart(data).mark_bar(color=charts.DARK)
    if parts:
        shades = (charts.DARK, charts.MIDDLE, charts.LIGHT, charts.FAINT)
        scale = alt.Scale(domain=list(parts), range=list(shades[: len(parts)]))
        data = data.with_columns(rank=pl.col("part").replace_strict({part: i for i, part in enumerate(parts)}))
        chart = alt.Chart(data).mark_bar(stroke="white", strokeWidth=0.6)
        chart = chart.encode(color=alt.Color("part:N", scale=scale, legend=alt.Legend(columns=2)), order="rank:O")
    chart = chart.encode(x=x, y=y).properties(width=charts.WIDTH - LABELS, height=ROW * len(order))
    return charts.figure(
        name, title, subtitle, chart, data.drop("rank", strict=False), alternative=_in_words(data, percent=percent),
        quality=quality, references=references, note=note,
    )  # fmt: skip


def lines(
    name: str,
    title: str,
    subtitle: str,
    data: pl.DataFrame,
    *,
    axis: str,
    series: Sequence[str],
    quality: Sequence[Quality],
    references: Sequence[Reference],
    percent: bool = False,
    steps: bool = True,
    across: str = "Year",
    note: str = "",
) -> Figure:
    """Lines of `value` by `year` for up to three `series`, told apart by shade and dashes; in steps where counted.

    Args:
        name: the figure's short name.
        title: the finding.
        subtitle: what is shown, of whom, in which unit.
        data: columns year, series, value.
        axis: the title of the axis of values.
        series: the names in the column series, the most important first.
        quality: how the values are known.
        references: where they come from.
        percent: whether the values are parts of one.
        steps: whether a value holds until the next one.
        across: the title of the axis of years.
        note: what a reader must know.
    """
    along = alt.Axis(title=axis, format="%", tickCount=5) if percent else charts.quantity_axis(axis)
    colour = alt.Color("series:N", scale=charts.shade(series), legend=alt.Legend(columns=1, labelLimit=600))
    chart = (
        alt.Chart(data)
        .mark_line(interpolate="step-after" if steps else "linear")
        .encode(
            x=alt.X("year:Q", axis=charts.years_axis(across), scale=alt.Scale(zero=False, nice=False)),
            y=alt.Y("value:Q", axis=along, scale=alt.Scale(zero=True)),
            color=colour,
            strokeDash=alt.StrokeDash("series:N", scale=charts.dash(series)),
        )
        .properties(width=charts.WIDTH, height=charts.HEIGHT)
    )
    ends = [data.filter(series=one).sort("year").tail(1) for one in series]
    said = _in_words(pl.concat([end.select(place="series", value="value") for end in ends]), percent=percent)
    return charts.figure(
        name, title, subtitle, chart, data, alternative=f"At the end: {said}", quality=quality, references=references,
        note=note,
    )  # fmt: skip


def world(
    name: str,
    title: str,
    subtitle: str,
    values: Mapping[str, float],
    *,
    unit: str,
    limits: Sequence[float],
    quality: Sequence[Quality],
    references: Sequence[Reference],
    subject: Area | None = None,
    note: str = "",
) -> Figure:
    """A map of the world; places without a value are those that the source does not name."""
    spec, data, _ = maps.world_map(values, subject, unit, limits=limits)
    # The map cannot tell a zero from a place that the source does not name, so that zeros are named.
    none = [named(code) for code, value in values.items() if value == 0]
    zeros = f"As pale as places that the source does not name, with none: {listed(none, ZEROS)}." if none else ""
    note = " ".join(part for part in (note, zeros, maps.NO_POSITION) if part)
    return charts.figure(
        name, title, subtitle, spec, data, alternative=f"{title}.", quality=quality, references=references, note=note
    )


def _in_words(data: pl.DataFrame, *, percent: bool) -> str:
    from corridors.content import words

    def said(row: dict[str, object]) -> str:
        value = row["value"]
        if not isinstance(value, (int, float)):
            return f"{row['place']}: not known"
        part = f", {row['part']}" if "part" in row else ""
        return f"{row['place']}{part}: {words.percent(value) if percent else words.spoken(value)}"

    return "; ".join(said(row) for row in data.iter_rows(named=True)) + "."
