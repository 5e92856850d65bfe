"""Negative-binomial regression for comparison: few effects, as columns of a sparse design.

Effects of every pair, or of every country in every period, would need tens of thousands of columns and bias the
spread (the incidental-parameters problem), so they are refused here; Poisson takes them without that bias.
"""

from typing import Any

import numpy as np
import polars as pl
import scipy.sparse as sp
from numpy.typing import NDArray

from corridors.drivers.ppml import CLUSTER, TWO_WAY, Estimated
from corridors.drivers.specify import Formula
from corridors.errors import InvalidInput

Floats = NDArray[np.float64]
MAX_EFFECTS = 1000
"""Columns of effects beyond which the fit is refused: two sets of countries and all periods stay below."""
TOLERANCE = 1e-9
"""Relative change of the log-likelihood at which rounds and steps stop."""
MAX_ROUNDS = 100
MAX_HALVINGS = 20
"""Halvings of a step after which it is too short to matter: a millionth of it."""
LOG_SPREAD_BOUNDS = (-12.0, 6.0)
"""Bounds of the log of the spread; at the lower end the model is Poisson to six digits."""
LARGEST_STEP = 30.0
"""Bound of the linear predictor's distance from the log of the mean flow, so that a step cannot overflow."""


def negative_binomial(formula: Formula, data: pl.DataFrame) -> Estimated:
    """Fit `E[y] = m = exp(x b + effects)`, `Var[y] = m + a m^2` by maximum likelihood (NB2).

    Rounds of reweighted least squares for b, with weights `m / (1 + a m)`, and of a search for a. The covariance is
    the sandwich clustered by pair, and two-way, with the small-sample corrections of `poisson`; a is taken as known.

    Args:
        formula: its effects may have `MAX_EFFECTS` levels together; data: as in `poisson`.
    Raises:
        InvalidInput: too many effects, a formula with i(), or a fit that does not converge.
    Source: Cameron and Trivedi (2013), Regression Analysis of Count Data, chapter 3,
        https://doi.org/10.1017/CBO9781139013567
    """
    design, names = _design(formula, data)
    y = data[formula.outcome].to_numpy().astype(np.float64)
    beta, mean, spread = _fit(design, y)
    weight = mean / (1.0 + spread * mean)
    bread = _inverse(_cross(design, weight))
    scores = sp.diags((y - mean) / (1.0 + spread * mean)) @ design
    k = len(names)
    by_pair = _sandwich(bread, scores, data, [CLUSTER])[:k, :k]
    two_way = _sandwich(bread, scores, data, [(TWO_WAY[0],), (TWO_WAY[1],)])[:k, :k]
    return Estimated(
        names=names,
        estimate=beta[:k],
        covariance=by_pair,
        covariance_two_way=two_way,
        kept=np.ones(data.height, dtype=np.bool_),
        fitted=mean,
        separated=0,
        pseudo_r2=None,
        deviance=None,
        facts=(f"The variance is the mean plus {spread:.3g} times its square.",),
    )


def _design(formula: Formula, data: pl.DataFrame) -> tuple[sp.csr_matrix, tuple[str, ...]]:
    """Sparse columns: regressors first, then the levels of each effect; an intercept where there is no effect."""
    if "i(" in formula.terms or any("^" in effect for effect in formula.effects):
        raise InvalidInput("The negative-binomial variant takes plain effects only.",
                           hint="Write them after |, without i() and ^.")  # fmt: skip
    levels = sum(data[effect].n_unique() for effect in formula.effects)
    if levels > MAX_EFFECTS:
        raise InvalidInput(
            f"The effects have {levels:,} levels; the negative-binomial variant takes {MAX_EFFECTS:,}.",
            hint="Use the effects origin, destination and period, or the Poisson model.",
        )
    regressors, names = _regressors(formula, data)
    blocks: list[Any] = [sp.csr_matrix(regressors)]
    for position, effect in enumerate(formula.effects):
        codes = data[effect].rank("dense").to_numpy().astype(np.int64) - 1
        dummies = sp.csr_matrix((np.ones(len(codes)), (np.arange(len(codes)), codes)))
        blocks.append(dummies if position == 0 else dummies.tocsc()[:, 1:])
    if not formula.effects:
        blocks.append(sp.csr_matrix(np.ones((data.height, 1))))
        names = (*names, "Intercept")
    return sp.csr_matrix(sp.hstack(blocks)), names


def _regressors(formula: Formula, data: pl.DataFrame) -> tuple[Floats, tuple[str, ...]]:
    import formulaic

    frame = data.select(formula.term_variables).to_pandas()
    matrix = formulaic.model_matrix(f"{formula.terms.replace('^', '**')} - 1", frame)
    return np.asarray(matrix, dtype=np.float64), tuple(str(name) for name in matrix.columns)


def _fit(design: sp.csr_matrix, y: Floats) -> tuple[Floats, Floats, float]:
    from scipy.optimize import minimize_scalar

    centre = float(np.log(y.mean()))
    spread, last = 1.0, -np.inf
    mean = (y + y.mean()) / 2
    beta = np.zeros(design.get_shape()[1])
    for _ in range(MAX_ROUNDS):
        beta, mean = _steps(design, y, mean, spread, centre)
        found = minimize_scalar(
            lambda log_spread, mean=mean: -_log_likelihood(y, mean, float(np.exp(log_spread))),
            bounds=LOG_SPREAD_BOUNDS, method="bounded", options={"xatol": 1e-8},
        )  # fmt: skip
        spread = float(np.exp(found.x))
        now = -float(found.fun)
        if abs(now - last) <= TOLERANCE * (1.0 + abs(now)):
            return beta, mean, spread
        last = now
    raise InvalidInput(f"The negative-binomial fit did not converge in {MAX_ROUNDS} rounds.",
                       hint="Leave out a regressor, or use the Poisson model.")  # fmt: skip


def _steps(design: sp.csr_matrix, y: Floats, mean: Floats, spread: float, centre: float) -> tuple[Floats, Floats]:
    """Scoring steps for the coefficients, each halved until the likelihood does not fall."""
    last, beta = -np.inf, None
    tried, candidate, now = np.zeros(design.get_shape()[1]), mean, last
    for _ in range(MAX_ROUNDS):
        weight = mean / (1.0 + spread * mean)
        working = np.log(mean) + (y - mean) / mean
        target = _inverse(_cross(design, weight)) @ (design.T @ (weight * working))
        for halving in range(MAX_HALVINGS):
            tried = target if beta is None else beta + (target - beta) / 2**halving
            candidate = np.exp(np.clip(design @ tried, centre - LARGEST_STEP, centre + LARGEST_STEP))
            now = _log_likelihood(y, candidate, spread)
            if now >= last:
                break
        converged = abs(now - last) <= TOLERANCE * (1.0 + abs(now))
        if converged or now < last:
            return (tried, candidate) if beta is None or now >= last else (beta, mean)
        beta, mean, last = tried, candidate, now
    raise InvalidInput("The negative-binomial fit did not converge.", hint="Use the Poisson model.")


def _log_likelihood(y: Floats, mean: Floats, spread: float) -> float:
    from scipy.special import gammaln

    r = 1.0 / spread
    terms = gammaln(y + r) - gammaln(r) - gammaln(y + 1.0) + y * np.log(mean) - y * np.log(mean + r)
    return float((terms - r * np.log1p(mean / r)).sum())


def _cross(design: sp.csr_matrix, weight: Floats) -> Floats:
    return np.asarray((design.T @ sp.diags(weight) @ design).todense())


def _inverse(matrix: Floats) -> Floats:
    scale = np.sqrt(np.maximum(np.diag(matrix), np.finfo(float).tiny))
    scaled = matrix / np.outer(scale, scale)
    if np.linalg.cond(scaled) > 1.0 / np.finfo(float).eps:
        raise InvalidInput("The regressors and effects are collinear.", hint="Leave out a regressor or an effect.")
    return np.linalg.inv(scaled) / np.outer(scale, scale)


def _sandwich(bread: Floats, scores: Any, data: pl.DataFrame, clusters: list[tuple[str, ...]]) -> Floats:
    """Clustered covariance; for two clusters their sum less that of their intersection, the pair."""
    rows, columns = scores.shape
    meat = np.zeros((columns, columns))
    groups = []
    signed = [(cluster, 1.0) for cluster in clusters] + ([(CLUSTER, -1.0)] if len(clusters) > 1 else [])
    for cluster, sign in signed:
        codes = data.select(pl.struct(cluster).rank("dense")).to_series().to_numpy().astype(np.int64) - 1
        count = int(codes.max()) + 1
        summed = sp.csr_matrix((np.ones(rows), (codes, np.arange(rows))), shape=(count, rows)) @ scores
        meat += sign * np.asarray((summed.T @ summed).todense())
        groups.append(count)
    least = min(groups)
    return bread @ meat @ bread * (least / (least - 1)) * ((rows - 1) / (rows - columns))
