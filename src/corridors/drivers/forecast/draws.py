"""Draws of the flows of every corridor: the same whatever the chunks, made again from a seed, never stored whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridors.drivers.forecast.dependence import Dependence, dependence, draw_scores, roots
from corridors.drivers.forecast.history import COMPONENTS, Floats, History
from corridors.drivers.forecast.margins import change
from corridors.drivers.forecast.model import NAMES, SHIFT, SIZES, Features, Fitted, features, margins_of, size_of
from corridors.drivers.forecast.packaged import fitted_to

Rows = tuple[tuple[float, ...], ...]
CHUNK = 40
"""Draws that are made at once; any other number gives the same draws."""
HIGHEST_RATE = 0.5
"""Cap of a rate a year: half of those who could move. Of the 805,178 rates of 1990-2024, 123 are above."""
GRID = 101
"""Quantiles from which the standard deviation of a log is taken."""
STEP = 5.0
"""Years of a forecast period: the shocks of the model are those of five years."""
WIDEST = 4.5
"""Scores are cut here, a chance of seven in a million."""


@dataclass(frozen=True)
class Prepared:
    """A model ready to draw: what was known, the fit, and what corridors share. A few kilobytes beside the history."""

    known: History
    fitted: Fitted
    shared: Dependence


def prepare(known: History, seed: int = 0) -> Prepared:
    """Fit the model to a history, or take the packaged fit where one rests on the same.

    Args:
        known: a history; seed: of the sample of small corridors that the fit uses.
    """
    fitted = fitted_to(known, seed)
    return Prepared(known, fitted, dependence(known, fitted))


def draw_flows(
    ready: Prepared, draws: int, seed: int, spans: tuple[float, ...] = (STEP,), chunk: int = CHUNK
) -> Iterator[tuple[slice, NDArray[np.float32]]]:
    """Draw flows, persons a year, chunk by chunk.

    Each draw has a random stream of its own, made of the seed and its number; a later period starts from the draw of
    the one before, with the turnover and the ratios of the launch.

    Args:
        ready: from `prepare`; draws: how many; seed: of the draws; spans: years of each period to come, in order;
        chunk: draws at once.
    Yields: which draws, and their flows `[draw, period, component, origin, destination]`.
    """
    known = ready.known
    size = len(known.countries)
    start = features(known.periods[-1], spans[0], known.floor)
    cells = np.nonzero(start.alive & ~np.eye(size, dtype=np.bool_))
    capped = (HIGHEST_RATE * known.periods[-1].exposure)[cells].astype(np.float32)
    bend, shock = _steps(_key(ready.fitted.coefficients), _key(ready.fitted.largest))
    fixed = _fixed(start, cells)
    shocks = roots(ready.shared, size, cells)
    flat = np.ravel_multi_index(cells, (len(COMPONENTS), size, size))
    first_law = bend(start.y[cells].astype(np.float32), *fixed)
    for first in range(0, draws, chunk):
        which = slice(first, min(first + chunk, draws))
        streams = [np.random.Generator(np.random.Philox(key=[seed, number])) for number in range(first, which.stop)]
        made = np.zeros((len(streams), len(spans), len(COMPONENTS) * size * size), dtype=np.float32)
        law = first_law
        for period in range(len(spans)):
            scores = np.stack([draw_scores(shocks, stream) for stream in streams])
            level, flows = shock(scores, capped, law)
            law = bend(level, *fixed) if period + 1 < len(spans) else law
            made[:, period, flat] = np.asarray(flows)
        yield which, made.reshape(len(streams), len(spans), len(COMPONENTS), size, size)


def _fixed(start: Features, cells: tuple[NDArray[np.int64], ...]) -> tuple[NDArray[Any], ...]:
    columns = (start.x, start.origin, start.destination)
    return (*(column[cells].astype(np.float32) for column in columns), cells[0].astype(np.int32))


def _key(table: Floats) -> Rows:
    return tuple(tuple(float(v) for v in row) for row in table)


@lru_cache(maxsize=8)
def _steps(coefficients: Rows, largest: Rows) -> tuple[Any, Any]:
    """The two halves of a period, compiled: the law that a level gives, and the flows that scores give by a law."""
    import jax
    import jax.numpy as jnp

    table = jnp.asarray(np.array(coefficients), jnp.float32)
    highest = jnp.asarray(np.array(largest), jnp.float32)
    knots = jnp.asarray(SIZES, jnp.float32)

    @jax.jit
    def bend(level: Any, x: Any, origin: Any, destination: Any, component: Any) -> Any:
        named = {name: table[:, i][component] for i, name in enumerate(NAMES)}
        law = margins_of(named, level, x, (origin, destination), jnp)
        return *law, _limit(size_of(level, x, jnp), highest, knots, component, jnp)

    @jax.jit
    def shock(scores: Any, capped: Any, law: Any) -> Any:
        centre, *shape, most = law
        moved = jnp.minimum(change(jnp.clip(scores, -WIDEST, WIDEST), tuple(shape), jnp), most)
        flows = jnp.clip(jnp.exp(jnp.minimum(centre + moved, jnp.log(capped + SHIFT))) - SHIFT, 0.0)
        return jnp.log(flows + SHIFT), flows

    return bend, shock


def _limit(size: Any, highest: Any, knots: Any, component: Any, np: Any) -> Any:
    """The largest change of a corridor of a size and component, linear between knots."""
    by_component = [np.interp(size, knots, highest[k]) for k in range(len(COMPONENTS))]
    return np.where(component == 0, by_component[0], np.where(component == 1, by_component[1], by_component[2]))


def expected_flows(ready: Prepared, span: float = STEP) -> tuple[Floats, Floats, Floats]:
    """Median and mean flow of each corridor a year, and the standard deviation of its log, `[3, o, d]`, without draws.

    Mean and deviation are those of the law on a grid of its own quantiles.

    Args:
        ready: from `prepare`; span: years of the period to come.
    """
    known = ready.known
    start = features(known.periods[-1], span, known.floor)
    found = np.stack([_law_of(ready, start, k) for k in range(len(COMPONENTS))], axis=1)
    found = np.where(start.alive[None], np.maximum(found, 0.0), 0.0)
    return found[0], found[1], found[2]


def _law_of(ready: Prepared, start: Features, k: int) -> Floats:
    """Median, mean and deviation of the log of one component, `[3, o, d]`."""
    from scipy.special import ndtri

    named: dict[str, Any] = dict(zip(NAMES, ready.fitted.coefficients[k], strict=True))
    centre, *shape = margins_of(named, start.y[k], start.x[k], (start.origin[k], start.destination[k]), np)
    most = np.interp(size_of(start.y[k], start.x[k], np), SIZES, ready.fitted.largest[k])
    cap = np.log(HIGHEST_RATE * ready.known.periods[-1].exposure[k] + SHIFT)

    def log_flow(score: float) -> Floats:
        moved = np.minimum(change(score, tuple(shape), np), most)
        return np.maximum(np.minimum(centre + moved, cap), np.log(SHIFT))

    total, mean, square = (np.zeros_like(centre) for _ in range(3))
    for score in ndtri((np.arange(GRID) + 0.5) / GRID):
        log = log_flow(score)
        total += np.exp(log) - SHIFT
        mean += log
        square += log**2
    deviation = np.sqrt(np.maximum(square / GRID - (mean / GRID) ** 2, 0.0))
    return np.stack([np.exp(log_flow(0.0)) - SHIFT, total / GRID, deviation])
