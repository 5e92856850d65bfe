"""Social security agreements between two countries, as far as lists of them were found."""

from __future__ import annotations

from typing import Any

import polars as pl

from corridors.answers.labour.social_tables import LISTED, coordinated
from corridors.concepts.countries import area
from corridors.concepts.quality import Quality
from corridors.content.blocks import Block, Fact, Missing, Note, References, Table
from corridors.content.subject import Corridor, name, the
from corridors.content.words import spoken_day
from corridors.data import load
from corridors.report.sections.law.agreements import MOST_AGREEMENTS


def social_security(pair: Corridor, cited: References) -> list[Block]:
    """The social security agreements between both ends, as far as a list of either end was found."""
    frame, source = load("social_security_agreements", country=pair.codes)
    found = frame.filter(pl.col("country_a").is_in(pair.codes), pl.col("country_b").is_in(pair.codes))
    blocks: list[Block] = []
    if not found.is_empty():
        parts = [cited.cite(source, LISTED[code]) for code in found["country_a"].unique().sort()]
        ordered = found.sort("in_force", "signed", descending=True, nulls_last=True)
        blocks.append(
            Table(
                "Social security agreements between both ends",
                ("List of", "Kind", "Signed", "In force", "Status", "Detail"),
                tuple(_pact(row) for row in ordered.head(MOST_AGREEMENTS).to_dicts()),
                Quality.OBSERVED,
                tuple(parts),
                note="The records of the United Kingdom end about 1976 and do not say what is in force today."
                if "GBR" in found["country_a"]
                else "",
            )
        )
    covered = set(pair.codes) & set(LISTED)
    if found.is_empty() and "USA" in covered:
        other = pair.destination if pair.origin.code == "USA" else pair.origin
        blocks.append(
            Fact(
                f"Social security agreement of the United States with {the(other)}", "none", "none in force",
                "", "March 2019", Quality.OBSERVED, (cited.cite(source, "usa"),),
            )
        )  # fmt: skip
    elif found.is_empty():
        why = "No list of such agreements for all countries was found; only those of the United States, Ireland and "
        blocks.append(
            Missing(
                f"Social security agreements between {the(pair.origin)} and {the(pair.destination)}",
                why + "(up to about 1976) the United Kingdom are here, and none of these names this pair.",
            )
        )
    if all(code in coordinated() for code in pair.codes):
        text = "Within the EU, the EEA and Switzerland, regulation (EC) 883/2004 coordinates social security."
        blocks.append(Note(text, (cited.cite(source),)))
    return blocks


def _pact(row: dict[str, Any]) -> tuple[str, ...]:
    signed, in_force, terminated = (
        spoken_day(row[column]) if row[column] else "not given" for column in ("signed", "in_force", "terminated")
    )
    ended = f"terminated {terminated}" if row["terminated"] else row["status"]
    kind = row["kind"].split(" (", maxsplit=1)[0]
    return name(area(row["country_a"])), kind, signed, in_force, ended, row["detail"] or ""
