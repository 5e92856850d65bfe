"""Residents without permission at launch: estimates of their number, spread over birthplaces."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.concepts.countries import TOTAL, UNKNOWN, income_group
from corridors.data import lazy
from corridors.scenarios.grids import Floats, grid
from corridors.scenarios.small_tables import table_rows

WINDOW = 5
"""Years of people found illegally present that are taken together."""
NAMED_FOR = 10
"""Years for which the share of a named origin in an estimate stands."""
HIGH, FIRST_GROUP_YEAR = "High income", 1987
"""The World Bank's group of high-income countries, and the first year of its groups."""
NO_VISA = ("visa free", "eta")
"""Requirements of the passport index under which no visa has to be asked for before the journey."""


def estimates(countries: tuple[str, ...], launch: int) -> pl.DataFrame:
    """Latest estimate of each residence at or before launch: destination, year, low, high, people."""
    rows = lazy("unauthorized_population")[0].filter(
        pl.col("origin") == TOTAL, pl.col("year") <= launch, pl.col("destination").is_in(countries)
    ).with_columns(people=_middle()).collect()  # fmt: skip
    latest = rows.filter(pl.col("year") == pl.col("year").max().over("destination"))
    return latest.group_by("destination", "year").agg(
        pl.col("low").min(), pl.col("high").max(), pl.col("people").mean()
    ).sort("destination")  # fmt: skip


def _middle() -> pl.Expr:
    """The middle of an estimate; the upper end where only that is published."""
    return (pl.col("low").fill_null(pl.col("high")) + pl.col("high")) / 2


def placed_estimates(
    countries: tuple[str, ...], launch: int, totals: pl.DataFrame, foreign: Floats, room: Floats
) -> tuple[Floats, Floats, Floats]:
    """People without permission `[R, B]`, range of the totals `[R, 2]`, and who found no room `[R]`."""
    found, beyond = np.zeros_like(foreign), np.zeros(len(countries))
    range_ = np.full((len(countries), 2), np.nan)
    named = _named_shares(launch)
    detected = _detected(countries, launch)
    bound = _visa_bound(countries, launch)
    for code, low, high, people in totals.select("destination", "low", "high", "people").iter_rows():
        r = countries.index(code)
        range_[r] = (np.nan if low is None else low, high)
        share = np.array([named.get((code, origin), 0.0) for origin in (*countries, UNKNOWN)])
        placed = np.minimum(share * people, room[r])
        free = np.divide(room[r], foreign[r], out=np.zeros_like(room[r]), where=foreign[r] > 0)
        needy = _bound_stock(foreign[r], bound[r])
        for weights in (detected[r] * free, needy):
            placed += apportioned(people - placed.sum(), np.where(share > 0, 0, weights), room[r] - placed)
        found[r], beyond[r] = placed, max(people - placed.sum(), 0)
    return found, range_, beyond


def apportioned(total: float, weights: Floats, room: Floats) -> Floats:
    """Spread people in proportion to weights, none above its room; what finds no room is left out.

    >>> apportioned(10, np.array([1.0, 1.0, 2.0]), np.array([1.0, 9.0, 9.0])).tolist()
    [1.0, 3.0, 6.0]
    """
    placed = np.zeros_like(room)
    free = (weights > 0) & (room > 0)
    left = total
    while left > 0 and free.any():
        offered = np.where(free, weights * (left / weights[free].sum()), 0)
        full = free & (offered >= room)
        if not full.any():
            return placed + offered
        placed = np.where(full, room, placed)
        left -= float(room[full].sum())
        free &= ~full
    return placed


def _named_shares(launch: int) -> dict[tuple[str, str], float]:
    """Latest share of each named origin in its estimator's total of the same year, by destination and origin."""
    dated = pl.col("year").is_between(launch - NAMED_FOR, launch)
    rows = lazy("unauthorized_population")[0].filter(dated).with_columns(people=_middle()).collect()
    of = ["destination", "year", "estimator"]
    totals = rows.filter(pl.col("origin") == TOTAL).select(*of, total="people")
    columns = ["destination", "origin", "year", "people", "total"]
    shares = rows.filter(pl.col("origin") != TOTAL).join(totals, on=of).select(columns)
    table = pl.DataFrame(table_rows("irregular_origins")).select(columns)
    both = pl.concat(
        [shares, table.cast({"year": pl.Int64, "people": pl.Float64, "total": pl.Float64}).filter(dated)]
    ).sort("year", maintain_order=True)
    latest = both.group_by("destination", "origin").agg((pl.col("people") / pl.col("total")).last())
    return {(place, origin): share for place, origin, share in latest.iter_rows()}


def _detected(countries: tuple[str, ...], launch: int) -> Floats:
    """People found illegally present in the five latest years of each residence up to launch: `[R, B]`."""
    rows = lazy("irregular_eu")[0].filter(pl.col("year") < launch).collect()
    recent = rows.filter(pl.col("year") > pl.col("year").max().over("country") - WINDOW)
    return grid(recent, {"country": countries, "nationality": (*countries, UNKNOWN)}, "value")


def _visa_bound(countries: tuple[str, ...], launch: int) -> NDArray[np.bool_]:
    """Whether people of a country need a visa for another: `[R, R]`.

    From the passport index where one had been made by launch. Before, people of high-income countries are taken to
    need none, and all others to need one. People of a territory need none for its sovereign's land.
    """
    index = lazy("visa")[0].filter(pl.col("date").dt.year() <= launch).collect()
    if index.is_empty():
        rich = [income_group(code, max(launch - 1, FIRST_GROUP_YEAR)) == HIGH for code in countries]
        bound = np.tile(~np.array(rich), (len(countries), 1))
    else:
        free = index.filter(pl.col("date") == pl.col("date").max(), pl.col("requirement").is_in(NO_VISA))
        bound = grid(free.with_columns(_one=1), {"destination": countries, "passport": countries}, "_one") == 0
    for row in table_rows("sovereigns"):
        if row["of"] in countries and row["country"] in countries:
            bound[countries.index(row["of"]), countries.index(row["country"])] = False
    return bound


def _bound_stock(foreign: Floats, bound: NDArray[np.bool_]) -> Floats:
    """The stock `[B]` that needs a visa; of unknown birthplace as large a share as of the others."""
    known = foreign[:-1]
    share = known[bound].sum() / max(known.sum(), 1)
    return np.append(np.where(bound, known, 0), foreign[-1] * share)
