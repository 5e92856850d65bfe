"""Where rates go after a launch: back towards the mean of all periods that had ended by then.

The forecast of the next period starts from the last one. A war or a boom that fills the last period would stay for
decades if its rates were held; most such deviations have faded. Of each corridor and component,

    log rate[t] = log launch + (1 - persistence^t) gap,
    gap = w log(mean / launch),  w = (n - 1) / (n - 1 + WEIGHT),

for the t-th period after the launch, with `launch` the rate that the forecast expects, `mean` that of all n periods
before, and `persistence` that of a corridor of middling size by the fitted model. It is an autoregression of order one
towards a mean that is drawn to the launch where few periods or few movers are known.
"""

from dataclasses import dataclass

import numpy as np

from corridors.drivers.forecast.history import Floats, History
from corridors.drivers.forecast.model import NAMES, Fitted
from corridors.drivers.forecast.rates import Rates

WEIGHT = 4.0
"""Weight, in periods, of the launch's rate against the mean of the periods before it: our own choice, that of the prior
of the world's shock; 1 and 2 score alike within 1% (docs/explanation/world.md)."""
MOVERS = 50.0
"""Movers that a corridor's launch rate is worth in its long-run mean: a gamma prior; 5 and 500 score alike."""


@dataclass(frozen=True)
class Reversion:
    """How far rates go: `gap[3, o, d]`, the change of the log in the long run, and `persistence[3]` by component."""

    gap: Floats
    persistence: Floats

    def share(self, periods: int) -> Floats:
        """Share of the gap that is closed in each period after the launch, `[T, 3]`: `1 - persistence^t`.

        >>> Reversion(np.zeros((3, 1, 1)), np.array([0.5, 0.0, 1.0])).share(2).tolist()
        [[0.5, 1.0, 0.0], [0.75, 1.0, 0.0]]
        """
        return 1 - self.persistence ** np.arange(1, periods + 1)[:, None]


def reversion(known: History, fitted: Fitted, rates: Rates) -> Reversion:
    """Say how far the rates of a launch are from their long-run means, and how fast they return.

    The mean is that of persons over person-years, `(sum flows + MOVERS) / (sum exposure + MOVERS / launch)`.

    Args:
        known: what was known at the launch; fitted: the model, for its persistence; rates: of the launch.
    """
    launch = np.stack([rates.native, rates.returning, rates.onward])
    moved = sum((period.flows * period.years for period in known.periods), np.zeros_like(launch))
    exposed = sum((period.exposure * period.years for period in known.periods), np.zeros_like(launch))
    counted = (launch > 0) & (exposed > 0)
    positive = np.where(counted, launch, 1.0)
    mean = (moved + MOVERS) / (exposed + MOVERS / positive)
    before = len(known.periods) - 1
    gap = before / (before + WEIGHT) * np.log(np.where(counted, mean / positive, 1.0))
    return Reversion(gap, persistence(fitted))


def persistence(fitted: Fitted) -> Floats:
    """The part of a deviation that a corridor of middling size keeps for the next period, `[3]` by component."""
    return 1 / (1 + np.exp(fitted.coefficients[:, NAMES.index("return")]))
