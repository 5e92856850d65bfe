"""Remittances of a run: amounts by corridor, calibrated to the matrix of 2021 and to the latest national totals."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from corridors.concepts.countries import UNKNOWN, WORLD
from corridors.data import lazy
from corridors.scenarios.economics import economy
from corridors.scenarios.grids import Floats, grid, together
from corridors.scenarios.stocks import stock_table
from corridors.world.processes.remit import remit

if TYPE_CHECKING:
    import xarray as xr

    from corridors.scenarios.projection import Projection

MATRIX_YEAR = 2021
TOTALS_FROM = 2019
"""National totals older than this are not used to bring the matrix up to date."""
STOCK_BEFORE, STOCK_AFTER = 2020, 2024
"""Dates of the stocks around the matrix; between them stocks are taken as linear."""
AMOUNT = 200
"""US dollars of the transfer whose price counts, as in the target of the Sustainable Development Goals."""
PRICES = (0.0, 0.5)
"""Prices outside are taken as unknown: below zero an official exchange rate stands for the real one (Sudan); above a
half are four corridors of three countries, one with a mean of 104%, of services that hardly anybody can use."""
FEWEST_SENDERS = 1.0
"""People below whom an amount of the matrix has no senders to be divided by."""


@dataclass(frozen=True)
class Calibration:
    """Amounts of each corridor: `per_person[R, B]`, US dollars received a year per person born in B who
    lives in R; `price[R, B]`, share of the amount sent; `unattributed[B]`, US dollars a year that countries receive
    from places where the stocks have nobody born there, or too few to have sent it.
    """

    per_person: Floats
    price: Floats
    unattributed: Floats


def calibrate(countries: tuple[str, ...]) -> Calibration:
    """Divide the matrix of 2021 by the people who could have sent it, and bring it to the latest national totals.

    `per_person[r, b] = min(matrix[r, b] / stock[r, b] * latest receipts[b] / sum_r matrix[r, b], output per head of
    r)`; a country without a total keeps its amounts of 2021. Where the matrix counts more people in a pair than the
    stocks do, the bound holds and the rest is unattributed. The matrix itself was made from stocks and incomes, not
    counted by corridor.
    The price is the latest mean of the corridor for 200 US dollars; where there is none, that of the receiving
    country's corridors, else of all.

    Source: KNOMAD and World Bank, Bilateral Remittance Matrix 2021 and personal remittances received; World Bank,
        Remittance Prices Worldwide. Dollars are current, so that totals of later years are in dollars of that year.
    """
    births = (*countries, UNKNOWN)
    rows = together(
        lazy("remittances_bilateral")[0].filter(pl.col("year") == MATRIX_YEAR).collect(), "sender", "receiver"
    )
    axes = {"sender": countries, "receiver": births}
    totals = dict(rows.group_by("receiver").agg(pl.col("usd").sum()).iter_rows())
    matrix = grid(rows, axes, "usd") * _growth(births, np.array([totals.get(code, 0.0) for code in births]))
    share = (MATRIX_YEAR - STOCK_BEFORE) / (STOCK_AFTER - STOCK_BEFORE)
    before, after = (stock_table(countries, year).sum(axis=2) for year in (STOCK_BEFORE, STOCK_AFTER))
    senders = (1 - share) * before + share * after
    enough = senders >= FEWEST_SENDERS
    sent = np.divide(matrix, senders, out=np.zeros_like(matrix), where=enough)
    per_person = np.minimum(sent, economy(countries).gdp_usd[:, None])
    attributed = np.where(enough, per_person * senders, 0)
    return Calibration(per_person, _price(countries, births), (matrix - attributed).sum(axis=0))


def remittances(run: "Projection") -> "xr.Dataset":
    """Give the remittances of each pair in a run: sent and received a year, for every statistic of its stocks.

    Amounts per person stay as calibrated, so that what changes is the people. Quantiles are those of the stock of the
    pair and cannot be added over pairs; take `run.draws` for intervals of sums.

    Returns: `sent` and `received` by statistic, time and pair, `unattributed` by country, US dollars a year.
    """
    import xarray as xr

    countries = tuple(str(code) for code in run.summary["country"].values)
    found = calibrate(countries)
    places, births = np.array(countries), np.array((*countries, UNKNOWN))
    residence = np.searchsorted(places, run.summary["residence"].values)
    birth = np.array([list(births).index(code) for code in run.summary["birth"].values])
    stock = run.summary["stock"].transpose(..., "pair")
    sent, received = remit(stock.values, found.per_person[residence, birth], found.price[residence, birth])
    made = xr.Dataset(
        {
            "sent": (stock.dims, np.asarray(sent)),
            "received": (stock.dims, np.asarray(received)),
            "unattributed": (("country",), found.unattributed[: len(countries)]),
        },
        coords={**stock.coords, "country": places},
    )
    for variable in made.data_vars.values():
        variable.attrs["units"] = "US dollars a year"
    return made


def _growth(births: tuple[str, ...], received: Floats) -> Floats:
    """Latest receipts over those of the matrix, by country; one where either is missing.

    Of two sources for a country and year the later in the alphabet counts, the World Bank's own.
    """
    rows = lazy("remittances_country")[0].filter(pl.col("inflow_usd") > 0, pl.col("year") >= TOTALS_FROM).collect()
    by_year = rows.group_by("country", "year").agg(pl.col("inflow_usd").sort_by("source").last())
    latest = dict(by_year.sort("year").group_by("country").agg(pl.col("inflow_usd").last()).iter_rows())
    pairs = zip(births, received, strict=True)
    return np.array([latest[code] / total if code in latest and total > 0 else 1.0 for code, total in pairs])


def _price(countries: tuple[str, ...], births: tuple[str, ...]) -> Floats:
    rows = lazy("remittance_prices")[0].filter(
        pl.col("amount_usd") == AMOUNT, pl.col("total_cost_pct").is_not_null(), pl.col("sending") != WORLD,
        pl.col("receiving") != WORLD,
    ).collect()  # fmt: skip
    latest = rows.sort("period").group_by("sending", "receiving").agg(pl.col("total_cost_pct").last() / 100)
    latest = latest.filter(pl.col("total_cost_pct").is_between(*PRICES))
    to_country = dict(latest.group_by("receiving").agg(pl.col("total_cost_pct").mean()).iter_rows())
    overall = float(latest["total_cost_pct"].to_numpy().mean())
    table = np.tile([to_country.get(code, overall) for code in births], (len(countries), 1))
    known = grid(latest, {"sending": countries, "receiving": births}, "total_cost_pct")
    return np.where(known > 0, known, table)
