"""From a raw table to one that fits all others: plain types, our area codes, sorted rows."""

from __future__ import annotations

import polars as pl

from corridors.concepts.countries import translate
from corridors.concepts.variables import variable
from corridors.data.publishers import steps
from corridors.data.source import Source
from corridors.errors import InvalidInput

SINGLE_PRECISION_DIGITS = 7  # a 32-bit float holds no more; the rest would be noise in the 64-bit column


def harmonise(raw: pl.DataFrame, source: Source) -> pl.DataFrame:
    """Clean a raw table and give it the common form.

    Text becomes String, whole numbers Int64, other numbers Float64 (32-bit ones at seven digits), area codes ours;
    the columns are those of the sidecar, in its order, and rows are sorted by country, year and keys.

    Args:
        raw: the table as it was read from the copy.
        source: its sidecar.

    Raises:
        InvalidInput: a column of the sidecar is absent, or an area code is unknown to its publisher's table.
    """
    frame = steps(source.name).clean(raw)
    absent = [name for name in source.columns if name not in frame.columns]
    if absent:
        raise InvalidInput(
            f"The table for {source.name!r} lacks the columns {', '.join(absent)}.",
            hint=f"It needs: {', '.join(source.columns)}.",
        )
    frame = frame.select(_plain(name, frame.schema[name], source) for name in source.columns)
    for column, publisher in source.codes.items():
        frame = frame.with_columns(_translated(frame[column], publisher))
    return frame.sort([*_order(source), *(c for c in source.columns if c not in _order(source))], maintain_order=True)


def only_packaged(frame: pl.DataFrame, source: Source) -> pl.DataFrame:
    """Keep the parts that the package may carry, by rows or by columns.

    Args:
        frame: a harmonised table.
        source: its sidecar, whose parts say which share is whose.

    Raises:
        InvalidInput: some rows belong to no part.
    """
    by_rows = [part.where for part in source.parts if part.where]
    if by_rows:
        column = by_rows[0][0]
        listed = {value for where in by_rows for value in where[1]}
        strays = set(frame[column].unique().to_list()) - listed
        if strays:
            raise InvalidInput(f"{source.name}: {column} holds values of no part: {sorted(map(str, strays))}.")
        kept = [v for part in source.packaged_parts if part.where for v in part.where[1]]
        frame = frame.filter(pl.col(column).is_in(kept))
    dropped = [c for part in source.parts if part.redistributable != "yes" for c in part.columns]
    frame = frame.drop(dropped)
    content = [c for c in frame.columns if c not in source.keys]
    return frame.filter(~pl.all_horizontal(pl.col(content).is_null())) if dropped else frame


def _plain(name: str, dtype: pl.DataType, source: Source) -> pl.Expr:
    column = pl.col(name)
    if isinstance(dtype, pl.Float32):
        return column.cast(pl.Float64).round_sig_figs(SINGLE_PRECISION_DIGITS)
    if dtype.is_integer() or isinstance(dtype, pl.Boolean | pl.Date | pl.Float64):
        return column.cast(pl.Int64) if dtype.is_integer() else column
    if isinstance(dtype, pl.Null):
        return column.cast(_type_of_empty(name, source))
    return column.cast(pl.String)


def _type_of_empty(name: str, source: Source) -> pl.DataType:
    kind = variable(source.columns[name]).kind
    return {"date": pl.Date(), "year": pl.Int64(), "count": pl.Int64()}.get(kind, pl.String())


def _translated(codes: pl.Series, publisher: str) -> pl.Series:
    ours = {code: translate(code, publisher) for code in codes.drop_nulls().unique().to_list()}
    return codes.replace_strict(ours, default=None, return_dtype=pl.String) if ours else codes


def _order(source: Source) -> list[str]:
    first = [*source.country, *([source.year] if source.year else []), *source.keys]
    return list(dict.fromkeys(first))
