"""The world on a plane: outlines as paths of an SVG and positions of places, worked out once for all pictures."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from corridors.concepts.countries import Area, areas
from corridors.content.outlines import ANTARCTICA, drawn, rings, topology

WIDTH, HEIGHT = 900.0, 418.0
HALF = 180.0
"""Degrees of longitude: two neighbouring points that are farther apart lie on both sides of the map's edge."""
EDGE = 6.0
"""Pixels around the land, so that no dot is cut."""


class Point(NamedTuple):
    """A position in the picture, in pixels from its upper left corner."""

    x: float
    y: float


def natural_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """Project a position by the Natural Earth projection, on a sphere of radius 1, north upwards.

    The polynomial fits the table by which T. Patterson drew the projection:
    x = l (0.8707 - 0.131979 p^2 + p^4 (-0.013791 + p^4 (0.003971 p^2 - 0.001529 p^4))),
    y = p (1.007226 + p^2 (0.015085 + p^4 (-0.044475 + 0.028874 p^2 - 0.005916 p^4))),
    with longitude l and latitude p in radians.

    Args:
        longitude: degrees east.
        latitude: degrees north.

    Source: B. Savric, B. Jenny, T. Patterson, D. Petrovic, L. Hurni, A polynomial equation for the Natural Earth
    projection, Cartography and Geographic Information Science 38 (2011), 363-372.

    Example:
        >>> [round(side, 4) for side in natural_earth(180, 0)]
        [2.7354, 0.0]
    """
    l, p = math.radians(longitude), math.radians(latitude)  # noqa: E741
    p2 = p * p
    p4 = p2 * p2
    x = l * (0.8707 - 0.131979 * p2 + p4 * (-0.013791 + p4 * (0.003971 * p2 - 0.001529 * p4)))
    y = p * (1.007226 + p2 * (0.015085 + p4 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4)))
    return x, y


def position(longitude: float, latitude: float) -> Point:
    """Where a place lies in the picture.

    >>> position(0, 0).y > position(0, 45).y
    True
    """
    scale, left, top = _fit()
    x, y = natural_earth(longitude, latitude)
    return Point(round(EDGE + (x - left) * scale, 1), round(EDGE + (top - y) * scale, 1))


@cache
def land() -> dict[int | str, str]:
    """The path of each outline by its M49 code, or by its name where it has none; without the Antarctic.

    >>> land()[404].startswith("M")
    True
    """
    paths: dict[int | str, str] = {}
    for geometry in topology("110m")[0]["objects"]["countries"]["geometries"]:
        if geometry.get("id") != ANTARCTICA:
            key = int(geometry["id"]) if "id" in geometry else geometry["properties"]["name"]
            pieces = (piece for ring in rings("110m", geometry) for piece in cut(ring))
            drawn_here = "".join(path([position(*point) for point in piece]) + "Z" for piece in pieces)
            paths[key] = paths.get(key, "") + drawn_here
    return paths


def cut(ring: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """A closed ring of degrees as the pieces east and west of the meridian of 180 degrees.

    >>> cut([(170, 0), (180, 1), (-180, 1), (-170, 2), (-180, 3), (180, 3), (170, 0)])
    [[(-180, 1), (-170, 2), (-180, 3)], [(180, 3), (170, 0), (170, 0), (180, 1)]]
    """
    jumps = [i for i in range(1, len(ring)) if abs(ring[i][0] - ring[i - 1][0]) > HALF]
    if not jumps:
        return [ring]
    turned = ring[jumps[0] :] + ring[: jumps[0]]
    ends = [*(i - jumps[0] for i in jumps), len(ring)]
    return [turned[first:last] for first, last in pairwise(ends)]


@cache
def dots() -> tuple[tuple[Area, Point], ...]:
    """The places whose outline is too small to be seen, and where they lie."""
    seen = drawn("110m")
    found = []
    for place in areas(("country", "territory")):
        if place.m49 is not None and place.m49 not in seen and None not in (place.longitude, place.latitude):
            found.append((place, position(place.longitude or 0.0, place.latitude or 0.0)))
    return tuple(found)


def path(points: list[Point]) -> str:
    """A line through points, in tenths of a pixel and in steps from each to the next; points that coincide are one.

    >>> path([Point(1, 2), Point(1, 2), Point(4, 1.5)])
    'M1,2l3,-.5'
    """
    x, y = (round(10 * side) for side in points[0])
    steps = []
    for point in points[1:]:
        dx, dy = round(10 * point.x) - x, round(10 * point.y) - y
        if dx or dy:
            steps.append(f"{_tenths(dx)},{_tenths(dy)}")
            x, y = x + dx, y + dy
    return f"M{points[0].x:g},{points[0].y:g}" + (f"l{' '.join(steps)}" if steps else "")


def _tenths(number: int) -> str:
    whole, rest = divmod(abs(number), 10)
    return ("-" if number < 0 else "") + (str(whole) if whole or not rest else "") + (f".{rest}" if rest else "")


@cache
def _fit() -> tuple[float, float, float]:
    """Pixels of a unit of the projection, and the projected left and upper edge of the land."""
    every = [
        natural_earth(*point)
        for geometry in topology("110m")[0]["objects"]["countries"]["geometries"] if geometry.get("id") != ANTARCTICA
        for ring in rings("110m", geometry) for point in ring
    ]  # fmt: skip
    xs, ys = zip(*every, strict=True)
    scale = min((WIDTH - 2 * EDGE) / (max(xs) - min(xs)), (HEIGHT - 2 * EDGE) / (max(ys) - min(ys)))
    return scale, min(xs), max(ys)
