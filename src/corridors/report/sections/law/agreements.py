"""Labour agreements between two countries, or of one country by partner."""

from __future__ import annotations

import polars as pl

from corridors.concepts.countries import Area, area
from corridors.concepts.quality import Quality
from corridors.content.blocks import Block, Fact, Note, Reference, References, Table
from corridors.content.subject import Corridor, name, the
from corridors.data import load

MOST_ROWS = 15
MOST_AGREEMENTS = 12
LIST = "The Bilateral Labor Agreements Dataset"
LAST_AGREEMENTS = 2020
"""The last year of the Bilateral Labor Agreements Dataset (Chilton and Woda 2022)."""
PROVISIONS = {
    "quota": "quota", "prot_equal": "equal treatment", "contract_req": "contract", "wage_prot": "wages",
    "housing_req": "housing", "social_security": "social security", "recruit_cost_mig": "recruitment costs",
    "disputes_emp_mig": "disputes", "remittances": "remittances", "reintegration": "return",
}  # fmt: skip
"""Provisions that a table names where the publisher coded the text."""


def labour(pair: Corridor, cited: References) -> tuple[list[Block], str]:
    """The labour agreements between both ends, newest first, and a sentence on them."""
    frame, source = load("labour_agreements", country=pair.codes)
    reference = cited.cite(source)
    found = frame.filter(pl.col("iso_a").is_in(pair.codes), pl.col("iso_b").is_in(pair.codes))
    blocks: list[Block] = [
        _number(
            found, f"Labour agreements between {the(pair.origin)} and {the(pair.destination)}, as listed", reference
        )
    ]
    notes = [_collection(reference), *_between_predecessors(pair, reference)]
    if found.is_empty():
        return [*blocks, *notes], f"{LIST} lists no labour agreement between them up to {LAST_AGREEMENTS}."
    shown = found.sort("year", "treatyID", descending=True, nulls_last=True).head(MOST_AGREEMENTS)
    older = found.height - shown.height
    table = Table(
        "Labour agreements between both ends",
        ("Year signed", "Title", "Provisions on"),
        tuple((_year(row), row["agreement_title"] or "title not given", _provisions(row)) for row in shown.to_dicts()),
        Quality.OBSERVED,
        (reference,),
        note="The data do not say which end sends workers, nor what is still in force."
        + (f" {older} older {'one is' if older == 1 else 'ones are'} left out." if older else ""),
    )
    return [table, *blocks, *notes], f"{LIST} lists {_agreements(found)} between them{_signed(found)}."


def labour_by_partner(subject: Area, cited: References) -> tuple[list[Block], str]:
    """A country's labour agreements by partner, those with most agreements first, and a sentence on them."""
    frame, source = load("labour_agreements", country=subject.code)
    reference = cited.cite(source)
    partner = pl.when(pl.col("iso_a") == subject.code).then("iso_b").otherwise("iso_a")
    found = frame.with_columns(partner=partner)
    blocks: list[Block] = [
        _number(found, f"Labour agreements of {the(subject)}, as listed", reference),
        _collection(reference),
    ]
    blocks += _predecessors(subject, reference)
    if found.is_empty():
        return blocks, f"{LIST} lists no labour agreement of {the(subject)} up to {LAST_AGREEMENTS}."
    partners = (
        found.group_by("partner")
        .agg(pl.len().alias("count"), pl.col("year").min().alias("first"), pl.col("year").max().alias("last"))
        .sort(["count", "last", "partner"], descending=[True, True, False], nulls_last=True)
    )
    left_out = partners.height - MOST_ROWS
    table = Table(
        f"Partners in labour agreements of {the(subject)}",
        ("Partner", "Agreements", "First signed", "Last signed"),
        tuple(
            (name(area(row["partner"])), str(row["count"]), _year(row, "first"), _year(row, "last"))
            for row in partners.head(MOST_ROWS).to_dicts()
        ),
        Quality.OBSERVED,
        (reference,),
        note="The data do not say which side sends workers, nor what is still in force."
        + (f" {left_out} more {'partner is' if left_out == 1 else 'partners are'} left out." if left_out > 0 else ""),
    )
    with_whom = "one partner" if partners.height == 1 else f"{partners.height} partners"
    sentence = f"{LIST} lists {_agreements(found)} of {the(subject)} with {with_whom}{_signed(found)}."
    return [table, *blocks], sentence


def _number(found: pl.DataFrame, label: str, reference: Reference) -> Fact:
    text = str(found.height) if found.height else "none listed"
    unit = {0: "", 1: "agreement"}.get(found.height, "agreements")
    return Fact(label, found.height, text, unit, f"1927 to {LAST_AGREEMENTS}", Quality.OBSERVED, (reference,))


def _collection(reference: Reference) -> Note:
    return Note(
        f"The dataset of labour agreements is a collection up to {LAST_AGREEMENTS}, not a register: others may exist. "
        "A provision on social security in one of them is not a social security agreement.",
        (reference,),
    )


def _predecessors(subject: Area, reference: Reference) -> list[Block]:
    """Name the agreements of former states that a country succeeded, which its own numbers do not hold."""
    blocks: list[Block] = []
    for past in _former(subject):
        count = load("labour_agreements", country=past.code).frame.height
        if count:
            are = "agreement is" if count == 1 else "agreements are"
            text = f"{count} labour {are} listed under {the(past)} (until {past.end.year if past.end else 'its end'})"
            blocks.append(Note(f"{text}, which are not counted here.", (reference,)))
    return blocks


def _between_predecessors(pair: Corridor, reference: Reference) -> list[Block]:
    """Name the agreements in which a former state stands in the place of one end."""
    blocks: list[Block] = []
    for end, other in (pair.ends, pair.ends[::-1]):
        for past in _former(end):
            frame = load("labour_agreements", country=past.code).frame
            count = frame.filter((pl.col("iso_a") == other.code) | (pl.col("iso_b") == other.code)).height
            if count:
                text = f"{count} labour {'agreement' if count == 1 else 'agreements'} of {the(other)} with {the(past)}"
                blocks.append(Note(f"The dataset also lists {text}, of which {the(end)} was part.", (reference,)))
    return blocks


def _former(subject: Area) -> list[Area]:
    """The former states before a country, the latest first."""
    found = [area(code) for code in subject.predecessors]
    return [one for past in found if past.kind == "former" for one in (past, *_former(past))]


def _agreements(found: pl.DataFrame) -> str:
    return "one labour agreement" if found.height == 1 else f"{found.height} labour agreements"


def _signed(found: pl.DataFrame) -> str:
    years = found["year"].drop_nulls().sort()
    if years.is_empty():
        return ""
    return f", signed in {years[0]}" if years[0] == years[-1] else f", signed from {years[0]} to {years[-1]}"


def _year(row: dict[str, object], column: str = "year") -> str:
    return "not known" if row[column] is None else str(row[column])


def _provisions(row: dict[str, object]) -> str:
    if not row["provisions_coded"]:
        return "not coded"
    return ", ".join(text for column, text in PROVISIONS.items() if row[column] == 1) or "none of those looked at"
