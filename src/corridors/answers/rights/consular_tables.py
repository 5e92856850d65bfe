"""Emigrants by host against the missions that the record knows: which reach whom, and where none is recorded."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import polars as pl

from corridors.answers.rights import weights
from corridors.concepts.countries import area, known
from corridors.concepts.quality import Quality
from corridors.data import Source, load

EMBASSY, CONSULATE, ELSEWHERE, NONE, TERRITORY = (
    "resident embassy", "consulate or office only", "embassy elsewhere is accredited", "none recorded",
    "host is a territory",
)  # fmt: skip
REACH = (EMBASSY, CONSULATE, ELSEWHERE, NONE, TERRITORY)
"""Kinds of representation, from nearest to farthest; a territory without a record may be served through its State."""
SHORT = dict(zip(REACH, ("embassy", "consulate", "elsewhere", "none", "territory"), strict=True))
YEAR = 2024


class Reach(NamedTuple):
    """Emigrants of every origin by host with the representation recorded there, and the record's source."""

    frame: pl.DataFrame
    silent: pl.DataFrame
    source: Source


@cache
def pairs() -> Reach:
    """Emigrants of the latest year by origin and destination with representation.

    `frame` has origin, destination, stock, reach (one of `REACH`), returned (whether the host has an embassy in the
    origin, which makes a gap doubtful; in words in `back`), embassies, consulates, honorary, quality; `silent` has the
    emigrants of origins that send no mission in the record (mostly territories): origin, stock.
    """
    record, source = load("diplomatic_pairs")
    people = weights.stocks().frame.filter(year=YEAR)
    senders = record["sender"].unique().to_list()
    silent = people.filter(~pl.col("origin").is_in(senders)).group_by("origin").agg(pl.col("stock").sum())
    joined = people.filter(pl.col("origin").is_in(senders)).join(
        record, left_on=["origin", "destination"], right_on=["sender", "host"], how="left"
    )
    back = record.filter(resident_embassy=1).select(destination="sender", origin="host", returned=pl.lit(value=True))
    joined = joined.join(back, on=["origin", "destination"], how="left").with_columns(
        pl.col("returned").fill_null(value=False)
    )
    places = joined["destination"].unique().to_list()
    others = [code for code in places if not known(code) or area(code).kind != "country"]
    office = pl.sum_horizontal(pl.col("consulates", "honorary_consulates", "representative_offices").fill_null(0)) > 0
    reach = (
        pl.when(pl.col("resident_embassy") == 1).then(pl.lit(EMBASSY))
        .when(office).then(pl.lit(CONSULATE))
        .when(pl.col("non_resident_accreditation") == 1).then(pl.lit(ELSEWHERE))
        .when(pl.col("destination").is_in(others)).then(pl.lit(TERRITORY))
        .otherwise(pl.lit(NONE))
    )  # fmt: skip
    columns = {"embassies": "embassies", "consulates": "consulates", "honorary": "honorary_consulates"}
    back = _yes_or_no("returned").alias("back")
    counts = [pl.col(old).fill_null(0).alias(new) for new, old in columns.items()]
    frame = joined.select(
        "origin",
        "destination",
        "stock",
        "returned",
        *counts,
        back,
        reach=reach,
        quality="quality",
    )
    return Reach(frame.sort("stock", descending=True), silent.sort("stock", descending=True), source)


def _yes_or_no(column: str) -> pl.Expr:
    return pl.when(pl.col(column)).then(pl.lit("yes")).otherwise(pl.lit("none recorded"))


def embassies(sender: str) -> int:
    """In how many countries the record has a resident embassy of one.

    >>> embassies("TUV")
    3
    """
    return load("diplomatic_pairs").frame.filter(sender=sender, resident_embassy=1).height


def by_origin(frame: pl.DataFrame) -> pl.DataFrame:
    """For each origin: emigrants, hosts, the share of emigrants by representation, embassies that the record has.

    Args:
        frame: rows of `pairs`.

    Returns:
        origin, people, pairs, pairs_none, people_none, one share for each kind in `SHORT`, sent, quality.
    """
    sent = load("diplomatic_pairs").frame.group_by(origin="sender").agg(sent=pl.col("resident_embassy").sum())
    return _shares(frame, "origin").join(sent, on="origin", how="left", maintain_order="left")


def by_destination(frame: pl.DataFrame) -> pl.DataFrame:
    """For each host: residents born elsewhere of known origin, and their share by representation."""
    return _shares(frame, "destination")


def _shares(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    whole = pl.col("stock").sum()
    shares = [
        (pl.col("stock").filter(pl.col("reach") == reach).sum() / whole).alias(name) for reach, name in SHORT.items()
    ]
    found = frame.group_by(key).agg(
        whole.alias("people"),
        pl.len().alias("pairs"),
        (pl.col("reach") == NONE).sum().alias("pairs_none"),
        pl.col("stock").filter(pl.col("reach") == NONE).sum().alias("people_none"),
        *shares,
    )
    return found.with_columns(quality=pl.lit(Quality.MODELLED.value)).sort("people", key, descending=[True, False])


def missions() -> dict[str, int]:
    """How many of each kind of mission the record holds in all."""
    frame = load("diplomatic_pairs").frame
    names = ("resident_embassy", "consulates", "honorary_consulates")
    return {name: int(frame[name].sum()) for name in names}
