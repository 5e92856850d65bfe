"""The private sector in migration, as far as it is recorded: firms that send money, recruiters, sponsors."""

from __future__ import annotations

from functools import cache

import polars as pl

from corridors.answers.labour import agreements
from corridors.answers.rights.exploitation_tables import sponsorship
from corridors.concepts.quality import Quality
from corridors.data.load import lazy

UNITED_KINGDOM = "rpw_2025q3_uk_channels"
FIRMS = "fds_firm_type_fe_2016q2_2025q1"
WORLD = "WLD"
METHODS = {"cash": "cash", "account": "bank account", "bank_account": "bank account", "card": "card",
           "mobile_wallet": "mobile wallet"}  # fmt: skip
"""Payout methods: the publisher says account for all corridors and bank_account for single ones."""
TYPES = {"Bank": "bank", "Fintech": "new digital firm", "MobileMoney": "mobile operator", "PostOffice": "post office",
         "MTO": "money transfer operator"}  # fmt: skip
STOCK_YEAR = 2024


@cache
def payouts() -> pl.DataFrame:
    """Price of sending 200 pounds from the United Kingdom by receiving country and payout method: share, services."""
    rows = lazy("remittance_prices_channels")[0].filter(
        pl.col("source") == UNITED_KINGDOM, pl.col("measure") == "mean_total_cost_pct", pl.col("category") != "all"
    )
    return rows.select(
        "receiving", "period", method=pl.col("category").replace_strict(METHODS), share=pl.col("value") / 100,
        services="n", quality=pl.lit(Quality.MODELLED.value),
    ).sort("share", descending=True).collect()  # fmt: skip


@cache
def firms() -> pl.DataFrame:
    """Prices by type of firm against money transfer operators, in points; empty where the part is not added."""
    rows = lazy("remittance_prices_channels")[0].filter(pl.col("source") == FIRMS).collect()
    wide = rows.filter(pl.col("measure").str.ends_with("200usd")).with_columns(
        side=pl.when(pl.col("measure").str.starts_with("effect")).then(pl.lit("points")).otherwise(pl.lit("error")),
        firm=pl.col("category").replace_strict(TYPES),
    )
    if wide.is_empty():
        return pl.DataFrame(schema={"firm": pl.String, "points": pl.Float64, "error": pl.Float64, "services": pl.Int64,
                                    "quality": pl.String})  # fmt: skip
    found = wide.group_by("firm").agg(
        points=pl.col("value").filter(pl.col("side") == "points").first(),
        error=pl.col("value").filter(pl.col("side") == "error").first(),
        services=pl.col("n").max(),
    )
    return found.with_columns(quality=pl.lit(Quality.MODELLED.value)).sort("points", descending=True)


def recruiters() -> pl.DataFrame:
    """Who may recruit by the coded labour agreements of each period."""
    return agreements.by_period()


@cache
def countries() -> pl.DataFrame:
    """By country: agreements, those coded, those that name private agencies, services priced, sponsorship, stock."""
    each = agreements.agreements().with_columns(pl.col("private").fill_null(value=False))
    both = pl.concat([each.select("coded", "private", country=end) for end in ("iso_a", "iso_b")])
    counts = both.group_by("country").agg(
        agreements=pl.len(), coded=pl.col("coded").sum(), private=(pl.col("coded") & pl.col("private")).sum()
    )
    stock = lazy("migrant_stock_unknown")[0].filter(pl.col("edition") == STOCK_YEAR, pl.col("year") == STOCK_YEAR)
    people = stock.group_by(country="destination").agg(stock=pl.col("stock_total").sum()).collect()
    services = _services()
    tied = pl.col("country").is_in(list(sponsorship()))
    frame = people
    for other in (counts, services):
        frame = frame.join(other, on="country", how="full", coalesce=True)
    return frame.with_columns(
        pl.col("agreements", "coded", "private").fill_null(0),
        sponsored=pl.when(tied).then(pl.lit("yes, unverified")),
        quality=pl.lit(Quality.OBSERVED.value), modelled=pl.lit(Quality.MODELLED.value),
        unverified=pl.lit(Quality.UNVERIFIED.value),
    ).sort("private", "agreements", "stock", descending=True, nulls_last=True)  # fmt: skip


def _services() -> pl.DataFrame:
    """How many services the World Bank last priced in each sending country's corridors, as a mean."""
    rows = lazy("remittance_prices")[0].filter(pl.col("n_services").is_not_null(), pl.col("amount_usd") == 200)
    last = rows.filter(pl.col("period") == pl.col("period").max())
    return last.group_by(country="sending").agg(services=pl.col("n_services").mean(), corridors=pl.len()).collect()
