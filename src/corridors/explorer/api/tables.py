"""Routes of tables: the catalogue, its rows, stocks and estimated flows."""

from __future__ import annotations

import dataclasses
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel

from corridors.data import Source, load, sources
from corridors.data import source as find_source
from corridors.errors import InvalidInput
from corridors.explorer.api.common import AS_ROWS, DEFAULT_ROWS, KEPT, PROBLEMS, Page, PerPage, Place, Year, about
from corridors.explorer.respond import as_json, rows

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
def list_datasets(request: Request) -> Any:
    """Every dataset of the catalogue with its licence and definition."""
    return as_json(request, [_plain(source) for source in sources()])


@router.get("/datasets/{name}", response_model=Dataset, responses={**PROBLEMS, **KEPT})
def show_dataset(request: Request, name: Name) -> Any:
    """One dataset: publisher, licence, definition, columns, caveats."""
    return as_json(request, _plain(find_source(name)))


@router.get("/datasets/{name}/rows", response_model=None, responses=AS_ROWS)
def dataset_rows(
    request: Request,
    *,name: Name, country: Place = None, year: Year = None, page: Page = 1,
    per_page: PerPage = DEFAULT_ROWS,
) -> Any:  # fmt: skip
    """Rows of a dataset, as JSON or CSV."""
    frame, source = load(name, country=country, year=year)
    return rows(request, frame, page, per_page, about(source))


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
) -> Any:
    """Stocks by country of birth, residence, year and sex, from the United Nations."""
    from corridors.content.subject import country

    ends = {side: country(text).code for side, text in (("origin", origin), ("destination", destination)) if text}
    frame, source = load("migrant_stock", country=list(ends.values()) or None, year=year)
    kept = frame.filter(**ends, **({"sex": sex} if sex else {}))
    return rows(request, kept, page, per_page, about(source))


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
    return rows(request, frame, page, per_page, said)


def _plain(source: Source) -> dict[str, Any]:
    every = dataclasses.asdict(source)
    return {name: every[name] for name in Dataset.model_fields}
