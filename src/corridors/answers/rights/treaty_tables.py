"""Treaties as tables: parties by instrument, by country and by year, weighted by the people who live there."""

from __future__ import annotations

import polars as pl

from corridors.answers.rights import instruments, weights
from corridors.answers.rights.standings import MAIN, NONE, PARTY, SIGNED, UNKNOWN, UNVERIFIED
from corridors.concepts.quality import Quality

FIRST = 1950
"""The first year of the table by year: that of the oldest treaty of the United Nations in the records."""


def by_instrument(frame: pl.DataFrame, year: int | None) -> pl.DataFrame:
    """For each instrument: States by standing, first and latest party, record, share of the world's migrants.

    The share has all people born elsewhere as denominator, those of unknown origin and in territories among them.
    It is null for a year before the first stock.
    """
    stock = weights.by_destination(year if year is not None else min(weights.stocks().years))
    whole = stock["stock"].sum()
    living = frame.filter(state=PARTY).join(stock, left_on="country", right_on="destination", how="left")
    share = living.group_by("instrument").agg((pl.col("stock").sum() / whole).alias("share"))
    counts = frame.group_by("instrument", "label", maintain_order=True).agg(
        *((pl.col("state") == state).sum().alias(name) for name, state in NAMES.items()),
        pl.col("since").filter(pl.col("state") == PARTY).min().alias("first"),
        pl.col("since").filter(pl.col("state") == PARTY).max().alias("latest"),
        pl.col("as_of").max().alias("record"),
    )
    opened = pl.col("instrument").replace_strict({code: one.opened for code, one in instruments.dates().items()})
    lists = pl.col("instrument").replace_strict(
        {one.code: instruments.complete(one) for one in instruments.ALL}, return_dtype=pl.String
    )
    found = counts.join(share, on="instrument", how="left").with_columns(
        share=pl.lit(None, pl.Float64) if year is None else pl.col("share").fill_null(0.0)
    )
    return found.with_columns(opened=opened, list=lists, quality=pl.lit(Quality.OBSERVED.value))


NAMES = {"party": PARTY, "unverified": UNVERIFIED, "signed": SIGNED, "none": NONE, "unknown": UNKNOWN}
"""Columns of counts by standing."""


def by_country(frame: pl.DataFrame) -> pl.DataFrame:
    """For each State, how many of the twelve main instruments it has accepted, signed only, not accepted."""
    main = frame.filter(pl.col("instrument").is_in([one.code for one in MAIN]))
    counts = main.group_by("country").agg(
        *((pl.col("state") == state).sum().alias(name) for name, state in NAMES.items()),
        pl.col("since").filter(pl.col("state") == PARTY).max().alias("latest"),
    )
    return counts.sort(["party", "country"], descending=[True, False]).with_columns(
        quality=pl.lit(Quality.OBSERVED.value)
    )


def by_year(last: int) -> pl.DataFrame:
    """Parties at the end of each year, by instrument; parties whose date the record lacks are not counted.

    Columns: instrument, label, year, parties, quality. An instrument's rows start when it was opened and end with
    its record; rows that never gave any date are left out.
    """
    frame = instruments.standings().filter(state=PARTY)
    ends = instruments.standings().group_by("instrument").agg(pl.col("as_of").max().alias("end"))
    opened = {code: one.opened for code, one in instruments.dates().items()}
    years = pl.DataFrame({"year": range(FIRST, last + 1)}, schema={"year": pl.Int64})
    dated = frame.drop_nulls("since").group_by("instrument", "label", year="since").agg(pl.len().alias("joined"))
    names = dated.select("instrument", "label").unique().sort("instrument")
    grid = names.join(years, how="cross").join(ends, on="instrument")
    grid = grid.filter(pl.col("year") >= pl.col("instrument").replace_strict(opened), pl.col("year") <= pl.col("end"))
    counted = grid.join(dated.drop("label"), on=["instrument", "year"], how="left").sort("instrument", "year")
    parties = pl.col("joined").fill_null(0).cum_sum().over("instrument").cast(pl.Int64).alias("parties")
    return counted.select("instrument", "label", "year", parties, quality=pl.lit(Quality.OBSERVED.value))


def changes(country: str) -> pl.DataFrame:
    """What a State did in which year: year, instrument, label, step ("became a party", "signed"), quality."""
    rows = instruments.standings().filter(country=country)
    joined = rows.filter(pl.col("state").is_in([PARTY, UNVERIFIED])).drop_nulls("since")
    signed = rows.drop_nulls("signed")
    steps = [
        joined.select(year="since", instrument="instrument", label="label", step=pl.lit("became a party"),
                      quality="quality"),
        signed.select(year="signed", instrument="instrument", label="label", step=pl.lit("signed"), quality="quality"),
    ]  # fmt: skip
    return pl.concat(steps).sort("year", "instrument")
