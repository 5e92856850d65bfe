"""World maps of a number by country or area, with dots for places too small for the scale."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

import altair as alt
import polars as pl

from corridors.concepts.countries import Area, areas
from corridors.content import charts
from corridors.content.outlines import ANTARCTICA, drawn, topology
from corridors.content.shades import CLASSES, NO_DATA

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corridors.data import Source

MAP_HEIGHT = 310
NOBODY = "not named by the source"
NO_POSITION = "The map shows outlines as they stand on the ground and takes no position on any territory."


def world_map(
    values: Mapping[str, float],
    subject: Area | None,
    unit: str,
    *,
    limits: Sequence[float] | None = None,
    classes: Sequence[str] | None = None,
    shades: Sequence[str] = CLASSES,
    links: str = "",
    scale: Literal["50m", "110m"] = "50m",
    unnamed: str = NOBODY,
) -> tuple[dict[str, Any], pl.DataFrame, Source]:
    """Draw a number by country or area.

    Args:
        values: code -> number; areas that are absent or zero are shown as "not named by the source".
        subject: the country in focus, in a colour of its own; None for a map of the world.
        unit: what the legend counts, for example "people".
        limits: limits between classes, rising; without them, up to four powers of ten that suit the largest value.
        classes: what the legend says of each class; without it, the limits and the unit.
        shades: colours of the classes; the last ones where there are more than classes.
        links: what stands before a place's code in the address that its shape leads to; none leads anywhere without it.
        scale: of the outlines; "110m" is a quarter of the size and leaves more of the small places to dots.
        unnamed: what the legend says of places without a number.

    Returns:
        A Vega-Lite specification, the values shown as a frame (country, name, value, class), and the outlines' source.
    """
    shapes_of_all, source = topology(scale)
    bounds = thresholds([value for value in values.values() if value > 0]) if limits is None else list(limits)
    labels = class_labels(bounds, unit) if classes is None else list(classes)
    frame = _frame(values, bounds, labels, subject)
    own = [subject.short_name] if subject else []
    shading = alt.Scale(
        domain=[*labels, unnamed, *own], range=[*shades[-len(labels) :], NO_DATA, *[charts.MIDDLE][: len(own)]]
    )
    legend = alt.Legend(columns=4, symbolType="square", symbolStrokeColor="#999", symbolStrokeWidth=0.5)
    colour = alt.Color("class:N", scale=shading, legend=legend)
    shapes = alt.NamedData("outlines", format=alt.TopoDataFormat(feature="countries", type="topojson"))
    frame = frame.with_columns(url=links + pl.col("country"))
    known = frame.filter(pl.col("m49").is_not_null()).with_columns(id=pl.col("m49").cast(pl.String).str.zfill(3))
    carried = ["class", "url"] if links else ["class"]
    leads: dict[str, Any] = {"href": alt.Href("url:N")} if links else {}
    land = (
        alt.Chart(shapes)
        .mark_geoshape(stroke="#b9b4a8", strokeWidth=0.3)
        .transform_filter(alt.datum.id != ANTARCTICA)
        .transform_lookup("id", from_=alt.LookupData(known.select("id", *carried), "id", carried), default=unnamed)
        .encode(color=colour, **leads)
    )
    small = frame.filter(~pl.col("m49").is_in(drawn(scale)) & pl.col("latitude").is_not_null())
    dots = (
        alt.Chart(small)
        .mark_circle(size=24, opacity=1, stroke="#444", strokeWidth=0.5)
        .encode(longitude="longitude:Q", latitude="latitude:Q", color=colour, **leads)
    )
    drawing = alt.layer(land, dots).project("naturalEarth1").properties(width=charts.WIDTH, height=MAP_HEIGHT)
    spec = drawing.to_dict()
    # The outlines join the specification after Altair has checked it: checking 750 kB of arcs takes 15 seconds.
    spec["datasets"]["outlines"] = shapes_of_all
    return spec, frame.select("country", "name", "value", "class"), source


def thresholds(values: list[float]) -> list[float]:
    """Up to four round limits between classes, a power of ten apart, that suit the largest value.

    >>> thresholds([5.0, 120.0, 11_000_000.0])
    [10000, 100000, 1000000, 10000000]
    >>> thresholds([40.0])
    [10]
    >>> thresholds([])
    []
    """
    if not values:
        return []
    limits = [10**power for power in range(1, 12)]
    return [limit for limit in limits if limit <= max(values)][-4:]


def class_labels(bounds: Sequence[float], unit: str) -> list[str]:
    """What the legend says of each class.

    >>> class_labels([10, 100], "people")
    ['under 10 people', '10 to 100', '100 and more']
    """
    if not bounds:
        return [f"some {unit}"]
    between = [f"{low:,} to {high:,}" for low, high in pairwise(bounds)]
    return [f"under {bounds[0]:,} {unit}", *between, f"{bounds[-1]:,} and more"]


def _frame(
    values: Mapping[str, float], bounds: Sequence[float], labels: list[str], subject: Area | None
) -> pl.DataFrame:
    rows = []
    for area in areas(("country", "territory")):
        value = values.get(area.code)
        own = subject is not None and area.code == subject.code
        if not (value or own):
            continue
        shade = area.short_name if own else labels[sum((value or 0) >= bound for bound in bounds)]
        rows.append((area.code, area.short_name, area.m49, area.latitude, area.longitude, value, shade))
    schema = {
        "country": pl.String, "name": pl.String, "m49": pl.Int64, "latitude": pl.Float64, "longitude": pl.Float64,
        "value": pl.Float64, "class": pl.String,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")
