"""SDMX-CSV 2.0.0: what is written can be read again without loss, for every dataset; the columns are the format's."""

import csv
import datetime
import io
import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from corridors.data import load, sources
from corridors.errors import DataUnavailable, InvalidInput
from corridors.explorer.sdmx import FIXED, ROW, UNSPECIFIED, Structure, components, structure, to_sdmx_csv

IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
"""Ids of components, after SDMX 3.0 (NCName without a dot)."""
REFERENCE = re.compile(r"[A-Z][A-Za-z0-9_.-]*:[A-Za-z0-9_@$-]+\(\d+\.\d+(\.\d+)?([-.]\w+)*\)")
ROWS = 300
"""Rows of each dataset that are written and read: the forms of all columns occur in them."""


def held():
    for source in sources():
        if source.format == "parquet":
            try:
                yield source, load(source.name).frame
            except DataUnavailable:
                continue


def read(text: str, told: Structure, like: pl.DataFrame) -> pl.DataFrame:
    """Read SDMX-CSV back: the fixed columns dropped, ids turned into the columns' names, values into their types."""
    named = {identifier: column for column, identifier in components(like, told).items()}
    frame = pl.read_csv(io.StringIO(text), infer_schema=False)
    frame = frame.drop(*FIXED, *({ROW} & set(frame.columns))).rename(named)
    for column, dtype in like.schema.items():
        known = pl.col(column)
        if column in told.dimensions:
            known = known.replace(UNSPECIFIED, None)
        if dtype == pl.Boolean:
            known = known == "true"
        elif dtype == pl.Date:
            known = known.str.to_date()
        elif dtype != pl.String:
            known = known.cast(dtype)
        frame = frame.with_columns(known)
    return frame.select(like.columns)


def test_every_dataset_is_written_and_read_again_without_loss():
    tried = 0
    for source, whole in held():
        frame, told = whole.head(ROWS), structure(source)
        text = to_sdmx_csv(frame, told)
        header = next(csv.reader(io.StringIO(text)))
        assert tuple(header[:3]) == FIXED and len(set(header)) == len(header)
        assert all(IDENTIFIER.fullmatch(identifier) for identifier in header), source.name
        assert REFERENCE.fullmatch(told.identifier)
        dimensions = [components(frame, told)[column] for column in told.dimensions] or [ROW]
        assert header[3 : 3 + len(dimensions)] == dimensions
        assert ("TIME_PERIOD" in header) == bool(told.time)
        keys = pl.read_csv(io.StringIO(text), infer_schema=False).select(dimensions)
        assert keys.null_count().sum_horizontal().item() == 0 and keys.is_unique().all(), source.name
        assert_frame_equal(read(text, told, frame), frame)
        tried += 1
    assert tried > 50


texts = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=12)


@given(
    st.lists(
        st.tuples(texts, st.integers(-(10**12), 10**12), st.floats(allow_nan=False) | st.none(), texts | st.none()),
        min_size=1, max_size=8, unique_by=lambda row: row[:2],
    )
)  # fmt: skip
def test_whatever_stands_in_a_table_survives(rows):
    schema = {"place": pl.String, "year": pl.Int64, "value": pl.Float64, "note": pl.String}
    frame = pl.DataFrame([row for row in rows if row[0] != UNSPECIFIED], schema=schema, orient="row")
    told = Structure("any", ("place", "year"), "year")
    text = to_sdmx_csv(frame, told)
    assert text.startswith("STRUCTURE,STRUCTURE_ID,ACTION,PLACE,TIME_PERIOD,OBS_VALUE,NOTE\n")
    assert_frame_equal(read(text, told, frame), frame)


def test_what_the_format_says_of_dates_missing_values_and_rows_that_nothing_tells_apart():
    frame = pl.DataFrame({
        "origin": ["MEX", None], "day": [datetime.date(2024, 7, 1)] * 2, "dead": [1, None], "hurt": [True, None],
    })  # fmt: skip
    assert to_sdmx_csv(frame, Structure("t", ("origin", "day"), "day")).splitlines()[1:] == [
        f"datastructure,{Structure('t', ()).identifier},I,MEX,2024-07-01,1,true",
        f"datastructure,{Structure('t', ()).identifier},I,_X,2024-07-01,,",
    ]
    counted = to_sdmx_csv(frame, Structure("t", ()), first_row=101).splitlines()
    assert counted[0] == "STRUCTURE,STRUCTURE_ID,ACTION,ROW,OBS_VALUE,ORIGIN,DAY,HURT"
    assert [line.split(",")[3] for line in counted[1:]] == ["101", "102"]


@pytest.mark.parametrize("columns", [("a", "A"), ("year", "time_period"), ("action", "b"), ("row", "b")])
def test_columns_that_would_share_an_id_are_refused(columns):
    frame = pl.DataFrame({column: [1] for column in (*columns, "stock")})
    with pytest.raises(InvalidInput, match="share an id"):
        to_sdmx_csv(frame, Structure("t", columns, "year"))
