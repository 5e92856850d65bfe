"""The results of a run as its pages show them: for each party what changes, by how much, and under which views."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from corridors.explorer.accept import MEDIA
from corridors.explorer.respond import plain_rows
from corridors.report.study_rows import Row, outcome_row, shown_views

if TYPE_CHECKING:
    import polars as pl

    from corridors.content.blocks import Brief
    from corridors.explorer.jobs import Runs
    from corridors.report.handout import Handout
    from corridors.scenarios.study import Study

PARTIES = ("stayers", "hosts", "migrants", "world")
"""Whose accounts are shown; a string of the catalogue for each."""
KEPT = 32
_WRITING = threading.Lock()


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """A run's results: the year shown, the views that bear on it by name, those that do not, and the rows by party."""

    identifier: str
    title: str
    year: int
    draws: int
    views: dict[str, str]
    silent: tuple[str, ...]
    rows: dict[str, tuple[Row, ...]]

    @property
    def agreed(self) -> tuple[Row, ...]:
        """Outcomes that change and on whose direction all views agree."""
        return tuple(row for rows in self.rows.values() for row in rows if row.agreement in ("up", "down"))

    @property
    def disputed(self) -> tuple[Row, ...]:
        """Outcomes that rise under some views and fall under others."""
        return tuple(row for rows in self.rows.values() for row in rows if row.agreement == "differ")


@lru_cache(KEPT)
def _read(runs: Runs, identifier: str) -> Results:
    from corridors.scenarios.outcomes import outcomes

    made = runs.study(identifier)
    shown, silent = shown_views(made)
    every = [outcome_row(made, name, tuple(shown)) for name, known in outcomes().items() if known.of in PARTIES]
    rows = {party: tuple(row for row in every if row and row.party == party) for party in PARTIES}
    return Results(identifier, made.scenario.title, made.years[-1], int(made.record["draws"]), shown, silent, rows)


def read(runs: Runs, identifier: str) -> Results:
    """The results of a run that is done, kept for the next reader.

    Raises:
        UnknownName: no such run; InvalidInput: it has no results.
    """
    runs.get(identifier)
    return _read(runs, identifier)


def table(made: Study, country: str | None = None) -> pl.DataFrame:
    """Every outcome of a study by year and view, with what `Study.effects` gives.

    Args:
        made: the study; country: the code of one whose own outcomes are wanted, in place of the parties'.
    """
    import polars as pl

    from corridors.scenarios.outcomes import outcomes

    parts = []
    for name, known in outcomes().items():
        if (known.of == "country") != (country is not None):
            continue
        for year in made.years:
            found = made.effects(name, country=country, year=year)
            told = [pl.lit(value).alias(key) for key, value in (("outcome", name), ("party", known.of),
                    ("outcome_label", known.label), ("unit", known.unit), ("year", year))]  # fmt: skip
            parts.append(found.select(*told, pl.all()))
    return pl.concat(parts, how="vertical_relaxed")


def file(runs: Runs, identifier: str, form: Literal["csv", "json"]) -> tuple[str, str]:
    """A run's whole table as a file, and its media type."""
    frame = table(runs.study(identifier))
    if form == "csv":
        return frame.write_csv(), MEDIA["csv"]
    return json.dumps(plain_rows(frame), ensure_ascii=False), MEDIA["json"]


@lru_cache(KEPT)
def _brief(runs: Runs, identifier: str) -> Brief:
    from corridors.report.study_page import study_brief

    return study_brief(runs.study(identifier))


@lru_cache(KEPT)
def _handout(runs: Runs, identifier: str) -> Handout:
    from corridors.report.study_handout import study_handout

    return study_handout(runs.study(identifier))


def brief_file(runs: Runs, identifier: str, form: str) -> str | bytes:
    """The brief on a run in one of the forms of `corridors brief`, one at a time: PDF and DOCX on a few pages.

    Raises:
        UnknownName: no such run; InvalidInput: it has no results.
    """
    from corridors import report

    short = {"pdf": report.to_pdf, "docx": report.to_docx}
    whole = {"html": report.to_html, "md": report.to_markdown, "slides": report.to_slides}
    runs.get(identifier)
    with _WRITING:
        if form in short:
            return short[form](_handout(runs, identifier))
        return whole[form](_brief(runs, identifier))


def compared(made: list[Results]) -> dict[str, list[tuple[Row, list[Row | None]]]]:
    """Several runs side by side: by party, each outcome with its row in every run, none where a run lacks it."""
    found: dict[str, list[tuple[Row, list[Row | None]]]] = {}
    for party in PARTIES:
        by_name: dict[str, Row] = {}
        for one in made:
            by_name |= {row.name: row for row in one.rows[party] if row.name not in by_name}
        found[party] = [
            (row, [next((r for r in one.rows[party] if r.name == name), None) for one in made])
            for name, row in by_name.items()
        ]
    return found
