"""Fitting nonnegative tables to given row and column totals, many tables at once, by Newton steps on the dual."""

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import block_array, coo_array
from scipy.sparse.csgraph import connected_components

Floats = NDArray[np.float64]

RELATIVE_TOLERANCE = 1e-11
"""A row is met when it misses its total by less than this share of the total."""
ROUNDING = 4e-16
"""Rounding of one table's sum, as a share of the sum: no row can be asked to be nearer than that."""
LOOSE_TOLERANCE = 1e-9
"""The same shares for a fit that stalls on rounding: still converged when every row is this near."""
RIDGE = {np.float64: 1e-13, np.float32: 1e-6}
"""Share added to the diagonal of the Newton matrix, singular along constants in every connected part."""

LARGE = 64
FAR = 1e-6
"""Fits of LARGE or more rows take their steps in single precision while a row misses by more than FAR of itself."""
LONGEST = 10.0
"""Longest change of a potential (in logs) in one step."""
ENOUGH, PATIENCE = 1e-5, 40
"""LARGE steps are solved to this share of the miss by conjugate gradients, in at most so many rounds."""
HUGE = 1e30
"""What an overflowing step is cut to before it is shortened."""
NEAR = 10.0
"""Potentials may drift this far (in logs) before a table is made from its logs again: far from underflow."""


@dataclass(frozen=True)
class Fit:
    """Fitted tables, with what it took.

    `table[k, i, j]`; `potential[k, i]` is the log multiplier of row i; `iterations[k]` counts Newton steps;
    `residual[k]` is the largest miss of a row total, in the unit of the table (columns are exact);
    `converged[k]` says whether that miss is rounding only.
    """

    table: Floats
    potential: Floats
    iterations: NDArray[np.int64]
    residual: Floats
    converged: NDArray[np.bool_]


def fit_batch(seed: Floats, rows: Floats, columns: Floats, *, logs: bool = False, max_iterations: int = 100) -> Fit:
    """Find for each seed the nearest table, in relative entropy, with the given row and column totals.

    The table is `seed[i, j] exp(u[i] + v[j])`. With v solved for in closed form, u minimises the convex
    `sum_j columns[j] log sum_i seed[i, j] exp(u[i]) - sum_i rows[i] u[i]`, whose Hessian is a graph
    Laplacian; Newton steps, shortened where they overshoot, need about five where plain sweeps (iterative
    proportional fitting, the same optimum) need thousands. All exponentials are taken after subtracting their
    maximum, so that a seed given by its logarithm may span any range.

    Arguments: `seed[k, i, j]`, 0 for a cell that must stay empty, or its logarithm where `logs`; `rows[k, i]`
    and `columns[k, j]`, nonnegative, of equal sum in each table k. Nothing is raised: a margin that cannot be
    met shows in `converged`, and `starved_rows` finds the culprit.
    Source: Cuturi (2013), https://arxiv.org/abs/1306.0895, for the dual; Newton on it is standard.

    >>> fit = fit_batch(np.ones((1, 2, 2)), np.array([[3.0, 1.0]]), np.array([[2.0, 2.0]]))
    >>> fit.table.tolist(), bool(fit.converged[0])
    ([[[1.5, 1.5], [0.5, 0.5]]], True)
    """
    count, height, width = seed.shape
    table = np.zeros((count, height, width))
    potential = np.zeros((count, height))
    residual = np.zeros(count)
    iterations = np.zeros(count, dtype=np.int64)
    converged = np.zeros(count, dtype=np.bool_)
    if not height or not width:
        return Fit(table, potential, iterations, residual, np.ones(count, dtype=np.bool_))
    active = np.arange(count)
    state = _State.first(seed, rows, columns, logs=logs)
    for step in range(max_iterations + 1):
        met = state.within(RELATIVE_TOLERANCE)
        done = met | state.stalled if step < max_iterations else np.ones_like(met)
        if done.any():
            chosen = active[done]
            table[chosen], potential[chosen] = state.table[done], state.potential[done]
            residual[chosen] = np.abs(state.miss[done]).max(axis=-1)
            converged[chosen] = met[done] | state.within(LOOSE_TOLERANCE)[done]
            iterations[chosen] = step
            active, state = active[~done], state.keep(~done)
        if not active.size:
            break
        state = _sweep(state) if step == 0 else _newton(state)
    return Fit(table, potential, iterations, residual, converged)


def starved_rows(
    open_cells: NDArray[np.bool_], rows: Floats, columns: Floats, potential: Floats
) -> tuple[NDArray[np.int64], float]:
    """Find rows whose totals exceed all the columns they may use, and by how much: proof that no table exists.

    By Hall's condition a table exists unless some set S of rows has `sum rows[S] > sum columns[N(S)]`, N(S) the
    columns open to S. Tried are the connected parts of the table, whose totals must agree, and the rows of the
    highest potentials, which grow without bound on such a set.
    Arguments: one table, `open_cells[i, j]`, `rows[i]`, `columns[j]`, `potential[i]`. Returns the rows (empty if
    there is no such proof) and the shortfall in the table's unit.

    >>> allowed = np.array([[True, False], [True, True]])
    >>> starved, short = starved_rows(allowed, np.array([5.0, 1.0]), np.array([3.0, 3.0]), np.array([9.0, 0.0]))
    >>> starved.tolist(), short
    ([0], 2.0)
    """
    height = len(rows)
    graph = coo_array((np.ones(open_cells.sum()), np.nonzero(open_cells)), open_cells.shape)
    links = block_array([[None, graph], [graph.T, None]])
    part = connected_components(links, directed=False)[1]
    excess = np.bincount(part[:height], rows, part.max() + 1) - np.bincount(part[height:], columns, part.max() + 1)
    enough = LOOSE_TOLERANCE * rows.sum()
    if excess.max() > enough:
        return np.flatnonzero((part[:height] == excess.argmax()) & (rows > 0)), float(excess.max())
    order = np.argsort(-np.where(rows > 0, potential, -np.inf), kind="stable")
    order = order[rows[order] > 0]
    if not order.size:
        return order, 0.0
    reached = np.logical_or.accumulate(open_cells[order], axis=0)
    short = np.cumsum(rows[order]) - reached @ columns
    best = int(np.argmax(short))
    if short[best] <= enough:
        return order[:0], 0.0
    return order[: best + 1], float(short[best])


@dataclass(frozen=True)
class _State:
    """Where the active fits stand: potentials, the column-fitted tables they imply, and the dual objective.

    `log_total[k, j]` is `log sum_i seed[i, j] exp(potential[i])`; `drift[k]` how far the potentials have come
    since the table was last made from its logs.
    """

    seed: Floats
    logs: bool
    rows: Floats
    columns: Floats
    potential: Floats
    table: Floats
    log_total: Floats
    drift: Floats
    miss: Floats
    objective: Floats
    stalled: NDArray[np.bool_]

    @classmethod
    def first(cls, seed: Floats, rows: Floats, columns: Floats, *, logs: bool) -> "_State":
        none = np.zeros(len(rows))
        blank = cls(
            seed, logs, rows, columns, np.zeros_like(rows), seed, np.zeros_like(columns), none, rows, none, none > 0
        )
        return blank.afresh(blank.potential) if logs else blank.fitted(seed.copy(), blank.log_total, none, rows * 0)

    def afresh(self, potential: Floats) -> "_State":
        """The state at other potentials, from the logarithms of the seed."""
        with np.errstate(divide="ignore"):
            exponent = (self.seed if self.logs else np.log(self.seed)) + potential[..., None]
        top = exponent.max(axis=-2, keepdims=True)
        top = np.where(np.isfinite(top), top, 0.0)
        exponent -= top
        table = np.exp(exponent, out=exponent)
        return self.fitted(table, top[..., 0, :], np.zeros(len(self.rows)), potential)

    def fitted(self, table: Floats, scale: Floats, drift: Floats, potential: Floats) -> "_State":
        """Bring a table, given up to `exp(scale)` for each column, to its column totals (in place)."""
        total = table.sum(axis=-2)
        safe = np.where(total > 0, total, 1.0)
        table *= (self.columns / safe)[..., None, :]
        log_total = np.where(total > 0, np.log(safe) + scale, 0.0)
        return replace(
            self,
            table=table,
            log_total=log_total,
            drift=drift,
            potential=potential,
            miss=table.sum(axis=-1) - self.rows,
            objective=(self.columns * log_total).sum(axis=-1) - (self.rows * potential).sum(axis=-1),
            stalled=np.zeros(len(self.rows), dtype=np.bool_),
        )

    def within(self, tolerance: float) -> NDArray[np.bool_]:
        scale = self.rows.sum(axis=-1, keepdims=True)
        floor = max(ROUNDING, tolerance * 1e-3)
        return (np.abs(self.miss) <= tolerance * self.rows + floor * scale).all(axis=-1)

    def keep(self, chosen: NDArray[np.bool_]) -> "_State":
        if chosen.all():
            return self
        arrays = {f.name: getattr(self, f.name)[chosen] for f in fields(self) if f.name != "logs"}
        return replace(self, **arrays)

    def moved(self, potential: Floats) -> "_State":
        """The state at other potentials: by scaling rows while they are near, which spares an exp for each cell."""
        step = potential - self.potential
        drift = self.drift + np.abs(step).max(axis=-1)
        if drift.max() > NEAR:
            return self.afresh(potential)
        table = self.table * np.exp(step)[..., None]
        scale = self.log_total - np.log(np.where(self.columns > 0, self.columns, 1.0))
        return self.fitted(table, scale, drift, potential)


def _sweep(state: _State) -> _State:
    """One plain step of iterative proportional fitting: a safe start."""
    reached = state.miss + state.rows
    usable = (reached > 0) & (state.rows > 0)
    change = np.log(np.where(usable, state.rows, 1.0) / np.where(usable, reached, 1.0))
    return state.moved(state.potential + change)


def _newton(state: _State) -> _State:
    """One Newton step, in single precision while far from the end (twice as fast), in double where that fails.

    Where neither improves a table, a plain sweep does, or else the table is stalled.
    """
    far = (np.abs(state.miss) > FAR * state.rows).any()
    if far and state.rows.shape[-1] >= LARGE:
        moved = _line_search(state, _newton_step(state, np.float32))
        if not moved.stalled.any():
            return moved
    moved = _line_search(state, _newton_step(state, np.float64))
    if not moved.stalled.any():
        return moved
    swept = _sweep(state)
    nearer = np.abs(swept.miss).sum(axis=-1) < 0.99 * np.abs(state.miss).sum(axis=-1)
    potential = np.where((moved.stalled & nearer)[:, None], swept.potential, moved.potential)
    return replace(state.afresh(potential), stalled=moved.stalled & ~nearer)


def _line_search(state: _State, step: Floats) -> _State:
    """Shorten a step until the dual falls as its slope promises; a table that cannot improve is stalled.

    Where the dual moves by less than its own rounding, the miss decides.
    """
    slope = (state.miss * step).sum(axis=-1)
    before = np.abs(state.miss).sum(axis=-1)
    terms = (state.columns * np.abs(state.log_total)).sum(axis=-1) + (state.rows * np.abs(state.potential)).sum(axis=-1)
    blur = ROUNDING * terms
    length = np.minimum(1.0, LONGEST / np.maximum(np.abs(step).max(axis=-1), LONGEST))
    accepted = np.zeros(len(step), dtype=np.bool_)
    trial = state
    for _ in range(30):
        trial = state.moved(state.potential + length[:, None] * step)
        gain = state.objective - trial.objective
        nearer = np.abs(trial.miss).sum(axis=-1) < 0.9 * before
        accepted = ((gain >= -1e-4 * length * slope) & (gain > blur)) | ((gain >= -10 * blur) & nearer)
        if accepted.all():
            return trial
        length = np.where(accepted, length, length / 2)
    settled = state.moved(np.where(accepted[:, None], trial.potential, state.potential))
    return replace(settled, stalled=~accepted)


def _newton_step(state: _State, precision: type[np.float64] | type[np.float32]) -> Floats:
    """Solve Hessian x step = -miss, the Hessian `diag(row sums) - T diag(1 / columns) T'` of each table T.

    The Hessian's rows sum to zero, so its diagonal is taken from the off-diagonal cells: exact to the last digit
    even where stayers make up all but a millionth of a row. Its null space, a constant, is removed by grounding
    the largest row of each table.
    """
    inverse = np.divide(1.0, state.columns, out=np.zeros_like(state.columns), where=state.columns > 0)
    half = (state.table * np.sqrt(inverse)[:, None, :]).astype(precision, copy=False)
    matrix = half @ half.swapaxes(-1, -2)
    index = np.arange(matrix.shape[-1])
    matrix[:, index, index] = 0.0
    degree = matrix.sum(axis=-1)
    np.negative(matrix, out=matrix)
    linked = degree > 0
    diagonal = np.where(linked, degree * (1 + RIDGE[precision]), 1).astype(precision)
    diagonal[np.arange(len(degree)), degree.argmax(axis=-1)] *= 2
    matrix[:, index, index] = diagonal
    right = np.where(linked, -state.miss, 0.0).astype(precision, copy=False)
    with np.errstate(all="ignore"):
        solution = _conjugate_gradients(matrix, right) if matrix.shape[-1] >= LARGE else None
        if solution is None:
            try:
                solution = np.linalg.solve(matrix, right[..., None])[..., 0]
            except np.linalg.LinAlgError:  # links thinner than the precision: none in single, one by one in double
                solution = right / diagonal if precision is np.float64 else np.zeros_like(right)
    step = np.where(np.isfinite(solution), solution, 0.0).astype(np.float64, copy=False)
    return np.clip(step, -HUGE, HUGE)


def _conjugate_gradients(matrix: NDArray[np.floating], right: NDArray[np.floating]) -> NDArray[np.floating] | None:
    """Solve nearly, faster than by factors, where countries are well linked; None where they are not."""
    enough = ENOUGH * np.abs(right).sum(axis=-1)
    diagonal = np.diagonal(matrix, axis1=-2, axis2=-1)
    solution, rest = np.zeros_like(right), right.copy()
    scaled = rest / diagonal
    direction, product = scaled, (rest * scaled).sum(axis=-1)
    for _ in range(PATIENCE):
        image = (matrix @ direction[..., None])[..., 0]
        length = product / (direction * image).sum(axis=-1)
        solution += length[:, None] * direction
        rest -= length[:, None] * image
        if (np.abs(rest).sum(axis=-1) <= enough).all():
            return solution
        scaled = rest / diagonal
        product, last = (rest * scaled).sum(axis=-1), product
        direction = scaled + (product / last)[:, None] * direction
    return None
