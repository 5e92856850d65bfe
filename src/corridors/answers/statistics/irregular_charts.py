"""Charts of irregular migration: deaths by route, the counts side by side in panels of their own scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.common import capitalised, panel_title
from corridors.content.scalars import scalar
from corridors.content.words import people, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.content.blocks import Figure, Reference

PANELS = {
    "deaths": "Dead and missing on the way (persons)",
    "eu_detections": "Detections, EU external border (events)",
    "us_encounters": "Encounters, US southwest border (events)",
    "found": "Found illegally present in Europe (persons)",
}
OF_COUNTRY = {
    "deaths_here": "Dead and missing there (persons)",
    "deaths_nationals": "Dead and missing nationals (persons)",
    "found_here": "Found illegally present there (persons)",
    "found_nationals": "Nationals found in Europe (persons)",
    "eu_detections": "Nationals at the EU border (events)",
    "us_encounters": "Nationals at the US border (events)",
}
LEAST_POINTS = 2
"""Years that a series needs for a panel."""


def deaths(routes: pl.DataFrame, year: int, references: tuple[Reference, ...]) -> Figure:
    """Bars of the dead and missing of a year by route."""
    data = routes.filter(pl.col("deaths") > 0).select("route", people="deaths")
    bars = (
        alt.Chart(data)
        .mark_bar(color=charts.DARK)
        .encode(
            x=alt.X("people:Q", axis=charts.quantity_axis("Dead and missing, persons")),
            y=alt.Y("route:N", sort=None, title=None, axis=alt.Axis(labelLimit=240)),
        )
        .properties(width=charts.WIDTH - 200, height=22 * max(data.height, 1))
    )
    said = "no deaths are recorded"
    if not data.is_empty():
        first = data.row(0, named=True)
        said = (
            f"{people(int(data['people'].sum()))} recorded dead or missing; {first['route']}: {spoken(first['people'])}"
        )
    return charts.figure(
        "deaths", capitalised(said), f"Deaths and disappearances during migration, by route, {year}; a minimum", bars,
        data, alternative="; ".join(f"{route}: {count:,}" for route, count in data.rows()) + ".",
        quality=[Quality.OBSERVED], references=references,
    )  # fmt: skip


def side_by_side(series: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """A panel for each count, each with its own scale, because they must not be compared in size."""
    return _panels(series, PANELS, "counts", "World", references)


def of_country(about: str, series: pl.DataFrame, references: tuple[Reference, ...]) -> Sequence[Figure]:
    """A panel for each count of a country that has several years; none where nothing is recorded."""
    names = {key: label for key, label in OF_COUNTRY.items() if series[key].is_not_null().sum() >= LEAST_POINTS}
    return [_panels(series, names, "counts", about, references)] if names else []


def _panels(
    series: pl.DataFrame, names: dict[str, str], name: str, about: str, references: tuple[Reference, ...]
) -> Figure:
    parts = [
        series.drop_nulls(key).select("year", value=pl.col(key).cast(pl.Int64), series=pl.lit(label))
        for key, label in names.items()
    ]
    data = pl.concat(parts)
    span = alt.Scale(domain=[int(scalar(data["year"].min() or 0)) - 1, int(scalar(data["year"].max() or 0)) + 1])
    panels = [
        alt.Chart(part)
        .mark_bar(color=charts.DARK, width=11)
        .encode(
            x=alt.X("year:Q", scale=span, axis=alt.Axis(format="d", title=None, tickCount=5)),
            y=alt.Y("value:Q", axis=charts.quantity_axis("")),
        )
        .properties(width=charts.PANEL - 20, height=120, title=panel_title(label, 8))
        for part, label in zip(parts, names.values(), strict=True)
    ]
    said = "; ".join(
        f"{label.split(' (')[0]}: {spoken(part['value'][-1])} in {part['year'][-1]}"
        for part, label in zip(parts[:2], names.values(), strict=False)
    )
    return charts.figure(
        name, said, f"Counts by full year, each on its own scale, {about}; they must not be added",
        alt.concat(*panels, columns=2), data, quality=[Quality.OBSERVED], references=references,
        alternative="; ".join(
            f"{label}: {part['value'][0]:,} in {part['year'][0]}, {part['value'][-1]:,} in {part['year'][-1]}"
            for part, label in zip(parts, names.values(), strict=True)
        ) + ".",
    )  # fmt: skip
