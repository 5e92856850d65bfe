"""What was known at a launch year: flows of every corridor by component, who was exposed, and who lived where."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corridors.errors import InvalidInput, NotCovered
from corridors.flows.arrays import PSEUDO_BAYES_WEIGHT, Method
from corridors.flows.stocks import Edition, WorldStocks, periods
from corridors.flows.world import table

Floats = NDArray[np.float64]
COMPONENTS = ("native", "return", "onward")
"""The moves of a corridor: of people born at its origin, of people born at its destination, and of all others."""
FEWEST_PERIODS = 2
"""Periods that a launch needs: from one alone no change can be learnt."""


@dataclass(frozen=True)
class Period:
    """One period between two dates of the stocks, with its flows by component.

    Args:
        start, end: years; flows: persons a year `[component, origin, destination]`, diagonal zero; turnover: the
            flows a year to which `expected_turnover` comes with the stocks in the middle of the period, same shape;
        exposure: person-years a year of those who could make each move, same shape; stocks: `[birth, residence]` at
            its end, natives on the diagonal; births, deaths: persons over the period `[residence]`.
    """

    start: int
    end: int
    flows: Floats
    turnover: Floats
    exposure: Floats
    stocks: Floats
    births: Floats
    deaths: Floats

    @property
    def years(self) -> float:
        """Length in years."""
        return float(self.end - self.start)


@dataclass(frozen=True)
class History:
    """The periods that had ended by `launch`, oldest first, over the same countries; nothing later is in it.

    `edition` is that of the United Nations' stocks, `method` that of the flows; `sources` the SHA-256 by dataset.
    """

    launch: int
    countries: tuple[str, ...]
    periods: tuple[Period, ...]
    edition: int
    method: str
    sources: tuple[tuple[str, str], ...] = ()

    @property
    def floor(self) -> float:
        """The share of the turnover that the method of the flows adds in each period whatever its length."""
        return 1.0 - PSEUDO_BAYES_WEIGHT if self.method == "pseudo-bayes" else 0.0


def launches(edition: Edition = 2024, fewest: int = FEWEST_PERIODS) -> tuple[int, ...]:
    """List the years from which a forecast can start: the stocks' dates with at least two periods before them.

    Args:
        edition: of the stocks; fewest: periods before; with one alone nothing can be fitted.

    >>> launches(2020)
    (2000, 2005, 2010, 2015, 2020)
    """
    return tuple(end for _, end in periods(edition)[fewest - 1 :])


def history(
    launch: int | None = None,
    edition: Edition = 2024,
    method: Method = "pseudo-bayes",
    *,
    fewest: int = FEWEST_PERIODS,
) -> History:
    """Put together what the stocks up to a launch year say of the flows before it.

    Args:
        launch: one of `launches(edition)`, None for the last; edition: of the stocks; method: of the flows; fewest:
            periods that must have ended.
    Raises:
        NotCovered: a launch year at which no stocks stand, or with too few periods before it.

    >>> known = history(2005)
    >>> [(p.start, p.end) for p in known.periods], known.periods[-1].flows.shape
    ([(1990, 1995), (1995, 2000), (2000, 2005)], (3, 231, 231))
    """
    valid = launches(edition, fewest)
    year = valid[-1] if launch is None else launch
    if year not in valid:
        listed = ", ".join(map(str, valid))
        raise NotCovered(
            f"No forecast can be launched from {launch}.",
            hint=f"Stocks of edition {edition} with enough periods before them ({fewest}) stand at {listed}.",
        )
    spans = [span for span in periods(edition) if span[1] <= year]
    found = [_period(*span, edition, method) for span in spans]
    countries = found[-1][1]
    same = [_on(period, names, countries) for period, names, _ in found]
    return History(year, countries, tuple(same), edition, method, found[-1][2])


@lru_cache(maxsize=32)
def _period(
    start: int, end: int, edition: Edition, method: Method
) -> tuple[Period, tuple[str, ...], tuple[tuple[str, str], ...]]:
    """One period's flows and stocks, kept because every launch after it needs the same."""
    found = table((start, end), method, by_birth=True, edition=edition)
    stocks = found.stocks
    by_birth = found.estimate.by_birth
    if stocks is None or by_birth is None:
        raise InvalidInput("The flows came without their stocks.", hint="Estimate them by birthplace.")
    flows = by_component(by_birth) / found.years
    period = period_of((start, end), flows, (stocks.start, stocks.end), (stocks.births, stocks.deaths))
    return period, found.countries, _hashes(stocks)


def _hashes(stocks: WorldStocks) -> tuple[tuple[str, str], ...]:
    return tuple((source.name, source.sha256) for source in stocks.sources)


def period_of(
    span: tuple[int, int], flows: Floats, stocks: tuple[Floats, Floats], events: tuple[Floats, Floats]
) -> Period:
    """Make a period of its flows a year `[component, origin, destination]`, the stocks at both ends, births and deaths.

    >>> zero = np.zeros((3, 2, 2))
    >>> period_of((2015, 2020), zero, (np.eye(2), np.eye(2)), (zero[0, 0], zero[0, 0])).exposure[0].tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    start, end = span
    middle = np.maximum(0.5 * (stocks[0] + stocks[1]), 0.0)
    return Period(
        start, end, flows, expected_turnover(middle) / (end - start), exposures(middle), np.maximum(stocks[1], 0.0),
        *events,
    )  # fmt: skip


def by_component(by_birth: Floats) -> Floats:
    """Sum flows `[birth, origin, destination]` to components `[3, origin, destination]`: native, return, onward.

    >>> moves = np.zeros((3, 2, 2))
    >>> moves[:, 0, 1] = 5, 2, 1  # from the first country to the second: its natives, the other's, a third's
    >>> by_component(moves)[:, 0, 1].tolist()
    [5.0, 2.0, 1.0]
    """
    size = by_birth.shape[1]
    index = np.arange(size)
    native = by_birth[index, index, :].copy()
    back = by_birth[index, :, index].T.copy()
    total = by_birth.sum(axis=0)
    for matrix in (native, back, total):
        np.fill_diagonal(matrix, 0.0)
    return np.stack([native, back, np.maximum(total - native - back, 0.0)])


def expected_turnover(stocks: Floats) -> Floats:
    """Moves in one period if everybody chose a residence anew as their birthplace's people are spread, by component.

    Equation: `T[b, i, j] = S[b, i] S[b, j] / sum_k S[b, k]`, summed over birthplaces as in `by_component`. It says
    how strongly networks of the same birthplace tie two countries; a share of it is in the flows themselves when
    they were estimated by `pseudo-bayes`.

    Args:
        stocks: `[birth, residence]`, the first rows the residences.
    Returns: `[3, origin, destination]`, persons.
    Source: Azose and Raftery (2019), https://doi.org/10.1073/pnas.1722334116

    >>> expected_turnover(np.array([[90.0, 10.0], [0.0, 50.0]]))[0].round(1).tolist()
    [[0.0, 9.0], [0.0, 0.0]]
    """
    size = stocks.shape[1]
    people = np.maximum(stocks, 0.0)
    shares = people / np.maximum(people.sum(axis=1, keepdims=True), 1e-300)
    native = np.diag(people)[:, None] * shares[:size]
    total = shares.T @ people
    for matrix in (native, total):
        np.fill_diagonal(matrix, 0.0)
    return np.stack([native, native.T, np.maximum(total - native - native.T, 0.0)])


def exposures(stocks: Floats) -> Floats:
    """People who could make each move `[3, origin, destination]`: natives, those born there, and all others.

    >>> exposures(np.array([[90.0, 10.0], [5.0, 50.0], [1.0, 0.0]]))[:, 0, 1].tolist()
    [90.0, 5.0, 1.0]
    """
    size = stocks.shape[1]
    people = np.maximum(stocks, 0.0)
    natives = np.repeat(np.diag(people)[:, None], size, axis=1)
    back = people[:size].T.copy()
    others = people.sum(axis=0)[:, None] - natives - back
    exposed = np.stack([natives, back, np.maximum(others, 0.0)])
    exposed[:, np.arange(size), np.arange(size)] = 0.0
    return exposed


def _on(period: Period, names: tuple[str, ...], countries: tuple[str, ...]) -> Period:
    """The period over another list of countries; those it does not have get zeros, those left over drop out."""
    if names == countries:
        return period
    held = [code for code in countries if code in names]
    to, at = [countries.index(code) for code in held], [names.index(code) for code in held]
    size = len(countries)

    def square(values: Floats) -> Floats:
        laid = np.zeros((len(COMPONENTS), size, size))
        laid[:, np.array(to)[:, None], to] = values[:, np.array(at)[:, None], at]
        return laid

    def line(values: Floats) -> Floats:
        laid = np.zeros(size)
        laid[to] = values[at]
        return laid

    stocks = np.zeros((size + period.stocks.shape[0] - len(names), size))
    rows = [*at, *range(len(names), period.stocks.shape[0])]
    stocks[np.array([*to, *range(size, stocks.shape[0])])[:, None], to] = period.stocks[np.array(rows)[:, None], at]
    return Period(
        period.start, period.end, square(period.flows), square(period.turnover), square(period.exposure), stocks,
        line(period.births), line(period.deaths),
    )  # fmt: skip
