"""The world's stocks: nobody lost, whatever is done with unknown origins; every area in a column or listed."""

import numpy as np
import pytest

import corridors as cr
from corridors.errors import UnknownName
from corridors.flows.demography import demography
from corridors.flows.stocks import Edition, WorldStocks, periods, world_stocks


def published(year: int, edition: int, sex: str) -> dict[str, int]:
    rows = cr.data.load("migrant_stock_unknown")[0].filter(edition=edition, year=year)
    rows = rows if sex == "both" else rows.filter(sex=sex)
    return {key[0]: int(part["stock_total"].sum()) for key, part in rows.group_by("destination")}  # type: ignore[misc]


def foreign_born(world: WorldStocks, table: np.ndarray) -> dict[str, float]:
    natives = np.diagonal(table)
    return dict(zip(world.countries, (table.sum(axis=0) - natives).tolist(), strict=True))


@pytest.mark.parametrize("unknown", ["apart", "proportional"])
@pytest.mark.parametrize(("period", "sex"), [("1990-1995", "both"), ("2020-2024", "female")])
def test_foreign_born_add_up_to_the_published_total(period: str, sex: str, unknown: str) -> None:
    world = world_stocks(period, sex, unknown=unknown)  # type: ignore[arg-type]
    for year, table in zip(world.period, (world.start, world.end), strict=True):
        totals = published(year, 2024, sex)
        found = foreign_born(world, table)
        for country, people in found.items():
            # Columns of up to 1.5 billion less their natives: float64 rounding of that.
            assert people == pytest.approx(totals.pop(country), rel=1e-12, abs=1e-5)
        left = {area.country: area.foreign_born for area in world.left_out if area.foreign_born is not None}
        assert set(totals) == set(left), "whoever is in no column is listed"
        if year == world.period[0]:
            assert totals == left


def test_columns_are_the_population_and_both_sexes_are_male_and_female() -> None:
    male, female, both = (world_stocks("2020-2024", sex) for sex in ("male", "female", "both"))  # type: ignore[arg-type]
    for name in ("start", "end", "births", "deaths"):
        together = getattr(male, name) + getattr(female, name)
        # Populations by sex are products of a share: rounding of the population.
        np.testing.assert_allclose(together, getattr(both, name), rtol=0, atol=1e-5)
    totals = cr.data.load("demography_totals", year=2024)[0]
    people = dict(totals.select("country", "pop_midyear").iter_rows())
    for place, country in enumerate(both.countries):
        expected = people["GGY"] + people["JEY"] if country == "CHI" else people[country]
        assert both.end[:, place].sum() == pytest.approx(expected, rel=1e-12)


def test_births_and_deaths_take_half_of_the_first_and_last_year() -> None:
    years = cr.data.load("demography_totals", country="TON", year=(2020, 2024))[0].sort("year")
    row = demography(2020, 2024, "both")[0].filter(country="TON").to_dicts()[0]
    assert row["births"] == years["births"].sum() - (years["births"][0] + years["births"][-1]) / 2
    assert row["deaths"] == years["deaths"].sum() - (years["deaths"][0] + years["deaths"][-1]) / 2
    boys = demography(2020, 2024, "male")[0].filter(country="TON")["births"][0]
    assert 1.0 < boys / (row["births"] - boys) < 1.1  # the sex ratio at birth of every human population


@pytest.mark.parametrize(("edition", "count"), [(2024, 7), (2020, 6)])
def test_every_area_is_in_the_table_or_listed(edition: Edition, count: int) -> None:
    assert len(periods(edition)) == count
    known = set(demography(2015, 2020, "both")[0]["country"]) | set(published(2015, edition, "both"))
    world = world_stocks("2015-2020", edition=edition)
    named = set(world.countries) | {area.country for area in world.left_out} | {"GGY", "JEY"}
    assert known == named - ({"CHI"} - known)
    assert all(area.reason for area in world.left_out)


def test_areas_reported_together_at_first_are_together_in_the_table() -> None:
    early, late = world_stocks("2000-2005", edition=2020), world_stocks("2010-2015", edition=2020)
    assert "SUD" in early.countries and not {"SDN", "SSD"} & set(early.countries)
    assert {"SDN", "SSD"} <= set(late.countries) and "SUD" not in late.countries
    assert any("SDN and SSD together" in note for note in early.notes)


def test_unknown_origin_without_any_known_is_spread_like_the_nearest_date() -> None:
    world = world_stocks("2005-2010", unknown="proportional")
    assert any(note.startswith("SSD: 652,365 foreign-born of 2005") and "2010" in note for note in world.notes)
    assert "UNK" not in world.birthplaces


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        ({"period": "2015-2021"}, "Unknown period '2015-2021'.*2020-2024"),
        ({"period": (1990, 2024)}, "Unknown period '1990-2024'"),
        ({"period": "2020-2024", "edition": 2020}, "edition 2020 have the periods 1990-1995"),
        ({"period": "2015-2020", "sex": "men"}, "male"),
        ({"period": "2015-2020", "edition": 2019}, "2020 or 2024|2024 or 2020"),
        ({"period": "2015-2020", "unknown": "dropped"}, "apart"),
    ],
)
def test_unknown_names_come_with_the_valid_ones(arguments: dict[str, object], match: str) -> None:
    with pytest.raises(UnknownName, match=match):
        world_stocks(**arguments)  # type: ignore[arg-type]
