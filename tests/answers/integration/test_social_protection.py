"""What benefits reach: the publisher's figures, sums over countries, access by status, the sentences at extremes."""

import polars as pl
import pytest

import corridors as cr
from corridors.answers.integration import protection_tables as tables
from corridors.answers.integration.withheld import Held
from corridors.content.blocks import Missing
from corridors.data.catalogue import source


def test_coverage_is_that_of_the_publisher():
    """SDG 1.3.1, release of 2020: in India 22.0% had any benefit in 2016, and 25.2% of the old a pension."""
    row = tables.coverage().frame.filter(country="IND").row(0, named=True)
    assert (row["any"], row["pension"], row["year"]) == (22.0, 25.2, 2016)


def test_all_people_born_elsewhere_stay_in_the_total():
    """United Nations, International Migrant Stock 2024: 304 million, with those of unknown origin."""
    assert tables.coverage().frame["migrants"].sum() == pytest.approx(304.0e6, rel=0.002)  # printed to the million


def test_coverage_is_a_part_and_not_stale():
    frame = tables.coverage().frame
    for name in tables.BENEFITS.values():
        assert frame[name].drop_nulls().is_between(0, 100).all()
    assert frame["pension_year"].min() >= 2019 - tables.OLDEST


def test_europes_ratio_by_hand():
    """Eurostat ilc_di15, Germany 2023: 20,793 euro for foreigners and 27,600 for nationals."""
    from corridors.answers.integration import outcome_tables

    row = outcome_tables.rates("median equivalised net income").filter(country="DEU", year=2023).row(0, named=True)
    assert (row["foreigners"], row["nationals"]) == (20_793, 27_600)
    frame = tables.europe()[0]
    assert not frame["country"].str.starts_with("EU").any() and frame["country"].is_unique().all()


def test_access_by_status_takes_the_last_year():
    frame = pl.DataFrame(
        {
            "country": ["DEU"] * 4,
            "year": [2020, 2024, 2024, 2024],
            "code": ["147a", "145a", "146a", "area"],
            "score": [0.0, 100.0, 50.0, 7.0],
            "edition": ["EU"] * 4,
        }
    )
    row = tables.statuses(frame).row(0, named=True)
    assert (row["year"], row["legal"], row["asylum"], row["undocumented"]) == (2024, 100.0, 50.0, None)


def test_the_index_is_shown_where_it_was_added(monkeypatch):
    one = {"country": ["DEU"], "year": [2024], "code": ["145a"], "score": [100.0], "edition": ["EU"]}
    held = Held(tables.statuses(pl.DataFrame(one)), source("policy_mipex"))
    monkeypatch.setattr(tables, "by_status", lambda: held)
    assert cr.answer("social-protection", country="DEU").table("status").frame["legal"][0] == 100.0
    monkeypatch.setattr(tables, "by_status", lambda: Missing("Access by status", "Not added.", "Add it."))
    missing = {one.what for one in cr.answer("social-protection", country="DEU").content.missing}
    assert "Access by status" in missing


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({}, "is not recorded; of 304 million people"),
        ({"country": "IND"}, "22% of all inhabitants had at least one benefit (2016), migrants not told apart"),
        ({"country": "DEU"}, "median income was"),
        ({"country": "TUV"}, "is not in the data"),
        ({"country": "XKX"}, "is not in the data"),
        ({"country": "SSD"}, "is not in the data"),
        ({"country": "SYR"}, "only insurance for work injury is in the data"),
        ({"country": "TUR"}, "of the old had a pension"),
        ({"region": "GCC"}, "under half of all inhabitants"),
        ({"region": "Micronesia"}, "is not recorded"),
    ],
)
def test_the_finding_at_extremes(arguments, said):
    made = cr.answer("social-protection", **arguments)
    assert said in made.finding
    assert any("residence status" in missing.what for missing in made.content.missing)


def test_countries_without_data_are_named():
    missing = cr.answer("social-protection").content.missing
    assert any("Türkiye" in one.what for one in missing)


@pytest.mark.parametrize("arguments", [{}, {"country": "DEU"}])
def test_charts_say_what_they_show(arguments):
    figures = cr.answer("social-protection", **arguments).figures
    assert figures and all(figure.alternative for figure in figures)
