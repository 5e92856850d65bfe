"""Flows of any cell from a fitted posterior: the median on the log scale, its spread, and how much is known."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corridors.flows.combination.design import Regression
from corridors.flows.combination.panel import YEARS, Panel
from corridors.flows.combination.reports import CITIZENSHIP_IN, GRANT, RESIDENCE_IN, RESIDENCE_OUT, Reports

Floats = NDArray[np.float64]

SHARED = ("destination", "destination_year", "corridor", "corridor_period")
"""The effects of the flow itself; those of how it is counted are left aside."""
SMALLEST = -4.0
"""Floor of the log of a flow: one person in fifty years."""


class Fitted(Protocol):
    """What is needed of a fit."""

    mean: dict[str, NDArray]
    sd: dict[str, NDArray]
    regression: Regression
    keys: dict[str, NDArray[np.int64]]


def whole_years(panel: Panel, fit: Fitted) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Posterior median of the flow `[year, origin, destination]`, persons a year, and the spread of its log.

    As a destination counts by previous residence. An effect that no report informs is zero, with its prior's spread.
    """
    size = len(panel.codes)
    i, j = np.nonzero(~np.eye(size, dtype=bool))
    flow, spread = np.zeros((2, len(YEARS), size, size), np.float32)
    for t in range(len(YEARS)):
        prior = fit.regression.log_flow(panel.x[t, i, j])
        log, variance = prior, np.zeros(len(i))
        period, pair = t // 5, i * size + j
        keys = {
            "destination": j, "destination_year": j * 35 + t, "corridor": pair, "corridor_period": pair * 7 + period,
        }  # fmt: skip
        for name in SHARED:
            mean, sd = _effect(fit, name, keys[name])
            log, variance = log + mean, variance + sd**2
        flow[t, i, j] = np.exp(np.clip(log, SMALLEST, 16)) + _fled(fit, j, panel.flight[t, i, j])
        spread[t, i, j] = np.sqrt(variance)
    return flow, spread


def _fled(fit: Fitted, counted_by: NDArray[np.int64], flight: NDArray[np.float32]) -> Floats:
    """Those in flight whom a place counts."""
    at, held = _found(fit.keys["reporter"], counted_by)
    share = np.exp(np.clip(fit.mean["kappa"] + np.where(held, fit.mean["own"][at], 0.0), -5, 1))
    return np.asarray(share * flight, dtype=np.float64)


def _found(known: NDArray[np.int64], wanted: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return at, known[at] == wanted


def _effect(fit: Fitted, name: str, wanted: NDArray[np.int64]) -> tuple[Floats, Floats]:
    at, held = _found(fit.keys[name], wanted)
    prior = float(np.exp(fit.mean[f"spread_{name}"]))
    return np.where(held, fit.mean[name][at], 0.0), np.where(held, fit.sd[name][at], prior)


OBSERVED_BOTH, OBSERVED_IN, OBSERVED_OUT, KNOWN_IN, KNOWN_OUT, NOTHING = range(6)


def classes(rows: Reports, size: int) -> NDArray[np.int8]:
    """How much is known of each cell `[year, origin, destination]`: places in `packaged.KNOWLEDGE`."""
    found = np.full((len(YEARS), size, size), NOTHING, np.int8)
    arriving = rows.reporter == rows.j
    for mark, some in ((KNOWN_OUT, ~arriving), (KNOWN_IN, arriving)):
        found[:, rows.i[some], rows.j[some]] = mark
    inward, outward = (np.zeros(found.shape, bool) for _ in range(2))
    for held, kind in ((inward, RESIDENCE_IN), (outward, RESIDENCE_OUT)):
        some = rows.kind == kind
        held[rows.t[some], rows.i[some], rows.j[some]] = True
    found[outward], found[inward], found[inward & outward] = OBSERVED_OUT, OBSERVED_IN, OBSERVED_BOTH
    return found


OWN_YEAR = 0.3
"""Standard deviation of the log of a corridor's own year about its period, before that year's reports are seen."""
COUNT_ERROR = (0.15, 0.35, 0.3, 0.5, 0.6)
"""Standard deviation of the error of one year's count by kind (`KINDS`), once the system's level is taken out."""
LARGEST_TURN = 2.0
"""Bound on what one year's report may say of its year, on the log scale."""


def expected(panel: Panel, fit: Fitted, rows: Reports, keys: dict[str, NDArray[np.int64]]) -> Floats:
    """Persons that each report is expected to show, its system's ways of counting included; `keys` from `keys_of`."""
    kinds = (rows.kind % 2 == 1, np.isin(rows.kind, (CITIZENSHIP_IN, CITIZENSHIP_IN + 1)), rows.kind == GRANT)
    criterion = np.stack(kinds, axis=1).astype(np.float32)
    log = fit.regression.log_flow(panel.x[rows.t, rows.i, rows.j], criterion) + criterion @ fit.mean["offset"]
    for name, key in keys.items():
        if name != "reporter":
            log = log + _effect(fit, name, key)[0]
    return np.exp(np.clip(log, SMALLEST, 16)) + _fled(fit, rows.reporter, panel.flight[rows.t, rows.i, rows.j])


def own_years(shape: tuple[int, int, int], rows: Reports, mean: Floats) -> NDArray[np.float32]:
    """What reports of a year say of the log of the flow of that very year `[year, origin, destination]`.

    The posterior mean of a normal deviation with standard deviation `OWN_YEAR`, given the gaps between the logs of
    reports and what was expected of them (`mean`, persons), each with its `COUNT_ERROR`.
    """
    share = mean / (1 + mean)
    gap = (np.log1p(rows.persons) - np.log1p(mean)) / np.maximum(share, 0.3)
    precision = share**2 / np.array(COUNT_ERROR)[rows.kind] ** 2
    total, weight = np.zeros((2, *shape))
    np.add.at(total, (rows.t, rows.i, rows.j), precision * np.clip(gap, -LARGEST_TURN, LARGEST_TURN))
    np.add.at(weight, (rows.t, rows.i, rows.j), precision)
    return (total / (weight + OWN_YEAR**-2)).astype(np.float32)
