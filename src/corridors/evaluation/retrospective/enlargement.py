"""The enlargement of 2004: the same citizens faced three open labour markets and twelve closed ones."""

from __future__ import annotations

import numpy as np
import polars as pl

from corridors.concepts.quality import Quality
from corridors.content.blocks import References
from corridors.data import lazy
from corridors.evaluation.retrospective.check import Check, Comparison
from corridors.evaluation.retrospective.drawing import drawn
from corridors.evaluation.retrospective.inference import contrast
from corridors.evaluation.retrospective.predicted import nothing, predicted
from corridors.evaluation.retrospective.reported_flows import change, inflows
from corridors.evaluation.retrospective.telling import told

JOINED = ("CZE", "EST", "HUN", "LTU", "LVA", "POL", "SVK", "SVN")
OPEN = ("GBR", "IRL", "SWE")
CLOSED = ("AUT", "BEL", "DEU", "DNK", "ESP", "FIN", "FRA", "GRC", "ITA", "LUX", "NLD", "PRT", "NOR", "ISL", "CHE")
"""Members of 2004 and of the common labour market around them that asked for permits at first."""
OLD = ("AUT", "BEL", "DEU", "DNK", "ESP", "FIN", "FRA", "GBR", "IRL", "ITA", "NLD", "NOR", "PRT", "SWE")
"""Origins whose citizens moved freely before and after: what happened to their flows is what would have happened."""
BEFORE, AFTER = (2002, 2003), (2004, 2005)


def check() -> Check:
    """Stocks and inflows of the citizens who joined, in open against closed destinations.

    Equation: stocks, `y_d = log S_d(2010) - log S_d(2000)` of people born in the eight; inflows,
    `y_d = [log F_d(after) - log F_d(before)]_eight - [the same]_old members`; then
    `effect = mean_open y - mean_closed y` with placebo errors (`inference.contrast`). Predictions: free movement,
    `log(1 + free_movement_stock_response)`; a barrier lifted, `-log(1 + visa_inflow_response)`.

    Source: Rojas-Romagosa and Bollen (2018), Estimating migration changes from the EU's free movement of people, CPB
        Discussion Paper 385, https://econpapers.repec.org/RePEc:cpb:discus:385
    """
    stocks, flows = _stocks(), _flows()
    growth = _growth(stocks)
    free = predicted("", "free movement (CPB)", ["free_movement_stock_response"], np.log1p,
                     "log(1 + free_movement_stock_response)")  # fmt: skip
    barrier = predicted("", "a visa-like barrier lifted", ["visa_inflow_response"], lambda r: -np.log1p(r),
                        "-log(1 + visa_inflow_response), in the long run of stocks as of flows")  # fmt: skip
    free_flow = predicted("", "free movement (Schengen)", ["free_movement_inflow_response"], np.log1p,
                          "log(1 + free_movement_inflow_response)")  # fmt: skip
    comparisons = (
        Comparison("Stock 2000-2010, open against closed", "log points", contrast(growth, OPEN), free, barrier),
        Comparison("Inflow 2002-2005, open against closed", "log points", contrast(flows, OPEN), free_flow, barrier),
        Comparison("Stock 2000-2010, is there an effect at all", "log points", contrast(growth, OPEN), free,
                   nothing("no effect", "opening changes nothing")),
    )  # fmt: skip
    references = References()
    cited = (
        references.cite(lazy("migrant_stock")[1]),
        references.cite(lazy("flows_reported")[1], "eurostat_migr_imm5prv"),
    )
    names = sorted({*growth, *flows})
    data = pl.DataFrame({
        "destination": names, "open": [name in OPEN for name in names],
        "stock_2000": [stocks.get((name, 2000)) for name in names],
        "stock_2010": [stocks.get((name, 2010)) for name in names],
        "log_change_stock": [growth.get(name) for name in names],
        "log_change_inflow_against_old_members": [flows.get(name) for name in names],
    })  # fmt: skip
    figure = drawn(
        "enlargement", "Stocks multiplied in the United Kingdom and Ireland, less in Sweden, which opened too",
        _lines(stocks),
        value="Born in the eight new members, persons", event=[2004], comparisons=comparisons[:2],
        quality=[Quality.MODELLED, Quality.OBSERVED], references=cited,
    )  # fmt: skip
    first = comparisons[0]
    figures = {
        "ratio": float(np.exp(first.observed.value)),
        "registry": float(np.exp(first.one.central)),
        "sweden": float(np.expm1(growth["SWE"])),
        "closed": float(np.expm1(np.mean([growth[d] for d in CLOSED]))),
    }
    return told("enlargement", figures, data=data, comparisons=comparisons, figure=figure, sources=cited)


def _stocks() -> dict[tuple[str, int], int]:
    frame, _ = lazy("migrant_stock")
    chosen = frame.filter(pl.col("origin").is_in(JOINED) & pl.col("destination").is_in([*OPEN, *CLOSED]))
    total = chosen.group_by("destination", "year").agg(pl.col("stock").sum()).sort("destination", "year").collect()
    return {(place, year): stock for place, year, stock in total.iter_rows()}


def _growth(stocks: dict[tuple[str, int], int]) -> dict[str, float]:
    return {place: float(np.log(stocks[place, 2010] / stocks[place, 2000])) for place in sorted((*OPEN, *CLOSED))}


def _flows() -> dict[str, float]:
    """Change of the inflow of the eight against that of old members, by destination; from 2002 where 2003 is absent."""
    frame = inflows("eurostat_migr_imm5prv", {*JOINED, *OLD}, range(2000, 2007))
    joined, old = (frame.filter(pl.col("origin").is_in(group)) for group in (JOINED, OLD))
    found: dict[str, float] = {}
    for before in (BEFORE, BEFORE[:1]):
        ours, theirs = (change(part, "destination", before, AFTER) for part in (joined, old))
        found = {d: ours[d] - theirs[d] for d in ours if d in theirs and d in (*OPEN, *CLOSED)} | found
    return found


def _lines(stocks: dict[tuple[str, int], int]) -> pl.DataFrame:
    years = sorted({year for _, year in stocks})
    groups = {
        "United Kingdom, Ireland, Sweden (open)": OPEN,
        "Germany, Austria": ("DEU", "AUT"),
        "13 other closed destinations": tuple(d for d in CLOSED if d not in ("DEU", "AUT")),
    }
    rows = [
        (name, year, float(sum(stocks[d, year] for d in group))) for name, group in groups.items() for year in years
    ]
    return pl.DataFrame(rows, schema=["series", "year", "value"], orient="row")
