"""Long frames laid out as arrays, with the axes of the world model."""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.errors import DamagedData

Floats = NDArray[np.float64]
TOGETHER = {"GGY": "CHI", "JEY": "CHI"}
"""Guernsey and Jersey, which the stocks count together as the Channel Islands."""


def grid(frame: pl.DataFrame, axes: Mapping[str, Sequence[object]], value: str) -> Floats:
    """Lay a column out over the labels of other columns, adding up rows that meet; labels not listed are left out.

    Args:
        frame: rows; axes: for each column in turn the labels wanted; value: the column of numbers.
    Returns: an array with one axis for each column, zero where there is no row.

    >>> rows = pl.DataFrame({"country": ["A", "B", "B"], "age": [0, 0, 5], "people": [1.0, 2.0, 3.0]})
    >>> grid(rows, {"country": ["B", "A"], "age": [0, 5]}, "people").tolist()
    [[2.0, 3.0], [1.0, 0.0]]
    """
    table = np.zeros(tuple(len(labels) for labels in axes.values()))
    places = frame.select(
        *(
            pl.col(name).replace_strict(list(labels), list(range(len(labels))), default=None, return_dtype=pl.Int64)
            for name, labels in axes.items()
        ),
        pl.col(value).cast(pl.Float64).alias("_value"),
    ).drop_nulls()
    index = tuple(places[name].to_numpy() for name in axes)
    np.add.at(table, index, places["_value"].to_numpy())
    return table


def mean_grid(frame: pl.DataFrame, axes: Mapping[str, Sequence[object]], value: str, what: str) -> Floats:
    """Lay rates out over labels, as the mean of rows that meet; every cell must have one.

    Raises:
        DamagedData: a cell without a row, with its labels.
    """
    total = grid(frame, axes, value)
    number = grid(frame.with_columns(_one=1.0), axes, "_one")
    if not number.all():
        where = [
            f"{name} {labels[int(i)]}"
            for (name, labels), i in zip(axes.items(), np.argwhere(number == 0)[0], strict=True)
        ]
        raise DamagedData(f"The dataset has no {what} for {', '.join(where)}.", hint="Install the package again.")
    return total / number


def together(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Give areas that the stocks count together their common code."""
    return frame.with_columns(pl.col(name).replace(TOGETHER) for name in columns)
