"""Base rates for the world model: how often people leave, return and move on, per year, by corridor."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from corridors.concepts.nearest import nearest
from corridors.drivers.forecast.draws import HIGHEST_RATE, Prepared, expected_flows
from corridors.drivers.forecast.history import Floats, exposures
from corridors.errors import UnknownName

Centre = Literal["median", "mean"]


@dataclass(frozen=True)
class Rates:
    """Rates per year and person exposed, with the standard deviations of their logs, all `[country, country]`.

    `native[o, d]`: natives of o who move to d, per native of o living there; `returning[r, b]`: people born in b who
    go back from r, per person born in b living in r; `onward[r, d]`: people living in r, born neither there nor in d,
    who move on to d, per such person (birthplaces unknown or outside the table are among them). `sd_...`: standard
    deviation of the log of the mean rate over the five years from the launch. `centre` says whether the rates are
    medians or means of their laws. Diagonals, and corridors in which nobody could move, are zero.
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
    from corridors.drivers.forecast.history import launches

    return rates_of(prepared(launches()[-1] if launch is None else launch), centre)


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
