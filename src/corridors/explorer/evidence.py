"""What several pages and routes look up, kept for the next reader: flow tables, answers, briefs."""

from __future__ import annotations

import threading
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from corridors.explorer.respond import Kept
from corridors.flows.stocks import periods
from corridors.flows.world import table

if TYPE_CHECKING:
    from collections.abc import Callable

    from corridors.answers import Answer
    from corridors.content.blocks import Brief

KEPT_TABLES, KEPT_ANSWERS, KEPT_BRIEFS = 16, 128, 24
"""How many of each are held; together they stay under a few hundred megabytes."""
PAGES = Kept(64_000_000)
"""Pages with charts, as they were last sent."""
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


@lru_cache(KEPT_TABLES)
def flow_table(period: str, method: str) -> pl.DataFrame:
    """Flows of the world in one period by one method: origin, destination, flow."""
    with _WORKING:
        return table(period, method).frame.with_columns(pl.col("flow").round(1))  # type: ignore[arg-type]


def corridor_flows(origin: str, destination: str) -> pl.DataFrame:
    """Flows of one corridor by period, as each of two rival methods estimates them: persons in the period."""
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


@lru_cache(KEPT_BRIEFS)
def briefed(origin: str, destination: str | None) -> Brief:
    """The brief on a country or a corridor."""
    from corridors.report.build import brief

    with _WORKING:
        return brief(origin, destination)


def drawn(key: tuple[object, ...], make: Callable[[], str]) -> bytes:
    """A page whose charts take long to draw, held for the next reader."""
    return PAGES.get(key, partial(_working, make))


def _working(make: Callable[[], str]) -> str:
    with _WORKING:
        return make()
