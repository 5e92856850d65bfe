"""Estimates with honest errors where few units were treated: placebo assignments instead of asymptotics."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from corridors.errors import NotCovered
from corridors.evaluation.retrospective.check import Observed

Floats = NDArray[np.float64]
MOST = 20_000
"""All assignments are listed up to this number; beyond, as many are drawn with a fixed seed."""
FEWEST = 4
"""With fewer untreated units a placebo distribution says nothing."""


def contrast(change: Mapping[str, float], treated: Collection[str]) -> Observed:
    """Difference in differences between treated units and the others, with its error from placebo assignments.

    Equation: `d = mean_{treated} y - mean_{others} y`, `y` the change of each unit. Its standard error is the standard
    deviation of the same difference over all assignments of the label "treated" to as many units, computed on
    `y - d 1[treated]`, that is with the effect taken out; `p` is the share of assignments on `y` itself with a
    difference at least as large in absolute value.

    Args:
        change: change of each unit, in log points.
        treated: names of the treated units; those without data are left out.

    Raises:
        NotCovered: no treated unit has data, or too few others.

    Source: Bertrand, Duflo and Mullainathan (2004), How much should we trust differences-in-differences estimates?,
        https://doi.org/10.1162/003355304772839588

    Example:
        >>> made = contrast({"a": 2.0, "b": 1.0, "c": -1.0, "d": 0.0, "e": 0.5, "f": -0.5}, ["a", "b"])
        >>> made.value, made.placebos
        (1.75, 15)
    """
    names = sorted(change)
    inside = np.array([name in treated for name in names])
    number = int(inside.sum())
    if number == 0 or len(names) - number < FEWEST:
        hint = f"It needs a treated unit and {FEWEST} others; add the data of more countries."
        raise NotCovered(
            f"A contrast of {number} treated units with {len(names) - number} others says nothing.", hint=hint
        )
    y = np.array([change[name] for name in names])
    value = float(y[inside].mean() - y[~inside].mean())
    labels = assignments(len(names), number)
    error = float(_differences(y - value * inside, labels).std())
    p = float(np.mean(np.abs(_differences(y, labels)) >= abs(value) - 1e-12))
    how = f"placebo: {len(labels):,} choices of {number} among {len(names)} units"
    return Observed(value, error, how, p, len(labels))


def slope(y: Sequence[float], x: Floats, groups: Sequence[str], *, column: int = 0) -> Observed:
    """Coefficient of one column of a regression, with its error from whole groups left out in turn.

    Equation: ordinary least squares of `y` [n] on `x` [n, k] and a constant; standard error by the jackknife over `G`
    groups, `sqrt((G - 1)/G sum_g (b_(-g) - mean b_(-g))^2)`, which holds under any dependence within a group.

    Args:
        y: outcome; x: regressors, demeaned where effects are wanted; groups: one name per row; column: the one of
        interest.

    Raises:
        NotCovered: fewer than ten groups.

    Source: Cameron and Miller (2015), A practitioner's guide to cluster-robust inference,
        https://doi.org/10.3368/jhr.50.2.317

    Example:
        >>> x = np.arange(12.0)
        >>> made = slope(list(3 * x), x[:, None], [str(i) for i in range(12)])
        >>> round(made.value, 6), round(made.error, 6)
        (3.0, 0.0)
    """
    outcome, names = np.asarray(y, dtype=np.float64), np.asarray(groups)
    different = np.unique(names)
    if len(different) < 10:
        hint = "It needs ten; take more countries."
        raise NotCovered(f"A regression over {len(different)} groups has no usable error.", hint=hint)
    full = np.column_stack([x, np.ones(len(outcome))])
    left = np.array([_ols(outcome[names != g], full[names != g])[column] for g in different])
    count = len(different)
    error = float(np.sqrt((count - 1) / count * ((left - left.mean()) ** 2).sum()))
    return Observed(float(_ols(outcome, full)[column]), error, f"jackknife over {count} countries")


def assignments(units: int, treated: int) -> NDArray[np.bool_]:
    """Ways to call `treated` of `units` treated, as rows of true and false: all, or a fixed draw where too many.

    >>> assignments(4, 2).shape
    (6, 4)
    """
    if comb(units, treated) <= MOST:
        chosen = np.array(list(combinations(range(units), treated)))
    else:
        chosen = np.random.default_rng(0).random((MOST, units)).argsort(axis=1)[:, :treated]
    rows = np.zeros((len(chosen), units), dtype=bool)
    np.put_along_axis(rows, chosen, True, axis=1)
    return rows


def _differences(y: Floats, labels: NDArray[np.bool_]) -> Floats:
    number = labels[0].sum()
    inside = labels @ y
    return np.asarray(inside / number - (y.sum() - inside) / (len(y) - number), dtype=np.float64)


def _ols(y: Floats, x: Floats) -> Floats:
    return np.asarray(np.linalg.lstsq(x, y, rcond=None)[0], dtype=np.float64)
