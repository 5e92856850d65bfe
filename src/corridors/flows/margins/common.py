"""What the fits to known sums share: guards that name rows and values, and a solver for singular Newton systems."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from corridors.errors import InvalidInput

Floats = NDArray[np.float64]

CONSISTENCY = 1e-9
"""Totals that differ by less than this share count as equal: far above the rounding of a sum of a few hundred numbers,
and less than one person in the world's migration of any year."""
LONGEST_STEP = 20.0
"""Most by which the logarithm of a factor may change in one step."""


def singular_solve(curvature: Floats, gradient: Floats) -> Floats:
    """Solve a positive semidefinite system, singular along the constants of each connected part, for a step in logs.

    No entry of the step exceeds LONGEST_STEP: near a boundary the system loses rank and its solution all meaning.
    """
    diagonal = np.maximum(np.diag(curvature), 1e-200)
    scale = 1.0 / np.sqrt(diagonal)
    scaled = curvature * scale[:, None] * scale + 1e-13 * np.eye(len(scale))
    step = scale * np.linalg.solve(scaled, scale * gradient)
    return step / max(1.0, float(np.max(np.abs(step))) / LONGEST_STEP)


def check_totals(totals: ArrayLike, name: str) -> Floats:
    """One vector of totals, finite and none negative."""
    values = np.asarray(totals, dtype=np.float64)
    if values.ndim != 1 or values.size == 0:
        raise InvalidInput(f"The {name} totals must be one vector; these have shape {values.shape}.")
    bad = np.flatnonzero(~np.isfinite(values) | (values < 0))
    if len(bad):
        raise InvalidInput(f"The total of {name} {bad[0]} is {values[bad[0]]}; totals must be finite and not negative.")
    return values


def check_same_sum(rows: Floats, columns: Floats) -> None:
    """Refuse row and column totals that do not add up to the same."""
    if abs(rows.sum() - columns.sum()) > CONSISTENCY * max(rows.sum(), columns.sum()):
        raise InvalidInput(
            f"The row totals sum to {rows.sum():g} and the column totals to {columns.sum():g}.",
            hint="Every departure is an arrival: scale one side to the other.",
        )


def check_offset(offset: ArrayLike, support: ArrayLike | None, shape: tuple[int, int]) -> Floats:
    """An offset of the asked shape, finite and none negative, zero off its support."""
    seed = np.asarray(offset, dtype=np.float64)
    if seed.shape != shape:
        raise InvalidInput(f"The offset has shape {seed.shape}; the totals ask for {shape}.")
    bad = np.argwhere(~np.isfinite(seed) | (seed < 0))
    if len(bad):
        o, d = bad[0]
        raise InvalidInput(f"The offset in row {o}, column {d} is {seed[o, d]}; it must be finite and not negative.")
    if support is None:
        return seed
    allowed = np.asarray(support)
    if allowed.shape != shape or allowed.dtype != np.bool_:
        raise InvalidInput(f"The support must be True or False in shape {shape}, not {allowed.dtype} {allowed.shape}.")
    return np.where(allowed, seed, 0.0)


def log_or_minus_infinity(values: Floats) -> Floats:
    """Logarithms, minus infinity where a value is zero."""
    return np.log(values, out=np.full(values.shape, -np.inf), where=values > 0)


def log_of_sum(values: Floats, axis: int) -> Floats:
    """The logarithm of a sum of exponentials along an axis, without overflow."""
    top = values.max(axis=axis, keepdims=True)
    return np.squeeze(top, axis) + np.log(np.exp(values - top).sum(axis=axis))


def places(chosen: NDArray[np.bool_]) -> str:
    """Print which places are chosen, the first five by number."""
    where = np.flatnonzero(chosen)
    shown = ", ".join(str(place) for place in where[:5])
    return f"{shown} and {len(where) - 5} more" if len(where) > 5 else shown
