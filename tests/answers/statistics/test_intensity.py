"""`intensity`: indices by the field's formulas, identities between them, and places of every size."""

import numpy as np
import pytest

import corridors as cr
from corridors.answers.statistics import flow_tables, intensity_tables
from corridors.errors import NotCovered

PERIOD = (2015, 2020)


@pytest.fixture(scope="module")
def world():
    return cr.answer("intensity")


def test_shares_of_the_stock_are_the_published_ones(world):
    """UN DESA, International Migrant Stock 2024: 2.9 per cent of the world's people in 1990, 3.7 per cent in 2024."""
    stocks = world.table("stocks").frame
    assert round(100 * stocks["share"][0], 1) == 2.9
    assert round(100 * stocks["share"][-1], 1) == 3.7


def test_intensity_is_movers_over_people(world):
    row = world.table("indices").frame.filter(period="2015-2020", method="pseudo-Bayes").row(0, named=True)
    flow, people = flow_tables.estimated(PERIOD, "pseudo-bayes"), intensity_tables.people(PERIOD)
    assert row["intensity"] == pytest.approx(1000 * flow.sum() / people.sum(), rel=1e-12)  # the same sum in doubles
    assert people.sum() == pytest.approx(7.65e9, rel=0.01), "between 7.4 and 7.9 billion in 2015 and 2020 (WPP 2024)"


def test_the_four_directions_add_up_to_all_moves(world):
    frame = world.table("indices").frame
    whole = frame.select("south_south", "south_north", "north_south", "north_north").sum_horizontal()
    assert (whole - 1).abs().max() < 1e-9, "sums of four doubles"


def test_effectiveness_falls_with_moves_that_cancel(world):
    """The fewest moves leave the least to cancel: effectiveness must be higher than by pseudo-Bayes in every period."""
    frame = world.table("indices").frame
    for period in frame["period"].unique():
        both = dict(frame.filter(period=period).select("method", "effectiveness").rows())
        assert both["fewest moves, closed"] > both["pseudo-Bayes"]


def test_a_countrys_net_rate_is_arrivals_less_departures():
    frame = intensity_tables.of_country("DEU")
    assert np.allclose(frame["net"], frame["arrivals"] - frame["departures"], atol=1e-9)
    assert frame["destinations"].drop_nulls().is_between(1, 232).all()


def test_a_place_that_nobody_leaves_has_no_diversity():
    row = (
        intensity_tables.of_country("SYR").filter(method="fewest moves, closed", period="2020-2024").row(0, named=True)
    )
    assert row["departures"] == 0 and row["destinations"] is None and row["out_within"] is None


def test_every_place_has_a_region(world):
    regions, _ = intensity_tables.labels(PERIOD)
    assert "none" not in regions


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"country": "CHN"}, "left China"),
        ({"country": "TUV"}, "left Tuvalu"),
        ({"country": "SYR"}, "left Syria"),
        ({"country": "SSD"}, "left South Sudan"),
        ({"country": "PRK"}, "left North Korea"),
        ({"country": "XKX"}, "No flows of Kosovo are estimated"),
        ({"year": 1991}, "in 1990-1995"),
        ({"year": 2018}, "in 2015-2020"),
    ],
)
def test_the_finding_says_of_whom(asked, said):
    made = cr.answer("intensity", **asked)
    assert said in made.finding and made.finding.endswith(".") and "nan" not in made.finding


def test_the_last_period_is_marked_as_shorter(world):
    assert any("four years" in note.text for note in world.content.notes)
    assert not any("four years" in note.text for note in cr.answer("intensity", year=2012).content.notes)


def test_a_year_outside_the_periods_names_the_nearest():
    with pytest.raises(NotCovered, match="2024"):
        cr.answer("intensity", year=2031)


def test_charts(world):
    assert {figure.name for figure in world.figures} == {"indices", "directions"}
