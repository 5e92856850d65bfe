"""The look of every chart: one theme, marks that differ in shade and form so that greyscale print can be read."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import altair as alt

from corridors.concepts.quality import Quality
from corridors.content.blocks import Figure, Reference
from corridors.content.shades import DARK, FAINT, FONT, LIGHT, MIDDLE  # noqa: F401

if TYPE_CHECKING:
    import polars as pl

WIDTH = 640
"""Width of a chart's plot in pixels: fits a page of A4 or Letter with axis and margins."""
PANEL = 285
"""Width of one of two panels side by side."""
HEIGHT = 240

SHADES = (DARK, MIDDLE, LIGHT)
DASHES = ([1, 0], [6, 3], [2, 2])

QUANTITY = (
    "abs(datum.value) >= 1e9 ? format(datum.value / 1e9, ',.3~g') + ' bn' : "
    "abs(datum.value) >= 1e6 ? format(datum.value / 1e6, ',.3~g') + ' m' : format(datum.value, ',.6~g')"
)
"""Axis labels that say "12 m" and "3 bn" instead of SI prefixes, which readers take for grams."""

THEME = {
    "font": FONT,
    "background": "white",
    "view": {"stroke": None},
    "axis": {
        "labelColor": "#333", "titleColor": "#333", "gridColor": "#e6e6e6", "domainColor": "#888", "tickColor": "#888",
        "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "titlePadding": 8,
    },
    "axisX": {"grid": False},
    "axisY": {"titleAnchor": "end", "titleAngle": 0, "titleAlign": "left", "titleX": 0, "titleY": -10},
    "header": {
        "labelFontSize": 12, "labelFontWeight": "bold", "labelColor": "#333", "title": None, "labelAnchor": "start",
    },
    "legend": {
        "orient": "bottom", "labelFontSize": 12, "title": None, "symbolSize": 90, "labelLimit": 400, "columns": 3,
    },
    "line": {"strokeWidth": 2.2},
    "text": {"font": FONT, "fontSize": 12},
}  # fmt: skip


def years_axis(title: str = "Year") -> alt.Axis:
    """An axis of years, printed without thousands separators."""
    return alt.Axis(format="d", title=title, tickMinStep=1, labelOverlap=True)


def quantity_axis(title: str, **more: Any) -> alt.Axis:
    """An axis of amounts, with the unit in its title."""
    return alt.Axis(title=title, labelExpr=QUANTITY, tickCount=5, **more)


def shade(names: Sequence[str]) -> alt.Scale:
    """A colour for each of up to three series, in falling darkness."""
    return alt.Scale(domain=list(names), range=list(SHADES[: len(names)]))


def dash(names: Sequence[str]) -> alt.Scale:
    """A line pattern for each of up to three series."""
    return alt.Scale(domain=list(names), range=list(DASHES[: len(names)]))


def figure(
    name: str,
    title: str,
    subtitle: str,
    chart: alt.TopLevelMixin | dict[str, Any],
    data: pl.DataFrame,
    *,
    alternative: str,
    quality: Sequence[Quality],
    references: Sequence[Reference],
    note: str = "",
) -> Figure:
    """Give a chart the common look and its place in a brief.

    Args:
        name: a short name, unique in the brief.
        title: the finding, in a sentence.
        subtitle: what is shown, of whom, when, in which unit.
        chart: an Altair chart of any composition, or its Vega-Lite specification.
        data: the values shown, in long form.
        alternative: the content in words, for readers who cannot see it.
        quality: how the values are known.
        references: where they come from.
        note: what a reader must know to read the chart rightly.
    """
    spec = chart if isinstance(chart, dict) else chart.to_dict()
    spec["config"] = THEME
    spec.pop("$schema", None)
    cited = tuple(dict.fromkeys(references))
    return Figure(name, title, subtitle, spec, data, alternative, tuple(quality), cited, note)


def wrapped(text: str, width: int = 90) -> list[str]:
    """A text in lines, for titles inside a picture.

    >>> wrapped("one two three", 7)
    ['one two', 'three']
    """
    return textwrap.wrap(text, width)
