"""The results of a run as its pages show them: for each party what changes, by how much, and under which views."""

from __future__ import annotations

import json
import math
import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from corridors.explorer.accept import MEDIA
from corridors.explorer.respond import plain_rows

if TYPE_CHECKING:
    import polars as pl

    from corridors.content.blocks import Brief
    from corridors.explorer.jobs import Runs
    from corridors.scenarios.study import Study

PARTIES = ("stayers", "hosts", "migrants", "world")
"""Whose accounts are shown; a string of the catalogue for each."""
LEAST = 0.05
"""Per cent, or percentage points; a smaller change counts as none."""
KEPT = 32
_WRITING = threading.Lock()
AGAINST_BASELINE = "proportional change"
"""The unit of outcomes that are measured against the baseline, where they have no value of their own."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a view makes of one outcome: the central effect, and its 95% interval over draws where there are draws.

    In percentage points where `Row.kind` is "points", otherwise in per cent of the baseline.
    """

    view: str
    effect: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """One outcome in the last year: what the baseline has, and what each shown view makes of it."""

    name: str
    party: str
    label: str
    unit: str
    better: int
    baseline: float | None
    kind: Literal["relative", "points"]
    changes: tuple[Change, ...]

    @property
    def agreement(self) -> Literal["none", "up", "down", "differ"]:
        """Whether the views agree on the sign of the change."""
        signs = {0 if abs(one.effect) < LEAST else 1 if one.effect > 0 else -1 for one in self.changes}
        if signs == {0}:
            return "none"
        return "up" if signs <= {0, 1} else "down" if signs <= {0, -1} else "differ"

    @property
    def lowest(self) -> Change:
        """The view with the lowest change."""
        return min(self.changes, key=lambda one: one.effect)

    @property
    def highest(self) -> Change:
        """The view with the highest change."""
        return max(self.changes, key=lambda one: one.effect)


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
    made = runs.study(identifier)
    labels = made.labels
    shown = {name: labels[name] for name in made.views if name == made.views[0] or name in made.bearing}
    rows = {party: tuple(_rows(made, party, tuple(shown))) for party in PARTIES}
    silent = tuple(labels[name] for name in made.views if name not in shown)
    return Results(identifier, made.scenario.title, made.years[-1], int(made.record["draws"]), shown, silent, rows)


def read(runs: Runs, identifier: str) -> Results:
    """The results of a run that is done, kept for the next reader.

    Raises:
        UnknownName: no such run; InvalidInput: it has no results.
    """
    runs.get(identifier)
    return _read(runs, identifier)


def _rows(made: Study, party: str, views: tuple[str, ...]) -> list[Row]:
    from corridors.scenarios.outcomes import outcomes

    found = []
    for name, known in outcomes().items():
        if known.of != party:
            continue
        every = _effects(made, name, views)
        if not every:
            continue
        relative = every[0]["baseline"] if known.unit not in (AGAINST_BASELINE, "share") else 1.0
        factor = 100.0 / abs(relative) if relative else 0.0
        changes = tuple(
            Change(one["view"], one["effect"] * factor, *(_times(one[end], factor) for end in ("low", "high")))
            for one in every
        )
        baseline = None if known.unit == AGAINST_BASELINE else every[0]["baseline"]
        kind: Literal["relative", "points"] = "points" if known.unit == "share" else "relative"
        found.append(Row(name, party, known.label, known.unit, known.better, baseline, kind, changes))
    return found


def _effects(made: Study, name: str, views: tuple[str, ...]) -> list[dict[str, Any]]:
    """The effects on one outcome under some views; nothing where it has none, as where no price is published."""
    import polars as pl

    rows = made.effects(name).filter(pl.col("view").is_in(views)).to_dicts()
    return rows if all(row["effect"] is not None and math.isfinite(row["effect"]) for row in rows) else []


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else value * factor


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


def brief_file(runs: Runs, identifier: str, form: str) -> str | bytes:
    """The brief on a run in one of the forms of `corridors brief`, one at a time.

    Raises:
        UnknownName: no such run; InvalidInput: it has no results.
    """
    from corridors import report

    writers = {
        "pdf": report.to_pdf, "docx": report.to_docx, "html": report.to_html, "md": report.to_markdown,
        "slides": report.to_slides, "ipynb": report.to_notebook,
    }  # fmt: skip
    runs.get(identifier)
    with _WRITING:
        return writers[form](_brief(runs, identifier))


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
