"""The economies at launch: what is published is kept, what is borrowed is named, and nothing is lost."""

import numpy as np
import polars as pl
import pytest

from corridors.concepts.countries import known
from corridors.data import load
from corridors.errors import NotCovered, UnknownName
from corridors.scenarios import economics_work as work
from corridors.scenarios.demography import countries
from corridors.scenarios.economics import economy
from corridors.scenarios.economics_journeys import GULF
from corridors.scenarios.economics_work import MOST_EMPLOYED
from corridors.scenarios.small_tables import table_rows

CODES = countries()


@pytest.fixture(scope="module")
def world():
    return economy(CODES)


def at(code):
    return CODES.index(code)


def test_every_country_has_every_value(world):
    size = len(CODES)
    shapes = {
        "gdp_ppp": (size,), "gdp_usd": (size,), "gdp_usd_year": (size,), "income_class": (size,),
        "wage_ratio": (size, 3), "employed": (size, 2), "deaths": (size,), "covered": (size,), "agriculture": (size,),
        "aid_usd": (size,), "neighbours": (size, size),
    }  # fmt: skip
    for name, shape in shapes.items():
        value = getattr(world, name)
        assert value.shape == shape and np.isfinite(value).all() and (value >= 0).all(), name
    assert world.recruitment.shape == (size, size + 1)
    assert (world.gdp_ppp > 500).all() and (world.gdp_usd > 150).all(), "international and US dollars per head"
    assert set(world.income_class) == {0, 1, 2}
    assert (world.wage_ratio[:, 0] == 1).all() and (np.diff(world.wage_ratio, axis=1) > 0).all()
    assert (world.employed <= MOST_EMPLOYED).all() and (world.agriculture < 1).all()


def test_published_values_are_kept(world):
    frame = load("economy").frame.filter(country="USA")
    product = frame.filter(indicator="NY.GDP.PCAP.PP.KD").sort("year").row(-1, named=True)
    assert world.gdp_ppp[at("USA")] == product["value"]
    dollars = frame.filter(indicator="NY.GDP.MKTP.CD").sort("year").row(-1, named=True)
    people = load("demography_totals").frame.filter(country="USA", year=dollars["year"])["pop_midyear"].item()
    assert world.gdp_usd[at("USA")] == pytest.approx(dollars["value"] / people)
    assert world.gdp_usd_year[at("USA")] == dollars["year"]
    earned = load("earnings_occupation").frame.filter(country="DEU", sex="both").sort("year")
    last = dict(earned.filter(year=earned["year"].max()).select("occupation", "earnings").iter_rows())
    assert world.wage_ratio[at("DEU"), 2] == pytest.approx((last["2"] + last["3"]) / 2 / last["9"])


def test_what_is_borrowed_is_named_and_is_a_median_of_similar_countries(world):
    for name in ("gdp_ppp", "gdp_usd", "wage_ratio", "employed", "employed_foreign", "agriculture", "income_class"):
        assert not {"DEU", "CZE"} & set(world.borrowed[name]), name
        assert not set(world.borrowed[name]) & set(world.substituted[name]), name
    assert {"TUV", "XKX", "SYR", "SSD", "IND", "USA"} <= set(world.borrowed["wage_ratio"])
    low = [i for i, code in enumerate(CODES) if world.income_class[i] == 0 and code in world.borrowed["wage_ratio"]]
    assert np.ptp(world.wage_ratio[low], axis=0).max() == 0, "too few poor countries publish earnings for subregions"


def test_faults_of_exchange_rates_are_not_taken_for_incomes(world):
    venezuela = at("VEN")
    assert 3000 < world.gdp_ppp[venezuela] < 15000, "Maddison 2022 in prices of 2021; Penn World Table has 159"
    assert "VEN" in world.substituted["gdp_ppp"] and "VEN" in world.borrowed["gdp_usd"]
    assert world.gdp_usd_year[venezuela] == 0


def test_values_do_not_depend_on_which_countries_are_asked_for(world):
    some = ("TUV", "SSD", "USA")
    found = economy(some)
    rows = [at(code) for code in some]
    for name in ("gdp_ppp", "gdp_usd", "income_class", "wage_ratio", "employed", "agriculture", "aid_usd", "covered"):
        assert np.array_equal(getattr(found, name), getattr(world, name)[rows]), name
    assert found.deaths.sum() + found.deaths_elsewhere == pytest.approx(world.deaths.sum() + world.deaths_elsewhere)
    assert found.borrowed["employed"] == ("TUV",)


def test_deaths_of_five_full_years_are_all_somewhere(world):
    frame = load("missing_migrants").frame.filter(pl.col("date").dt.year().is_between(2020, 2024))
    assert world.deaths.sum() + world.deaths_elsewhere == pytest.approx(frame["dead_and_missing"].sum() / 5)
    assert world.deaths_elsewhere < 0.05 * world.deaths.sum()
    channel = frame.filter(pl.col("country_of_incident") == "FRA", pl.col("route") == "Undefined")
    assert world.deaths[at("GBR")] >= channel["dead_and_missing"].sum() / 5


def test_natives_and_foreign_born_make_up_the_employed(world):
    share, foreign = work._employed_share(CODES), work._foreign_share(CODES)
    both = (1 - foreign) * world.employed[:, 0] + foreign * world.employed[:, 1]
    free = ~np.isnan(share) & (world.employed < MOST_EMPLOYED).all(axis=1)
    assert free.sum() > 170 and np.allclose(both[free], share[free], rtol=1e-9)
    germany = world.employed[at("DEU")]
    assert germany[0] == pytest.approx(0.84, abs=0.03) and germany[1] == pytest.approx(0.74, abs=0.03), "Eurostat 2023"


def test_borders_are_those_of_today(world):
    table = world.neighbours
    assert np.array_equal(table, table.T) and not np.diagonal(table).any() and set(np.unique(table)) == {0, 1}
    for first, second, border in (
        ("SSD", "KEN", 1), ("SDN", "KEN", 0), ("SRB", "XKX", 1), ("SRB", "ALB", 0), ("SDN", "SSD", 1), ("TUV", "FJI", 0)
    ):  # fmt: skip
        assert table[at(first), at(second)] == border, (first, second)


def test_rights_fees_and_aid(world):
    assert world.covered[at("MEX")] == 1 and world.covered[at("DEU")] == 0 and world.covered.sum() == 57
    known_pairs = np.argwhere(~np.isnan(world.recruitment))
    assert {CODES[r] for r, _ in known_pairs} == set(GULF)
    assert world.recruitment[at("KWT"), at("BGD")] == 14, "the middle of 10 to 18 months"
    assert world.recruitment[at("KWT"), at("IND")] == pytest.approx(14 * 2000 / 3450), "in proportion to the fees"
    assert world.aid_usd[at("USA")] == 0 and world.aid_usd[at("UKR")] > 1e10
    assert 1e11 < world.aid_usd.sum() < 3e11, "official aid to countries is near 170 billion dollars a year"


def test_the_small_tables_name_what_the_data_have():
    routes = set(load("missing_migrants").frame["route"])
    for row in table_rows("routes"):
        assert row["route"] in routes and known(row["destination"]), row
    for name, columns in (
        ("borders", ("first", "second")),
        ("sovereigns", ("country", "of")),
        ("employment", ("country",)),
    ):
        for row in table_rows(name):
            assert all(row[column] in CODES for column in columns) and row["read_from"] in {
                "read",
                "recalled",
                "assumed",
            }


def test_other_places_are_refused():
    with pytest.raises(NotCovered, match="Soviet"):
        economy(("SUN",))
    with pytest.raises(UnknownName):
        economy(("QQQ",))
