"""Charts of protection: people by the standing of where they live, and the largest groups of emigrants."""

from __future__ import annotations

import polars as pl

from corridors.answers.rights import plots
from corridors.answers.rights import protection_tables as tables
from corridors.concepts.countries import area
from corridors.concepts.quality import Quality
from corridors.content.blocks import Figure, Reference
from corridors.content.words import percent, spoken

MOST = 15
"""Groups of emigrants in the ranking."""
WORDS = {tables.COVERED: "State is party", tables.MAYBE: "Party, unverified", tables.OPEN: "State is not party",
         tables.NOT_KNOWN: "Not known or no State", tables.TERRITORY: "Not known or no State"}  # fmt: skip


def coverage(table: pl.DataFrame, year: int, references: tuple[Reference, ...]) -> Figure:
    """Draw the first group's people by the standing of where they live, one bar for each protection.

    Args:
        table: coverage by group and protection, with at least one row.
        year: the year of the stock.
        references: where it comes from.
    """
    group = table["group"][0]
    rows = table.filter(group=group)
    long = rows.unpivot(list(tables.PARTS), index=["label", "people"], variable_name="part", value_name="count")
    parts = list(dict.fromkeys(WORDS.values()))
    data = (
        long.with_columns(pl.col("part").replace_strict(WORDS))
        .group_by("label", "part", maintain_order=True)
        .agg(value=pl.col("count").sum() / pl.col("people").first())
    )
    first = rows.filter(protection="icrmw").row(0, named=True)
    return plots.bars(
        "coverage",
        f"{percent(first['share'])} of {group[:1].lower() + group[1:]} live in a party to the Migrant Workers "
        "Convention",
        f"Share of {spoken(first['people'])} people by the standing of the State in which they live, {year}",
        data.select(place="label", part="part", value="value"), axis="Share of people", percent=True, parts=parts,
        quality=[Quality.MODELLED], references=references,
    )  # fmt: skip


def origins(table: pl.DataFrame, year: int, references: tuple[Reference, ...]) -> Figure:
    """Draw the share of the largest groups of emigrants who live in parties to the Migrant Workers Convention.

    Args:
        table: what `protection_tables.by_origin` returns.
        year: the year of the stock.
        references: where it comes from.
    """
    shown = table.head(MOST).sort("icrmw", descending=True)
    data = shown.select(
        place=pl.col("origin").map_elements(_name, return_dtype=pl.String),
        value="icrmw",
    )
    last = data.row(-1, named=True)
    return plots.bars(
        "origins", f"Of the fifteen largest groups of emigrants, that of {data['place'][0]} is covered most "
        f"({percent(data['value'][0])}), that of {last['place']} least ({percent(last['value'])})",
        f"Share of emigrants who live in a party to the Migrant Workers Convention, {year}", data,
        axis="Share of emigrants", percent=True, quality=[Quality.MODELLED], references=references,
    )  # fmt: skip


def _name(code: str) -> str:
    return area(code).short_name
