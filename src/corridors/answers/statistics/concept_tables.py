"""What each series counts, on what a country's stock rests, and how figures of two definitions compare."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import polars as pl

from corridors.answers.statistics import mirror_tables, stock_tables
from corridors.concepts.quality import Quality
from corridors.data import lazy
from corridors.data import source as find_source

LEAST = 100.0
"""Persons on both sides, from which on two reports of one corridor and year are compared."""
LEAST_PAIRS = 3
"""Comparisons that a conversion needs to be shown."""
OBSERVED, UNVERIFIED = Quality.OBSERVED.value, Quality.UNVERIFIED.value
LETTERS = {"B": "country of birth", "C": "citizenship", "I": "no data of its own"}
REFUGEES_ADDED = "R"
"""The publisher's mark of stocks to which refugees were added."""
PERIOD = (2010, 2015)
"""The last period of which both published transitions and many reports by residence are held."""


@cache
def series() -> pl.DataFrame:
    """The series that count people who move, with title, unit, definition and years from each dataset's record."""
    text = (files("corridors.answers.statistics") / "series_kinds.csv").read_text(encoding="utf-8")
    rows = []
    for row in csv.DictReader(text.splitlines()):
        found = find_source(row["dataset"])
        years = f"{found.years[0]}-{found.years[1]}" if found.years else ""
        rows.append(row | {"title": found.title, "unit": found.unit, "definition": found.definition, "years": years})
    return pl.DataFrame(rows).with_columns(quality=pl.lit(OBSERVED))


@cache
def rests_on() -> pl.DataFrame:
    """What each destination's stock rests on: destination, data_type, ties, refugees (added or not), quality."""
    held = stock_tables.bilateral().unknown.filter(edition=stock_tables.EDITION)
    last = held.filter(pl.col("year") == pl.col("year").max()).unique("destination").sort("destination")
    return last.select(
        "destination", "data_type",
        ties=pl.col("data_type").map_elements(_ties, return_dtype=pl.String),
        refugees=pl.col("data_type").str.contains(REFUGEES_ADDED), quality="quality",
    )  # fmt: skip


def _ties(data_type: str) -> str:
    letters = [letter for letter in data_type.split() if letter in LETTERS]
    return " and ".join(LETTERS[letter] for letter in letters) or "not stated"


def by_tie() -> pl.DataFrame:
    """How many destinations, and how many of the world's migrants, are counted by what: ties, destinations, people."""
    held = stock_tables.bilateral().unknown.filter(edition=stock_tables.EDITION)
    last = (
        held.filter(pl.col("year") == pl.col("year").max())
        .group_by("destination")
        .agg(people=pl.col("stock_total").sum())
    )
    joined = rests_on().join(last, on="destination")
    return (
        joined.group_by("ties")
        .agg(pl.len().alias("destinations"), pl.col("people").sum(), pl.col("refugees").sum().alias("with_refugees"))
        .with_columns(share=pl.col("people") / pl.col("people").sum(), quality=pl.lit(OBSERVED))
        .sort("people", descending=True)
    )


@cache
def conversions() -> pl.DataFrame:
    """How many people one definition counts for one person of another, of the same corridor and year.

    Returns: given, wanted (definitions), factor (median of wanted / given), low, high (quartiles), pairs (comparisons),
    corridors, basis, quality. A factor describes the comparisons held; it is no constant of nature.
    """
    reports = mirror_tables.reports()
    parts = [
        _compared(reports, ("eurostat_migr_imm1ctz", "eurostat_migr_imm5prv"), "citizenship of arrivals",
                  "Eurostat, partners in Europe; by residence the receiver's own citizens count too"),
        _compared(reports, ("us_dhs_lpr_birth", "us_dhs_lpr_residence"), "birthplace of arrivals",
                  "United States, permanent residence granted"),
        *_stays(),
        _transitions(reports),
    ]  # fmt: skip
    return pl.concat([part for part in parts if not part.is_empty()])


def _compared(reports: pl.DataFrame, sources: tuple[str, str], given: str, basis: str) -> pl.DataFrame:
    """Arrivals by previous residence for one by another criterion, of one office, where it counts enough by both."""
    keys = ["origin", "destination", "year"]
    arrivals = reports.filter(reporting_side="immigration", coverage="both")
    sides = [arrivals.filter(source=source).select(*keys, "flow") for source in sources]
    both = sides[0].join(sides[1], on=keys).filter((pl.col("flow") >= LEAST) & (pl.col("flow_right") >= LEAST))
    ratios = both.with_columns(ratio=pl.col("flow_right") / pl.col("flow"))
    return _summary(ratios, given, "previous residence of arrivals", basis, OBSERVED)


def _stays() -> list[pl.DataFrame]:
    """Receivers of each stay against a sender that counts every registration: Germany, by the offices' table."""
    rows = mirror_tables.both_sides().filter(
        (pl.col("sender_counts") == "any stay") & (pl.col("departures") >= LEAST) & (pl.col("arrivals") > 0)
    )
    found = []
    for stay in ("3 months", "6 months", "12 months", "permit for good", "for good"):
        kept = rows.filter(receiver_counts=stay)
        found.append(_summary(kept, "departures, any stay", f"arrivals, {stay}", "both ends' reports by residence",
                              UNVERIFIED))  # fmt: skip
    return found


def _transitions(reports: pl.DataFrame) -> pl.DataFrame:
    """Published transitions of five years, per year, against yearly reports by residence of the same corridor."""
    start, end = PERIOD
    moves = reports.filter(
        pl.col("criterion") == "residence", pl.col("coverage") == "both", pl.col("reporting_side") == "immigration",
        pl.col("year").is_between(start, end),
    ).group_by("origin", "destination").agg(pl.col("flow").mean().alias("flow"), pl.len().alias("years"))  # fmt: skip
    published = lazy("flows_published")[0].filter(
        source="abel_cohen_2022", method="da_pb_closed", sex="both", move_type="all", period_start=start
    )
    spread = published.select("origin", "destination", per_year=pl.col("flow") / (end - start)).collect()
    both = moves.filter(pl.col("years") >= 3).join(spread, on=["origin", "destination"])
    kept = both.filter((pl.col("flow") >= LEAST) & (pl.col("per_year") > 0))
    ratios = kept.with_columns(ratio=pl.col("per_year") / pl.col("flow"))
    return _summary(ratios, "yearly movements reported", "five-year transitions, per year",
                    "Abel and Cohen (2022), pseudo-Bayes, against reports by residence", OBSERVED)  # fmt: skip


def _summary(ratios: pl.DataFrame, given: str, wanted: str, basis: str, quality: str) -> pl.DataFrame:
    held = ratios.drop_nulls("ratio")
    if held.height < LEAST_PAIRS:
        return pl.DataFrame()
    ratio = held["ratio"]
    return pl.DataFrame({
        "given": [given], "wanted": [wanted], "factor": [ratio.median()], "low": [ratio.quantile(0.25, "linear")],
        "high": [ratio.quantile(0.75, "linear")], "pairs": [held.height],
        "corridors": [held.select("origin", "destination").n_unique()], "basis": [basis], "quality": [quality],
    })  # fmt: skip


def offices_of(code: str) -> pl.DataFrame:
    """From which stay a country's office counts, by years, and every kind of report held of it."""
    return mirror_tables.criteria().filter(reporter=code)


def reports_of(code: str) -> pl.DataFrame:
    """Every kind of flow that a country's office reports: source, side, criterion, coverage, first, last, quality."""
    rows = mirror_tables.reports().filter(reporter=code)
    return (
        rows.group_by("source", "reporting_side", "criterion", "coverage")
        .agg(pl.col("year").min().alias("first"), pl.col("year").max().alias("last"))
        .with_columns(quality=pl.lit(OBSERVED))
        .sort("source", "reporting_side", "coverage")
    )
