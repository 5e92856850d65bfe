"""`fora`: members as their lists give them, pairs both ways, findings at extremes and very different countries."""

import polars as pl
import pytest

from corridors.answers.ask import answer
from corridors.answers.governance import fora
from corridors.answers.governance import forum_tables as tables


def members(forum: str) -> set[str]:
    rows = tables.fora().members.filter(forum=forum).filter(pl.col("part") != tables.OBSERVER)
    return set(rows["country"])


def test_lists_have_the_members_that_the_fora_name():
    # RCM (rcmvs.org): eleven member countries; Colombo Process (colomboprocess.org): twelve member states;
    # South American Conference on Migration: twelve; European Union: 27 since February 2020.
    assert len(members("Regional Conference on Migration (Puebla Process)")) == 11
    assert len(members("Colombo Process")) == 12
    assert len(members("South American Conference on Migration")) == 12
    assert len(members("EU")) == 27 and "GBR" not in members("EU")


def test_a_forum_holds_a_pair_both_ways_but_for_one_sided_compacts():
    pairs = {(row["forum"], row["origin"], row["destination"]) for row in tables.joint().to_dicts()}
    compacts = "Compacts of Free Association with the USA"
    assert (compacts, "FSM", "USA") in pairs and (compacts, "USA", "FSM") not in pairs
    assert all((forum, two, one) in pairs for forum, one, two in pairs if forum != compacts)


def test_members_of_n_make_n_times_n_less_one_pairs():
    for forum in ("Colombo Process", "EU", "GCC common market"):
        count = len(members(forum))
        assert tables.joint().filter(forum=forum).height == count * (count - 1)


def test_the_european_areas_are_joined_and_no_pair_counts_twice():
    assert tables.joint().filter(forum="EU and EEA", origin="NOR", destination="POL").height == 1
    assert tables.joint().filter(forum="EU and Switzerland", origin="CHE", destination="FRA").height == 1
    assert tables.joint().select("kind", "forum", "origin", "destination").is_duplicated().sum() == 0


def test_people_inside_are_those_of_the_pairs():
    people = tables.people()
    row = tables.by_forum(people, 1.0).filter(forum="EU").row(0, named=True)
    inside = people.filter(pl.col("origin").is_in(members("EU")), pl.col("destination").is_in(members("EU")))
    assert row["stock"] == inside["stock"].sum()
    assert tables.by_corridor(people)["stock"].sum() == people["stock"].sum()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "the largest corridor in none of them is"),
        ({"country": "PHL"}, "the Philippines is a member of 2 (Abu Dhabi Dialogue and Colombo Process)"),
        ({"country": "TUV"}, "none has Tuvalu"), ({"country": "SYR"}, "none has Syria"),
        ({"country": "XKX"}, "the stocks name no people born in Kosovo"), ({"country": "PRK"}, "none has North Korea"),
        ({"country": "DEU"}, "Germany is a member of 5"), ({"origin": "SSD"}, "EAC Common Market Protocol"),
        ({"origin": "MEX", "destination": "USA"}, "Regional Conference on Migration"),
        ({"origin": "FSM", "destination": "USA"}, "Compacts of Free Association"),
        ({"origin": "TON", "destination": "NZL"}, "no area of free movement"),
        ({"origin": "NOR", "destination": "POL"}, "EU and EEA and Schengen"),
        ({"origin": "PHL", "destination": "ARE"}, "members of Abu Dhabi Dialogue among"),
        ({"origin": "BFA", "destination": "CIV"}, "ECOWAS free movement protocol"),
        ({"origin": "HKG", "destination": "GBR"}, "none of the seven consultative processes"),
    ],
)  # fmt: skip
def test_findings(arguments: dict[str, str], words: str):
    assert words in answer("fora", **arguments).finding  # type: ignore[arg-type]


def test_findings_at_extremes():
    empty = tables.by_corridor(tables.people()).clear()
    assert fora.world_finding(empty, 0) == "No migrants are counted."
    assert fora.group_finding("people", empty) == "the stocks name no people"
    one = pl.DataFrame({"origin": ["A"], "destination": ["B"], "stock": [1], "processes": [0], "areas": [0]})
    assert "0% live in a corridor" in fora.world_finding(one, 1) and "1 person" in fora.world_finding(one, 1)
    nothing = pl.DataFrame(schema={"kind": pl.String, "forum": pl.String})
    assert "no area of free movement" in fora.corridor_finding("X", "Y", nothing, None)


def test_areas_of_free_movement_are_marked_unverified():
    table = answer("fora").table().frame
    assert set(table.filter(kind=tables.MOVEMENT)["quality"]) == {"unverified"}
