"""What several pages and routes look up, kept for the next reader: flow tables, answers, briefs."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from corridors.explorer.drawing import DRAWER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Future

    from corridors.answers import Answer
    from corridors.content.blocks import Brief, Section
    from corridors.flows.arrays import Method

KEPT_TABLES, KEPT_ANSWERS, KEPT_BRIEFS = 16, 128, 24
"""How many of each are held; together they stay under a few hundred megabytes."""
_WORKING = threading.BoundedSemaphore(2)
"""At most two answers, briefs or tables are worked out at once, so that reading what is held stays fast."""


class Subject(NamedTuple):
    """What a question is asked about, as typed."""

    country: str | None = None
    origin: str | None = None
    destination: str | None = None
    region: str | None = None
    year: int | None = None
    view: str | None = None


class Briefed(NamedTuple):
    """A brief, and the pictures of its figures by name, some of them still being drawn."""

    brief: Brief
    pictures: Mapping[str, Future[str]]


@lru_cache(KEPT_TABLES)
def flow_table(period: str, method: Method) -> pl.DataFrame:
    """Flows of the world in one period by one method: origin, destination, flow."""
    from corridors.flows.world import table

    with _WORKING:
        return table(period, method).frame.with_columns(pl.col("flow").round(1))


def corridor_flows(origin: str, destination: str) -> pl.DataFrame:
    """Flows of one corridor by period, as each of two rival methods estimates them: persons in the period."""
    from corridors.flows.stocks import periods

    parts = []
    for first, last in periods():
        for method in ("min-closed", "pseudo-bayes"):
            period = f"{first}-{last}"
            found = flow_table(period, method).filter(origin=origin, destination=destination)
            parts.append(found.select(pl.lit(period).alias("period"), pl.lit(method).alias("method"), "flow"))
    return pl.concat(parts)


@lru_cache(KEPT_ANSWERS)
def answered(identifier: str, subject: Subject) -> Answer:
    """One question answered for a subject."""
    from corridors.answers.ask import answer

    with _WORKING:
        made = answer(identifier, subject.country, origin=subject.origin, destination=subject.destination,
                      region=subject.region, year=subject.year, view=subject.view)  # fmt: skip
        _ = made.figures
    return made


def brief_file(origin: str, destination: str | None, form: str) -> tuple[str | bytes, str]:
    """The brief on a country or a corridor in one of the forms of `corridors brief`, and the name of the file."""
    from corridors import report

    made = briefed(origin, destination).brief
    writers = {
        "pdf": report.to_pdf, "docx": report.to_docx, "html": report.to_html, "md": report.to_markdown,
        "slides": report.to_slides, "ipynb": report.to_notebook,
    }  # fmt: skip
    with _WORKING:
        return writers[form](made), f"{made.name}-slides.html" if form == "slides" else f"{made.name}.{form}"


@lru_cache(KEPT_BRIEFS)
def briefed(origin: str, destination: str | None) -> Briefed:
    """The brief on a country or a corridor, its charts in the hands of the process that draws."""
    from corridors.content.blocks import Figure
    from corridors.report.build import brief

    pictures: dict[str, Future[str]] = {}

    def seen(section: Section) -> None:
        for block in section.blocks:
            if isinstance(block, Figure):
                pictures[block.name] = DRAWER.ahead(block.spec)

    with _WORKING:
        return Briefed(brief(origin, destination, seen=seen), pictures)
