"""Rates of skilled emigration, gross and net of schooling, and proxies where there are no rates."""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

import polars as pl

from corridors.answers.integration.withheld import Held, added
from corridors.answers.skilled import health_tables
from corridors.concepts.quality import Quality
from corridors.content.blocks import Missing
from corridors.data import Source, load
from corridors.parameters import parameter

VIEWS = ("brain-drain", "brain-gain")
RESPONSE = "schooling_response"
SWAPPED = {"GIN": "GNB", "GNB": "GIN"}
"""Origins whose rates stand under each other's code, as the IAB's own stocks over inhabitants of 25 and more show."""
AGGREGATE = "WLD"
WITHIN = {"SRB": "SCG", "MNE": "SCG", "XKX": "SCG", "SSD": "SDN"}
"""Places that the rates of 1980-2010 count as part of another."""
RESEARCHERS = (2013, 2017)
MEMBERS = (2015, 2019)
"""Years over which researchers who left, and LinkedIn members, are averaged."""
FEWEST_RESEARCHERS = 100
"""Researchers a year from which on a rate is shown: below it, one or two people decide. Our own choice."""


class Proxies(NamedTuple):
    """The three proxies by country, researchers who left by year, and the sources."""

    frame: pl.DataFrame
    yearly: pl.DataFrame
    sources: tuple[Source, ...]


def rates() -> Held | Missing:
    """The IAB's rates, both sexes, with the two Guineas put right, where they have been added.

    Columns: country, year, low, medium, high, total (shares of one), quality.
    """
    held = added("iab_braindrain_rates", "Emigration rates by education, 1980 to 2010 (IAB)")
    if isinstance(held, Missing):
        return held
    return Held(corrected(held.frame), held.source)


def corrected(frame: pl.DataFrame) -> pl.DataFrame:
    """The rates of both sexes together, the Guineas exchanged and without the row of the world."""
    levels = {f"rate_{level}": level for level in ("low", "medium", "high", "total")}
    own = frame.filter((pl.col("gender") == "both") & (pl.col("origin") != AGGREGATE))
    return (
        own.with_columns(country=pl.col("origin").replace(SWAPPED), quality=pl.lit(Quality.MODELLED.value))
        .rename(levels)
        .select("country", "year", *levels.values(), "quality")
    )


def with_net(frame: pl.DataFrame) -> pl.DataFrame:
    """Add what skilled emigration does to the share of the skilled among those who stay, under each view.

    Equation: `(1 - high) / (1 - total) * (1 + b) ** log2(high / low) - 1`, with `b` the change of native schooling
    when skilled emigration doubles. The counterfactual lets the skilled leave at the rate of the low-skilled, as in
    Beine, Docquier and Rapoport (2008), https://doi.org/10.1111/j.1468-0297.2008.02135.x.

    Args:
        frame: columns low, high, total, shares of one.
    Returns: the frame with a column for each view, a share of one; null where nobody low-skilled left.

    Example:
        >>> one = pl.DataFrame({"low": [0.1], "high": [0.4], "total": [0.2]})
        >>> [round(value, 3) for value in with_net(one).select(VIEWS).row(0)]
        [-0.25, -0.173]
    """
    left = (1 - pl.col("high")) / (1 - pl.col("total"))
    doublings = (pl.col("high") / pl.col("low")).log(2)
    known = (pl.col("low") > 0) & (pl.col("high") > 0)
    nets = {
        view: pl.when(known).then(left * (doublings * math.log1p(parameter(RESPONSE, view).central)).exp() - 1)
        for view in VIEWS
    }
    return frame.with_columns(**nets)


@cache
def proxies() -> Proxies:
    """Researchers and LinkedIn members who moved, and doctors abroad: three thin views of skilled emigration.

    Columns: country, researchers (share who left in a year), linkedin (net gain of members per 10,000 and year),
    pairs (published pairs), doctors (share abroad), with columns that say how each is known, and quality.
    """
    scholars, scholar_source = load("scholar_emigration")
    yearly = scholars.filter(pl.col("researchers") >= FEWEST_RESEARCHERS).select(
        "country", "year", "researchers", left=pl.col("emigrations") / pl.col("researchers"),
        quality=pl.lit(scholar_source.quality),
    )  # fmt: skip
    last = scholars.filter(pl.col("year").is_between(*RESEARCHERS)).group_by("country").agg(
        researchers=pl.col("emigrations").sum() / pl.col("researchers").sum(), mean=pl.col("researchers").mean(),
    )  # fmt: skip
    talent, talent_source = load("talent_migration_linkedin")
    spans = MEMBERS[1] - MEMBERS[0] + 1
    members = talent.group_by("country").agg(
        linkedin=pl.col("net_per_10k").sum() / spans, pairs=pl.col("partner").n_unique()
    )
    origins = health_tables.of_destinations().filter(~pl.col("offshore"))
    doctors = origins.filter(pl.col("abroad") + pl.col("home") >= health_tables.RANKED_FROM)
    frame = (
        last.filter(pl.col("mean") >= FEWEST_RESEARCHERS).drop("mean")
        .join(members, on="country", how="full", coalesce=True)
        .join(doctors.select("country", doctors="share"), on="country", how="full", coalesce=True)
        .with_columns(
            quality=pl.lit(Quality.OBSERVED.value), derived=pl.lit(Quality.MODELLED.value),
        )
        .sort("researchers", descending=True, nulls_last=True)
    )  # fmt: skip
    sources = (scholar_source, talent_source, *health_tables.abroad().sources, *health_tables.densities()[1])
    return Proxies(frame, yearly.sort("year"), sources)
