"""How concentrated flows are: over corridors, over the destinations of an origin, over the origins of a destination.

Sources: Plane, D. A. & Mulligan, G. F. (1997), https://doi.org/10.2307/2061703; Bell, M. et al. (2002),
https://doi.org/10.1111/1467-985X.00247; Rogers, A. & Sweeney, S. (1998), https://doi.org/10.1111/0033-0124.00117.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from corridors.errors import InvalidInput
from corridors.flows.indices.checks import check_flow, check_movers, corridor_cells

Floats = NDArray[np.float64]


def inequality(flow: ArrayLike, expected: ArrayLike | None = None) -> float:
    """Give how far the flows are from an expected pattern: the share of movers who would have to change corridor.

    `I = 0.5 sum_od |flow[o, d] / sum flow - expected[o, d] / sum expected|`.

    Args:
        flow: shape (places, places), people.
        expected: shape of `flow`, any unit, zero diagonal; equal in all corridors if not given. For the pattern of
            independence, give `fit_margins(flow.sum(axis=1), flow.sum(axis=0), 1 - numpy.eye(n)).flow`.
    Returns: 0, as expected, to 1.
    Raises:
        InvalidInput: a table that breaks the rules of this module, or holds no movers.
    Source: https://doi.org/10.1111/1467-985X.00247

    >>> hyp = [[0, 10, 10], [20, 0, 20], [30, 30, 0]]
    >>> round(inequality(hyp), 6)
    0.166667
    """
    movers = check_movers(flow)
    pattern = 1.0 - np.eye(len(movers)) if expected is None else check_movers(expected)
    if pattern.shape != movers.shape:
        raise InvalidInput(f"The expected flows have shape {pattern.shape}; the flows have {movers.shape}.")
    return float(0.5 * np.abs(movers / movers.sum() - pattern / pattern.sum()).sum())


def gini_total(flow: ArrayLike) -> float:
    """Give the concentration of movers over corridors, as a Gini index.

    `G = sum over ordered pairs of corridors |M - M'| / (2 (n (n - 1) - 1) sum M)`, the diagonal left out. This is
    the form of Bell et al. (2002), which reaches 1; Plane and Mulligan (1997) divide by `2 n (n - 1) sum M`.

    Args:
        flow: shape (places, places), people.
    Returns: 0, all corridors equal, to 1, all movers on one corridor.
    Raises:
        InvalidInput: a flow table that breaks the rules of this module, or holds no movers.
    Source: https://doi.org/10.1111/1467-985X.00247, https://doi.org/10.2307/2061703

    >>> hyp = [[0, 10, 10], [20, 0, 20], [30, 30, 0]]
    >>> round(gini_total(hyp), 6)
    0.266667
    """
    movers = check_movers(flow)
    cells = corridor_cells(movers)
    return float(_pair_differences(cells) / (2 * (cells.size - 1) * cells.sum()))


@dataclass(frozen=True)
class GiniShares:
    """Shares of the total Gini index, per cent, from `gini_shares`; the rest is between unrelated corridors."""

    rows: float
    columns: float
    exchange: float


def gini_shares(flow: ArrayLike) -> GiniShares:
    """Split the Gini index: how much lies within origins, within destinations, and between flow and counterflow.

    `100 sum |M - M'| over pairs of corridors with one origin (rows), one destination (columns), or the two directions
    of one pair of places (exchange) / sum |M - M'| over all pairs`.

    Args:
        flow: shape (places, places), people.
    Returns: per cent of the total index.
    Raises:
        InvalidInput: as `gini_total`, or flows that are all equal, so that there is nothing to split.
    Source: https://doi.org/10.2307/2061703

    >>> hyp = [[0, 10, 10], [20, 0, 20], [30, 30, 0]]
    >>> gini_shares(hyp)
    GiniShares(rows=0.0, columns=25.0, exchange=25.0)
    """
    movers = check_movers(flow)
    whole = _pair_differences(corridor_cells(movers))
    if whole == 0:
        raise InvalidInput("All flows are equal, so that their Gini index is zero and has no parts.")
    rows = sum(_pair_differences(np.delete(movers[o], o)) for o in range(len(movers)))
    columns = sum(_pair_differences(np.delete(movers[:, d], d)) for d in range(len(movers)))
    exchange = float(np.abs(movers - movers.T).sum())
    return GiniShares(float(100 * rows / whole), float(100 * columns / whole), 100 * exchange / whole)


def gini_fields(flow: ArrayLike, side: Literal["out", "in"]) -> Floats:
    """Give each place's spatial focus: how concentrated its departures or its arrivals are over the other places.

    `G_out[o] = sum_{d != o} sum_{k != o} |M[o, d] - M[o, k]| / (2 (n - 2) sum_d M[o, d])`, and by column for "in".

    Args:
        flow: shape (places, places), people, three places or more; side: "out" for departures, "in" for arrivals.
    Returns: shape (places,), 0, spread evenly, to 1, one place only; NaN for a place without movers on that side.
    Raises:
        InvalidInput: a flow table that breaks the rules of this module, fewer than three places, another side.
    Source: https://doi.org/10.1111/1467-985X.00247, https://doi.org/10.2307/2061703

    >>> gini_fields([[0, 20, 20], [30, 0, 50], [20, 20, 0]], "out").tolist()
    [0.0, 0.25, 0.0]
    """
    fields = _fields(flow, side)
    totals = fields.sum(axis=1)
    spread = np.array([_pair_differences(row) for row in fields])
    return np.divide(spread, 2 * (fields.shape[1] - 1) * totals, out=np.full(len(totals), np.nan), where=totals > 0)


def coefficient_of_variation(flow: ArrayLike, side: Literal["out", "in"]) -> Floats:
    """Give each place's spatial focus as the coefficient of variation of its departures or arrivals.

    `CV[o] = sd_{d != o} M[o, d] / mean_{d != o} M[o, d]`, the deviation with n - 1 corridors below it, all there are.

    Args, returns, raises: as `gini_fields`; the largest value is `sqrt(n - 2)`.
    Source: https://doi.org/10.1111/0033-0124.00117

    >>> coefficient_of_variation([[0, 20, 20], [30, 0, 50], [20, 20, 0]], "out").tolist()
    [0.0, 0.25, 0.0]
    """
    fields = _fields(flow, side)
    means = fields.mean(axis=1)
    return np.divide(fields.std(axis=1), means, out=np.full(len(means), np.nan), where=means > 0)


def aggregate_coefficient_of_variation(flow: ArrayLike) -> float:
    """Give the spatial focus of the whole system: out and in coefficients, each weighted by movers, summed.

    `ACV = sum_o (O[o] / M) CV_out[o] + sum_d (D[d] / M) CV_in[d]`, with all movers M.

    Args:
        flow: shape (places, places), people, three places or more.
    Returns: 0, no focus, to `2 sqrt(n - 2)`.
    Raises:
        InvalidInput: as `gini_fields`, or no movers.
    Source: https://doi.org/10.1111/0033-0124.00117

    >>> round(aggregate_coefficient_of_variation([[0, 20, 20], [30, 0, 50], [20, 20, 0]]), 6)
    0.375
    """
    movers = check_movers(flow)
    out = np.nan_to_num(coefficient_of_variation(movers, "out")) @ movers.sum(axis=1)
    into = np.nan_to_num(coefficient_of_variation(movers, "in")) @ movers.sum(axis=0)
    return float((out + into) / movers.sum())


def diversity(flow: ArrayLike, side: Literal["out", "in"]) -> Floats:
    """Give the number of equally large destinations (out) or origins (in) as diverse as those of each place.

    `exp(-sum_d p[d] log p[d])`, with p the shares of a place's departures or arrivals: the Hill number of order one.

    Args:
        flow: shape (places, places), people, three places or more; side: "out" or "in".
    Returns: shape (places,), 1, one partner only, to n - 1; NaN for a place without movers on that side.
    Raises:
        InvalidInput: as `gini_fields`.
    Source: Hill, M. O. (1973), https://doi.org/10.2307/1934352

    >>> diversity([[0, 20, 20], [30, 0, 0], [20, 20, 0]], "out").round(9).tolist()
    [2.0, 1.0, 2.0]
    """
    fields = _fields(flow, side)
    totals = fields.sum(axis=1, keepdims=True)
    shares = np.divide(fields, totals, out=np.full(fields.shape, np.nan), where=totals > 0)
    return np.exp(-np.sum(shares * np.log(np.where(shares > 0, shares, 1.0)), axis=1))


def _pair_differences(values: Floats) -> float:
    """Sum |x - y| over ordered pairs, by sorting."""
    ranks = 2 * np.arange(1, values.size + 1) - values.size - 1
    return float(2 * (ranks * np.sort(values)).sum())


def _fields(flow: ArrayLike, side: str) -> Floats:
    movers = check_flow(flow)
    if side not in ("out", "in"):
        raise InvalidInput(f"Side {side!r} is neither 'out' (departures) nor 'in' (arrivals).")
    if len(movers) < 3:
        raise InvalidInput("Spatial focus needs three places or more: with two, each has one partner.")
    return corridor_cells(movers if side == "out" else movers.T).reshape(len(movers), -1)
