"""One retrospective check: what history did, what each view would have said, and how far apart they stand."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from corridors.content.blocks import Figure, Reference

BARE_MENTION = 3.0
"""Ratios of likelihoods below this are not worth more than a bare mention: Kass and Raftery (1995), Bayes factors,
Journal of the American Statistical Association 90, https://doi.org/10.1080/01621459.1995.10476572"""
TAIL = 1000.0
"""Ratios above this are printed as "more than": they rest on the far tail of a normal, for which no data here vouch."""
FAR = 2.0
"""A view whose prediction lies this many standard distances from what was observed does not fit."""


@dataclass(frozen=True, slots=True)
class Observed:
    """What the data say: a value with its standard error, and how the error was found.

    `p` is the share of placebo assignments at least as far from zero, None where the design has none; `placebos` is
    their number.
    """

    value: float
    error: float
    how: str
    p: float | None = None
    placebos: int = 0

    @property
    def low(self) -> float:
        """Lower end of the 95% interval under normal errors."""
        return self.value - 1.96 * self.error

    @property
    def high(self) -> float:
        """Upper end of the 95% interval under normal errors."""
        return self.value + 1.96 * self.error


@dataclass(frozen=True, slots=True)
class Prediction:
    """What one view says the same measure should have been, from the parameter registry.

    `low` and `high` hold 95% of the draws of its parameters, `spread` is their standard deviation, `arithmetic` says
    how the parameters, named in `parameters`, became the measure.
    """

    view: str
    label: str
    central: float
    low: float
    high: float
    spread: float
    arithmetic: str
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure, observed once and predicted by two views.

    Equation: the log likelihood of view `v` is `log N(x; m_v, sqrt(s_v^2 + e^2))`, `x` and `e` the observed value and
    its standard error, `m_v` and `s_v` mean and spread of the prediction; the ratio is the exponential of their
    difference, and the distance of a view `(x - m_v) / sqrt(s_v^2 + e^2)`.

    Source: Kass and Raftery (1995), https://doi.org/10.1080/01621459.1995.10476572

    Example:
        >>> near = Prediction("a", "A", 0.0, 0, 0, 0.0, "", ())
        >>> far = Prediction("b", "B", 1.0, 1, 1, 0.0, "", ())
        >>> made = Comparison("rise", "log points", Observed(0.0, 0.5, ""), near, far)
        >>> round(made.ratio, 2), made.distance(far)
        (7.39, -2.0)
        >>> made.verdict
        "supports 'A' over 'B' by a factor of 7.39"
    """

    measure: str
    unit: str
    observed: Observed
    one: Prediction
    other: Prediction

    @property
    def ratio(self) -> float:
        """Likelihood of the view that fits better over that of the one that fits worse; at least 1."""
        return math.exp(min(abs(self._log_likelihood(self.one) - self._log_likelihood(self.other)), 700.0))

    @property
    def better(self) -> Prediction:
        """The view that fits better."""
        return self.one if self._log_likelihood(self.one) >= self._log_likelihood(self.other) else self.other

    @property
    def worse(self) -> Prediction:
        """The view that fits worse."""
        return self.other if self.better is self.one else self.one

    @property
    def decided(self) -> bool:
        """Whether the ratio is worth more than a bare mention."""
        return self.ratio >= BARE_MENTION

    @property
    def fits(self) -> bool:
        """Whether the view that fits better lies within the distance beyond which none fits."""
        return abs(self.distance(self.better)) < FAR

    @property
    def factor(self) -> str:
        """The ratio as a reader sees it: two decimals below ten, none above, and no more than the tail can bear."""
        if self.ratio > TAIL:
            return f"more than {TAIL:,.0f}"
        return f"{self.ratio:.2f}" if self.ratio < 10 else f"{self.ratio:.0f}"

    @property
    def verdict(self) -> str:
        """Which view is supported, and by how much; or that the data cannot tell; or that neither view fits."""
        factor = self.factor
        if self.decided:
            text = f"supports '{self.better.label}' over '{self.worse.label}' by a factor of {factor}"
        else:
            apart = abs(self.one.central - self.other.central)
            text = (
                f"cannot tell '{self.one.label}' from '{self.other.label}': their predictions lie {apart:.2f} "
                f"apart, the standard error is {self.observed.error:.2f}, and the better one, "
                f"'{self.better.label}', fits only {factor} times as well"
            )
        off = abs(self.distance(self.better))
        return text if self.fits else f"{text}; yet neither fits: the better one is {off:.1f} standard errors off"

    def distance(self, view: Prediction) -> float:
        """How far the observed value lies from a view's prediction, in standard errors of both together."""
        return (self.observed.value - view.central) / self._width(view)

    def _width(self, view: Prediction) -> float:
        return math.hypot(view.spread, self.observed.error)

    def _log_likelihood(self, view: Prediction) -> float:
        return -0.5 * self.distance(view) ** 2 - math.log(self._width(view))


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """A natural experiment, with its data, what each view predicts, what was observed, and the verdict.

    `data` has the rows behind the comparisons, one per unit; `comparisons` begins with the one that decides; `reading`
    is what follows for the registry and the views.
    """

    name: str
    title: str
    question: str
    happened: str
    method: str
    data: pl.DataFrame
    comparisons: tuple[Comparison, ...]
    reading: str
    figure: Figure
    sources: tuple[Reference, ...]
    facts: tuple[str, ...]
    caveats: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """One sentence for each comparison, the deciding one first."""
        sentences = (f"{one.measure}: the record {one.verdict}." for one in self.comparisons)
        return " ".join(sentences)
