"""The measures by which forecasts are judged: errors of the median, and scores of the whole distribution."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEVELS = (80, 95)
"""Central intervals whose coverage is printed, per cent."""
UPPER = 0.95
"""Level of the quantile by which the upper tail is scored."""
LOG_SHIFT = 0.2
"""Persons a year added before logs are compared: one in five years."""
BLOCK = 4096
"""Corridors whose draws are sorted at once."""


def crps(draws: NDArray[np.floating], outcome: Floats) -> Floats:
    """Give the continuous ranked probability score of each column of draws; of a single draw it is the absolute error.

    Equation: `mean |x_i - y| - sum_i (2 i - n - 1) x_(i) / n^2` over sorted draws, which is
    `E|X - y| - E|X - X'| / 2` of their empirical law.

    Args:
        draws: `[draw, case]`; outcome: `[case]`, same unit. Smaller is better.
    Source: Gneiting and Raftery (2007), https://doi.org/10.1198/016214506000001437

    >>> crps(np.array([[1.0], [3.0]]), np.array([2.0])).tolist()
    [0.5]
    """
    number = draws.shape[0]
    weight = (2.0 * np.arange(1, number + 1) - number - 1.0) / number**2
    found = np.empty(draws.shape[1])
    for first in range(0, draws.shape[1], BLOCK):
        part = np.sort(np.ascontiguousarray(draws[:, first : first + BLOCK].T), axis=1).astype(np.float64)
        gaps = np.abs(part - outcome[first : first + BLOCK, None])
        found[first : first + BLOCK] = gaps.mean(axis=1) - part @ weight
    return found


def quantiles(draws: NDArray[np.floating], levels: tuple[float, ...]) -> Floats:
    """Give quantiles `[level, case]` of draws `[draw, case]`, linear between draws.

    >>> quantiles(np.array([[1.0], [3.0]]), (0.5,)).tolist()
    [[2.0]]
    """
    found = np.empty((len(levels), draws.shape[1]))
    position = np.asarray(levels) * (draws.shape[0] - 1)
    low = np.floor(position).astype(int)
    high = np.minimum(low + 1, draws.shape[0] - 1)
    part = position - low
    for first in range(0, draws.shape[1], BLOCK):
        ordered = np.sort(np.ascontiguousarray(draws[:, first : first + BLOCK].T), axis=1)
        found[:, first : first + BLOCK] = (ordered[:, low] * (1.0 - part) + ordered[:, high] * part).T
    return found


def quantile_score(quantile: Floats, outcome: Floats, level: float = UPPER) -> Floats:
    """Give the quantile score `2 (1{y < q} - p) (q - y)`, which is the absolute error at p = 1/2; smaller is better.

    >>> quantile_score(np.array([10.0]), np.array([20.0]), 0.95).tolist()
    [19.0]
    """
    return 2.0 * ((outcome < quantile) - level) * (quantile - outcome)


def covered(lower: Floats, upper: Floats, outcome: Floats) -> NDArray[np.bool_]:
    """Say which outcomes lie in their interval, ends included.

    >>> covered(np.array([0.0]), np.array([1.0]), np.array([1.0])).tolist()
    [True]
    """
    return (outcome >= lower) & (outcome <= upper)


def log_gap(forecast: Floats, outcome: Floats) -> Floats:
    """Give the error of the log, both raised by `LOG_SHIFT` persons a year.

    >>> log_gap(np.array([0.0]), np.array([0.0])).tolist()
    [0.0]
    """
    return np.log(forecast + LOG_SHIFT) - np.log(outcome + LOG_SHIFT)


def within_r2(forecast: Floats, outcome: Floats, earlier: Floats) -> float:
    """Give the share of the changes of corridors that a forecast explains; the map itself, which is easy, counts zero.

    Equation: `1 - sum (log y - log m)^2 / sum (log y - mean log of the corridor's earlier periods)^2`. Below zero the
    corridor's own mean would have been better.

    Args:
        forecast, outcome: persons a year `[case]`; earlier: of the periods before the launch `[period, case]`.
    Source of the point: Beyer, Schewe and Lotze-Campen (2022), https://doi.org/10.1057/s41599-022-01067-x

    >>> within_r2(np.array([2.0]), np.array([2.0]), np.array([[1.0]]))
    1.0
    """
    mean = np.log(earlier + LOG_SHIFT).mean(axis=0)
    total = ((np.log(outcome + LOG_SHIFT) - mean) ** 2).sum()
    return float(1.0 - (log_gap(forecast, outcome) ** 2).sum() / total) if total > 0 else float("nan")
