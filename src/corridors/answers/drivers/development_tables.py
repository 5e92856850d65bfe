"""Emigration against income per head: across countries in one year, and within countries over time."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import stdtrit

from corridors.answers.statistics.stock_tables import bilateral
from corridors.concepts.quality import Quality
from corridors.data import Source, lazy
from corridors.drivers.results import packaged, wider

INDICATOR = "NY.GDP.PCAP.PP.KD"
OLDEST = 5
"""Years by which income may be older than the stock it is set against."""
SMALLEST = 100_000
"""Inhabitants from which a country enters averages and slopes: in smaller ones a few families make the share."""
BANDS = (2_500, 5_000, 10_000, 20_000, 40_000)
"""Edges of the bands of income, constant 2021 international dollars a head."""
GROUPS = {"income_low": "Low mean income", "income_middle": "Middle", "income_high": "High"}


class Slope(NamedTuple):
    """A slope of log on log with its 95% interval and what it rests on."""

    value: float
    lower: float
    upper: float
    observations: int
    countries: int


class Development(NamedTuple):
    """Countries by year with emigrants, share and income; and the sources."""

    frame: pl.DataFrame
    sources: tuple[Source, ...]


@cache
def development() -> Development:
    """Emigrants of every country and year of the stock, their share, and income per head.

    The share is emigrants over emigrants and inhabitants: of all who were born in a country or live in it.

    Returns:
        A frame: country, year, emigrants, population, share, income (null where not known), band, quality and
        income_quality.
    """
    held = bilateral()
    totals, of_people = lazy("demography_totals")
    economy, of_income = lazy("economy")
    people = totals.filter(pl.col("year").is_in(held.years)).select("country", "year", population="pop_midyear")
    gone = held.frame.group_by("year", country="origin").agg(emigrants=pl.col("stock").sum())
    known = economy.filter(indicator=INDICATOR).select("country", seen=pl.col("year"), income="value").collect()
    frame = people.collect().join(gone, on=["country", "year"]).sort("year")
    frame = frame.join_asof(
        known.drop_nulls().sort("seen"), left_on="year", right_on="seen", by="country", tolerance=OLDEST,
        check_sortedness=False,
    ).drop("seen")  # fmt: skip
    quality = pl.when(pl.col("income").is_null()).then(pl.lit(Quality.MISSING.value))
    made = frame.with_columns(
        share=pl.col("emigrants") / (pl.col("emigrants") + pl.col("population")),
        band=_band(pl.col("income")),
        quality=pl.lit(Quality.MODELLED.value),
        income_quality=quality.otherwise(pl.lit(Quality.MODELLED.value)),
    )
    return Development(made.sort("country", "year"), (held.source, of_people, of_income))


def _band(income: pl.Expr) -> pl.Expr:
    edges = [f"{edge:,}" for edge in BANDS]
    names = [f"under {edges[0]}", *(f"{a} to {b}" for a, b in pairwise(edges)), f"from {edges[-1]}"]
    reached = pl.sum_horizontal(*(income >= edge for edge in BANDS))
    named = reached.replace_strict(dict(enumerate(names)), return_dtype=pl.String)
    return pl.when(income.is_not_null()).then(named)


def by_band(year: int) -> pl.DataFrame:
    """The middle country's share of people abroad by band of income, poorest first.

    Returns:
        A frame: band, countries, share (median), pooled (emigrants over emigrants and inhabitants of all), quality.
    """
    rows = development().frame.filter(pl.col("year") == year, pl.col("population") >= SMALLEST).drop_nulls("income")
    pooled = pl.col("emigrants").sum() / (pl.col("emigrants") + pl.col("population")).sum()
    made = rows.group_by("band").agg(
        countries=pl.len(), share=pl.col("share").median(), pooled=pooled, order=pl.col("income").min()
    )
    return made.sort("order").drop("order").with_columns(quality=pl.lit(Quality.MODELLED.value))


@cache
def across(year: int) -> Slope:
    """Slope of log share on log income across countries in one year, robust errors."""
    rows = development().frame.filter(pl.col("year") == year, pl.col("population") >= SMALLEST)
    rows = rows.drop_nulls("income").filter(pl.col("emigrants") > 0)
    return _slope(rows, rows["country"], [np.ones(rows.height)])


@cache
def within() -> Slope:
    """Slope of log share on log income with effects of country and year, errors clustered by country.

    `log share[c, t] = b * log income[c, t] + country[c] + year[t] + error`, least squares, 1990 to the latest stock.
    """
    rows = development().frame.filter(pl.col("population") >= SMALLEST).drop_nulls("income")
    rows = rows.filter(pl.col("emigrants") > 0)
    rows = rows.filter(pl.len().over("country") > 1)
    dummies = [rows["country"].to_dummies().to_numpy(), rows["year"].cast(pl.String).to_dummies(drop_first=True)]
    return _slope(rows, rows["country"], [np.asarray(part, dtype=np.float64) for part in dummies])


def _slope(rows: pl.DataFrame, clusters: pl.Series, effects: list[NDArray[np.float64]]) -> Slope:
    """Least squares after the effects, with errors clustered."""
    both = np.column_stack([rows["income"].log().to_numpy(), rows["share"].log().to_numpy()])
    design = np.column_stack(effects)
    x, y = (both - design @ np.linalg.lstsq(design, both, rcond=None)[0]).T
    value = float(x @ y / (x @ x))
    score = pl.DataFrame({"cluster": clusters, "score": x * (y - value * x)})
    sums = score.group_by("cluster").agg(pl.col("score").sum())["score"].to_numpy()
    count = len(sums)
    error = float(np.sqrt((sums**2).sum() * count / (count - 1)) / (x @ x))
    half = float(stdtrit(count - 1, 0.975)) * error
    return Slope(value, value - half, value + half, rows.height, count)


def slopes(year: int) -> pl.DataFrame:
    """Each slope of emigration on income: of shares across and within countries, and of flows within, by income.

    Returns:
        A frame: compared, estimate, lower, upper (95%), rows, quality.
    """
    made = [(f"Share abroad, across countries, {year}", *across(year)[:4]),
            ("Share abroad, within countries, 1990-2024", *within()[:4])]  # fmt: skip
    fitted = packaged("hump-by-income")
    made += [
        (
            f"Flow of a corridor, within, origins of {label.lower()}",
            *wider(fitted.coefficient(term)),
            fitted.counts.kept,
        )
        for term, label in zip(GROUPS, ("low income", "middle income", "high income"), strict=True)
    ]
    frame = pl.DataFrame(made, schema=["compared", "estimate", "lower", "upper", "rows"], orient="row")
    return frame.with_columns(quality=pl.lit(Quality.MODELLED.value))
