"""What several sections share: the population of a place, titles of panels, the order of blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from corridors.concepts.quality import Quality
from corridors.content.blocks import Block, Fact, Figure, Missing, Note, Table
from corridors.data import Source, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import altair as alt

    from corridors.concepts.countries import Area

HORIZON = 2050
"""The last year of projections that a brief shows."""


class Inhabitants(NamedTuple):
    """The population of a country or area on one day, how it is known, and from where."""

    persons: int
    quality: Quality
    source: Source


def inhabitants(area: Area, year: int, day: str = "midyear") -> Inhabitants | None:
    """The population in persons on 1 July ("midyear") or 1 January ("jan1"); None where the tables lack the area.

    >>> from corridors.concepts.countries import area
    >>> found = inhabitants(area("TON"), 2020)
    >>> found.persons, found.quality.label
    (105703, 'estimated')
    """
    frame, source = load("demography_totals", country=area.code, year=year)
    if frame.is_empty():
        return None
    row = frame.row(0, named=True)
    quality = Quality.MODELLED if row["variant"] == "estimates" else Quality.PROJECTED
    return Inhabitants(int(row[f"pop_{day}"]), quality, source)


def least_sure(qualities: Iterable[Quality]) -> Quality:
    """The lowest of several marks: the one that a table bears whose rows are known in different ways.

    >>> least_sure([Quality.MODELLED, Quality.PROJECTED, Quality.OBSERVED]).label
    'projected'
    """
    return max(qualities, key=list(Quality).index)


def panel_title(text: str, offset: int = 24) -> alt.Title:
    """The title of one panel of a chart, above its left edge by some pixels."""
    import altair as alt

    return alt.Title(text, anchor="start", fontSize=12, offset=offset)


def capitalised(text: str) -> str:
    """A text with its first letter in upper case and the others as they are.

    >>> capitalised("the United States"), capitalised("")
    ('The United States', '')
    """
    return text[:1].upper() + text[1:]


def in_order(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Charts first, then tables, facts, notes and what is missing, each kind in the order given."""
    kinds = (Figure, Table, Fact, Note, Missing)
    return tuple(block for kind in kinds for block in blocks if isinstance(block, kind))
