"""Loading: filters give the rows that filtering the whole frame by hand gives, and mistakes are said plainly."""

import dataclasses
import math
import sys

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corridors as cr
from corridors.errors import DataUnavailable, InvalidInput, NotCovered, UnknownName

STOCK = cr.data.load("migrant_stock").frame
VISA = cr.data.load("visa").frame
CODES = sorted(set(STOCK["origin"]) | set(STOCK["destination"]))
SPANS = st.tuples(st.integers(1985, 2030), st.integers(1985, 2030)).map(sorted).map(tuple)


@pytest.fixture(autouse=True, scope="module")
def nothing_added(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CORRIDORS_DATA", str(tmp_path_factory.mktemp("none")))
        yield


DATES = (1990, 1995, 2000, 2005, 2010, 2015, 2020, 2024)


@settings(max_examples=25, deadline=None)
@given(chosen=st.sets(st.sampled_from(CODES), min_size=1, max_size=5), span=SPANS)
def test_filters_are_those_of_the_whole_frame(chosen, span):
    first, last = span
    if last < 1990 or first > 2024:
        with pytest.raises(NotCovered, match="covers 1990 to 2024"):
            cr.data.load("migrant_stock", country=chosen, year=span)
        return
    if not any(first <= year <= last for year in DATES):
        with pytest.raises(NotCovered, match="nearest years"):
            cr.data.load("migrant_stock", country=chosen, year=span)
        return
    found = cr.data.load("migrant_stock", country=chosen, year=span).frame
    by_hand = STOCK.filter(
        pl.col("origin").is_in(chosen) | pl.col("destination").is_in(chosen), pl.col("year").is_between(first, last)
    )
    assert found.equals(by_hand)


@settings(max_examples=10, deadline=None)
@given(year=st.integers(2019, 2025))
def test_a_year_of_a_dated_table_is_that_of_its_dates(year):
    found = cr.data.load("visa", year=year).frame
    assert found.equals(VISA.filter(pl.col("date").dt.year() == year))


@pytest.mark.parametrize("written", ["MEX", "mexico", "México", "mx", "484", 484])
def test_a_country_may_be_written_in_any_usual_way(written):
    assert cr.data.load("population", country=written).frame["country"].unique().to_list() == ["MEX"]


@pytest.mark.parametrize(
    ("name", "written", "code"),
    [
        ("trade_bilateral", "Yugoslavia", "YUG"),
        ("labour_agreements", "Serbia and Montenegro", "SCG"),
        ("economy", "USSR", "SUN"),
        ("refugees", "unknown", "UNK"),
        ("refugees", "stateless", "STL"),
        ("migrant_stock", "Channel Islands", "CHI"),
        ("eu_asylum_first_time", "Kosovo", "XKX"),
    ],
)
def test_past_states_and_special_cells_are_found_by_name(name, written, code):
    frame, source = cr.data.load(name, country=written)
    assert frame.height > 0
    assert frame.filter(pl.any_horizontal(pl.col(c) == code for c in source.country)).height == frame.height


def test_several_countries_are_the_union():
    frame = cr.data.load("population", country=["Tonga", "NZL"]).frame
    assert set(frame["country"]) == {"TON", "NZL"}


@pytest.mark.parametrize(
    ("name", "arguments", "error", "words"),
    [
        ("migrant_stok", {}, UnknownName, "Did you mean migrant_stock"),
        (None, {}, UnknownName, "Unknown dataset 'None'"),
        ("population", {"country": "Mexxico"}, UnknownName, "Did you mean Mexico"),
        ("population", {"country": "Congo"}, UnknownName, "ambiguous"),
        ("population", {"country": []}, InvalidInput, "list of countries is empty"),
        ("population", {"country": math.nan}, InvalidInput, "text or an M49 number"),
        ("population", {"country": None, "year": 1850}, NotCovered, "covers 1950 to 2100"),
        ("population", {"year": (2101, 2200)}, NotCovered, "no rows for 2101-2200"),
        ("population", {"year": (2024, 2020)}, InvalidInput, "Write them as 2020-2024"),
        ("population", {"year": "2024"}, InvalidInput, "neither a year"),
        ("population", {"year": 2024.5}, InvalidInput, "neither a year"),
        ("population", {"year": math.nan}, InvalidInput, "neither a year"),
        ("population", {"year": (2000, 2010, 2020)}, InvalidInput, "neither a year"),
        ("countries", {"year": 2024}, InvalidInput, "no year column"),
        ("outlines_50m", {}, InvalidInput, "is a map"),
        ("visa_demig", {}, DataUnavailable, r"migrationinstitute\.org.*corridors data add"),
        ("opinion_immigration", {}, DataUnavailable, r"europeansocialsurvey\.org.*worldvaluessurvey"),
    ],
)
def test_mistakes_are_said_plainly(name, arguments, error, words):
    with pytest.raises(error, match=words) as caught:
        cr.data.load(name, **arguments)
    assert "\n" not in str(caught.value)


def test_a_dataset_without_countries_cannot_be_filtered_by_country(monkeypatch):
    source = dataclasses.replace(cr.data.source("population"), country=())
    monkeypatch.setattr(sys.modules["corridors.data.load"], "find_source", lambda name: source)
    with pytest.raises(InvalidInput, match="no country column"):
        cr.data.load("population", country="MEX")


def test_outlines_are_those_of_the_countries():
    topology, source = cr.data.outlines()
    assert len(topology["objects"]["countries"]["geometries"]) == 241
    assert "no position" in " ".join(source.caveats)
    with pytest.raises(UnknownName, match="outlines_50m"):
        cr.data.outlines("55m")
