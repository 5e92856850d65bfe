"""Predictions of a view: draws of registry parameters, put through the arithmetic of a check."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from corridors.evaluation.retrospective.check import Prediction
from corridors.parameters import parameter

Floats = NDArray[np.float64]
DRAWS = 4000
"""Points of each parameter's distribution; mean and spread of a triangle then have errors below a thousandth of it."""


def predicted(
    view: str, label: str, names: Sequence[str], formula: Callable[..., Floats], arithmetic: str
) -> Prediction:
    """What a view says, with the spread that its parameters' intervals give.

    Equation: `m = mean_k f(q_1(u_1k), ..., q_n(u_nk))` and `s` the standard deviation over `k`, `q_i` the quantile
    function of parameter `i` under the view, `u_i` the midpoints of equal shares of 0..1 in an order of its own.

    Args:
        view: a shipped view, or "" for parameters that no view disputes.
        label: the view as a reader sees it.
        names: parameters of the registry.
        formula: the measure from one array [k] for each parameter.
        arithmetic: the same in words.

    Raises:
        UnknownName: no such parameter or view.

    Example:
        >>> import numpy as np
        >>> made = predicted("", "free movement", ["free_movement_stock_response"], np.log1p, "log(1 + response)")
        >>> round(made.central, 2), round(made.spread, 2)
        (0.25, 0.04)
    """
    middle = (np.arange(DRAWS) + 0.5) / DRAWS
    orders = [np.random.default_rng(seed).permutation(middle) for seed in range(len(names))]
    drawn = [parameter(name, view or None).quantile(u) for name, u in zip(names, orders, strict=True)]
    values = np.broadcast_to(np.asarray(formula(*drawn), dtype=np.float64), (DRAWS,))
    low, high = np.quantile(values, [0.025, 0.975])
    central, spread = float(values.mean()), float(values.std())
    return Prediction(view, label, central, float(low), float(high), spread, arithmetic, tuple(names))


def nothing(label: str, arithmetic: str) -> Prediction:
    """A view that predicts no change at all, and so has no parameter and no spread.

    >>> nothing("no effect", "zero by definition").central
    0.0
    """
    return Prediction("", label, 0.0, 0.0, 0.0, 0.0, arithmetic, ())
