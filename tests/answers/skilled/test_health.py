"""Doctors abroad: against the OECD's published total, as identities, and the sentences at extremes."""

import polars as pl
import pytest

import corridors as cr
from corridors.answers.skilled import health_tables as tables
from corridors.errors import NotCovered


def test_the_united_states_add_up_to_the_published_total():
    """OECD, Health Workforce Migration: 215,630 foreign-trained doctors in the United States in 2016."""
    held = tables.abroad()
    named = held.pairs.filter(destination="USA")["doctors"].sum()
    assert named + held.unknown - 215_630 == 13  # the publisher's countries add up to 13 more than its total


def test_origins_and_destinations_hold_the_same_doctors():
    origins, into = tables.of_destinations(), tables.received()
    assert origins["abroad"].sum() == into["foreign"].sum() == tables.abroad().pairs["doctors"].sum()
    assert into.height == 21


def test_shares_are_parts_of_doctors_at_home_and_abroad():
    frame = tables.of_destinations().filter(pl.col("home").is_not_null())
    again = frame["abroad"] / (frame["abroad"] + frame["density"] * frame["population"] / 10_000)
    assert (again - frame["share"]).abs().max() == pytest.approx(0, abs=1e-12)  # float64
    assert frame["share"].is_between(0, 1).all()
    assert not tables.ranked(frame)["country"].is_in(["GRD", "DMA"]).any()
    both = tables.ranked(frame).select(pl.col("abroad") + pl.col("home")).to_series()
    assert both.min() >= tables.RANKED_FROM


def test_the_united_kingdoms_doctors_trained_in_india():
    """The corridor's count is the publisher's row, and the part of India's doctors abroad follows from it."""
    made = cr.answer("health", origin="IND", destination="GBR")
    count = made.table("pair").frame["doctors"][0]
    assert count == tables.abroad().pairs.filter(origin="IND", destination="GBR")["doctors"].item()
    assert 15_000 < count < 25_000 and "trained in India worked in the United Kingdom" in made.finding


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({}, "21 countries counted"),
        ({"country": "TUV"}, "None of the 21 destinations counted a doctor trained in Tuvalu"),
        ({"country": "XKX"}, "None of the 21"),
        ({"country": "SYR"}, "left for 10,000 inhabitants"),
        ({"country": "GRD"}, "because its schools train foreigners"),
        ({"country": "VEN"}, "how many doctors are at home is not known"),
        ({"country": "USA"}, "doctors trained elsewhere worked in the United States (2016)"),
        ({"destination": "ARE"}, "not in the data"),
        ({"region": "Sub-Saharan Africa"}, "where both are known"),
    ],
)
def test_the_finding_at_extremes(arguments, said):
    made = cr.answer("health", **arguments)
    assert said in made.finding or said in " ".join(fact.label for fact in made.content.facts)
    assert any("Nurses" in missing.what for missing in made.content.missing)


def test_a_country_without_doctors_abroad_still_shows_its_density():
    facts = cr.answer("health", country="TUV").content.facts
    assert [fact.label for fact in facts] == ["Doctors for 10,000 inhabitants"]


def test_a_pair_without_a_count_names_others():
    with pytest.raises(NotCovered, match="New Zealand"):
        cr.answer("health", origin="FJI", destination="ARE")
    with pytest.raises(NotCovered, match="doctors trained in"):
        cr.answer("health", origin="TUV", destination="NZL")


@pytest.mark.parametrize("arguments", [{}, {"country": "PHL"}, {"destination": "NZL"}, {"origin": "FJI"}])
def test_charts_say_what_they_show(arguments):
    figures = cr.answer("health", **arguments).figures
    assert figures and all(figure.alternative for figure in figures)
