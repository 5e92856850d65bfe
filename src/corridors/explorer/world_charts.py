"""The pictures of the world page, as SVG with links to each place."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import polars as pl

from corridors.concepts.countries import area
from corridors.content import charts
from corridors.content.maps import world_map
from corridors.content.page import compact
from corridors.explorer.views import number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Say = Callable[..., str]

WIDTH, HEIGHT = 900, 440
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
ELSEWHERE = "https://vega.github.io/vega-datasets/"
"""What the renderer puts before every address that names no host."""
PLACES = "/country/"
"""What stands before a code in the address of a place's page."""
NET_LIMITS = (-100_000, -10_000, 0, 10_000, 100_000)
NET_SHADES = ("#8c4a12", "#d9792b", "#f4d9c0", "#aac4d9", "#386a96", "#16324f")
"""From loss to gain; the two sides differ in hue, and each grows darker with size."""


def choropleth(frame: pl.DataFrame, unit: str, limits: Sequence[float] | None, say: Say) -> str:
    """Countries shaded by value; where a value may be negative, losses and gains have shades of their own."""
    values = dict(zip(frame["country"], frame["value"], strict=True))
    if limits is None:
        return _svg(_signed(values, say), say)
    between = [say("class_between", low=number(say, low), high=number(say, high)) for low, high in pairwise(limits)]
    under = say("class_under", high=number(say, limits[0]), unit=say(f"unit_{unit}"))
    classes = [under, *between, say("class_over", low=number(say, limits[-1]))]
    return _svg(_world(values, limits=limits, classes=classes, links=PLACES, unnamed=say("class_none")), say)


def curves(corridors: pl.DataFrame, say: Say) -> str:
    """The largest corridors as curves from origin to destination, as wide as the number of people is large."""
    lines = []
    for origin, destination, stock in corridors.iter_rows():
        ends = [area(code) for code in (origin, destination)]
        first, last = ((end.longitude or 0.0, end.latitude or 0.0) for end in ends)
        lines.append({
            "type": "Feature", "geometry": {"type": "LineString", "coordinates": _bent(first, last)},
            "stock": stock, "url": f"/corridor/{origin}/{destination}",
        })  # fmt: skip
    spec = _world({}, unnamed="")
    land = spec["layer"][0]
    land["encoding"] = {"color": {"value": "#e4e8ec"}}
    spec["layer"] = [land, _lines(lines, say), _arrivals(lines)]
    return _svg(spec, say)


def _lines(lines: list[dict[str, Any]], say: Say) -> dict[str, Any]:
    largest = max(line["stock"] for line in lines)
    legend = {
        "title": say("width_means"), "values": [value for value in WIDTHS_SHOWN if value <= largest],
        "symbolType": "stroke", "symbolSize": 900, "symbolStrokeColor": charts.DARK, "symbolOpacity": 0.55,
        "titleFontWeight": "normal", "titleLimit": WIDTH, "columns": len(WIDTHS_SHOWN),
        "labelExpr": "replace(format(datum.value, ','), /,/g, '" + say("thousands") + "')",
    }  # fmt: skip
    width = {"domain": [0, largest], "range": [0, WIDEST]}
    mark = {"type": "geoshape", "filled": False, "stroke": charts.DARK, "strokeOpacity": 0.55, "strokeCap": "butt"}
    encoding = {
        "strokeWidth": {"field": "stock", "type": "quantitative", "scale": width, "legend": legend},
        "href": {"field": "url", "type": "nominal"},
    }
    return {"data": {"values": lines}, "mark": mark, "encoding": encoding}


def _arrivals(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """A dot where each corridor ends."""
    ends = {tuple(line["geometry"]["coordinates"][-1]) for line in lines}
    positions = [{"longitude": longitude, "latitude": latitude} for longitude, latitude in sorted(ends)]
    encoding = {side: {"field": side, "type": "quantitative"} for side in ("longitude", "latitude")}
    mark = {"type": "circle", "size": 28, "color": charts.MIDDLE, "opacity": 1, "stroke": "white", "strokeWidth": 0.7}
    return {"data": {"values": positions}, "mark": mark, "encoding": encoding}


def _bent(first: tuple[float, float], last: tuple[float, float]) -> list[tuple[float, float]]:
    """Points of a curve that leaves the straight line to its right, so that both directions of a pair are seen.

    It stays between the edges of the map, where a great circle over the pole or the date line would be cut in two.
    """
    (x0, y0), (x1, y1) = first, last
    middle = ((x0 + x1) / 2 + BEND * (y1 - y0), (y0 + y1) / 2 - BEND * (x1 - x0))
    x2, y2 = middle[0], min(max(middle[1], SOUTHMOST), NORTHMOST)
    shares = [step / STEPS for step in range(STEPS + 1)]
    return [
        (round((1 - t) ** 2 * x0 + 2 * t * (1 - t) * x2 + t * t * x1, 2),
         round((1 - t) ** 2 * y0 + 2 * t * (1 - t) * y2 + t * t * y1, 2))
        for t in shares
    ]  # fmt: skip


def ring(between: pl.DataFrame) -> str:
    """Stocks between the world's regions, as ribbons on a ring."""
    from corridors.flows.chord import chord_diagram

    held = {*between["origin"], *between["destination"]}
    picture = chord_diagram(between, [region for region in ROUND if region in held])
    # The ring stands in a square with room for the longest names on all sides; above and below, none are long.
    return picture.replace('viewBox="0 0 840 840"', f'viewBox="{RING_BOX}"', 1).replace(' role="img"', "", 1)


def _signed(values: dict[str, float], say: Say) -> dict[str, Any]:
    small, large = number(say, NET_LIMITS[3]), number(say, NET_LIMITS[4])
    sides = {"loses": ("over", "between", "under"), "gains": ("under", "between", "over")}
    classes = [say(f"{side}_{size}", small=small, large=large) for side, sizes in sides.items() for size in sizes]
    shifted = {code: float(sum(value >= limit for limit in NET_LIMITS)) + 1 for code, value in values.items()}
    bounds = (2, 3, 4, 5, 6)
    return _world(shifted, limits=bounds, classes=classes, shades=NET_SHADES, links=PLACES, unnamed=say("class_none"))


def _world(values: dict[str, float], **more: Any) -> dict[str, Any]:
    return world_map(values, None, "", scale="110m", **more)[0]


def _svg(spec: dict[str, Any], say: Say) -> str:
    import vl_convert

    # Each shape would say its kind to screen readers; the table under the picture says more and is a tenth as long.
    spec["config"] = charts.THEME | {"aria": False}
    spec["width"], spec["height"] = WIDTH, HEIGHT
    return _with_own_addresses(compact(vl_convert.vegalite_to_svg(spec)), say("link_ending"))


def _with_own_addresses(picture: str, ending: str) -> str:
    """Links that stay here and keep the language; the Tab key passes over them to the table's, which are the same.

    >>> _with_own_addresses(f'<a xlink:href="{ELSEWHERE}/country/TON"><a xlink:href="{ELSEWHERE}none">', "?lang=fr")
    '<a tabindex="-1" xlink:href="/country/TON?lang=fr"><a>'
    """
    own = re.sub(f'<a xlink:href="{ELSEWHERE}(/[^"]*)"', rf'<a tabindex="-1" xlink:href="\1{ending}"', picture)
    return re.sub(f'<a xlink:href="{ELSEWHERE}[^"]*"', "<a", own)
