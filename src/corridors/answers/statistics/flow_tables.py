"""Flows estimated by rival methods, by kind of move and sex, beside what offices report."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from corridors.answers.statistics import mirror_tables, stock_tables
from corridors.concepts.quality import Quality
from corridors.data import source as find_source
from corridors.errors import DataUnavailable, NotCovered
from corridors.flows.combination import combined
from corridors.flows.labelled import estimate
from corridors.flows.stocks import periods, world_stocks

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.data import Source
    from corridors.flows.arrays import Floats, Method
    from corridors.flows.demography import Sex
    from corridors.flows.stocks import WorldStocks

MAIN: Method = "pseudo-bayes"
"""The method whose birthplaces and sexes split the moves; the main number too where the combined estimate is absent."""
COMBINED = "combined estimate"
LEVEL = 95
"""Per cent of probability of the intervals shown."""
METHODS: dict[Method, str] = {
    "pseudo-bayes": "pseudo-Bayes",
    "rate": "migration rates",
    "min-closed": "fewest moves, closed",
    "min-open": "fewest moves, open",
    "difference-reverse": "stock differences, falls reversed",
    "difference-drop": "stock differences, falls dropped",
}
"""The six published methods (Abel and Cohen 2019) in words; independence and transport bound them and are no rivals."""
OVER_TIME: tuple[Method, ...] = ("pseudo-bayes", "min-closed", "difference-drop")
"""Methods shown for all periods: the most, the middle and the fewest moves."""
LEAST_SPLIT = 10.0
"""Movers a year below whom shares of women and of returns say nothing."""
MOVES = ("outward", "return", "onward")
MODELLED, OBSERVED = Quality.MODELLED.value, Quality.OBSERVED.value
PAIR = ["origin", "destination"]


def period_of(asked: Asked) -> tuple[int, int]:
    """The period that holds the year asked for, from one 1 July to another; the last without one.

    Raises:
        NotCovered: a year before the first period or after the last.

    >>> from corridors.answers.asked import Asked
    >>> period_of(Asked(year=2017)), period_of(Asked())
    ((2015, 2020), (2020, 2024))
    """
    spans = periods()
    if asked.year is None:
        return spans[-1]
    asked.year_of(range(spans[0][0], spans[-1][1] + 1), "estimates of flows")
    return next((span for span in spans if span[0] <= asked.year < span[1]), spans[-1])


@cache
def stocks(period: tuple[int, int], sex: Sex = "both") -> WorldStocks:
    """The stocks of a period, read once for all methods."""
    return world_stocks(period, sex)


@cache
def estimated(period: tuple[int, int], method: Method, sex: Sex = "both") -> Floats:
    """Flows of a period by one method, `[origin, destination]` over `places(period)`, persons a year."""
    return estimate(stocks(period, sex), method=method).estimate.per_year


def places(period: tuple[int, int]) -> tuple[str, ...]:
    """Codes of the places among which the flows of a period are estimated, in the order of the tables."""
    return stocks(period).countries


@cache
def combined_of(period: tuple[int, int]) -> pl.DataFrame | None:
    """The combined estimate over the calendar years of a period, None where its dataset is absent.

    Returns: origin, destination, combined, lower, upper (bounds of `LEVEL` per cent; persons a year), known (its mark).
    """
    try:
        found = combined(period).frame
    except DataUnavailable:
        return None
    years = period[1] - period[0]
    bounds = {"combined": "flow", "lower": f"lower{LEVEL}", "upper": f"upper{LEVEL}"}
    return found.select(*PAIR, *(pl.col(old).alias(new) / years for new, old in bounds.items()), known="quality")


def combined_source() -> Source | None:
    """The combined estimate's source, None where its dataset is absent."""
    return None if combined_of(periods()[-1]) is None else find_source("flows_combined")


@cache
def corridors(period: tuple[int, int]) -> pl.DataFrame:
    """All pairs of a period on which some method has movers, the largest first, persons a year.

    Returns: origin, destination, main (the combined estimate, or pseudo-Bayes where it is absent), lower, upper (its
    bounds or null), flow (pseudo-Bayes), low, high (the least and most of the six methods), outward, return, onward
    (of pseudo-Bayes; onward holds everybody whose birthplace is unknown), women, men (of their own estimates),
    share_women, share_return, share_onward (of pseudo-Bayes), known (the mark of `main`), quality.
    """
    rivals = np.stack([estimated(period, method) for method in METHODS])
    high = rivals.max(axis=0)
    kept = np.nonzero(high)
    years = period[1] - period[0]
    by_birth = estimate(stocks(period), method=MAIN, by_birth=True).estimate
    pieces = {name: moves[kept] / years for name, moves in by_birth.pieces().items()}
    women, men = estimated(period, MAIN, "female")[kept], estimated(period, MAIN, "male")[kept]
    codes = pl.Series(places(period), dtype=pl.String)
    columns = {"origin": codes.gather(kept[0]), "destination": codes.gather(kept[1]),
               "flow": estimated(period, MAIN)[kept], "low": rivals.min(axis=0)[kept], "high": high[kept]}  # fmt: skip
    frame = pl.DataFrame(columns | pieces | {"women": women, "men": men})
    both = pl.col("women") + pl.col("men")
    with_women = frame.with_columns(
        share_women=pl.when(both >= LEAST_SPLIT).then(pl.col("women") / both),
        share_return=pl.when(pl.col("flow") >= LEAST_SPLIT).then(pl.col("return") / pl.col("flow")),
        share_onward=pl.when(pl.col("flow") >= LEAST_SPLIT).then(pl.col("onward") / pl.col("flow")),
        quality=pl.lit(MODELLED),
    )
    return _with_combined(with_women, combined_of(period)).sort(
        ["main", *PAIR], descending=[True, False, False], nulls_last=True
    )


def _with_combined(frame: pl.DataFrame, found: pl.DataFrame | None) -> pl.DataFrame:
    """Add `main, lower, upper, known` to pairs, and the pairs that only the combined estimate has.

    A pair between its places that it leaves out has under half a person a year; `main` is null for places that it does
    not have, such as those that the stocks count together.
    """
    if found is None:
        nothing = pl.lit(None, pl.Float64)
        return frame.with_columns(main="flow", lower=nothing, upper=nothing, known="quality")
    held = sorted({*found["origin"], *found["destination"]})
    joined = frame.join(found, on=PAIR, how="full", coalesce=True).rename({"combined": "main"})
    covered = pl.col("origin").is_in(held) & pl.col("destination").is_in(held)
    return joined.with_columns(
        pl.when(covered).then(pl.col("main", "lower").fill_null(0.0)),
        pl.col("known").fill_null(Quality.EXTRAPOLATED.value),
        pl.col("quality").fill_null(MODELLED),
    )


@cache
def reported(period: tuple[int, int]) -> pl.DataFrame:
    """What offices report of each pair by residence, mean of the period's years: arrivals, departures (persons a year).

    A period from 1 July to 1 July is set beside its calendar years; a side that reports fewer than most of them is
    left out, because one year does not stand for a period.
    """
    rows = mirror_tables.reports().filter(
        pl.col("criterion") == "residence", pl.col("coverage") == "both", pl.col("year").is_between(*period)
    )
    one = rows.group_by(*PAIR, "year", "reporting_side").agg(pl.col("flow").sort_by("source").first())
    means = one.group_by(*PAIR, "reporting_side").agg(pl.col("flow").mean(), pl.len())
    enough = means.filter(pl.col("len") > (period[1] - period[0] + 1) / 2)
    sides = {"immigration": "arrivals", "emigration": "departures"}
    parts = [
        enough.filter(reporting_side=side).select(*PAIR, pl.col("flow").alias(name)) for side, name in sides.items()
    ]
    return parts[0].join(parts[1], on=PAIR, how="full", coalesce=True).with_columns(reports=pl.lit(OBSERVED))


def with_reports(frame: pl.DataFrame, period: tuple[int, int]) -> pl.DataFrame:
    """Add what offices report, with `reports` as the mark of those cells (null where nobody reports)."""
    return frame.join(reported(period), on=PAIR, how="left", maintain_order="left")


def against_reports(asked: Asked, period: tuple[int, int]) -> tuple[pl.DataFrame, tuple[int, int]]:
    """The main estimate beside what offices report, in the last period up to the one asked for that has reports.

    Returns: origin, destination, main, flow, low, high, arrivals, departures, reports, ratio (the estimate to the
    arrivals, or the departures where there are none), quality; and the period. The largest reports come first.
    """
    for span in [span for span in reversed(periods()) if span <= period]:
        held = of_subject(reported(span), asked)
        if not held.is_empty():
            index = {code: i for i, code in enumerate(places(span))}
            rows = held.filter(pl.col("origin").is_in(index), pl.col("destination").is_in(index))
            cells = [index[code] for code in rows["origin"]], [index[code] for code in rows["destination"]]
            rivals = np.stack([estimated(span, method) for method in METHODS])[:, *cells]
            said = pl.coalesce("arrivals", "departures")
            held_main = _with_combined(
                rows.with_columns(flow=pl.Series(estimated(span, MAIN)[cells]), quality=pl.lit(MODELLED)),
                combined_of(span),
            ).join(rows.select(PAIR), on=PAIR, how="semi")
            found = held_main.with_columns( low=pl.Series(rivals.min(0)),
                high=pl.Series(rivals.max(0)), quality=pl.lit(MODELLED),
            ).with_columns(ratio=pl.when(said > 0).then(pl.col("flow") / said))  # fmt: skip
            return found.sort(said, descending=True), span
    return pl.DataFrame(), period


def of_subject(frame: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """The pairs of a question: a corridor, out of an origin, into a destination, or an end in a country or region."""
    if asked.origin is not None:
        frame = frame.filter(origin=asked.origin.code)
    if asked.destination is not None:
        frame = frame.filter(destination=asked.destination.code)
    if asked.country is not None or asked.region is not None:
        codes = asked.codes or ()
        frame = frame.filter(pl.col("origin").is_in(codes) | pl.col("destination").is_in(codes))
    return frame


def totals(period: tuple[int, int], method: Method, asked: Asked) -> dict[str, float | None]:
    """Moves into and out of a country or region, not those within it, and all moves of a subject (persons a year).

    `into` and `out` are None for the world, a corridor, and all corridors of one origin or destination.
    """
    flow = estimated(period, method)
    held = np.array(places(period))
    if asked.country is not None or asked.region is not None:
        inside = np.isin(held, list(asked.codes or ()))
        into, out = flow[~inside][:, inside].sum(), flow[inside][:, ~inside].sum()
        return {"into": float(into), "out": float(out), "all": float(into + out + flow[inside][:, inside].sum())}
    start = held == asked.origin.code if asked.origin else np.ones(len(held), dtype=np.bool_)
    end = held == asked.destination.code if asked.destination else np.ones(len(held), dtype=np.bool_)
    return {"into": None, "out": None, "all": float(flow[start][:, end].sum())}


def combined_totals(period: tuple[int, int], asked: Asked) -> dict[str, float | None] | None:
    """As `totals`, of the combined estimate; None where its dataset is absent."""
    found = combined_of(period)
    if found is None:
        return None
    if asked.country is None and asked.region is None:
        return {"into": None, "out": None, "all": float(of_subject(found, asked)["combined"].sum())}
    codes = asked.codes or ()
    start, end = pl.col("origin").is_in(codes), pl.col("destination").is_in(codes)
    into, out, within = (
        float(found.filter(kept)["combined"].sum()) for kept in (end & ~start, start & ~end, start & end)
    )
    return {"into": into, "out": out, "all": into + out + within}


def main_label() -> str:
    """The name of the estimate that gives the main number."""
    return METHODS[MAIN] if combined_of(periods()[-1]) is None else COMBINED


def by_method(asked: Asked, period: tuple[int, int]) -> pl.DataFrame:
    """What each estimate says of the subject: method, into, out, all (see `totals`), quality; the most moves first."""
    rivals = METHODS if in_stocks(asked, period) else {}
    rows = [{"method": label, **totals(period, method, asked)} for method, label in rivals.items()]
    if (found := combined_totals(period, asked)) is not None:
        rows.append({"method": COMBINED, **found})
    return _framed(rows, {"method": pl.String}).sort("all", descending=True)


def by_period(asked: Asked) -> pl.DataFrame:
    """What the main estimate and two rivals say in each period: period, first, last, method, into, out, all."""
    rows = []
    for a, b in periods():
        keys = {"period": f"{a}-{b}", "first": a, "last": b}
        main = combined_totals((a, b), asked)
        methods = (OVER_TIME if main is None else OVER_TIME[:2]) if in_stocks(asked, (a, b)) else ()
        rows += [] if main is None else [keys | {"method": COMBINED, **main}]
        rows += [keys | {"method": METHODS[method], **totals((a, b), method, asked)} for method in methods]
    return _framed(rows, {"period": pl.String, "first": pl.Int64, "last": pl.Int64, "method": pl.String})


def _framed(rows: list[dict], keys: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    schema = {**keys, "into": pl.Float64, "out": pl.Float64, "all": pl.Float64}
    return pl.DataFrame(rows, schema=schema).with_columns(quality=pl.lit(MODELLED))


def in_stocks(asked: Asked, period: tuple[int, int]) -> bool:
    """Whether the stocks show the places asked about apart, so that the rival methods say something of them."""
    named = [place.code for place in (asked.country, asked.origin, asked.destination) if place is not None]
    return set(named) <= set(places(period))


def check_pair(asked: Asked, period: tuple[int, int]) -> None:
    """Refuse a corridor that no estimate has.

    Raises:
        NotCovered: naming the place that the stocks lack.
    """
    if not asked.corridor or in_stocks(asked, period) or not of_subject(corridors(period), asked).is_empty():
        return
    absent = next(place for place in asked.corridor.ends if place.code not in places(period))
    raise NotCovered(
        f"Flows between {asked.corridor.origin.short_name} and {asked.corridor.destination.short_name} are not "
        f"estimated: the migrant stocks do not show {absent.short_name} apart.",
        hint=stock_tables.HELD_BY.get(absent.code, "The nearest larger country's estimates may hold its people."),
    )
