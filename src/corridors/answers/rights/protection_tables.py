"""People by the standing of the country in which they live: who lives under which protection, and who does not."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from corridors.answers.rights import instruments, weights
from corridors.answers.rights.standings import NONE, PARTY, SIGNED, UNVERIFIED
from corridors.concepts.quality import Quality
from corridors.data import Source, load

if TYPE_CHECKING:
    from collections.abc import Collection


class Protection(NamedTuple):
    """A protection: its name in tables, and the instruments of which one is enough."""

    name: str
    label: str
    codes: tuple[str, ...]


PROTECTIONS = (
    Protection("icrmw", "Migrant Workers Convention (1990)", ("ICRMW",)),
    Protection("c97", "ILO 97, migration for employment (1949)", ("ILO-C97",)),
    Protection("c143", "ILO 143, migrant workers (1975)", ("ILO-C143",)),
    Protection("refuge", "Refugee Convention (1951) or Protocol (1967)", instruments.REFUGE),
    Protection("crc", "Rights of the child (1989)", ("CRC",)),
)
LABELS = {one.name: one.label for one in PROTECTIONS}
COVERED, MAYBE, OPEN, NOT_KNOWN, TERRITORY = "party", "unverified", "none", "unknown", "territory"
PARTS = (COVERED, MAYBE, OPEN, NOT_KNOWN, TERRITORY)
"""Standing of the place of residence: party; party by an unverified row; none on record; not known; no State."""


class Displaced(NamedTuple):
    """Refugees, people in need of international protection and asylum seekers by origin and host at a year's end."""

    frame: pl.DataFrame
    year: int
    source: Source


def places(frame: pl.DataFrame) -> pl.DataFrame:
    """The standing of each State to each protection: place, protection, part.

    Args:
        frame: rows of `instruments.at`.
    """
    order = {PARTY: 0, UNVERIFIED: 1, SIGNED: 3, NONE: 3}
    found = []
    for one in PROTECTIONS:
        rows = frame.filter(pl.col("instrument").is_in(one.codes))
        # The best standing counts: one of two instruments is enough, and what is not known outweighs a "none".
        best = rows.with_columns(rank=pl.col("state").replace_strict(order, default=2)).group_by("country")
        part = pl.col("rank").min().replace_strict({0: COVERED, 1: MAYBE, 2: NOT_KNOWN, 3: OPEN})
        found.append(best.agg(part=part).select(place="country", protection=pl.lit(one.name), part="part"))
    return pl.concat(found)


def coverage(people: pl.DataFrame, standing: pl.DataFrame) -> pl.DataFrame:
    """People by protection and standing of where they live.

    Args:
        people: place, people, quality; every row counts once.
        standing: what `places` returns.

    Returns:
        protection, label, people, one column for each of `PARTS` (persons, adding up to people), share (of them in
        parties), quality.
    """
    grid = people.join(pl.DataFrame({"protection": list(LABELS)}), how="cross")
    joined = grid.join(standing, on=["place", "protection"], how="left").with_columns(
        pl.col("part").fill_null(TERRITORY)
    )
    sums = [pl.col("people").filter(pl.col("part") == part).sum().alias(part) for part in PARTS]
    worst = pl.col("quality").is_in([Quality.EXTRAPOLATED.value]).any()
    quality = pl.when(worst).then(pl.lit(Quality.EXTRAPOLATED.value)).otherwise(pl.col("quality").first())
    table = joined.group_by("protection", maintain_order=True).agg(pl.col("people").sum(), *sums, quality=quality)
    order = pl.col("protection").replace_strict({name: i for i, name in enumerate(LABELS)})
    return table.sort(order).with_columns(
        label=pl.col("protection").replace_strict(LABELS),
        share=pl.when(pl.col("people") > 0).then(pl.col(COVERED) / pl.col("people")),
    )


def immigrants(year: int, codes: Collection[str] | None = None) -> pl.DataFrame:
    """People born elsewhere by country of residence, those of unknown origin among them: place, people, quality."""
    rows = weights.by_destination(year).select(place="destination", people="stock", quality="quality")
    return rows if codes is None else rows.filter(pl.col("place").is_in(codes))


def emigrants(year: int, origin: str) -> pl.DataFrame:
    """People born in a country by where they live, as far as their origin is known: place, people, quality."""
    rows = weights.stocks().frame.filter(origin=origin, year=year)
    return rows.select(place="destination", people="stock", quality="quality")


def by_origin(year: int, standing: pl.DataFrame) -> pl.DataFrame:
    """For each origin: emigrants of known destination, and the share of them in parties to each protection."""
    rows = weights.stocks().frame.filter(year=year)
    wide = _wide(standing)
    joined = rows.join(wide, left_on="destination", right_on="place", how="left")
    covered = [
        (pl.col("stock").filter(pl.col(name) == COVERED).sum() / pl.col("stock").sum()).alias(name) for name in LABELS
    ]
    extrapolated = (pl.col("quality") == Quality.EXTRAPOLATED.value).any()
    mark = pl.when(extrapolated).then(pl.lit(Quality.EXTRAPOLATED.value)).otherwise(pl.lit(Quality.MODELLED.value))
    found = joined.group_by("origin").agg(pl.col("stock").sum().alias("people"), *covered, quality=mark)
    return found.sort("people", "origin", descending=[True, False])


def by_destination(year: int, standing: pl.DataFrame) -> pl.DataFrame:
    """For each place of residence: people born elsewhere, and its standing to each protection."""
    wide = _wide(standing).rename({"place": "destination"})
    rows = weights.by_destination(year).join(wide, on="destination", how="left")
    filled = rows.with_columns(pl.col(list(LABELS)).fill_null(TERRITORY))
    return filled.select("destination", "stock", "unknown", *LABELS, "quality")


def _wide(standing: pl.DataFrame) -> pl.DataFrame:
    return standing.pivot("protection", index="place", values="part")


@cache
def displaced(year: int) -> Displaced:
    """People displaced across borders under UNHCR's mandate by origin and place of asylum at the end of a year.

    Columns: origin, place, people, quality. The people under UNRWA's mandate are not in it.
    """
    frame, source = load("refugees")
    years = frame["year"].unique().to_list()
    last = max((one for one in years if one <= year), default=min(years))
    rows = frame.filter(year=last).with_columns(
        people=pl.sum_horizontal(pl.col("refugees", "asylum_seekers", "oip").fill_null(0))
    )
    rows = rows.filter(pl.col("people") > 0, pl.col("origin") != pl.col("asylum"))
    return Displaced(
        rows.select("origin", place="asylum", people="people", quality=pl.lit(Quality.OBSERVED.value)), last, source
    )
