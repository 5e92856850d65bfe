"""Money from abroad and departures: both views by income level, and the finding at extremes."""

import pytest

import corridors as cr
from corridors.answers import whatif
from corridors.answers.development import finance_tables as tables
from corridors.answers.development import remittance_finance
from corridors.errors import NotCovered
from corridors.parameters import parameter
from corridors.scenarios.places import model_countries, resolve_places

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def few_draws(monkeypatch):
    monkeypatch.setattr(whatif, "DRAWS", 1)


def test_the_levels_take_in_the_countries_that_are_classified_once():
    groups = [set(resolve_places(names)) for names in tables.LEVELS.values()]
    assert sum(map(len, groups)) == len(set().union(*groups)) > 200
    assert {tables.level(code) for code in model_countries()} == set(tables.LEVELS)


def test_the_responses_are_the_registrys_and_high_income_has_none():
    frame = tables.responses()
    row = frame.filter(level="Low income", view="remittances-finance").row(0, named=True)
    assert row["central"] == parameter(tables.RESPONSES["Low income"], "remittances-finance").central > 0
    assert frame.filter(level="High income")["central"].null_count() == len(tables.VIEWS)


def test_the_scenario_is_the_shipped_price_for_some_origins():
    given = tables.scenario(("BFA",))
    assert given.levers[0].value == 0.03 and given.levers[0].origins == ("BFA",)
    assert "BFA" not in given.destinations


def test_the_views_part_over_a_poor_country():
    made = cr.answer("remittance-finance", "BFA")
    rows = made.table("effects").frame.filter(outcome="migrants")
    value = dict(rows.select("view", "effect").iter_rows())
    assert value["remittances-finance"] > value["remittances-replace"]
    money = made.table("effects").frame.filter(outcome="stayers_received", view="undecided")
    assert money["effect"].item() > 0, "cheaper sending brings more"
    start = "If sending money cost at most 3%, the average cost would fall from"
    assert made.finding.startswith(start) and "for Burkina Faso, which would receive" in made.finding
    price = made.table("effects").frame.filter(outcome="migrants_sending_price", view="undecided").row(0, named=True)
    assert 0 < price["baseline"] + price["effect"] <= 3.01 < price["baseline"], "in three figures"
    assert made.content.views is not None and made.figures


def test_a_rich_country_is_told_that_neither_view_has_a_number():
    made = cr.answer("remittance-finance", "DEU")
    assert "neither view gives a number" in made.finding
    rows = made.table("effects").frame.filter(outcome="migrants")
    value = dict(rows.select("view", "effect").iter_rows())
    assert value["remittances-finance"] == pytest.approx(value["remittances-replace"], abs=abs(value["undecided"]))


def test_an_empty_corridor_is_refused():
    with pytest.raises(NotCovered) as raised:
        cr.answer("remittance-finance", origin="TUV", destination="PRY")
    assert raised.value.hint


@pytest.mark.parametrize(
    ("before", "change", "told"),
    [
        (6.92, -3.92, "fall from 6.9% to 3% of the amount"),
        (2.5, -0.01, "stay at 2.5% of the amount"),
        (0.0, 0.0, "stay unknown, because no price is published,"),
    ],
)
def test_the_finding_says_what_becomes_of_the_cost(before, change, told):
    row = {"baseline": before, "effect": change, "percent": change, "unit": "percentage points"}
    assert remittance_finance._cheaper(row) == told
