"""Past launches of the world model scored by what happened: population, foreign-born stocks, flows, net migration."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.data import lazy
from corridors.drivers.forecast.history import history
from corridors.errors import NotCovered
from corridors.scenarios.demography import populations
from corridors.scenarios.ensemble import kept_corridors, launched
from corridors.scenarios.grids import grid, together
from corridors.scenarios.running import project
from corridors.scenarios.stocks import STOCK_YEARS, stock_table

if TYPE_CHECKING:
    import xarray as xr

    from corridors.scenarios.launch import World

Floats = NDArray[np.float64]
LAST = 2020
"""Last date at which all three outcomes are estimates and not projections, on a fifth year."""
LAUNCHES = (1995, 2000, 2005, 2010, 2015)
"""Past launches; that of 1995 knows one period of flows only and starts from persistence."""
FEWEST = 1000
"""Corridors with at least this many people at launch, or moves in the five years before it, are scored; smaller ones
are mostly noise of the records."""
LEVELS = {80: ("10%", "90%"), 95: ("2.5%", "97.5%")}


@dataclass(frozen=True)
class Score:
    """One score of one outcome at one date after a launch; `persistence` is that of the baseline, None for coverage.

    `mean_abs_error` in persons (net migration and flows: persons over the period), `median_abs_log_error` of logs,
    `coverage80` and `coverage95` as shares (from 40 draws on); `n` countries or corridors.
    """

    launch: int
    outcome: str
    year: int
    measure: str
    value: float
    persistence: float | None
    n: int


def back_test(launch: int, *, until: int = LAST, draws: int = 100, seed: int = 0) -> list[Score]:
    """Launch the world at a past date, with only the rates that were known then, and score it by what happened.

    Births and deaths are those of WPP 2024's estimates, so that migration alone is tested; stocks at launch and
    afterwards are those of today's edition, which a user at the time did not have. Baselines of persistence: for
    stocks, the foreign-born stock of a corridor as at launch; for flows, those of the five years before launch (our own
    estimates from the stocks at both ends, `pseudo-bayes`, before and after); for populations, the same net migration
    as in the five years before launch, births and deaths as they were; for net migration, that of the five years
    before launch.

    Args:
        launch: one of `LAUNCHES`; until: last date scored; draws, seed: as in `project`.
    Raises:
        NotCovered: a launch with nothing to score after it, or without a period of flows before it.
    """
    if launch not in LAUNCHES or launch >= until:
        listed = ", ".join(map(str, LAUNCHES))
        raise NotCovered(f"A launch in {launch} until {until} cannot be scored.", hint=f"Launches: {listed}.")
    run = project(launch=launch, until=until, draws=draws, seed=seed)
    world = launched(launch, until, "bilateral")
    truth = populations((launch, *world.years[1:])).sum(axis=(2, 3))
    net = _net(world.countries, (launch - 5, *world.years[:-1]))
    moved = _flows(world, (launch, *world.years[1:]))
    scores = []
    for step, year in enumerate(world.years[1:]):
        at = run.summary.isel(time=step)
        migration = net[step + 1]
        known = net[0] != 0
        scores += _both(launch, "net_migration", year, found=at["net"], truth=migration, rival=net[0], counted=known)
        carried = truth[step + 1] + (step + 1) * net[0] - net[1 : step + 2].sum(axis=0)
        carried = np.maximum(carried, 0)
        scores += _both(launch, "population", year, found=at["population_total"], truth=truth[step + 1], rival=carried,
                        counted=truth[0] > 0)  # fmt: skip
        scores += _both(launch, "flow_by_corridor", year, found=at["flow"], truth=moved[step + 1], rival=moved[0],
                        counted=moved[0] >= FEWEST)  # fmt: skip
        if year in STOCK_YEARS:
            stock, before = (stock_table(world.countries, one).sum(axis=2) for one in (year, launch))
            residence, birth = np.asarray(world.cells.residence), np.asarray(world.cells.birth)
            now, then = stock[residence, birth], before[residence, birth]
            counted = (residence != birth) & (birth < len(world.countries)) & (then >= FEWEST)
            scores += _both(
                launch, "stock_by_corridor", year, found=at["stock"], truth=now, rival=then, counted=counted
            )
    return scores


def _both(
    launch: int,
    outcome: str,
    year: int,
    *,
    found: "xr.DataArray",
    truth: Floats,
    rival: Floats,
    counted: NDArray[np.bool_],
) -> list[Score]:
    """Errors of the median and of persistence, and coverage of the intervals where there are draws."""
    names = list(found["statistic"].values)
    middle = found.sel(statistic="50%" if "50%" in names else "central").values.astype(np.float64)
    number = int(counted.sum())
    scores = []

    def add(measure: str, value: float, persistence: float | None) -> None:
        scores.append(Score(launch, outcome, year, measure, float(value), persistence, number))

    errors = [np.abs(guess - truth)[counted].mean() for guess in (middle, rival)]
    add("mean_abs_error", errors[0], float(errors[1]))
    if outcome != "net_migration":
        logs = [np.median(np.abs(np.log1p(guess) - np.log1p(truth))[counted]) for guess in (middle, rival)]
        add("median_abs_log_error", logs[0], float(logs[1]))
    if {"2.5%", "97.5%"} <= set(names):
        for level, (low, high) in LEVELS.items():
            inside = (truth >= found.sel(statistic=low).values) & (truth <= found.sel(statistic=high).values)
            add(f"coverage{level}", inside[counted].mean(), None)
    return scores


def _flows(world: "World", ends: tuple[int, ...]) -> Floats:
    """Flows of the five years that end at each date on the corridors that a run keeps: `[T, corridor]`, persons."""
    known = history(max(ends), fewest=1)
    at = {code: i for i, code in enumerate(known.countries)}
    corridors = np.array([[at.get(world.countries[i], -1) for i in side] for side in kept_corridors(world)])
    by_end = {period.end: period.flows.sum(axis=0) * period.years for period in known.periods}
    there = (corridors >= 0).all(axis=0)
    return np.stack([np.where(there, by_end[end][tuple(corridors)], 0) for end in ends])


def _net(countries: tuple[str, ...], starts: tuple[int, ...]) -> Floats:
    """Net migration of five-year periods by World Population Prospects 2024: `[T, R]`, persons."""
    rows = lazy("demography_totals_5y")[0].filter(pl.col("period_start").is_in(starts)).collect()
    return grid(together(rows, "country"), {"period_start": starts, "country": countries}, "net_migration")
