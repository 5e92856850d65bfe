"""Five times as many agents at the south-west border of the United States, and who returned to Mexico."""

from __future__ import annotations

from math import log2

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.concepts.quality import Quality
from corridors.content.blocks import References
from corridors.data import lazy
from corridors.evaluation.retrospective.check import Check, Comparison, Prediction
from corridors.evaluation.retrospective.drawing import drawn
from corridors.evaluation.retrospective.facts import border_agents
from corridors.evaluation.retrospective.inference import contrast
from corridors.evaluation.retrospective.predicted import predicted
from corridors.evaluation.retrospective.telling import told

HOST = "USA"
EXPOSED = ("GTM", "HND", "MEX", "SLV")
"""Origins whose people mostly came over the land border."""
OTHERS = ("ARG", "BRA", "CHL", "CHN", "COL", "CUB", "DOM", "ECU", "GUY", "HTI", "IND", "JAM", "KOR", "PAK", "PAN",
          "PER", "PHL", "TTO", "VEN", "VNM")  # fmt: skip
"""Large origins whose people mostly came by air or sea: the agents at the land border did not stand in their way."""
STOCKS = (1990, 2010)
RETURNS = ((1991, 1995), (2002, 2006))
"""Spans of years for returns: before the build-up of 1993, and in it before the recession of 2007."""
Floats = NDArray[np.float64]


def check() -> Check:
    """Returns, arrivals and stocks of the exposed origins against others, by doubling of the border agents.

    Equation: `D = log2(agents_after / agents_before)`; `y_o` the log change of the rate of return (flow from the United
    States over stock), of arrivals, or of the stock; `effect = mean_exposed y - mean_others y` with placebo errors.
    Prediction of a view, `w` the share of the exposed without permission: returns `log(1 - w + w (1 + r)^D)`, arrivals
    `log(1 - w + w (1 + i)^D)`, stock `log(1 - w + w (1 + s)^D)`, with `r`, `i`, `s` the view's `enforcement_return`,
    `enforcement_inflow` and `enforcement_irregular_stock`, each a proportional change per doubling.

    Source: Massey, Durand and Pren (2016), https://doi.org/10.1086/684200
    """
    share = _share_without_permission()
    agents = border_agents()
    half, whole = log2(agents[RETURNS[1][1]] / agents[1992]), log2(agents[STOCKS[1]] / agents[1992])
    returned, arrived, stock = _rates(), _arrivals(), _stocks()
    comparisons = (
        _compared("Rate of return, 1991-95 to 2002-06", returned, "enforcement_return", half, share),
        _compared("Arrivals, 1991-95 to 2002-06", arrived, "enforcement_inflow", half, share),
        _compared("Stock, 1990 to 2010", stock, "enforcement_irregular_stock", whole, share),
    )
    references = References()
    cited = (
        references.cite(lazy("flows_combined")[1]),
        references.cite(lazy("migrant_stock")[1]),
        references.cite(lazy("unauthorized_population")[1]),
    )
    names = sorted(stock)
    data = pl.DataFrame({
        "origin": names, "over_the_land_border": [name in EXPOSED for name in names],
        "log_change_return_rate": [returned.get(name) for name in names],
        "log_change_arrivals": [arrived.get(name) for name in names],
        "log_change_stock": [stock[name] for name in names],
    })  # fmt: skip
    figure = drawn(
        "border", "While agents multiplied, returns to Mexico fell, then rose with the recession", _lines(),
        value="A year, thousands of persons; agents, hundreds", event=[1993, 2007], comparisons=comparisons,
        quality=[Quality.MODELLED, Quality.OBSERVED], references=cited,
        note="Lines at the start of the build-up (1993) and of the recession (2007).",
    )  # fmt: skip
    mexico = returned["MEX"]
    placebo = [abs(value) for name, value in returned.items() if name not in EXPOSED]
    figures = {
        "half": half, "whole": whole, "share": share, "fell": -float(np.expm1(mexico)),
        "as_far": sum(value >= abs(mexico) for value in placebo), "others": len(placebo),
        "agents_rose": agents[2018] / agents[2007] - 1,
        "then": _without_permission(2007) / 1e6, "now": _without_permission(2022) / 1e6,
        "first": agents[1992], "peak": agents[2011], "last": agents[2018],
    }  # fmt: skip
    return told("border", figures, data=data, comparisons=comparisons, figure=figure, sources=cited)


def _compared(measure: str, change: dict[str, float], name: str, doublings: float, share: float) -> Comparison:
    def seen(view: str, label: str) -> Prediction:
        def formula(response: Floats) -> Floats:
            return np.asarray(np.log(1 - share + share * (1 + response) ** doublings))

        words = f"log(1 - {share:.2f} + {share:.2f} (1 + {name})^{doublings:.2f})"
        return predicted(view, label, [name], formula, words)

    views = seen("borders-trap", "borders trap"), seen("borders-deter", "borders deter")
    return Comparison(measure, "log points, land border against others", contrast(change, EXPOSED), *views)


def _without_permission(year: int) -> float:
    estimates, _ = lazy("unauthorized_population")
    return float(estimates.filter(destination=HOST, origin="MEX", year=year).collect()["low"].item())


def _share_without_permission() -> float:
    stocks = _stock_table().filter((pl.col("origin") == "MEX") & pl.col("year").is_in([2005, 2010]))
    return _without_permission(2007) / float(stocks["stock"].sum() / len(stocks))


def _stock_table() -> pl.DataFrame:
    frame, _ = lazy("migrant_stock")
    chosen = frame.filter((pl.col("destination") == HOST) & pl.col("origin").is_in([*EXPOSED, *OTHERS]))
    return chosen.group_by("origin", "year").agg(pl.col("stock").sum()).sort("origin", "year").collect()


def _stocks() -> dict[str, float]:
    table = _stock_table().pivot("year", index="origin", values="stock")
    first, last = (pl.col(str(year)) for year in STOCKS)
    return dict(table.select("origin", (last / first).log()).iter_rows())


def _yearly(partner: str, host: str) -> pl.DataFrame:
    """Mean yearly flow in each span by partner, the column `partner`; the United States stand in the column `host`."""
    frame, _ = lazy("flows_combined")
    chosen = frame.filter((pl.col(host) == HOST) & pl.col(partner).is_in([*EXPOSED, *OTHERS]))
    spans = [pl.col("flow").filter(pl.col("year").is_between(*span)).mean() for span in RETURNS]
    return chosen.group_by(country=partner).agg(first=spans[0], last=spans[1]).sort("country").collect()


def _arrivals() -> dict[str, float]:
    table = _yearly("origin", "destination")
    return dict(table.select("country", (pl.col("last") / pl.col("first")).log()).iter_rows())


def _rates() -> dict[str, float]:
    """Change of the rate of return: of the flow home over the stock of those years."""
    flows, stocks = _yearly("destination", "origin"), _stock_table().pivot("year", index="origin", values="stock")
    at_first, at_last = stocks["1995"] + stocks["1990"], stocks["2005"] + stocks["2000"]
    table = flows.join(
        stocks.select("origin", first_stock=at_first, last_stock=at_last), left_on="country", right_on="origin"
    )
    rate = (pl.col("last") / pl.col("last_stock")) / (pl.col("first") / pl.col("first_stock"))
    return dict(table.select("country", rate.log()).drop_nulls().iter_rows())


def _lines() -> pl.DataFrame:
    frame, _ = lazy("flows_combined")
    thousand, hundred = 1000, 100
    rows: list[tuple[str, int, float]] = []
    for name, a, b in (("Mexico to United States", "MEX", HOST), ("United States to Mexico", HOST, "MEX")):
        flows = frame.filter(origin=a, destination=b).filter(pl.col("year") <= 2019).sort("year").collect()
        rows += [(name, year, flow / thousand) for year, flow in flows.select("year", "flow").iter_rows()]
    rows += [("Agents at the border (hundreds)", year, count / hundred) for year, count in border_agents().items()]
    return pl.DataFrame(rows, schema=["series", "year", "value"], orient="row")
