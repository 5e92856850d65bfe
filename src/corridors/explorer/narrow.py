"""Charts of rows with labels as a phone shows them: the labels in lines, the plot beside them as wide as is left."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from corridors.content.page import framed

if TYPE_CHECKING:
    from collections.abc import Callable

    from corridors.content.blocks import Figure

PLOT, LABELS = 160, 140
"""Pixels of the plot and of the labels beside it; with the margins they fill a screen of 360."""
LETTERS, TITLE = 22, 44
"""Letters in a line of a label, and of a panel's title."""
TALLER, HALF_LINE = 1.5, 7
"""How much taller rows are, and how far labels start above the middle of theirs, so that lines do not overlap."""
TICKS = 3
LINES = rf"split(trim(replace(replace(datum.label, /[|\n]/g, ' '), /(.{{1,{LETTERS}}})(\s+|$)/g, '$1|')), '|')"
"""A label in lines of so many letters."""
AXIS = {"minExtent": 0, "labelLimit": LABELS, "labelExpr": LINES, "labelOffset": -HALF_LINE}


def narrowed(spec: dict[str, Any]) -> dict[str, Any]:
    """The specification of a chart of rows, as wide as a phone.

    Args:
        spec: of Vega-Lite: panels with a width, and with names on their vertical axes.

    >>> made = narrowed({"width": 450, "encoding": {"y": {"type": "nominal", "axis": {"minExtent": 170}}}})
    >>> made["width"], made["encoding"]["y"]["axis"]["labelLimit"]
    (160, 140)
    """
    return {key: _part(key, value) for key, value in spec.items()}


def both(figure: Figure, draw: Callable[[dict[str, Any]], str]) -> Any:
    """A figure twice, of which a page shows one: as it is, and narrowed for phones.

    Args:
        figure: a chart of rows; draw: makes an SVG of a specification.
    """
    from markupsafe import Markup

    small = replace(figure, name=f"{figure.name}-narrow", spec=narrowed(figure.spec))
    parts = ((f"for-{kind}", framed(one, draw(one.spec))) for kind, one in (("wide", figure), ("narrow", small)))
    return Markup("").join(Markup('<div class="{}">{}</div>').format(*part) for part in parts)


def _part(key: str, value: Any) -> Any:
    if key in ("data", "datasets", "config"):
        return value
    if key in ("width", "height") and isinstance(value, int | float):
        return PLOT if key == "width" else round(TALLER * value)
    if isinstance(value, list):
        return [narrowed(one) if isinstance(one, dict) else one for one in value]
    return narrowed(_own(key, value)) if isinstance(value, dict) else value


def _own(key: str, value: dict[str, Any]) -> dict[str, Any]:
    """A part of a specification with what a phone needs: lines in labels and titles, few marks on an axis."""
    if key == "y" and value.get("type") == "nominal":
        return value | {"axis": (value.get("axis") or {}) | AXIS}
    if key == "axis":
        return value | {"tickCount": TICKS}
    if key == "title" and isinstance(value.get("text"), str):
        return value | {"text": textwrap.wrap(value["text"], TITLE)}
    return value
