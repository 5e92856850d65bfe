"""Fora that hold both ends of a corridor: consultative processes, areas of free movement, organisations."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import polars as pl

from corridors.answers.governance.joint_areas import EUROPE, ONE_SIDED
from corridors.answers.rights import weights
from corridors.concepts.quality import Quality
from corridors.content.scalars import scalar
from corridors.data import Source, load
from corridors.errors import DataUnavailable

PROCESS, MOVEMENT, ORGANISATION = "consultative process", "free movement (unverified)", "organisation (2014)"
KINDS = (PROCESS, MOVEMENT, ORGANISATION)
YEAR = 2024
"""The year of the stock, and the one in which areas of free movement must hold both ends."""
OBSERVER = "observer"
WRONG = ("EAC",)
"""Organisations whose members the copy names wrongly (its caveat on the East African Community)."""
UNIVERSAL = 150
"""Organisations of more members hold almost every pair and tell nothing of a corridor. Our own choice."""
MEMBERS = pl.Schema(
    {"kind": pl.String, "forum": pl.String, "country": pl.String, "part": pl.String, "since": pl.Int64,
     "record": pl.String, "quality": pl.String}
)  # fmt: skip


class Fora(NamedTuple):
    """Members of each forum (kind, forum, country, part, since, record, quality), and their sources."""

    members: pl.DataFrame
    sources: tuple[Source, ...]


@cache
def fora() -> Fora:
    """Every forum that the catalogue holds; organisations only where the user has added them."""
    processes, first = load("consultative_processes")
    areas, second = load("free_movement_to_verify")
    held = areas.filter(
        pl.col("entry_year").fill_null(0) <= YEAR, pl.col("exit_year").is_null() | (pl.col("exit_year") > YEAR)
    )
    parts = [
        processes.select(
            kind=pl.lit(PROCESS), forum="process", country="country", part="status", since="founded", record="as_of",
            quality=pl.lit(Quality.OBSERVED.value),
        ),
        held.select(
            kind=pl.lit(MOVEMENT), forum="area", country="country", part="right", since="entry_year",
            record=pl.lit("to be verified"), quality=pl.lit(Quality.UNVERIFIED.value),
        ),
    ]  # fmt: skip
    try:
        organisations, third = load("igo_membership")
    except DataUnavailable:
        return Fora(_joined(parts), (first, second))
    last = int(scalar(organisations["year"].max()))
    entered = organisations.filter(status="full").group_by("code", "country").agg(since=pl.col("year").min())
    now = organisations.filter(year=last, status="full").filter(~pl.col("code").is_in(WRONG))
    parts.append(
        now.join(entered, on=["code", "country"], how="left").select(
            kind=pl.lit(ORGANISATION), forum="organisation", country="country", part=pl.lit("full member"),
            since="since", record=pl.lit(str(last)), quality=pl.lit(Quality.OBSERVED.value),
        )
    )  # fmt: skip
    return Fora(_joined(parts), (first, second, third))


def _joined(parts: list[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat([part.cast(MEMBERS) for part in parts])


@cache
def joint() -> pl.DataFrame:
    """Ordered pairs of countries that one forum holds: kind, forum, origin, destination, quality.

    Observers of a process do not count. Members of the European Union share an area with those of the European
    Economic Area, and with Switzerland; a compact of free association leads into the United States only.
    """
    members = fora().members.filter(pl.col("part") != OBSERVER)
    other = members.select("kind", "forum", destination="country")
    same = members.join(other, on=["kind", "forum"]).rename({"country": "origin"})
    parts = [same.select("kind", "forum", "origin", "destination", "quality")]
    moving = members.filter(kind=MOVEMENT)
    for names, label in EUROPE.items():
        one, two = sorted(names)
        first, second = (moving.filter(forum=name)["country"].to_list() for name in (one, two))
        crossing = [(a, b) for a in first for b in second] + [(b, a) for a in first for b in second]
        frame = pl.DataFrame(crossing, schema={"origin": pl.String, "destination": pl.String}, orient="row")
        parts.append(
            frame.select(
                kind=pl.lit(MOVEMENT), forum=pl.lit(label), origin="origin", destination="destination",
                quality=pl.lit(Quality.UNVERIFIED.value),
            )
        )  # fmt: skip
    pairs = pl.concat(parts).filter(pl.col("origin") != pl.col("destination"))
    for label, only in ONE_SIDED.items():
        pairs = pairs.filter((pl.col("forum") != label) | (pl.col("destination") == only))
    return pairs.unique(["kind", "forum", "origin", "destination"], maintain_order=True)


def by_forum(people: pl.DataFrame, whole: float) -> pl.DataFrame:
    """For each forum: members, record, people in corridors inside it, their share of a whole.

    Args:
        people: origin, destination, stock.
        whole: the people of whom the share is taken.

    Returns:
        kind, forum, members, observers, record, stock, share, pairs, quality; largest first within each kind.
    """
    inside = joint().join(people, on=["origin", "destination"]).group_by("kind", "forum").agg(
        pl.col("stock").sum(), pl.len().alias("pairs")
    )  # fmt: skip
    counts = fora().members.group_by("kind", "forum").agg(
        (pl.col("part") != OBSERVER).sum().cast(pl.Int64).alias("members"),
        (pl.col("part") == OBSERVER).sum().cast(pl.Int64).alias("observers"),
        pl.col("record").first(), pl.col("quality").first(),
    )  # fmt: skip
    crossing = joint().filter(pl.col("forum").is_in(list(EUROPE.values()))).group_by("kind", "forum").agg(
        members=pl.col("origin").n_unique().cast(pl.Int64), observers=pl.lit(0, pl.Int64),
        record=pl.lit("to be verified"), quality=pl.col("quality").first(),
    )  # fmt: skip
    table = pl.concat([counts, crossing]).join(inside, on=["kind", "forum"], how="left").with_columns(
        pl.col("stock", "pairs").fill_null(0)
    )  # fmt: skip
    share = pl.col("stock") / whole if whole else pl.lit(None, pl.Float64)
    order = pl.col("kind").replace_strict({kind: i for i, kind in enumerate(KINDS)})
    return table.with_columns(share=share).sort([order, pl.col("stock"), pl.col("forum")],
                                                descending=[False, True, False])  # fmt: skip


def by_corridor(people: pl.DataFrame) -> pl.DataFrame:
    """For each corridor: how many processes, areas and organisations hold both ends, and the names of the first two.

    Args:
        people: origin, destination, stock, quality.

    Returns:
        origin, destination, stock, processes, areas, organisations (without nearly universal ones), names, quality.
    """
    sizes = fora().members.group_by("kind", "forum").len().filter(pl.col("len") <= UNIVERSAL).select("kind", "forum")
    named = pl.col("forum").filter(pl.col("kind") != ORGANISATION)
    counted = pl.concat([
        joint().join(sizes, on=["kind", "forum"], how="semi"),
        joint().filter(pl.col("forum").is_in(list(EUROPE.values()))),
    ]).group_by("origin", "destination").agg(
        *((pl.col("kind") == kind).sum().cast(pl.Int64).alias(name)
          for name, kind in zip(("processes", "areas", "organisations"), KINDS, strict=True)),
        named.unique(maintain_order=True).str.join("; ").alias("names"),
    )  # fmt: skip
    numbers = ["processes", "areas", "organisations"]
    found = people.join(counted, on=["origin", "destination"], how="left").with_columns(
        pl.col(numbers).fill_null(0), pl.col("names").fill_null("")
    )
    return found.select("origin", "destination", "stock", *numbers, "names", "quality").sort("stock", descending=True)


def people() -> pl.DataFrame:
    """People of known origin by corridor: origin, destination, stock, quality."""
    return weights.stocks().frame.filter(year=YEAR).select("origin", "destination", "stock", "quality")


def everybody() -> int:
    """All people outside their country of birth, those of unknown origin among them."""
    return int(weights.by_destination(YEAR)["stock"].sum())
