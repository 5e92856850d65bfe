"""Estimates of the literature applied to a country's foreign-born share: wages, output, public money, methods."""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

import polars as pl

from corridors.concepts.countries import income_group, known
from corridors.concepts.quality import Quality
from corridors.data.load import lazy
from corridors.parameters import parameter

EDITION = 2024
WIDEST_SHARE = 0.3
"""Foreign-born share above which nothing is applied: the studies are of countries and years with less, mostly far less
(the United States and Europe since 1960; Australia and Switzerland, near 30%, are the highest among their like)."""
GROUP_YEAR = 2024
HIGH = "High income"
PER = math.log(1.1)
"""Ten per cent more labour, the unit of the wage estimates, in logarithms."""
LOW_EDUCATION = "ED0-2"
VIEWS = {
    "wages": ("substitutes", "complements"),
    "average": ("substitutes", "complements"),
    "fiscal": ("newcomers-cost", "newcomers-pay"),
    "methods": ("hidden-subsidy", "no-subsidy"),
}
"""The views of each disputed effect."""
NAMES = {
    "wages": "Wage of natives who compete for the same work",
    "average": "Mean wage of natives, capital adjusted",
    "surplus": "Output that natives gain (immigration surplus)",
    "fiscal": "Net fiscal balance of the foreign-born, mean of 25 OECD countries",
    "methods": "Growth of productivity in a year",
}
UNITS = {"wages": "%", "average": "%", "surplus": "% of GDP", "fiscal": "% of GDP", "methods": "points a year"}
SCHEMA = {
    "effect": pl.String, "what": pl.String, "view": pl.String, "low": pl.Float64, "central": pl.Float64,
    "high": pl.Float64, "unit": pl.String, "known": pl.String, "grade": pl.String, "population": pl.String,
    "source": pl.String, "note": pl.String,
}  # fmt: skip


class Host(NamedTuple):
    """A country's foreign-born: their share of inhabitants, the share of them with low education, and its year."""

    share: float
    low_education: float | None = None
    education_year: int | None = None


@cache
def years() -> list[int]:
    """The years on whose 1 July there is a stock."""
    frame = lazy("migrant_stock_unknown")[0].filter(edition=EDITION).select(pl.col("year").unique()).collect()
    return frame["year"].sort().to_list()


@cache
def shares(year: int) -> pl.DataFrame:
    """Every country's foreign-born share of inhabitants: country, stock, population, share, group, education."""
    stock = lazy("migrant_stock_unknown")[0].filter(pl.col("edition") == EDITION, pl.col("year") == year)
    people = stock.group_by(country="destination").agg(stock=pl.col("stock_total").sum())
    heads = lazy("demography_totals")[0].filter(pl.col("year") == year).select("country", population="pop_midyear")
    frame = people.join(heads, on="country").collect().filter(pl.col("population") > 0)
    groups = [income_group(code, GROUP_YEAR) if known(code) else None for code in frame["country"]]
    return (
        frame.with_columns(share=pl.col("stock") / pl.col("population"), group=pl.Series(groups, dtype=pl.String))
        .join(_low_education(year), on="country", how="left")
        .with_columns(quality=pl.lit(Quality.MODELLED.value))
        .sort("share", descending=True)
    )


def _low_education(year: int) -> pl.DataFrame:
    """The share of foreign citizens of 15 to 64 with at most lower secondary education: Europe only."""
    rows = lazy("integration")[0].filter(
        pl.col("series") == "edat_lfs_9911", pl.col("category") == LOW_EDUCATION, pl.col("year") <= year
    )
    last = rows.sort("year").group_by("country", maintain_order=True).last()
    return last.select("country", low_education=pl.col("value") / 100, education_year="year").collect()


def estimates(host: Host, *, oecd_like: bool, view: str | None = None) -> pl.DataFrame:
    """The literature's estimates applied to one foreign-born share, in per cent, with range, source and standing.

    With `s` the foreign-born share, labour is `1/(1 - s)` times that of natives alone. Wage of competing natives:
    `e ln(1/(1 - s)) / ln 1.1`, `e` the response to ten per cent more labour. Mean wage with capital adjusted: `s / n`,
    `n` the elasticity of substitution between natives and foreign-born. Surplus: `a (1 - a) s^2 / 2` of output, `a` the
    share of capital. Methods: the response of productivity growth times the low-educated foreign-born share.

    Args:
        host: the foreign-born share, from 0 to `WIDEST_SHARE`, and the share of low education, if known.
        oecd_like: whether the fiscal balance, a mean of 25 OECD countries, may stand.
        view: one side of a dispute only; effects in which it takes no part stay.

    Source: surplus: Borjas, G. J. (1995), The economic benefits from immigration, https://doi.org/10.1257/jep.9.2.3

    Example:
        >>> found = estimates(Host(0.15), oecd_like=True)
        >>> round(found.filter(effect="surplus")["central"][0], 2)
        0.25
    """
    rows: list[tuple[object, ...]] = []
    more = -math.log(1 - host.share)
    for effect in NAMES:
        if effect == "fiscal" and not oecd_like:
            continue
        for side in VIEWS.get(effect, ("",)):
            if view is None or side == view or view not in VIEWS.get(effect, ()):
                rows.append(_row(effect, side, host, more))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").with_columns(quality=pl.lit(Quality.EXTRAPOLATED.value))


def _row(effect: str, side: str, host: Host, more: float) -> tuple[object, ...]:
    names = {
        "wages": "native_wage_response_low_skill",
        "average": "ces_inverse_substitution_nativity",
        "surplus": "capital_share",
        "fiscal": "fiscal_net_balance",
        "methods": "low_skilled_share_productivity_growth",
    }
    found = parameter(names[effect], side or None)
    ends = (found.low, found.central, found.high)
    if effect == "wages":
        values = [end * more / PER for end in ends]
    elif effect == "average":
        values = [end * host.share for end in ends]
    elif effect == "surplus":
        values = [end * (1 - end) * host.share**2 / 2 for end in ends]
    elif effect == "methods":
        low_skilled = host.share * (1.0 if host.low_education is None else host.low_education)
        values = [end * low_skilled for end in ends]
    else:
        values = list(ends)
    low, central, high = (round(value * 100, 6) + 0.0 for value in values)
    return (
        effect, NAMES[effect], side or "undisputed", low, central, high, UNITS[effect], found.known, found.grade,
        found.population, found.source, found.note,
    )  # fmt: skip


def applied(year: int) -> pl.DataFrame:
    """Every country within the range of the studies, with the middle of each estimate; others keep nulls.

    The hosts of most people come first.
    """
    rows = []
    for row in shares(year).iter_rows(named=True):
        made = {"country": row["country"]}
        if row["share"] <= WIDEST_SHARE:
            found = estimates(Host(row["share"], row["low_education"], row["education_year"]), oecd_like=False)
            for effect, view, central in found.select("effect", "view", "central").iter_rows():
                made[f"{effect}_{view}"] = central
        rows.append(made)
    joined = shares(year).join(pl.DataFrame(rows, infer_schema_length=None), on="country", how="left")
    return joined.sort("stock", descending=True)
