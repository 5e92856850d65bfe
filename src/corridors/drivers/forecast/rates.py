"""Base rates for the world model: how often people leave, return and move on, per year, by corridor."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from corridors.concepts.nearest import nearest
from corridors.drivers.forecast.draws import HIGHEST_RATE, Prepared, expected_flows
from corridors.drivers.forecast.history import Floats, exposures, history, launches
from corridors.errors import UnknownName

Centre = Literal["median", "mean"]


@dataclass(frozen=True)
class Rates:
    """Rates per year and person exposed, with the standard deviations of their logs, all `[country, country]`.

    `native[o, d]`: natives of o who move to d, per native of o living there; `returning[r, b]`: people born in b who
    go back from r, per person born in b living in r; `onward[r, d]`: people living in r, born neither there nor in d,
    who move on to d, per such person (birthplaces unknown or outside the table are among them). `sd_...`: standard
    deviation of the log of the mean rate over the five years from the launch. `centre` says whether the rates are
    medians or means of their laws, or those of the last period as they were. Diagonals, and corridors in which nobody
    could move, are zero.
    """

    launch: int
    countries: tuple[str, ...]
    centre: str
    native: Floats
    returning: Floats
    onward: Floats
    sd_native: Floats
    sd_returning: Floats
    sd_onward: Floats


def base_rates(launch: int | None = None, centre: Centre = "median") -> Rates:
    """Give the rates of leaving, returning and moving on that the forecast expects from a launch year on.

    A rate is the forecast flow a year over the five years after the launch, divided by those who could make the move
    at the launch (`exposures`). Flows are skewed: the sum of medians over corridors is below the median of the sum.
    Use "mean" where totals matter.

    Args:
        launch: one of `launches()`, None for the last; centre: "median" or "mean".
    Raises:
        NotCovered: a launch year without data; UnknownName: another centre.

    Example:
        >>> rates = base_rates(2020)
        >>> rates.native.shape
        (231, 231)
    """
    from corridors.drivers.forecast.answer import prepared

    return rates_of(prepared(launches()[-1] if launch is None else launch), centre)


def fit_year(launch: int) -> int:
    """The launch whose fit serves a world of a year: the last before it, or the first of all where none is.

    >>> fit_year(2003), fit_year(1995)
    (2000, 2000)
    """
    return max((year for year in launches() if year <= launch), default=launches()[0])


def rates_of_last_period(launch: int) -> Rates:
    """Give the rates of the period before a launch as they were: persistence, where one period is all that is known.

    A single period shows no change, so that neither return nor spread can be fitted. The spread is that of the first
    launch that has a fit, `fit_year(launch)`, which is later: intervals rest on what nobody knew, middles do not.

    Args:
        launch: a year at which stocks stand, with at least one period before it.
    Raises:
        NotCovered: another year.

    Example:
        >>> rates = rates_of_last_period(1995)
        >>> rates.launch, rates.centre
        (1995, 'last period')
    """
    last = history(launch, fewest=1)
    exposed = exposures(last.periods[-1].stocks)
    flows = last.periods[-1].flows
    rates = np.minimum(np.divide(flows, exposed, out=np.zeros_like(flows), where=exposed > 0), HIGHEST_RATE)
    fitted = base_rates(fit_year(launch), "mean")
    spread = np.where(rates > 0, np.stack([fitted.sd_native, fitted.sd_returning, fitted.sd_onward]), 0.0)
    return Rates(launch, last.countries, "last period", *rates, *spread)


def rates_of(ready: Prepared, centre: Centre = "median") -> Rates:
    """The same from a prepared model."""
    choices = ("median", "mean")
    if centre not in choices:
        raise UnknownName("centre of rates", centre, nearest(centre, choices), hint="It is median or mean.")
    median, mean, deviation = expected_flows(ready)
    exposed = exposures(ready.known.periods[-1].stocks)
    flows = median if centre == "median" else mean
    rates = np.divide(flows, exposed, out=np.zeros_like(flows), where=exposed > 0)
    rates = np.minimum(rates, HIGHEST_RATE)
    spread = np.where(rates > 0, deviation, 0.0)
    return Rates(ready.known.launch, ready.known.countries, centre, *rates, *spread)
