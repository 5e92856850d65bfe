"""`women-children`: published shares, sums that hold, findings at extremes and very different countries."""

import polars as pl
import pytest

from corridors.answers.ask import answer
from corridors.answers.rights import women_children
from corridors.answers.rights import women_tables as tables
from corridors.errors import NotCovered


def test_the_world_is_as_published():
    # UN DESA, International Migrant Stock 2024, key facts: 304 million, 48% of them women.
    rows = tables.destinations(2024)
    assert rows["stock"].sum() == 304_021_813
    assert rows["women"].sum() / rows["stock"].sum() == pytest.approx(0.48, abs=0.005)  # published to whole per cents


def test_children_are_as_published():
    # UN DESA, International Migration 2020 Highlights: 14.6% of migrants, 41 million, were under 20 in 2020.
    young = tables.children(2024)
    assert young.year == 2020
    assert young.frame["under_20"].sum() == pytest.approx(41e6, rel=0.0125)  # published to whole millions
    assert young.frame["under_20"].sum() / young.frame["stock"].sum() == pytest.approx(0.146, abs=5e-4)


def test_women_and_children_are_parts():
    for frame in (tables.pairs(2024), tables.destinations(2024)):
        assert (frame["women"] <= frame["stock"]).all()
    young = tables.children(2020).frame
    assert (young["under_15"] <= young["under_20"]).all() and (young["under_20"] <= young["stock"]).all()


def test_a_share_that_is_passed_on_is_not_shown():
    passed = tables.pairs(2024).filter(~pl.col("told"))
    assert passed.height and passed["share_women"].null_count() == passed.height


def test_applicants_leave_the_unions_own_row_out():
    found = tables.applicants(2024)
    assert found is not None and tables.UNION not in found.frame["asylum"].to_list()
    assert tables.applicants(1990) is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "48% were women or girls; 14.6% of those of 2020"),
        ({"country": "ARE"}, "32.7% were women or girls"),
        ({"country": "TUV"}, "the 246 people born elsewhere who live in Tuvalu"),
        ({"country": "SYR"}, "50.2% were women"),
        ({"country": "XKX"}, "counts no people born elsewhere who live in Kosovo"),
        ({"country": "VAT"}, "is not told for this place"),
        ({"origin": "PHL"}, "not told by origin"),
        ({"origin": "PHL", "destination": "HKG"}, "97.5% were women or girls"),
        ({"origin": "TON", "destination": "NZL"}, "30,000 people born in Tonga"),
        ({"origin": "SYR", "destination": "TUR"}, "47.9% were women"),
        ({"origin": "VEN", "destination": "COL"}, "50.7% were women"),
        ({"origin": "MEX", "destination": "USA", "year": 1990}, "on 1 July 1990"),
        ({"region": "GCC"}, "26.3% were women"),
        ({"year": 1990}, "18.9% of them"),
    ],
)
def test_findings(arguments: dict[str, str], words: str):
    assert words in answer("women-children", **arguments).finding  # type: ignore[arg-type]


def test_the_finding_of_nobody():
    none = tables.children(2020).frame.clear()
    text = women_children.finding("people", {"stock": 0, "women": 0}, 2024, none, 2020, by_age=True)
    assert text == "International Migrant Stock 2024 counts no people on 1 July 2024."


def test_a_pair_without_people_is_refused():
    with pytest.raises(NotCovered, match="Fiji"):
        answer("women-children", origin="TUV", destination="TKM")
