"""Population, births and deaths of every country between two mid-years, by sex, from the packaged data.

Source: United Nations, World Population Prospects 2024, https://population.un.org/wpp/ , by way of the datasets
`demography_totals`, `population`, `fertility` and `mortality`.
"""

from typing import Literal

import polars as pl

from corridors.data import Source, lazy, source

Sex = Literal["male", "female", "both"]
SEXES: tuple[Sex, ...] = ("male", "female", "both")
DATASETS = ("demography_totals", "population", "fertility", "mortality")
AGE_STEP = 5
"""Populations by sex stand at every fifth year, death rates in periods of as many, in the packaged data."""
YEARS_OF_GROUP = {0: 1, 1: 4}
"""Years of the two lowest ages of the death rates, which share the population aged 0 to 4."""


def demography(first: int, last: int, sex: Sex) -> tuple[pl.DataFrame, tuple[Source, ...]]:
    """Give each country's population on 1 July of two years, and its births and deaths between them.

    - Population is the mid-year total times the share of the sex, which is linear between two fifth years.
    - Births and deaths are sums over calendar years, the first and the last by half:
      `B = B[first] / 2 + B[first + 1] + ... + B[last] / 2`.
    - Births by sex follow the year's sex ratio at birth s: male `B s / (1 + s)`.
    - Deaths by sex share out the total as death rates by sex and age would, `sum_x m[sex, x] P[sex, x]`, with P the
      mean of the population of the age at both ends of the five years. Rates alone would miss the total slightly.

    Args:
        first, last: years; sex: "male", "female" or "both".
    Returns:
        A frame country, start, end, births, deaths (persons), and the sources used.

    >>> frame, _ = demography(2015, 2020, "both")
    >>> frame.filter(country="TON").row(0)
    ('TON', 106095.0, 105703.0, 12933.5, 3379.0)
    """
    totals = lazy("demography_totals")[0].filter(pl.col("year").is_between(first, last))
    half = pl.when(pl.col("year").is_in([first, last])).then(0.5).otherwise(1.0)
    born = pl.col("births")
    used = DATASETS[:1]
    if sex != "both":
        used = DATASETS
        ratio = lazy("fertility")[0].select("country", "year", "srb").unique()
        totals = totals.join(ratio, on=["country", "year"], how="left")
        males = pl.col("srb") / (1 + pl.col("srb"))
        born = born * (males if sex == "male" else 1 - males)
    events = totals.group_by("country").agg(
        start=pl.col("pop_midyear").filter(year=first).first().cast(pl.Float64),
        end=pl.col("pop_midyear").filter(year=last).first().cast(pl.Float64),
        births=(born * half).sum(),
        deaths=(pl.col("deaths") * half).sum(),
    )
    if sex != "both":
        shares = [
            _share_living(first, sex, "start"),
            _share_living(last, sex, "end"),
            _share_dying(first, sex, "deaths"),
        ]
        for share in shares:
            events = events.join(share, on="country", how="left", suffix="_share")
        named = ("start", "end", "deaths")
        events = events.with_columns(pl.col(n) * pl.col(f"{n}_share") for n in named)
    found = events.select("country", "start", "end", "births", "deaths").sort("country").collect()
    return found, tuple(source(name) for name in used)


def _share_living(year: int, sex: Sex, name: str) -> pl.LazyFrame:
    """The share of a sex in each country's population on 1 July of a year."""
    before = year - year % AGE_STEP
    weight = (year - before) / AGE_STEP
    people = lazy("population")[0].filter(pl.col("year").is_in([before, before + AGE_STEP]))
    by_year = people.group_by("country", "year").agg(
        share=pl.col("population").filter(sex=sex).sum() / pl.col("population").sum()
    )
    weighted = pl.col("share") * pl.when(pl.col("year") == before).then(1 - weight).otherwise(weight)
    return by_year.group_by("country").agg(weighted.sum().alias(name))


def _share_dying(year: int, sex: Sex, name: str) -> pl.LazyFrame:
    """The share of a sex in the deaths that death rates by age would cause in the five years around."""
    before = year - year % AGE_STEP
    people = lazy("population")[0].filter(pl.col("year").is_in([before, before + AGE_STEP]))
    lived = people.group_by("country", "sex", "age").agg(exposure=pl.col("population").mean())
    young = pl.col("age").is_in(list(YEARS_OF_GROUP))
    rates = (
        lazy("mortality")[0]
        .filter(pl.col("period_start") == before, pl.col("sex") != "both")
        .with_columns(
            part=pl.when(young)
            .then(pl.col("age").replace_strict(YEARS_OF_GROUP, default=AGE_STEP) / AGE_STEP)
            .otherwise(1.0),
            age=pl.when(young).then(0).otherwise(pl.col("age")),
        )
    )
    dying = rates.join(lived, on=["country", "sex", "age"]).with_columns(
        died=pl.col("mx") * pl.col("exposure") * pl.col("part")
    )
    share = pl.col("died").filter(sex=sex).sum() / pl.col("died").sum()
    return dying.group_by("country").agg(share.alias(name))
