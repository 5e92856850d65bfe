"""What benefits reach in each country, and how foreign citizens fare where Europe's surveys tell them apart."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import polars as pl

from corridors.answers.integration import outcome_tables
from corridors.answers.integration.withheld import Held, added
from corridors.answers.statistics.stock_tables import EDITION, bilateral
from corridors.concepts.quality import Quality
from corridors.content.blocks import Missing
from corridors.data import Source, load

BENEFITS = {
    "SI_COV_BENFTS": "any",
    "SI_COV_PENSN": "pension",
    "SI_COV_UEMP": "unemployed",
    "SI_COV_WKINJRY": "injury",
    "SI_COV_CHLD": "children",
}
"""The ILO's series that are shown: at least one benefit, pensions of the old, the unemployed, work injury, children."""
WHOLE = 100.0
OLDEST = 10
"""Years by which a coverage may be older than the last of all. Our own choice."""
STATUS = {"145a": "legal", "146a": "asylum", "147a": "undocumented"}
"""Indicators of the policy index: conditions of access to health care by status, 0 (none) to 100 (as nationals)."""


class Covered(NamedTuple):
    """Coverage and people born elsewhere by country, with the sources."""

    frame: pl.DataFrame
    sources: tuple[Source, ...]


@cache
def coverage() -> Covered:
    """Coverage by kind of benefit, the last year of each, and people born elsewhere: one row per country.

    Columns: country, any, pension, unemployed, injury, children (per cent of each group of inhabitants), year (of any
    benefit), pension_year, migrants, counted (how they are known), quality.
    """
    frame, source = load("social_protection_coverage")
    rows = frame.filter(
        pl.col("series").is_in(list(BENEFITS)) & (pl.col("group") == "all") & (pl.col("value") <= WHOLE)
    )
    recent = rows.filter(pl.col("year") >= pl.col("year").max() - OLDEST)
    last = recent.sort("year").group_by("country", "series", maintain_order=True).last()
    wide = last.pivot("series", index="country", values="value").rename(BENEFITS)
    years = last.group_by("country").agg(
        year=pl.col("year").filter(pl.col("series") == "SI_COV_BENFTS").max(),
        pension_year=pl.col("year").filter(pl.col("series") == "SI_COV_PENSN").max(),
    )
    stocks = bilateral()
    held = stocks.unknown.filter(edition=EDITION, year=EDITION).group_by(country="destination").agg(
        migrants=pl.col("stock_total").sum(), counted=pl.col("quality").first()
    )  # fmt: skip
    found = held.join(wide.join(years, on="country"), on="country", how="full", coalesce=True)
    found = found.with_columns(quality=pl.lit(Quality.MODELLED.value)).sort(
        "migrants", descending=True, nulls_last=True
    )
    return Covered(found, (source, stocks.totals_source))


@cache
def europe() -> tuple[pl.DataFrame, tuple[Source, ...]]:
    """Foreign citizens against nationals in European countries: the last year with income of each.

    Columns: country, year, ratio (median income, foreigners over nationals), out, out_nationals (unemployed, per cent),
    bad, bad_nationals (call their health bad or very bad, per cent), quality.
    """
    health, source = load("outcomes_citizenship_eu")
    bad = health.filter(
        (pl.col("category") == "Bad or very bad") & pl.col("citizenship").is_in(["foreigners", "nationals"])
    ).pivot("citizenship", index=["country", "year"], values="value")
    income = outcome_tables.rates("median equivalised net income").with_columns(
        ratio=pl.col("foreigners") / pl.col("nationals")
    )
    jobless = outcome_tables.rates("unemployment rate")
    found = (
        outcome_tables.latest(income.filter(pl.col("country") != outcome_tables.UNION))
        .select("country", "year", "ratio", "sample", "quality")
        .join(jobless.select("country", "year", out="foreigners", out_nationals="nationals"), on=["country", "year"],
              how="left")
        .join(bad.rename({"foreigners": "bad", "nationals": "bad_nationals"}), on=["country", "year"], how="left")
        .sort("ratio")
    )  # fmt: skip
    return found, (outcome_tables.source(), source)


def by_status() -> Held | Missing:
    """Access to health care by legal status in law, the last year of each country, where the index has been added."""
    held = added("policy_mipex", "Access to health care by legal status (Migrant Integration Policy Index)")
    return held if isinstance(held, Missing) else Held(statuses(held.frame), held.source)


def statuses(frame: pl.DataFrame) -> pl.DataFrame:
    """Scores of access to health care: country, year, legal, asylum, undocumented, quality.

    Args:
        frame: the policy index: country, year, code, score, edition.
    """
    rows = frame.filter(pl.col("code").is_in(list(STATUS))).sort("year", "edition")
    last = rows.filter(pl.col("year") == pl.col("year").max().over("country"))
    wide = last.unique(["country", "code"], keep="last", maintain_order=True).pivot(
        "code", index=["country", "year"], values="score"
    )
    absent = [pl.lit(None, pl.Float64).alias(code) for code in STATUS if code not in wide.columns]
    return (
        wide.with_columns(absent)
        .rename(STATUS)
        .select("country", "year", *STATUS.values(), quality=pl.lit(Quality.OBSERVED.value))
        .sort("undocumented", "country", nulls_last=True)
    )
