"""The estimates that are scored, all in one shape: mean yearly flow of a pair over the years it stands for."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from corridors.data import load
from corridors.errors import CorridorsError
from corridors.evaluation.reported import FIRST, LAST
from corridors.flows.arrays import METHODS
from corridors.flows.combination import with_intervals
from corridors.flows.stocks import periods
from corridors.flows.world import table

PUBLISHED_BOUNDS = {"imem_2013": 80, "quantmig_2023": 95}
"""Per cent of probability between `flow_lo` and `flow_hi` of a published source, as its authors state it."""


@dataclass(frozen=True)
class Rival:
    """One estimate: its name and a frame `start, end, origin, destination, flow[, lower80, upper80, ...]`.

    `flow` is in persons a year, for the calendar years `start <= year < end`. A pair that is absent is a zero, or is
    unknown, when the estimate leaves small flows out (`sparse`); places that are in no row are not covered.
    """

    name: str
    frame: pl.DataFrame
    sparse: bool = False


def rivals() -> Iterator[Rival]:
    """Every estimate that can be scored here, one after another: our methods, the combined one, the published ones.

    Those that the package may not carry are scored when they have been added with `corridors data add`.
    """
    yield from _methods()
    yield combined_rival()
    yield from _published()


def combined_rival(name: str = "combined") -> Rival:
    """The packaged combined estimate, year by year, with its intervals."""
    frame = with_intervals(load("flows_combined").frame)
    bounds = ("lower80", "upper80", "lower95", "upper95")
    return Rival(name, frame.select("origin", "destination", "flow", *bounds, start="year", end=pl.col("year") + 1))


def _methods() -> Iterator[Rival]:
    for method in METHODS:
        parts = []
        for first, last in periods():
            try:
                found = table((first, last), method)
            except CorridorsError:
                break
            end = LAST + 1 if last == LAST else last
            parts.append(_period(found.frame, first, end, last - first))
        else:
            yield Rival(method, pl.concat(parts))


def _period(frame: pl.DataFrame, first: int, end: int, years: float) -> pl.DataFrame:
    return frame.select(
        "origin", "destination", flow=pl.col("flow") / years, start=pl.lit(first, pl.Int64), end=pl.lit(end, pl.Int64)
    )


def _published() -> Iterator[Rival]:
    held = load("flows_published").frame.filter(sex="both", move_type="all").filter(pl.col("period_end") > FIRST)
    span = (pl.col("period_end") - pl.col("period_start")).cast(pl.Float64)
    for (source, method), rows in sorted(held.group_by("source", "method"), key=lambda item: str(item[0])):
        frame = rows.select(
            "origin",
            "destination",
            start="period_start",
            end="period_end",
            flow=pl.col("flow") / span,
            **_bounds(str(source)),
        )
        single = (
            rows.select(pl.col("source", "method")).is_empty() or held.filter(source=source)["method"].n_unique() == 1
        )
        name = str(source) if single else f"{source}/{method}"
        yield Rival(name, frame, sparse=bool((rows["min_flow_kept"].fill_null(1) > 1).any()))


def _bounds(source: str) -> dict[str, pl.Expr]:
    level = PUBLISHED_BOUNDS.get(source)
    return {f"lower{level}": pl.col("flow_lo"), f"upper{level}": pl.col("flow_hi")} if level else {}
