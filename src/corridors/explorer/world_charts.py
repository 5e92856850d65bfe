"""The pictures of the world page, as SVG with links to each place; written directly, which takes milliseconds."""

from __future__ import annotations

from bisect import bisect_right
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

from corridors.concepts.countries import Area, area, areas
from corridors.content.shades import CLASSES, DARK, MIDDLE, NO_DATA
from corridors.content.subject import name
from corridors.explorer.atlas import HEIGHT, WIDTH, Point, dots, land, path, position
from corridors.explorer.views import number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Say = Callable[..., str]

WIDEST = 10.0
"""Pixels of the largest corridor's curve."""
WIDTHS_SHOWN = (1_000_000, 3_000_000, 10_000_000)
"""People whose curve's width the legend shows."""
BEND, STEPS = 0.18, 24
"""How far a curve leaves its straight line, as a share of its length, and into how many pieces it is cut."""
SOUTHMOST, NORTHMOST = -50.0, 80.0
"""Degrees of latitude between which the curves stay."""
ROUND = (
    "Northern America", "Central America", "Caribbean", "South America", "Southern Africa", "Middle Africa",
    "Western Africa", "Northern Africa", "Eastern Africa", "Western Asia", "Central Asia", "Southern Asia",
    "South-Eastern Asia", "Eastern Asia", "Pacific islands", "Australia/New Zealand", "Southern Europe",
    "Western Europe", "Northern Europe", "Eastern Europe",
)  # fmt: skip
"""Regions on the ring, neighbours beside each other."""
RING_BOX = "0 140 840 570"
LAND = "#e4e8ec"
"""Land without a value of its own, under the curves."""
NET_LIMITS = (-100_000, -10_000, 0, 10_000, 100_000)
NET_SHADES = ("#8c4a12", "#d9792b", "#f4d9c0", "#aac4d9", "#386a96", "#16324f")
"""From loss to gain; the two sides differ in hue, and each grows darker with size."""


def choropleth(frame: pl.DataFrame, unit: str, limits: Sequence[float] | None, say: Say) -> str:
    """Countries shaded by value; where a value may be negative, losses and gains have shades of their own.

    Args:
        frame: country (code), value.
        unit: of the values: "people", "dollars".
        limits: between the classes, rising; None where values may be negative.
        say: the words of a language.
    """
    values = dict(zip(frame["country"], frame["value"], strict=True))
    signed = limits is None
    bounds, shades = (NET_LIMITS, NET_SHADES) if limits is None else (limits, CLASSES[-len(limits) - 1 :])
    labels = _gains_and_losses(say) if signed else _classes(bounds, unit, say)
    shade = {code: shades[bisect_right(bounds, value)] for code, value in values.items() if value}
    shapes = []
    by_m49 = _by_m49()
    for key, drawn in land().items():
        place = by_m49.get(key) if isinstance(key, int) else None
        inside = f'<path d="{drawn}" fill="{shade.get(place.code, NO_DATA) if place else NO_DATA}"'
        shapes.append(_linked(inside, place, values, say) if place else f"{inside}/>")
    for place, (x, y) in dots():
        if place.code in shade:
            inside = f'<circle cx="{x:g}" cy="{y:g}" r="2.8" fill="{shade[place.code]}" stroke="#444" stroke-width=".5"'
            shapes.append(_linked(inside, place, values, say))
    picture = _svg(f'<g stroke="#b9b4a8" stroke-width=".3">{"".join(shapes)}</g>')
    return picture + _legend(zip((*shades, NO_DATA), (*labels, say("class_none")), strict=True))


def curves(corridors: pl.DataFrame, say: Say) -> str:
    """The largest corridors as curves from origin to destination, as wide as the number of people is large.

    Args:
        corridors: origin, destination (codes), value (people), the largest first.
        say: the words of a language.
    """
    largest = max(corridors["value"], default=1)
    lines, ends = [], {}
    for origin, destination, stock in corridors.iter_rows():
        first, last = (((end := area(code)).longitude or 0.0, end.latitude or 0.0) for code in (origin, destination))
        said = f"{name(area(origin))} - {name(area(destination))}: {number(say, stock)}"
        lines.append(
            f'<a tabindex="-1" href="/corridor/{origin}/{destination}{say("link_ending")}">'
            f'<path d="{path(_bent(first, last))}" stroke-width="{WIDEST * stock / largest:.2f}">'
            f"<title>{escape(said)}</title></path></a>"
        )
        ends[destination] = position(*last)
    ground = "".join(f'<path d="{drawn}"/>' for drawn in land().values())
    arrivals = "".join(f'<circle cx="{x:g}" cy="{y:g}" r="3"/>' for x, y in ends.values())
    picture = _svg(
        f'<g fill="{LAND}" stroke="#b9b4a8" stroke-width=".3">{ground}</g>'
        f'<g fill="none" stroke="{DARK}" stroke-opacity=".55">{"".join(lines)}</g>'
        f'<g fill="{MIDDLE}" stroke="white" stroke-width=".7">{arrivals}</g>'
    )
    return picture + _widths(largest, say)


def ring(between: pl.DataFrame) -> str:
    """Stocks between the world's regions, as ribbons on a ring."""
    from corridors.flows.chord import chord_diagram

    held = {*between["origin"], *between["destination"]}
    picture = chord_diagram(between, [region for region in ROUND if region in held])
    # The ring stands in a square with room for the longest names on all sides; above and below, none are long.
    return picture.replace('viewBox="0 0 840 840"', f'viewBox="{RING_BOX}"', 1).replace(' role="img"', "", 1)


def _linked(shape: str, place: Area, values: dict[str, float], say: Say) -> str:
    """A shape that leads to its place and names it; the Tab key passes over it to the table's link, the same."""
    value = number(say, values.get(place.code)) or say("class_none")
    said = escape(f"{name(place)}: {value}")
    kind = shape[1 : shape.index(" ")]
    address = f"/country/{place.code}{say('link_ending')}"
    return f'<a tabindex="-1" href="{address}">{shape}><title>{said}</title></{kind}></a>'


def _by_m49() -> dict[int, Area]:
    return {place.m49: place for place in areas(("country", "territory")) if place.m49 is not None}


def _classes(limits: Sequence[float], unit: str, say: Say) -> list[str]:
    between = [say("class_between", low=number(say, low), high=number(say, high)) for low, high in pairwise(limits)]
    under = say("class_under", high=number(say, limits[0]), unit=say(f"unit_{unit}"))
    return [under, *between, say("class_over", low=number(say, limits[-1]))]


def _gains_and_losses(say: Say) -> list[str]:
    small, large = number(say, NET_LIMITS[3]), number(say, NET_LIMITS[4])
    sides = {"loses": ("over", "between", "under"), "gains": ("under", "between", "over")}
    return [say(f"{side}_{size}", small=small, large=large) for side, sizes in sides.items() for size in sizes]


def _legend(entries: Iterable[tuple[str, str]]) -> str:
    items = (
        f'<li><svg aria-hidden="true" width="12" height="12"><rect width="12" height="12" fill="{shade}" '
        f'stroke="#999"/></svg>{escape(label)}</li>'
        for shade, label in entries
    )
    return f'<ul class="legend">{"".join(items)}</ul>'


def _widths(largest: float, say: Say) -> str:
    shown = [value for value in WIDTHS_SHOWN if value <= largest]
    items = (
        f'<li><svg aria-hidden="true" width="30" height="{WIDEST:g}"><path d="M0,{WIDEST / 2:g}h30" stroke="{DARK}" '
        f'stroke-opacity=".55" stroke-width="{WIDEST * value / largest:.2f}"/></svg>{number(say, value)}</li>'
        for value in shown
    )
    return f'<ul class="legend"><li>{escape(say("width_means"))}:</li>{"".join(items)}</ul>'


def _bent(first: tuple[float, float], last: tuple[float, float]) -> list[Point]:
    """Points of a curve that leaves the straight line to its right, so that both directions of a pair are seen.

    It stays between the edges of the map, where a great circle over the pole or the date line would be cut in two.
    """
    (x0, y0), (x1, y1) = first, last
    middle = ((x0 + x1) / 2 + BEND * (y1 - y0), (y0 + y1) / 2 - BEND * (x1 - x0))
    x2, y2 = middle[0], min(max(middle[1], SOUTHMOST), NORTHMOST)
    shares = [step / STEPS for step in range(STEPS + 1)]
    return [
        position((1 - t) ** 2 * x0 + 2 * t * (1 - t) * x2 + t * t * x1,
                 (1 - t) ** 2 * y0 + 2 * t * (1 - t) * y2 + t * t * y1)
        for t in shares
    ]  # fmt: skip


def _svg(content: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}">{content}</svg>'
