"""`gender`: women's shares against published figures, identities and places of every size."""

import polars as pl
import pytest

import corridors as cr
from corridors.answers.statistics import gender_tables as tables
from corridors.errors import NotCovered


@pytest.fixture(scope="module")
def world():
    return cr.answer("gender")


def test_the_worlds_share_is_the_published_one(world):
    """UN DESA, International Migrant Stock 2024, key facts: 304 million migrants, 48 per cent of them women."""
    last = world.table("years").frame.row(-1, named=True)
    assert round(last["stock"] / 1e6) == 304
    assert round(100 * last["share_women"]) == 48
    assert world.finding.startswith("On 1 July 2024, women were 48%")


def test_a_share_is_women_over_people_and_changes_are_differences(world):
    frame = world.table("corridors").frame
    assert ((frame["women"] / frame["stock"]) - frame["share_women"]).abs().max() == 0
    known = frame.drop_nulls("change")
    gap = (100 * (known["share_women"] - known["before"]) - known["change"]).abs().max()
    assert gap < 0.0501, "changes are rounded to a tenth of a point"


def test_the_ranking_leaves_out_small_pairs_and_shares_that_were_passed_on(world):
    ranked = world.table("highest").frame
    assert ranked["stock"].min() >= tables.LEAST_WORLD
    assert ranked["share_women"].is_sorted(descending=True)
    assert "NGA" in tables.one_share(), "Nigeria's origins have one share in the publication"
    assert not set(ranked["destination"]) & set(tables.one_share())
    assert world.table("lowest").frame.equals(ranked.reverse())


def test_a_change_needs_people_at_the_first_date():
    rows = pl.DataFrame({
        "origin": ["AAA", "AAA", "BBB", "BBB"], "destination": ["CCC"] * 4, "year": [1990, 2024] * 2,
        "stock": [99, 200, 100, 200], "women": [0, 100, 40, 100], "quality": ["modelled"] * 4,
    })  # fmt: skip
    found = {row["origin"]: row["change"] for row in tables.by_pair(rows, 2024).iter_rows(named=True)}
    assert found == {"AAA": None, "BBB": 10.0}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"country": "IND"}, "of those born there who were counted abroad"),
        ({"country": "TUV"}, "lived in Tuvalu"),
        ({"country": "PRK"}, "from"),
        ({"country": "SYR"}, "lived in Syria"),
        ({"country": "XKX"}, "holds no stock by sex for Kosovo"),
        ({"origin": "PHL"}, "in Hong Kong"),
        ({"region": "Oceania"}, "countries of the region Oceania"),
        ({"origin": "TON", "destination": "NZL"}, "born in Tonga who lived in New Zealand"),
        ({"origin": "UKR", "destination": "ITA"}, "women were 76.1%"),
    ],
)
def test_the_finding_says_of_whom(asked, said):
    made = cr.answer("gender", **asked)
    assert said in made.finding
    assert made.finding.endswith(".") and "  " not in made.finding and "nan" not in made.finding


def test_a_country_without_a_row_is_named_with_where_its_people_may_be_counted():
    missing = cr.answer("gender", country="XKX").content.missing
    assert "Serbia" in missing[0].how


def test_a_pair_without_people_names_pairs_that_have_some():
    with pytest.raises(NotCovered, match="Places with people born in Tuvalu: Fiji"):
        cr.answer("gender", origin="Tuvalu", destination="Bolivia")


def test_charts_state_their_finding():
    figures = {figure.name: figure for figure in cr.answer("gender").figures}
    assert "97.5%" in figures["extremes"].title
    assert figures["extremes"].data.height == 16
    assert cr.answer("gender", origin="TON", destination="NZL").figures[0].name == "years"
