"""Indices of the world's flows and of one country's by period and method, and shares of stocks by year."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from corridors.answers.asked import Asked
from corridors.answers.statistics import flow_tables, region_tables, stock_tables
from corridors.concepts.countries import area, areas
from corridors.concepts.quality import Quality
from corridors.data import load
from corridors.flows import indices
from corridors.flows.stocks import periods

if TYPE_CHECKING:
    from corridors.flows.arrays import Floats, Method

PER = 1000
"""Rates are per so many people and year."""
LINKED = 10.0
"""Movers a year from which two countries count as linked; estimates spread fractions of persons over all pairs."""
SOUTH = "Less developed regions"
"""The UN's group of developing countries; the others are the North."""
MODELLED = Quality.MODELLED.value
PARTS = {"south_south": (True, True), "south_north": (True, False), "north_south": (False, True),
         "north_north": (False, False)}  # fmt: skip


@cache
def people(period: tuple[int, int]) -> Floats:
    """Mean population of the places of a period, `[place]`, persons: of its start and end."""
    held = flow_tables.stocks(period)
    return (held.start.sum(axis=0) + held.end.sum(axis=0)) / 2


@cache
def labels(period: tuple[int, int]) -> tuple[tuple[str, ...], tuple[bool, ...]]:
    """Region and whether it is of the South, of each place of a period."""
    stands = region_tables.STANDS_FOR
    held = [area(stands.get(code, code)) for code in flow_tables.places(period)]
    south = tuple(place.development_group == SOUTH or _heirs_are_south(place.code) for place in held)
    return tuple(_region(place.code) for place in held), south


def _region(code: str) -> str:
    place = area(code)
    return place.region or next((area(heir).region for heir in place.successors if area(heir).region), None) or "none"


def _heirs_are_south(code: str) -> bool:
    heirs = area(code).successors
    return bool(heirs) and all(area(heir).development_group == SOUTH for heir in heirs)


def index_row(period: tuple[int, int], method: Method) -> dict[str, float]:
    """Indices of all flows of a period by one method.

    Returns: moves (persons a year), intensity (per 1,000 people a year), effectiveness (per cent), links (share of
    pairs with at least `LINKED` movers a year), gini, within (share within a region), and the four parts between
    South and North (shares).
    """
    flow, population = flow_tables.estimated(period, method), people(period)
    regions, south = labels(period)
    side = np.array(south)
    total = flow.sum()
    parts = {name: float(flow[side == start][:, side == end].sum() / total) for name, (start, end) in PARTS.items()}
    return {
        "moves": float(total),
        "intensity": indices.crude_migration_intensity(flow, population) / 100 * PER,
        "effectiveness": indices.migration_effectiveness_index(flow),
        "links": indices.connectivity(np.where(flow >= LINKED, flow, 0.0)),
        "gini": indices.gini_total(flow),
        "within": indices.within_region_share(flow, regions),
    } | parts


def by_period() -> pl.DataFrame:
    """`index_row` of every period by three methods: period, first, last, method, the indices, quality."""
    rows = [
        {"period": f"{span[0]}-{span[1]}", "first": span[0], "last": span[1], "method": flow_tables.METHODS[method]}
        | index_row(span, method)
        for method in flow_tables.OVER_TIME
        for span in periods()
    ]
    return pl.DataFrame(rows).with_columns(quality=pl.lit(MODELLED))


def of_country(code: str) -> pl.DataFrame:
    """One country's indices by period and method; empty where the estimates lack it.

    Returns: period, first, last, method, departures, arrivals, net (per 1,000 people a year), effectiveness (per cent
    of turnover), destinations, origins (how many equally large ones would be as diverse), out_within, in_within
    (shares within its region; null where nobody moves), quality.
    """
    rows = []
    for method in flow_tables.OVER_TIME:
        for span in periods():
            held = flow_tables.places(span)
            if code not in held:
                return pl.DataFrame()
            keys = {"period": f"{span[0]}-{span[1]}", "first": span[0], "last": span[1]}
            row = _place_row(span, method, held.index(code))
            rows.append(keys | {"method": flow_tables.METHODS[method]} | row)
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(pl.selectors.float().fill_nan(None)).with_columns(
        quality=pl.lit(MODELLED)
    )  # fmt: skip


def _place_row(period: tuple[int, int], method: Method, at: int) -> dict[str, float | None]:
    flow, population = flow_tables.estimated(period, method), people(period)
    same = np.array(labels(period)[0]) == labels(period)[0][at]
    out, into = flow[at], flow[:, at]
    left, came, held = float(out.sum()), float(into.sum()), float(population[at])
    return {
        "departures": PER * left / held,
        "arrivals": PER * came / held,
        "net": PER * (came - left) / held,
        "effectiveness": 100 * (came - left) / (came + left) if came + left else None,
        "destinations": float(indices.diversity(flow, "out")[at]),
        "origins": float(indices.diversity(flow, "in")[at]),
        "out_within": float(out[same].sum() / left) if left else None,
        "in_within": float(into[same].sum() / came) if came else None,
    }


def stocks_by_year() -> pl.DataFrame:
    """Shares of the migrant stock by year: year, people, share (of the population), within, south_south, quality.

    `within` and `south_south` are shares of the people whose origin is known.
    """
    known = stock_tables.bilateral()
    whole = stock_tables.yearly(known.frame, known.unknown, Asked())
    inhabitants = load("demography_totals").frame.group_by("year").agg(pl.col("pop_midyear").sum().alias("world"))
    south = [place.code for place in areas(("country", "territory")) if place.development_group == SOUTH]
    pairs, everybody = region_tables.pairs(), pl.col("stock").sum()
    own = pl.col("stock").filter(pl.col("from_region") == pl.col("to_region")).sum()
    between = pl.col("stock").filter(pl.col("origin").is_in(south) & pl.col("destination").is_in(south)).sum()
    inside = pairs.group_by("year").agg(within=own / everybody, south_south=between / everybody)
    return (
        whole.join(inside, on="year")
        .join(inhabitants, on="year")
        .select("year", people="stock", share=pl.col("stock") / pl.col("world"), within="within",
                south_south="south_south", quality="quality")
        .sort("year")
    )  # fmt: skip
