"""`regions`: the matrix adds up, shares are of what they say, blocs hold their members of the year."""

import polars as pl
import pytest

import corridors as cr
from corridors.answers.statistics import region_tables as tables
from corridors.errors import NotCovered


@pytest.fixture(scope="module")
def world():
    return cr.answer("regions")


def test_the_matrix_holds_everybody(world):
    """UN DESA, International Migrant Stock 2024: 304,021,813 people, 22.07 million of them of unknown origin."""
    matrix = world.table("matrix").frame
    assert matrix["total"].sum() == 304_021_813
    assert round(matrix.filter(from_region="Unknown")["total"][0] / 1e6, 2) == 22.07
    assert (matrix.select(tables.REGIONS).sum_horizontal() == matrix["total"]).all()


def test_europe_holds_most_and_most_of_its_emigrants_stay(world):
    """UN DESA, key facts of 2024: Europe 94 million migrants, Northern America 61 million."""
    columns = world.table("matrix").frame.select(tables.REGIONS).sum()
    assert round(columns["Europe"][0] / 1e6) == 94
    assert round(columns["Northern America"][0] / 1e6) == 61
    assert "74.1% of those of Europe" in world.finding


def test_the_diagonal_is_what_stays_within(world):
    matrix, within = world.table("matrix").frame, world.table("within").frame
    for row in within.iter_rows(named=True):
        assert matrix.filter(from_region=row["region"])[row["region"]][0] == row["within"]
    everybody = world.table("years").frame.filter(region="World", year=2024)
    assert everybody["within"][0] == within["within"].sum()


def test_the_union_shrank_when_the_united_kingdom_left():
    names = {year: next(g for g in tables.blocs(year) if g.name == "EU").codes for year in (2000, 2015, 2024)}
    assert len(names[2015]) == 28 and "GBR" in names[2015]
    assert len(names[2024]) == 27 and "GBR" not in names[2024]
    assert len(names[2000]) == 15, "before the enlargement of 2004"


def test_no_bloc_is_one_sided_or_claims_to_be_verified(world):
    frame = world.table("blocs").frame
    assert not set(frame["name"]) & set(tables.ONE_SIDED)
    assert set(frame["quality"]) == {"unverified"}
    assert frame.filter(pl.col("within_into") > pl.col("into")).is_empty()


def test_within_a_closed_group_arrivals_and_departures_are_the_same_people():
    years = tables.years_of(tables.group_of("Oceania"))
    assert (years["within_out"] == years["within_into"]).all()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"country": "IND"}, "born in Asia, its own region"),
        ({"country": "NER"}, "ECOWAS"),
        ({"country": "TUV"}, "born in Oceania, its own region"),
        ({"country": "SSD"}, "born in Africa"),
        ({"country": "GUY"}, "CARICOM"),
        ({"country": "XKX"}, "names nobody born or living in Kosovo"),
        ({"region": "GCC"}, "0.5% (0.9% in 1990) of its immigrants of known origin"),
        ({"region": "Polynesia", "year": 2000}, "On 1 July 2000"),
    ],
)
def test_the_finding_says_of_whom(asked, said):
    made = cr.answer("regions", **asked)
    assert said in made.finding and made.finding.endswith(".") and "None" not in made.finding


def test_destinations_that_hide_an_origin_among_the_unknown_are_named():
    notes = " ".join(note.text for note in cr.answer("regions", country="WSM").content.notes)
    assert "names nobody born in Samoa in the United States" in notes


def test_a_year_without_stocks_names_the_nearest():
    with pytest.raises(NotCovered, match=r"2015 and 2020|2020 and 2015"):
        cr.answer("regions", year=2017)


def test_charts_show_the_matrix_and_the_years(world):
    names = {figure.name: figure for figure in world.figures}
    assert names["matrix"].data["people"].sum() == 304_021_813
    assert "57.9%" in names["years"].title and "57.1%" in names["years"].title
