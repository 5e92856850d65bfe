"""National totals: what countries report to receive and pay in remittances, by source."""

from __future__ import annotations

import polars as pl

from corridors.concepts.countries import Area
from corridors.content.words import dollars, percent
from corridors.data import load

RECENT = 2020
"""National totals that end earlier are said to have no later figure, so that nobody takes them for today's."""
NATIONAL = {
    "wdi_2026_subset": "World Development Indicators, February 2026",
    "wdi_2025": "World Development Indicators, June 2025",
    "wdi_2023_05": "World Development Indicators, May 2023",
    "knomad_2023_05": "KNOMAD, May 2023 (gaps filled)",
}
"""Sources of what countries receive and pay, the newest first."""
RECEIVED, PAID, GDP = "BX.TRF.PWKR.CD.DT", "BM.TRF.PWKR.CD.DT", "NY.GDP.MKTP.CD"
GDP_PART = "wdi"
FEWEST_YEARS = 8
"""A line of the chart of national totals has at least as many years, else an older but longer source is drawn."""


def gdp(area: Area, year: int) -> float | None:
    """Gross domestic product in current US dollars; None where unknown."""
    found = load("economy", country=area.code, year=year).frame.filter(indicator=GDP)["value"]
    return float(found[0]) if len(found) else None


def totals(area: Area) -> pl.DataFrame:
    """What a country received and paid by source and year: source, order, year, received, paid, gdp.

    A printed zero becomes missing: the sources print it for years without a report, as for Syria after 2010.
    """
    economy = load("economy", country=area.code).frame
    later = {
        column: economy.filter(indicator=code).select("year", pl.col("value").alias(column))
        for column, code in (("received", RECEIVED), ("paid", PAID), ("gdp", GDP))
    }
    newer = later["received"].join(later["paid"], on="year", how="full", coalesce=True)
    reported = load("remittances_country", country=area.code).frame.select(
        "source", "year", pl.col("inflow_usd").alias("received"), pl.col("outflow_usd").alias("paid")
    )
    both = pl.concat([reported, newer.select(pl.lit("wdi_2025").alias("source"), "year", "received", "paid")])
    order = {source: place for place, source in enumerate(NATIONAL)}
    return (
        both.with_columns(
            pl.when(pl.col(flow) > 0).then(pl.col(flow)).alias(flow) for flow in ("received", "paid")
        )
        .with_columns(order=pl.col("source").replace_strict(order, return_dtype=pl.Int64))
        .filter(pl.any_horizontal(pl.col("received", "paid").is_not_null()))
        .join(later["gdp"], on="year", how="left")
        .sort("order", "year")
    )  # fmt: skip


def chosen(national: pl.DataFrame, flow: str) -> pl.DataFrame | None:
    """The one source to draw of what was received or paid: the latest that is long enough, else the longest."""
    rows = national.filter(pl.col(flow).is_not_null())
    spans = rows.group_by("source", "order").agg(years=pl.len(), last=pl.col("year").max())
    if spans.is_empty():
        return None
    long = spans.filter(pl.col("years") >= FEWEST_YEARS).sort("last", pl.col("order").neg())
    best = (long if not long.is_empty() else spans.sort("years", pl.col("order").neg()))["source"][-1]
    return rows.filter(source=best).select("source", "year", usd=pl.col(flow)).sort("year")


def latest_amount(rows: pl.DataFrame, flow: str) -> str:
    """The last amount in words, with its year and its weight in the gross domestic product.

    Where the product of that year is unknown, the last amount that has its weight stands beside it with its own year.

    Args:
        rows: rows of `totals` in which the flow is known, in order of the year.
        flow: "received" or "paid".
    """
    last = rows.row(-1, named=True)
    weighed = rows.filter(pl.col("gdp") > 0)
    remarks = []
    if not weighed.is_empty():
        row = weighed.row(-1, named=True)
        share = f"{percent(row[flow] / row['gdp'])} of gross domestic product"
        remarks.append(share if row["year"] == last["year"] else f"in {row['year']} {dollars(row[flow])}, {share}")
    if last["year"] < RECENT:
        remarks.append("no later figure is known")
    text = f"{dollars(last[flow])} in {last['year']}"
    return f"{text} ({'; '.join(remarks)})" if remarks else text
