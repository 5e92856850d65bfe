"""In what standing people live abroad at launch: without permission, under protection, and for how many years."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.concepts.countries import STATELESS, TOTAL, UNKNOWN, income_group
from corridors.data import lazy
from corridors.errors import InvalidInput, NotCovered
from corridors.scenarios.grids import Floats, grid, together
from corridors.scenarios.stocks import STOCK_YEARS, stock_table

YEARS_SINCE = ("0-4", "5-9", "10-19", "20+")
"""Classes of years since arrival."""
STEP = 5
PERIODS = 4
"""Periods of five years that the classes of duration look back."""
FIRST_LAUNCH, LAST_LAUNCH = 1990, 2025
WINDOW = 5
"""Years of people found illegally present that are taken together."""
NAMED_FOR = 10
"""Years for which the share of a named origin in an estimate stands."""
HIGH, FIRST_GROUP_YEAR = "High income", 1987
"""The World Bank's group of high-income countries, and the first year of its groups."""
NO_VISA = ("visa free", "eta")
"""Requirements of the passport index under which no visa has to be asked for before the journey."""
OTHER_ORIGINS = {"TIB": "CHN", STATELESS: UNKNOWN}
"""Origins of UNHCR that the stocks count elsewhere: Tibetans, and stateless people."""
DATASETS = (
    "unauthorized_population", "irregular_eu", "visa", "income_group_history", "refugees", "refugees_unrwa",
    "migrant_stock", "migrant_stock_unknown", "flows_combined",
)  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """Standing of the foreign-born at launch, R residences, B birthplaces (unknown last), persons; natives are zero.

    `irregular[R, B]`: residents without permission; `irregular_range[R, 2]`: lowest and highest published total,
    NaN where none is; `irregular_year`: the year of the estimate by residence; `irregular_unknown`: residences that
    nobody has estimated, which count as zero; `irregular_beyond_stock[R]`: people of an estimate for whom the stock
    has no room. `refugees[R, B]`: refugees and others under protection; `refugees_beyond_stock[R]`: those registered
    whom the stock of their birthplace does not hold. `duration[R, B, 4]`: by years since arrival, `YEARS_SINCE`,
    adding to the stock. `notes` says what was assumed.
    """

    irregular: Floats
    irregular_range: Floats
    irregular_year: dict[str, int]
    irregular_unknown: tuple[str, ...]
    irregular_beyond_stock: Floats
    refugees: Floats
    refugees_beyond_stock: Floats
    duration: Floats
    notes: tuple[str, ...]
    datasets: tuple[str, ...] = DATASETS


def standing(countries: tuple[str, ...], launch: int, stock: Floats) -> Standing:
    """Give the standing of the foreign-born at launch, from what describes no later date.

    1. Refugees of a pair are those registered at the end of the year before launch, at most the stock.
    2. People without permission are the latest estimate of a residence at or before launch. Origins that an estimator
       names (the data, and `tables/irregular_origins.csv`) have their share of its total, the latest of ten years. The
       rest is spread over other birthplaces as the people found illegally present in the five latest years (Europe),
       times the share of the birthplace's stock that is not under protection; without such data, and where they leave
       no room, as the stock of birthplaces whose people need a visa. Nobody is both refugee and without permission: a
       pair holds at most the stock less its refugees.
    3. Years since arrival: with `n[p]` the share of the stock at the end of period p who came in its five years,
       `d[0-4] = n[0]`, `d[5-9] = (1 - n[0]) n[1]`, and so on, as if all left at the same rate whenever they came.
       `n S = retention * F`, at least the growth of the stock and at most the stock, F the arrivals from the birthplace
       who were born there; for periods before the record n is assumed (`tables/standing.csv`).

    What is kept out of a past launch are later dates, not later editions: stocks, flows and estimates of a date are
    those published today.

    Args:
        countries: codes; launch: a fifth year from 1990 to 2025; stock: residents by birthplace `[R, B]`, persons, the
            unknown birthplace last; its natives are not looked at.
    Raises:
        NotCovered: another launch; InvalidInput: a stock of another shape, or with negative people.
    Sources: DHS, Pew and MIrreM; Eurostat migr_eipre; UNHCR and UNRWA; United Nations, International Migrant Stock
        2024; the combined estimate of flows.

    >>> people = np.zeros((2, 3))
    >>> people[1, 0] = 11e6
    >>> found = standing(("MEX", "USA"), 2010, people)
    >>> round(float(found.irregular[1, 0]) / 1e6, 1), found.irregular_unknown
    (6.6, ('MEX',))
    """
    _check(countries, launch, stock)
    foreign = stock.astype(float)
    index = np.arange(len(countries))
    foreign[index, index] = 0
    births = (*countries, UNKNOWN)
    protected, over = _refugees(countries, births, launch, foreign)
    totals = _estimates(countries, launch)
    irregular, range_, beyond = _irregular(countries, launch, totals, foreign, foreign - protected)
    estimated = dict(totals.select("destination", "year").iter_rows())
    unknown = tuple(code for code in countries if code not in estimated)
    notes = (
        f"{over.sum():,.0f} registered refugees of the end of {launch - 1} are more than the foreign-born of their "
        "pair, most of them born in exile: they have no row.",
        f"Residents without permission are those of estimates for {', '.join(estimated) or 'no country'}; "
        f"{len(unknown)} residences have none and count as zero.",
    )
    return Standing(
        irregular, range_, estimated, unknown, beyond, protected, over, _duration(countries, launch, foreign), notes
    )  # fmt: skip


def _check(countries: tuple[str, ...], launch: int, stock: Floats) -> None:
    if launch % STEP or not FIRST_LAUNCH <= launch <= LAST_LAUNCH:
        raise NotCovered(
            f"The standing of the foreign-born is not known for {launch}.",
            hint=f"Take a fifth year from {FIRST_LAUNCH} to {LAST_LAUNCH}.",
        )
    shape = (len(countries), len(countries) + 1)
    if stock.shape != shape or not (np.isfinite(stock).all() and (stock >= 0).all()):
        raise InvalidInput(
            f"The stock, of shape {stock.shape}, is not one number of people for each of {shape}.",
            hint="Give residences by birthplaces, unknown birthplace last, without gaps or negative people.",
        )


def _refugees(
    countries: tuple[str, ...], births: tuple[str, ...], launch: int, foreign: Floats
) -> tuple[Floats, Floats]:
    """Refugees `[R, B]` within the stock, and those beyond it `[R]`, at the end of the year before launch."""
    date = pl.col("year") == launch - 1
    mandate = lazy("refugees")[0].filter(date).select(
        "origin", "asylum", people=pl.col("refugees") + pl.col("oip").fill_null(0)
    )  # fmt: skip
    palestine = lazy("refugees_unrwa")[0].filter(date).select("origin", "asylum", people="refugees_unrwa")
    rows = together(pl.concat([mandate, palestine]).collect(), "origin", "asylum")
    rows = rows.with_columns(pl.col("origin").replace(OTHER_ORIGINS))
    registered = grid(rows, {"asylum": countries, "origin": births}, "people")
    held = np.minimum(registered, foreign)
    return held, (registered - held).sum(axis=1)


def _estimates(countries: tuple[str, ...], launch: int) -> pl.DataFrame:
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


def _irregular(
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


def _duration(countries: tuple[str, ...], launch: int, foreign: Floats) -> Floats:
    """The stock by years since arrival `[R, B, 4]`."""
    assumed = {row["name"]: float(row["value"]) for row in table_rows("standing")}
    came, after = [], foreign
    for end in range(launch, launch - PERIODS * STEP, -STEP):
        start = end - STEP
        if start < STOCK_YEARS[0]:
            came.append(np.full_like(foreign, assumed["arrivals_before_record"]))
            continue
        before = stock_table(countries, start).sum(axis=2)
        arrivals = assumed["retention"] * _arrivals(countries, start, end, after)
        new = np.minimum(np.maximum(arrivals, _growth(before, after)), after[:, :-1])
        known = after[:, :-1].sum(axis=1)
        mean = np.divide(new.sum(axis=1), known, out=np.zeros_like(known), where=known > 0)
        share = np.divide(new, after[:, :-1], out=np.zeros_like(new), where=after[:, :-1] > 0)
        came.append(np.column_stack([share, mean]))
        after = before
    first, second, third, fourth = came
    stayed = (1 - first) * (1 - second)
    longest = stayed * (1 - third) * (1 - fourth)
    shares = np.stack([first, (1 - first) * second, stayed - longest, longest], axis=-1)
    return foreign[..., None] * shares


def _growth(before: Floats, after: Floats) -> Floats:
    """Growth of each stock `[R, R]` between two dates, less what a fall of the unknown birthplaces can explain."""
    known = after[:, :-1]
    total = known.sum(axis=1, keepdims=True)
    named = np.maximum(before[:, -1:] - after[:, -1:], 0)
    return known - before[:, :-1] - named * np.divide(known, total, out=np.zeros_like(known), where=total > 0)


def _arrivals(countries: tuple[str, ...], start: int, end: int, stock: Floats) -> Floats:
    """Arrivals from their country of birth over a period: `[R, R]`, residence by birthplace.

    Of those who move from b to r, the share born in b is `S[r, b] / (S[r, b] + S[b, r])`: the others return to r.
    """
    years = pl.col("year").is_between(start, end - 1)
    rows = together(lazy("flows_combined")[0].filter(years).collect(), "origin", "destination")
    moved = grid(rows, {"destination": countries, "origin": countries}, "flow")
    abroad = stock[:, :-1]
    both = abroad + abroad.T
    return moved * np.divide(abroad, both, out=np.zeros_like(both), where=both > 0)


@cache
def table_rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one of the small tables of the launch, by column."""
    text = (files("corridors.scenarios") / "tables" / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
