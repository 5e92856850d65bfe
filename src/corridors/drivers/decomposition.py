"""What the change of a flow is made of: contributions that add up exactly, with intervals and what is left over."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.concepts.countries import resolve
from corridors.drivers.fitting import CONFIDENCE, Fit, fit
from corridors.drivers.panels import Panel
from corridors.errors import InvalidInput, NotCovered

Floats = NDArray[np.float64]
PERIOD = "all corridors alike"
REMAINDER = "unexplained remainder"
UNCOVERED = "corridors without all drivers"
NEAR = 1e-8
"""Relative distance of two flows below which their logarithmic mean is their arithmetic one, to avoid 0 / 0; the two
means differ by the square of it."""


@dataclass(frozen=True)
class Decomposition:
    """The change of the flow between two periods, persons a year, taken apart.

    `contributions` has a row for each driver, for what all corridors share, for the unexplained remainder and, for
    the world, for corridors that lack a driver: contribution, lower and upper (95%, from the covariance of the
    coefficients, the wider clustering), share of the change. They add up to `change = end - start`.
    """

    title: str
    periods: tuple[str, str]
    start: float
    end: float
    contributions: pl.DataFrame

    @property
    def change(self) -> float:
        """Change of the flow, persons a year."""
        return self.end - self.start


def decompose(
    data: Panel,
    before: str,
    after: str,
    *,
    origin: str | None = None,
    destination: str | None = None,
    fitted: Fit | None = None,
) -> Decomposition:
    """Take apart the change of one corridor, or of all corridors together, between two periods.

    With `log F = sum_k b_k x_k + period + corridor + e`, a corridor's change is
    `F1 - F0 = L (sum_k b_k dx_k + d period + d e)`, where `L = (F1 - F0) / (log F1 - log F0)` is the logarithmic mean:
    each term times L is a contribution, and they add up without a residual beside `L d e`, which is shown. The
    world's are the sums over corridors. A corridor with no flow in one of the periods has no log: its change counts
    as unexplained. A contribution is what the fitted association with a driver amounts to, not proof of a cause.

    Args:
        data: from `panel`, with both periods; before, after: such as "2000-2005"; origin, destination: codes or
            names of one corridor, or neither for the world; fitted: a Poisson fit of flow_per_year with plain terms,
            i(period) and the effect pair, by default that of the specification "change".
    Raises:
        NotCovered: a period or corridor that is not in the panel, or that lacks a driver.
        InvalidInput: one side of a corridor only, equal periods, or another kind of fit.
    Source: Ang (2005), for the logarithmic mean, https://doi.org/10.1016/j.enpol.2003.10.010
    """
    if (origin is None) != (destination is None):
        raise InvalidInput("A corridor needs an origin and a destination.", hint="Give both, or neither for the world.")
    model = fit("change", data) if fitted is None else fitted
    terms = _checked(model)
    frame = _two_periods(data, before, after)
    title = "World"
    if origin is not None and destination is not None:
        codes = resolve(origin).code, resolve(destination).code
        frame = frame.filter(origin=codes[0], destination=codes[1])
        title = f"{codes[0]} to {codes[1]}"
        if frame.is_empty():
            raise NotCovered(f"The panel has no corridor from {codes[0]} to {codes[1]}.", hint="See its frame.")
    return _taken_apart(frame, model, terms, title, (before, after))


def _checked(model: Fit) -> list[str]:
    """The names of the plain terms, in the fit's order."""
    terms = [term for term in model.coefficients["term"] if not term.startswith("period::")]
    plain = all(term in model.formula.variables for term in terms)
    if model.formula.outcome != "flow_per_year" or model.formula.effects != ("pair",) or not plain:
        raise InvalidInput(
            "Only a fit of flow_per_year with plain terms, i(period) and the effect pair can be taken apart.",
            hint="Write 'flow_per_year ~ log_network + ... + i(period) | pair'.",
        )
    if model.model != "poisson":
        raise InvalidInput(f"A {model.model} fit cannot be taken apart.", hint="Fit it by Poisson.")
    return terms


def _two_periods(data: Panel, before: str, after: str) -> pl.DataFrame:
    known = [f"{first}-{last}" for first, last in data.periods]
    for period in (before, after):
        if period not in known:
            raise NotCovered(f"The panel has no period {period}.", hint=f"It has {', '.join(known)}.")
    if before == after:
        raise InvalidInput("The two periods are the same.", hint=f"Choose two of {', '.join(known)}.")
    start, end = (data.frame.filter(period=period) for period in (before, after))
    keys = ["origin", "destination"]
    ended = end.select(*keys, pl.exclude(keys).name.suffix("_end"))
    return start.rename({"period_end": "period_last"}).join(ended, on=keys)


def _taken_apart(
    frame: pl.DataFrame, model: Fit, terms: list[str], title: str, periods: tuple[str, str]
) -> Decomposition:
    names = model.coefficients["term"].to_list()
    used = [*terms, *(f"{term}_end" for term in terms)]
    covered = frame.drop_nulls(used)
    if covered.is_empty():
        lost = [term for term in terms if frame[term].null_count() or frame[f"{term}_end"].null_count()]
        raise NotCovered(f"{title} lacks {', '.join(lost)} in one of the periods.",
                         hint="Fit a formula without it, and give the fit.")  # fmt: skip
    f0, f1 = (covered[name].to_numpy() for name in ("flow_per_year", "flow_per_year_end"))
    mean = logarithmic_mean(f0, f1)
    estimate = model.coefficients["estimate"].to_numpy()
    weights = np.zeros(len(names))
    for term in terms:
        weights[names.index(term)] = float(mean @ (covered[f"{term}_end"] - covered[term]).to_numpy())
    for period, sign in zip(periods, (-1.0, 1.0), strict=True):
        if (name := f"period::{period}") in names:
            weights[names.index(name)] += sign * float(mean.sum())
    values = weights * estimate
    rows = [_row(model, term, weights, [names.index(term)], float(values[names.index(term)])) for term in terms]
    common = [index for index, name in enumerate(names) if name.startswith("period::")]
    rows.append(_row(model, PERIOD, weights, common, float(values[common].sum())))
    inside = float((f1 - f0).sum())
    everything = list(range(len(names)))
    rest = _row(model, REMAINDER, weights, everything, inside - float(values.sum()))
    rows.append(rest)
    start, end = float(frame["flow_per_year"].sum()), float(frame["flow_per_year_end"].sum())
    if covered.height < frame.height:
        outside = (end - start) - inside
        rows.append({"driver": UNCOVERED, "contribution": outside, "lower": outside, "upper": outside})
    contributions = pl.DataFrame(rows)
    if end != start:
        contributions = contributions.with_columns(share=pl.col("contribution") / (end - start))
    return Decomposition(title, periods, start, end, contributions)


def _row(model: Fit, name: str, weights: Floats, chosen: list[int], value: float) -> dict[str, object]:
    """A contribution with the interval that the coefficients' covariance gives it; the remainder's mirrors them all."""
    from scipy.special import ndtri

    part = np.zeros_like(weights)
    part[chosen] = weights[chosen]
    variance = max(float(part @ c @ part) for c in (model.covariance, model.covariance_two_way))
    reach = float(ndtri(0.5 + CONFIDENCE / 2)) * float(np.sqrt(max(variance, 0.0)))
    return {"driver": name, "contribution": value, "lower": value - reach, "upper": value + reach}


def logarithmic_mean(a: Floats, b: Floats) -> Floats:
    """The logarithmic mean `(b - a) / (log b - log a)`; a where both are equal, 0 where one is zero.

    >>> logarithmic_mean(np.array([1.0, 2.0, 0.0]), np.array([np.e, 2.0, 5.0])).round(4).tolist()
    [1.7183, 2.0, 0.0]
    """
    both = (a > 0) & (b > 0)
    low, high = np.where(both, a, 1.0), np.where(both, b, 1.0)
    apart = np.abs(high - low) > NEAR * np.maximum(high, low)
    ratio = np.where(apart, np.log(np.where(apart, high / low, np.e)), 1.0)
    return np.where(both, np.where(apart, (high - low) / ratio, (high + low) / 2), 0.0)
