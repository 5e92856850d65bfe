"""Opinion against facts: the published points, the stock nearest in time, the sentences at extremes."""

import polars as pl
import pytest

import corridors as cr
from corridors.answers.integration import opinion_tables as tables
from corridors.answers.integration.withheld import Held
from corridors.content.blocks import Missing
from corridors.data.catalogue import source


@pytest.fixture(autouse=True)
def nothing_added(monkeypatch):
    monkeypatch.setattr(tables, "attitudes", lambda: Missing("Attitudes", "Not added.", "Add them."))
    monkeypatch.setattr(tables, "acceptance", lambda: Missing("Acceptance", "Not added.", "Add it."))


def test_the_guesses_are_those_of_ipsos():
    """Ipsos MORI, Perils of Perception 2014: Italy 30% guessed and 7% actual, Poland 14% and 0.4%."""
    frame = tables.points()[0]
    italy = frame.filter(country="ITA", year=2014).row(0, named=True)
    assert (italy["perceived"], italy["actual"]) == pytest.approx((0.30, 0.07))
    poland = frame.filter(country="POL", year=2014).row(0, named=True)
    assert (poland["perceived"], poland["actual"]) == pytest.approx((0.14, 0.004))


def test_each_survey_meets_the_stock_nearest_in_time():
    frame = tables.points()[0].drop_nulls("stock_year")
    gap = (frame["year"] - frame["stock_year"]).abs()
    assert gap.max() <= 2  # stocks every five years to 2020: never more than two and a half years away
    italy = frame.filter(country="ITA", year=2014).row(0, named=True)
    assert italy["stock_year"] == 2015 and 0.09 < italy["measured"] < 0.11  # UN: 5.8 of 60 million
    assert italy["over"] == pytest.approx(italy["perceived"] - italy["measured"])


def test_nothing_is_lost_and_each_country_guesses_once():
    assert tables.points()[0].height == 27
    last = tables.last_guess(tables.points()[0])
    assert last["country"].is_unique().all() and last.filter(country="USA")["year"][0] == 2015


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({}, "are known of only 11 of 195 states"),
        ({"country": "ITA"}, "guessed that 30% of inhabitants were immigrants"),
        ({"country": "BGR"}, "24% called integration successful"),
        ({"country": "IND"}, "is not in the data, which hold 19 countries"),
        ({"country": "TUV"}, "is not in the data"),
        ({"country": "XKX"}, "is not in the data"),
        ({"country": "PRK"}, "is not in the data"),
        ({"region": "Northern America"}, "known of only 2 countries of"),
        ({"region": "Caribbean"}, "is not in the data"),
    ],
)
def test_the_finding_at_extremes(arguments, said):
    made = cr.answer("perceptions", **arguments)
    assert said in made.finding
    assert {"Attitudes", "Acceptance"} <= {missing.what for missing in made.content.missing}


def test_what_was_added_is_shown(monkeypatch):
    rows = {"country": ["HUN"] * 3, "survey": ["ESS"] * 3, "year": [2014, 2016, 2016],
            "item": ["imwbcnt", "imwbcnt", "imbgeco"], "value": [4.0, 3.3, 3.5]}  # fmt: skip
    held = Held(tables.last_round(pl.DataFrame(rows)), source("opinion_immigration"))
    monkeypatch.setattr(tables, "attitudes", lambda: held)
    made = cr.answer("perceptions", country="HUN")
    assert "in 2016 the mean answer was 3.3" in made.finding
    assert made.table("attitudes").frame["culture"][0] is None


def test_the_chart_says_what_it_shows():
    figures = cr.answer("perceptions").figures
    assert figures and "guessed" in figures[0].alternative
    assert cr.answer("perceptions", country="IND").figures == ()
