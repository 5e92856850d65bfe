"""The places of a study: in its title where that names none, and the countries whose people its accounts show."""

from types import SimpleNamespace

import pytest

from corridors.report.study_places import RULE, asked_for, in_full, in_short, titled
from corridors.scenarios.scenario import LeverUse, Scenario

PRICE = LeverUse("remittance_price", 0.03, start=2026, end=None, origins=("Nepal",), source="target")


def asking(title: str, **places: tuple[str, ...]) -> Scenario:
    return Scenario("mine", title, "What if?", levers=(PRICE,), **places)


@pytest.mark.parametrize(
    ("places", "title"),
    [
        ({"origins": ("Tonga",)}, "Cheap, for Tonga"),
        ({"destinations": ("Qatar",)}, "Cheap, from Nepal to Qatar"),
        ({}, "Cheap, for Nepal"),
        ({"origins": ("USA",), "destinations": ("world",)}, "Cheap, for the United States"),
        ({"origins": ("Nepal", "India", "Tonga", "Kenya")}, "Cheap"),
    ],
)
def test_a_title_names_the_places_asked_about(places, title):
    assert titled(asking("Cheap", **places)) == title


def test_a_title_that_names_a_place_stays_as_it_is():
    assert asked_for(asking("Cheap for nepal", destinations=("Qatar",))) == ""


def test_the_countries_of_both_sides_are_counted_and_named():
    record = {"origins": ["NPL"], "destinations": ["QAT", "DEU", "USA", "MYS"]}
    study = SimpleNamespace(scenario=asking("Cheap"), record=record)
    assert in_short(study) == "people who stay in Nepal, natives of 4 countries"
    assert in_full(study, 2).endswith(f"4 countries, those {RULE}: Germany, Malaysia and 2 more.")
    named = SimpleNamespace(
        scenario=asking("Cheap", destinations=("Qatar",)), record={**record, "destinations": ["QAT"]}
    )
    assert in_full(named) == "People who stay are those of Nepal. Natives of the destinations are those of Qatar."
