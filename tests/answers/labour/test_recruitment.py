"""`recruitment`: figures as published, which corridor each is about, sentences that say how thin they are."""

import polars as pl
import pytest

import corridors as cr
from corridors.answers.labour import agreements
from corridors.answers.labour import recruitment_tables as tables
from corridors.errors import NotCovered


def test_figures_are_as_published():
    # Martin (2016): 1 to 7 months over the KNOMAD corridors. World Bank blog (Yi): one month in Korea, up to 15 from
    # Pakistan to Saudi Arabia.
    months = tables.points().filter(unit=tables.MONTHS)
    assert (1.0, 7.0) in months.select("low", "high").rows()
    assert months.filter(destination="KOR").select("low", "high").row(0) == (1.0, 1.0)
    assert months.filter(origin="PAK")["high"][0] == 15


def test_a_figure_is_only_about_those_whom_its_source_names():
    assert tables.about("NPL", "QAT").height == 1
    assert tables.about("PHL", "ARE").is_empty(), "a figure of South Asians is none of Filipinos"
    assert "KWT" in tables.about("BGD", "KWT")["destination"].to_list()
    assert tables.about("TON", None).is_empty()


@pytest.mark.parametrize("code", ["BGD", "IND", "PHL", "TUV", "SYR", "SSD", "XKX", "PRK", "KWT", "KOR"])
def test_very_different_countries_have_an_answer(code):
    made = cr.answer("recruitment", code)
    assert "None" not in made.finding and "nan" not in made.finding.lower().split()
    assert "thin" in made.content.uncertainty
    assert any("employers" in missing.what for missing in made.content.missing)


def test_a_country_without_figures_says_so_and_keeps_its_agreements():
    made = cr.answer("recruitment", "Philippines")
    assert made.finding.startswith("No recruitment cost is published for the Philippines")
    assert made.table("agreements").frame.height == 79


@pytest.mark.parametrize(
    ("origin", "destination", "said"),
    [("PAK", "SAU", "10 to 15 months"), ("NPL", "QAT", "10 to 18 months"), ("BGD", "KWT", "figures are held"),
     ("PHL", "ARE", "No recruitment cost"), ("TON", "NZL", "No recruitment cost"), ("VNM", "DEU", "smuggling fee")],
)  # fmt: skip
def test_corridors(origin, destination, said):
    assert said in cr.answer("recruitment", origin=origin, destination=destination).finding


def test_a_pair_of_which_nothing_is_known_names_the_figures_there_are():
    with pytest.raises(NotCovered, match="from Pakistan to Saudi Arabia"):
        cr.answer("recruitment", origin="TUV", destination="PRK")


def test_smuggling_fees_are_no_recruitment_costs():
    assert ("BGD", "EU") not in tables.named_corridors()
    assert not agreements.agreements().filter("coded")["costs"].null_count()
    assert agreements.agreements().filter(~pl.col("coded"))["costs"].null_count() == 652
