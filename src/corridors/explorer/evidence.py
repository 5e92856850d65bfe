"""What several pages and routes look up, kept for the next reader: flow tables, answers, briefs."""

from __future__ import annotations

import contextlib
import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from corridors.explorer.drawing import DRAWER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corridors.answers import Answer
    from corridors.content.blocks import Brief, Section
    from corridors.flows.arrays import Method

KEPT_TABLES, KEPT_ANSWERS, KEPT_BRIEFS = 16, 128, 24
"""How many of each are held; together they stay under a few hundred megabytes."""
_WORKING = threading.BoundedSemaphore(2)
"""At most two answers, briefs or tables are worked out at once, so that reading what is held stays fast."""


_CHANGING, MOST_AWAITED = threading.Lock(), 16
"""Answers that may be in work, or done and not yet fetched, while their readers are told to wait."""
_WORKED: dict[tuple[str, Subject], Future[Answer]] = {}


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
    """Flows of one corridor by period, as two rival methods, named in words, estimate them: persons in the period."""
    from corridors.answers.statistics.flow_tables import METHODS
    from corridors.flows.stocks import periods

    parts = []
    for first, last in periods():
        for method in ("min-closed", "pseudo-bayes"):
            period, label = f"{first}-{last}", METHODS[method]
            found = flow_table(period, method).filter(origin=origin, destination=destination)
            parts.append(found.select(pl.lit(period).alias("period"), pl.lit(label).alias("method"), "flow"))
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


def awaited(identifier: str, subject: Subject, patience: float | None) -> Answer | None:
    """One question answered for a subject; None where that takes longer than a reader waits, and goes on meanwhile.

    Args:
        identifier, subject: what is asked; patience: seconds; None to wait to the end.
    Raises:
        CorridorsError: what is wrong with what is asked; it is said to one reader and then forgotten.
    """
    key = identifier, subject
    if patience is None or (working := _working(key)) is None:
        return answered(identifier, subject)
    with contextlib.suppress(FutureTimeout):
        try:
            return working.result(patience)
        finally:
            if working.done():
                _WORKED.pop(key, None)
    return None


def _working(key: tuple[str, Subject]) -> Future[Answer] | None:
    """An answer in work, begun now where it was not; None where as many are in work as may be."""
    with _CHANGING:
        if key not in _WORKED:
            if len(_WORKED) >= MOST_AWAITED:
                for other in [one for one, held in _WORKED.items() if held.done()]:
                    del _WORKED[other]
            if len(_WORKED) >= MOST_AWAITED:
                return None
            _WORKED[key] = Future()
            threading.Thread(target=_work, args=(key, _WORKED[key]), daemon=True).start()
        return _WORKED[key]


def _work(key: tuple[str, Subject], working: Future[Answer]) -> None:
    """Answer, for whoever asks meanwhile; what goes wrong is theirs too."""
    try:
        working.set_result(answered(*key))
    except BaseException as error:
        working.set_exception(error)


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
