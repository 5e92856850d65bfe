"""Routes of tables: the catalogue, its rows, stocks and estimated flows."""

from __future__ import annotations

import dataclasses
from typing import Annotated, Any, Literal

import polars as pl
from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel

from corridors.data import Source, load, sources
from corridors.data import source as find_source
from corridors.errors import InvalidInput
from corridors.explorer.api.common import (
    AS_ROWS,
    DEFAULT_ROWS,
    KEPT,
    PROBLEMS,
    Format,
    Page,
    PerPage,
    Place,
    Year,
    about,
)
from corridors.explorer.respond import as_json, form_of, rows
from corridors.explorer.sdmx import Structure, structure

router = APIRouter(tags=["tables"])
Name = Annotated[str, Path(pattern=r"^[a-z0-9_]{1,60}$", description="A dataset's name.")]
PERIODS = r"^(19|20)\d\d-(19|20)\d\d$"


class Dataset(BaseModel):
    """One dataset of the catalogue."""

    name: str
    title: str
    theme: str
    publisher: str
    edition: str
    url: str
    licence: str
    redistributable: str
    definition: str
    unit: str
    coverage: str
    row: str
    citation: str
    sha256: str
    caveats: list[str]
    columns: dict[str, str]


@router.get("/datasets", response_model=list[Dataset], responses=KEPT)
def list_datasets() -> Any:
    """Every dataset of the catalogue with its licence and definition."""
    return as_json([_plain(source) for source in sources()])


@router.get("/datasets/{name}", response_model=Dataset, responses={**PROBLEMS, **KEPT})
def show_dataset(name: Name) -> Any:
    """One dataset: publisher, licence, definition, columns, caveats."""
    return as_json(_plain(find_source(name)))


@router.get("/datasets/{name}/rows", response_model=None, responses=AS_ROWS)
def dataset_rows(
    request: Request,
    *,name: Name, country: Place = None, year: Year = None, page: Page = 1,
    per_page: PerPage = DEFAULT_ROWS, format: Format = None,
) -> Any:  # fmt: skip
    """Rows of a dataset, as JSON, CSV or SDMX-CSV."""
    frame, source = load(name, country=country, year=year)
    return rows(
        request, frame, page, per_page, form=form_of(request, format), told=structure(source), about=about(source)
    )


@router.get("/stocks", response_model=None, responses=AS_ROWS)
def stocks(
    request: Request,
    *,
    origin: Place = None,
    destination: Place = None,
    year: Year = None,
    sex: Annotated[Literal["female", "male"] | None, Query(description="One sex only.")] = None,
    page: Page = 1,
    per_page: PerPage = DEFAULT_ROWS,
    format: Format = None,
) -> Any:
    """Stocks by country of birth, residence, year and sex, from the United Nations."""
    from corridors.content.subject import country

    ends = {side: country(text).code for side, text in (("origin", origin), ("destination", destination)) if text}
    frame, source = load("migrant_stock", country=list(ends.values()) or None, year=year)
    kept = frame.filter(**ends, **({"sex": sex} if sex else {}))
    return rows(
        request, kept, page, per_page, form=form_of(request, format), told=structure(source), about=about(source)
    )


@router.get("/flows", response_model=None, responses=AS_ROWS)
def flows(
    request: Request,
    *,
    period: Annotated[str, Query(pattern=PERIODS, description="1990-1995 and so on to 2020-2024.")] = "2020-2024",
    method: Annotated[str, Query(pattern=r"^[a-z-]{1,40}$", description="A method of estimation.")] = "pseudo-bayes",
    origin: Place = None,
    destination: Place = None,
    page: Page = 1,
    per_page: PerPage = DEFAULT_ROWS,
    format: Format = None,
) -> Any:
    """Flows between countries in a period, estimated from stocks by one of the methods."""
    from corridors.content.subject import country
    from corridors.explorer.evidence import flow_table
    from corridors.flows.arrays import METHODS

    if method not in METHODS:
        raise InvalidInput(f"{method!r} is no method of estimation.", hint=f"Methods are {', '.join(METHODS)}.")
    ends = {side: country(text).code for side, text in (("origin", origin), ("destination", destination)) if text}
    frame = flow_table(period, method).filter(**ends).sort("flow", descending=True)
    source = find_source("migrant_stock")
    definition = f"Moves in {period}, estimated by {method} from stocks by country of birth."
    said = about(source) | {"dataset": f"flows, {method}", "unit": f"persons in {period}", "definition": definition}
    form = form_of(request, format)
    if form == "sdmx-csv":
        frame = frame.with_columns(pl.lit(method).alias("method"), pl.lit(_span(period)).alias("period"))
    told = Structure("flows", ("origin", "destination", "method", "period"), time="period")
    return rows(request, frame, page, per_page, form=form, told=told, about=said)


def _span(period: str) -> str:
    """A period from mid-year to mid-year as a time range of SDMX: its first day and its length.

    >>> _span("2020-2024")
    '2020-07-01/P4Y'
    """
    first, last = (int(year) for year in period.split("-"))
    return f"{first}-07-01/P{last - first}Y"


def _plain(source: Source) -> dict[str, Any]:
    every = dataclasses.asdict(source)
    return {name: every[name] for name in Dataset.model_fields}
