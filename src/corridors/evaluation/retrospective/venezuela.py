"""Venezuela: millions left without a war; where they went, and why so many."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.concepts.quality import Quality
from corridors.content.blocks import References
from corridors.data import lazy
from corridors.evaluation.retrospective.check import Check, Comparison, Observed, Prediction
from corridors.evaluation.retrospective.drawing import drawn
from corridors.evaluation.retrospective.inference import contrast, slope
from corridors.evaluation.retrospective.predicted import predicted
from corridors.evaluation.retrospective.telling import told
from corridors.parameters import parameter

HOME = "VEN"
BEFORE, AFTER = (2008, 2013), (2017, 2020)
STOCKS = (2015, 2024)
CRISES = 20
"""The largest origins of displaced people, whose share next door shows how far one crisis differs from another."""
LARGE = 1_000_000
Floats = NDArray[np.float64]


def check() -> Check:
    """The number of leavers against income, and their destinations against neighbours and earlier migrants.

    Equation: number, `y_o = log(E_after / E_before)` of yearly emigrants, Venezuela against every other country of a
    million people; predicted `sum_k e_k dlog(income_k)` over the parts of the fall of income above the turning point,
    between it and the slowing point, and below. Destinations, `log(S_2024 - S_2015)_d = a + b log S_2015,d + c log
    distance_d`, `b` the network's elasticity. Neighbours, share of the new migrants in countries with a land border;
    predicted `conflict_neighbour_share`, or the share that `S_2015^b distance^c` gives with the registry's numbers.

    Source: Beine, Docquier and Ozden (2011), https://doi.org/10.1016/j.jdeveco.2009.11.004
    """
    left, places = _leavers(), _places()
    near, crises = _near(places), _shares_next_door()
    spread = float(np.std([_odds(share) for origin, share in crises.items() if origin != HOME]))
    among = f"spread between the {len(crises) - 1} other largest crises of 2024"
    grown = np.log(places["grown"].to_numpy().astype(float))
    pull = slope(grown.tolist(), _pull(places), places["destination"].to_list())
    comparisons = (
        Comparison("Emigrants a year, 2008-13 to 2017-20, against all others", "log points", contrast(left, [HOME]),
                   _by_income("development-reduces", "development reduces"),
                   _by_income("development-enables", "development enables")),
        Comparison("Pull of earlier migrants on destinations", "elasticity", pull,
                   _elasticity("network_elasticity_cross_section", "networks, across corridors"),
                   _elasticity("network_elasticity_us_metropolitan", "networks, US cities")),
        Comparison("Share in neighbouring countries, 2015-24", "log odds of the share",
                   Observed(_odds(near), spread, among),
                   predicted("", "refugees stay next door", ["conflict_neighbour_share"], lambda s: np.log(s / (1 - s)),
                             "log odds of conflict_neighbour_share"),
                   _by_network(places)),
    )  # fmt: skip
    references = References()
    names = ("flows_combined", "migrant_stock", "refugees", "gravity", "economy")
    cited = tuple(references.cite(lazy(name)[1]) for name in names)
    figure = drawn(
        "venezuela", "Venezuelans went where Venezuelans were, near and far", _lines(),
        value="Venezuelans abroad, persons", event=[2015], comparisons=comparisons,
        quality=[Quality.MODELLED, Quality.OBSERVED], references=cited,
    )  # fmt: skip
    income = comparisons[0]
    figures = {
        "left": float(np.exp(left[HOME])), "reduces": float(np.exp(income.one.central)),
        "enables": float(np.exp(income.other.central)), "pull": pull.value, "near": near,
        "registry": parameter("conflict_neighbour_share").central, "crises": len(crises),
        "least": min(crises.values()), "most": max(crises.values()),
    }  # fmt: skip
    return told("venezuela", figures, data=places, comparisons=comparisons, figure=figure, sources=cited)


def _by_income(view: str, label: str) -> Prediction:
    before, after = _income()
    names = ["origin_income_elasticity", "origin_income_elasticity_slowing", "origin_income_elasticity_above_turn",
             "origin_income_slowing_point", "origin_income_turning_point"]  # fmt: skip

    def formula(low: Floats, slowing: Floats, above: Floats, slow_at: Floats, turn_at: Floats) -> Floats:
        middle = np.minimum(slow_at, turn_at)
        parts = (low, 0.0 * middle, middle), (slowing, middle, turn_at), (above, turn_at, np.inf + turn_at)
        return sum((e * (_within(after, a, b) - _within(before, a, b)) for e, a, b in parts), start=np.zeros_like(low))

    words = f"income from {before:,.0f} to {after:,.0f} international dollars, each stretch times its elasticity"
    return predicted(view, label, names, formula, words)


def _within(income: float, low: Floats, high: Floats) -> Floats:
    """Logarithm of income as far as it lies between two bounds."""
    return np.asarray(np.log(np.clip(income, np.maximum(low, 1.0), high)))


def _elasticity(name: str, label: str) -> Prediction:
    return predicted("", label, [name], lambda e: e, name)


def _by_network(places: pl.DataFrame) -> Prediction:
    stock, distance, near = (places[name].to_numpy().astype(float) for name in ("stock_2015", "distance", "neighbour"))

    def formula(network: Floats, decay: Floats) -> Floats:
        weights = np.exp(np.outer(network, np.log(stock)) + np.outer(decay, np.log(distance)))
        share = (weights @ near) / weights.sum(axis=1)
        return np.asarray(np.log(share / (1 - share)))

    return predicted("", "networks and distance", ["network_elasticity_cross_section", "distance_elasticity"], formula,
                     "log odds of the share next door of the weights stock_2015^network distance^decay")  # fmt: skip


@cache
def _income() -> tuple[float, float]:
    frame, _ = lazy("economy")
    series = frame.filter(country=HOME, indicator="MPD.gdppc")
    means = [series.filter(pl.col("year").is_between(*span)).select(pl.col("value").mean()) for span in (BEFORE, AFTER)]
    before, after = (float(mean.collect().item()) for mean in means)
    return before, after


def _leavers() -> dict[str, float]:
    """Log change of yearly emigrants from one span to the other, of countries with a million people or more."""
    people, _ = lazy("demography_totals")
    large = people.filter(
        (pl.col("year") == BEFORE[1]) & (pl.col("variant") == "estimates") & (pl.col("pop_jan1") > LARGE)
    )
    codes = large.select("country").collect()["country"].to_list()
    frame, _ = lazy("flows_combined")
    spans = [
        pl.col("flow").filter(pl.col("year").is_between(*span)).sum() / (span[1] - span[0] + 1)
        for span in (BEFORE, AFTER)
    ]
    table = frame.filter(pl.col("origin").is_in(codes)).group_by("origin").agg(first=spans[0], last=spans[1]).collect()
    return dict(table.sort("origin").select("origin", (pl.col("last") / pl.col("first")).log()).iter_rows())


def _places() -> pl.DataFrame:
    """Destinations with Venezuelans in 2015 and more of them in 2024, with their distance; `neighbour` is 0 or 1."""
    frame, _ = lazy("migrant_stock")
    ties, _ = lazy("gravity")
    first, last = STOCKS
    home = frame.filter(pl.col("origin") == HOME).group_by("destination", "year").agg(pl.col("stock").sum()).collect()
    wide = home.pivot("year", index="destination", values="stock").select(
        "destination", stock_2015=str(first), stock_2024=str(last), grown=pl.col(str(last)) - pl.col(str(first))
    )
    near = ties.filter(pl.col("origin") == HOME).select("destination", distance="dist", neighbour="contig").collect()
    kept = wide.join(near, on="destination").filter((pl.col("stock_2015") > 0) & (pl.col("grown") > 0))
    return kept.sort("grown", descending=True)


def _pull(places: pl.DataFrame) -> Floats:
    return np.log(places.select("stock_2015", "distance").to_numpy().astype(float))


def _odds(share: float) -> float:
    return float(np.log(share / (1 - share)))


def _near(places: pl.DataFrame) -> float:
    grown, next_door = (places[name].to_numpy().astype(float) for name in ("grown", "neighbour"))
    return float((grown * next_door).sum() / grown.sum())


def _shares_next_door() -> dict[str, float]:
    """Share of displaced people in countries with a land border to theirs, of the largest origins that have one."""
    frame, _ = lazy("refugees")
    ties, _ = lazy("gravity")
    count = sum(pl.col(name).fill_null(0) for name in ("refugees", "asylum_seekers", "oip"))
    now = frame.filter((pl.col("year") == STOCKS[1]) & (pl.col("origin") != pl.col("asylum"))).with_columns(
        people=count
    )
    border = ties.select("origin", "contig", asylum="destination")
    rows = now.join(border, on=["origin", "asylum"], how="inner").group_by("origin").agg(
        all=pl.col("people").sum(), near=pl.col("people").filter(pl.col("contig") == 1).sum()
    )  # fmt: skip
    largest = rows.filter(pl.col("near") > 0).sort("all", descending=True).head(CRISES).collect()
    return dict(largest.select("origin", pl.col("near") / pl.col("all")).iter_rows())


def _lines() -> pl.DataFrame:
    frame, _ = lazy("migrant_stock")
    table = frame.filter(pl.col("origin") == HOME).group_by("destination", "year").agg(pl.col("stock").sum()).collect()
    near = ("BRA", "COL", "GUY")
    far = ("ARG", "CHL", "ECU", "PER")
    place = pl.col("destination")
    name = (
        pl.when(place.is_in(near)).then(pl.lit("Colombia, Brazil, Guyana (neighbours)"))
        .when(place.is_in(far)).then(pl.lit("Peru, Ecuador, Chile, Argentina")).otherwise(pl.lit("all others"))
    )  # fmt: skip
    summed = table.group_by("year", series=name).agg(value=pl.col("stock").sum().cast(pl.Float64))
    return summed.select("series", "year", "value").sort("series", "year")
