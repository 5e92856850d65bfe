"""Gaps between two ends: against published values, as identities, and the finding at extremes."""

import polars as pl
import pytest

import corridors as cr
from corridors.answers.drivers import gap_tables as tables
from corridors.errors import NotCovered


def row(origin, destination, year):
    return tables.gaps().frame.filter(origin=origin, destination=destination, year=year).row(0, named=True)


def test_the_values_of_both_ends_are_the_world_banks():
    """World Development Indicators, GDP per head, PPP, constant 2021 international dollars, 2020."""
    economy = cr.data.load("economy", country=["MEX", "USA"], year=2020).frame.filter(indicator="NY.GDP.PCAP.PP.KD")
    held = dict(zip(economy["country"], economy["value"], strict=True))
    found = row("MEX", "USA", 2020)
    assert (found["income_origin"], found["income_destination"]) == (held["MEX"], held["USA"])
    assert found["income_gap"] == pytest.approx(held["USA"] / held["MEX"])


@pytest.mark.parametrize("measure", ["unemployment", "median_age", "schooling", "income"])
def test_the_way_back_has_the_opposite_gap(measure):
    there, back = row("PHL", "USA", 2015)[f"{measure}_gap"], row("USA", "PHL", 2015)[f"{measure}_gap"]
    assert there * back == pytest.approx(1) if measure == "income" else there == pytest.approx(-back)


def test_two_ends_alike_average_to_one():
    """A ratio of two and one of a half, of as many people, even out."""
    frame = pl.DataFrame({"year": [2020, 2020], "stock": [10, 10], "income_gap": [2.0, 0.5]}).with_columns(
        **{f"{name}_gap": pl.lit(0.0) for name in tables.MEASURES if name != "income"}
    )
    found = tables.yearly(frame).row(0, named=True)
    assert found["income_gap"] == pytest.approx(1) and found["richer"] == 0.5 and found["covered"] == 1


def test_no_corridor_with_a_known_gap_gives_none_and_no_nan():
    frame = pl.DataFrame(
        {"year": [2020], "stock": [10], "income_gap": [None]}, schema_overrides={"income_gap": pl.Float64}
    )
    frame = frame.with_columns(
        **{f"{name}_gap": pl.lit(None, pl.Float64) for name in tables.MEASURES if name != "income"}
    )
    assert tables.yearly(frame).row(0, named=True)["income_gap"] is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [({}, "times that of where they were born"), ({"country": "PRK"}, "No gap can be given for North Korea"),
     ({"country": "TUV"}, "people born in Tuvalu who live elsewhere"),
     ({"origin": "TON", "destination": "NZL"}, "times that of Tonga"), ({"region": "GCC"}, "Gulf Cooperation Council")],
)  # fmt: skip
def test_the_finding_at_extremes(arguments, said):
    made = cr.answer("gaps", **arguments)
    assert said in made.finding and "nan" not in made.finding


def test_a_pair_without_anybody_is_refused_with_others():
    with pytest.raises(NotCovered, match="Places with people born there"):
        cr.answer("gaps", origin="Tonga", destination="North Korea")
