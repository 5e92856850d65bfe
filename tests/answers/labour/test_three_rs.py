"""The three Rs: each part and the package, for the three parties, and the finding at extremes."""

import pytest

import corridors as cr
from corridors.answers import whatif
from corridors.answers.asked import Asked
from corridors.answers.labour import three_tables as tables
from corridors.errors import NotCovered
from corridors.scenarios.scenario import Scenario

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def few_draws(monkeypatch):
    monkeypatch.setattr(whatif, "DRAWS", 1)


@pytest.fixture(scope="module")
def nepal():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whatif, "DRAWS", 1)
        return cr.answer("three-rs", origin="NPL", destination="QAT")


def test_the_parts_hold_every_lever_of_the_package_once():
    shipped = [use.lever for use in Scenario.read(tables.SHIPPED).levers]
    assert sorted(lever for part in tables.PARTS.values() for lever in part) == sorted(shipped)


def test_places_asked_about_take_those_of_the_shipped_scenario():
    held = tables.ends(Asked.named(origin="NPL"))
    given = tables.scenario("return", held)
    assert given.origins == ("NPL",) and "NPL" not in given.destinations
    assert {use.lever for use in given.levers} == {"portability", "return_support"}
    assert tables.scenario(tables.PACKAGE, tables.ends(Asked())).levers == Scenario.read(tables.SHIPPED).levers


def test_each_party_has_its_outcomes_and_parts_carry_what_they_should(nepal):
    frame = nepal.table("parts").frame
    assert frame["party"].n_unique() == 3
    rows = {row["outcome"]: row for row in frame.iter_rows(named=True)}
    assert rows["migrants_sending_price"]["remittances"] < 0 == rows["migrants_sending_price"]["recruitment"]
    assert rows["migrants"]["return"] < 0 and rows["stayers_received"]["remittances"] > 0


def test_recruitment_alone_changes_what_is_paid_and_not_who_moves(nepal):
    rows = {row["outcome"]: row for row in nepal.table("parts").frame.iter_rows(named=True)}
    assert rows["migrants"]["recruitment"] == 0 == rows["stayers_income"]["recruitment"]


def test_the_package_lies_within_its_views_near_the_sum_of_its_parts(nepal):
    """A fifth of the sum: parts act on one another through who is still abroad, by a few per cent of them."""
    row = nepal.table("parts").frame.filter(outcome="stayers_received").row(0, named=True)
    assert row["package"] == pytest.approx(row["sum"], rel=0.2)
    assert row["lowest"] <= row["highest"]


def test_the_finding_names_the_parts(nepal):
    assert "the cost of sending money falls by" in nepal.finding and "enters nobody's income" in nepal.finding
    assert "carried by" in nepal.finding and "nan" not in nepal.finding and "None" not in nepal.finding
    assert len(nepal.figures) == 2 and nepal.content.views is not None


def test_an_empty_corridor_is_refused():
    with pytest.raises(NotCovered) as raised:
        cr.answer("three-rs", origin="TUV", destination="PRY")
    assert raised.value.hint
