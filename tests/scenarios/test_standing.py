"""Standing at launch: nobody counted twice, nothing known too early, and what the sources say is kept."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from corridors.data import load
from corridors.errors import InvalidInput, NotCovered
from corridors.scenarios import standing as made
from corridors.scenarios import standing_duration, standing_irregular, stocks
from corridors.scenarios.demography import countries
from corridors.scenarios.standing import standing
from corridors.scenarios.standing_irregular import apportioned

LAUNCHES = (1990, 1995, 2000, 2005, 2010, 2015, 2020, 2025)
ROUNDING = 1e-6
"""Persons: sums over stocks of up to 5e7 in double precision."""
CODES = countries()
USA, MEX, DEU, JOR, PSE = (CODES.index(code) for code in ("USA", "MEX", "DEU", "JOR", "PSE"))


def stock_at(launch):
    return stocks.stock_table(CODES, min(launch, 2024)).sum(axis=2)


@pytest.fixture(scope="module")
def latest():
    return standing(CODES, 2025, stock_at(2025))


@pytest.mark.parametrize("launch", LAUNCHES)
def test_standing_stays_within_the_stock_and_durations_add_to_it(launch):
    stock = stock_at(launch)
    found = standing(CODES, launch, stock)
    assert (found.irregular + found.refugees <= stock + ROUNDING).all()
    assert min(found.irregular.min(), found.refugees.min(), found.duration.min()) >= 0
    assert np.allclose(found.duration.sum(axis=2), stock, rtol=0, atol=ROUNDING)
    for table in (found.irregular, found.refugees, found.duration.sum(axis=2)):
        assert not np.diagonal(table).any(), "natives have no standing"


@pytest.mark.parametrize("launch", LAUNCHES)
def test_every_estimate_is_placed_and_residences_without_one_are_named(launch):
    found = standing(CODES, launch, stock_at(launch))
    rows = load("unauthorized_population").frame.filter(pl.col("origin") == "TOT", pl.col("year") <= launch)
    assert set(found.irregular_year) == set(rows["destination"].drop_nulls()) & set(CODES)
    assert set(found.irregular_year) | set(found.irregular_unknown) == set(CODES)
    without = [CODES.index(code) for code in found.irregular_unknown]
    assert not found.irregular[without].any() and np.isnan(found.irregular_range[without]).all()
    for code in found.irregular_year:
        r = CODES.index(code)
        low, high = found.irregular_range[r]
        total = found.irregular[r].sum() + found.irregular_beyond_stock[r]
        assert (high if np.isnan(low) else low) - ROUNDING <= total <= high + ROUNDING


def test_the_standing_of_a_past_launch_does_not_change_when_later_data_are_taken_away(monkeypatch):
    stock = stock_at(2010)
    with_all = standing(CODES, 2010, stock)
    whole = made.lazy

    def until(name):
        frame, source = whole(name)
        names = frame.collect_schema().names()
        year = pl.col("year") if "year" in names else pl.col("date").dt.year()
        return frame.filter(year <= 2010), source

    for module in (made, standing_irregular, standing_duration, stocks):
        monkeypatch.setattr(module, "lazy", until)
    known_then = standing(CODES, 2010, stock)
    for name in ("irregular", "refugees", "duration"):
        assert np.array_equal(getattr(with_all, name), getattr(known_then, name)), name


def test_the_order_of_the_countries_only_orders_the_result(latest):
    turned = CODES[::-1]
    index = np.arange(len(CODES))[::-1]
    births = np.append(index, len(CODES))
    found = standing(turned, 2025, stock_at(2025)[np.ix_(index, births)])
    for name in ("irregular", "refugees", "duration"):
        expected = getattr(latest, name)[index][:, births]
        assert np.allclose(getattr(found, name), expected, rtol=1e-9, atol=ROUNDING), name


def test_natives_of_the_stock_are_not_looked_at(latest):
    stock = stock_at(2025)
    np.fill_diagonal(stock, 1e9)
    assert np.array_equal(standing(CODES, 2025, stock).irregular, latest.irregular)


def test_named_origins_have_their_published_numbers(latest):
    assert latest.irregular[USA].sum() == pytest.approx(14e6)
    assert latest.irregular[USA, MEX] == pytest.approx(4.3e6), "Pew 2025"
    assert latest.irregular[USA, CODES.index("PRI")] == 0, "citizens of the United States"
    assert latest.irregular[USA, DEU] == 0, "no visa is needed"
    assert latest.irregular[DEU, CODES.index("POL")] == 0, "free movement"
    past = standing(CODES, 2005, stock_at(2005))
    assert past.irregular[USA, MEX] == pytest.approx(5.97e6), "Hoefer, Rytina and Campbell 2006"
    assert past.irregular[DEU].sum() == 0 and "DEU" in past.irregular_unknown


def test_refugees_are_those_registered_as_far_as_the_stock_holds_them(latest):
    unhcr = load("refugees").frame.filter(year=2024)
    unrwa = load("refugees_unrwa").frame.filter(year=2024)
    registered = unhcr["refugees"].sum() + unhcr["oip"].sum() + unrwa["refugees_unrwa"].sum()
    assert latest.refugees.sum() + latest.refugees_beyond_stock.sum() == registered
    assert latest.refugees[JOR, PSE] > 2e6 and latest.refugees_beyond_stock[PSE] > 2e6, "natives of Palestine"


def test_years_since_arrival_agree_with_surveys():
    stock = stock_at(2010)
    usa = standing(CODES, 2010, stock).duration[USA].sum(axis=0) / stock[USA].sum()
    assert usa[0] == pytest.approx(0.17, abs=0.01), "American Community Survey 2010, which set the retention"
    assert usa[:3].sum() == pytest.approx(0.62, abs=0.05), "since 1990, the same survey (recalled)"
    stock = stock_at(2010)
    british = standing(CODES, 2010, stock).duration[CODES.index("GBR")].sum(axis=0)
    assert british[:2].sum() / british.sum() == pytest.approx(0.5, abs=0.07), "since 2001, census of 2011 (recalled)"


def test_birthplaces_that_become_known_are_no_arrivals():
    sudan = CODES.index("SSD")
    stock = stock_at(2010)
    duration = standing(CODES, 2010, stock).duration[sudan].sum(axis=0)
    assert duration[0] < duration.sum(), "all birthplaces were unknown until 2005"


@pytest.mark.parametrize("launch", [1985, 2012, 2030])
def test_other_launches_are_refused(launch):
    with pytest.raises(NotCovered, match=str(launch)):
        standing(("MEX", "USA"), launch, np.zeros((2, 3)))


@pytest.mark.parametrize("stock", [np.zeros((2, 2)), np.full((2, 3), -1.0), np.full((2, 3), np.nan)])
def test_stocks_that_are_none_are_refused(stock):
    with pytest.raises(InvalidInput, match="unknown birthplace last"):
        standing(("MEX", "USA"), 2010, stock)


whole = st.integers(0, 1000).map(float)


@given(total=whole, weights=arrays(float, 6, elements=whole), room=arrays(float, 6, elements=whole))
def test_what_is_apportioned_keeps_to_room_and_weights(total, weights, room):
    placed = apportioned(total, weights, room)
    assert (placed >= 0).all() and (placed <= room * (1 + 1e-12)).all()
    assert placed.sum() == pytest.approx(min(total, room[weights > 0].sum()))
    free = (placed < room) & (weights > 0)
    if free.any():
        assert np.ptp(placed[free] / weights[free]) == pytest.approx(0, abs=1e-9), "in proportion where there is room"
