"""The forecasts that are compared, all made of the same history and in one shape."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.data import load
from corridors.drivers.forecast.draws import draw_flows, prepare
from corridors.drivers.forecast.history import History

Floats = NDArray[np.float64]
EDGES = (0.2, 2.0, 20.0, 200.0, 2000.0, 20000.0)
"""Persons a year that part corridors by size, for the errors of persistence."""
FLOOR = 0.02
"""Persons a year added before a ratio is taken."""
RIDGE = 1e-6
"""Added to the diagonal of the gravity fit's normal equations, which keeps them solvable with few corridors."""
STEPS = 50
"""Most Newton steps of the gravity fit; it takes about ten."""
TOLERANCE = 1e-8
"""Relative change of the coefficients at which the gravity fit stops."""


@dataclass(frozen=True)
class Prediction:
    """A forecast of the mean flows a year of the period after a launch: draws `[draw, origin, destination]`.

    A point forecast has one draw, so that its continuous ranked probability score is its absolute error.
    """

    model: str
    draws: NDArray[np.float32]

    @property
    def is_point(self) -> bool:
        """Whether there is no distribution to score."""
        return self.draws.shape[0] == 1


def point(model: str, flows: Floats) -> Prediction:
    """A point forecast.

    >>> point("none", np.zeros((2, 2))).is_point
    True
    """
    return Prediction(model, flows[None].astype(np.float32))


def totals(known: History) -> Floats:
    """Flows a year of all components, `[period, origin, destination]`."""
    return np.stack([period.flows.sum(axis=0) for period in known.periods])


def persistence(known: History, years: float, draws: int, seed: int) -> Prediction:
    """The last period's flows a year again."""
    return point("persistence", totals(known)[-1])


def mean_of_periods(known: History, years: float, draws: int, seed: int) -> Prediction:
    """The mean of all five-year periods before the launch."""
    return point("five-year mean", totals(known).mean(axis=0))


def persistence_with_errors(known: History, years: float, draws: int, seed: int) -> Prediction:
    """Persistence times the ratios that corridors of the same size have shown from one earlier period to the next."""
    rng = np.random.default_rng(seed)
    past, last = totals(known), totals(known)[-1]
    ratios = np.log((past[1:] + FLOOR) / (past[:-1] + FLOOR))
    off = ~np.eye(last.shape[0], dtype=np.bool_)
    before, now = np.digitize(past[:-1], EDGES), np.digitize(last, EDGES)
    made = np.zeros((draws, *last.shape), dtype=np.float32)
    for size in range(len(EDGES) + 1):
        pool = ratios[(before == size) & off]
        cells = (now == size) & off
        if pool.size and cells.any():
            drawn = rng.choice(pool.astype(np.float32), (draws, int(cells.sum())))
            made[:, cells] = np.maximum((last[cells].astype(np.float32) + FLOOR) * np.exp(drawn) - FLOOR, 0.0)
    return Prediction("persistence with errors", made)


def random_walk(known: History, years: float, draws: int, seed: int) -> Prediction:
    """A random walk of the log with normal steps, their variance estimated by size of corridor from earlier periods."""
    rng = np.random.default_rng(seed)
    past, last = totals(known), totals(known)[-1]
    steps = np.log((past[1:] + FLOOR) / (past[:-1] + FLOOR))
    off = ~np.eye(last.shape[0], dtype=np.bool_)
    before, now = np.digitize(past[:-1], EDGES), np.digitize(last, EDGES)
    spread = np.zeros(last.shape, dtype=np.float32)
    for size in range(len(EDGES) + 1):
        pool = steps[(before == size) & off]
        spread[now == size] = np.sqrt((pool**2).mean()) if pool.size else 0.0
    made = rng.standard_normal((draws, *last.shape), dtype=np.float32)
    made *= spread
    np.exp(made, out=made)
    made *= (last + FLOOR).astype(np.float32)
    made -= FLOOR
    np.maximum(made, 0.0, out=made)
    made[:, ~off] = 0.0
    return Prediction("random walk", made)


def gravity(known: History, years: float, draws: int, seed: int) -> Prediction:
    """A Poisson fit to the last period's flows: populations, distance, border, common language and colonial past.

    Source: Santos Silva and Tenreyro (2006), https://doi.org/10.1162/rest.88.4.641
    """
    ties = _ties(known.countries)
    last = known.periods[-1]
    target = totals(known)[-1]
    off = ~np.eye(target.shape[0], dtype=np.bool_)
    people_then = np.log(np.maximum(_population(known, -2), 1.0))
    people_now = np.log(np.maximum(last.stocks.sum(axis=0), 1.0))
    then, now = (_design(people, ties, off) for people in (people_then, people_now))
    flows = np.zeros_like(target)
    flows[off] = np.exp(now @ poisson(then, target[off]))
    return point("gravity", flows)


def _population(known: History, period: int) -> Floats:
    index = period if len(known.periods) >= -period else -1
    return known.periods[index].stocks.sum(axis=0)


def _design(people: Floats, ties: Floats, off: NDArray[np.bool_]) -> Floats:
    size = len(people)
    origin = np.repeat(people[:, None], size, axis=1)[off]
    return np.column_stack([np.ones(off.sum()), origin, np.repeat(people[None], size, axis=0)[off], ties[:, off].T])


def poisson(design: Floats, outcome: Floats) -> Floats:
    """Coefficients of a Poisson regression with log link, by Newton's method (iterated weighted least squares).

    >>> ones = np.ones((4, 1))
    >>> float(np.exp(poisson(ones, np.array([1.0, 2.0, 3.0, 6.0])))[0].round(6))
    3.0
    """
    mean = outcome + outcome.mean() + 1e-9
    coefficients = np.zeros(design.shape[1])
    for _ in range(STEPS):
        linear = np.log(mean)
        weighted = design * mean[:, None]
        normal = design.T @ weighted + RIDGE * np.eye(design.shape[1])
        updated = np.linalg.solve(normal, weighted.T @ (linear + (outcome - mean) / mean))
        change = np.abs(updated - coefficients).max()
        coefficients = updated
        mean = np.exp(np.clip(design @ coefficients, -30.0, 30.0))
        if change < TOLERANCE * max(1.0, np.abs(coefficients).max()):
            break
    return coefficients


def _ties(countries: tuple[str, ...]) -> Floats:
    """Log distance, border, common language, colonial tie: `[4, origin, destination]`."""
    from corridors.flows.world import STANDS_FOR, world_distances

    position = {code: i for i, code in enumerate(countries)}
    size = len(countries)
    ties = np.zeros((4, size, size))
    distances = world_distances(countries)
    cells = [distances[side].replace_strict(position, return_dtype=pl.Int64).to_numpy() for side in SIDES]
    ties[0][cells[0], cells[1]] = np.log(distances["cost"].to_numpy() + 1.0)
    held = {STANDS_FOR.get(code, code): i for code, i in position.items()}
    pairs = load("gravity").frame.filter(pl.col("origin").is_in(list(held)), pl.col("destination").is_in(list(held)))
    cells = [pairs[side].replace_strict(held, return_dtype=pl.Int64).to_numpy() for side in SIDES]
    for k, column in enumerate(("contig", "comlang_off", "colony"), start=1):
        ties[k][cells[0], cells[1]] = pairs[column].fill_null(0).to_numpy()
    return ties


SIDES = ("origin", "destination")


def corridor_model(known: History, years: float, draws: int, seed: int) -> Prediction:
    """The forecast of `corridors.drivers.forecast`."""
    ready = prepare(known, seed)
    size = len(known.countries)
    made = np.zeros((draws, size, size), dtype=np.float32)
    for which, flows in draw_flows(ready, draws, seed, (years,)):
        made[which] = flows[:, 0].sum(axis=1)
    return Prediction("corridors", made)


Model = Callable[[History, float, int, int], Prediction]
MODELS: dict[str, Model] = {
    "persistence": persistence,
    "persistence with errors": persistence_with_errors,
    "five-year mean": mean_of_periods,
    "random walk": random_walk,
    "gravity": gravity,
    "corridors": corridor_model,
}
"""Every forecast that is compared, by name; persistence is the one that skill is measured against."""
