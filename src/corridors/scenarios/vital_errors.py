"""How far births and deaths went from what one would have expected: forecasts from past dates, and their errors.

The expectation is what countries at the same level did before, with part of the country's own last departure from it;
it knows nothing after the launch. Its errors over 5 to 30 years give the spread with which runs draw vital rates.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from corridors.scenarios import demography as wpp
from corridors.scenarios.grids import Floats
from corridors.scenarios.vital_luck import PROJECTED_FROM

Errors = Mapping[tuple[int, int], Floats]
"""By launch, counted in periods of the data, and periods after it: the error of each country."""
LEAST_PEOPLE = 1e5
"""Countries with fewer in 2025 are left out: their histories are models' rather than records."""
WIDTH = {"fertility": 0.12, "death_rates": 0.15}
"""How near a level is "the same", standard deviation of a normal kernel on logarithms: our own choice."""
KNOWN = 6
"""Periods before a launch from which the expectation is learnt: thirty years, our own choice."""
FIRST_LAUNCH = 5
"""Periods of the data before the first launch."""
LONGEST = 6
"""Periods ahead to which the spread is fitted; longer ahead too few launches have been seen out."""
NORMAL_80 = 1.2816
"""Half the width of an interval of 80% of a normal variable, in standard deviations."""


@dataclass(frozen=True)
class Spread:
    """The fitted spread of one kind of rate: see `corridors.world.vital.VitalSpread`."""

    sd: float
    momentum: float
    persistence: float
    shared: float

    def after(self, periods: int) -> Floats:
        """Standard deviation of the deviation 1, 2 ... periods after a launch."""
        return self.sd * np.sqrt(np.cumsum(_response(self.persistence, self.momentum, periods) ** 2))


@cache
def levels() -> dict[str, Floats]:
    """Logarithms of total fertility, and of deaths per person at the ages of 2025, `[periods, countries]`, since 1950.

    The second weights each country's death rates by its own people of 2025, so that a change moves all who are to die.
    """
    starts = tuple(range(wpp.FIRST, PROJECTED_FROM, wpp.STEP))
    people = wpp.populations((PROJECTED_FROM,))[0]
    large = people.sum(axis=(1, 2)) > LEAST_PEOPLE
    infants = people[..., :1] / wpp.STEP
    weight = np.concatenate([infants, people[..., :1] - infants, people[..., 1:]], axis=-1)
    deaths = (wpp.death_rates(starts) * weight).sum(axis=(2, 3)) / weight.sum(axis=(1, 2))
    fertility = wpp.STEP * wpp.fertility_rates(starts)[0].sum(axis=-1)
    return {"fertility": np.log(fertility[:, large]), "death_rates": np.log(deaths[:, large])}


def errors(level: Floats, width: float, *, first: int = FIRST_LAUNCH, last: int | None = None) -> Errors:
    """Forecast a level from each launch and compare.

    Args:
        level: logarithms, `[periods, countries]`; width: of the kernel (see `expected`); first: the first launch; last:
            the last period that is known, all without it.
    Returns: what happened less what was expected.
    """
    end = len(level) - 1 if last is None else last
    return {
        (launch, ahead): level[launch + ahead] - path
        for launch in range(first, end)
        for ahead, path in enumerate(expected(level[: launch + 1], width, end - launch), start=1)
    }


def expected(level: Floats, width: float, periods: int) -> Floats:
    """What a launch in the last period known would have expected of the next ones, `[periods, countries]`.

    `x[t+1] = x[t] + g(x[t]) + v[t]`, `v[t] = momentum v[t-1]`, with g the mean change of all countries near that level
    in the last `KNOWN` periods, and v at launch the country's last departure from it.

    Args:
        level: logarithms up to launch, `[periods, countries]`; width: standard deviation of the normal kernel that says
            what is near; periods: how many to expect.
    """
    seen, moved = level[:-1][-KNOWN:], np.diff(level, axis=0)[-KNOWN:]

    def usual(at: Floats) -> Floats:
        near = np.exp(-0.5 * ((at[:, None] - seen.ravel()) / width) ** 2)
        return (near * moved.ravel()).sum(axis=1) / near.sum(axis=1)

    apart = moved - np.stack([usual(row) for row in seen])
    size = float((apart[:-1] ** 2).sum())
    momentum = float((apart[1:] * apart[:-1]).sum()) / size if size else 0.0
    at, departure, found = level[-1], apart[-1], []
    for _ in range(periods):
        departure = momentum * departure
        at = at + usual(at) + departure
        found.append(at)
    return np.array(found)


def fitted(found: Errors) -> Spread:
    """Fit the spread so that the interval of 80% holds four in five of the errors at each distance.

    Persistence, momentum and sd minimise the squared differences of `log after(h)` from the logarithm of half the
    distance between the tenth and the ninetieth percentile of errors, over 1.2816, weighted by launches. `shared` is
    the mean over countries squared, over the mean square, summed over launches and distances.
    """
    from scipy.optimize import least_squares

    kept = {key: value for key, value in found.items() if key[1] <= LONGEST}
    distances = sorted({ahead for _, ahead in kept})
    together = [[value for (_, ahead), value in kept.items() if ahead == one] for one in distances]
    ends = np.array([np.quantile(np.concatenate(values), [0.1, 0.9]) for values in together])
    wanted = np.log((ends[:, 1] - ends[:, 0]) / (2 * NORMAL_80))
    weight = np.sqrt([len(values) for values in together])

    def gap(given: Floats) -> Floats:
        sd, persistence, momentum = given
        return weight * (np.log(Spread(sd, momentum, persistence, 0.0).after(len(distances))) - wanted)

    best = least_squares(gap, [np.exp(wanted[0]), 0.9, 0.4], bounds=([1e-6, 0, 0], [np.inf, 1, 1]))
    sd, persistence, momentum = (float(value) for value in best.x)
    common = sum(float(value.mean()) ** 2 for value in kept.values())
    whole = sum(float((value**2).mean()) for value in kept.values())
    return Spread(sd, momentum, persistence, common / whole)


def _response(persistence: float, momentum: float, periods: int) -> Floats:
    """What is left of a shock of one, 0, 1 ... periods after it."""
    found, deviation, change = [], 0.0, 1.0
    for _ in range(periods):
        deviation = persistence * deviation + change
        found.append(deviation)
        change *= momentum
    return np.array(found)
