"""Fitting Rogers-Castro schedules to data, with the uncertainty of the curve.

Counts and exposure are fitted by Poisson likelihood, rates or shares by least squares. Both run the same bounded
least-squares search from the best of the published shapes (Poisson as a sum of squared deviance residuals, which has
the same optimum), in logarithms of the parameters, so that none turns negative. The search box stands in
`tables/rogers_castro_search.csv`.

Sources: Rogers, A. & Castro, L. J. (1981), http://webarchive.iiasa.ac.at/Admin/PUB/Documents/RR-81-030.pdf;
Hurvich, C. M. & Tsai, C.-L. (1989) for the choice of form, https://doi.org/10.1093/biomet/76.2.297.
"""

import csv
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from statistics import NormalDist
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import OptimizeResult, least_squares, nnls
from scipy.special import gammaln, xlogy

from corridors.errors import InvalidInput
from corridors.flows.schedules import PARAMETERS, RogersCastro, published, published_names

Floats = NDArray[np.float64]
Form = Literal[7, 9, 11, 13, "best"]

STARTS = 6
"""Searches begin from this many of the published shapes, those nearest to the data."""
EVALUATIONS = 400
"""A search stops after this many curves, and says that it has not converged."""
EXACT = 1e-9
"""Misses below this share of the mean rate count as none: data carry no more digits than that."""


@dataclass(frozen=True)
class ScheduleFit:
    """A fitted schedule with its uncertainty, from `fit_counts` or `fit_rates`.

    `covariance` is of the logarithms of the parameters, in the order of `names`, from the inverse of the expected
    Hessian; parameters in `at_bound` ended on the edge of the search box and count as known. `dispersion` is the
    squared Pearson residual per degree of freedom: one for Poisson counts, more where counts vary more (for rates it is
    the residual variance). `deviance` is the Poisson deviance, or the residual sum of squares. `aicc` compares forms on
    the same data. `converged` is whether the best search met its tolerance.
    """

    schedule: RogersCastro
    names: tuple[str, ...]
    covariance: Floats
    at_bound: tuple[str, ...]
    ages: Floats
    fitted: Floats
    deviance: float
    dispersion: float
    aicc: float
    converged: bool

    def standard_errors(self) -> dict[str, float]:
        """Give the standard error of each parameter, in its own unit: `value * sd(log value)`.

        >>> ages, people = np.arange(80), np.full(80, 1e6)
        >>> fit = fit_counts(ages, people * published("fund").evaluate(ages), people)
        >>> 0 < fit.standard_errors()["mu2"] < 0.1
        True
        """
        values = self.schedule.parameters()
        deviations = np.sqrt(np.diag(self.covariance))
        return {name: values[name] * float(sd) for name, sd in zip(self.names, deviations, strict=True)}

    def curve_interval(self, ages: ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
        """Give the interval of the curve at each age by the delta method on the logarithm of the rate.

        `m(x) exp(+- z sqrt(g(x)' V g(x)))`, with `g` the derivative of log m(x) by the log parameters, V `covariance`.

        Args:
            ages: shape (ages,), years; level: probability covered at each age, between 0 and 1.
        Returns: lower and upper rate, shape (ages,).
        Raises:
            InvalidInput: a level outside 0 to 1, or an impossible age.

        >>> ages, people = np.arange(80), np.full(80, 1e6)
        >>> fit = fit_counts(ages, people * published("fund").evaluate(ages), people)
        >>> low, high = fit.curve_interval([25])
        >>> bool(low[0] < published("fund").evaluate(25) < high[0])
        True
        """
        if not 0 < level < 1:
            raise InvalidInput(f"The level of an interval is {level}; it must lie between 0 and 1.")
        rates, slopes = self._log_curve(ages)
        spread = np.sqrt(np.maximum(np.einsum("xp,pq,xq->x", slopes, self.covariance, slopes), 0.0))
        reach = NormalDist().inv_cdf(0.5 + level / 2) * spread
        return rates * np.exp(-reach), rates * np.exp(reach)

    def draw_curves(self, ages: ArrayLike, draws: int, rng: np.random.Generator) -> Floats:
        """Draw curves from the same normal approximation as `curve_interval`, with the correlation between ages.

        Curves are linear in the parameters' errors on the log scale, which keeps weakly known parameters from
        throwing curves off; they are therefore near, not exactly, Rogers-Castro curves.

        Args:
            ages: shape (ages,), years; draws: how many; rng: the random generator.
        Returns: rates, shape (draws, ages).
        Raises:
            InvalidInput: no draws asked for, or an impossible age.

        >>> ages, people = np.arange(80), np.full(80, 1e6)
        >>> fit = fit_counts(ages, people * published("fund").evaluate(ages), people)
        >>> fit.draw_curves(ages, 10, np.random.default_rng(0)).shape
        (10, 80)
        """
        if draws < 1:
            raise InvalidInput(f"{draws} draws are asked for; give one or more.")
        rates, slopes = self._log_curve(ages)
        values, vectors = np.linalg.eigh(self.covariance)
        errors = rng.standard_normal((draws, len(values))) * np.sqrt(np.maximum(values, 0.0))
        return rates * np.exp(errors @ vectors.T @ slopes.T)

    def _log_curve(self, ages: ArrayLike) -> tuple[Floats, Floats]:
        rates = self.schedule.evaluate(ages)
        values = np.array(list(self.schedule.parameters().values()))
        _, slopes = _curve(np.asarray(ages, dtype=np.float64), values, tuple(self.schedule.parameters()))
        return rates, slopes / np.maximum(rates, np.finfo(np.float64).tiny)[:, None]


def fit_counts(
    ages: ArrayLike,
    counts: ArrayLike,
    exposure: ArrayLike,
    *,
    parameters: Form = 7,
    width: int = 1,
    overdispersed: bool = False,
) -> ScheduleFit:
    """Fit a schedule to numbers of movers and the people at risk, by Poisson likelihood.

    `counts[x] ~ Poisson(exposure[x] m(x))`, with m(x) the mean over the `width` single years of a group.

    Args:
        ages: shape (ages,), lower bound of each group, whole years, rising; counts: shape (ages,), movers;
        exposure: shape (ages,), person-years, positive; parameters: 7, 9, 11 or 13, or "best" for the least AICc;
        width: years in each age group; overdispersed: widen the covariance by `dispersion` where that exceeds one.
    Raises:
        InvalidInput: lengths that differ, negative or missing values, no movers at all, or too few ages for the form.
    Source: http://webarchive.iiasa.ac.at/Admin/PUB/Documents/RR-81-030.pdf; https://doi.org/10.1093/biomet/76.2.297

    >>> ages, people = np.arange(80), np.full(80, 1e6)
    >>> fit = fit_counts(ages, people * published("fund").evaluate(ages), people)
    >>> round(fit.schedule.mu2, 4), fit.converged
    (20.0, True)
    """
    x, moved, years = _check_data(ages, {"counts": counts, "exposure": exposure}, width)
    if np.any(years <= 0):
        age = x[int(np.argmin(years))]
        raise InvalidInput(f"The exposure at age {age:g} is not positive.", hint="Leave that age out.")
    return _choose(_Data(x, width, moved / years, years, moved), parameters, overdispersed)


def fit_rates(ages: ArrayLike, rates: ArrayLike, *, parameters: Form = 7, width: int = 1) -> ScheduleFit:
    """Fit a schedule to rates, or to shares of movers by age, by least squares.

    Minimises `sum_x (rates[x] - m(x))**2`, with m(x) the mean over the `width` single years of a group.

    Args:
        ages: shape (ages,), lower bound of each group, whole years, rising; rates: shape (ages,), in any unit, which
        the levels of the answer then have; parameters: 7, 9, 11 or 13, or "best" for the least AICc; width: years.
    Raises:
        InvalidInput: as `fit_counts`, or rates that are all the same.
    Source: http://webarchive.iiasa.ac.at/Admin/PUB/Documents/RR-81-030.pdf

    >>> ages = np.arange(80)
    >>> fit = fit_rates(ages, published("ws_female").evaluate(ages))
    >>> round(fit.schedule.a2, 6), round(fit.schedule.lambda2, 6)
    (0.0766, 0.4003)
    """
    x, observed = _check_data(ages, {"rates": rates}, width)
    return _choose(_Data(x, width, observed, None, None), parameters, False)


@dataclass(frozen=True)
class _Data:
    ages: Floats
    width: int
    rates: Floats
    exposure: Floats | None
    counts: Floats | None

    def model(self, values: Floats, names: tuple[str, ...]) -> tuple[Floats, Floats]:
        """Rates of the age groups and their derivative by the log parameters."""
        single = (self.ages[:, None] + np.arange(self.width)).ravel()
        rates, slopes = _curve(single, values, names)
        groups = (len(self.ages), self.width)
        return rates.reshape(groups).mean(axis=1), slopes.reshape(*groups, -1).mean(axis=1)

    def residuals(self, rates: Floats) -> tuple[Floats, Floats]:
        """Residuals whose sum of squares is the deviance, and their derivative by the rates."""
        if self.exposure is None or self.counts is None:
            return rates - self.rates, np.ones_like(rates)
        mean = self.exposure * rates
        gap = mean - self.counts
        squared = 2 * (xlogy(self.counts, self.counts / mean) + gap)
        size = np.sqrt(np.maximum(squared, 0.0))
        near = np.abs(gap) < 1e-5 * mean
        safe = np.where(near, 1.0, size)
        residual = np.where(near, gap / np.sqrt(mean), np.sign(gap) * size)
        slope = np.where(near, 1 / np.sqrt(mean), np.abs(gap) / mean / safe)
        return residual, slope * self.exposure


def _choose(data: _Data, parameters: Form, overdispersed: bool) -> ScheduleFit:
    if parameters != "best" and parameters not in PARAMETERS:
        raise InvalidInput(f"A Rogers-Castro schedule has 7, 9, 11 or 13 parameters, not {parameters}.")
    forms = [number for number in PARAMETERS if parameters in ("best", number)]
    enough = [number for number in forms if len(data.ages) >= number + 3]
    if not enough:
        raise InvalidInput(
            f"There are {len(data.ages)} ages; a schedule of {min(forms)} parameters needs {min(forms) + 3} or more."
        )
    return min((_fit(data, PARAMETERS[number], overdispersed) for number in enough), key=lambda fit: fit.aicc)


def _fit(data: _Data, names: tuple[str, ...], overdispersed: bool) -> ScheduleFit:
    scale = float(data.rates.mean())
    low, high = (np.array([bounds[name] for name in names]) for bounds in _search_box(scale))
    spread = 1.0 if data.exposure is not None else 1.0 / scale

    def residuals(log_values: Floats) -> Floats:
        return spread * data.residuals(data.model(np.exp(log_values), names)[0])[0]

    def slopes(log_values: Floats) -> Floats:
        rates, by_parameter = data.model(np.exp(log_values), names)
        return spread * data.residuals(rates)[1][:, None] * by_parameter

    best = _search(residuals, slopes, _starts(data, names, low, high), np.log(low), np.log(high))
    values = np.clip(np.exp(best.x), low, high)
    bound = np.isclose(best.x, np.log(low), rtol=0, atol=1e-6) | np.isclose(best.x, np.log(high), rtol=0, atol=1e-6)
    return _summary(data, names, values, bound, overdispersed=overdispersed, converged=bool(best.success))


def _search(
    residuals: Callable[[Floats], Floats],
    slopes: Callable[[Floats], Floats],
    starts: list[Floats],
    low: Floats,
    high: Floats,
) -> OptimizeResult:
    # Tolerances near rounding, and steps scaled by the slopes: the valley of a2, alpha2 and lambda2 is long and flat.
    options: dict[str, Any] = {"jac": slopes, "x_scale": "jac", "xtol": 1e-14, "ftol": 1e-14, "gtol": 1e-14}
    inside = [np.clip(np.log(start), low + 1e-9, high - 1e-9) for start in starts]
    found = [least_squares(residuals, start, bounds=(low, high), max_nfev=EVALUATIONS, **options) for start in inside]
    return min(found, key=lambda result: result.cost)


def _starts(data: _Data, names: tuple[str, ...], low: Floats, high: Floats) -> list[Floats]:
    """Take the published shapes, with levels by nonnegative least squares, and keep those nearest to the data."""
    level = np.array([name in ("a1", "a2", "c", "a3", "a4") for name in names])
    grid = {name: values for name, values in _search_starts().items() if name in names}
    weight = np.ones_like(data.rates)
    if data.exposure is not None:
        weight = np.sqrt(data.exposure / np.maximum(data.rates, data.rates.mean()))
    ranked: list[tuple[float, Floats]] = []
    for code, chosen in product(published_names(), product(*grid.values())):
        shape = published(code).parameters() | dict(zip(grid, chosen, strict=True))
        values = np.array([1.0 if is_level else shape[name] for name, is_level in zip(names, level, strict=True)])
        terms = data.model(values, names)[1][:, level]  # the rate is linear in its levels, so these are its terms
        values[level], miss = nnls(terms * weight[:, None], data.rates * weight)
        # A level of zero would hide its slopes from the search, so each starts a little inside the box.
        ranked.append((float(miss), np.clip(values, np.where(level, 1e3 * low, low), high)))
    return [values for _, values in sorted(ranked, key=lambda entry: entry[0])[:STARTS]]


def _summary(
    data: _Data,
    names: tuple[str, ...],
    values: Floats,
    bound: NDArray[np.bool_],
    *,
    overdispersed: bool,
    converged: bool,
) -> ScheduleFit:
    rates, slopes = data.model(values, names)
    residual, _ = data.residuals(rates)
    size, free = len(rates), len(names)
    deviance = float((residual**2).sum())
    if data.exposure is None or data.counts is None:
        exact = size * (EXACT * data.rates.mean()) ** 2
        dispersion = deviance / (size - free)
        criterion, used = size * math.log(max(deviance, exact) / size), free + 1
        weights = np.full(size, 1 / max(dispersion, np.finfo(np.float64).tiny))
    else:
        mean = data.exposure * rates
        dispersion = float((((data.counts - mean) ** 2) / mean).sum()) / (size - free)
        criterion = -2 * float((xlogy(data.counts, mean) - mean - gammaln(data.counts + 1)).sum())
        used = free
        weights = data.exposure / rates / (max(dispersion, 1.0) if overdispersed else 1.0)
    return ScheduleFit(
        schedule=RogersCastro(**dict(zip(names, values.tolist(), strict=True))),
        names=names,
        covariance=_covariance(slopes * np.sqrt(weights)[:, None], bound),
        at_bound=tuple(name for name, stuck in zip(names, bound, strict=True) if stuck),
        ages=data.ages,
        fitted=rates,
        deviance=deviance,
        dispersion=dispersion,
        aicc=criterion + 2 * used + 2 * used * (used + 1) / (size - used - 1),
        converged=converged,
    )


def _covariance(weighted: Floats, bound: NDArray[np.bool_]) -> Floats:
    """Invert the expected Hessian of the free parameters, in units where its diagonal is one."""
    covariance = np.zeros((len(bound), len(bound)))
    free = np.flatnonzero(~bound)
    slopes = weighted[:, free]
    length = np.maximum(np.linalg.norm(slopes, axis=0), np.finfo(np.float64).tiny)
    _, sizes, directions = np.linalg.svd(slopes / length, full_matrices=False)
    inverse = directions.T / np.maximum(sizes, 1e-10 * sizes[0]) / length[:, None]
    covariance[np.ix_(free, free)] = inverse @ inverse.T
    return covariance


def _curve(x: Floats, values: Floats, names: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Rates at single ages and their derivative by the logarithm of each parameter, shape (ages, parameters)."""
    by_name = dict(zip(names, values.tolist(), strict=True))
    slope: dict[str, Floats] = {}
    child = by_name["a1"] * np.exp(-by_name["alpha1"] * x)
    slope["a1"], slope["alpha1"] = child, -by_name["alpha1"] * x * child
    slope["c"] = np.full(x.shape, by_name["c"])
    rates = child + slope["c"]
    for term in ("2", "3"):
        if "a" + term in by_name:
            alpha, mu, rise = by_name["alpha" + term], by_name["mu" + term], by_name["lambda" + term]
            inner = np.exp(np.minimum(-rise * (x - mu), 700.0))
            value = by_name["a" + term] * np.exp(-alpha * (x - mu) - inner)
            inner = np.where(value > 0, inner, 0.0)  # beyond 700 the term is zero, and so is every slope of it
            slope["a" + term] = value
            slope["alpha" + term] = -alpha * (x - mu) * value
            slope["mu" + term] = mu * (alpha - rise * inner) * value
            slope["lambda" + term] = rise * (x - mu) * inner * value
            rates = rates + value
    if "a4" in by_name:
        old = by_name["a4"] * np.exp(by_name["lambda4"] * x)
        slope["a4"], slope["lambda4"] = old, by_name["lambda4"] * x * old
        rates = rates + old
    return rates, np.stack([slope[name] for name in names], axis=-1)


@cache
def _search_rows() -> tuple[dict[str, str], ...]:
    text = (files("corridors.flows") / "tables" / "rogers_castro_search.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def _search_box(scale: float) -> tuple[dict[str, float], dict[str, float]]:
    units = {row["parameter"]: scale if "mean rate" in row["unit"] else 1.0 for row in _search_rows()}
    low = {row["parameter"]: float(row["low"]) * units[row["parameter"]] for row in _search_rows()}
    high = {row["parameter"]: float(row["high"]) * units[row["parameter"]] for row in _search_rows()}
    return low, high


def _search_starts() -> dict[str, list[float]]:
    rows = (row for row in _search_rows() if row["starts"])
    return {row["parameter"]: [float(value) for value in row["starts"].split()] for row in rows}


def _check_data(ages: ArrayLike, columns: dict[str, ArrayLike], width: int) -> tuple[Floats, ...]:
    x = np.asarray(ages, dtype=np.float64)
    if width < 1 or x.ndim != 1 or not np.all(np.isfinite(x)) or np.any(x < 0) or np.any(x != np.round(x)):
        raise InvalidInput("Ages must be whole years, not negative, and the width of a group one year or more.")
    if np.any(np.diff(x) < width):
        raise InvalidInput(f"Ages must rise by at least the width of a group, {width}.", hint="Sort ages; no repeats.")
    checked = [x]
    for name, column in columns.items():
        values = np.asarray(column, dtype=np.float64)
        if values.shape != x.shape:
            raise InvalidInput(f"There are {x.size} ages but {name} has shape {values.shape}.")
        bad = np.flatnonzero(~np.isfinite(values) | (values < 0))
        if len(bad):
            at = bad[0]
            raise InvalidInput(f"The {name} at age {x[at]:g} are {values[at]}; none may be negative or missing.")
        checked.append(values)
    if np.all(checked[1] == 0):
        raise InvalidInput("Nobody moves at any age, so that there is no schedule to fit.")
    if "rates" in columns and np.ptp(checked[1]) == 0:
        raise InvalidInput("The rates are the same at all ages, so that there is no age pattern to fit.")
    return tuple(checked)
