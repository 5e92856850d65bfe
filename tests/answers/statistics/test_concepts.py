"""`concepts`: every series defined, every stock's basis, conversions measured on the same corridors."""

import polars as pl
import pytest

import corridors as cr
from corridors.answers.statistics import concept_tables as tables
from corridors.answers.statistics import mirror_tables
from corridors.data import source


@pytest.fixture(scope="module")
def world():
    return cr.answer("concepts")


def test_every_series_is_in_the_catalogue_and_has_its_definition(world):
    frame = world.table("series").frame
    assert all(source(name).definition == text for name, text in frame.select("dataset", "definition").rows())
    assert all(frame["definition"]) and set(frame["kind"]) <= {"stock", "flow"}


def test_every_destination_has_one_basis(world):
    """UN DESA 2024: stocks by birth in about four destinations of five, by citizenship in most others."""
    ties = world.table("ties").frame
    assert ties["destinations"].sum() == tables.rests_on().height == 233
    assert ties["share"].sum() == pytest.approx(1.0, abs=1e-12)
    assert 0.7 < ties.filter(ties="country of birth")["destinations"][0] / 233 < 0.85


def test_a_factor_is_the_median_of_ratios_of_the_same_corridor_and_year(world):
    row = world.table("conversions").frame.filter(wanted="arrivals, for good").row(0, named=True)
    held = mirror_tables.both_sides().filter(
        (pl.col("receiver_counts") == "for good") & (pl.col("sender_counts") == "any stay")
        & (pl.col("departures") >= 100) & (pl.col("arrivals") > 0)
    )  # fmt: skip
    assert row["pairs"] == held.height
    assert row["factor"] == held["ratio"].median()
    assert row["low"] <= row["factor"] <= row["high"]


def test_looser_stays_count_more(world):
    """An arrival for good is one of twelve months, and one of twelve months is one of any stay."""
    factor = dict(world.table("conversions").frame.select("wanted", "factor").rows())
    assert factor["arrivals, for good"] < factor["arrivals, permit for good"] < factor["arrivals, 12 months"] < 1


def test_factors_that_rest_on_recalled_criteria_are_marked(world):
    marks = dict(world.table("conversions").frame.select("given", "quality").rows())
    assert marks["departures, any stay"] == "unverified"
    assert marks["citizenship of arrivals"] == "observed"


def test_too_few_comparisons_give_no_factor():
    ratios = pl.DataFrame({"origin": ["A", "B"], "destination": ["C", "C"], "ratio": [1.0, 2.0]})
    assert tables._summary(ratios, "a", "b", "c", "observed").is_empty()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("DEU", "counted by country of birth, with refugees added"),
        ("IND", "counted by country of birth"),
        ("TUV", "counted by citizenship"),
        ("PRK", "no data of its own"),
        ("SSD", "South Sudan"),
        ("XKX", "No migrant stock is published for Kosovo"),
    ],
)
def test_the_finding_says_on_what_a_stock_rests(code, said):
    made = cr.answer("concepts", country=code)
    assert said in made.finding and made.finding.endswith(".")


def test_the_chart_shows_every_factor(world):
    assert world.figures[0].data.height == world.table("conversions").frame.height
