"""How far people move, and how fast flows fall with distance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq

from corridors.errors import InvalidInput
from corridors.flows.indices.checks import check_distance, check_movers, corridor_cells
from corridors.flows.margins import fit_margins

Floats = NDArray[np.float64]

STEEPEST = 32.0
"""The steepest decay that is looked for; published ones lie between 0 and 4."""


def mean_distance(flow: ArrayLike, distance: ArrayLike) -> float:
    """Average the distance moved over movers.

    `sum_od flow[o, d] distance[o, d] / sum_od flow[o, d]`.

    Args:
        flow: shape (places, places), people; distance: the same shape, km, none negative.
    Returns: the unit of `distance`.
    Raises:
        InvalidInput: tables that break the rules of this module, or no movers.
    Source: https://doi.org/10.1111/1467-985X.00247

    >>> mean_distance([[0, 30], [10, 0]], [[0, 100], [200, 0]])
    125.0
    """
    movers = check_movers(flow)
    return float((movers * check_distance(distance, movers)).sum() / movers.sum())


def median_distance(flow: ArrayLike, distance: ArrayLike) -> float:
    """Give the distance that half of the movers do not exceed.

    The smallest distance at which the movers counted from the nearest corridor on reach half of all.

    Args, returns, raises: as `mean_distance`.
    Source: https://doi.org/10.1111/1467-985X.00247

    >>> median_distance([[0, 30], [10, 0]], [[0, 100], [200, 0]])
    100.0
    """
    movers = check_movers(flow)
    far, people = corridor_cells(check_distance(distance, movers)), corridor_cells(movers)
    order = np.argsort(far)
    counted = np.cumsum(people[order])
    # A hair less than half, so that a tie falls on the nearer corridor whatever the rounding of the sum.
    return float(far[order][np.searchsorted(counted, 0.5 * (1 - 1e-12) * counted[-1])])


@dataclass(frozen=True)
class DistanceDecay:
    """Friction of distance, from `distance_decay`: flows fall as `distance ** -beta`."""

    beta: float
    standard_error: float


def distance_decay(flow: ArrayLike, distance: ArrayLike) -> DistanceDecay:
    """Estimate how fast flows fall with distance, given what each place sends and receives.

    Poisson likelihood of `flow[o, d] ~ alpha[o] gamma[d] distance[o, d] ** -beta`: beta is where
    `sum flow log(distance)` equals that of the fitted table with the same margins. The standard error takes flows as
    Poisson counts; true flows vary more, so it is a lower bound.

    Args:
        flow: shape (places, places), people, three places or more; distance: the same shape, positive off the diagonal.
    Raises:
        InvalidInput: tables that break the rules of this module, distances that the effects of origin and destination
            explain wholly, or flows so ordered by distance that no finite beta fits.
    Source: Flowerdew, R. & Aitkin, M. (1982), https://doi.org/10.1111/j.1467-9787.1982.tb00744.x;
        Stillwell, J. et al. (2016), https://doi.org/10.1177/0308518X16643963

    >>> km = np.array([[1.0, 1, 2, 4], [1, 1, 1, 2], [2, 1, 1, 1], [4, 2, 1, 1]])
    >>> flow = 1000 * km**-1.5 * (1 - np.eye(4))
    >>> round(distance_decay(flow, km).beta, 6)
    1.5
    """
    movers = check_movers(flow)
    far = check_distance(distance, movers)
    apart = ~np.eye(len(movers), dtype=np.bool_)
    if len(movers) < 3 or np.any(far[apart] <= 0):
        raise InvalidInput("Distance decay needs three places or more, all at positive distances from each other.")
    log_distance = np.where(apart, np.log(np.where(apart, far, 1.0)), 0.0)
    log_distance[apart] -= log_distance[apart].mean()
    rows, columns, wanted = movers.sum(axis=1), movers.sum(axis=0), float((movers * log_distance).sum())

    def fitted(beta: float) -> Floats:
        return fit_margins(rows, columns, np.where(apart, np.exp(-beta * log_distance), 0.0)).flow

    def miss(beta: float) -> float:
        return float((fitted(beta) * log_distance).sum()) - wanted

    least = 1e-8 * float(movers.sum())  # what tables whose margins are met to 1e-10 of all movers can resolve
    if _information(fitted(0.0), log_distance) <= least:
        raise InvalidInput("Distances differ only by origin and by destination: their effect cannot be told apart.")
    reach = 1.0
    while reach < STEEPEST and (miss(reach) > 0 or miss(-reach) < 0):
        reach *= 2
    if miss(reach) > 0 or miss(-reach) < 0:
        raise InvalidInput("Flows are so ordered by distance that no finite decay fits them.")
    beta = float(brentq(miss, -reach, reach, xtol=1e-10))  # pyright: ignore[reportArgumentType]
    information = _information(fitted(beta), log_distance)
    if information < least:
        raise InvalidInput("Flows are so ordered by distance that no finite decay fits them.")
    return DistanceDecay(beta, float(information**-0.5))


def _information(fitted: Floats, log_distance: Floats) -> float:
    """Poisson information on beta, once origins and destinations have taken their part of the distance."""
    rows, columns = fitted.sum(axis=1), fitted.sum(axis=0)
    design = np.block([[np.diag(rows), fitted], [fitted.T, np.diag(columns)]])
    weighted = fitted * log_distance
    sums = np.concatenate([weighted.sum(axis=1), weighted.sum(axis=0)])
    effects = np.linalg.lstsq(design, sums, rcond=None)[0]
    rest = log_distance - effects[: len(rows), None] - effects[len(rows) :]
    return float((fitted * rest**2).sum())
