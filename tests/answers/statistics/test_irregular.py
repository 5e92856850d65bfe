"""`irregular`: published counts, kept apart; no number where none is known."""

import polars as pl
import pytest

import corridors as cr
from corridors.answers.statistics import irregular_tables as tables
from corridors.errors import NotCovered


@pytest.fixture(scope="module")
def world():
    return cr.answer("irregular")


def test_counts_are_the_published_ones(world):
    """Frontex: about 380,000 detections in 2023 and 1.82 million in 2015; US CBP, southwest border, fiscal 2019:
    977,509 (here the calendar year); IOM: at least 8,938 deaths in 2024 as first published, more since."""
    years = {row["year"]: row for row in world.table("years").frame.iter_rows(named=True)}
    assert round(years[2023]["eu_detections"], -4) == 380_000
    assert round(years[2015]["eu_detections"] / 1e6, 2) == 1.82
    assert years[2024]["deaths"] >= 8_938
    fiscal = tables.load("irregular").frame.filter(
        pl.col("source") == "US CBP", pl.col("month").is_between(pl.date(2018, 10, 1), pl.date(2019, 9, 30))
    )
    assert fiscal["value"].sum() == 977_509


def test_every_row_stays_within_one_authority_and_kind(world):
    crossings = world.table("crossings").frame
    assert crossings.select("source", "indicator", "route").is_unique().all()
    eu = crossings.filter(source="Frontex")["events"].sum()
    assert eu == world.table("years").frame.filter(year=2024)["eu_detections"][0]
    assert not {"total", "all", "sum"} & set(world.table("years").frame.columns), "counts are never added over kinds"


def test_deaths_by_route_add_up_to_the_year(world):
    assert world.table("deaths").frame["deaths"].sum() == world.table("years").frame.filter(year=2024)["deaths"][0]


def test_years_that_are_not_full_are_left_out(world):
    assert world.table("years").frame["year"].max() == 2024, "the record of 2025 ends in April or May"
    assert world.table("years").frame.filter(year=2017)["us_encounters"][0] is None, "it begins in October 2017"
    with pytest.raises(NotCovered, match="2024"):
        cr.answer("irregular", year=2025)


def test_each_series_says_what_it_cannot_count(world):
    meanings = world.table("meanings").frame
    assert set(meanings["dataset"]) == set(tables.DATASETS)
    assert all(text for text in meanings["cannot"])


def test_rival_estimates_are_of_one_year():
    """DHS and Pew both put the United States at 11 million in 2022."""
    views = cr.answer("irregular", country="USA").content.views
    assert views is not None and set(views.values.values()) == {11e6}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("AFG", "known to be its nationals died or disappeared"),
        ("SYR", "of its nationals were found illegally present in Europe"),
        ("USA", "Pew Research Center estimates 14 million"),
        ("FIN", "up to 5,000 residents without a right to stay"),
        ("GBR", "594,000 to 745,000 residents"),
        ("NRU", "that nothing is recorded is no sign that nothing happens"),
        ("TUV", "by its nationals detected at the EU"),
        ("PRK", "no estimate"),
    ],
)
def test_the_finding_says_what_is_known_and_what_not(code, said):
    made = cr.answer("irregular", country=code)
    assert said in made.finding
    assert made.finding.endswith(".") and "None" not in made.finding


def test_a_country_without_an_estimate_is_told_where_there_are_some():
    missing = cr.answer("irregular", country="MYS").content.missing[0]
    assert "Germany" in missing.why and "United States" in missing.why


def test_charts(world):
    assert {figure.name for figure in world.figures} == {"deaths", "counts"}
    assert not cr.answer("irregular", country="NRU").figures
