"""What both ends of a corridor report, side by side, and what each office counts."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import polars as pl

from corridors.concepts.countries import area, known
from corridors.concepts.quality import Quality
from corridors.data import load

if TYPE_CHECKING:
    from corridors.answers.asked import Asked

DATASETS = ("flows_reported", "flows_reported2")
ORDER = ("un_desa_imf_2015", "destatis_12711_0008", "eurostat_migr_imm5prv", "us_dhs_lpr_residence")
"""Sources from first to last choice where several give the same count."""
LEAST = 100.0
"""Persons a year, on the side that reports more, below which a corridor is not ranked. Our own choice."""
OFFICES = ("for good", "permit for good", "12 months", "8 months", "6 months", "3 to 6 months", "4 months", "3 months",
           "any stay", "not known")  # fmt: skip
"""Criteria of stay from the strictest to the loosest, as `offices.csv` names them."""
OBSERVED = Quality.OBSERVED.value


@cache
def reports() -> pl.DataFrame:
    """Every report with an origin and a destination that are places: dataset and the columns of the reported flows."""
    frames = [load(name).frame.with_columns(dataset=pl.lit(name)) for name in DATASETS]
    both = pl.concat(frames).filter(pl.col("origin") != pl.col("destination"))
    places = {code for side in ("origin", "destination") for code in both[side].unique() if _is_place(code)}
    return both.filter(pl.col("origin").is_in(places) & pl.col("destination").is_in(places))


def _is_place(code: str | None) -> bool:
    return code is not None and known(code) and area(code).kind in ("country", "territory", "former")


@cache
def criteria() -> pl.DataFrame:
    """The stay from which each office counts an arrival and a departure, by years; recalled from the literature."""
    text = (files("corridors.answers.statistics") / "offices.csv").read_text(encoding="utf-8")
    frame = pl.DataFrame(list(csv.DictReader(text.splitlines())))
    years = [pl.col(name).replace("", None).cast(pl.Int64) for name in ("first_year", "last_year")]
    return frame.with_columns(*years, quality=pl.lit(Quality.UNVERIFIED.value))


@cache
def both_sides() -> pl.DataFrame:
    """Arrivals and departures of the same corridor and year, by residence, citizens and foreigners together.

    Returns: origin, destination, year, arrivals, departures (persons), arrivals_by, departures_by (sources), ratio
    (arrivals to departures; null where nobody left), receiver_counts, sender_counts (the stay), quality.
    """
    rows = reports().filter(pl.col("criterion") == "residence", pl.col("coverage") == "both")
    rank = pl.col("source").replace_strict({name: i for i, name in enumerate(ORDER)}, default=len(ORDER))
    first = rows.sort(rank, "source").unique(
        ["origin", "destination", "year", "reporting_side"], keep="first", maintain_order=True
    )
    keys = ["origin", "destination", "year"]
    arrived = first.filter(reporting_side="immigration").select(*keys, arrivals="flow", arrivals_by="source")
    left = first.filter(reporting_side="emigration").select(*keys, departures="flow", departures_by="source")
    joined = arrived.join(left, on=keys).with_columns(ratio=_ratio("arrivals", "departures"), quality=pl.lit(OBSERVED))
    with_receiver = _with_stay(joined, "destination", "arrivals", "receiver_counts")
    return _with_stay(with_receiver, "origin", "departures", "sender_counts").sort(keys)


def _ratio(above: str, below: str) -> pl.Expr:
    return pl.when(pl.col(below) > 0).then(pl.col(above) / pl.col(below))


def _with_stay(frame: pl.DataFrame, place: str, side: str, name: str) -> pl.DataFrame:
    """Add the stay from which the office of a place counts, in the row's year; "not known" where the table has none."""
    found = frame.with_row_index("row").join(criteria(), left_on=place, right_on="reporter", how="inner")
    inside = (pl.col("first_year") <= pl.col("year")) & (
        pl.col("last_year").is_null() | (pl.col("year") <= pl.col("last_year"))
    )
    stays = found.filter(inside).select("row", pl.col(side + "_right").alias(name))
    return frame.with_row_index("row").join(stays, on="row", how="left").drop("row").with_columns(
        pl.col(name).fill_null("not known")
    )  # fmt: skip


def of_subject(frame: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """The rows of a question: a corridor, an origin, a destination, or either end for a country; one year if asked."""
    if asked.origin is not None:
        frame = frame.filter(origin=asked.origin.code)
    if asked.destination is not None:
        frame = frame.filter(destination=asked.destination.code)
    if asked.country is not None:
        code = asked.country.code
        frame = frame.filter((pl.col("origin") == code) | (pl.col("destination") == code))
    return frame if asked.year is None else frame.filter(year=asked.year)


def by_corridor(frame: pl.DataFrame) -> pl.DataFrame:
    """Corridors over the years that both ends report, the widest gap first.

    Returns: origin, destination, first, last, years (number), arrivals, departures (persons a year), ratio, gap (how
    many times the larger is of the smaller; null where one side counts nobody), receiver_counts, sender_counts
    (of the last year), quality.
    """
    sums = frame.sort("year").group_by("origin", "destination", maintain_order=True).agg(
        pl.col("year").first().alias("first"), pl.col("year").last().alias("last"), pl.len().alias("years"),
        pl.col("arrivals", "departures").mean(), pl.col("receiver_counts", "sender_counts").last(),
        pl.col("quality").first(),
    )  # fmt: skip
    ratio = _ratio("arrivals", "departures")
    gap = pl.max_horizontal(ratio, 1 / ratio)
    return sums.with_columns(ratio=ratio, gap=pl.when(gap.is_finite()).then(gap)).sort(
        "gap", "origin", "destination", descending=[True, False, False], nulls_last=True
    )


def ranked(corridors: pl.DataFrame) -> pl.DataFrame:
    """Corridors that are large enough to be ranked and on which both sides count somebody."""
    return corridors.filter(pl.max_horizontal("arrivals", "departures") >= LEAST).drop_nulls("gap")


def by_definition(frame: pl.DataFrame) -> pl.DataFrame:
    """Ratios grouped by what receiver and sender count: number of corridors, median ratio, lowest and highest."""
    large = ranked(by_corridor(frame))
    order = pl.Enum(OFFICES + tuple(set(large["receiver_counts"]) - set(OFFICES)))
    return (
        large.group_by("receiver_counts", "sender_counts")
        .agg(
            pl.len().alias("corridors"), pl.col("ratio").median().alias("median"),
            pl.col("ratio").min().alias("lowest"), pl.col("ratio").max().alias("highest"),
            quality=pl.lit(Quality.UNVERIFIED.value),
        )
        .sort(pl.col("receiver_counts").cast(order), "sender_counts")
    )  # fmt: skip


def all_reports(asked: Asked) -> pl.DataFrame:
    """Every report of a corridor or place, whatever it counts, the latest first."""
    columns = ("year", "origin", "destination", "reporter", "reporting_side", "criterion", "coverage", "source", "flow")
    rows = of_subject(reports(), asked).select(columns).with_columns(quality=pl.lit(OBSERVED))
    return rows.sort(["year", "reporting_side", "source", "coverage"], descending=[True, False, False, False])
