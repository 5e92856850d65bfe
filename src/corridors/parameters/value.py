"""One parameter: three values, the distribution that they describe, and where they come from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corridors.errors import InvalidInput

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

INTERVALS = {
    "none": "low, central and high are one value: nothing about its uncertainty is known, or it is a definition",
    "range": "low and high are the ends of what was read or suggested; nothing lies outside",
    "judged": "only a point was read; low and high lie at the width that `judged_widths.csv` gives its grade",
    "80": "80% of the probability lies between low and high, 10% on either side",
    "95": "95% of the probability lies between low and high, 2.5% on either side",
}
DISTRIBUTIONS = {
    "fixed": "one value",
    "uniform": "every value between low and high alike; central is the middle",
    "triangular": "most likely at central, falling in straight lines to zero at low and high",
    "normal": "median at central; each side has the width that its end of the interval gives it",
    "lognormal": "as normal, in the logarithm of the absolute value; all values have one sign",
}
KNOWN = {
    "read": "the number was read in the source's abstract, page or draft, or follows from one by the arithmetic noted",
    "recalled": "the number comes from general knowledge of the literature and has not been checked",
    "assumed": "no number was found: a definition, an own calculation, or a scale that the note explains",
    "stated": "the author of a view states it, with the source that the view names",
}
GRADES = {
    "A": "experiment or very strong natural experiment",
    "B": "panel or quasi-experiment with a defensible design",
    "C": "correlation, accounting, simulation or secondary report",
    "D": "recalled or assumed: no design to grade",
}
FITTING = {
    "fixed": ("none",),
    "uniform": ("range", "judged"),
    "triangular": ("range", "judged"),
    "normal": ("80", "95"),
    "lognormal": ("80", "95"),
}
"""The meanings of low and high that go with each distribution."""

_MIDDLE_TOLERANCE = 1e-6
"""How far, as a share of the width, a uniform's central value may lie off the middle: rounding in the table."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value of the registry under one view, with its uncertainty and its source.

    `low` and `high` mean what `interval` says (see `INTERVALS`), `lag` is in years (None: not stated), `view` is empty
    for an undisputed parameter, `grade` judges the design behind the number and `known` says how we know it.
    """

    name: str
    label: str
    view: str
    low: float
    central: float
    high: float
    interval: str
    distribution: str
    unit: str
    lag: float | None
    population: str
    grade: str
    known: str
    source: str
    link: str
    note: str

    def quantile(self, u: ArrayLike) -> NDArray[np.float64]:
        """The value below which a share `u` of the probability lies; see `quantile`."""
        return quantile(self, u)


def quantile(parameter: Parameter, u: ArrayLike) -> NDArray[np.float64]:
    """The value below which a share `u` of a parameter's probability lies.

    Equation: fixed `c`; uniform `l + u (h - l)`; triangular `l + sqrt(u (h - l)(c - l))` up to `u = (c - l)/(h - l)`
    and `h - sqrt((1 - u)(h - l)(h - c))` beyond; normal `c + z(u)/z(p) w`, with `z` the standard normal quantile,
    `p` 0.9 or 0.975 by the interval and `w` the width `c - l` below the median, `h - c` above it; lognormal the same
    in logarithms of absolute values. Draws with common random numbers are quantiles of common uniforms.

    Args:
        parameter: the parameter.
        u: probabilities of any shape, from 0 to 1 (0 and 1 excluded for normal and lognormal, whose tails are endless).
    Returns: values of the shape of `u`, in the parameter's unit; they never fall as `u` rises.

    Raises:
        InvalidInput: a probability outside those bounds.

    Source: triangular quantile: Evans, Hastings and Peacock, Statistical Distributions,
        https://doi.org/10.1002/9780470627242

    Example:
        >>> from corridors.parameters import parameter
        >>> print(parameter("asylum_waiting_employment").quantile([0, 0.5, 1]))
        [-0.05  -0.045 -0.04 ]
    """
    import numpy as np

    at = np.asarray(u, dtype=np.float64)
    endless = parameter.distribution in ("normal", "lognormal")
    if not (np.all((at > 0) & (at < 1)) if endless else np.all((at >= 0) & (at <= 1))):
        within = "above 0 and below 1" if endless else "from 0 to 1"
        raise InvalidInput(f"A probability of {parameter.name!r} lies outside its bounds.", hint=f"Give {within}.")
    low, central, high = parameter.low, parameter.central, parameter.high
    if parameter.distribution == "fixed":
        return np.full(at.shape, central)
    if parameter.distribution == "uniform":
        return low + at * (high - low)
    if parameter.distribution == "triangular":
        return _triangular(at, low, central, high)
    if parameter.distribution == "normal":
        return _two_sided(at, low, central, high, parameter.interval)
    sign = math.copysign(1, central)
    inner, outer = sorted((abs(low), abs(high)))
    logs = (math.log(inner), math.log(abs(central)), math.log(outer))
    return sign * np.exp(_two_sided(at if sign > 0 else 1 - at, *logs, parameter.interval))


def check(parameter: Parameter, where: str) -> None:
    """Refuse a parameter whose values, words or source break a rule.

    Args:
        parameter: the parameter.
        where: the file and row or line, for the message.

    Raises:
        InvalidInput: with the place, the rule and the value.
    """

    def refuse(problem: str, hint: str = "") -> None:
        raise InvalidInput(f"{where}: parameter {parameter.name!r} {problem}.", hint=hint)

    low, central, high = parameter.low, parameter.central, parameter.high
    for field in ("name", "label", "unit", "population", "source"):
        if not getattr(parameter, field).strip():
            refuse(f"has no {field}")
    words = (("interval", INTERVALS), ("distribution", DISTRIBUTIONS), ("grade", GRADES), ("known", KNOWN))
    for field, allowed in words:
        if getattr(parameter, field) not in allowed:
            refuse(f"has {field} {getattr(parameter, field)!r}", f"Allowed: {', '.join(allowed)}.")
    if not all(math.isfinite(number) for number in (low, central, high)):
        refuse("has a value that is not a finite number")
    if not low <= central <= high:
        refuse(f"has low {low:g}, central {central:g}, high {high:g}, which do not rise")
    if parameter.interval not in FITTING[parameter.distribution]:
        hint = f"It goes with {' or '.join(FITTING[parameter.distribution])}."
        refuse(f"is {parameter.distribution} with interval {parameter.interval!r}", hint)
    if parameter.distribution == "fixed" and not low == central == high:
        refuse("is fixed, but low, central and high differ")
    if parameter.distribution == "uniform" and abs(central - (low + high) / 2) > _MIDDLE_TOLERANCE * (high - low):
        refuse("is uniform, but central is not the middle", f"Write {(low + high) / 2:g}, or choose triangular.")
    if parameter.distribution == "lognormal" and not (low > 0 or high < 0):
        refuse("is lognormal, but its values are not all of one sign")
    if parameter.distribution in ("uniform", "triangular") and low == high:
        refuse(f"is {parameter.distribution} without width", "Choose fixed.")
    if parameter.lag is not None and not (math.isfinite(parameter.lag) and parameter.lag >= 0):
        refuse(f"has lag {parameter.lag:g}", "A lag is zero or more years.")


def _triangular(u: NDArray[np.float64], low: float, central: float, high: float) -> NDArray[np.float64]:
    import numpy as np

    width = high - low
    rising = low + np.sqrt(u * width * (central - low))
    falling = high - np.sqrt((1 - u) * width * (high - central))
    return np.where(u <= (central - low) / width, rising, falling)


def _two_sided(u: NDArray[np.float64], low: float, central: float, high: float, interval: str) -> NDArray[np.float64]:
    import numpy as np
    from scipy.special import ndtri

    z = ndtri(u) / ndtri(0.5 + float(interval) / 200)
    return central + np.where(z < 0, z * (central - low), z * (high - central))
