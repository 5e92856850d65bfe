"""Whom UNHCR's figures on refugees leave out: the internally displaced, UNRWA's refugees, places without lines."""

from __future__ import annotations

import polars as pl

from corridors.concepts.countries import Area, resolve
from corridors.concepts.quality import Quality
from corridors.content.blocks import Block, Fact, Missing, Note, References, Table
from corridors.content.subject import name, the
from corridors.content.words import number, people, spoken
from corridors.data import load
from corridors.data import source as find_source
from corridors.errors import DataUnavailable

INSIDE_SERBIA = ("SRB", "XKX")
UNRWA_FIELDS = ("PSE", "JOR", "LBN", "SYR")
REGISTERED = (
    "They come on top of UNHCR's figures. Registration does not show that a person lives in that place today. In 2025 "
    "part of them stand under an unknown place, while the figures of Lebanon and Syria fell."
)


def displaced(area: Area, cited: References) -> tuple[list[Block], list[str]]:
    """Internally displaced people whom UNHCR protects or assists, and all of them by IDMC where its data were added."""
    frame, source = load("refugees", country=area.code)
    assert source.years is not None
    last = frame.filter(origin=area.code, asylum=area.code, year=source.years[1])
    count = int(last["idps"].sum())
    others = _monitored(area, bool(count), cited)
    if not count:
        return others, []
    fact = Fact(
        f"Internally displaced people in {the(area)} whom UNHCR protects or assists", count, number(count), "persons",
        f"end of {source.years[1]}", Quality.OBSERVED, (cited.cite(source),),
    )  # fmt: skip
    verb = "person was" if count == 1 else "people were"
    return [fact, *others], [f"{spoken(count)} {verb} displaced within the country, by UNHCR's count."]


def _monitored(area: Area, listed_by_unhcr: bool, cited: References) -> list[Block]:
    what = f"All internally displaced people in {the(area)}"
    try:
        frame, source = load("displacement", country=area.code)
    except DataUnavailable:
        seen = "" if listed_by_unhcr else ", and lists none here"
        why = (
            f"UNHCR counts only those whom it protects or assists{seen}. The Internal Displacement Monitoring Centre "
            "counts all, but its licence does not clearly permit passing its figures on."
        )
        how = "`corridors data show displacement` says where to get them, `corridors data add FOLDER` adds them."
        return [Missing(what, why, how)]
    rows = frame.filter(pl.col("measure").str.contains("stock")).sort("year", "measure")
    latest = rows.filter(pl.col("year") == pl.col("year").max()).unique("cause", keep="last", maintain_order=True)
    return [
        Fact(
            f"{what}, by {row['cause']} (IDMC)", row["value"], number(row["value"]), "persons", f"end of {row['year']}",
            Quality.MODELLED, (cited.cite(source),),
        )
        for row in latest.iter_rows(named=True)
    ]  # fmt: skip


def unrwa(area: Area, cited: References) -> tuple[list[Block], list[str]]:
    """Palestine refugees registered with UNRWA, who are not in UNHCR's figures, by place."""
    frame, source = load("refugees_unrwa")
    last = frame.filter(pl.col("year") == pl.col("year").max()).sort("refugees_unrwa", descending=True)
    year, here = last["year"][0], int(last.filter(asylum=area.code)["refugees_unrwa"].sum())
    rows = [(name(resolve(row["asylum"])), number(row["refugees_unrwa"])) for row in last.iter_rows(named=True)]
    title = f"Palestine refugees registered with UNRWA at the end of {year}, by place of registration"
    table = Table(title, ("Place", "Persons"), tuple(rows), Quality.OBSERVED, (cited.cite(source),), note=REGISTERED)
    return [table], [
        f"Apart from these, {people(here)} stood on UNRWA's register of Palestine refugees in {the(area)}."
    ]


def covered(area: Area) -> bool:
    """Tell whether UNHCR shows an area apart."""
    return area.code not in INSIDE_SERBIA[1:] and not load("refugees", country=area.code).frame.is_empty()


def closing(areas: tuple[Area, ...], absent: list[Area], cited: References) -> list[Block]:
    """Say whom the figures leave out or cannot tell apart."""
    blocks: list[Block] = []
    for area in absent:
        kosovo = area.code in INSIDE_SERBIA
        why = "UNHCR counts Kosovo within Serbia." if kosovo else f"UNHCR's database has no lines for {the(area)}."
        blocks.append(Missing(f"Refugees and asylum seekers from and in {the(area)}", why))
    if any(area.code == INSIDE_SERBIA[0] for area in areas):
        blocks.append(
            Note(
                "UNHCR's figures for Serbia include Kosovo, which it does not show apart.",
                (cited.cite(find_source("refugees")),),
            )
        )
    return blocks
