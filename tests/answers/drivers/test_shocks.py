"""A recession at either end: its scenarios, its response, and the finding at extremes."""

import polars as pl
import pytest

import corridors as cr
from corridors.answers import whatif
from corridors.answers.asked import Asked
from corridors.answers.drivers import shock_tables as tables
from corridors.data import lazy
from corridors.errors import NotCovered

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def few_draws(monkeypatch):
    monkeypatch.setattr(whatif, "DRAWS", 1)


@pytest.fixture(scope="module")
def nepal():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whatif, "DRAWS", 1)
        return cr.answer("shocks", origin="NPL", destination="QAT")


def test_the_size_is_the_fall_of_the_median_country_in_2020():
    """World Development Indicators as packaged; 0.001: the table gives two figures."""
    rows = lazy("economy")[0].filter(indicator="NY.GDP.PCAP.PP.KD").filter(pl.col("year").is_in([2019, 2020])).collect()
    wide = rows.drop_nulls("value").pivot(on="year", index="country", values="value").drop_nulls()
    fall = (wide["2020"] / wide["2019"]).log().median()
    assert all(float(shock["value"]) == pytest.approx(fall, abs=1e-3) for shock in tables.shocks())
    assert all(shock["source"] for shock in tables.shocks())


def test_the_ends_are_the_largest_corridors():
    held = tables.ends(Asked.named("Mexico"))
    assert held is not None and held.corridors[0] == ("MEX", "USA") and len(held.corridors) == tables.MOST
    assert held.origins == ("MEX",) and "USA" in held.destinations
    pair = tables.ends(Asked.named(origin="NPL", destination="QAT"))
    assert pair == tables.Ends(("NPL",), ("QAT",), (("NPL", "QAT"),))


def test_a_shock_abroad_lowers_money_at_once_and_arrivals_after(nepal):
    frame = nepal.table("views").frame.filter(shock="abroad", view="undecided")
    change = {row["outcome"]: row["percent"] for row in frame.filter(year=2030).iter_rows(named=True)}
    assert change["received"] < -3 and change["arrivals"] == 0, "rates answer to the period before"
    assert frame.filter(year=2035, outcome="arrivals")["percent"].item() < 0


def test_a_shock_at_home_lowers_income_by_about_its_size_and_then_fades(nepal):
    """5% of productivity: capital follows and money from abroad does not, so that income falls by 3 to 6%."""
    frame = nepal.table("views").frame.filter(shock="home", view="undecided", outcome="stayers_income").sort("year")
    first, *_, last = frame["percent"].to_list()
    assert -6 < first < -3 and abs(last) < abs(first) / 5


def test_the_views_on_development_part_over_arrivals_after_a_shock_at_home(nepal):
    rows = nepal.table("views").frame.filter(shock="home", outcome="arrivals", year=2035)
    value = dict(rows.select("view", "percent").iter_rows())
    assert value["development-enables"] < 0 < value["development-reduces"]


def test_the_answer_shows_every_period_and_says_what_it_leaves_out(nepal):
    assert {"2025-2030", "2045-2050"} <= set(nepal.table("responses").columns)
    assert any("no unemployment" in text for text in nepal.content.caveats)
    assert "nan" not in nepal.finding and nepal.figures and nepal.content.views is not None


def test_an_empty_corridor_is_refused_and_an_empty_country_told():
    with pytest.raises(NotCovered, match="Nobody born in Tuvalu"):
        cr.answer("shocks", origin="TUV", destination="PRY")
    assert "No corridor of Kosovo" in cr.answer("shocks", "XKX").finding
