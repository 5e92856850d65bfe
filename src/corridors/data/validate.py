"""The checks that every dataset passes when it is packaged, when it is added and in the tests."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.concepts.countries import areas
from corridors.concepts.variables import Variable, variable
from corridors.data.publishers import steps
from corridors.data.source import Source
from corridors.errors import InvalidInput

NEVER_NEGATIVE = ("count", "share")
TEXT_KINDS = ("area", "category", "text", "identifier", "period")


def validate(frame: pl.DataFrame, source: Source, other: Callable[[str], pl.DataFrame]) -> None:
    """Raise where a dataset breaks its sidecar, the variable table or its publisher's stated totals.

    Args:
        frame: a harmonised table.
        source: its sidecar.
        other: gives another dataset's frame, for identities across datasets.

    Raises:
        InvalidInput: names the dataset, the column, the rule and an offending row.
    """
    if frame.is_empty():
        raise InvalidInput(f"{source.name}: the table is empty.")
    for column in frame.columns:
        _check_column(frame, column, variable(source.columns[column]), source)
    _check_keys(frame, source)
    _check_years(frame, source)
    _check_quality(frame, source)
    steps(source.name).check(frame, other)


def _check_column(frame: pl.DataFrame, column: str, meaning: Variable, source: Source) -> None:
    values = frame[column]
    where = f"{source.name}.{column}"
    numeric = values.dtype.is_numeric()
    if not _fits(values.dtype, meaning.kind):
        raise InvalidInput(f"{where}: {values.dtype} does not fit a variable of kind {meaning.kind!r}.")
    if meaning.kind == "area":
        strays = sorted(set(values.drop_nulls().unique()) - {area.code for area in areas()})
        if strays:
            raise InvalidInput(
                f"{where}: unknown area codes {', '.join(strays[:5])}.", hint="Name their publisher in [codes]."
            )
    if not numeric:
        return
    lower = 0.0 if meaning.lower is None and meaning.kind in NEVER_NEGATIVE else meaning.lower
    if values.dtype.is_float() and not values.is_finite().all():
        raise InvalidInput(f"{where}: holds values that are no finite numbers; a missing value must be null.")
    beyond = []
    if lower is not None:
        beyond.append(pl.col(column) < lower)
    if meaning.upper is not None:
        beyond.append(pl.col(column) > meaning.upper)
    if beyond and (rows := frame.filter(pl.any_horizontal(beyond))).height:
        bounds = f"{lower} to {meaning.upper}"
        raise InvalidInput(f"{where}: {rows.height} values beyond {bounds}; first row {rows.row(0, named=True)}.")


def _fits(dtype: pl.DataType, kind: str) -> bool:
    if dtype == pl.Boolean:
        return kind in ("flag", "category")
    if dtype == pl.Date or kind == "date":
        return dtype == pl.Date and kind == "date"
    if kind == "year":
        return dtype.is_integer()
    return dtype == pl.String if kind in TEXT_KINDS else dtype.is_numeric()


def _check_keys(frame: pl.DataFrame, source: Source) -> None:
    keys = [key for key in source.keys if key in frame.columns]
    if not keys:
        return
    repeated = frame.filter(pl.struct(keys).is_duplicated())
    if repeated.height:
        raise InvalidInput(f"{source.name}: {repeated.height} rows share a key; first {repeated.row(0, named=True)}.")


def _check_years(frame: pl.DataFrame, source: Source) -> None:
    if not source.year:
        return
    years = frame[source.year].dt.year() if frame[source.year].dtype == pl.Date else frame[source.year]
    first, last = source.years or (0, 0)
    beyond = years.drop_nulls().filter(~years.drop_nulls().is_between(first, last)).unique().to_list()
    if beyond:
        raise InvalidInput(f"{source.name}: years {beyond[:5]} lie outside the stated coverage {first}-{last}.")


def _check_quality(frame: pl.DataFrame, source: Source) -> None:
    if not source.quality_column:
        return
    unmarked = set(frame[source.quality_column].drop_nulls().unique().to_list()) - set(source.quality_values)
    if unmarked:
        raise InvalidInput(f"{source.name}: {source.quality_column} holds {sorted(unmarked)} without a quality mark.")
