"""The migrant stock as tables: by pair, by destination with people of unknown origin, and how each cell is known."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from corridors.answers.asked import Asked
from corridors.concepts.quality import Quality
from corridors.content.blocks import Note
from corridors.content.scalars import scalar
from corridors.content.subject import named, the
from corridors.content.words import listed, spoken
from corridors.data import Source, load

if TYPE_CHECKING:
    from corridors.concepts.countries import Area
    from corridors.content.blocks import Reference

EDITION = 2024
NO_DATA_OF_ITS_OWN = "I"
"""The publisher's type of data for an area whose stock rests on no data of its own."""
COVERAGE = {
    "CHN": "Figures for China leave out Hong Kong, Macao and Taiwan, which the publisher shows apart.",
    "SRB": "Figures for Serbia may hold Kosovo, which the migrant stocks do not show apart; its population leaves "
    "Kosovo out.",
}
"""What two countries' figures cover, which their names do not tell (caveats of the migrant stocks and of WPP 2024)."""


MANY_UNKNOWN = 100_000
"""People of unknown origin from which on a destination is named that names nobody from an origin. Our own choice."""
HELD_BY = {"XKX": "The figures for Serbia may hold Kosovo: `--country SRB` shows them."}
"""Where the people of a place without a row may be counted (caveat of the migrant stocks)."""


class Stocks(NamedTuple):
    """Stocks by pair (origin, destination, year, stock, women, quality) and by destination (unknown origin too)."""

    frame: pl.DataFrame
    unknown: pl.DataFrame
    source: Source
    totals_source: Source

    @property
    def years(self) -> list[int]:
        """The years on whose 1 July there is a stock."""
        return self.unknown.filter(edition=EDITION)["year"].unique().sort().to_list()


@cache
def bilateral() -> Stocks:
    """All pairs of the latest edition, both sexes together, each with women's number and how it is known."""
    raw, source = load("migrant_stock")
    totals, totals_source = load("migrant_stock_unknown")
    marks = _marks(totals)
    women = pl.col("stock").filter(pl.col("sex") == "female").sum().alias("women")
    frame = raw.group_by("origin", "destination", "year").agg(pl.col("stock").sum(), women)
    unobserved = totals.filter(edition=EDITION).group_by("destination", "year").agg(pl.col("stock_known_origin").sum())
    named_none = unobserved.filter(stock_known_origin=0).select("destination", "year")
    frame = frame.join(named_none, on=["destination", "year"], how="anti")
    frame = frame.join(marks, on=["destination", "year"], how="left")
    return Stocks(frame.filter(pl.col("stock") > 0), totals.join(marks, on=["destination", "year"], how="left"),
                  source, totals_source)  # fmt: skip


def _marks(totals: pl.DataFrame) -> pl.DataFrame:
    """How each destination's stock is known by year: reassessed in this edition, or extended from the one before."""
    wide = totals.group_by("destination", "year", "edition").agg(pl.col("stock_total").sum())
    old = wide.filter(edition=EDITION - 4).select("destination", "year", before="stock_total")
    new = wide.filter(edition=EDITION).join(old, on=["destination", "year"], how="left")
    reassessed = new.group_by("destination").agg(
        ((pl.col("stock_total") - pl.col("before")).abs() > 0).any().alias("reassessed")
    )
    imputed = totals.filter(edition=EDITION).group_by("destination", "year").agg(
        pl.col("data_type").str.contains(NO_DATA_OF_ITS_OWN, literal=True).any().alias("imputed")
    )  # fmt: skip
    last = new["year"].max()
    extended = (pl.col("year") == last) & ~pl.col("reassessed").fill_null(False)
    mark = pl.when(extended | pl.col("imputed").fill_null(False)).then(pl.lit(Quality.EXTRAPOLATED.value))
    joined = imputed.join(reassessed, on="destination", how="left")
    return joined.select("destination", "year", quality=mark.otherwise(pl.lit(Quality.MODELLED.value)))


def of_subject(frame: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """The pairs that a question is about: into a country or region, out of an origin, one corridor, or all."""
    if asked.origin is not None:
        frame = frame.filter(origin=asked.origin.code)
    if asked.destination is not None:
        frame = frame.filter(destination=asked.destination.code)
    if asked.origin is None and asked.destination is None and asked.codes is not None:
        frame = frame.filter(pl.col("destination").is_in(asked.codes))
    return frame


def yearly(rows: pl.DataFrame, totals: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """The whole stock by year: people, women's share, unknown origin, population of the destinations, quality.

    For an origin only people of known origin can be counted, so unknown origin and population are null.
    """
    worst = pl.when((pl.col("quality") == Quality.EXTRAPOLATED.value).any()).then(pl.lit(Quality.EXTRAPOLATED.value))
    quality = worst.otherwise(pl.lit(Quality.MODELLED.value)).alias("quality")
    if asked.origin is not None:
        sums = rows.group_by("year").agg(pl.col("stock", "women").sum(), quality)
        nothing = [pl.lit(None, pl.Int64).alias(name) for name in ("unknown", "population")]
        return sums.with_columns(*nothing, share_women=pl.col("women") / pl.col("stock")).sort("year")
    held = totals.filter(edition=EDITION)
    if asked.codes is not None:
        held = held.filter(pl.col("destination").is_in(asked.codes))
    women = pl.col("stock_total").filter(pl.col("sex") == "female").sum().alias("women")
    sums = held.group_by("year").agg(
        pl.col("stock_total").sum().alias("stock"),
        women,
        pl.col("stock_unknown_origin").sum().alias("unknown"),
        quality,
    )
    inhabitants = load("demography_totals").frame.filter(
        pl.col("country").is_in(held["destination"].unique().to_list())
    )
    population = inhabitants.group_by("year").agg(pl.col("pop_midyear").sum().cast(pl.Int64).alias("population"))
    return (
        sums.with_columns(share_women=pl.col("women") / pl.col("stock"))
        .join(population, on="year", how="left")
        .sort("year")
    )


def with_shares(rows: pl.DataFrame) -> pl.DataFrame:
    """Add each pair's share of all rows of its year, and women's share of the pair."""
    return rows.with_columns(
        share=pl.col("stock") / pl.col("stock").sum().over("year"), share_women=pl.col("women") / pl.col("stock")
    )


def emigrants(code: str, year: int) -> int | None:
    """People born in a country who are counted in others; None where the publication names no such origin."""
    rows = bilateral().frame.filter(origin=code, year=year)
    return int(rows["stock"].sum()) if rows.height else None


def revision(totals: pl.DataFrame) -> float:
    """Median over destinations of the relative change of the stock of 2020 between the two editions."""
    wide = totals.filter(year=EDITION - 4).group_by("destination", "edition").agg(pl.col("stock_total").sum())
    both = wide.filter(edition=EDITION).join(wide.filter(edition=EDITION - 4), on="destination")
    ratio = (both["stock_total"] / both["stock_total_right"] - 1).abs()
    changed = ratio.filter(ratio.is_finite() & (ratio > 0))
    return scalar(changed.median() or 0.0)


def listed_partners(origin: str) -> str:
    """The destinations with most people of one origin, for a message about one that has none."""
    frame = bilateral().frame.filter(origin=origin)
    last = frame.filter(pl.col("year") == pl.col("year").max()).sort("stock", descending=True)
    return listed([named(code) for code in last["destination"].head(5)])


def unnamed(place: Area, year: int, references: tuple[Reference, ...]) -> tuple[Note, ...]:
    """Say which destinations with many people of unknown origin name nobody from a country; nothing if all do."""
    naming = bilateral().frame.filter(origin=place.code, year=year)["destination"].to_list()
    held = bilateral().unknown.filter(edition=EDITION, year=year).group_by("destination")
    many = held.agg(pl.col("stock_unknown_origin").sum().alias("people")).filter(pl.col("people") >= MANY_UNKNOWN)
    silent = many.filter(~pl.col("destination").is_in([*naming, place.code])).sort("people", descending=True)
    if silent.is_empty():
        return ()
    said = [f"{named(row['destination'])} ({spoken(row['people'])})" for row in silent.iter_rows(named=True)]
    return (
        Note(
            f"The publication names nobody born in {the(place)} in {listed(said, most=5)}: whoever lives there is "
            "among the people of unknown origin, whose number stands in brackets, so that emigrants are a lower bound.",
            references,
        ),
    )


def coverage(asked: Asked) -> str:
    """Where the people of a place may be counted that the publication leaves out."""
    return HELD_BY.get(asked.place.code, "") if asked.place is not None else ""
