"""Shares of a variance: exactly over all combinations of two sides, and Sobol indices with their error from samples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
RESAMPLES = 200
"""Bootstrap resamples behind an error; their 2.5% and 97.5% quantiles move by little beyond a hundred."""
LEVELS = (0.025, 0.975)
"""The ends of a 95% interval."""


def contrasts(values: Floats) -> Floats:
    """The mean and contrasts of a full factorial of k two-sided factors.

    `y(x) = sum over sets S of c_S prod_{i in S} x_i`, with `x_i` -1 on the first side and 1 on the second.

    Args:
        values: `y`, an axis of length two for each factor.
    Returns: `c` of the same shape; index 1 on an axis where the factor is in S.

    >>> contrasts(np.array([1.0, 5.0])).tolist()
    [3.0, 2.0]
    """
    found = np.asarray(values, float)
    for axis in range(found.ndim):
        first, second = np.moveaxis(found, axis, 0)
        found = np.stack([(first + second) / 2, (second - first) / 2], axis=axis)
    return found


def exact_shares(values: Floats) -> dict[tuple[int, ...], float]:
    """Share of the variance of a full factorial by factor, and by set of factors that act together.

    `share_S = c_S^2 / sum of c^2 over all sets but the empty one`, every combination equally likely. They add up to 1,
    or are all 0 where nothing varies.

    Args:
        values: an axis of length two for each factor.
    Returns: by the numbers of the factors of each set, single factors first.

    >>> additive = np.add.outer(np.array([0.0, 2.0]), np.array([0.0, 1.0]))
    >>> exact_shares(additive)
    {(0,): 0.8, (1,): 0.2, (0, 1): 0.0}
    """
    squares = contrasts(values) ** 2
    sets = [tuple(np.flatnonzero(index)) for index in product((0, 1), repeat=squares.ndim) if any(index)]
    parts = {tuple(int(i) for i in s): float(squares[tuple(int(i in s) for i in range(squares.ndim))]) for s in sets}
    total = sum(parts.values())
    ordered = sorted(parts, key=lambda s: (len(s), s))
    return {s: parts[s] / total if total else 0.0 for s in ordered}


def parts_of_difference(values: Floats) -> Floats:
    """What each factor adds to the difference between all second and all first sides: its Shapley value `[k]`.

    The mean, over all orders in which the factors change sides one after the other, of the change at its turn:
    `2 sum over sets S of odd size that hold i of c_S / |S|`. They add up to the difference.

    >>> parts_of_difference(np.array([[0.0, 1.0], [2.0, 9.0]])).tolist()
    [5.0, 4.0]
    """
    found = contrasts(values)
    parts = np.zeros(found.ndim)
    for index in product((0, 1), repeat=found.ndim):
        size = sum(index)
        if size % 2:
            parts += 2 * np.array(index) * found[index] / size
    return parts


@dataclass(frozen=True, slots=True)
class Indices:
    """Sobol indices of d factors, `[d]`, each with the ends of its 95% bootstrap interval, `[d, 2]`.

    `first`: share of the variance that goes if the factor alone is known; `total`: share that stays if all others are.
    """

    first: Floats
    first_range: Floats
    total: Floats
    total_range: Floats


def sobol(
    at_first: Floats, at_second: Floats, swapped: Floats, *, seed: int, strata: NDArray[np.int64] | None = None
) -> Indices:
    """Sobol indices from two independent samples and from the first with one factor taken from the second.

    `S_j = E[f_B (f_ABj - f_A)] / V` and `T_j = E[(f_A - f_ABj)^2] / (2 V_j)`, V the variance of both samples and V_j
    that of f_A and f_ABj, so that one extreme row stands above and below the line.

    Args:
        at_first, at_second: `f_A[n]` and `f_B[n]`, n a power of two; swapped: `f_AB[d, n]`; seed: of the resamples;
            strata: `[n]`, within which rows are resampled, where the samples were balanced over them.
    Returns: zeros where nothing varies.
    Source: Saltelli and others (2010), Variance based sensitivity analysis of model output, table 2 (b) and (f),
        https://doi.org/10.1016/j.cpc.2009.09.018 ; Janon and others (2014), Asymptotic normality and efficiency of two
        Sobol index estimators, https://doi.org/10.1051/ps/2013040 , for V_j.

    >>> found = sobol(np.array([0.0, 1.0]), np.array([1.0, 0.0]), np.array([[1.0, 0.0], [0.0, 1.0]]), seed=0)
    >>> found.total.tolist()
    [2.0, 0.0]
    """
    kinds, n = swapped.shape
    if not kinds or not np.ptp(np.concatenate([at_first, at_second])):
        nothing = np.zeros(kinds)
        return Indices(nothing, np.zeros((kinds, 2)), nothing, np.zeros((kinds, 2)))
    first, total = _indices(at_first, at_second, swapped)
    draws = [_indices(*(each[..., rows] for each in (at_first, at_second, swapped)))
             for rows in _resamples(np.zeros(n, int) if strata is None else strata, seed)]  # fmt: skip
    ranges = np.quantile(np.array(draws), LEVELS, axis=0)
    return Indices(first, ranges[:, 0].T, total, ranges[:, 1].T)


def _resamples(strata: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    """Rows of each resample, drawn with replacement from the stratum of the row whose place they take."""
    rng = np.random.default_rng(seed)
    rows = np.empty((RESAMPLES, len(strata)), int)
    for stratum in np.unique(strata):
        members = np.flatnonzero(strata == stratum)
        rows[:, members] = rng.choice(members, (RESAMPLES, len(members)))
    return rows


def _indices(at_first: Floats, at_second: Floats, swapped: Floats) -> tuple[Floats, Floats]:
    from scipy.stats import sobol_indices

    kinds = len(swapped)
    # SciPy fails on a single factor: one that changes nothing is added, and its zero left out again.
    every = np.concatenate([swapped, at_first[None]])[:, None]
    given: Mapping[str, Floats] = {"f_A": at_first[None], "f_B": at_second[None], "f_AB": every}
    found = sobol_indices(func=given, n=len(at_first), method=_estimators)  # type: ignore[arg-type]
    return found.first_order[:kinds], found.total_order[:kinds]


def _estimators(f_A: Floats, f_B: Floats, f_AB: Floats) -> tuple[Floats, Floats]:
    """The estimators of `sobol`, by SciPy's names of the samples."""
    first = np.mean(f_B * (f_AB - f_A), axis=-1) / np.var(np.concatenate([f_A, f_B], axis=-1), axis=-1)
    own = np.concatenate([np.broadcast_to(f_A, f_AB.shape), f_AB], axis=-1)
    return first, np.mean((f_A - f_AB) ** 2, axis=-1) / (2 * np.var(own, axis=-1))
