"""Asylum: new applications by year, and what is decided on them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Block, Fact, Figure, References, Table
from corridors.content.words import number, percent, spoken
from corridors.data import load
from corridors.data import source as find_source
from corridors.report.sections.refugees.views import FIRST_YEAR, View, bars

NEW = ("N", "NR", "NA", "V", "FA", "SP")
"""Types of application counted as new: new (N), new not told apart from repeats (NR), appeals (NA) or both (V, FA), and
subsidiary protection (SP). Left out: appeals (A), repeats (R, RA) and judicial reviews (J). Their sum over all
countries is UNHCR's total of new applications (Global Trends 2024: 3.1 million in 2024), https://www.unhcr.org/global-trends
"""
AGAIN = ("AR", "JR")
"""Instances that decide a claim again: administrative and judicial review."""
COURT = "EO"
"""Immigration courts of the United States: first to hear a claim, though coded as appeals in 2007 and 2010-2012."""
COUNTED = {"P": "Counted as persons", "C": "Counted as cases"}
DECISION_YEARS = 5
RATE = (
    "Share with protection = (recognised as refugees + given another protection) / (those + rejected); claims closed "
    "for other reasons, such as withdrawal, are not in it, nor are appeals and reviews."
)


def applications(view: View, frame: pl.DataFrame) -> pl.DataFrame:
    """New applications by year and unit of count: year, counted (P persons, C cases), applied."""
    new = pl.col("app_type").is_in(NEW) & ~(pl.col("app_type").eq("V") & pl.col("dec_level").is_in(AGAIN))
    court = pl.col("app_type").eq("A") & pl.col("dec_level").eq(COURT)
    rows = view.of(frame).filter(new | court)
    return rows.group_by("year", counted=pl.col("app_pc")).agg(pl.col("applied").sum()).sort("year", "counted")


def decisions(view: View, frame: pl.DataFrame) -> pl.DataFrame:
    """Decisions by year without appeals and reviews: year, recognised, other, rejected, closed, merits, share.

    merits = recognised + other + rejected; share = (recognised + other) / merits, null where there are none.
    """
    rows = view.of(frame).filter(~pl.col("dec_level").is_in(AGAIN)).group_by("year").agg(
        recognised=pl.col("dec_recognized").sum(), other=pl.col("dec_other").sum(),
        rejected=pl.col("dec_rejected").sum(), closed=pl.col("dec_closed").sum(),
    )  # fmt: skip
    positive = pl.col("recognised") + pl.col("other")
    merits = positive + pl.col("rejected")
    return rows.with_columns(merits=merits, share=pl.when(merits > 0).then(positive / merits)).sort("year")


def decisions_table(decided: dict[View, pl.DataFrame], year: int, cited: References) -> list[Block]:
    """Decisions of the latest years with the share that gave protection; nothing without a decision."""
    rows = [
        (view.label, *_cells(row))
        for view, frame in decided.items()
        for row in frame.filter(pl.col("year") > year - DECISION_YEARS).iter_rows(named=True)
    ]
    if not rows:
        return []
    return [
        Table(
            "Asylum decisions of the latest years, without appeals",
            (
                "Applicants", "Year", "Refugees", "Other protection", "Rejected", "Closed otherwise",
                "Share with protection",
            ),
            tuple(rows), Quality.OBSERVED, (cited.cite(find_source("asylum_decisions")),),
            note=f"Persons or cases. {RATE}",
        )
    ]  # fmt: skip


def few_applications(view: View, frame: pl.DataFrame, year: int, cited: References) -> Fact:
    """All new applications of a view that has too few for a chart."""
    total = int(frame["applied"].sum())
    unit = f"new {'application' if total == 1 else 'applications'}; all years together"
    return Fact(
        f"Asylum applications {view.by}", total, number(total), unit, f"{FIRST_YEAR}-{year}", Quality.OBSERVED,
        (cited.cite(find_source("asylum_applications")),),
    )  # fmt: skip


def claim_figure(filed: dict[View, pl.DataFrame], codes: Sequence[str], cited: References) -> Figure | None:
    """New applications by year, a panel for each view, with Eurostat's first-time applicants; None without a view."""
    if not filed:
        return None
    europe, europe_source = load("eu_asylum_first_time", country=codes)
    points = pl.concat(_first_time(view, europe) for view in filed)
    long = pl.concat(
        frame.with_columns(pl.col("counted").replace_strict(COUNTED), view=pl.lit(view.label))
        for view, frame in filed.items()
    )
    units = [label for label in COUNTED.values() if label in long["counted"]]
    view, frame = next(iter(filed.items()))
    peak = frame.group_by("year").agg(pl.col("applied").sum()).sort("applied", "year").row(-1, named=True)
    title = f"New asylum applications {view.by} were most numerous in {peak['year']}: {spoken(peak['applied'])}"
    references = [cited.cite(find_source("asylum_applications"))]
    note = (
        "Each panel has its own scale. A case may cover several persons. "
        "Until 2005 many countries did not tell new claims from others."
    )
    if len(points):
        references.append(cited.cite(europe_source))
        first, last = europe_source.years or (points["year"].min(), points["year"].max())
        note += f" Diamonds: people who applied there for the first time, by Eurostat, {first}-{last}."
    return charts.figure(
        "asylum-applications", title, "New applications for asylum by year, in persons or cases",
        bars(long, list(filed), "counted", units, amount="applied", unit="Applications a year", points=points), long,
        alternative=title, quality=[Quality.OBSERVED], references=references, note=note,
    )  # fmt: skip


def _first_time(view: View, europe: pl.DataFrame) -> pl.DataFrame:
    """Eurostat's first-time applicants by year; none where the panel is not about one country of asylum."""
    rows = view.of(europe) if view.asylum is not None else europe.clear()
    yearly = rows.group_by("year").agg(applied=pl.col("first_time_applicants").sum()).sort("year")
    return yearly.with_columns(view=pl.lit(view.label))


def _cells(row: dict[str, int]) -> tuple[str, ...]:
    share = percent(row["share"]) if row["share"] is not None else "none decided"
    return str(row["year"]), *(number(row[key]) for key in ("recognised", "other", "rejected", "closed")), share
