"""`free-movement`: what borderless regions did to the moves inside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data, Interval, ViewRange
from corridors.answers.borders import free_movement_tables as tables
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing, Note
from corridors.content.common import capitalised
from corridors.content.words import listed
from corridors.data import source
from corridors.errors import NotCovered
from corridors.parameters import parameter

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "Moves between countries in periods of five years, estimated from changes of stocks by country of birth, inside an "
    "area against what they would have been had they gone with all that changed in the origin, in the destination and "
    "in other corridors. Opening is the period in which the right to move and work first held for both countries."
)
AREAS = {
    "title": Column("Area", "text"),
    "percent": Column("After opening", "number", "% more"),
    "percent_lower": Column("Lower 95%", "number"),
    "percent_upper": Column("Upper 95%", "number"),
    "trend_p": Column("Trends before alike, p", "number"),
    "judged": Column("Judged as", "text"),
    "corridors": Column("Corridors", "count"),
}
EFFECTS = {
    "title": Column("Area", "text"),
    "event": Column("Periods since opening", "number"),
    "percent": Column("Flow against the period before", "number", "% more"),
    "percent_lower": Column("Lower 95%", "number"),
    "percent_upper": Column("Upper 95%", "number"),
    "corridors": Column("Corridors", "count"),
}
DATASETS = ("free_movement_to_verify", "migrant_stock", "demography_totals")


def answer(asked: Asked, cited: References) -> Content:
    """The effect of free movement on the corridors inside each area, with its interval and the trends before."""
    references = tuple(cited.cite(source(name)) for name in DATASETS)
    areas = tables.areas()
    if asked.region is not None:
        areas = areas.filter(region=_area(asked.region))
    if asked.country is not None:
        areas = areas.filter(pl.col("countries").str.split(" ").list.contains(asked.country.code))
        if areas.is_empty():
            return _outside(asked)
    effects = tables.effects(areas["region"].to_list())
    data = [Data("areas", "Flows inside areas of free movement after opening", areas, AREAS, references,
                 note="No effect is claimed where trends before differed (p below 0.05).")]  # fmt: skip
    if effects.height:
        data.append(Data("effects", "Around the period of opening", effects, EFFECTS, references, most=30))
    return Content(
        finding=_finding(areas),
        definition=DEFINITION,
        data=tuple(data),
        facts=_facts(areas, references),
        draw=lambda: _figures(effects, references),
        notes=tuple(Note(row["verdict"]) for row in areas.iter_rows(named=True) if areas.height > 1),
        missing=_missing(areas),
        interval=_interval(areas),
        views=_views(areas),
        uncertainty="Intervals are the wider of two clusterings, by corridor and by origin and destination; with few "
        "countries in an area they are too narrow all the same.",
        caveats=(
            "The years of entry are from a list that is still to be verified.",
            "Each comparison is relative: where flows from elsewhere into the members grew faster, flows among the "
            "members fall behind, which is no effect of their freedom, and moves diverted from other "
            "destinations count "
            "as its effect.",
            "Periods of five years blur a year of entry, and stocks are interpolated between censuses.",
        ),
    )  # fmt: skip


def _outside(asked: Asked) -> Content:
    named = list(tables.SHORT.values())
    return Content(
        f"{capitalised(asked.spoken)} is in none of the areas studied: {listed(named)}.", DEFINITION, (),
        missing=(Missing(f"The effect of free movement for {asked.spoken}",
                         "It joined none of the areas whose opening is studied."),),
    )  # fmt: skip


def _area(region: str) -> str:
    found = tables.REGIONS.get(region)
    if found is None:
        raise NotCovered(
            f"No opening of borders inside {region} is studied.",
            hint=f"Studied: {listed(list(tables.REGIONS))}; for {listed(list(tables.SHORT.values())[1:])} name a "
            "member.",
        )
    return found


def _finding(areas: pl.DataFrame) -> str:
    if areas.height == 1:
        row = areas.row(0, named=True)
        return row["verdict"].rstrip(".") + ("" if row["percent"] is None else " (estimated flows, 1990 to 2024)") + "."
    groups = {key: [tables.SHORT[name] for name in part["region"]] for (key,), part in areas.group_by("judged")}
    parts = []
    if rose := groups.get(tables.MORE):
        parts.append(f"moves grew more than elsewhere in {listed(rose)}")
    if fell := groups.get(tables.LESS):
        parts.append(f"moves grew less than elsewhere in {listed(fell)}")
    if none := groups.get(tables.NONE):
        parts.append(f"no effect that differs from zero shows in {listed(none)}")
    if trend := groups.get(tables.TREND):
        parts.append(f"none can be claimed for {listed(trend)}, whose corridors moved apart from others before")
    if open_ := groups.get(tables.UNKNOWN):
        parts.append(f"{listed(open_)} cannot be judged")
    lead = "In flows estimated for 1990 to 2024, "
    lead += "after borders opened" if rose else "no free movement can be shown to have raised the moves inside an area"
    return f"{lead}: {'; '.join(parts)}."


def _facts(areas: pl.DataFrame, references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    return tuple(
        Fact(f"{row['title']}: moves inside after opening", row["percent"], f"{row['percent']:+.0f}%",
             f"(95%: {row['percent_lower']:+.0f} to {row['percent_upper']:+.0f}%)", "1990-2024", Quality.MODELLED,
             references)
        for row in areas.iter_rows(named=True) if row["percent"] is not None
    )  # fmt: skip


def _missing(areas: pl.DataFrame) -> tuple[Missing, ...]:
    return tuple(
        Missing(f"The effect in {row['title']}", row["verdict"].partition(", since ")[2].rstrip(".").capitalize() + ".",
                "Flows of the years before would be needed.")
        for row in areas.filter(pl.col("percent").is_null()).iter_rows(named=True)
    )  # fmt: skip


def _interval(areas: pl.DataFrame) -> Interval | None:
    judged = areas.drop_nulls("percent")
    if judged.is_empty():
        return None
    row = judged.row(0, named=True)
    return Interval(f"{row['title']}, moves inside after opening", row["percent"], row["percent_lower"],
                    row["percent_upper"], 95, "% more", "Poisson event study, wider of two clusterings")  # fmt: skip


def _views(areas: pl.DataFrame) -> ViewRange | None:
    if "schengen" not in areas["region"].to_list():
        return None
    here = areas.filter(region="schengen")["percent"][0]
    values = {"here, all corridors": here / 100,
              "published, outflow": parameter("free_movement_outflow_response").central,
              "published, inflow": parameter("free_movement_inflow_response").central}  # fmt: skip
    return ViewRange("Schengen's effect on moves inside", "proportional change", values,
                     "Which corridors are compared, and are moves counted yearly or made from stocks?")  # fmt: skip


def _figures(effects: pl.DataFrame, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.borders import free_movement_charts

    return [free_movement_charts.paths(effects, references)] if effects.height else []
