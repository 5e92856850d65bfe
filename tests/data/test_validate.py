"""Each rule of `validate`, of `harmonise` and of the comparison with printed figures fires."""

import dataclasses
from datetime import date

import polars as pl
import pytest

from corridors.data.catalogue import sidecar
from corridors.data.harmonise import harmonise, only_packaged
from corridors.data.published import Published, expect, none_left, sums_agree, total
from corridors.data.steps import later_yugoslavia, plain_sex, with_content
from corridors.data.validate import validate
from corridors.errors import InvalidInput

TRIP = {"origin": "MEX", "destination": "USA", "year": 2024, "sex": "male", "stock": 1}
STOCK = dataclasses.replace(sidecar("migrant_stock"), name="sample")
SAMPLE = pl.DataFrame([TRIP, {**TRIP, "sex": "female"}])


@pytest.fixture(autouse=True)
def no_further_check(monkeypatch):
    from corridors.data.steps import Steps

    monkeypatch.setattr("corridors.data.validate.steps", lambda name: Steps())
    monkeypatch.setattr("corridors.data.harmonise.steps", lambda name: Steps())


def other(name: str) -> pl.DataFrame:
    raise AssertionError(name)


def test_a_sound_frame_passes():
    validate(SAMPLE, STOCK, other)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (pl.lit("Mexico").alias("origin"), "unknown area codes Mexico"),
        (pl.lit("SPI").alias("origin"), "unknown area codes SPI"),
        (pl.lit(-1).alias("stock"), "2 values beyond 0"),
        (pl.lit(float("nan")).alias("stock"), "no finite numbers"),
        (pl.lit(float("inf")).alias("stock"), "no finite numbers"),
        (pl.lit("one").alias("stock"), "String does not fit a variable of kind 'count'"),
        (pl.lit(2024.0).alias("year"), "Float64 does not fit a variable of kind 'year'"),
        (pl.lit(1).alias("sex"), "does not fit a variable of kind 'category'"),
        (pl.lit("male").alias("sex"), "2 rows share a key"),
        (pl.lit(2030).alias("year"), r"years \[2030\] lie outside the stated coverage 1990-2024"),
    ],
)
def test_a_broken_rule_is_named(change, words):
    with pytest.raises(InvalidInput, match=words):
        validate(SAMPLE.with_columns(change), STOCK, other)


def test_an_empty_table_is_refused():
    with pytest.raises(InvalidInput, match="the table is empty"):
        validate(SAMPLE.clear(), STOCK, other)


def test_text_does_not_pass_for_a_date():
    dated = dataclasses.replace(STOCK, columns={**STOCK.columns, "read": "date"})
    validate(SAMPLE.with_columns(read=date(2024, 7, 1)), dated, other)
    with pytest.raises(InvalidInput, match="String does not fit a variable of kind 'date'"):
        validate(SAMPLE.with_columns(read=pl.lit("2024-07-01")), dated, other)


def test_a_value_without_a_quality_mark_is_refused():
    marked = dataclasses.replace(STOCK, quality_column="sex", quality_values={"male": "observed"})
    with pytest.raises(InvalidInput, match=r"sex holds \['female'\] without a quality mark"):
        validate(SAMPLE, marked, other)


def test_harmonise_gives_plain_types_our_codes_and_an_order():
    raw = SAMPLE.with_columns(
        pl.col("origin").replace("MEX", "484").cast(pl.Categorical),
        pl.col("year").cast(pl.Int16),
        pl.col("stock").cast(pl.Float32) / 3,
    )
    source = dataclasses.replace(STOCK, codes={"origin": "UNHCR"})
    tidy = harmonise(raw, source)
    assert tidy.schema == {
        "origin": pl.String, "destination": pl.String, "year": pl.Int64, "sex": pl.String, "stock": pl.Float64,
    }  # fmt: skip
    assert tidy["origin"].unique().to_list() == ["MEX"]
    assert tidy["sex"].to_list() == ["female", "male"]
    assert tidy["stock"][0] == 0.3333333


def test_harmonise_names_the_columns_that_are_absent():
    with pytest.raises(InvalidInput, match="lacks the columns stock"):
        harmonise(SAMPLE.drop("stock"), STOCK)


def test_a_row_of_no_part_is_refused_when_parts_are_left_out():
    ages = sidecar("migrant_stock_age")
    frame = pl.DataFrame({"edition": [2020, 2024, 2030]})
    with pytest.raises(InvalidInput, match="values of no part"):
        only_packaged(frame, ages)
    assert only_packaged(frame.head(2), ages)["edition"].to_list() == [2020]


@pytest.mark.parametrize(
    ("found", "published", "within", "holds"),
    [
        (10, 10, 0, True),
        (10.05, 10, 0.05, True),
        (10.06, 10, 0.05, False),
        (None, 10, 5, False),
        (float("nan"), 1, 5, False),
    ],
)
def test_a_figure_is_compared_with_the_printed_one(found, published, within, holds):
    if holds:
        expect("sample", "the stock", found, published, within)
    else:
        with pytest.raises(InvalidInput, match=r"sample: .*the stock.* is published"):
            expect("sample", "the stock", found, published, within)


def test_sums_are_compared_cell_by_cell_and_withheld_sources_passed_over():
    frame = SAMPLE.with_columns(source=pl.lit("census"))
    assert total(frame, "stock", sex="male") == 1
    assert total(frame, "stock", sex="other") is None
    sums_agree("sample", frame, "stock", [Published({"year": 2024}, 2), Published({"source": "survey"}, 99)])
    with pytest.raises(InvalidInput, match=r"the sum of stock for year 2024, sex male is 1.0, but 2 is published"):
        sums_agree("sample", frame, "stock", [Published({"year": 2024, "sex": "male"}, 2)])
    with pytest.raises(InvalidInput, match="no row for the sum of stock for year 1900"):
        sums_agree("sample", frame, "stock", [Published({"year": 1900}, 0)])


def test_rows_that_break_a_rule_are_shown():
    none_left("sample", "is wrong", SAMPLE.clear())
    with pytest.raises(InvalidInput, match=r"sample: is wrong in 2 rows; first \{'origin': 'MEX'"):
        none_left("sample", "is wrong", SAMPLE)


def test_words_for_sex_are_ours_and_an_unknown_one_is_refused():
    words = pl.DataFrame({"sex": ["F", "Male", "T", "Other", "Unknown"]})
    assert words.select(plain_sex())["sex"].to_list() == ["female", "male", "both", "other", "unknown"]
    with pytest.raises(pl.exceptions.InvalidOperationError):
        pl.DataFrame({"sex": ["X"]}).select(plain_sex())


def test_rows_without_content_go_and_late_yugoslavia_is_serbia_and_montenegro():
    frame = pl.DataFrame({"country": ["YUG", "YUG", "YUG"], "year": [1991, 1992, 1993], "score": [1, 2, None]})
    assert with_content(frame).height == 2
    assert frame.with_columns(later_yugoslavia("country"))["country"].to_list() == ["YUG", "SCG", "SCG"]
