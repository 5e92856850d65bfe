"""How corridors change together: a Gaussian copula of the world, of countries as origin and destination, and of pairs.

Net migration is a difference of sums, so its interval depends on what corridors share. The normal score of each change
is a sum `z[a, i, j] = w[a] + u[i, a] + u[j, 3 + a] + p[i, j, a]` over components `a`: a shock of the world, one of the
origin, one of the destination, and one of the pair, which is correlated with that of the opposite direction.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridors.drivers.forecast.history import COMPONENTS, Floats, History
from corridors.drivers.forecast.margins import score
from corridors.drivers.forecast.model import KEPT_ABOVE, Features, Fitted, law, transitions

PARTS = len(COMPONENTS)
WIDEST_SCORE = 4.0
"""Scores beyond this are cut in moments, so that one displacement does not make a correlation."""
WORLD_PRIOR = (4.0, 0.15)
"""Weight, in periods, and standard deviation of the prior of the world's shock: own choice, since a launch has seen
one to six periods. The fit itself takes out most of the mean of each."""
SMALLEST_PART = 0.05
"""Least share of a score's variance that is left to the pair itself."""


@dataclass(frozen=True)
class Dependence:
    """Variances of the normal scores: `world` `[3]`, `country` `[6, 6]` (as origin by component, then as
    destination), and `pair` `[6, 6]` (one direction by component, then the other). Their sum is one for each margin.
    """

    world: Floats
    country: Floats
    pair: Floats


def dependence(known: History, fitted: Fitted) -> Dependence:
    """Estimate what changes share, by moments that no corridor enters twice.

    The variance of an origin's shock is the mean product of the scores of two different corridors from it, and so on
    for every two of the six roles of a country; what the cells have in common beyond that belongs to the pair.
    Corridors of at least `KEPT_ABOVE` persons a year count.
    """
    scores = [_scores(fitted, *pair) for pair in transitions(known)]
    weight, deviation = WORLD_PRIOR
    means = np.array([[_mean(z[a]) for a in range(PARTS)] for z in scores])
    world = (weight * deviation**2 + (means**2).sum(axis=0)) / (weight + len(scores))
    country, cells = _moments([_roles(z - m[:, None, None]) for z, m in zip(scores, means, strict=True)])
    return _normalised(world, country, cells)


def _scores(fitted: Fitted, known: Features, after: Floats) -> Floats:
    """Normal scores `[3, o, d]`, not a number where a corridor is empty or small."""
    found = law(fitted, known)
    z = score(after - found.centre, (found.scale, found.left, found.right, found.skew), np)
    counts = found.alive & (np.maximum(known.y, known.x) >= np.log(KEPT_ABOVE))
    return np.where(counts, np.clip(z, -WIDEST_SCORE, WIDEST_SCORE), np.nan)


def _mean(values: Floats) -> float:
    return float(np.nanmean(values)) if np.isfinite(values).any() else 0.0


def _roles(z: Floats) -> Floats:
    """`[country, role, partner]`: the scores of a country's corridors as origin, then as destination."""
    return np.concatenate([z.transpose(1, 0, 2), z.transpose(2, 0, 1)], axis=1)


def _moments(roles: list[Floats]) -> tuple[Floats, Floats]:
    """Mean products of two roles with different partners (of countries), and with the same partner (of cells)."""
    apart, same = np.zeros((2, 2 * PARTS, 2 * PARTS)), np.zeros((2, 2 * PARTS, 2 * PARTS))
    for one in roles:
        held = np.isfinite(one).astype(float)
        values = np.where(held > 0, one, 0.0)
        for slot, array in ((0, values), (1, held)):
            sums = array.sum(axis=2)
            within = np.einsum("iaj,ibj->ab", array, array)
            apart[slot] += np.einsum("ia,ib->ab", sums, sums) - within
            same[slot] += within
    return apart[0] / np.maximum(apart[1], 1.0), same[0] / np.maximum(same[1], 1.0)


def _normalised(world: Floats, country: Floats, cells: Floats) -> Dependence:
    """Bring moments to unit variance of every score, with positive definite parts."""
    spread = np.sqrt(np.maximum(np.diag(cells), 1e-12))
    ratio = np.outer(spread, spread)
    country, cells = country / ratio, cells / ratio
    country = positive(0.5 * (country + country.T))
    first, second = np.arange(PARTS), np.arange(PARTS, 2 * PARTS)
    swapped = country[np.ix_([*second, *first], [*second, *first])]
    used = np.diag(country) + np.diag(swapped) + np.tile(world, 2)
    shrink = min(1.0, (1.0 - SMALLEST_PART) / float(used.max()))
    world, country, swapped = world * shrink, country * shrink, swapped * shrink
    rest = positive(cells - country - swapped)
    left = 1.0 - np.diag(country) - np.diag(swapped) - np.tile(world, 2)
    factor = np.sqrt(left / np.maximum(np.diag(rest), 1e-12))
    return Dependence(world, country, rest * np.outer(factor, factor))


def positive(matrix: Floats) -> Floats:
    """The nearest positive semidefinite matrix: negative eigenvalues become zero.

    >>> positive(np.array([[1.0, 2.0], [2.0, 1.0]])).round(2).tolist()
    [[1.5, 1.5], [1.5, 1.5]]
    """
    values, vectors = np.linalg.eigh(matrix)
    return (vectors * np.maximum(values, 0.0)) @ vectors.T


def root(matrix: Floats) -> Floats:
    """A square root `A` with `A A' = matrix`, also for a singular matrix.

    >>> (root(np.array([[4.0, 0.0], [0.0, 0.0]])) @ root(np.array([[4.0, 0.0], [0.0, 0.0]])).T).tolist()
    [[4.0, 0.0], [0.0, 0.0]]
    """
    values, vectors = np.linalg.eigh(matrix)
    return vectors * np.sqrt(np.maximum(values, 0.0))


@dataclass(frozen=True)
class Roots:
    """What draws need of a `Dependence`, made once: square roots, and where each corridor finds its shocks."""

    world: NDArray[np.float32]
    country: NDArray[np.float32]
    pair: NDArray[np.float32]
    cells: tuple[NDArray[np.int64], ...]
    places: NDArray[np.int64]
    size: int


def roots(shared: Dependence, size: int, cells: tuple[NDArray[np.int64], ...]) -> Roots:
    """Prepare draws of the scores of some corridors.

    Args:
        shared: variances; size: number of countries; cells: component, origin and destination of each corridor.
    """
    component, origin, destination = cells
    first, second = np.minimum(origin, destination), np.maximum(origin, destination)
    number = first * (2 * size - first - 1) // 2 + second - first - 1
    row = np.where(origin < destination, component, component + PARTS)
    places = row * (size * (size - 1) // 2) + number
    small = [matrix.astype(np.float32) for matrix in (np.sqrt(shared.world), root(shared.country), root(shared.pair))]
    return Roots(small[0], small[1], small[2], cells, places, size)


def draw_scores(ready: Roots, generator: np.random.Generator) -> NDArray[np.float32]:
    """Draw the normal scores of all corridors of `ready` once.

    >>> one = Dependence(np.full(3, 0.1), 0.2 * np.eye(6), 0.5 * np.eye(6))
    >>> cells = tuple(np.array(axis) for axis in ([0, 1], [0, 2], [3, 1]))
    >>> draw_scores(roots(one, 4, cells), np.random.default_rng(0)).shape
    (2,)
    """
    normal, size = generator.standard_normal, ready.size
    component, origin, destination = ready.cells
    world = ready.world * normal(PARTS, dtype=np.float32)
    countries = normal((size, 2 * PARTS), dtype=np.float32) @ ready.country.T
    pairs = ready.pair @ normal((2 * PARTS, size * (size - 1) // 2), dtype=np.float32)
    scores = pairs.ravel().take(ready.places)
    leaving, arriving = countries[:, :PARTS] + world, countries[:, PARTS:]
    scores += leaving.ravel().take(origin * PARTS + component)
    scores += arriving.ravel().take(destination * PARTS + component)
    return scores
