"""A matrix of payments that meets what receivers report, and holds at least what senders report, as far as it can."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corridors.errors import InvalidInput

Floats = NDArray[np.float64]

MOST_STRETCH = 2.0
"""No sender's total is pushed by its own report beyond twice what the pattern gives it: a report further off (that of
Switzerland is three times, of Luxembourg eight times the pattern) counts money that the pattern misses, mostly the pay
of cross-border workers, and scaling would spread it over receivers who have no part in it."""
TOLERANCE = 1e-9
"""Largest change of a sender's factor at which the fit stops: under one dollar in the largest corridor."""
MOST_PUSH = 1e4
"""Largest factor of a sender: where no matrix can meet the bounds, factors would grow without end."""
MOST_SWEEPS = 5000


class Fit(NamedTuple):
    """A fitted matrix and the largest amount by which a sender's total stays under its bound, as a share of all."""

    matrix: Floats
    shortfall: float


def fit_bounded(pattern: Floats, received: Floats, at_least: Floats) -> Fit:
    """Find the matrix nearest to a pattern whose columns have given totals and whose rows reach lower bounds.

    `matrix[s, r] = pattern[s, r] a[s] b[r]` with `sum_s matrix[s, r] = received[r]`, and `a[s] = 1` unless the bound
    of row s binds, when `sum_r matrix[s, r] = at_least[s]`: proportional fitting, in which a row that needs no push
    gets none. No bound is followed beyond `MOST_STRETCH` times what the row has without any. Columns are always exact;
    rows whose bounds no matrix can meet stay under them.

    Args:
        pattern: shape (senders, receivers), US dollars, none negative; only the proportions within a column matter.
        received: shape (receivers,), US dollars; each needs a positive cell above it, unless it is zero.
        at_least: shape (senders,), US dollars; zero where nothing is known.

    Raises:
        InvalidInput: a receiver with a total and an empty column.

    Source: iterative proportional fitting, https://doi.org/10.1214/aoms/1177731829; with inequalities,
        https://doi.org/10.1016/0041-5553(67)90040-7

    Example:
        >>> import numpy as np
        >>> fit = fit_bounded(np.ones((2, 2)), np.array([10.0, 10.0]), np.array([0.0, 15.0]))
        >>> fit.matrix.round(6).tolist()
        [[2.5, 2.5], [7.5, 7.5]]
    """
    held = pattern.sum(axis=0)
    if len(empty := np.flatnonzero((received > 0) & (held <= 0))):
        raise InvalidInput(
            f"Receiver {empty[0]} has a total and no cell in the pattern.", hint="Give it a row of unknown senders."
        )
    column = np.divide(received, held, out=np.zeros_like(received), where=held > 0)
    free = pattern * column
    bound = np.minimum(at_least, MOST_STRETCH * free.sum(axis=1))
    push = np.ones(len(at_least))
    for _ in range(MOST_SWEEPS):
        pushed = push @ pattern
        column = np.divide(received, pushed, out=np.zeros_like(received), where=pushed > 0)
        unpushed = pattern @ column
        wanted = np.divide(bound, unpushed, out=np.ones_like(bound), where=unpushed > 0)
        new = np.clip(wanted, 1.0, MOST_PUSH)
        moved = float(np.max(np.abs(new / push - 1)))
        push = new
        if moved <= TOLERANCE:
            break
    pushed = push @ pattern
    column = np.divide(received, pushed, out=np.zeros_like(received), where=pushed > 0)
    matrix = push[:, None] * pattern * column
    short = np.maximum(bound - matrix.sum(axis=1), 0.0)
    return Fit(matrix, float(short.max() / max(received.sum(), np.finfo(np.float64).tiny)))
