"""Reported flows to score against: the packaged ones, or a user's file with the columns of `flows_reported`."""

from pathlib import Path

import polars as pl

from corridors.concepts.countries import areas
from corridors.data import load
from corridors.errors import InvalidInput

COLUMNS = ("source", "year", "reporter", "partner", "origin", "destination", "reporting_side", "criterion", "flow")
"""Columns a file must have; `coverage` may be absent and then counts as both."""
SIDES = ("immigration", "emigration")
CRITERIA = ("residence", "citizenship", "birth", "total")
KEYS = ("source", "criterion", "side", "origin", "destination", "year")
"""What one reported flow is known by."""
FIRST, LAST = 1990, 2024
"""Years that the estimates cover."""


def read_reported(file: Path | None = None) -> pl.DataFrame:
    """Read reported bilateral flows: the packaged ones without `file`, else a Parquet or CSV file of the same columns.

    Returns the pairs that an estimate can be held against, one row for each source, criterion, side, origin,
    destination and year (1990-2024): totals, areas that are no country, and the movements of the reporter's own
    citizens alone are left out. A true origin and destination stand under criterion "residence" only.
    Raises `InvalidInput` for a file that is missing, not readable, lacks a column, or holds a bad value, naming
    the row; and when no row is left to score.

    >>> packaged = read_reported()
    >>> packaged.columns
    ['source', 'criterion', 'side', 'reporter', 'origin', 'destination', 'year', 'reported']
    """
    if file is None:
        frame = pl.concat([load(name).frame for name in ("flows_reported", "flows_reported2")], how="diagonal_relaxed")
        return _comparable(frame).unique(KEYS, keep="first", maintain_order=True)
    checked = _comparable(_checked(_read(file), file))
    if checked.is_empty():
        raise InvalidInput(
            f"{file} has no row to score.",
            hint=f"Needed are pairs of countries in {FIRST}-{LAST} by residence, citizenship or birth.",
        )
    twice = checked.group_by(KEYS).len().filter(pl.col("len") > 1)
    if twice.height:
        raise InvalidInput(
            f"{file} has the same flow twice: {twice.row(0, named=True)}.", hint="Keep one row for each."
        )
    return checked


def _read(file: Path) -> pl.DataFrame:
    if not file.is_file():
        raise InvalidInput(f"There is no file {file}.")
    kind = file.suffix.lower()
    if kind not in (".parquet", ".csv"):
        raise InvalidInput(f"{file} is neither .parquet nor .csv.", hint="Save the reported flows as one of them.")
    try:
        return pl.read_parquet(file) if kind == ".parquet" else pl.read_csv(file, infer_schema_length=None)
    except (pl.exceptions.PolarsError, OSError, UnicodeDecodeError) as error:
        first_line = (str(error).splitlines() or ["empty"])[0]
        raise InvalidInput(f"{file} cannot be read as {kind[1:]}: {first_line}.") from error


def _checked(frame: pl.DataFrame, file: Path) -> pl.DataFrame:
    """The frame with text as text and numbers as numbers, or an error that names the row."""
    missing = [column for column in COLUMNS if column not in frame.columns]
    if missing:
        raise InvalidInput(
            f"{file} lacks the column(s) {', '.join(missing)}.",
            hint=f"It needs {', '.join(COLUMNS)}, as flows_reported.",
        )
    if "coverage" not in frame.columns:
        frame = frame.with_columns(coverage=pl.lit("both"))
    text = [column for column in (*COLUMNS, "coverage") if column not in ("year", "flow")]
    typed = frame.with_columns(
        pl.col(*text).cast(pl.String),
        pl.col("year").cast(pl.Int64, strict=False),
        pl.col("flow").cast(pl.Float64, strict=False),
    )
    rules = {
        "a year that is no whole number": pl.col("year").is_null(),
        "a flow that is missing or no number": pl.col("flow").is_null() | ~pl.col("flow").is_finite(),
        "a negative flow": pl.col("flow") < 0,
        f"a reporting_side other than {' or '.join(SIDES)}": ~pl.col("reporting_side").is_in(SIDES).fill_null(False),
        f"a criterion other than {', '.join(CRITERIA)}": ~pl.col("criterion").is_in(CRITERIA).fill_null(False),
    }
    for rule, broken in rules.items():
        bad = typed.with_row_index("row", 1).filter(broken)
        if bad.height:
            row = int(bad["row"][0])
            raise InvalidInput(f"{file} has {rule} in row {row}: {frame.row(row - 1, named=True)}.")
    return typed


def _comparable(frame: pl.DataFrame) -> pl.DataFrame:
    """Only the rows that say something about a pair of countries, in the columns of `read_reported`."""
    known = [area.code for area in areas(("country", "territory"))]
    by_residence = pl.col("criterion") == "residence"
    kept = frame.filter(
        pl.col("year").is_between(FIRST, LAST),
        pl.col("origin").is_in(known),
        pl.col("destination").is_in(known),
        pl.col("origin") != pl.col("destination"),
        pl.col("criterion") != "total",
        pl.when(by_residence).then(pl.col("coverage") == "both").otherwise(pl.col("coverage") != "citizens"),
        pl.col("flow").is_not_null(),
    )
    renamed = kept.rename({"reporting_side": "side", "flow": "reported"})
    return renamed.select(*KEYS[:3], "reporter", *KEYS[3:], "reported").sort(KEYS)
