"""Charts of indices of flows: panels over periods by method, and the shares between South and North."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.statistics.flow_tables import MAIN, METHODS, OVER_TIME
from corridors.answers.statistics.intensity_tables import PARTS
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.common import panel_title
from corridors.content.words import percent

WORLD = {
    "intensity": "Movers per 1,000 people and year",
    "effectiveness": "Effectiveness, per cent",
    "gini": "Gini over pairs",
    "within": "Within a region, share",
}
COUNTRY = {
    "departures": "Departures per 1,000 people and year",
    "arrivals": "Arrivals per 1,000 people and year",
    "destinations": "Diversity of destinations",
    "origins": "Diversity of origins",
}
DIRECTIONS = {"south_south": "South-South", "south_north": "South-North", "north_south": "North-South",
              "north_north": "North-North"}  # fmt: skip
FOUR_SHADES = ("#16324f", "#d9792b", "#8fb4cf", "#dde3e8")


def world(frame: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Four panels: intensity, effectiveness, Gini, share within regions, by period and method."""
    main = frame.filter(method=METHODS[MAIN])
    first, last = main.row(0, named=True), main.row(-1, named=True)
    said = (
        f"{first['intensity']:.2f} movers per 1,000 people and year in {first['period']}, {last['intensity']:.2f} in "
        f"{last['period']} ({METHODS[MAIN]})"
    )
    return _panels(frame, WORLD, said, "Indices of all flows between countries, by period and method", references)


def country(about: str, frame: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Four panels of one country: departures, arrivals, diversity of destinations and of origins."""
    last = frame.filter(method=METHODS[MAIN]).row(-1, named=True)
    said = (
        f"{last['departures']:.1f} departures and {last['arrivals']:.1f} arrivals per 1,000 people and year in "
        f"{last['period']} ({METHODS[MAIN]})"
    )
    return _panels(frame, COUNTRY, said, f"Indices of flows by period and method, {about}", references)


def directions(frame: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Stacked bars of the four directions between South and North by period."""
    main = frame.filter(method=METHODS[MAIN])
    data = main.unpivot(list(PARTS), index="period", variable_name="part", value_name="share").with_columns(
        direction=pl.col("part").replace_strict(DIRECTIONS), share=100 * pl.col("share")
    )
    names = list(DIRECTIONS.values())
    chart = (
        alt.Chart(data)
        .mark_bar(stroke="white", strokeWidth=0.5)
        .encode(
            x=alt.X("period:O", title="From 1 July to 1 July", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("share:Q", title="Per cent of moves"),
            color=alt.Color("direction:N", scale=alt.Scale(domain=names, range=list(FOUR_SHADES)), sort=names,
                            legend=alt.Legend(columns=4)),
            order=alt.Order("rank:Q"),
        )
        .transform_calculate(rank=f"indexof({names}, datum.direction)")
        .properties(width=charts.WIDTH, height=charts.HEIGHT)
    )  # fmt: skip
    first, last = main.row(0, named=True), main.row(-1, named=True)
    said = (
        f"South-South: {percent(first['south_south'], 0)} of moves in {first['period']}, "
        f"{percent(last['south_south'], 0)} in {last['period']}"
    )
    return charts.figure(
        "directions", said, f"Moves between less (South) and more developed regions (North), {METHODS[MAIN]}", chart,
        data, alternative=f"{said}.", quality=[Quality.MODELLED], references=references,
    )  # fmt: skip


def _panels(
    frame: pl.DataFrame, names: dict[str, str], said: str, subtitle: str, references: tuple[Reference, ...]
) -> Figure:
    methods = [METHODS[method] for method in OVER_TIME]
    data = frame.unpivot(list(names), index=["period", "method"], variable_name="index", value_name="value")
    panels = [
        alt.Chart(data.filter(index=index))
        .mark_line(point=True)
        .encode(
            x=alt.X("period:O", title=None, axis=alt.Axis(labelAngle=-40)),
            y=alt.Y("value:Q", title=None, scale=alt.Scale(zero=index not in ("gini",))),
            color=alt.Color("method:N", scale=charts.shade(methods), sort=methods),
            strokeDash=alt.StrokeDash("method:N", scale=charts.dash(methods), sort=methods),
        )
        .properties(width=charts.PANEL - 15, height=130, title=panel_title(label, 8))
        for index, label in names.items()
    ]
    return charts.figure(
        "indices", said, subtitle, alt.concat(*panels, columns=2), data, alternative=f"{said}.",
        quality=[Quality.MODELLED], references=references,
    )  # fmt: skip
