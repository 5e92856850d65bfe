"""Policies abroad: their scenarios, how a range is taken apart, and the finding at extremes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import corridors as cr
from corridors.answers import whatif
from corridors.answers.drivers import trade_tables as tables

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def few_draws(monkeypatch):
    monkeypatch.setattr(whatif, "DRAWS", 1)


def test_the_policies_are_those_of_the_shipped_scenarios():
    parts = {part.name: part for part in tables.parts()}
    assert list(parts) == ["farm", "trade", "aid", "investment"]
    assert set(parts["farm"].origins) == {"BEN", "BFA", "MLI", "TCD"}
    assert [part.scenario.levers[0].lever for part in parts.values()] == [
        "farm_subsidies",
        "growth",
        "aid",
        "investment",
    ]
    assert all(part.scenario.levers[0].source for part in parts.values())


def test_a_country_takes_the_place_of_the_origins_and_is_none_of_the_destinations():
    for part in tables.parts("BFA"):
        assert part.origins == ("BFA",) and part.scenario.levers[0].origins == ("BFA",)
        assert "BFA" not in part.scenario.destinations and len(part.scenario.destinations) > 200


def test_cotton_subsidies_are_tried_where_they_were_studied_and_nowhere_else():
    for code in ("MEX", "IND", "DEU"):
        assert "farm" not in [part.name for part in tables.parts(code)]
    assert all(tables.economy(code).cotton for code in ("BEN", "BFA", "TCD", "MLI"))


def test_rich_countries_meet_neither_farm_subsidies_nor_aid():
    assert [part.name for part in tables.parts("DEU")] == ["trade", "investment"]
    assert tables.economy("BFA").aid > 0 and tables.economy("DEU").aid == 0


values = arrays(float, 6, elements=st.floats(-100, 100))


@given(one=values, other=values)
def test_the_parts_of_a_variance_add_up(one, other):
    """Between and within make the variance of all; 1e-6: rounding of sums of squares up to 1e4."""
    share = tables.between([one, other])
    total = np.var(np.concatenate([one, other]))
    apart = np.var([one.mean(), other.mean()])
    if share is None:
        assert total == pytest.approx(0, abs=1e-9)
    else:
        assert 0 <= share <= 1 and share * total == pytest.approx(apart, rel=1e-6, abs=1e-6)


def test_one_draw_says_nothing_of_how_far_runs_spread():
    assert tables.between([np.array([1.0]), np.array([2.0])]) is None


def test_the_two_sides_on_farm_subsidies_part_and_one_expects_nothing():
    (farm,) = [part for part in tables.parts("MLI") if part.name == "farm"]
    found = tables.divided(tables.run(farm), farm.views)
    assert found.middle_highest == found.highest == 0 and found.lowest <= found.middle_lowest < 0
    # The registry's central response is -1.5% of departures; the stock of 2050 holds people who had left before.
    assert -1.5 < found.middle_lowest < -0.5


def test_the_answer_for_a_rich_country_says_what_cannot_reach_it():
    made = cr.answer("trade", "DEU")
    assert "people from Germany who live elsewhere" in made.finding and "central runs alone" in made.finding
    assert any("Farm subsidies" in one.what for one in made.content.missing)
    assert "cotton households in Benin, Burkina Faso, Chad and Mali" in made.finding
    assert set(made.table("effects").frame["part"]) == {"trade", "investment"}
    assert made.content.views is not None and made.figures


def test_a_cotton_country_is_told_what_is_counted_and_why_no_view_is_one_side():
    made = cr.answer("trade", "MLI")
    assert "departures alone are counted" in made.finding and "2.3% to 5.7% of their income" in made.finding
    assert "“Farm subsidies push”" in made.table("effects").note and "the two are equal" in made.table("effects").note


@pytest.mark.parametrize("code", ["VAT", "XKX", "TON"])
def test_small_places_have_an_answer(code):
    made = cr.answer("trade", code)
    assert made.finding.endswith(".") and "nan" not in made.finding and "None" not in made.finding
