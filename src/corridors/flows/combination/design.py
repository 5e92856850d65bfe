"""The columns of the regression: explaining variables, bends in them, and products of the main ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridors.flows.combination.panel import TIES

Singles = NDArray[np.float32]

BINARY = (*TIES, "same_subregion", "free_movement")
MAIN = (
    "stock", "stock_back", "rate", "difference-drop", "pseudo-bayes", "people_origin", "people_destination",
    "income_origin", "income_destination", "distance", "emigrants_origin", "foreign_born_destination",
    "free_movement", "contig", "same_subregion", "asylum",
)  # fmt: skip
"""Variables whose products with one another, and whose squares, enter."""
BENDS = (0.1, 0.3, 0.5, 0.7, 0.9)
"""Quantiles at which the slope of a continuous variable may change."""
FARTHEST = 4.0
"""Standard deviations beyond which a variable is taken at this bound: no parabola runs away."""


@dataclass(frozen=True)
class Basis:
    """How variables become columns; learnt from the rows of one fit, so that what is left out cannot speak."""

    names: tuple[str, ...]
    mean: Singles
    spread: Singles
    bends: tuple[tuple[int, float], ...]
    products: tuple[tuple[int, int], ...]

    @property
    def groups(self) -> NDArray[np.int64]:
        """The kind of each column: 0 straight, 1 bend, 2 product; each kind has a spread of its own."""
        return np.repeat([0, 1, 2], [len(self.names), len(self.bends), len(self.products)])

    def straight(self, x: Singles) -> Singles:
        """The standardised variables `[row, variable]`."""
        return np.clip((x - self.mean) / self.spread, -FARTHEST, FARTHEST).astype(np.float32)

    def columns(self, x: Singles) -> Singles:
        """All columns `[row, column]` of variables `[row, variable]`."""
        z = self.straight(x)
        bent = [np.clip((x[:, k] - at) / self.spread[k], 0.0, FARTHEST) for k, at in self.bends]
        a, b = (np.array(side) for side in zip(*self.products, strict=True))
        parts = [z, np.stack(bent, 1), z[:, a] * z[:, b]]
        return np.concatenate(parts, axis=1).astype(np.float32)


PENALTY = {"straight": 1000.0, "bend": 3000.0, "product": 10000.0, "criterion": 30000.0, "level": 1.0}
"""Ridge penalties by kind of column: the precision of the slopes' prior over that of a report's error. Chosen on
reporters left out whole; they are high because reports of one office err together, so that 100,000 of them say
less about slopes than their number suggests."""
GRANT_WEIGHT = 0.3
"""Weight of a grant of residence beside a counted move."""
FAINTEST = 0.02
"""Floor of `log(1 + flow)` before it is turned into the log of a flow."""


@dataclass(frozen=True)
class Regression:
    """The posterior mean of the slopes: `log(1 + flow) = level + columns . slope`, plus what a criterion changes."""

    basis: Basis
    slope: NDArray[np.float64]

    def log_flow(self, x: Singles, criterion: Singles | None = None) -> NDArray[np.float64]:
        """Log of the flow, persons a year, of variables `[row, variable]`; of the flow itself without a criterion."""
        basis, slope = self.basis, self.slope
        straight = basis.straight(x)
        ends = np.cumsum([1, len(basis.names), len(basis.bends), len(basis.products)])
        level = slope[0] + straight @ slope[ends[0] : ends[1]]
        for (k, at), own in zip(basis.bends, slope[ends[1] : ends[2]], strict=True):
            level += own * np.clip((x[:, k] - at) / basis.spread[k], 0.0, FARTHEST)
        square = np.zeros((len(basis.names), len(basis.names)))
        square[tuple(np.array(basis.products).T)] = slope[ends[2] : ends[3]]
        level += ((straight @ square) * straight).sum(axis=1)
        if criterion is not None:
            level += criterion @ slope[ends[3] : ends[3] + 3]
            level += ((straight @ slope[ends[3] + 3 :].reshape(3, -1).T) * criterion).sum(axis=1)
        return np.log(np.expm1(np.maximum(level, FAINTEST)))


def regress(names: tuple[str, ...], x: Singles, criterion: Singles, level: NDArray[np.float64]) -> Regression:
    """Fit the slopes: a linear model with normal priors, solved in closed form.

    `x[row, variable]`, `criterion[row, 3]` (emigration, citizenship, grant), `level[row]` = `log(1 + report)`.
    """
    basis = learn(names, x)
    columns = _design(basis, x, criterion)
    weight = np.where(criterion[:, 2] > 0, GRANT_WEIGHT, 1.0).astype(np.float32)
    kinds = np.array([PENALTY["straight"], PENALTY["bend"], PENALTY["product"]])[basis.groups]
    more = [PENALTY["level"]] * 3 + [PENALTY["criterion"]] * (3 * len(names))
    penalty = np.diag(np.concatenate([[PENALTY["level"]], kinds, more]))
    weighted = columns * weight[:, None]
    square, right = (weighted.T @ columns).astype(float), (weighted.T @ level.astype(np.float32)).astype(float)
    return Regression(basis, np.linalg.solve(square + penalty, right))


def _design(basis: Basis, x: Singles, criterion: Singles | None) -> Singles:
    parts = [np.ones((len(x), 1), np.float32), basis.columns(x)]
    if criterion is not None:
        straight = basis.straight(x)
        parts += [criterion, *(straight * criterion[:, [k]] for k in range(criterion.shape[1]))]
    return np.concatenate(parts, axis=1)


def learn(names: tuple[str, ...], x: Singles) -> Basis:
    """The basis for rows of variables `[row, variable]`."""
    bends = []
    for k, name in enumerate(names):
        if name not in BINARY:
            bends += [(k, float(at)) for at in np.unique(np.quantile(x[:, k], BENDS))]
    main = [names.index(name) for name in MAIN]
    products = [(a, b) for n, a in enumerate(main) for b in main[n:] if not (a == b and names[a] in BINARY)]
    spread = np.maximum(x.std(axis=0), 1e-3).astype(np.float32)
    return Basis(names, x.mean(axis=0).astype(np.float32), spread, tuple(bends), tuple(products))
