"""How much, with what effect, on how many corridors, within which regions: indices of a whole flow table.

`flow[o, d]` is people from origin o to destination d in the period, with a zero diagonal. `hyp` in the examples is
the hypothetical system of three regions of Plane and Mulligan (1997, p. 253).

Source: Bell, M. et al. (2002), https://doi.org/10.1111/1467-985X.00247.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from corridors.errors import InvalidInput
from corridors.flows.indices.checks import check_flow, check_movers, check_population

Floats = NDArray[np.float64]


def crude_migration_intensity(flow: ArrayLike, population: ArrayLike) -> float:
    """Give all movers as a share of the population at risk.

    `CMI = 100 sum_od flow[o, d] / sum_p population[p]`.

    Args:
        flow: shape (places, places), people; population: shape (places,), people at risk of moving.
    Returns: per cent of the population, in the period of the flows.
    Raises:
        InvalidInput: a flow table or population that breaks the rules of this module.
    Source: https://doi.org/10.1111/1467-985X.00247

    >>> hyp = [[0, 10, 10], [20, 0, 20], [30, 30, 0]]
    >>> crude_migration_intensity(hyp, [500, 300, 200])
    12.0
    """
    movers = check_flow(flow)
    return float(100 * movers.sum() / check_population(population, len(movers)).sum())


def aggregate_net_migration_rate(flow: ArrayLike, population: ArrayLike) -> float:
    """Give the share of the population that migration moves from one place to another, net.

    `ANMR = 100 * 0.5 sum_p |D[p] - O[p]| / sum_p population[p]`, with arrivals D and departures O;
    it equals `CMI * MEI / 100`.

    Args:
        flow: shape (places, places), people; population: shape (places,), people at risk of moving.
    Returns: per cent of the population.
    Raises:
        InvalidInput: as `crude_migration_intensity`.
    Source: https://doi.org/10.1111/1467-985X.00247

    >>> hyp = [[0, 10, 10], [20, 0, 20], [30, 30, 0]]
    >>> aggregate_net_migration_rate(hyp, [500, 300, 200])
    3.0
    """
    movers = check_flow(flow)
    net = movers.sum(axis=0) - movers.sum(axis=1)
    return float(50 * np.abs(net).sum() / check_population(population, len(movers)).sum())


def migration_effectiveness_index(flow: ArrayLike) -> float:
    """Give the net redistribution of people as a share of all movement: 0 in balance, 100 where all flows are one-way.

    `MEI = 100 sum_p |D[p] - O[p]| / sum_p (D[p] + O[p])`, with arrivals D and departures O.

    Args:
        flow: shape (places, places), people.
    Returns: per cent.
    Raises:
        InvalidInput: a flow table that breaks the rules of this module, or holds no movers.
    Source: https://doi.org/10.1111/1467-985X.00247

    >>> hyp = [[0, 10, 10], [20, 0, 20], [30, 30, 0]]
    >>> migration_effectiveness_index(hyp)
    25.0
    """
    movers = check_movers(flow)
    arrivals, departures = movers.sum(axis=0), movers.sum(axis=1)
    return float(100 * np.abs(arrivals - departures).sum() / (arrivals + departures).sum())


@dataclass(frozen=True)
class PlaceRates:
    """Rates of each place, from `place_rates`: per cent of its population, `effectiveness` per cent of its turnover."""

    departures: Floats
    arrivals: Floats
    net: Floats
    effectiveness: Floats


def place_rates(flow: ArrayLike, population: ArrayLike) -> PlaceRates:
    """Give each place's rates of departure, arrival and net migration, and how effective its migration is.

    `departures = 100 O / P`, `arrivals = 100 D / P`, `net = 100 (D - O) / P`, `effectiveness = 100 (D - O) / (D + O)`.

    Args:
        flow: shape (places, places), people; population: shape (places,), people.
    Returns: per cent, each of shape (places,); `effectiveness` is NaN where nobody arrives or departs. The arrival
        rate has the population of the destination below it, which is not the one at risk.

    Raises:
        InvalidInput: as `crude_migration_intensity`, or a place without people.
    Source: https://doi.org/10.1111/1467-985X.00247

    >>> hyp = [[0, 10, 10], [20, 0, 20], [30, 30, 0]]
    >>> rates = place_rates(hyp, [500, 300, 200])
    >>> rates.net.tolist(), rates.effectiveness.round(3).tolist()
    ([6.0, 0.0, -15.0], [42.857, 0.0, -33.333])
    """
    movers = check_flow(flow)
    people = check_population(population, len(movers))
    if np.any(people == 0):
        raise InvalidInput(f"Place {int(np.flatnonzero(people == 0)[0])} has no population, so that it has no rates.")
    arrivals, departures = movers.sum(axis=0), movers.sum(axis=1)
    net, turnover = arrivals - departures, arrivals + departures
    effect = np.divide(100 * net, turnover, out=np.full(len(net), np.nan), where=turnover > 0)
    return PlaceRates(100 * departures / people, 100 * arrivals / people, 100 * net / people, effect)


def connectivity(flow: ArrayLike) -> float:
    """Give the share of all corridors on which anybody moves.

    `I = sum_{o != d} [flow[o, d] > 0] / (n (n - 1))`.

    Args:
        flow: shape (places, places), people.
    Returns: 0, nobody moves, to 1, all places are linked.
    Raises:
        InvalidInput: a flow table that breaks the rules of this module.
    Source: https://doi.org/10.1111/1467-985X.00247

    >>> connectivity([[0, 10, 0], [20, 0, 0], [0, 30, 0]])
    0.5
    """
    movers = check_flow(flow)
    return float(np.count_nonzero(movers) / (len(movers) * (len(movers) - 1)))


def within_region_share(flow: ArrayLike, regions: Sequence[str]) -> float:
    """Give the share of movers who stay in their region.

    `sum of flow[o, d] with regions[o] == regions[d] / sum of flow`.

    Args:
        flow: shape (places, places), people; regions: one label for each place.
    Returns: 0 to 1.
    Raises:
        InvalidInput: a flow table that breaks the rules of this module, no movers, or a label too many or few.
    Source: Abel, G. J. & Sander, N. (2014), https://doi.org/10.1126/science.1248676

    >>> within_region_share([[0, 10, 10], [20, 0, 20], [30, 30, 0]], ["Africa", "Africa", "Asia"])
    0.25
    """
    movers = check_movers(flow)
    label = np.asarray(regions)
    if label.shape != (len(movers),):
        raise InvalidInput(f"There are {label.size} labels of regions and {len(movers)} places; give one for each.")
    return float(movers[label[:, None] == label].sum() / movers.sum())
