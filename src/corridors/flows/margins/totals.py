"""Flows from what leaves each origin and what reaches each destination.

Sources: Deming, W. E. & Stephan, F. F. (1940), https://doi.org/10.1214/aoms/1177731829; Willekens, F. (1999),
https://doi.org/10.1080/08898489909525459.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array, vstack

from corridors.errors import InvalidInput
from corridors.flows.margins.common import (
    check_offset,
    check_same_sum,
    check_totals,
    log_of_sum,
    log_or_minus_infinity,
    places,
    singular_solve,
)

Floats = NDArray[np.float64]

SWEEPS = 30
"""Plain sweeps before Newton: most tables of the field are met within them, at the least cost."""


@dataclass(frozen=True)
class MarginFit:
    """A fitted flow table and how it was reached, from `fit_margins`.

    `flow[o, d] = offset[o, d] exp(row_effects[o] + column_effects[d])`; `residual` is the largest miss of a total, as a
    share of all movers; `iterations` counts sweeps and Newton steps. Effects are logarithms, known up to a constant
    that moves from rows to columns, and minus infinity where a total is zero.
    """

    flow: Floats
    row_effects: Floats
    column_effects: Floats
    iterations: int
    residual: float
    converged: bool


def fit_margins(
    row_totals: ArrayLike,
    column_totals: ArrayLike,
    offset: ArrayLike,
    *,
    support: ArrayLike | None = None,
    tolerance: float = 1e-10,
    max_iterations: int = 200,
) -> MarginFit:
    """Find the flow table nearest to an offset that has given row and column totals.

    `flow[o, d] = alpha[o] beta[d] offset[o, d]` with `sum_d flow[o, d] = row_totals[o]` and
    `sum_o flow[o, d] = column_totals[d]`: proportional fitting, then Newton steps on its dual where that is slow.

    Args:
        row_totals: shape (origins,), people; column_totals: shape (destinations,), people; none negative.
        offset: shape (origins, destinations), none negative; only its pattern matters, so any unit. A zero stays zero.
        support: shape of `offset`, True where a flow may be; everywhere that `offset` is positive, if not given.
        tolerance: largest miss of a total, as a share of all movers.
        max_iterations: sweeps and Newton steps together; a fit cut short says so in `converged`.
    Raises:
        InvalidInput: totals with different sums, shapes that disagree, negative entries, or totals that no table on
            this support can have; the message names the rows and columns.
    Source: https://doi.org/10.1214/aoms/1177731829, https://doi.org/10.1080/08898489909525459

    >>> fit = fit_margins([30, 70], [60, 40], [[1, 1], [1, 1]])
    >>> fit.flow.round(9).tolist(), fit.converged
    ([[18.0, 12.0], [42.0, 28.0]], True)
    """
    rows, columns = check_totals(row_totals, "row"), check_totals(column_totals, "column")
    seed = check_offset(offset, support, (len(rows), len(columns)))
    check_same_sum(rows, columns)
    total = rows.sum()
    if total == 0:
        return MarginFit(np.zeros_like(seed), log_or_minus_infinity(rows), log_or_minus_infinity(columns), 0, 0.0, True)
    columns = columns * (total / columns.sum())
    seed = np.where(np.outer(rows > 0, columns > 0), seed, 0.0)
    _refuse_empty(seed, rows, columns)
    kept_rows, kept_columns = rows > 0, columns > 0
    r, c, s = rows[kept_rows], columns[kept_columns], seed[np.ix_(kept_rows, kept_columns)]
    u, v, iterations, residual = _solve(r / total, c / total, s, tolerance, max_iterations)
    if residual > tolerance:
        _refuse_infeasible(rows, columns, seed)
    alpha, beta = log_or_minus_infinity(np.zeros_like(rows)), log_or_minus_infinity(np.zeros_like(columns))
    alpha[kept_rows], beta[kept_columns] = u + np.log(total), v
    flow = np.zeros_like(seed)
    flow[np.ix_(kept_rows, kept_columns)] = total * np.exp(u[:, None] + log_or_minus_infinity(s) + v)
    return MarginFit(flow, alpha, beta, iterations, residual, residual <= tolerance)


def _solve(r: Floats, c: Floats, seed: Floats, tolerance: float, most: int) -> tuple[Floats, Floats, int, float]:
    log_seed = log_or_minus_infinity(seed)
    u, v = np.zeros(len(r)), np.zeros(len(c))
    iterations, residual = 0, np.inf
    while iterations < min(SWEEPS, most):
        u = np.log(r) - log_of_sum(log_seed + v, axis=1)
        v = np.log(c) - log_of_sum(log_seed + u[:, None], axis=0)
        iterations += 1
        residual = float(np.max(np.abs(np.exp(log_seed + u[:, None] + v).sum(axis=1) - r)))
        if residual <= tolerance:
            return u, v, iterations, residual
    while iterations < most:
        # With v at its optimum for each u the dual is a convex function of u alone, and columns are exact.
        flow = np.exp(log_seed + u[:, None] + v)
        gradient = flow.sum(axis=1) - r
        curvature = np.diag(flow.sum(axis=1)) - (flow / c) @ flow.T
        step = -singular_solve(curvature, gradient)
        value, slope, size = float(c @ -v - r @ u), float(gradient @ step), 1.0
        while size > 1e-12:
            trial_u = u + size * step
            trial_v = np.log(c) - log_of_sum(log_seed + trial_u[:, None], axis=0)
            if float(c @ -trial_v - r @ trial_u) <= value + 1e-4 * size * slope + 1e-15 * abs(value):
                break
            size /= 2
        else:
            break
        u, v, iterations = trial_u, trial_v, iterations + 1
        residual = float(np.max(np.abs(np.exp(log_seed + u[:, None] + v).sum(axis=1) - r)))
        if residual <= tolerance:
            break
    return u, v, iterations, residual


def _refuse_infeasible(rows: Floats, columns: Floats, seed: Floats) -> None:
    """Refuse rows that hold more than all the columns open to them, found by the dual of a largest flow."""
    total = rows.sum()
    origin, destination = np.nonzero(seed)
    arcs, cells = np.arange(len(origin)), np.ones(len(origin))
    sending = coo_array((cells, (origin, arcs)), (len(rows), len(origin)))
    arriving = coo_array((cells, (destination, arcs)), (len(columns), len(origin)))
    limits = np.concatenate([rows, columns]) / total
    found = linprog(-cells, A_ub=vstack([sending, arriving]), b_ub=limits, method="highs")
    if found.status != 0 or -found.fun > 1 - 1e-7:
        return
    prices = -np.asarray(found.ineqlin.marginals)
    stuck = (prices[: len(rows)] < 0.5) & (rows > 0)
    reached = np.asarray(np.any(seed[stuck] > 0, axis=0), dtype=np.bool_).reshape(-1)
    raise InvalidInput(
        f"Rows {places(stuck)} sum to {rows[stuck].sum():g}, but the only columns open to them, {places(reached)}, "
        f"sum to {columns[reached].sum():g}.",
        hint="Give a positive offset in another column, or change the totals.",
    )


def _refuse_empty(seed: Floats, rows: Floats, columns: Floats) -> None:
    for name, totals, sums in (("Row", rows, seed.sum(axis=1)), ("Column", columns, seed.sum(axis=0))):
        empty = np.flatnonzero((totals > 0) & (sums == 0))
        if len(empty):
            raise InvalidInput(
                f"{name} {empty[0]} has a total of {totals[empty[0]]:g} but no cell that may be positive.",
                hint="Give a positive offset in a cell of it whose other total is positive too.",
            )
