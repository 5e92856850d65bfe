"""Tables as SDMX-CSV, the exchange format of statistical offices, version 2.0.0."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from corridors import __version__
from corridors.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from corridors.data import Source

AGENCY, ACTION = "CORRIDORS", "I"
"""Who maintains the structures, and what the rows are for: information."""
TIME, VALUE, ROW = "TIME_PERIOD", "OBS_VALUE", "ROW"
"""Ids of the time dimension, of the only measure, and of the dimension that counts rows that no column tells apart."""
FIXED = ("STRUCTURE", "STRUCTURE_ID", "ACTION")
UNSPECIFIED = "_X"
"""Stands in a dimension where the dataset says nothing; a dimension may not be empty."""


class Structure(NamedTuple):
    """The structure of a table: its name, the columns that tell rows apart, and which of them is the time."""

    name: str
    dimensions: tuple[str, ...]
    time: str = ""

    @property
    def identifier(self) -> str:
        """Agency, id and version.

        >>> Structure("migrant_stock", ("origin", "destination"), "year").identifier.partition("(")[0]
        'CORRIDORS:MIGRANT_STOCK'
        """
        return f"{AGENCY}:{self.name.upper()}({__version__})"


def structure(source: Source) -> Structure:
    """The structure of a dataset: its keys are the dimensions, its year the time where it is one of them."""
    return Structure(source.name, source.keys, source.year if source.year in source.keys else "")


def components(frame: pl.DataFrame, told: Structure) -> Mapping[str, str]:
    """The SDMX id of each column, dimensions first, then measures, then attributes.

    Numbers that are no dimension are measures, everything else is an attribute; where there is no number, what is no
    dimension is a measure. A single measure has the id OBS_VALUE.

    Raises:
        InvalidInput: two columns would have the same id.
    """
    others = [column for column in frame.columns if column not in told.dimensions]
    measures = [column for column in others if frame[column].dtype.is_numeric()] or others
    named = {column: TIME if column == told.time else column.upper() for column in (*told.dimensions, *measures)}
    if len(measures) == 1:
        named[measures[0]] = VALUE
    named |= {column: column.upper() for column in others if column not in named}
    if len({*named.values(), *FIXED, ROW}) < len(named) + len(FIXED) + 1:
        raise InvalidInput(
            f"Columns of {told.name!r} share an id in SDMX-CSV: {', '.join(named.values())}.",
            hint="Take the table as CSV.",
        )
    return named


def to_sdmx_csv(frame: pl.DataFrame, told: Structure, first_row: int = 1) -> str:
    """Write a table as SDMX-CSV 2.0.0: STRUCTURE, STRUCTURE_ID, ACTION, then dimensions, measures and attributes.

    Args:
        frame: the rows.
        told: the table's structure.
        first_row: number of the first row, where rows are only told apart by counting.

    Raises:
        InvalidInput: two columns would have the same id.

    Source: SDMX-CSV data message field guide, version 2.0.0, aligned with SDMX 3.0,
    https://github.com/sdmx-twg/sdmx-csv/blob/v2.0.0/data-message/docs/sdmx-csv-field-guide.md

    Example:
        >>> import polars as pl
        >>> frame = pl.DataFrame({"origin": ["MEX"], "destination": ["USA"], "year": [2024], "stock": [5]})
        >>> print(to_sdmx_csv(frame, Structure("t", ("origin", "destination", "year"), "year")).splitlines()[0])
        STRUCTURE,STRUCTURE_ID,ACTION,ORIGIN,DESTINATION,TIME_PERIOD,OBS_VALUE
    """
    import polars as pl

    named = components(frame, told)
    stated = zip(FIXED, ("datastructure", told.identifier, ACTION), strict=True)
    columns = [pl.lit(value).alias(column) for column, value in stated]
    if not told.dimensions:
        columns.append(pl.int_range(first_row, first_row + pl.len()).alias(ROW))
    for column, identifier in named.items():
        kept = pl.col(column)
        if column in told.dimensions:
            kept = kept.cast(pl.String).fill_null(UNSPECIFIED)
        columns.append(kept.alias(identifier))
    return frame.select(columns).write_csv()
