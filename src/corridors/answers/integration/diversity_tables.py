"""Diversity of origins where migrants live, and how unevenly emigrants of an origin spread: proxies of segmentation."""

from __future__ import annotations

from functools import cache

import polars as pl

from corridors.answers.statistics.stock_tables import EDITION, bilateral
from corridors.concepts.quality import Quality
from corridors.data import Source, load

MOST_UNKNOWN = 0.5
"""Share of people of unknown origin above which a destination gets no index. Our own choice."""
RANKED_FROM = 500_000
"""People from which on a country enters a ranking. Our own choice."""


def sources() -> tuple[Source, ...]:
    """Where stocks and populations come from."""
    stocks = bilateral()
    return stocks.source, stocks.totals_source, load("demography_totals").source


@cache
def destinations() -> pl.DataFrame:
    """Diversity of origins by destination and year.

    Equation: with `s` the share of each origin among migrants of known origin and `m` the share of migrants among
    inhabitants, two migrants differ with the chance `1 - sum(s ** 2)` (Simpson), the effective number of origins is
    `1 / sum(s ** 2)`, and two inhabitants differ with the chance `1 - (1 - m) ** 2 - m ** 2 * sum(s ** 2)`.

    Returns: country, year, migrants, share (of inhabitants), migrants_differ, effective, inhabitants_differ, first
    (the largest origin), first_share, unknown (share of migrants), quality.

    Source: Alesina, Harnoss and Rapoport (2016), Birthplace diversity and economic prosperity, Journal of Economic
        Growth 21, https://doi.org/10.1007/s10887-016-9127-6
    """
    stocks = bilateral()
    by = ["destination", "year"]
    known = stocks.frame.with_columns(s=pl.col("stock") / pl.col("stock").sum().over(by))
    order = known.sort("stock", descending=True)
    index = order.group_by(by, maintain_order=True).agg(
        squares=(pl.col("s") ** 2).sum(),
        first=pl.col("origin").first(),
        first_share=pl.col("s").first(),
        quality=pl.col("quality").first(),
    )
    held = stocks.unknown.filter(edition=EDITION).group_by(by).agg(
        migrants=pl.col("stock_total").sum(), unknown=pl.col("stock_unknown_origin").sum() / pl.col("stock_total").sum()
    )  # fmt: skip
    people = load("demography_totals").frame.select(destination="country", year="year", population="pop_midyear")
    found = held.join(index, on=by).join(people, on=by, how="left").filter(pl.col("unknown") <= MOST_UNKNOWN)
    share = pl.col("migrants") / pl.col("population")
    return found.select(
        pl.col("destination").alias("country"), "year", "migrants", share=share,
        migrants_differ=1 - pl.col("squares"), effective=1 / pl.col("squares"),
        inhabitants_differ=1 - (1 - share) ** 2 - share**2 * pl.col("squares"),
        first="first", first_share="first_share", unknown="unknown", quality="quality",
    ).sort("country", "year")  # fmt: skip


@cache
def origins() -> pl.DataFrame:
    """How emigrants of each origin spread over destinations, by year.

    Equation: `dissimilarity = sum(abs(a / A - b / B)) / 2` over destinations, with `a` emigrants of the origin and `b`
    all other migrants: the part of the emigrants who would have to live elsewhere to be spread like the others.

    Returns: country, year, emigrants, effective (number of destinations), dissimilarity, first (the largest
    destination), first_share, quality.

    Source: Duncan and Duncan (1955), A methodological analysis of segregation indexes, American Sociological Review
        20, https://doi.org/10.2307/2088328
    """
    frame = bilateral().frame.select("origin", "destination", "year", "stock")
    whole = frame.group_by("destination", "year").agg(all=pl.col("stock").sum())
    total = frame.group_by("year").agg(total=pl.col("stock").sum())
    joined = (
        frame.with_columns(own=pl.col("stock").sum().over("origin", "year"))
        .join(whole, on=["destination", "year"])
        .join(total, on="year")
        .with_columns(
            a=pl.col("stock") / pl.col("own"),
            b=(pl.col("all") - pl.col("stock")) / (pl.col("total") - pl.col("own")),
        )
        .sort("stock", descending=True)
    )
    over = pl.max_horizontal(pl.col("a") - pl.col("b"), 0.0).sum()
    return (
        joined.group_by("origin", "year", maintain_order=True)
        .agg(
            emigrants=pl.col("own").first(), effective=1 / (pl.col("a") ** 2).sum(), dissimilarity=over,
            first=pl.col("destination").first(), first_share=pl.col("a").first(),
        )
        .rename({"origin": "country"})
        .with_columns(quality=pl.lit(Quality.MODELLED.value))
        .sort("country", "year")
    )  # fmt: skip


def by_year(frame: pl.DataFrame) -> pl.DataFrame:
    """The mean of destinations weighed by their migrants: year, migrants_differ, inhabitants_differ, quality.

    People of unknown origin carry weight by the migrants of their destination, not by an origin that nobody knows.
    """

    def mean(name: str, weight: pl.Expr) -> pl.Expr:
        return ((pl.col(name) * weight).sum() / weight.filter(pl.col(name).is_not_null()).sum()).alias(name)

    migrants, people = pl.col("migrants"), pl.col("migrants") / pl.col("share")
    return (
        frame.group_by("year")
        .agg(mean("migrants_differ", migrants), mean("inhabitants_differ", people), countries=pl.len())
        .with_columns(quality=pl.lit(Quality.MODELLED.value))
        .sort("year")
    )
