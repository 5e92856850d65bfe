"""From a fitted posterior to the estimate: each year's reports, what stocks allow, and net migration."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.flows.combination.packaged import KNOWLEDGE
from corridors.flows.combination.panel import YEARS, Panel
from corridors.flows.combination.posterior import (
    KNOWN_IN,
    KNOWN_OUT,
    NOTHING,
    Fitted,
    classes,
    expected,
    own_years,
    whole_years,
)
from corridors.flows.combination.reconcile import bounds, toward_net, unseen
from corridors.flows.combination.reports import Reports

Singles = NDArray[np.float32]

HIGHEST = 3.0
"""How many times the largest estimate from stocks, with those in flight, an unreported flow may be."""
SMALL = 50.0
"""Persons a year that any flow may be, whatever the stocks say, between two places that are not small."""
STRETCH, BLEND = 1.08, 0.2
"""Where nobody reports: factor on `log(1 + flow)` of the regression, which draws large flows to the mean, and the
share of pseudo-Bayes in the mean of logs, which counts as one more observation. Chosen on reporters left out: sums of
flows came from 0.59 to 1.07 of what was counted, and r log rose a little."""
FLED = 0.6
"""Share of the refugees who are recorded as coming or as going home that a flow which its destination does not report
has at least: records of the year of an event count some people twice, and others a year late."""
GIVE = (0.1, 0.15, 0.2, 0.4, 0.6, 2.0)
"""How readily a cell gives way to net migration, by what is known of it (`KNOWLEDGE`): a report holds it, no report
lets it go."""
LARGE, LEAST_GIVE, MOST_GIVE = 9.0, 0.05, 2.0
"""The log of a flow that gives as `GIVE` says, and the bounds of the factor for others: large flows make up net
migration, and small ones need not move for it. Chosen against reports of the UN's collection, which the fit does not
see: among settings with net migration correlated above 0.97, the one that keeps log flows nearest to reports."""
STEP = 200
"""Flows are kept as whole 1/200ths of `log(1 + flow)`, that is, to a quarter of a per cent."""
LEAST = 0.5
"""Persons a year below which a flow is not kept."""


@dataclass(frozen=True)
class Estimate:
    """Flows `[year, origin, destination]`, persons, before and after net migration; and what is known of each."""

    before: Singles
    flow: Singles
    knowledge: NDArray[np.int8]


def assemble(
    panel: Panel,
    fit: Fitted,
    rows: Reports,
    keys: dict[str, NDArray[np.int64]],
) -> Estimate:
    """Put the estimate together from a fit on `rows`; `keys` from `model.keys_of` of the same rows."""
    knowledge = classes(rows, len(panel.codes))
    flow, _ = whole_years(panel, fit)
    flow = flow * np.exp(own_years(knowledge.shape, rows, expected(panel, fit, rows, keys)))
    before = as_stocks_allow(panel, flow, knowledge, (slice(None),) * 3)
    after = np.stack([_near_net(panel, before[t], knowledge[t], t) for t in range(len(YEARS))])
    return Estimate(before, after, knowledge)


def as_stocks_allow(panel: Panel, flow: Singles, knowledge: NDArray[np.int8], cells: tuple) -> Singles:
    """Flows of some cells of `[year, origin, destination]`, drawn to pseudo-Bayes where nobody reports, and limited.

    Where the destination does not report that year, at least the growth of the stock; where it never does, at
    least `FLED` of the refugees, and at most what `HIGHEST` says.
    """

    def rival(name: str) -> Singles:
        return np.expm1(panel.x[(*cells, panel.names.index(name))])

    blended = np.expm1((1 - BLEND) * STRETCH * np.log1p(flow) + BLEND * np.log1p(rival("pseudo-bayes")))
    flow = np.where(knowledge == NOTHING, blended, flow)
    flow = np.where(knowledge >= KNOWN_IN, np.maximum(flow, rival("difference-drop")), flow)
    moved = panel.flight[cells] + panel.returns[cells]
    flow = np.where(knowledge >= KNOWN_OUT, np.maximum(flow, FLED * moved), flow)
    most = HIGHEST * panel.envelope[cells] + moved + unseen(panel.people, SMALL)[cells]
    return np.where(knowledge >= KNOWN_OUT, np.minimum(flow, most), flow).astype(np.float32)


def give(flow: NDArray[np.float64], knowledge: NDArray[np.int8]) -> NDArray[np.float64]:
    """How readily the log of each cell gives way to net migration: `GIVE` of its knowledge, more for larger flows.

    `GIVE[k] clip((log(1 + flow) / LARGE)^2, LEAST_GIVE, MOST_GIVE)`; `flow` persons, any shape.
    """
    size = (np.log1p(flow) / LARGE) ** 2
    return np.array(GIVE)[knowledge] * np.clip(size, LEAST_GIVE, MOST_GIVE)


def _near_net(panel: Panel, flow: Singles, knowledge: NDArray[np.int8], t: int) -> Singles:
    now = flow.astype(float)
    spread = give(now, knowledge)
    np.fill_diagonal(spread, 1.0)
    growth = np.maximum(panel.stock[min(t + 1, len(YEARS) - 1)] - panel.stock[t], 0.0)
    moved = panel.flight[t] + panel.returns[t]
    within = bounds(now + 1e-6, spread, panel.envelope[t], moved, growth=growth, people=panel.people[t])
    return toward_net(now, panel.net[t], spread, within).astype(np.float32)


def as_frame(panel: Panel, found: Estimate) -> pl.DataFrame:
    """The rows of the dataset `flows_combined`: origin, destination, year, flow, male_share, knowledge."""
    level = np.round(STEP * np.log1p(found.flow)) / STEP
    t, i, j = np.nonzero(np.expm1(level) >= LEAST)
    names, known = pl.Series(panel.codes, dtype=pl.String), pl.Series(KNOWLEDGE, dtype=pl.String)
    flow = np.expm1(level[t, i, j])
    return pl.DataFrame({
        "origin": names.gather(i), "destination": names.gather(j), "year": YEARS[t],
        "flow": np.round(flow, 1), "male_share": np.round(panel.male[t, i, j].astype(float), 2),
        "knowledge": known.gather(found.knowledge[t, i, j].astype(int)),
    })  # fmt: skip
