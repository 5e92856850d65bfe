"""The regressions themselves: Poisson pseudo-maximum likelihood and least squares with many effects, by pyfixest.

What pyfixest says in warnings comes back as facts of the fit; what would leave numbers in doubt raises.
"""

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.drivers.specify import Formula
from corridors.errors import InvalidInput

Floats = NDArray[np.float64]
STEP_TOLERANCE = 1e-10
"""Relative change of the deviance at which the reweighted steps stop; two digits beyond what tables print."""
EFFECT_TOLERANCE = 1e-9
"""Tolerance of the demeaning inside each step."""
MAX_STEPS = 200
MAX_SWEEPS = 100_000
COLLINEAR = 1e-9
"""Share of a regressor's variance that must remain after the others and the effects; fixest's own default."""
CLUSTER = ("pair",)
TWO_WAY = ("origin", "destination")


class Absorbed(InvalidInput):
    """Regressors that the effects and the others determine; `names` are those that would have to go."""

    def __init__(self, names: list[str]) -> None:
        self.names = tuple(names)
        super().__init__(
            f"The effects and the other regressors absorb {', '.join(names)}.",
            hint="Leave it out, or leave out the effect that moves with it.",
        )


@dataclass(frozen=True)
class Estimated:
    """One fit: names and values of the coefficients, their covariance by cluster, and the fitted values.

    `kept` `[rows]` marks the rows of the data that entered; `fitted` `[kept rows]` is in the unit of the outcome for
    Poisson, of its log for least squares. `separated` counts zero flows whose effect runs to minus infinity.
    """

    names: tuple[str, ...]
    estimate: Floats
    covariance: Floats
    covariance_two_way: Floats
    kept: NDArray[np.bool_]
    fitted: Floats
    separated: int
    pseudo_r2: float | None
    deviance: float | None
    facts: tuple[str, ...]


def poisson(formula: Formula, data: pl.DataFrame, *, tolerance: float = STEP_TOLERANCE) -> Estimated:
    """Fit `E[y] = exp(x b + effects)` by Poisson pseudo-maximum likelihood, zero flows kept.

    Covariances are clustered by pair, and two-way by origin and destination, with fixest's small-sample corrections
    `(n - 1) / (n - k) * G / (G - 1)`, where k counts the effects that are not nested in the cluster.

    Args:
        formula: from `parse`; data: the rows without missing values, with pair, origin and destination;
        tolerance: relative change of the deviance at which to stop.
    Raises:
        InvalidInput: the regressors are collinear, the fit does not converge, or the flows are all zero.
    Source: Correia, Guimarães and Zylkin (2020), https://doi.org/10.1177/1536867X20909691
    """
    return _run("fepois", formula, data, tolerance)


def least_squares(formula: Formula, data: pl.DataFrame) -> Estimated:
    """Fit `y = x b + effects` by least squares, with the covariances of `poisson`."""
    return _run("feols", formula, data, STEP_TOLERANCE)


def _run(estimator: str, formula: Formula, data: pl.DataFrame, tolerance: float) -> Estimated:
    if data.is_empty():
        raise InvalidInput("No row has all the variables of the formula.", hint="The panel's `missing` lists them.")
    if not data.select((pl.col(formula.outcome) != 0).any()).item():
        raise InvalidInput(f"{formula.outcome} is zero in every row.", hint="Choose other periods or countries.")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with np.errstate(all="ignore"):
            model = _fitted(estimator, formula, data, tolerance)
            coefficients = model.coef()
            covariance, two_way = _covariances(model)
    facts = tuple(dict.fromkeys(_fact(w.message) for w in caught if _says_something(w)))
    kept = np.ones(data.height, dtype=np.bool_)
    kept[np.asarray(model.na_index, dtype=np.int64)] = False
    separated = int(getattr(model, "n_separation_na", 0) or 0)
    if (lost := data.height - int(kept.sum()) - separated) or int(kept.sum()) != model._N:
        raise InvalidInput(
            f"{lost or data.height - model._N} rows give no finite number in the formula.",
            hint="A log of zero? Use the log_ variables of the panel.",
        )
    estimate = coefficients.to_numpy().astype(np.float64)
    names = tuple(str(name) for name in coefficients.index)
    if not (np.isfinite(estimate).all() and np.isfinite(np.diag(covariance)).all()):
        raise InvalidInput("The fit is singular: a coefficient or its error is not finite.",
                           hint="Leave out a regressor or an effect.")  # fmt: skip
    if estimator == "fepois":
        fitted, pseudo, deviance = model._Y_hat_response, float(model._pseudo_r2), float(model.deviance)
    else:
        fitted, pseudo, deviance = model._Y_hat_link, None, None
    return Estimated(
        names=names,
        estimate=estimate,
        covariance=covariance,
        covariance_two_way=two_way,
        kept=kept,
        fitted=np.asarray(fitted, dtype=np.float64).ravel(),
        separated=separated,
        pseudo_r2=pseudo,
        deviance=deviance,
        facts=(*facts, *_negative(names, two_way)),
    )


def _negative(names: tuple[str, ...], two_way: Floats) -> list[str]:
    """Two-way variances, a sum less an intersection, can fall below zero where clusters are few."""
    return [
        f"The variance of {name} clustered by origin and destination is not positive, so that this error is missing."
        for name, variance in zip(names, np.diag(two_way), strict=True)
        if not variance > 0
    ]


def _fitted(estimator: str, formula: Formula, data: pl.DataFrame, tolerance: float) -> Any:
    from importlib import import_module

    from pyfixest.demeaners import MapDemeaner

    names = list(dict.fromkeys([*formula.variables, *CLUSTER, *TWO_WAY]))
    codes = [
        pl.col(name).rank("dense").alias(name)
        for name in names
        if data[name].dtype == pl.String and name not in formula.term_variables
    ]
    frame = data.select(names).with_columns(codes).to_pandas()
    common: dict[str, Any] = {
        "vcov": {"CRV1": "+".join(CLUSTER)},
        "fixef_rm": "none",
        "collin_tol": COLLINEAR,
        "demeaner": MapDemeaner(fixef_tol=min(EFFECT_TOLERANCE, tolerance * 10), fixef_maxiter=MAX_SWEEPS),
    }
    # imported by name: pyfixest's own typing takes its functions for modules
    pyfixest: Any = import_module("pyfixest")
    try:
        if estimator == "fepois":
            model = pyfixest.fepois(
                formula.for_pyfixest, frame, iwls_tol=tolerance, iwls_maxiter=MAX_STEPS,
                separation_check=["fe"] if formula.effects else None, **common,
            )  # fmt: skip
        else:
            model = pyfixest.feols(formula.for_pyfixest, frame, **common)
    except (ValueError, RuntimeError, ArithmeticError, np.linalg.LinAlgError) as error:
        raise _refused(formula, str(error)) from None
    if dropped := list(getattr(model, "_collin_vars", None) or []):
        raise Absorbed(dropped)
    if estimator == "fepois" and not model.convergence:
        raise InvalidInput(
            f"The fit did not converge in {MAX_STEPS} steps.",
            hint="A regressor may separate zero flows from the others: leave it out, or cross it with fewer effects.",
        )
    return model


def _refused(formula: Formula, message: str) -> InvalidInput:
    said = " ".join(message.split())
    if "collinear" in said.lower():
        return Absorbed(["every regressor"])
    if "singular" in said.lower():
        return InvalidInput("The fit is singular.", hint="Leave out a regressor or an effect.")
    return InvalidInput(f"The regression could not be fitted: {said[:200]}", hint="Check the formula.")


def _covariances(model: Any) -> tuple[Floats, Floats]:
    by_pair = np.array(model._vcov, dtype=np.float64)
    model.vcov({"CRV1": "+".join(TWO_WAY)})
    return by_pair, np.array(model._vcov, dtype=np.float64)


def _says_something(warning: warnings.WarningMessage) -> bool:
    """Warnings about the data; those about pandas' own changes or about what is counted elsewhere are not facts."""
    ours = issubclass(warning.category, UserWarning) and not issubclass(warning.category, DeprecationWarning)
    return ours and "separation" not in str(warning.message)


def _fact(message: Warning | str) -> str:
    return " ".join(str(message).split())
