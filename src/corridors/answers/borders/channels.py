"""`channels`: how regular and irregular migration substitute for one another."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from corridors.answers import whatif
from corridors.answers.answer import Column, Content, Data, ViewRange
from corridors.answers.whatif_numbers import in_figures
from corridors.answers.whatif_reach import Reach, reach
from corridors.answers.whatif_world import not_estimated, over_values, world
from corridors.content.blocks import Missing
from corridors.content.subject import the
from corridors.content.words import percent, spoken
from corridors.data import source as find_source
from corridors.parameters import view
from corridors.scenarios.assumptions import UNDECIDED
from corridors.scenarios.scenario import LeverUse, Scenario

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

SHIPPED = "borders-doubled"
WHERE = "the United States and the Schengen area"
VIEWS = ("borders-deter", "borders-trap")
PLACES = (0.5, 1.0, 2.0, 4.0)
"""Lawful places as a ratio to today's."""
GUARD = (0.5, 1.0, 2.0)
"""Border enforcement as a ratio to today's."""
PARAMETERS = (
    "legal_channel_entry_elasticity", "enforcement_inflow", "enforcement_return", "visa_diversion_share",
)  # fmt: skip
DEFINITION = (
    "Residents without permission as a share of all residents, or of the people of an origin who live in the "
    "destinations, and entries without permission over five years, in 2050. Lawful places and border enforcement are "
    "set from 2026 as ratios to today's, for all origins and levels of education; the shares are over countries "
    "where residents without permission are estimated."
)
CELLS = {
    "label": Column("View"),
    "places": Column("Lawful places", "ratio", "x"),
    "guard": Column("Enforcement", "ratio", "x"),
    "share": Column("Without permission", "number", "%"),
    "entries": Column("Entries without it", "count"),
    "lawful": Column("Other entries", "count"),
}
CAVEATS = (
    *whatif.CAVEATS,
    "Central runs only: the grid shows no range of draws.",
    "How entries without permission answer lawful places was measured month by month at one border, where those who "
    "waited could use the lawful way within the year; that it holds over decades is our assumption.",
    "Whether people refused at the lawful door come without permission is another dispute (the lever visa_refusals).",
)


def answer(asked: Asked, cited: References) -> Content:
    """A grid of lawful places and enforcement, central runs, under two views and none."""
    found = reach(asked, SHIPPED, WHERE)
    if found.kind != "world" and not found.destinations:
        return _nothing(asked)
    grid = cells(found)
    references = tuple(cited.cite(find_source(name)) for name in world().datasets)
    what = "residents" if found.kind in ("world", "destination") else f"{found.whom} in {found.where}"
    return Content(
        finding=_finding(found, grid, what),
        definition=DEFINITION,
        data=(
            Data("grid", f"Without permission in 2050 by lawful places and enforcement, {asked.about}",
                 in_figures(grid, "entries", "lawful"), CELLS, references,
                 note="One stands for today's level; entries are of five years. Other entries are all arrivals but "
                 "those without permission; for an origin or a corridor neither is counted apart.", most=40),
            whatif.assumptions(VIEWS, PARAMETERS, references),
        ),
        draw=lambda: _figures(asked, grid, what, references),
        missing=_missing(asked, found),
        views=_views(grid),
        uncertainty=whatif.open_questions(VIEWS),
        caveats=CAVEATS,
    )  # fmt: skip


def cells(found: Reach) -> pl.DataFrame:
    """The outcomes of the last period in every cell of the grid, under each view and none."""
    return _cells(_scenario(found).text(), found.destinations, bool(found.pairs))


def _scenario(found: Reach) -> Scenario:
    """The reach's scenario with lawful places beside enforcement: the levers in pairs."""
    both: list[LeverUse] = []
    for use in found.scenario.levers:
        both += [replace(use, lever="legal_capacity", value=2.0), use]
    return replace(found.scenario, name=f"channels-{found.scenario.name}"[:60], levers=tuple(both))


@lru_cache(maxsize=whatif.KEPT)
def _cells(text: str, destinations: tuple[str, ...], of_migrants: bool) -> pl.DataFrame:
    given = Scenario.parse(text)
    points = [(places, guard) for places in PLACES for guard in GUARD]
    values = [point * (len(given.levers) // 2) for point in points]
    rows: list[dict[str, Any]] = []
    for one in (UNDECIDED, *VIEWS):
        base, made = over_values(given, values, None if one == UNDECIDED else one)
        label = "No view taken" if one == UNDECIDED else view(one).label
        for (places, guard), run in zip(points, made, strict=True):
            row = {"view": one, "label": label, "places": places, "guard": guard}
            rows.append(row | _last(run if (places, guard) != (1, 1) else base, destinations, of_migrants))
    return pl.DataFrame(rows).with_columns(quality=pl.lit(whatif.QUALITY.value))


def _last(run: Any, destinations: tuple[str, ...], of_migrants: bool) -> dict[str, float | None]:
    country, parties, _ = run
    if of_migrants:
        return {"share": float(100 * parties["migrants_irregular"][-1]), "entries": None, "lawful": None}
    at = np.isin(world().countries, destinations)
    entries = float(country["irregular_entries"][-1][at].sum())
    share = float(country["irregular_stock"][-1][at].sum() / country["population"][-1][at].sum())
    return {"share": 100 * share, "entries": entries, "lawful": float(country["immigrants"][-1][at].sum()) - entries}


def cell(grid: pl.DataFrame, one: str, places: float, guard: float) -> dict[str, Any]:
    """One cell of the grid under one view."""
    return grid.filter(view=one, places=places, guard=guard).row(0, named=True)


def _finding(found: Reach, grid: pl.DataFrame, what: str) -> str:
    today, open_ = cell(grid, UNDECIDED, 1, 1), cell(grid, UNDECIDED, 2, 1)
    shares = [cell(grid, one, 2, 1)["share"] for one in VIEWS]
    guarded = [cell(grid, one, 1, 2)["share"] for one in VIEWS]
    start = (
        f"In {found.where}, {_share(today['share'])} of {what} would be without permission in 2050 if nothing changed; "
        if not found.pairs
        else f"Of {what}, {_share(today['share'])} would be without permission in 2050 if nothing changed; "
    )
    doors = f"twice the lawful places would make it {_between(shares)} under either view"
    if open_["entries"] is not None and open_["lawful"] > today["lawful"]:
        instead = (today["entries"] - open_["entries"]) / (open_["lawful"] - today["lawful"])
        doors += (
            f" (entries without permission {percent(1 - open_['entries'] / today['entries'], 0)} fewer, or "
            f"{spoken(100 * instead)} fewer for each 100 further lawful entries)"
            if instead > 0
            else " (entries without permission do not fall)"
        )
    guard = f"twice the enforcement {_share(guarded[0])} if border control deters and {_share(guarded[1])} if it traps"
    return f"{start}{doors}, and {guard}."


def _share(value: float) -> str:
    return percent(value / 100)


def _between(values: list[float]) -> str:
    low, high = _share(min(values)), _share(max(values))
    return low if low == high else f"{low} to {high}"


def _views(grid: pl.DataFrame) -> ViewRange:
    values = {cell(grid, one, 1, 2)["label"]: cell(grid, one, 1, 2)["share"] for one in (UNDECIDED, *VIEWS)}
    return ViewRange("Without permission in 2050 with twice the enforcement and today's lawful places", "%", values,
                     "Does border control deter, or does it trap?")  # fmt: skip


def _missing(asked: Asked, found: Reach) -> tuple[Missing, ...]:
    counts = Missing(
        "Entries by origin and channel", "The model counts entries without permission by destination only."
    )
    if found.kind == "origin" and asked.country is not None:
        return counts, not_estimated(the(asked.country))
    if found.kind == "world":
        return (not_estimated("the rest of the world"),)
    return (counts,) if found.pairs else ()


def _nothing(asked: Asked) -> Content:
    return Content(
        finding=f"Nothing can be said of lawful and unlawful ways and {asked.spoken}: nobody has estimated who lives "
        "there without permission, and no corridor from it into a country with estimates is followed.",
        definition=DEFINITION, data=(), missing=(not_estimated(asked.spoken),), caveats=CAVEATS,
    )  # fmt: skip


def _figures(asked: Asked, grid: pl.DataFrame, what: str, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.borders import channel_charts

    return [channel_charts.lines(grid, what, asked.about, references)]
