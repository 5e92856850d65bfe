"""Migrants' work against natives': published rates, the course of a gap by hand, the sentences at extremes."""

import polars as pl
import pytest

import corridors as cr
from corridors.answers.integration import outcome_tables as tables
from corridors.answers.integration.withheld import Held
from corridors.content.blocks import Missing
from corridors.data.catalogue import source
from corridors.errors import NotCovered
from corridors.parameters import parameter


def test_germanys_rates_are_those_that_eurostat_published():
    """Eurostat lfsa_ergan, ages 15 to 64, 2023: foreign citizens 65.8%, nationals 79.7%."""
    row = tables.work().filter(country="DEU", year=2023).row(0, named=True)
    assert (row["foreigners"], row["nationals"]) == (65.8, 79.7)
    assert row["gap"] == pytest.approx(13.9, abs=1e-9)  # difference of two decimals in float64


def test_both_sexes_lie_between_women_and_men():
    """The gap of all is between those of women and men only roughly, rates do: nationals' rate is a weighted mean."""
    both = tables.rates("employment rate").select("country", "year", "nationals")
    women = tables.rates("employment rate", "female").select("country", "year", women="nationals")
    men = tables.rates("employment rate", "male").select("country", "year", men="nationals")
    joined = both.join(women, on=["country", "year"]).join(men, on=["country", "year"])
    low, high = pl.min_horizontal("women", "men"), pl.max_horizontal("women", "men")
    inside = joined.select(pl.col("nationals").is_between(low - 0.1, high + 0.1)).to_series()
    assert inside.all() and joined.height > 500  # 0.1: rates are rounded to one decimal


def test_the_course_of_a_gap_by_hand():
    frame = tables.course(10, parameter("employment_convergence"))
    assert frame["central"][0] == 10
    after = frame.filter(years=10).row(0, named=True)
    assert after["slow"] == pytest.approx(10 * 0.95**10) and after["fast"] == pytest.approx(10 * 0.8**10)
    assert (frame["slow"] >= frame["central"]).all() and (frame["central"] >= frame["fast"]).all()


def test_the_last_figures_are_not_stale_and_the_union_is_no_country():
    last = tables.latest(tables.work())
    assert last["year"].min() >= last["year"].max() - tables.OLDEST
    assert not last["country"].is_in([tables.UNION, "EU28"]).any()
    assert not tables.by_birth()[0]["country"].str.starts_with("EU").any()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({}, "of 35 European countries"),
        ({"year": 2010}, "In 2010, a smaller part"),
        ({"country": "DEU"}, "half of it is gone after 3 to 14 years"),
        ({"country": "MLT"}, "no gap to the foreigners' disadvantage"),
        ({"country": "GBR"}, "a gap of 0.2 points"),
        ({"country": "IND"}, "hold 35 European countries"),
        ({"country": "TUV"}, "is not in the data"),
        ({"country": "XKX"}, "is not in the data"),
        ({"country": "SYR"}, "is not in the data"),
        ({"region": "Northern Europe"}, "countries of the region Northern Europe with data"),
        ({"region": "Caribbean"}, "is not in the data"),
    ],
)
def test_the_finding_at_extremes(arguments, said):
    assert said in cr.answer("integration", **arguments).finding


def test_without_the_policy_index_the_answer_says_how_to_add_it(monkeypatch):
    monkeypatch.setattr(tables, "policy", lambda: Missing("Laws", "Not added.", "Add it."))
    assert "Laws" in {missing.what for missing in cr.answer("integration").content.missing}


def test_with_the_policy_index_other_countries_have_a_score(monkeypatch):
    frame = pl.DataFrame(
        {
            "country": ["IND", "IND", "IND"],
            "year": [2014, 2019, 2019],
            "code": ["overall_nohealth", "overall_nohealth", "area"],
            "score": [20.0, 24.0, 99.0],
            "edition": ["core"] * 3,
        }
    )
    held = Held(tables.overall(frame), source("policy_mipex"))
    monkeypatch.setattr(tables, "policy", lambda: held)
    made = cr.answer("integration", country="IND")
    assert "24 of 100 (2019)" in made.finding and made.table("policy").frame.height == 1


def test_a_year_without_surveys_names_the_nearest():
    with pytest.raises(NotCovered, match="1995"):
        cr.answer("integration", year=1980)


@pytest.mark.parametrize("arguments", [{}, {"country": "SWE"}, {"region": "EU"}])
def test_charts_say_what_they_show(arguments):
    figures = cr.answer("integration", **arguments).figures
    assert figures and all(figure.alternative for figure in figures)
