"""A small world made by the model itself, so that tests know the truth."""

from collections.abc import Callable

import numpy as np
import pytest

from corridors.drivers.forecast.dependence import Dependence
from corridors.drivers.forecast.draws import Prepared
from corridors.drivers.forecast.history import History, Period, expected_turnover, exposures
from corridors.drivers.forecast.margins import change
from corridors.drivers.forecast.model import CENTRES, NAMES, SHIFT, SIZES, Fitted, features, fit, margins_of

SIZE = 16
TRUTH = {name: CENTRES.get(name, 0.0) for name in NAMES} | {"return": -1.0, "scale": -1.0, "skew": 0.2}


def make_stocks(rng: np.random.Generator, size: int) -> np.ndarray:
    """Stocks `[birth, residence]` with natives on the diagonal and a last row of unknown birthplace."""
    stocks = rng.lognormal(8.0, 1.5, (size + 1, size))
    stocks[np.arange(size), np.arange(size)] = rng.lognormal(15.0, 1.0, size)
    return stocks


def make_history(seed: int = 0, size: int = SIZE, periods: int = 4) -> History:
    """Periods whose log flows follow the model with the coefficients of `TRUTH`, corridors independent."""
    rng = np.random.default_rng(seed)
    stocks = make_stocks(rng, size)
    off = ~np.eye(size, dtype=bool)
    flows = 0.13 * expected_turnover(stocks) / 5.0 * rng.lognormal(0.0, 0.7, (3, size, size)) * off
    made = []
    for k in range(periods):
        if made:
            flows = next_flows(made[-1], rng) * off
        start = 1990 + 5 * k
        made.append(
            Period(
                start, start + 5, flows, expected_turnover(stocks) / 5.0, exposures(stocks), stocks,
                np.full(size, 1e4), np.full(size, 4e3),
            )
        )  # fmt: skip
    codes = tuple(f"C{i:02d}" for i in range(size))
    return History(made[-1].end, codes, tuple(made), 2024, "min-closed", (("made", "0" * 64),))


def next_flows(period: Period, rng: np.random.Generator) -> np.ndarray:
    known = features(period, 5.0, 0.0)
    law = margins_of(TRUTH, known.y, known.x, (known.origin, known.destination), np)
    shocks = change(rng.standard_normal(known.y.shape), law[1:], np)
    return np.maximum(np.exp(law[0] + shocks) - SHIFT, 0.0)


@pytest.fixture(scope="session")
def past() -> History:
    return make_history()


@pytest.fixture(scope="session")
def ready(past: History) -> Prepared:
    """The truth itself, with shared shocks, ready to draw."""
    table = np.tile([TRUTH[name] for name in NAMES], (3, 1))
    fitted = Fitted(table, np.zeros_like(table), np.full((3, len(SIZES)), 20.0), (0, 0, 0), (0.0, 0.0, 0.0))
    shared = Dependence(np.full(3, 0.05), 0.2 * np.eye(6), 0.55 * np.eye(6))
    return Prepared(past, fitted, shared)


@pytest.fixture(scope="session")
def fitted(past: History) -> Fitted:
    return fit(past)


@pytest.fixture(scope="session")
def truth() -> dict[str, float]:
    return TRUTH


@pytest.fixture(scope="session")
def longer_past() -> History:
    """The same world, one period more."""
    return make_history(periods=5)


@pytest.fixture(scope="session")
def following() -> Callable[[Period, np.random.Generator], np.ndarray]:
    """What may follow a period, by the truth, corridors independent."""
    return next_flows
