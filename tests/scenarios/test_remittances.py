"""Remittances by corridor: the calibration returns the totals it was made from."""

import jax
import numpy as np
import pytest

from corridors.data import load
from corridors.scenarios import demography, project, remittances
from corridors.scenarios.economics import economy
from corridors.scenarios.stocks import stock_table
from corridors.world.processes.remit import remit

COUNTRIES = demography.countries()


@pytest.fixture(scope="module")
def found():
    return remittances.calibrate(COUNTRIES)


def at(code):
    return COUNTRIES.index(code)


def test_what_is_sent_less_the_price_is_received():
    rng = np.random.default_rng(0)
    with jax.enable_x64(True):
        stock, amount, price = rng.gamma(1.0, 1e4, (3, 5)), rng.gamma(1.0, 1e3, 5), rng.uniform(0, 0.3, 5)
        sent, received = remit(stock, amount, price)
        assert np.allclose(sent * (1 - price), received, rtol=1e-12)
        assert np.array_equal(received, stock * amount)


def test_the_matrix_comes_back_at_the_level_of_the_latest_totals(found):
    stock = 0.75 * stock_table(COUNTRIES, 2020).sum(axis=2) + 0.25 * stock_table(COUNTRIES, 2024).sum(axis=2)
    received = (stock * found.per_person).sum(axis=0)[: len(COUNTRIES)] + found.unattributed[: len(COUNTRIES)]
    totals = load("remittances_country").frame.filter(country="MEX", source="wdi_2026_subset")
    latest = totals.filter(year=2024)["inflow_usd"].item()
    assert received[at("MEX")] == pytest.approx(latest, rel=1e-9)
    assert received.sum() > 8e11, "780 billion in 2021, more since"


def test_nobody_sends_more_than_the_output_per_head_of_the_residence(found):
    bound = economy(COUNTRIES).gdp_usd[:, None]
    assert (found.per_person <= bound).all()
    assert found.unattributed.min() >= -1, "rounding of sums of dollars"


def test_prices_are_shares_and_those_of_the_corridor_where_known(found):
    low, high = remittances.PRICES
    assert (found.price >= low).all() and (found.price <= high).all()
    assert found.price[at("ARE"), at("SDN")] == found.price[at("FRA"), at("SDN")], "below zero: that of the others"
    rows = load("remittance_prices").frame.filter(sending="USA", receiving="MEX", amount_usd=200)
    assert found.price[at("USA"), at("MEX")] == pytest.approx(rows.sort("period")["total_cost_pct"][-1] / 100)


def test_a_run_has_remittances_of_every_pair(tiny):
    run = project(until=2035, draws=0)
    money = remittances.remittances(run)
    pair = {"pair": "MEX>USA", "time": 2030, "statistic": "central"}
    per_person = float(money["received"].sel(pair) / run.summary["stock"].sel(pair))
    assert 4000 < per_person < 7000, "68 billion dollars from some 11 million people"
    assert float(money["received"].sel(pair=["USA>USA", "UNK>USA"]).max()) == 0, "natives and unknown send none"
