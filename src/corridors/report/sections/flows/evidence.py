"""What is known of flows: rival published estimates, and what statistical offices report."""

from __future__ import annotations

import polars as pl

from corridors.concepts.countries import Area
from corridors.content.blocks import Block, Missing, Reference, References
from corridors.content.subject import Direction
from corridors.content.words import listed
from corridors.data import lazy, load
from corridors.data import source as find_source

ESTIMATES = "abel_cohen_2022"
METHODS = {
    "da_pb_closed": "Demographic accounting, pseudo-Bayes",
    "mig_rate": "Migration rates",
    "da_min_closed": "Demographic accounting, minimum, closed",
    "da_min_open": "Demographic accounting, minimum, open",
    "sd_rev_neg": "Stock difference, negatives reversed",
    "sd_drop_neg": "Stock difference, negatives dropped",
}
"""The six methods of Abel and Cohen (2022), https://doi.org/10.1038/s41597-022-01271-z, from most to least movement."""
REPORTED = ("flows_reported", "flows_reported2")
REPORT_COLUMNS = ("dataset", "source", "year", "reporter", "reporting_side", "criterion", "coverage", "flow")
COUNTED = {
    "us_dhs_lpr_birth": "permanent residence granted, by country of birth",
    "us_dhs_lpr_residence": "permanent residence granted, by last residence",
    "ircc_pr_citizenship": "permanent residence granted, by citizenship",
    "au_permanent_programme": "permanent visas granted, by citizenship",
    "cfo_emigrants": "registered emigrants, by next residence",
}
"""What is counted where it is not simply arrivals or departures; see the datasets' sidecars."""
CRITERIA = {"residence": "residence", "citizenship": "citizenship", "birth": "country of birth"}
PERIOD = ("period_start", "period_end")


def estimates(way: Direction) -> pl.DataFrame:
    """Five-year transition estimates of one direction by period and method: period_start, period_end, method, flow.

    A pair that the authors do not list in a period is a zero, provided both countries are in their tables then.
    """
    frame = _estimated()
    leaving = frame.filter(origin=way.origin.code).select(PERIOD).unique()
    arriving = frame.filter(destination=way.destination.code).select(PERIOD).unique()
    pairs = frame.filter(origin=way.origin.code, destination=way.destination.code)
    leaving, arriving, pairs = pl.collect_all([leaving, arriving, pairs])
    covered = leaving.join(arriving, on=PERIOD).join(pl.DataFrame({"method": list(METHODS)}), how="cross")
    return (
        covered.join(pairs.select("period_start", "method", "flow"), on=["period_start", "method"], how="left")
        .with_columns(pl.col("flow").fill_null(0.0))
        .sort("period_start", "method")
    )


def estimates_of(subject: Area) -> pl.DataFrame:
    """Estimates of all flows from and to one country in the latest period: origin, destination, low, high, centre.

    `low` and `high` are the least and the most of the six methods, a method that does not list the pair giving zero;
    `centre` is the pseudo-Bayes estimate.
    """
    frame = _estimated().filter((pl.col("origin") == subject.code) | (pl.col("destination") == subject.code))
    latest = frame.filter(pl.col("period_start") == pl.col("period_start").max())
    flow = pl.col("flow")
    return (
        latest.group_by("origin", "destination", *PERIOD)
        .agg(
            low=pl.when(pl.len() < len(METHODS)).then(0.0).otherwise(flow.min()),
            high=flow.max(),
            centre=flow.filter(pl.col("method") == "da_pb_closed").sum(),
        )
        .collect()
    )


def reported(way: Direction) -> pl.DataFrame:
    """What statistical offices report for one direction.

    Returns:
        dataset, source, year, reporter, reporting_side, criterion, coverage, flow, series (the office and what it
        counts, in words); where an office gives citizens, foreigners and both, only both is kept.
    """
    frames = []
    for dataset in REPORTED:
        rows = lazy(dataset)[0].filter(origin=way.origin.code, destination=way.destination.code).collect()
        frames.append(rows.with_columns(dataset=pl.lit(dataset)).select(REPORT_COLUMNS))
    widest = {"both": 0, "foreigners": 1, "citizens": 2}
    series = ["source", "reporter", "reporting_side", "criterion", "year"]
    return (
        pl.concat(frames)
        .sort(pl.col("coverage").replace_strict(widest, return_dtype=pl.Int64))
        .unique(series, keep="first", maintain_order=True)
        .sort(series)
        .with_columns(series=_series_label(way))
    )


def references(counts: dict[Direction, pl.DataFrame], cited: References) -> list[Reference]:
    """The sources of reported flows, numbered."""
    used = dict.fromkeys(
        (row["dataset"], row["source"]) for frame in counts.values() for row in frame.iter_rows(named=True)
    )
    return list(dict.fromkeys(cited.cite(find_source(dataset), part) for dataset, part in used))


def withheld() -> list[Block]:
    """Say which sources of flows exist and may not be carried by the package."""
    absent = [part for dataset in ("flows_published", *REPORTED) for part in find_source(dataset).withheld_parts]
    if not absent:
        return []
    return [
        Missing(
            "Further sources of flows",
            f"Their licence does not clearly permit passing them on: {listed([part.title for part in absent])}.",
            "`corridors data show flows_reported` says where to get them, `corridors data add FOLDER` adds them.",
        )
    ]


def net_migration(subject: Area) -> pl.DataFrame:
    """Net migration of one country by calendar year with its projection intervals (World Population Prospects)."""
    return load("net_migration", country=subject.code).frame


def _estimated() -> pl.LazyFrame:
    return lazy("flows_published")[0].filter(source=ESTIMATES, sex="both", move_type="all")


def _series_label(way: Direction) -> pl.Expr:
    ends = {end.code: end.short_name for end in way}
    side = pl.when(pl.col("reporting_side") == "immigration").then(pl.lit("arrivals")).otherwise(pl.lit("departures"))
    plain = side + ", by " + pl.col("criterion").replace(CRITERIA)
    counted = pl.col("source").replace_strict(COUNTED, default=None, return_dtype=pl.String)
    office = pl.when(pl.col("source").str.starts_with("destatis")).then(pl.lit(" (Destatis)")).otherwise(pl.lit(""))
    return pl.col("reporter").replace(ends) + office + ": " + pl.coalesce(counted, plain)
