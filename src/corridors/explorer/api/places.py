"""Routes of places: countries and areas, and what joins two of them."""

from __future__ import annotations

import dataclasses
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel

from corridors.concepts.countries import Area, areas
from corridors.content.subject import Corridor, country
from corridors.explorer.api.common import DEFAULT_ROWS, KEPT, MOST_ROWS, NAME, PROBLEMS, Page, PerPage
from corridors.explorer.respond import as_json, plain_rows

router = APIRouter(tags=["places"])
KEPT_FIELDS = (
    "code", "kind", "iso2", "m49", "name", "short_name", "region", "subregion", "sdg_region", "development_group",
    "least_developed", "landlocked_developing", "small_island_developing", "latitude", "longitude", "main_city", "note",
)  # fmt: skip
Code = Annotated[str, Path(pattern=NAME, description="A code or a name: KEN, Kenya.")]


class Country(BaseModel):
    """One country or area of the table."""

    code: str
    kind: str
    iso2: str | None
    m49: int | None
    name: str
    short_name: str
    region: str | None
    subregion: str | None
    sdg_region: str | None
    development_group: str | None
    least_developed: bool | None
    landlocked_developing: bool | None
    small_island_developing: bool | None
    latitude: float | None
    longitude: float | None
    main_city: str | None
    note: str


class Countries(BaseModel):
    """One page of the countries and areas."""

    total: int
    page: int
    per_page: int
    countries: list[Country]


class CorridorSummary(BaseModel):
    """What joins an origin and a destination: stocks by year and sex, flows by period and method."""

    origin: Country
    destination: Country
    stocks: list[dict[str, Any]]
    flows: list[dict[str, Any]]


@router.get("/countries", response_model=Countries, responses={**PROBLEMS, **KEPT})
def list_countries(
    kind: Annotated[Literal["country", "territory"] | None, Query(description="Only one kind of area.")] = None,
    page: Page = 1,
    per_page: PerPage = DEFAULT_ROWS,
) -> Any:
    """The countries and areas of today, in the order of the table."""
    every = [area for area in areas(kind or ("country", "territory")) if area.end is None]
    part = every[(page - 1) * per_page : page * per_page]
    content = {"total": len(every), "page": page, "per_page": per_page, "countries": [_plain(area) for area in part]}
    return as_json(content)


@router.get("/countries/{code}", response_model=Country, responses={**PROBLEMS, **KEPT})
def show_country(code: Code) -> Any:
    """One country or area, by code or name."""
    return as_json(_plain(country(code)))


@router.get("/corridors/{origin}/{destination}", response_model=CorridorSummary, responses={**PROBLEMS, **KEPT})
def show_corridor(origin: Code, destination: Code) -> Any:
    """Stocks and flows from an origin to a destination."""
    from corridors.data import load
    from corridors.explorer.evidence import corridor_flows

    pair = Corridor.named(origin, destination)
    ends = {"origin": pair.origin.code, "destination": pair.destination.code}
    stocks = load("migrant_stock", country=pair.origin.code).frame.filter(**ends).sort("year", "sex")
    content = {
        "origin": _plain(pair.origin), "destination": _plain(pair.destination),
        "stocks": plain_rows(stocks.head(MOST_ROWS)), "flows": plain_rows(corridor_flows(*pair.codes)),
    }  # fmt: skip
    return as_json(content)


def _plain(area: Area) -> dict[str, Any]:
    every = dataclasses.asdict(area)
    return {name: every[name] for name in KEPT_FIELDS}
