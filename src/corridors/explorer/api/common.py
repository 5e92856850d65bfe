"""What the API's routes share: pages of rows, descriptions of errors."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel, Field

from corridors.explorer.accept import MEDIA, Form

DEFAULT_ROWS, MOST_ROWS = 100, 10_000
"""Rows of a page where none is asked for, and at most."""
NAME = r"^[^\x00-\x1f]{1,80}$"
"""A code or name: up to 80 characters without control characters."""

Page = Annotated[int, Query(ge=1, le=1_000_000, description="Which page, from 1 on.")]
PerPage = Annotated[int, Query(ge=1, le=MOST_ROWS, description="Rows of a page.")]
Place = Annotated[str | None, Query(pattern=NAME, description="A code or a name.")]
Year = Annotated[int | None, Query(ge=1800, le=2200, description="A year.")]
Format = Annotated[Form | None, Query(description="The form of the rows; without it, by the Accept header.")]


class Problem(BaseModel):
    """An error, as RFC 9457 describes it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    nearest: list[str] = Field(default_factory=list)


class Rows(BaseModel):
    """One page of a table, with what the rows are and where they come from."""

    dataset: str
    definition: str
    unit: str
    licence: str
    citation: str
    total: int
    page: int
    pages: int
    per_page: int
    rows: list[dict[str, Any]]


def answer(description: str) -> dict[str, Any]:
    """How a description of the API tells of an error."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {"application/problem+json": {"schema": schema}}}


PROBLEMS: dict[int | str, dict[str, Any]] = {
    404: answer("A name that is in no table, or data that do not exist"),
    422: answer("A value that breaks a stated rule"),
    451: answer("Data that a licence keeps out of the package"),
}
KEPT: dict[int | str, dict[str, Any]] = {304: {"description": "The client holds the same already"}}
AS_ROWS: dict[int | str, dict[str, Any]] = {
    **PROBLEMS, **KEPT,
    200: {"model": Rows, "content": {MEDIA[form]: {"schema": {"type": "string"}} for form in ("csv", "sdmx-csv")}},
}  # fmt: skip
"""JSON, CSV or SDMX-CSV, by `format` or by the Accept header."""


def about(source: Any) -> dict[str, Any]:
    """What is said of a dataset beside its rows."""
    return {"dataset": source.name, "definition": source.definition, "unit": source.unit, "licence": source.licence,
            "citation": source.citation}  # fmt: skip
