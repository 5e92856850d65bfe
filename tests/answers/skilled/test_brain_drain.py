"""Skilled emigration: the net effect by hand, the Guineas put right, and the sentences with and without rates."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridors as cr
from corridors.answers.integration.withheld import Held
from corridors.answers.skilled import brain_tables as tables
from corridors.content.blocks import Missing
from corridors.data.catalogue import source
from corridors.errors import InvalidInput, UnknownName

RATES = pl.DataFrame(
    {
        "origin": ["GIN", "GNB", "HTI", "WLD", "HTI"],
        "gender": ["both", "both", "both", "both", "female"],
        "year": [2010] * 5,
        "rate_total": [0.050671, 0.011914, 0.1194973, 0.019119, 0.2],
        "rate_low": [0.033457, 0.006239, 0.048921, 0.014025, 0.2],
        "rate_medium": [0.089992, 0.019574, 0.1328373, 0.012851, 0.2],
        "rate_high": [0.2133259, 0.1011068, 0.8489438, 0.0531404, 0.2],
    }
)
"""A few rows of the shape of the IAB's file."""


@pytest.fixture
def with_rates(monkeypatch):
    held = Held(tables.corrected(RATES), source("iab_braindrain_rates"))
    monkeypatch.setattr(tables, "rates", lambda: held)


@pytest.fixture
def without_rates(monkeypatch):
    monkeypatch.setattr(tables, "rates", lambda: Missing("Rates", "They were not added.", "Add them."))


def test_the_two_guineas_are_exchanged_and_the_world_is_no_origin():
    """Guinea-Bissau sent far more of its people to Portugal and France than Guinea did, in relation to its size."""
    frame = tables.corrected(RATES)
    by_code = dict(zip(frame["country"], frame["total"], strict=True))
    assert by_code == {"GNB": 0.050671, "GIN": 0.011914, "HTI": 0.1194973}


def test_net_of_gain_by_hand():
    """Haiti: 84.9% of the skilled and 4.9% of the low-educated left; the response is 5% for each doubling."""
    row = tables.with_net(tables.corrected(RATES)).filter(country="HTI").row(0, named=True)
    left = (1 - 0.8489438) / (1 - 0.1194973)
    assert row["brain-drain"] == pytest.approx(left - 1, rel=1e-12)  # float64
    assert row["brain-gain"] == pytest.approx(left * 1.05**4.117146 - 1, rel=1e-5)  # log2 to six decimals


@given(low=st.floats(0.001, 0.9), high=st.floats(0.001, 0.9))
def test_gain_never_makes_it_worse_where_the_skilled_leave_more(low, high):
    frame = pl.DataFrame({"low": [low], "high": [high], "total": [(low + high) / 2]})
    row = tables.with_net(frame).row(0, named=True)
    if abs(high - low) > 1e-9:  # closer, the two differ by rounding only
        assert (row["brain-gain"] >= row["brain-drain"]) == (high >= low)


def test_nobody_low_skilled_abroad_leaves_the_net_unknown():
    frame = pl.DataFrame({"low": [0.0], "high": [0.4], "total": [0.2]})
    assert tables.with_net(frame).select(tables.VIEWS).row(0) == (None, None)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({}, "is not in the package; by proxies"),
        ({"country": "IND"}, "by proxies, 1.6% of its researchers"),
        ({"country": "TUV"}, "Nothing on skilled emigration from Tuvalu"),
        ({"country": "SSD"}, "Nothing on skilled emigration from South Sudan"),
        ({"country": "PRK"}, "no rate of skilled emigration from North Korea"),
        ({"country": "LUX"}, "it gained"),
        ({"region": "Caribbean"}, "by proxies"),
        ({"region": "Micronesia"}, "is in the package"),
    ],
)
def test_the_finding_without_rates(without_rates, arguments, said):
    made = cr.answer("brain-drain", **arguments)
    assert said in made.finding
    assert any("not added" in missing.why for missing in made.content.missing)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({}, "3 of 3 origins had fewer skilled people at home"),
        ({"country": "HTI"}, "84.9% of the tertiary-educated born in Haiti"),
        ({"country": "GNB"}, "21.3% of the tertiary-educated born in Guinea-Bissau"),
        ({"country": "TUV"}, "Nothing on skilled emigration from Tuvalu"),
    ],
)
def test_the_finding_with_rates(with_rates, arguments, said):
    made = cr.answer("brain-drain", **arguments)
    assert said in made.finding
    assert "iab_braindrain_rates" in {reference.source.name for reference in made.references}


@pytest.mark.parametrize(("country", "place"), [(None, "single countries"), ("IND", "India"), ("UKR", "Ukraine")])
def test_the_response_of_schooling_is_said_to_be_nobodys_own(without_rates, country, place):
    finding = cr.answer("brain-drain", country).finding
    assert f"was not measured for {place}" in finding
    assert "supposed" in finding and "from a study of 127 countries" in finding


def test_both_sides_are_shown_and_other_views_refused(without_rates):
    shown = cr.answer("brain-drain", view="brain-gain").content.views
    assert shown is not None and shown.values == pytest.approx({"brain-drain": 0.0, "brain-gain": 5.0})
    with pytest.raises(UnknownName, match="brain-drain"):
        cr.answer("brain-drain", view="brain-drian")
    with pytest.raises(InvalidInput, match="takes no year"):
        cr.answer("brain-drain", year=2010)


def test_linkedin_sums_are_those_of_the_publication():
    """World Bank and LinkedIn: Luxembourg's pairs of 2015 to 2019, added up and divided by five years."""
    from corridors.data import load

    rows = load("talent_migration_linkedin", country="LUX").frame.filter(pl.col("country") == "LUX")
    shown = tables.proxies().frame.filter(country="LUX")["linkedin"][0]
    assert shown == pytest.approx(rows["net_per_10k"].sum() / 5, rel=1e-12)  # float64


def test_small_communities_of_researchers_have_no_rate():
    frame = tables.proxies().frame
    assert frame.filter(country="NRU")["researchers"].drop_nulls().is_empty()
    assert frame["researchers"].drop_nulls().is_between(0, 1).all()


def test_charts_in_every_case(with_rates):
    assert cr.answer("brain-drain").figures and cr.answer("brain-drain", country="HTI").figures


def test_charts_of_proxies(without_rates):
    assert cr.answer("brain-drain").figures and cr.answer("brain-drain", country="IND").figures
