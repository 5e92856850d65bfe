"""Treaties of one country: what is known of each instrument, since when, and as of which year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.rights.standings import (
    CONTRADICTED,
    MARCH_2015,
    OTHERS,
    TELLING,
    is_listed,
    standing,
)
from corridors.concepts.quality import Quality
from corridors.content.blocks import Block, Missing, Note, Reference, Table
from corridors.content.subject import name, the

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.concepts.countries import Area


def table(areas: Sequence[Area], frame: pl.DataFrame, unverified: pl.DataFrame, cited: tuple[Reference, ...]) -> Table:
    """The instruments that the chart leaves out, for one or two countries."""
    rows = tuple((one.label, *(standing(area, one, frame, unverified).text for area in areas)) for one in OTHERS)
    return Table(
        "Other instruments, most of them on human rights",
        ("Instrument", *(name(area) for area in areas)),
        rows,
        Quality.OBSERVED,
        cited[:2],
        note="In brackets the year of the record.",
    )


def remarks(areas: Sequence[Area], frame: pl.DataFrame, cited: tuple[Reference, ...]) -> list[Block]:
    """How to read the standings, special rows, and countries that the records do not list."""
    blocks: list[Block] = [
        Note(
            "Being a party is a promise in law. Reservations, denunciations and how the promise is kept are not shown. "
            "In brackets stands the year of the record; later steps are not known.",
            cited,
        ),
        Note(
            f"On refugees, stateless persons, trafficking and smuggling the record is of {MARCH_2015}. Later steps "
            "were added for some countries only, so that others may have joined since. The lists of the ILO "
            "conventions 29, 118, 143, 181 and 190 are incomplete: a country that they do not name may be a party. "
            "The list of convention 97 is complete only with eight ratifications that are not verified.",
            cited,
        ),
    ]
    special = frame.filter(pl.col("note").fill_null("").str.contains_any(list(TELLING)))
    names = {area.code: area for area in areas}
    blocks += [
        Note(
            f"The records on {row['treaty']} for {the(names[row['country']])} carry a remark: {row['note']}.", cited[:2]
        )
        for row in special.iter_rows(named=True)
    ]
    blocks += [
        Note(
            "ILO convention 97: the ILO records a ratification of 26 October 2023 by the Republic of the Congo, the "
            "treaty database of the Netherlands by the Democratic Republic of the Congo.",
            cited[1:2],
        )
        for area in areas
        if (area.code, "ILO-C97") in CONTRADICTED
    ]
    absent = [area for area in areas if not is_listed(frame, area)]
    return [*blocks, *(not_listed(area) for area in absent)]


def not_listed(area: Area) -> Missing:
    """Say that the depositaries' lists do not name an area."""
    return Missing(
        f"Treaties that apply in {the(area)}",
        f"The lists of the United Nations and the ILO that were read do not name {the(area)}. "
        "Treaties that apply there through another state or through its own law are not shown.",
    )
