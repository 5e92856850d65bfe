"""Net migration as forecast by itself, country by country: the comparison for net migration of bilateral forecasts."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.data import load
from corridors.drivers.forecast.history import History

Floats = NDArray[np.float64]
SPAN = 5
"""Years of the periods of the autoregression."""
FIRST = 1950
"""First year of the estimates of World Population Prospects."""
PRIOR_PERIODS = 4.0
"""Periods' worth of the world's typical variance in each country's: own choice, about half of those seen."""
PASSES = 5
"""Rounds between the means and the coefficient: a mean of values that persist is known less well."""
LEAST_SEEN = 0.2
"""Least share of a series' variance that is taken to show within the periods seen."""
MOST_PHI = 0.95
"""Largest coefficient: beyond it a mean to return to means nothing."""
DEGREES = 6.0
"""Degrees of freedom of the shocks: Azose and Raftery's rates have normal ones, which are too light here."""


@dataclass(frozen=True)
class NetPrediction:
    """Draws of net migration a year, persons `[draw, country]`."""

    model: str
    draws: Floats


def autoregression(known: History, draws: int, seed: int) -> NetPrediction:
    """Net migration rates by a hierarchical autoregression of order one, with the world's sum brought to zero.

    Equation: `r' = m[c] + phi (r - m[c]) + s[c] e`, five-year rates of World Population Prospects up to the launch;
    country means and variances are drawn to the world's by the number of periods seen, `phi` is common. The last rate
    is the one of the flows, so that all models start alike; what the draws of the world leave over is taken back in
    proportion to population. This is our own light version of the model, not the published one.

    Args:
        known: what was known at the launch; draws, seed.
    Source: Azose and Raftery (2015), https://doi.org/10.1007/s13524-015-0415-0

    """
    rates = _past_rates(known)
    people = known.periods[-1].stocks.sum(axis=0)
    flows = known.periods[-1].flows.sum(axis=0)
    last = (flows.sum(axis=0) - flows.sum(axis=1)) / np.maximum(people, 1.0)
    mean, phi, spread = fit_autoregression(rates)
    rng = np.random.default_rng(seed)
    shocks = rng.standard_t(DEGREES, (draws, len(people))) * np.sqrt((DEGREES - 2.0) / DEGREES)
    net = (mean + phi * (last - mean) + spread * shocks) * people
    net -= net.sum(axis=1, keepdims=True) * people / people.sum()
    return NetPrediction("net autoregression", net)


def fit_autoregression(rates: Floats) -> tuple[Floats, float, Floats]:
    """Means `[country]`, common coefficient and standard deviations `[country]` of rates `[country, period]`.

    Means are drawn to zero, as the world's is. Moments, with the precision that the number of periods gives them.

    >>> rng = np.random.default_rng(0)
    >>> series = np.zeros((200, 13))
    >>> for t in range(1, 13):
    ...     series[:, t] = 0.6 * series[:, t - 1] + rng.normal(size=200)
    >>> 0.4 < fit_autoregression(series)[1] < 0.75
    True
    """
    periods = rates.shape[1]
    overall = float(np.mean(rates.var(axis=1)))
    mean, phi = rates.mean(axis=1), 0.0
    for _ in range(PASSES):
        inflation = (1.0 + phi) / (1.0 - phi) / periods
        noise = overall * inflation / max(1.0 - inflation, LEAST_SEEN)
        between = max(float(rates.mean(axis=1).var()) - noise, 0.0)
        mean = rates.mean(axis=1) * between / (between + noise)
        scale = np.sqrt(rates.var(axis=1) + overall / periods) + 1e-12
        standard = (rates - mean[:, None]) / scale[:, None]
        phi = float((standard[:, 1:] * standard[:, :-1]).sum() / (standard[:, :-1] ** 2).sum())
        phi = float(np.clip(phi, 0.0, MOST_PHI))
    residual = rates[:, 1:] - mean[:, None] - phi * (rates[:, :-1] - mean[:, None])
    typical = float(np.median((residual**2).mean(axis=1)))
    seen = residual.shape[1]
    variance = ((residual**2).sum(axis=1) + PRIOR_PERIODS * typical) / (seen + PRIOR_PERIODS)
    return mean, phi, np.sqrt(variance)


def _past_rates(known: History) -> Floats:
    """Net migration a year per inhabitant by country and five-year period up to the launch."""
    frame = load("demography_totals").frame.filter(pl.col("year").is_between(FIRST, known.launch - 1))
    frame = frame.with_columns(period=(known.launch - 1 - pl.col("year")) // SPAN)
    whole = frame.group_by("country", "period").agg(
        net=pl.col("net_migration").sum(), lived=pl.col("pop_midyear").sum(), years=pl.len()
    )
    kept = whole.filter(pl.col("years") == SPAN).with_columns(rate=pl.col("net") / pl.col("lived"))
    wide = kept.pivot("period", index="country", values="rate")
    columns = sorted((c for c in wide.columns if c != "country"), key=int, reverse=True)
    by_country = {row[0]: row[1:] for row in wide.select("country", *columns).iter_rows()}
    typical = [0.0] * len(columns)
    return np.array([by_country.get(code, typical) for code in known.countries], dtype=float)


NET_MODELS: dict[str, Callable[[History, int, int], NetPrediction]] = {"net autoregression": autoregression}
"""Forecasts of net migration alone, by name."""
