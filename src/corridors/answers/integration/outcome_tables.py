"""Outcomes of foreign citizens and nationals in European countries: work, education, income, and policy scores."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.integration.withheld import Held, added
from corridors.concepts.quality import Quality
from corridors.content.blocks import Missing
from corridors.content.scalars import scalar
from corridors.data import Source, load

if TYPE_CHECKING:
    from corridors.parameters import Parameter

UNION = "EU27"
"""The publisher's row for the European Union, which is no country."""
OLDEST = 5
"""Years by which a country's last figure may be older than the latest of all. Our own choice."""
UNRELIABLE = "u"
"""The publisher's flag of a sample so small that the value is of low reliability."""
EARLIER = 10
"""Years over which the change of a gap is told."""
HORIZONS = (0, 5, 10, 15, 20)
"""Years of stay at which a gap is told."""


@cache
def _integration() -> tuple[pl.DataFrame, Source]:
    return load("integration")


def source() -> Source:
    """Where outcomes by citizenship come from."""
    return _integration()[1]


@cache
def rates(indicator: str, sex: str = "both") -> pl.DataFrame:
    """Foreign citizens beside nationals: country, year, foreigners, nationals, gap (points), unsure, sample
    ("small" where unsure), quality.

    Args:
        indicator: "employment rate" or "unemployment rate", in per cent of the group; "median equivalised net income",
            in euro.
        sex: both, female or male.
    """
    frame = _integration()[0].filter(
        (pl.col("indicator") == indicator)
        & (pl.col("sex") == sex)
        & pl.col("citizenship").is_in(["foreigners", "nationals"])
    )
    unsure = frame.group_by("country", "year").agg(
        unsure=pl.col("flag").fill_null("").str.contains(UNRELIABLE).any()
    )  # fmt: skip
    wide = frame.pivot("citizenship", index=["country", "year"], values="value").drop_nulls()
    return (
        wide.join(unsure, on=["country", "year"])
        .with_columns(
            gap=pl.col("nationals") - pl.col("foreigners"),
            sample=pl.when("unsure").then(pl.lit("small")).otherwise(pl.lit("")),
            quality=pl.lit(Quality.OBSERVED.value),
        )
        .sort("country", "year")
    )


def work() -> pl.DataFrame:
    """Employment of both groups by country and year, with unemployment and the education of foreigners.

    Columns: those of `rates`, women and men (gaps of employment, points), out and out_nationals (unemployment, per
    cent), low and tertiary (foreigners by level of education, per cent), without the row of the Union.
    """
    sexes = [
        rates("employment rate", sex).select("country", "year", pl.col("gap").alias(name))
        for sex, name in (("female", "women"), ("male", "men"))
    ]
    jobless = rates("unemployment rate").select("country", "year", out="foreigners", out_nationals="nationals")
    education = _integration()[0].filter(indicator="population by educational attainment")
    levels = education.filter(pl.col("category").is_in(["ED0-2", "ED5-8"])).pivot(
        "category", index=["country", "year"], values="value"
    )
    found = rates("employment rate")
    for other in (*sexes, jobless, levels.rename({"ED0-2": "low", "ED5-8": "tertiary"})):
        found = found.join(other, on=["country", "year"], how="left")
    return found.filter(pl.col("country") != UNION)


def latest(frame: pl.DataFrame) -> pl.DataFrame:
    """The last row of each country, unless it is older than five years before the last of all."""
    last = frame.sort("year").group_by("country", maintain_order=True).last()
    return last.filter(pl.col("year") >= int(scalar(frame["year"].max())) - OLDEST)


@cache
def by_birth() -> tuple[pl.DataFrame, Source]:
    """Activity and unemployment by country of birth, the last year of each country, women and men apart.

    Columns: country, year, sex, foreign_born, native_born (activity, per cent), gap (points), jobless and
    jobless_natives (per cent of the active), overqualified (per cent of the employed, 2014), quality.
    """
    frame, source = load("outcomes_birth_eu")
    names = {"foreign-born": "foreign_born", "native-born": "native_born"}

    def wide(indicator: str) -> pl.DataFrame:
        rows = frame.filter(pl.col("indicator").str.starts_with(indicator) & pl.col("birth").is_in(list(names)))
        return rows.pivot("birth", index=["country", "year", "sex"], values="value").rename(names)

    jobless = wide("unemployment").rename({"foreign_born": "jobless", "native_born": "jobless_natives"})
    over = wide("over-qualified").select("country", "sex", overqualified="foreign_born")
    found = wide("activity").drop_nulls().sort("year").group_by("country", "sex").last()
    found = (
        found.join(jobless, on=["country", "year", "sex"], how="left")
        .join(over, on=["country", "sex"], how="left")
        .with_columns(gap=pl.col("native_born") - pl.col("foreign_born"), quality=pl.lit(Quality.OBSERVED.value))
        .filter(~pl.col("country").str.starts_with("EU"))
        .sort("gap", descending=True)
    )
    return found, source


def course(gap: float, closing: Parameter) -> pl.DataFrame:
    """How much of a gap is left after years of stay, when a constant part of it closes in each.

    Equation: `gap * (1 - r) ** years`, with `r` the part that closes in a year of stay.

    Args:
        gap: points of employment after no year of stay.
        closing: the registry's parameter, per year.
    Returns: years, slow, central and fast (points), quality.
    """
    ends = {"slow": closing.low, "central": closing.central, "fast": closing.high}
    columns = {name: [gap * (1 - rate) ** year for year in HORIZONS] for name, rate in ends.items()}
    quality = [Quality.MODELLED.value] * len(HORIZONS)
    return pl.DataFrame({"years": list(HORIZONS), **columns, "quality": quality})


def policy() -> Held | Missing:
    """Overall scores of the policy index, without the strand on health, the last of each country, where added."""
    held = added("policy_mipex", "How laws favour integration (Migrant Integration Policy Index)")
    if isinstance(held, Missing):
        return held
    return Held(overall(held.frame), held.source)


def overall(frame: pl.DataFrame) -> pl.DataFrame:
    """The last overall score of each country: country, year, score (0 to 100), quality."""
    rows = frame.filter(code="overall_nohealth").sort("year", "edition")
    last = rows.group_by("country", maintain_order=True).last()
    return last.select("country", "year", "score", quality=pl.lit(Quality.OBSERVED.value)).sort(
        "score", descending=True
    )
