"""Values of an answer's tables as a reader sees them."""

from __future__ import annotations

import datetime
import math
from typing import TYPE_CHECKING, Any

import polars as pl

from corridors.concepts.countries import area, known
from corridors.concepts.quality import Quality
from corridors.content.blocks import Table
from corridors.content.common import least_sure
from corridors.content.words import percent

if TYPE_CHECKING:
    from corridors.answers.answer import Column, Data, Show

UNKNOWN = "not known"
EXACT_BELOW = 1000
"""Numbers from here on are written without decimals."""


def as_table(data: Data) -> Table:
    """The first rows of an answer's table, written out, with the marks of those rows that are less sure than the best.

    Args:
        data: the table; a page shows `data.most` of its rows and says how many more there are.
    """
    shown = data.frame.head(data.most)
    marked = len(data.qualities) > 1
    columns = tuple(_heading(column) for column in data.columns.values()) + (("Known as",) if marked else ())
    rows = tuple(_row(data, row, marked) for row in shown.iter_rows(named=True))
    left = data.frame.height - shown.height
    more = f"{left:,} more rows stand in the files (`--format csv --table {data.name}`)." if left else ""
    note = " ".join(part for part in (data.note, more) if part)
    return Table(data.title, columns, rows, least_sure(data.qualities or [Quality.MISSING]), data.references, note)


def written(value: Any, show: Show) -> str:
    """One value as text.

    >>> written(0.2346, "share"), written(11279561.4, "count"), written(None, "count"), written("TON", "area")
    ('23.5%', '11,279,561', 'not known', 'Tonga')
    >>> written(3.14159, "number"), written(-0.04, "share"), written(float("nan"), "number")
    ('3.14', '-4%', 'not known')
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value * 100)):
        return UNKNOWN
    if isinstance(value, datetime.date):
        return f"{value.day} {value:%b %Y}"
    writers = {"area": _area, "count": _count, "share": _share, "percent": _percent, "dollars": _dollars}
    if show in ("number", "ratio"):
        return f"{value:,.0f}" if abs(value) >= EXACT_BELOW else f"{value:.3g}"
    return writers[show](value) if show in writers else str(value)


def _area(code: str) -> str:
    return area(code).short_name if known(code) else code


def _count(value: float) -> str:
    return f"{value:,.0f}"


def _share(value: float) -> str:
    return percent(value) if value >= 0 else f"-{percent(-value)}"


def _percent(value: float) -> str:
    return _share(value / 100)


def _dollars(value: float) -> str:
    return f"{'-' if value < 0 else ''}${abs(value):,.0f}"


def _heading(column: Column) -> str:
    return f"{column.heading} ({column.unit})" if column.unit else column.heading


def _row(data: Data, row: dict[str, Any], marked: bool) -> tuple[str, ...]:
    cells = tuple(_cell(row, name, column) for name, column in data.columns.items())
    return (*cells, Quality(row["quality"]).label) if marked else cells


def _cell(row: dict[str, Any], name: str, column: Column) -> str:
    text = written(row[name], column.show)
    own = row[column.quality]
    if column.quality == "quality" or own is None or own == row["quality"] or text == UNKNOWN:
        return text
    return f"{text} ({Quality(own).label})"


def with_provenance(data: Data) -> pl.DataFrame:
    """All rows of a table with a column `sources` that names the datasets they come from."""
    names = "; ".join(dict.fromkeys(reference.source.name for reference in data.references))
    return data.frame.with_columns(sources=pl.lit(names))
