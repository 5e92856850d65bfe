"""The model of a corridor's rate: it returns towards the level its networks suggest, with shocks of two heavy tails.

For the log `y` of a component's flow a year (`log(flow + SHIFT)`), with `x` that of the turnover at the launch, and
pooled ratios `g` of the origin, the destination and both together,

    y' = y + k (x + a + b g - y) + e,   e ~ margin(scale, left, right, skew),

where `k` (how fast a corridor returns), `a`, the scale and the skew depend on the corridor's size and on its
distance from `x`. A corridor of few movers returns fast, and so borrows from its networks and its countries.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridors.drivers.forecast.history import COMPONENTS, Floats, History, Period, expected_turnover

SHIFT = 0.02
"""Added to persons a year before logs are taken: one person in fifty years, below which a corridor counts as empty."""
SHARE = 0.13
"""Share of the turnover to which flows are compared, as in `pseudo-bayes`; only the intercepts depend on it."""
POOL = 50.0
"""Persons a year by which the pooled ratios of a country are drawn to one: a gamma prior worth as many movers."""
LEVEL_CENTRE, LEVEL_SCALE = 3.0, 3.0
"""Centre and scale of a corridor's size in logs, so that coefficients are of the order of one."""
KEPT_ABOVE = 20.0
"""Persons a year from which every corridor is in the fit; smaller ones are sampled."""
MOST_ROWS = 30_000
"""Corridors and periods in the fit of one component."""
SIZES = (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.5)
"""Knots of the largest change by size; sizes are cut at the first and the last."""
HEAVIEST = 0.4
"""The smallest tail weight: with it a change grows as the score to the power 2.5."""
LIGHTEST = 0.8
"""Range of the tail weights above `HEAVIEST`: at the top tails are a little lighter than the normal's."""
STOPPING = {"maxiter": 400, "ftol": 1e-9, "gtol": 1e-5}
"""When L-BFGS stops: the potential per row is known to about 1e-7 in single precision."""
NAMES = (
    "return", "return_size", "return_size2", "return_above", "return_above_size", "return_below",
    "level", "level_size", "level_above", "level_below", "origin", "destination",
    "scale", "scale_size", "scale_size2", "scale_above", "scale_below",
    "left", "left_size", "right", "right_size", "skew", "skew_size", "skew_above", "skew_below",
)  # fmt: skip
"""The coefficients of a component, all with a standard normal prior except those of `CENTRES`."""
CENTRES = {"return": -0.5, "scale": -0.7, "left": 0.0, "right": 0.0}
"""Prior means that are not zero."""


@dataclass(frozen=True)
class Features:
    """What is known of each corridor at a launch: `y`, `x` and pooled ratios, each `[component, origin, destination]`.

    `alive` marks the corridors with any flow or turnover; the others stay empty.
    """

    y: Floats
    x: Floats
    origin: Floats
    destination: Floats
    alive: NDArray[np.bool_]


@dataclass(frozen=True)
class Margins:
    """The forecast law of each corridor's log flow: centre and the four shapes of `margins`, `[3, o, d]` each."""

    centre: Floats
    scale: Floats
    left: Floats
    right: Floats
    skew: Floats
    alive: NDArray[np.bool_]


@dataclass(frozen=True)
class Fitted:
    """Coefficients `[component, name]`, their standard deviations, and how the fit went.

    `largest` `[component, knot of SIZES]` is the largest change upwards that a corridor of about that size has seen:
    no draw goes beyond it, since the tails of a law fitted to fifty thousand corridors say nothing past those.
    `rows` are the corridors and periods that each component was fitted on.
    """

    coefficients: Floats
    deviations: Floats
    largest: Floats
    rows: tuple[int, ...]
    potential: tuple[float, ...]


def features(period: Period, years: float, floor: float) -> Features:
    """Say what is known of each corridor at the end of a period, for the `years` that follow.

    Flows by `pseudo-bayes` hold a share `floor` of the turnover in each period, however long it is; that part is
    brought to the length of the period to come.

    >>> import numpy as np
    >>> from corridors.drivers.forecast.history import period_of
    >>> stocks, none = np.array([[900.0, 100.0], [50.0, 500.0]]), np.zeros(2)
    >>> known = features(period_of((2015, 2020), np.ones((3, 2, 2)), (stocks, stocks), (none, none)), 5.0, 0.13)
    >>> known.y[0].round(2).tolist()
    [[0.02, 0.02], [0.02, 0.02]]
    """
    fixed = np.minimum(floor * period.turnover, period.flows)
    flows = period.flows + fixed * (period.years / years - 1.0)
    turnover = SHARE * expected_turnover(period.stocks) / years
    before = SHARE * period.turnover
    ratios = [_pooled(flows, before, axis) for axis in (2, 1)]
    return Features(np.log(flows + SHIFT), np.log(turnover + SHIFT), *ratios, alive=(flows > 0) | (turnover > 0))


def _pooled(flows: Floats, turnover: Floats, axis: int) -> Floats:
    """Log ratios of flows to turnover of all corridors of a country, drawn to zero where few people move."""
    ratio = np.log((flows.sum(axis, keepdims=True) + POOL) / (turnover.sum(axis, keepdims=True) + POOL))
    return np.broadcast_to(ratio, flows.shape)


def margins_of(coefficient: dict[str, Any], y: Any, x: Any, ratios: tuple[Any, Any], np: Any) -> tuple[Any, ...]:
    """Centre, scale, left, right and skew of the law of `y'`, elementwise.

    Args:
        coefficient: by `NAMES`; y, x, ratios (of origin and destination): as in `Features`; np: the array module.

    >>> import numpy
    >>> zero = dict.fromkeys(NAMES, 0.0)
    >>> [float(v) for v in margins_of(zero, numpy.float64(2), numpy.float64(0), (0.0, 0.0), numpy)][:2]
    [1.0, 1.0]
    """
    c = coefficient
    size = size_of(y, x, np)
    gap = y - x
    above, below = np.tanh(np.maximum(gap, 0.0) / 2.0), np.tanh(np.maximum(-gap, 0.0) / 2.0)
    pull = c["return"] + c["return_size"] * size + c["return_size2"] * size**2 + c["return_below"] * below
    pace = _sigmoid(pull + (c["return_above"] + c["return_above_size"] * size) * above, np)
    target = x + c["level"] + c["level_size"] * size + c["origin"] * ratios[0] + c["destination"] * ratios[1]
    shift = c["level_above"] * above + c["level_below"] * below
    log_scale = c["scale"] + c["scale_size"] * size + c["scale_size2"] * size**2
    log_scale = log_scale + c["scale_above"] * above + c["scale_below"] * below
    left = LIGHTEST * _sigmoid(c["left"] + c["left_size"] * size, np) + HEAVIEST
    right = LIGHTEST * _sigmoid(c["right"] + c["right_size"] * size, np) + HEAVIEST
    skew = np.tanh(c["skew"] + c["skew_size"] * size + c["skew_above"] * above + c["skew_below"] * below)
    return y + pace * (target - y) + shift, np.exp(log_scale), left, right, skew


def size_of(y: Any, x: Any, np: Any) -> Any:
    """A corridor's size: the mean of the logs of its flow and its turnover, centred, scaled and cut.

    >>> import numpy
    >>> float(size_of(numpy.float64(4.0), numpy.float64(2.0), numpy))
    0.0
    """
    return np.clip((0.5 * (x + y) - LEVEL_CENTRE) / LEVEL_SCALE, SIZES[0], SIZES[-1])


def _sigmoid(value: Any, np: Any) -> Any:
    return 0.5 * (1.0 + np.tanh(0.5 * value))


def law(fitted: Fitted, known: Features) -> Margins:
    """The forecast law of every corridor from fitted coefficients, `[3, origin, destination]`."""
    parts = []
    for k in range(len(COMPONENTS)):
        named: dict[str, Any] = dict(zip(NAMES, fitted.coefficients[k], strict=True))
        parts.append(margins_of(named, known.y[k], known.x[k], (known.origin[k], known.destination[k]), np))
    stacked = (np.stack([np.broadcast_to(part[i], known.y[0].shape) for part in parts]) for i in range(5))
    return Margins(*stacked, alive=known.alive)


def transitions(known: History) -> list[tuple[Features, Floats]]:
    """Each period but the first with what was known before it: features, and the logs that came to pass."""
    found = []
    for before, after in zip(known.periods[:-1], known.periods[1:], strict=True):
        found.append((features(before, after.years, known.floor), np.log(after.flows + SHIFT)))
    return found


def fit(known: History, seed: int = 0) -> Fitted:
    """Estimate the coefficients on all changes between the periods of a history, by NumPyro and Laplace.

    The posterior's mode is found by L-BFGS on NumPyro's potential energy, standard deviations from its curvature.
    Corridors of `KEPT_ABOVE` persons a year or more are all in the fit, of the others a sample.

    Args:
        known: a history; seed: of the sample.

    Source of the hierarchy's idea: Welch and Raftery (2022), https://doi.org/10.1073/pnas.2203822119
    """
    rng = np.random.default_rng(seed)
    pairs = transitions(known)
    found = [_fit_one(_rows(pairs, k, rng)) for k in range(len(COMPONENTS))]
    largest = np.stack([_largest(pairs, k, found[k][0]) for k in range(len(COMPONENTS))])
    return Fitted(
        np.stack([f[0] for f in found]), np.stack([f[1] for f in found]), largest,
        tuple(f[2] for f in found), tuple(f[3] for f in found),
    )  # fmt: skip


def _largest(pairs: list[tuple[Features, Floats]], component: int, coefficients: Floats) -> Floats:
    """Largest change upwards near each knot of size."""
    named: dict[str, Any] = dict(zip(NAMES, coefficients, strict=True))
    found = np.zeros(len(SIZES))
    half = 0.5 * (SIZES[1] - SIZES[0])
    for known, after in pairs:
        kept = known.alive[component]
        y, x, origin, destination = (v[component][kept] for v in (known.y, known.x, known.origin, known.destination))
        change = after[component][kept] - margins_of(named, y, x, (origin, destination), np)[0]
        size = size_of(y, x, np)
        for knot, centre in enumerate(SIZES):
            near = change[np.abs(size - centre) <= half]
            found[knot] = max(found[knot], near.max(initial=0.0))
    return np.maximum(found, found[found > 0].min(initial=1.0))


def _rows(pairs: list[tuple[Features, Floats]], component: int, rng: np.random.Generator) -> list[Floats]:
    """Columns y, x, origin, destination, outcome of the rows to fit on."""
    columns: list[list[Floats]] = [[], [], [], [], []]
    for known, after in pairs:
        kept = known.alive[component]
        for column, values in zip(columns, (known.y, known.x, known.origin, known.destination, after), strict=True):
            column.append(values[component][kept])
    laid = [np.concatenate(column) for column in columns]
    size = np.maximum(laid[0], laid[1])
    large = np.flatnonzero(size >= np.log(KEPT_ABOVE))
    small = np.flatnonzero(size < np.log(KEPT_ABOVE))
    room = max(MOST_ROWS - len(large), MOST_ROWS // 3)
    chosen = np.concatenate([large, rng.permutation(small)[:room]])
    return [column[chosen] for column in laid]


def _model(y: Any, x: Any, origin: Any, destination: Any, after: Any) -> None:
    import jax.numpy as jnp
    import numpyro
    from numpyro.distributions import Normal

    from corridors.drivers.forecast.margins import log_density

    coefficient = {name: numpyro.sample(name, Normal(CENTRES.get(name, 0.0), 1.0)) for name in NAMES}
    centre, *shape = margins_of(coefficient, y, x, (origin, destination), jnp)
    numpyro.factor("changes", log_density(after - centre, tuple(shape), jnp).sum())


def _fit_one(rows: list[Floats]) -> tuple[Floats, Floats, int, float]:
    """Mode and standard deviations of the coefficients of one component, its rows, and the potential at the mode."""
    import jax.numpy as jnp
    from scipy.optimize import minimize

    columns = tuple(jnp.asarray(column, jnp.float32) for column in rows)
    count = len(rows[0])
    value, curve = _energies()
    start = np.array([CENTRES.get(name, 0.0) for name in NAMES])

    def at(point: Floats) -> tuple[float, Floats]:
        found, slope = value(jnp.asarray(point, jnp.float32), columns)
        return float(found), np.asarray(slope, np.float64)

    best = minimize(at, start, jac=True, method="L-BFGS-B", options=STOPPING)
    curvature = np.asarray(curve(jnp.asarray(best.x, jnp.float32), columns), np.float64) * count
    deviations = np.sqrt(np.diag(np.linalg.pinv(curvature)).clip(0.0))
    return best.x, deviations, count, float(best.fun) * count


@lru_cache(maxsize=1)
def _energies() -> tuple[Any, Any]:
    """NumPyro's potential energy per row with its slope, and its curvature, compiled once for each number of rows."""
    import jax
    from numpyro.infer.util import potential_energy

    def energy(point: Any, columns: tuple[Any, ...]) -> Any:
        named = {name: point[i] for i, name in enumerate(NAMES)}
        return potential_energy(_model, columns, {}, named) / columns[0].shape[0]

    return jax.jit(jax.value_and_grad(energy)), jax.jit(jax.hessian(energy))
