"""`social-security`: everybody is in one class, agreements as listed, sentences at the edges."""

import polars as pl
import pytest

import corridors as cr
from corridors.answers.labour import social_tables as tables
from corridors.errors import NotCovered


def coverage(origin, destination):
    return tables.pairs().filter(origin=origin, destination=destination)["coverage"][0]


def test_nobody_is_lost():
    # International Migrant Stock 2024: 304,021,813 people born abroad, those of unknown origin with them.
    assert tables.shares(tables.pairs())["total"] == 304_021_813


def test_classes_are_those_of_the_lists():
    # US Social Security Administration: agreements with Canada and Korea in force; that with Mexico (2004) never was.
    assert coverage("CAN", "USA") == coverage("USA", "KOR") == tables.AGREEMENT
    assert coverage("MEX", "USA") == tables.NONE
    # Regulation (EC) 883/2004 holds between members and with Switzerland; the United Kingdom left.
    assert coverage("POL", "DEU") == coverage("FRA", "CHE") == tables.COORDINATED
    assert coverage("POL", "GBR") == tables.NOT_KNOWN
    assert coverage("TON", "NZL") == tables.NOT_KNOWN


def test_the_united_states_has_thirty_partners_in_the_list():
    force = tables.listed().filter(pl.col("status").str.starts_with(tables.IN_FORCE), pl.col("country") == "USA")
    assert force["partner"].n_unique() == 30


def test_shares_of_a_place_add_up():
    for end in ("origin", "destination"):
        rows = tables.by_place(end)
        parts = pl.sum_horizontal(*tables.COLUMNS.values())
        assert rows.select((parts == pl.col("people")).all()).item()


@pytest.mark.parametrize("code", ["IND", "PHL", "USA", "IRL", "TUV", "NRU", "SYR", "SSD", "XKX", "PRK", "GBR"])
def test_very_different_countries_have_an_answer(code):
    made = cr.answer("social-security", code)
    assert "None" not in made.finding and "nan" not in made.finding.lower().split()
    assert " 0%" not in made.finding, "what is none is called none"


def test_a_country_that_no_stock_names_says_so():
    assert "the migrant stock names none" in cr.answer("social-security", "Kosovo").finding


def test_countries_without_data_are_named():
    made = cr.answer("social-security")
    assert any("Saudi Arabia" in missing.what for missing in made.content.missing)
    assert any("Tonga" in one.what for one in cr.answer("social-security", "Tonga").content.missing)


@pytest.mark.parametrize(
    ("origin", "destination", "said"),
    [("MEX", "USA", "No agreement is listed"), ("TON", "NZL", "not known"), ("POL", "DEU", "European coordination"),
     ("SSD", "UGA", "not known"), ("KOR", "USA", "An agreement in force"), ("PHL", "ARE", "not known")],
)  # fmt: skip
def test_corridors(origin, destination, said):
    assert said in cr.answer("social-security", origin=origin, destination=destination).finding


def test_a_pair_without_people_names_where_they_are():
    with pytest.raises(NotCovered, match="Most of those born in Tuvalu live in"):
        cr.answer("social-security", origin="TUV", destination="PRK")
