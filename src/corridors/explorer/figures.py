"""The charts of a run's results and the numbers of its tables, rounded to what is known."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from corridors.concepts.quality import Quality
from corridors.content.shades import DARK, FONT, LIGHT, MIDDLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from corridors.content.blocks import Figure
    from corridors.explorer.results import Results
    from corridors.report.study_rows import Row

MOST_ROWS = 10
"""Views in a chart; the table behind it has them all."""
APART = 0.05
"""Of the largest effect on an outcome; a view that differs less from no view on every outcome is in the table only."""
STEP, WIDTH = 24, 430
"""Pixels of a row, and of the plot."""
LARGE = (1e9, 1e6)
SMALLEST = 5e-4
"""Per cent, points or yardsticks; the runs tell nothing smaller from no change."""


def chart(made: Results, party: str, heading: str, *, every: bool = False) -> Figure | None:
    """What each view makes of a party's outcomes: a mark for each view with the interval over draws.

    Args:
        made: the results; party: whose; heading: what the party is called; every: with all views that bear, in place of
            those that differ most.
    Returns: the figure, or None where nothing changes.
    """
    import polars as pl

    from corridors.content.charts import figure

    rows = [row for row in made.rows[party] if row.agreement != "none"]
    views = list(made.views) if every else telling(made, rows)
    values = [
        {"outcome": titled(row), "view": made.views[one.view], "effect": one.effect, "low": one.low, "high": one.high,
         "own": one.view == views[0]}
        for row in rows for one in row.changes if one.view in views
    ]  # fmt: skip
    if not values:
        return None
    said = "; ".join(f"{row.label}: {_spoken(row)}" for row in rows)
    spec = _spec(values, [titled(row) for row in rows], [made.views[view] for view in views])
    return figure(
        f"run-{party}", heading, "", spec, pl.DataFrame(values, infer_schema_length=None),
        alternative=f"{heading}. {said}.", quality=[Quality.PROJECTED], references=[],
    )  # fmt: skip


def telling(made: Results, rows: list[Row]) -> list[str]:
    """No view taken, and the views that differ most from it on some outcome, in their order."""
    order = list(made.views)
    apart = dict.fromkeys(order, 0.0)
    for row in rows:
        scale = max(abs(one.effect) for one in row.changes) or 1.0
        for one in row.changes:
            apart[one.view] = max(apart[one.view], abs(one.effect - row.changes[0].effect) / scale)
    most = [view for view in sorted(order[1:], key=lambda view: -apart[view]) if apart[view] >= APART][: MOST_ROWS - 1]
    return [order[0], *(view for view in order[1:] if view in most)]


def titled(row: Row) -> str:
    """An outcome with the unit of its change.

    >>> from corridors.report.study_rows import Row
    >>> titled(Row("hosts", "hosts", "Natives at home", "persons", 0, 10.0, "relative", ()))
    'Natives at home, change in %'
    """
    units = {"relative": "%", "points": "percentage points", "amount": row.unit}
    return f"{row.label}, change in {units[row.kind]}"


def _spoken(row: Row) -> str:
    values = [one.effect for one in row.changes]
    return f"{signed(min(values))} to {signed(max(values))} {titled(row).rpartition('change in ')[2]}"


def _spec(values: list[dict[str, Any]], outcomes: list[str], views: list[str]) -> dict[str, Any]:
    axis = {"title": None, "labelLimit": 230, "ticks": False, "domain": False, "labelFontSize": 12}
    y = {"field": "view", "type": "nominal", "sort": views, "axis": axis}
    x = {"field": "effect", "type": "quantitative", "axis": {"title": None, "tickCount": 5, "grid": True},
         "scale": {"zero": True, "nice": True}}  # fmt: skip
    shape = {"condition": {"test": "datum.own", "value": "circle"}, "value": "diamond"}
    colour = {"condition": {"test": "datum.own", "value": DARK}, "value": MIDDLE}
    layers = [
        {"mark": {"type": "rule", "aria": False, "color": "#777"}, "encoding": {"x": {"datum": 0}}},
        {"mark": {"type": "rule", "strokeWidth": 5, "aria": False, "color": LIGHT},
         "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}}},
        {"mark": {"type": "point", "filled": True, "size": 70, "opacity": 1, "aria": False},
         "encoding": {"y": y, "x": x, "shape": shape, "color": colour}},
    ]  # fmt: skip
    panels = [
        {"title": {"text": outcome, "anchor": "start", "fontSize": 13, "font": FONT, "frame": "group"},
         "transform": [{"filter": {"field": "outcome", "equal": outcome}}], "width": WIDTH, "height": {"step": STEP},
         "layer": layers}
        for outcome in outcomes
    ]  # fmt: skip
    return {"data": {"values": values}, "vconcat": panels, "spacing": 22}


def signed(value: float | None) -> str:
    """A change with its sign and two digits that count; one too small to be told from none is none.

    >>> signed(12.345), signed(-0.0456), signed(0.0), signed(2e-5)
    ('+12', '-0.046', '0', '0')
    """
    if value is None or abs(value) < SMALLEST:
        return "" if value is None else "0"
    digits = max(0, 1 - math.floor(math.log10(abs(value))))
    return f"{value:+,.{digits}f}"


def amount(value: float | None) -> str:
    """An amount with three digits that count; nothing where there is none.

    >>> amount(1234567), amount(0.123456), amount(8.2e9)
    ('1.23 m', '0.123', '8.2 bn')
    """
    if value is None:
        return ""
    for size, name in zip(LARGE, ("bn", "m"), strict=True):
        if abs(value) >= size:
            return f"{value / size:,.3g} {name}" if abs(value) < 1000 * size else f"{value / size:,.0f} {name}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def local(say: Callable[..., str], text: str) -> str:
    """A number with the marks of a language in place of the English ones."""
    return text.translate({ord(","): say("thousands"), ord("."): say("decimal"), ord("-"): "\u2212"})
