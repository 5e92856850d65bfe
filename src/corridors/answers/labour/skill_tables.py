"""What is known of migrants by skill: education in Europe, at origin, emigration rates, proxies, and open doors."""

from __future__ import annotations

from functools import cache

import polars as pl

from corridors.concepts.quality import Quality
from corridors.data import load
from corridors.data.load import lazy
from corridors.errors import DataUnavailable

LEVELS = {"ED0-2": "low", "ED3_4": "medium", "ED5-8": "high"}
WIC_LEVELS = {
    "no_education": "low", "incomplete_primary": "low", "primary": "low", "lower_secondary": "low",
    "upper_secondary": "medium", "post_secondary": "high",
}  # fmt: skip
"""Levels of the Wittgenstein Centre as the three of ISCED: post-secondary is a little more than tertiary."""
POPULATION_YEAR = 2020
AGES = (15, 60)
"""First and last five-year age group of the inhabitants, for 15 to 64 as in the labour force survey."""
RATES = "iab_braindrain_rates"
RATES_YEAR = 2010
OPEN = ("visa free", "visa on arrival", "e-visa", "eta", "visa on arrival or e-visa")
"""Requirements that need no visit to a consulate before travel."""


@cache
def foreigners() -> pl.DataFrame:
    """Foreign citizens of 15 to 64 by education, last year: country, year, low, medium, high (shares). Europe only."""
    rows = lazy("integration")[0].filter(pl.col("series") == "edat_lfs_9911").sort("year").collect()
    last = rows.filter(pl.col("year") == pl.col("year").max().over("country"))
    wide = last.with_columns(level=pl.col("category").replace_strict(LEVELS)).pivot(
        "level", index=["country", "year"], values="value"
    )
    return wide.with_columns(pl.col("low", "medium", "high") / 100, quality=pl.lit(Quality.OBSERVED.value))


@cache
def inhabitants() -> pl.DataFrame:
    """All inhabitants of 15 to 64 by education in 2020: country, own_low, own_medium, own_high (shares)."""
    rows = lazy("education")[0].filter(
        pl.col("year") == POPULATION_YEAR, pl.col("age").is_between(*AGES), pl.col("education").is_in(list(WIC_LEVELS))
    )
    sums = rows.group_by("country", "education").agg(pl.col("population").sum()).collect()
    shares = sums.with_columns(level="own_" + pl.col("education").replace_strict(WIC_LEVELS)).pivot(
        "level", index="country", values="population", aggregate_function="sum"
    )
    whole = pl.col("own_low") + pl.col("own_medium") + pl.col("own_high")
    return shares.filter(whole > 0).with_columns(pl.col("own_low", "own_medium", "own_high") / whole)


@cache
def rates() -> pl.DataFrame | None:
    """Emigration rates by education to 20 OECD countries in 2010, or None where the dataset is not added."""
    try:
        frame = load(RATES).frame
    except DataUnavailable:
        return None
    rows = frame.filter(gender="both", year=RATES_YEAR).filter(pl.col("rate_total") > 0)
    return rows.select("origin", "rate_total", "rate_low", "rate_medium", "rate_high")


@cache
def doors() -> pl.DataFrame:
    """On the last date: passport, destinations that need no consulate first, those that need no visa, and all."""
    last = lazy("visa")[0].filter(pl.col("date") == pl.col("date").max())
    opened, free = pl.col("requirement").is_in(OPEN), pl.col("requirement") == OPEN[0]
    found = last.group_by(country="passport").agg(
        doors=opened.sum(), visa_free=free.sum(), of=pl.len(), date=pl.col("date").max()
    )
    return found.collect()


@cache
def admitted() -> pl.DataFrame:
    """On the last date: destination, and how many passports it admits without a visit to a consulate first."""
    last = lazy("visa")[0].filter(pl.col("date") == pl.col("date").max())
    opened = pl.col("requirement").is_in(OPEN)
    return last.group_by(country="destination").agg(admits=opened.sum()).collect()


@cache
def professionals() -> pl.DataFrame:
    """Net moves of LinkedIn members, mean of 2015 to 2019: country, partner, net_per_10k (a gain of the country)."""
    frame = lazy("talent_migration_linkedin")[0].group_by("country", "partner")
    return frame.agg(pl.col("net_per_10k").mean(), years=pl.len()).collect()


def hosts() -> pl.DataFrame:
    """Europe's hosts: education of foreign citizens beside all inhabitants, and how open their borders are."""
    joined = foreigners().join(inhabitants(), on="country", how="left").join(admitted(), on="country", how="left")
    return joined.with_columns(
        more_high=pl.col("high") - pl.col("own_high"), projected=pl.lit(Quality.PROJECTED.value)
    ).sort("high", descending=True)


def origins() -> pl.DataFrame:
    """Every country: education of its inhabitants, doors its passport opens, professionals' net moves, and rates."""
    net = professionals().group_by("country").agg(professionals=pl.col("net_per_10k").sum(), partners=pl.len())
    frame = inhabitants().join(doors(), on="country", how="left").join(net, on="country", how="left")
    if (emigration := rates()) is not None:
        frame = frame.join(emigration.rename({"origin": "country"}), on="country", how="left").with_columns(
            selectivity=pl.col("rate_high") / pl.col("rate_total")
        )
    return frame.with_columns(
        quality=pl.lit(Quality.PROJECTED.value), observed=pl.lit(Quality.OBSERVED.value),
        modelled=pl.lit(Quality.MODELLED.value),
    ).sort("own_high", descending=True)  # fmt: skip


def by_thirds() -> pl.DataFrame:
    """Median doors of passports by thirds of countries, by the share of inhabitants with high education."""
    known = origins().drop_nulls("doors").sort("own_high")
    third = ((pl.col("own_high").rank("ordinal") - 1) * 3 // pl.len()).alias("third")
    return known.with_columns(third).group_by("third").agg(
        pl.col("doors").median(), countries=pl.len(), lowest=pl.col("own_high").min(), highest=pl.col("own_high").max()
    ).sort("third").with_columns(quality=pl.lit(Quality.OBSERVED.value))  # fmt: skip


def pair(origin: str, destination: str) -> dict[str, object]:
    """What is known of one corridor: requirement, net moves of professionals seen from each end, people."""
    asked = lazy("visa")[0].filter(
        pl.col("passport") == origin, pl.col("destination") == destination, pl.col("date") == pl.col("date").max()
    ).collect()  # fmt: skip
    there = professionals().filter(country=destination, partner=origin)["net_per_10k"]
    back = professionals().filter(country=origin, partner=destination)["net_per_10k"]
    return {
        "origin": origin,
        "destination": destination,
        "requirement": asked["requirement"][0] if asked.height else None,
        "gain_of_destination": there[0] if len(there) else None,
        "gain_of_origin": back[0] if len(back) else None,
    }
