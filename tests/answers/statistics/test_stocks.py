"""`stocks`: against published figures, identities and places of every size."""

import pytest

import corridors as cr
from corridors.errors import NotCovered


@pytest.fixture(scope="module")
def world():
    return cr.answer("stocks")


def test_the_worlds_stock_is_the_published_one(world):
    """UN DESA, International Migrant Stock 2024: 304,021,813 people, 153.9 million in 1990."""
    years = {row["year"]: row["stock"] for row in world.table("years").frame.iter_rows(named=True)}
    assert years[2024] == 304_021_813
    assert round(years[1990] / 1e6, 1) == 153.9


def test_pairs_and_people_of_unknown_origin_add_up_to_the_whole(world):
    last = world.table("years").frame.row(-1, named=True)
    assert world.table().frame["stock"].sum() + last["unknown"] == last["stock"]


def test_shares_are_of_all_pairs_shown(world):
    assert world.table().frame["share"].sum() == pytest.approx(1.0, abs=1e-9)  # a sum of 9,000 shares in doubles


def test_the_largest_corridor_is_the_published_one():
    """UN DESA, International Migrant Stock 2024: 11,279,561 people born in Mexico in the United States."""
    made = cr.answer("stocks", origin="MEX", destination="USA")
    assert made.table().frame.filter(year=2024)["stock"][0] == 11_279_561
    assert "11.3 million people born in Mexico lived in the United States" in made.finding


def test_an_origin_sums_over_destinations(world):
    out = cr.answer("stocks", origin="TON")
    assert out.table().frame["stock"].sum() == world.table().frame.filter(origin="TON")["stock"].sum()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"country": "IND"}, "lived in India"),
        ({"country": "TUV"}, "246 people born elsewhere lived in Tuvalu"),
        ({"country": "SYR"}, "lived in Syria"),
        ({"country": "SSD", "year": 2024}, "lived in South Sudan"),
        ({"country": "XKX"}, "holds no stock for Kosovo"),
        ({"region": "Polynesia"}, "region Polynesia"),
        ({"origin": "TON", "destination": "NZL"}, "born in Tonga lived in New Zealand"),
    ],
)
def test_the_finding_says_of_whom(asked, said):
    made = cr.answer("stocks", **asked)
    assert said in made.finding and made.finding.endswith(".")


def test_what_an_earlier_year_says_is_of_that_year():
    assert cr.answer("stocks", country="Chile", year=2000).finding.startswith("On 1 July 2000")


def test_a_pair_without_people_names_pairs_that_have_some():
    with pytest.raises(NotCovered, match="names nobody"):
        cr.answer("stocks", origin="Tuvalu", destination="Bolivia")
