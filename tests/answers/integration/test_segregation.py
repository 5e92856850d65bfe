"""Diversity and dissimilarity: by hand and as identities, and the sentences at extremes."""

import polars as pl
import pytest

import corridors as cr
from corridors.answers.integration import diversity_tables as tables
from corridors.answers.statistics.stock_tables import EDITION, bilateral
from corridors.errors import NotCovered


def test_diversity_of_one_destination_by_hand():
    stocks = bilateral().frame.filter(destination="NZL", year=2024)["stock"].to_list()
    total = sum(stocks)
    squares = sum((stock / total) ** 2 for stock in stocks)
    row = tables.destinations().filter(country="NZL", year=2024).row(0, named=True)
    assert row["migrants_differ"] == pytest.approx(1 - squares, rel=1e-12)  # float64
    assert row["effective"] == pytest.approx(1 / squares, rel=1e-12)
    m = row["share"]
    pairs = 1 - (1 - m) ** 2 - sum((m * stock / total) ** 2 for stock in stocks)
    assert row["inhabitants_differ"] == pytest.approx(pairs, rel=1e-12)


def test_dissimilarity_of_one_origin_by_hand():
    frame = bilateral().frame.filter(year=2020)
    all_of = dict(frame.group_by("destination").agg(pl.col("stock").sum()).iter_rows())
    own = dict(frame.filter(origin="FJI").select("destination", "stock").iter_rows())
    total, mine = sum(all_of.values()), sum(own.values())
    others = total - mine
    half = sum(abs(own.get(d, 0) / mine - (n - own.get(d, 0)) / others) for d, n in all_of.items()) / 2
    row = tables.origins().filter(country="FJI", year=2020).row(0, named=True)
    assert row["dissimilarity"] == pytest.approx(half, rel=1e-9)  # sums over 200 destinations in another order
    assert row["emigrants"] == mine


def test_indices_keep_their_bounds():
    into, out = tables.destinations(), tables.origins()
    assert into["migrants_differ"].is_between(0, 1).all()
    assert into["inhabitants_differ"].drop_nulls().is_between(0, 1).all()
    assert (into["effective"] >= 1 - 1e-9).all() and (out["effective"] >= 1 - 1e-9).all()  # float64
    assert out["dissimilarity"].is_between(0, 1).all()
    assert into["unknown"].max() <= tables.MOST_UNKNOWN


def test_the_united_states_are_as_diverse_as_published():
    """Alesina, Harnoss and Rapoport (2016): chances of 0.2 to 0.3 for the United States around 2000, at ages 25 up."""
    row = tables.destinations().filter(country="USA", year=2000).row(0, named=True)
    assert 0.15 < row["inhabitants_differ"] < 0.3  # all ages here, so a little lower than theirs


def test_the_worlds_mean_weighs_by_migrants():
    year = tables.destinations().filter(year=EDITION)
    mean = (year["migrants_differ"] * year["migrants"]).sum() / year["migrants"].sum()
    assert tables.by_year(tables.destinations()).filter(year=EDITION)["migrants_differ"][0] == pytest.approx(mean)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({}, "two migrants in the same country were born in different countries"),
        ({"country": "TUV"}, "its migrants were as diverse"),
        ({"country": "SSD"}, "with Sudan the largest"),
        ({"country": "CHN"}, "as a proxy"),
        ({"country": "XKX"}, "nor is the origin of enough"),
        ({"country": "PRK", "year": 1990}, "in 1990 its migrants"),
        ({"region": "GCC"}, "same country of the Gulf Cooperation Council"),
    ],
)
def test_the_finding_at_extremes(arguments, said):
    made = cr.answer("segregation", **arguments)
    assert said in made.finding and "not in the data" in made.finding
    assert made.content.missing[0].what.startswith("Segregation")


def test_a_year_without_stocks_names_the_nearest():
    with pytest.raises(NotCovered, match="2020"):
        cr.answer("segregation", year=2018)


@pytest.mark.parametrize("arguments", [{}, {"country": "LUX"}, {"region": "Melanesia"}])
def test_charts_say_what_they_show(arguments):
    figures = cr.answer("segregation", **arguments).figures
    assert figures and all(figure.alternative for figure in figures)
