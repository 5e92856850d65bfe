"""A chord diagram of flows, as one SVG that needs nothing else."""

import math
from collections.abc import Sequence
from html import escape

import polars as pl

from corridors.errors import InvalidInput
from corridors.flows.inputs import people

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f", "#332288")
"""Told apart by the colour-blind: Okabe and Ito (2008), https://jfly.uni-koeln.de/color/ , with grey and indigo."""
SIZE, RADIUS, WIDTH, GAP = 840, 230, 14, 0.03
"""Side of the picture, radius of the ring and its width in pixels; gap between places as a share of the circle."""
MOST = 24
"""More places than that cannot be read on one ring."""


def chord_diagram(frame: pl.DataFrame, places: Sequence[str] | None = None) -> str:
    """Draw flows as ribbons between places on a ring, each in the colour of its origin.

    A place's arc is as long as its departures and arrivals together; a ribbon is as wide at either end as its flow.
    Departures touch the ring, arrivals end short of it. Each ribbon names its flow when pointed at.

    Args:
        frame: origin, destination, flow (more rows of a pair are added up); places: which to draw, and in which order;
        all of them in order of their code, if not given.
    Returns: the text of an SVG file.
    Raises:
        InvalidInput: no flows between the places, or more than `MOST` places.
    Source: Abel and Sander (2014), https://doi.org/10.1126/science.1248676 , who introduced it for migration.

    >>> moves = pl.DataFrame({"origin": ["A", "B"], "destination": ["B", "A"], "flow": [30.0, 10.0]})
    >>> chord_diagram(moves)[:4], "A to B: 30 people" in chord_diagram(moves)
    ('<svg', True)
    """
    named = sorted({*frame["origin"], *frame["destination"]}) if places is None else list(places)
    inside = frame.filter(pl.col("origin").is_in(named), pl.col("destination").is_in(named), pl.col("flow") > 0)
    pairs = inside.group_by("origin", "destination").agg(pl.col("flow").sum()).sort("origin", "destination")
    if pairs.is_empty():
        raise InvalidInput(
            "There are no flows between these places to draw.", hint="Name places that are in the frame."
        )
    if len(named) > MOST:
        raise InvalidInput(f"{len(named)} places cannot be read on one ring.", hint=f"Name {MOST} of them, or regions.")
    turn = (1 - GAP * len(named)) / (2 * float(pairs["flow"].sum()))
    flows = {(o, d): float(flow) for o, d, flow in pairs.iter_rows()}
    arcs: list[str] = []
    ends: dict[tuple[str, str, str], tuple[float, float]] = {}
    at = 0.0
    for index, place in enumerate(named):
        first = at
        for side, pair in [("out", (place, other)) for other in named] + [("in", (other, place)) for other in named]:
            length = flows.get(pair, 0.0) * turn
            ends[(side, *pair)] = (at, at + length)
            at += length
        arcs.append(_arc(place, first, at, COLOURS[index % len(COLOURS)]))
        at += GAP
    ribbons = [
        _ribbon(pair, flow, ends[("out", *pair)], ends[("in", *pair)], COLOURS[named.index(pair[0]) % len(COLOURS)])
        for pair, flow in sorted(flows.items(), key=lambda item: -item[1])
    ]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" font-family="sans-serif" role="img">'
    label = f"<title>Flows between {len(named)} places: {people(round(sum(flows.values())))} people</title>"
    return "\n".join([head, label, *ribbons, *arcs, "</svg>\n"])


def _point(share: float, radius: float) -> str:
    angle = 2 * math.pi * share - math.pi / 2
    return f"{SIZE / 2 + radius * math.cos(angle):.2f},{SIZE / 2 + radius * math.sin(angle):.2f}"


def _sweep(first: float, last: float, radius: float, *, back: bool = False) -> str:
    return f"A{radius},{radius} 0 {int(last - first > 0.5)} {int(not back)} {_point(first if back else last, radius)}"


def _arc(place: str, first: float, last: float, colour: str) -> str:
    middle, outer = (first + last) / 2, RADIUS + WIDTH
    path = (
        f"M{_point(first, RADIUS)} {_sweep(first, last, RADIUS)} L{_point(last, outer)} "
        f"{_sweep(first, last, outer, back=True)} Z"
    )
    x, y = _point(middle, outer + 12).split(",")
    side = "start" if middle < 0.5 else "end"
    text = f'<text x="{x}" y="{y}" text-anchor="{side}" dominant-baseline="middle">{escape(place)}</text>'
    return f'<path d="{path}" fill="{colour}"/>{text}'


def _ribbon(
    pair: tuple[str, str], flow: float, out: tuple[float, float], into: tuple[float, float], colour: str
) -> str:
    short, middle = RADIUS - WIDTH, f"{SIZE / 2},{SIZE / 2}"
    path = (
        f"M{_point(out[0], RADIUS)} {_sweep(*out, RADIUS)} Q{middle} {_point(into[0], short)} "
        f"{_sweep(*into, short)} Q{middle} {_point(out[0], RADIUS)} Z"
    )
    name = f"{escape(pair[0])} to {escape(pair[1])}: {people(round(flow))} people"
    return f'<path d="{path}" fill="{colour}" fill-opacity="0.6"><title>{name}</title></path>'
