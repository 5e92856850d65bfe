"""In what standing people live abroad at launch: without permission, under protection, and for how many years."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from corridors.concepts.countries import STATELESS, UNKNOWN
from corridors.data import lazy
from corridors.errors import InvalidInput, NotCovered
from corridors.scenarios.grids import Floats, grid, together
from corridors.scenarios.standing_duration import STEP, duration
from corridors.scenarios.standing_irregular import estimates, placed_estimates

FIRST_LAUNCH, LAST_LAUNCH = 1990, 2025
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
    whom the stock of their birthplace does not hold. `duration[R, B, 4]`: by years since arrival, as
    `standing_duration.YEARS_SINCE`, adding to the stock. `notes` says what was assumed.
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
    totals = estimates(countries, launch)
    irregular, range_, beyond = placed_estimates(countries, launch, totals, foreign, foreign - protected)
    estimated = dict(totals.select("destination", "year").iter_rows())
    unknown = tuple(code for code in countries if code not in estimated)
    notes = (
        f"{over.sum():,.0f} registered refugees of the end of {launch - 1} are more than the foreign-born of their "
        "pair, most of them born in exile: they have no row.",
        f"Residents without permission are those of estimates for {', '.join(estimated) or 'no country'}; "
        f"{len(unknown)} residences have none and count as zero.",
    )
    return Standing(
        irregular, range_, estimated, unknown, beyond, protected, over, duration(countries, launch, foreign), notes
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
