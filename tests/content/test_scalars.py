"""One number out of a column: numbers of either type, and columns that have none."""

import datetime

import polars as pl
import pytest

from corridors.content.scalars import scalar


@pytest.mark.parametrize("dtype", [pl.Int32, pl.UInt8, pl.Int64, pl.Float32, pl.Float64])
def test_columns_of_every_numeric_type_give_their_ends(dtype):
    column = pl.Series([3, None, 1], dtype=dtype)
    assert (scalar(column.min()), scalar(column.max()), scalar(column.mean())) == (1.0, 3.0, 2.0)
    assert isinstance(scalar(column.max()), float)


@pytest.mark.parametrize(
    "column",
    [pl.Series([], dtype=pl.Float64), pl.Series([None], dtype=pl.Int64), pl.Series(["2"]),
     pl.Series([datetime.date(2024, 1, 1)])],
)  # fmt: skip
def test_a_column_without_numbers_is_refused(column):
    with pytest.raises(TypeError, match="without numbers"):
        scalar(column.max())
