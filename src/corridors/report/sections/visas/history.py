"""Visa requirements from 1973 to 2013, where the user has added them."""

from __future__ import annotations

from corridors.answers.borders.visa_words import spells
from corridors.concepts.quality import Quality
from corridors.content.blocks import Block, Figure, Missing, References, Table
from corridors.content.subject import Corridor
from corridors.data import load
from corridors.errors import DataUnavailable


def with_history(blocks: list[Block], pair: Corridor, cited: References) -> list[Block]:
    """Add the requirements of 1973-2013 where the user has added them, else how to add them."""
    try:
        frame, source = load("visa_demig", country=pair.codes)
    except DataUnavailable as error:
        return [*blocks, Missing("Visa requirements from 1973 to 2013 (DEMIG VISA)", error.message, error.hint)]
    rows = [
        (way.label, _years(first, last), requirement)
        for way in (pair.forth, pair.back)
        for first, last, requirement in spells(frame.filter(passport=way.origin.code, destination=way.destination.code))
    ]
    if not rows:
        gap = Missing("Visa requirements from 1973 to 2013", "DEMIG VISA has no row for this corridor.")
        return [*blocks, gap]
    history = Table(
        "Visa requirements from 1973 to 2013",
        ("Passport and destination", "January of", "Requirement"),
        tuple(rows),
        Quality.OBSERVED,
        (cited.cite(source),),
        note="Tourist and short visits. Years that are not shown are not known. Not comparable with the classes since "
        "2019, because DEMIG VISA has none for visas on arrival. 2014 to 2018 are in neither source.",
    )
    tables = sum(isinstance(block, Figure | Table) for block in blocks)
    return [*blocks[:tables], history, *blocks[tables:]]


def _years(first: int, last: int) -> str:
    return str(first) if first == last else f"{first} to {last}"
