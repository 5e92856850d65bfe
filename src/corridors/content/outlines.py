"""The outlines of countries and areas as pictures use them: a code for each, and which are large enough to be seen."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from corridors.data import outlines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corridors.data import Source

    Scale = Literal["50m", "110m"]

SMALLEST_OUTLINE = 1.5
"""Degrees: an outline that is narrower than this in both directions covers under three pixels and becomes a dot."""
ANTARCTICA = "010"
STATISTICAL_AREA = {"Kosovo": "412", "Somaliland": "706", "N. Cyprus": "196"}
"""Outlines without a code of their own, and the M49 code under which the UN's figures count the people there."""


@cache
def topology(scale: Scale) -> tuple[dict[str, Any], Source]:
    """The outlines as TopoJSON, each with the M49 code under which people are counted there, and their source."""
    found, source = outlines(scale)
    for geometry in found["objects"]["countries"]["geometries"]:
        if code := STATISTICAL_AREA.get(geometry["properties"]["name"]):
            geometry["id"] = code
    return found, source


@cache
def drawn(scale: Scale = "50m") -> tuple[int, ...]:
    """The M49 codes of the places whose outline is large enough to be seen."""
    visible = []
    for geometry in topology(scale)[0]["objects"]["countries"]["geometries"]:
        largest = max(map(_extent, rings(scale, geometry)))
        if "id" in geometry and largest >= SMALLEST_OUTLINE:
            visible.append(int(geometry["id"]))
    return tuple(visible)


def rings(scale: Scale, geometry: dict[str, Any]) -> Iterator[list[tuple[float, float]]]:
    """The rings of a geometry, one after the other, as points of longitude and latitude in degrees.

    >>> geometry = topology("110m")[0]["objects"]["countries"]["geometries"][0]
    >>> geometry["properties"]["name"], [len(ring) for ring in rings("110m", geometry)]
    ('Fiji', [9, 11])
    """
    parts = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    for ring in (ring for part in parts for ring in part):
        points: list[tuple[float, float]] = []
        for index in ring:
            arc = _arcs(scale)[index if index >= 0 else ~index]
            points += (arc if index >= 0 else arc[::-1])[1 if points else 0 :]
        yield points


@cache
def _arcs(scale: Scale) -> list[list[tuple[float, float]]]:
    """The arcs in degrees; a TopoJSON holds differences of whole steps, which `transform` turns into degrees."""
    found = topology(scale)[0]
    (step_x, step_y), (first_x, first_y) = found["transform"]["scale"], found["transform"]["translate"]
    decoded = []
    for arc in found["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * step_x + first_x, y * step_y + first_y))
        decoded.append(points)
    return decoded


def _extent(ring: list[tuple[float, float]]) -> float:
    """The larger side of the box around a ring, in degrees."""
    longitudes, latitudes = zip(*ring, strict=True)
    return max(max(longitudes) - min(longitudes), max(latitudes) - min(latitudes))
