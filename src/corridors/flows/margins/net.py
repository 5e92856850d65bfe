"""Flows from net migration.

Source: Plane, D. A. (1981), https://doi.org/10.1177/016001768100600103.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array, eye_array, hstack
from scipy.sparse.csgraph import connected_components

from corridors.errors import InvalidInput
from corridors.flows.margins.common import CONSISTENCY, check_offset, log_or_minus_infinity, places, singular_solve

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class NetFit:
    """Flows fitted to net migration, from `fit_net`.

    `flow[o, d] = offset[o, d] * exp(potential[o] - potential[d])`; `residual` is the largest miss of a net total, as a
    share of all movers; `iterations` counts Newton steps.
    """

    flow: Floats
    potential: Floats
    iterations: int
    residual: float
    converged: bool


def fit_net(net: ArrayLike, offset: ArrayLike, *, tolerance: float = 1e-10, max_iterations: int = 200) -> NetFit:
    """Find the flow table nearest to an offset that has given net migration, arrivals less departures.

    `flow[o, d] = offset[o, d] exp(u[o] - u[d])` with `sum_o flow[o, p] - sum_d flow[p, d] = net[p]`. Net migration
    says nothing of the flows that cancel: `flow[o, d] flow[d, o]` stays what it is in the offset, so the level of
    the answer is that of the offset, which must be in people.

    Args:
        net: shape (places,), people, arrivals less departures (positive where a place gains); the sum must be zero.
        offset: shape (places, places), people, none negative; a zero stays zero, and the diagonal is left out.
    Raises:
        InvalidInput: net migration that does not sum to zero (over the world, or over a group of places that
            exchange nobody with the others), or that no flow on this offset can have.
    Source: Plane (1981), https://doi.org/10.1177/016001768100600103

    >>> fit = fit_net([3, -3], [[0, 2], [2, 0]])
    >>> fit.flow.round(9).tolist()
    [[0.0, 1.0], [4.0, 0.0]]
    """
    wanted = np.asarray(net, dtype=np.float64)
    if wanted.ndim != 1 or not np.all(np.isfinite(wanted)):
        raise InvalidInput("Net migration must be one vector of finite numbers.")
    seed = check_offset(offset, None, (len(wanted), len(wanted))).copy()
    np.fill_diagonal(seed, 0.0)
    wanted = _balanced_net(wanted, seed)
    scale = max(float(seed.sum()), float(np.abs(wanted).sum()), np.finfo(np.float64).tiny)
    goal, log_seed, u = wanted / scale, log_or_minus_infinity(seed / scale), np.zeros(len(wanted))
    flow, value = _net_value(u, log_seed, goal)
    iterations, residual = 0, _net_residual(flow, goal)
    while residual > tolerance and iterations < max_iterations:
        gradient = flow.sum(axis=1) - flow.sum(axis=0) + goal
        curvature = np.diag(flow.sum(axis=0) + flow.sum(axis=1)) - flow - flow.T
        step = -singular_solve(curvature, gradient)
        size = 1.0
        slope = float(gradient @ step)
        while size > 1e-12:
            trial_flow, trial = _net_value(u + size * step, log_seed, goal)
            if trial <= value + 1e-4 * size * slope + 1e-15 * abs(value):
                break
            size /= 2
        else:
            break
        u, flow, value = u + size * step, trial_flow, trial
        iterations, residual = iterations + 1, _net_residual(flow, goal)
    if residual > tolerance:
        _refuse_infeasible_net(wanted, seed)
    return NetFit(flow * scale, u, iterations, residual, residual <= tolerance)


def _net_value(u: Floats, log_seed: Floats, goal: Floats) -> tuple[Floats, float]:
    flow = np.exp(np.minimum(log_seed + u[:, None] - u, 300.0))
    return flow, float(flow.sum() + goal @ u)


def _net_residual(flow: Floats, goal: Floats) -> float:
    miss = np.max(np.abs(flow.sum(axis=0) - flow.sum(axis=1) - goal), initial=0.0)
    return float(miss / max(float(flow.sum()), np.finfo(np.float64).tiny)) if miss > 0 else 0.0


def _balanced_net(net: Floats, seed: Floats) -> Floats:
    """Refuse net migration that does not sum to zero in every connected group, and remove its rounding."""
    count, group = connected_components(seed > 0, directed=False)
    size = float(np.abs(net).sum())
    if abs(net.sum()) > CONSISTENCY * size:
        raise InvalidInput(
            f"Net migration sums to {net.sum():g}, not to zero.",
            hint="Every arrival is a departure elsewhere: add a rest of the world, or spread the difference.",
        )
    balanced = net.copy()
    for part in range(count):
        members = group == part
        surplus = float(net[members].sum())
        if abs(surplus) > CONSISTENCY * size:
            raise InvalidInput(
                f"Places {places(members)} exchange nobody with the others in the offset, but their net migration "
                f"sums to {surplus:g}.",
                hint="Give a positive offset between them and another place.",
            )
        balanced[members] -= surplus / members.sum()
    return balanced


def _refuse_infeasible_net(net: Floats, seed: Floats) -> None:
    origin, destination = np.nonzero(seed)
    arcs, cells = np.arange(len(origin)), np.ones(len(origin))
    shape = (len(net), len(origin))
    balance = coo_array((cells, (destination, arcs)), shape) - coo_array((cells, (origin, arcs)), shape)
    # The least flow to be added from outside; a price of one marks a place that the offset cannot serve.
    size = max(float(np.abs(net).max()), np.finfo(np.float64).tiny)
    outside = eye_array(len(net))
    cost = np.concatenate([np.zeros(len(origin)), np.ones(2 * len(net))])
    found = linprog(cost, A_eq=hstack([balance, outside, -outside]), b_eq=net / size, method="highs")
    if found.status == 0 and found.fun > 1e-7:
        helped = np.asarray(found.x[len(origin) :]).reshape(2, -1).sum(axis=0) > 1e-9
        raise InvalidInput(
            f"No flow on this offset has the net migration of places {places(helped)}: "
            "the offset gives them no way to gain or lose so many.",
            hint="Give a positive offset on a corridor that leads there.",
        )
