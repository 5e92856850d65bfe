"""`protection-gap`: rows that add up, published sums, findings at extremes and very different countries."""

import polars as pl
import pytest

from corridors.answers.ask import answer
from corridors.answers.rights import instruments, protection_gap, weights
from corridors.answers.rights import protection_tables as tables
from corridors.errors import NotCovered

STANDING = tables.places(instruments.standings())


def test_parts_add_up_to_all_people():
    for name in ("coverage",):
        frame = answer("protection-gap").table(name).frame
        assert (frame.select(pl.sum_horizontal(tables.PARTS)).to_series() == frame["people"]).all()


def test_the_world_holds_everybody_whose_origin_is_unknown():
    frame = tables.coverage(tables.immigrants(2024), STANDING)
    # International Migrant Stock 2024: 304,021,813 people live outside their country of birth.
    assert set(frame["people"]) == {304_021_813}


def test_destinations_and_the_world_tell_the_same():
    whole = tables.coverage(tables.immigrants(2024), STANDING).filter(protection="crc").row(0, named=True)
    each = tables.by_destination(2024, STANDING).filter(crc="party")["stock"].sum()
    assert each == whole["party"]
    # All States but the United States are parties to the Child Convention.
    assert whole["none"] == weights.by_destination(2024).filter(destination="USA")["stock"][0]


def test_one_of_two_instruments_of_refuge_is_enough():
    # The United States acceded to the Protocol of 1967 only.
    own = STANDING.filter(place="USA")
    assert own.filter(protection="refuge")["part"][0] == "party"
    assert instruments.standings().filter(country="USA", instrument="REFUGEE1951")["state"][0] != "Party"


def test_an_origin_in_the_ranking_is_what_its_own_answer_says():
    row = tables.by_origin(2024, STANDING).filter(origin="PHL").row(0, named=True)
    own = tables.coverage(tables.emigrants(2024, "PHL"), STANDING).filter(protection="icrmw").row(0, named=True)
    assert row["people"] == own["people"] and row["icrmw"] == own["share"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "Of the 304 million migrants on 1 July 2024, 12.4% lived"),
        ({"country": "PHL"}, "the Philippines, which is a party"),
        ({"country": "ARE"}, "which is not a party"),
        ({"country": "TUV"}, "1,239 people born in Tuvalu"),
        ({"country": "XKX"}, "counts nobody born in Kosovo abroad"),
        ({"country": "HKG"}, "which the records of States do not list"),
        ({"country": "VAT"}, "which the records do not place"),
        ({"destination": "HKG"}, "what protection applies there is not known here"),
        ({"region": "Polynesia"}, "lived in territories that the records do not list"),
        ({"origin": "TON", "destination": "NZL"}, "New Zealand, which is known to be party to 3 of five"),
        ({"origin": "SYR", "destination": "TUR"}, "Migrant Workers Convention (1990)"),
        ({"region": "EU"}, "0% lived in a State that is party to the Migrant Workers Convention"),
        ({"origin": "SDN"}, "people born in Sudan"),
        ({"year": 1990}, "1 July 1990, 0% lived"),
    ],
)
def test_findings(arguments: dict[str, str], words: str):
    assert words in answer("protection-gap", **arguments).finding  # type: ignore[arg-type]


def test_a_pair_without_people_is_refused():
    with pytest.raises(NotCovered, match="nobody born in Tuvalu"):
        answer("protection-gap", origin="TUV", destination="TKM")


def test_the_finding_of_nobody():
    table = tables.coverage(tables.immigrants(2024, ()), STANDING).with_columns(group=pl.lit("Migrants"))
    titles = {"migrants": "Migrants", "displaced": "Displaced people hosted"}
    assert protection_gap.group_finding("migrants", table, titles, 2024) == "No migrants are counted on 1 July 2024."
