"""`corridors disagree`: what is said of an outcome that does not go with the options."""

import pytest
from typer.testing import CliRunner

from corridors.cli import main
from corridors.errors import InvalidInput, UnknownName


@pytest.fixture
def refused():
    """The error of the command about an outcome; nothing is run."""
    return lambda *words: CliRunner().invoke(main.app, ["disagree", "remittance-prices", "--outcome", *words]).exception


def test_an_outcome_by_country_needs_a_country(refused):
    error = refused("received")
    assert isinstance(error, InvalidInput)
    assert str(error) == (
        "received (remittances received) is an outcome by country. Add --country and a code or a name, or ask for "
        "stayers_received."
    )


@pytest.mark.parametrize(
    ("outcome", "whose"),
    [
        ("stayers_income", "people who stay in the countries of origin"), ("hosts_fiscal", "natives of the destina"),
        ("world_income", "the world"),
    ],
)  # fmt: skip
def test_an_outcome_of_a_party_takes_no_country(refused, outcome, whose):
    error = refused(outcome, "--country", "NPL")
    assert isinstance(error, InvalidInput)
    assert f"is an outcome of {whose}" in str(error) and "Leave --country out" in str(error)


def test_a_misspelt_outcome_is_told_the_nearest_of_all(refused):
    error = refused("recieved")
    assert isinstance(error, UnknownName) and error.nearest == ("received",)


def test_outcomes_are_listed_where_none_is_near(refused):
    assert "Outcomes by country: population," in str(refused("zzzz", "--country", "NPL"))
    assert "Outcomes without --country: stayers," in str(refused("zzzz"))
