"""Published points of opinion beside the measured share of people born elsewhere."""

from __future__ import annotations

from functools import cache

import polars as pl

from corridors.answers.integration.withheld import Held, added
from corridors.answers.statistics.stock_tables import EDITION, bilateral
from corridors.concepts.quality import Quality
from corridors.content.blocks import Missing
from corridors.data import Source, load

ITEMS = {"imwbcnt": "place", "imbgeco": "economy", "imueclt": "culture"}
"""Items of the European Social Survey, 0 to 10, high where immigrants are thought good for each."""
UNION = "EU28"


@cache
def shares() -> tuple[pl.DataFrame, tuple[Source, ...]]:
    """People born elsewhere as a share of inhabitants: country, stock_year, measured (a share), measured_as."""
    stocks = bilateral()
    people, source = load("demography_totals")
    held = stocks.unknown.filter(edition=EDITION).group_by(country="destination", stock_year="year").agg(
        migrants=pl.col("stock_total").sum(), measured_as=pl.col("quality").first()
    )  # fmt: skip
    found = held.join(people.select("country", stock_year="year", population="pop_midyear"),
                      on=["country", "stock_year"])  # fmt: skip
    measured = found.select("country", "stock_year", "measured_as", measured=pl.col("migrants") / pl.col("population"))
    return measured.sort("stock_year"), (stocks.totals_source, source)


def with_measured(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the measured share of the stock nearest in time to each row's year."""
    return frame.sort("year").join_asof(
        shares()[0], left_on="year", right_on="stock_year", by="country", strategy="nearest", check_sortedness=False
    )


@cache
def points() -> tuple[pl.DataFrame, Source]:
    """Each survey's published answer of each country, with the measured share.

    Columns: country, year, survey, perceived, actual (the pollster's), integrated (call integration successful),
    positive (on people from outside the Union), all shares of one; measured, stock_year, over (perceived less
    measured), quality.
    """
    frame, source = load("opinion_perception")
    named = frame.select(
        "country", "year", "survey", perceived=pl.col("perceived") / 100, actual=pl.col("actual") / 100,
        integrated=pl.col("integration_successful") / 100, positive=pl.col("positive_outside_eu") / 100,
        quality=pl.col(source.quality_column).replace_strict(source.quality_values),
    )  # fmt: skip
    found = with_measured(named).with_columns(over=pl.col("perceived") - pl.col("measured"))
    return found.sort("over", "country", descending=[True, False], nulls_last=True), source


def last_guess(frame: pl.DataFrame) -> pl.DataFrame:
    """The last guess of each country at the share of immigrants, the largest error first."""
    guesses = frame.drop_nulls(["perceived", "measured"]).sort("year")
    return guesses.group_by("country", maintain_order=True).last().sort("over", descending=True)


def attitudes() -> Held | Missing:
    """Means of the European Social Survey, the last round of each country, where it has been added."""
    held = added("opinion_immigration", "Attitudes to immigrants in 28 countries, 2002-2016 (European Social Survey)")
    return held if isinstance(held, Missing) else Held(last_round(held.frame), held.source)


def last_round(frame: pl.DataFrame) -> pl.DataFrame:
    """Means of the last round of each country: country, year, place, economy, culture (0 to 10), measured, quality.

    Args:
        frame: the opinions: country, survey, year, item, value.
    """
    rows = frame.filter(pl.col("item").is_in(list(ITEMS)) & pl.col("year").is_not_null())
    last = rows.filter(pl.col("year") == pl.col("year").max().over("country"))
    wide = last.pivot("item", index=["country", "year"], values="value")
    absent = [pl.lit(None, pl.Float64).alias(item) for item in ITEMS if item not in wide.columns]
    named = wide.with_columns(absent).rename(ITEMS).with_columns(quality=pl.lit(Quality.OBSERVED.value))
    return with_measured(named).sort("place", nulls_last=True)


def acceptance() -> Held | Missing:
    """Gallup's index of acceptance, the published extremes, where it has been added."""
    held = added("opinion_gallup", "Gallup's Migrant Acceptance Index, published extremes of 2016 and 2017")
    if isinstance(held, Missing):
        return held
    named = held.frame.select("country", "year", index="value", quality=pl.lit(Quality.OBSERVED.value))
    return Held(with_measured(named).sort("index"), held.source)
