"""Loading a dataset: a Polars frame and its source, filtered by country and year."""

from __future__ import annotations

import json
import operator
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from corridors.concepts.countries import resolve
from corridors.data import store
from corridors.data.catalogue import source as find_source
from corridors.data.source import Source
from corridors.errors import InvalidInput, NotCovered

if TYPE_CHECKING:
    import polars as pl


class Loaded(NamedTuple):
    """A frame and the source it came from."""

    frame: pl.DataFrame
    source: Source


def load(name: str, *, country: str | Iterable[str] | None = None, year: int | tuple[int, int] | None = None) -> Loaded:
    """Load a dataset, whole or the rows of some countries and years.

    Args:
        name: a name of the catalogue (`corridors data list`).
        country: codes or names, special cells such as "unknown" included; a row is kept when any of its country
            columns is one of them.
        year: one year, or first and last year, both included.

    Returns:
        A Polars frame (text as String, whole numbers as Int64, others as Float64) and its `Source`.

    Raises:
        UnknownName: no such dataset or country, with the nearest names.
        NotCovered: the dataset has no rows for the year, for any country; the message names the nearest years.
        InvalidInput: the dataset has no column that the filter could act on, no country is given, or the years run
            backwards or are no whole numbers.
        DataUnavailable: the package may not carry the dataset and the user has not added it.
        DamagedData: the file's hash does not match the one on record.

    Example:
        >>> frame, source = load("migrant_stock", country="MEX", year=2024)
        >>> row = frame.filter(origin="MEX", destination="USA")
        >>> int(row["stock"].sum())
        11279561
    """
    whole, found = lazy(name)
    frame = whole
    if country is not None:
        frame = frame.filter(_country_filter(found, country))
    if year is not None:
        frame = frame.filter(_year_filter(found, year, whole.collect_schema().get(found.year)))
    rows = frame.collect()
    if year is not None and rows.is_empty():
        _refuse_years_between(found, whole, year)
    return Loaded(rows, found)


def lazy(name: str) -> tuple[pl.LazyFrame, Source]:
    """A lazy frame over a dataset's file, for filters of one's own, and its source.

    Raises:
        UnknownName, DataUnavailable, DamagedData: as in `load`.

    Example:
        >>> frame, _ = lazy("migrant_stock_unknown")
        >>> world = frame.filter(edition=2024, year=2024).collect()
        >>> int(world["stock_total"].sum())
        304021813
    """
    import polars as pl

    found = find_source(name)
    if found.format != "parquet":
        raise InvalidInput(f"The dataset {name!r} is a map, not a table.", hint="Use corridors.data.outlines().")
    return pl.scan_parquet(store.locate(found)), found


def _country_filter(found: Source, country: str | int | Iterable[str | int]) -> pl.Expr:
    import polars as pl

    if not found.country:
        raise InvalidInput(f"The dataset {found.name!r} has no country column.", hint="Load it without `country`.")
    given = list(country) if isinstance(country, Iterable) and not isinstance(country, str) else [country]
    if not given:
        raise InvalidInput("The list of countries is empty.", hint="Name a country, or leave `country` out.")
    codes = [resolve(text).code for text in given]
    return pl.any_horizontal(*(pl.col(column).is_in(codes) for column in found.country))


def _year_filter(found: Source, year: int | tuple[int, int], dtype: pl.DataType | None) -> pl.Expr:
    import polars as pl

    if not found.year or found.years is None:
        raise InvalidInput(f"The dataset {found.name!r} has no year column.", hint="Load it without `year`.")
    first, last = _span(year)
    if last < found.years[0] or first > found.years[1]:
        asked = str(first) if first == last else f"{first}-{last}"
        raise NotCovered(
            f"The dataset {found.name!r} has no rows for {asked}.",
            hint=f"It covers {found.years[0]} to {found.years[1]}.",
        )
    column = pl.col(found.year)
    years = column.dt.year() if dtype == pl.Date else column
    return years.is_between(first, last)


def _refuse_years_between(found: Source, whole: pl.LazyFrame, year: int | tuple[int, int]) -> None:
    """Raise where the years stand between two of a dataset's dates, so that no country could have rows."""
    import polars as pl

    column = pl.col(found.year)
    dated = whole.collect_schema()[found.year] == pl.Date
    years = whole.select((column.dt.year() if dated else column).unique()).collect().to_series().drop_nulls()
    first, last = _span(year)
    if not years.is_between(first, last).any():
        asked = str(first) if first == last else f"{first}-{last}"
        around = [years.filter(years < first).max(), years.filter(years > last).min()]
        raise NotCovered(
            f"The dataset {found.name!r} has no rows for {asked}.",
            hint=f"The nearest years are {' and '.join(str(one) for one in around)}.",
        )


def _span(year: int | tuple[int, int]) -> tuple[int, int]:
    """First and last year of a year or a pair of years."""
    given = tuple(year) if isinstance(year, tuple | list) else (year, year)
    try:
        first, last = (operator.index(one) for one in given)
    except (TypeError, ValueError):
        raise InvalidInput(
            f"{year!r} is neither a year nor a pair of years.", hint="Give 2024 or (2000, 2024)."
        ) from None
    if first > last:
        raise InvalidInput(f"The years {first}-{last} run backwards.", hint=f"Write them as {last}-{first}.")
    return first, last


def outlines(scale: str = "50m") -> tuple[dict[str, Any], Source]:
    """The outlines of countries and areas as TopoJSON, for maps.

    Args:
        scale: "50m" (241 countries and areas) or "110m" (177, for small pictures).

    Returns:
        A TopoJSON topology whose features carry the M49 code as `id`, and its `Source`.

    Example:
        >>> topology, source = outlines("110m")
        >>> len(topology["objects"]["countries"]["geometries"]), source.publisher
        (177, 'Natural Earth')
    """
    found = find_source(f"outlines_{scale}")
    return json.loads(store.locate(found).read_bytes()), found
