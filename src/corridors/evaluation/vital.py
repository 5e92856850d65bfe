"""Past launches of births and deaths: whether the intervals that one would have drawn then held what came."""

from dataclasses import dataclass

import numpy as np

from corridors.scenarios.demography import FIRST, STEP
from corridors.scenarios.vital_errors import NORMAL_80, WIDTH, errors, expected, fitted, levels

LAUNCHES = (1990, 1995, 2000, 2005, 2010, 2015)
"""Starts of the first period that a launch does not know."""
FIRST_FITTED = 3
"""Periods of the data before the first launch to which a past spread is fitted: early launches have few."""
NORMAL_95 = 1.96
"""Half the width of an interval of 95% of a normal variable, in standard deviations."""


@dataclass(frozen=True)
class VitalScore:
    """How a launch did for one kind of rate at one distance, over `n` countries.

    `kind`: "fertility" or "death_rates"; `launch`: when the first unknown period starts; `ahead`: years to the end of
    the period scored; `error`: mean absolute error of the logarithm, `persistence`: that of no change since the last
    period known; `coverage80`, `coverage95`: the share of countries within the intervals.
    """

    kind: str
    launch: int
    ahead: int
    error: float
    persistence: float
    coverage80: float
    coverage95: float
    n: int


def vital_back_test() -> list[VitalScore]:
    """Score fertility and death rates after past launches, each with the spread that was known at the time.

    The expectation of a launch is learnt from periods that had ended, and the spread is fitted to the errors of
    launches before it that had been seen by then (`corridors.scenarios.vital_errors`). Rates are today's estimates of
    World Population Prospects, which differ from those known then.

    >>> scores = vital_back_test()
    >>> 0.7 < sum(one.coverage80 for one in scores) / len(scores) < 0.9
    True
    """
    found = []
    for kind, level in levels().items():
        for launch in LAUNCHES:
            known = (launch - FIRST) // STEP - 1
            spread = fitted(errors(level, WIDTH[kind], first=FIRST_FITTED, last=known)).after(len(level))
            expectation = expected(level[: known + 1], WIDTH[kind], len(level) - 1 - known)
            for ahead, path in enumerate(expectation, start=1):
                truth, sd = level[known + ahead], float(spread[ahead - 1])
                size, moved = np.abs(truth - path), np.abs(truth - level[known])
                within80, within95 = (float((size <= half * sd).mean()) for half in (NORMAL_80, NORMAL_95))
                error, still = float(size.mean()), float(moved.mean())
                found.append(VitalScore(kind, launch, ahead * STEP, error, still, within80, within95, len(truth)))
    return found
