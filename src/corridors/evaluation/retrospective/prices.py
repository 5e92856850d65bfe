"""The price of sending money since 2011: where it fell more, did more money come?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.concepts.countries import area
from corridors.concepts.quality import Quality
from corridors.content.blocks import References
from corridors.data import lazy
from corridors.evaluation.retrospective.check import Check, Comparison, Observed, Prediction
from corridors.evaluation.retrospective.drawing import drawn
from corridors.evaluation.retrospective.inference import slope
from corridors.evaluation.retrospective.predicted import nothing, predicted
from corridors.evaluation.retrospective.telling import told

PRICES = "wdi_SI.RMT.COST.IB.ZS"
MONEY = "wdi_2023_05"
CORRIDORS = "rpw_databank_corridor_2020"
BREAK = 2.0
"""A change of recorded money of this many log points in eight years is named as a likely break in the series."""
FADES = "an effect that fades in a quarter"
FIRST, LAST = (2011, 2012), (2018, 2019)
"""Ends of the long difference; 2020 is left out for the pandemic."""


def check() -> Check:
    """What countries received against the price of sending there, over eight years and from year to year.

    Equation: long, `dlog R_c = a + b dlog P_c + g dlog Y_c` between the means of the first and last two years; yearly,
    `dlog R_ct = a_t + b dlog P_ct + g dlog Y_ct`, `R` money received, `P` the mean price of sending to the country, `Y`
    its product in US dollars at constant prices. Errors: each country left out in turn. Predictions: lasting,
    `b = l s remittance_price_elasticity` in both; brief, 0 in the long run and in the year
    `l s remittance_price_elasticity_quarter remittance_price_effect_duration`. The registry's elasticities are to what
    a dollar that arrives costs, `1 + p`, and `s = p / (1 + p)` is its own elasticity to the price p. `l` is the
    reliability of the price's change, the slope of the other measure's change on it: an error in `P` draws `b` to zero
    under any view.

    Source: Kpodar and Imam (2022),
        https://www.elibrary.imf.org/view/journals/001/2022/218/article-A000-en.xml
    """
    panel, corridors = _panel(), _corridors()
    long = _long(panel).join(_same_long(corridors), on="country")
    yearly = _yearly(panel).join(_same_yearly(corridors), on=["country", "year"])
    share = _cost_share(_mean(corridors, FIRST, long))
    same, every = (_lasting(share * _reliability(long, *pair)) for pair in (("dsame", "dprice"), ("dprice", "dsame")))
    comparisons = (
        Comparison("Elasticity over eight years, prices of the same corridors", "elasticity",
                   _estimated(long, ["dsame", "dincome"]), same, _gone()),
        Comparison("Elasticity over eight years, mean of all corridors", "elasticity",
                   _estimated(long, ["dprice", "dincome"]), every, _gone()),
        Comparison("Elasticity from year to year, prices of the same corridors", "elasticity",
                   _estimated(yearly, ["dsame", "dincome"], by_year=True),
                   _lasting(share * _reliability(yearly, "dsame", "dprice")),
                   _brief(share * _reliability(yearly, "dsame", "dprice"))),
    )  # fmt: skip
    references = References()
    cited = (
        references.cite(lazy("remittance_prices")[1]),
        references.cite(lazy("remittances_country")[1], MONEY),
        references.cite(lazy("economy")[1]),
    )
    figure = drawn(
        "prices", "Where sending became cheaper, recorded money did not visibly rise more", _lines(long, corridors),
        value="Price of sending 200 dollars (2011-12 = 100)", event=[], comparisons=comparisons,
        quality=[Quality.OBSERVED], references=cited,
    )  # fmt: skip
    breaks = long.filter(pl.col("dmoney").abs() > BREAK)["country"].to_list()
    figures = {
        "fell": float(np.expm1(_column(long, "dsame")).mean()), "countries": len(long),
        "spread": float(_column(long, "dsame").std(ddof=1)), "swings": float(_column(long, "dmoney").std(ddof=1)),
        "expected": comparisons[0].one.central, "reliability": _reliability(long, "dprice", "dsame"),
        "raw_same": replace(comparisons[0], one=_lasting(share)).factor,
        "raw_all": replace(comparisons[1], one=_lasting(share)).factor,
        "ratio": comparisons[1].ratio, "breaks": ", ".join(area(code).name for code in breaks),
        "price_before": _mean(corridors, FIRST, long), "price_after": _mean(corridors, LAST, long),
    }  # fmt: skip
    return told("prices", figures, data=long, comparisons=comparisons, figure=figure, sources=cited)


def _cost_share(price: float) -> float:
    """Elasticity of what an arriving dollar costs to the price of sending, a percentage of the amount.

    >>> round(_cost_share(10.0), 3)
    0.091
    """
    return price / (100 + price)


def _lasting(scale: float) -> Prediction:
    return predicted("", "a lasting effect", ["remittance_price_elasticity"], lambda e: scale * e,
                     "remittance_price_elasticity times the cost's own elasticity to the price and the reliability "
                     f"of the change, {scale:.3f}")  # fmt: skip


def _gone() -> Prediction:
    return nothing(FADES, "zero after the quarter")


def _brief(scale: float) -> Prediction:
    names = ["remittance_price_elasticity_quarter", "remittance_price_effect_duration"]
    words = f"{names[0]} times {names[1]} in years, times the cost's own elasticity and the reliability, {scale:.3f}"
    return predicted("", FADES, names, lambda e, d: scale * e * d, words)


def _reliability(rows: pl.DataFrame, used: str, other: str) -> float:
    """Share of the variance of a measured change that is no error: the slope of another measure of it on this one."""
    x, y = _column(rows, used), _column(rows, other)
    return float(np.clip(np.cov(x, y)[0, 1] / np.var(x, ddof=1), 0, 1))


def _corridors() -> pl.DataFrame:
    """The yearly mean price of each corridor."""
    frame, _ = lazy("remittance_prices")
    kept = (pl.col("source") == CORRIDORS) & (pl.col("amount_usd") == 200) & (pl.col("total_cost_pct") > 0)
    yearly = (
        frame.filter(kept).group_by("sending", "year", country="receiving").agg(price=pl.col("total_cost_pct").mean())
    )
    return yearly.filter(pl.col("year") <= LAST[1]).sort("sending", "country", "year").collect()


def _same_long(corridors: pl.DataFrame) -> pl.DataFrame:
    """Log change of the mean price over the corridors that were priced in the first and in the last two years."""
    ends = corridors.filter(pl.col("year").is_in([*FIRST, *LAST]))
    same = ends.filter(pl.len().over("sending", "country") == len([*FIRST, *LAST]))
    first, last = (pl.col("price").filter(pl.col("year").is_in(list(years))).mean() for years in (FIRST, LAST))
    return same.group_by("country").agg(dsame=(last / first).log())


def _same_yearly(corridors: pl.DataFrame) -> pl.DataFrame:
    """Mean over corridors of the log change of their price from one year to the next."""
    pair = ["sending", "country"]
    steps = corridors.with_columns(
        dsame=pl.col("price").log().diff().over(pair), follows=pl.col("year").diff().over(pair) == 1
    )
    return steps.filter(pl.col("follows")).group_by("country", "year").agg(pl.col("dsame").mean())


def _panel() -> pl.DataFrame:
    """One row a country and year with price, money received and income, from 2011 to 2019."""
    span = pl.col("year").is_between(FIRST[0], LAST[1])
    price = lazy("remittance_prices")[0].filter((pl.col("source") == PRICES) & (pl.col("total_cost_pct") > 0) & span)
    money = lazy("remittances_country")[0].filter((pl.col("source") == MONEY) & (pl.col("inflow_usd") > 0) & span)
    income = lazy("economy")[0].filter((pl.col("indicator") == "NY.GDP.MKTP.KD") & span)
    keys = ["country", "year"]
    return (
        price.select("year", country="receiving", price="total_cost_pct")
        .join(money.select(*keys, money="inflow_usd"), on=keys)
        .join(income.select(*keys, income="value"), on=keys)
        .unique(subset=keys, keep="first", maintain_order=True).sort(keys).collect()
    )  # fmt: skip


def _long(panel: pl.DataFrame) -> pl.DataFrame:
    """Log changes between the means of the first and last two years, of countries with all four."""
    ends = panel.filter(pl.col("year").is_in([*FIRST, *LAST])).filter(pl.len().over("country") == len([*FIRST, *LAST]))
    values = ("price", "money", "income")
    at = {name: pl.col("year").is_in(list(years)) for name, years in (("first", FIRST), ("last", LAST))}
    changes = [
        (pl.col(v).filter(at["last"]).mean() / pl.col(v).filter(at["first"]).mean()).log().alias(f"d{v}")
        for v in values
    ]
    return ends.group_by("country").agg(*changes).sort("country")


def _yearly(panel: pl.DataFrame) -> pl.DataFrame:
    """Log changes from one year to the next."""
    steps = [pl.col(v).log().diff().over("country").alias(f"d{v}") for v in ("price", "money", "income")]
    follows = pl.col("year").diff().over("country") == 1
    return panel.with_columns(*steps, follows=follows).filter(pl.col("follows")).drop_nulls()


def _estimated(rows: pl.DataFrame, regressors: list[str], *, by_year: bool = False) -> Observed:
    """The elasticity, after taking out the mean of each year where asked."""
    names = ["dmoney", *regressors]
    shown = rows.with_columns(pl.col(name) - pl.col(name).mean().over("year") for name in names) if by_year else rows
    return slope(shown["dmoney"].to_list(), shown.select(regressors).to_numpy(), shown["country"].to_list())


def _lines(long: pl.DataFrame, corridors: pl.DataFrame) -> pl.DataFrame:
    """The price of the corridors priced in all years, as an index, for thirds of countries by its fall."""
    order = long.sort("dsame")["country"].to_list()
    third = len(order) // 3
    groups = {"third with the largest fall": order[:third], "middle third": order[third:-third],
              "third with the smallest fall or a rise": order[-third:]}  # fmt: skip
    span = LAST[1] - FIRST[0] + 1
    same = corridors.filter(pl.len().over("sending", "country") == span)
    parts = []
    for name, members in groups.items():
        mean = same.filter(pl.col("country").is_in(members)).group_by("year").agg(pl.col("price").mean()).sort("year")
        base = mean.filter(pl.col("year").is_in(FIRST))["price"].mean()
        parts.append(mean.select(series=pl.lit(name), year="year", value=100 * pl.col("price") / base))
    return pl.concat(parts)


def _column(rows: pl.DataFrame, name: str) -> NDArray[np.float64]:
    return rows[name].to_numpy().astype(np.float64)


def _mean(corridors: pl.DataFrame, years: tuple[int, int], long: pl.DataFrame) -> float:
    """The mean price in these years over the corridors to the countries of the check that have all four."""
    ends = corridors.filter(pl.col("year").is_in([*FIRST, *LAST]) & pl.col("country").is_in(long["country"].to_list()))
    same = ends.filter(pl.len().over("sending", "country") == len([*FIRST, *LAST]))
    return float(_column(same.filter(pl.col("year").is_in(list(years))), "price").mean())
