"""`host-gain`: the surplus against a published one, views, bounds, sentences at the edges."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridors as cr
from corridors.answers.development.host_tables import WIDEST_SHARE, Host, applied, estimates, shares
from corridors.errors import UnknownName
from corridors.parameters import parameter


def test_the_surplus_is_the_published_one():
    # Borjas (2013), Immigration and the American Worker, Center for Immigration Studies: 35 billion dollars, 0.24% of
    # output, with 15% foreign-born in the workforce and labour's share near 0.7: 0.02 is the rounding of those.
    found = estimates(Host(0.15), oecd_like=True).filter(effect="surplus").row(0, named=True)
    assert found["central"] == pytest.approx(0.24, abs=0.02)


def test_ten_per_cent_more_labour_gives_the_estimate_itself():
    share = 1 - 1 / 1.1
    rows = {row["view"]: row for row in estimates(Host(share), oecd_like=False).filter(effect="wages").to_dicts()}
    borjas = parameter("native_wage_response_low_skill", "substitutes")
    # Six decimals of a per cent are kept.
    assert rows["substitutes"]["central"] == pytest.approx(100 * borjas.central, abs=1e-5)
    assert rows["complements"]["central"] == 0


@given(st.floats(0, WIDEST_SHARE), st.one_of(st.none(), st.floats(0, 1)))
def test_ends_enclose_the_middle_and_nothing_is_certain_without_a_source(share, low):
    found = estimates(Host(share, low), oecd_like=True)
    assert (found["low"] <= found["central"]).all() and (found["central"] <= found["high"]).all()
    assert found["source"].str.len_chars().min() > 10
    assert set(found["quality"]) == {"extrapolated"}


def test_a_known_share_of_low_education_lowers_the_hidden_subsidy():
    def cost(low):
        return estimates(Host(0.2, low), oecd_like=False).filter(view="hidden-subsidy")["central"][0]

    assert cost(None) == cost(1.0) < cost(0.4) < 0


def test_the_foreign_born_share_is_the_published_one():
    # International Migrant Stock 2024: 52.4 million in the United States of 345 million, 15.2%.
    assert shares(2024).filter(country="USA")["share"][0] == pytest.approx(0.152, abs=0.001)


def test_nothing_is_applied_beyond_the_studies():
    beyond = applied(2024).filter(pl.col("share") > WIDEST_SHARE)
    assert beyond.height > 10 and beyond["wages_substitutes"].null_count() == beyond.height
    made = cr.answer("host-gain", "ARE")
    assert "no estimate is applied" in made.finding and not made.data


def test_a_view_leaves_the_other_disputes_alone():
    found = cr.answer("host-gain", "DEU", view="complements").table("estimates").frame
    assert set(found.filter(effect="wages")["view"]) == {"complements"}
    assert set(found.filter(effect="fiscal")["view"]) == {"newcomers-cost", "newcomers-pay"}
    with pytest.raises(UnknownName, match="complements"):
        cr.answer("host-gain", view="complement")


@pytest.mark.parametrize("code", ["USA", "IND", "CHN", "TUV", "NRU", "SYR", "SSD", "XKX", "PRK", "JPN"])
def test_very_different_countries_have_an_answer(code):
    made = cr.answer("host-gain", code)
    assert "None" not in made.finding and "nan" not in made.finding and " 0% to 0%" not in made.finding
    assert any("Measured effects" in one.what or "share" in one.what for one in made.content.missing)


def test_growth_changes_by_points():
    made = cr.answer("host-gain", "DEU")
    assert "percentage points (A hidden subsidy) or 0 percentage points" in made.finding
    assert set(made.table("estimates").frame.filter(effect="methods")["unit"]) == {"points a year"}


def test_fiscal_estimates_stay_with_high_income_countries():
    assert cr.answer("host-gain", "TUV").table("estimates").frame.filter(effect="fiscal").is_empty()
    assert cr.answer("host-gain", "FRA").table("estimates").frame.filter(effect="fiscal").height == 2
