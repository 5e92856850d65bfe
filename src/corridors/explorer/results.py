"""The results of a run as its pages show them: for each party what changes, by how much, and under which views."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from corridors.answers.whatif_numbers import FEW
from corridors.errors import NotCovered
from corridors.explorer.accept import MEDIA
from corridors.explorer.given import Dispute, Search
from corridors.explorer.respond import plain_rows
from corridors.report.study_places import by_rule, countries
from corridors.report.study_rows import Change, Row, outcome_row, shown_views

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
    """A run's results in one year of those that it has.

    `views` are those that bear on it by name, `silent` the labels of the others. `rows` are the outcomes by party,
    `unknown` the labels of those of which nothing is known. `countries` are whose accounts these are, as `stayers` and
    `hosts`; `by_rule`, whether the hosts follow from the rule for scenarios that name no destination.
    """

    identifier: str
    year: int
    years: tuple[int, ...]
    draws: int
    views: dict[str, str]
    silent: tuple[str, ...]
    rows: dict[str, tuple[Row, ...]]
    unknown: dict[str, tuple[str, ...]]
    countries: dict[str, tuple[str, ...]]
    by_rule: bool

    @property
    def few(self) -> bool:
        """Whether the ranges are those from the lowest to the highest draw."""
        return self.draws < FEW

    @property
    def agreed(self) -> tuple[Row, ...]:
        """Outcomes that change and on whose direction all views agree."""
        return tuple(row for rows in self.rows.values() for row in rows if row.agreement in ("up", "down"))

    @property
    def disputed(self) -> tuple[Row, ...]:
        """Outcomes that rise under some views and fall under others."""
        return tuple(row for rows in self.rows.values() for row in rows if row.agreement == "differ")


def header(runs: Runs, identifier: str, made: Study, year: int, **content: Any) -> Results:
    """Results with what all pages of a run say, and content of their own."""
    given = runs.get(identifier).given
    assert not isinstance(given, (Search, Dispute))
    views, silent = shown_views(made)
    return Results(
        identifier, year, made.years, int(made.record["draws"]), views, silent,
        countries=countries(made), by_rule=by_rule(given), **content,
    )  # fmt: skip


def year_of(made: Study, year: int | None) -> int:
    """The year asked for, by default the last.

    Raises:
        NotCovered: the run has no results for that year.
    """
    if year is not None and year not in made.years:
        hint = f"Its years are {', '.join(map(str, made.years))}."
        raise NotCovered(f"The run says nothing of {year}.", hint=hint)
    return made.years[-1] if year is None else year


@dataclass(frozen=True, slots=True)
class Path:
    """A party's outcome that changes most in the last year, and its change in every year, where no view is taken."""

    party: str
    row: Row
    changes: tuple[Change | None, ...]


@lru_cache(KEPT)
def _read(runs: Runs, identifier: str, year: int | None) -> Results:
    from corridors.scenarios.outcomes import outcomes

    made = runs.study(identifier)
    at, views = year_of(made, year), tuple(shown_views(made)[0])
    rows: dict[str, list[Row]] = {party: [] for party in PARTIES}
    unknown: dict[str, list[str]] = {party: [] for party in PARTIES}
    for name, known in outcomes().items():
        if known.of in PARTIES:
            row = outcome_row(made, name, views, year=at)
            if row is None or row.unknown:
                unknown[known.of].append(known.label)
            else:
                rows[known.of].append(row)
    held = {party: tuple(found) for party, found in rows.items()}
    return header(runs, identifier, made, at, rows=held, unknown={party: tuple(of) for party, of in unknown.items()})


def read(runs: Runs, identifier: str, year: int | None = None) -> Results:
    """The results of a run that is done, kept for the next reader.

    Args:
        runs, identifier: the run; year: the end of a period, by default the last.
    Raises:
        UnknownName: no such run; InvalidInput: it has no results; NotCovered: none for that year.
    """
    runs.get(identifier)
    return _read(runs, identifier, year)


@lru_cache(KEPT)
def _path(runs: Runs, identifier: str) -> tuple[Path, ...]:
    made, last = runs.study(identifier), _read(runs, identifier, None)
    first = made.views[0]
    found = []
    for party in PARTIES:
        moved = [row for row in last.rows[party] if row.kind != "amount" and row.agreement != "none"]
        if moved:
            top = max(moved, key=lambda row: abs(row.changes[0].effect))
            every = [outcome_row(made, top.name, (first,), year=year) for year in made.years]
            found.append(Path(party, top, tuple(row.changes[0] if row else None for row in every)))
    return tuple(found)


def path(runs: Runs, identifier: str) -> tuple[Path, ...]:
    """How the outcome of each party that changes most comes about, where no view is taken, from year to year.

    Raises:
        UnknownName: no such run; InvalidInput: it has no results.
    """
    runs.get(identifier)
    return _path(runs, identifier)


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
