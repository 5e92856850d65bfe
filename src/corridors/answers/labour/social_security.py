"""`social-security`: who is covered by pension and social security agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data
from corridors.answers.labour import social_tables as tables
from corridors.concepts.countries import UNKNOWN
from corridors.content.blocks import Missing, Note
from corridors.content.common import capitalised
from corridors.content.subject import the
from corridors.content.words import listed, people, percent
from corridors.data import source as find_source
from corridors.errors import NotCovered

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "People born abroad (stock of 1 July 2024, by birthplace) whose country of birth and country of residence have a "
    "social security agreement in force by the lists held, or both belong to the European Union, the EEA or "
    "Switzerland, where regulation (EC) 883/2004 coordinates social security. Citizenship, not birthplace, decides "
    "under most agreements: the share is of people to whom an agreement may apply, not of people insured."
)
PAIRS = {
    "origin": Column("Born in", "area"),
    "destination": Column("Living in", "area"),
    "people": Column("People", "count"),
    "coverage": Column("Coverage by the lists held", quality="observed"),
    "clause": Column("Labour agreement with a clause", quality="observed"),
}
PLACES = {
    "country": Column("Country", "area"),
    "people": Column("People", "count"),
    "share_covered": Column("Known to be covered", "share"),
    "agreement": Column("By agreement", "count"),
    "coordinated": Column("By European coordination", "count"),
    "none": Column("No agreement listed", "count"),
    "share_unknown": Column("Not known", "share"),
}
AGREEMENTS = {
    "country_a": Column("List of", "area"),
    "country_b": Column("Partner", "area"),
    "kind": Column("Kind"),
    "signed": Column("Signed", "date"),
    "in_force": Column("In force", "date"),
    "status": Column("Status"),
}
CLAUSE = "A clause on social security in a labour agreement is no social security agreement."
SOURCES = (
    ("migrant_stock", ""), ("migrant_stock_unknown", ""), ("social_security_agreements", ""), ("labour_agreements", ""),
    ("treaties", ""),
)  # fmt: skip
NO_LIST = (
    "Lists of agreements are held for the United States (March 2019) and Ireland (about 2023) only; the United "
    "Kingdom's records are of signatures to about 1976."
)


def answer(asked: Asked, cited: References) -> Content:
    """People by what is known of their coverage, the agreements listed, and the countries without a list."""
    references = tuple(cited.cite(find_source(name), part) for name, part in SOURCES)
    rows = tables.pairs()
    if asked.origin is not None:
        rows = rows.filter(origin=asked.origin.code)
    if asked.destination is not None:
        rows = rows.filter(destination=asked.destination.code)
    if asked.country is not None:
        code = asked.country.code
        rows = rows.filter((pl.col("origin") == code) | (pl.col("destination") == code))
    if asked.corridor and rows.is_empty():
        raise _refused(asked)
    data = []
    if asked.scope == "world":
        data.append(Data("destinations", "Destinations by what is known of their migrants' coverage",
                         tables.by_place("destination"), PLACES, references[:3]))  # fmt: skip
        data.append(Data("origins", "Origins by what is known of their emigrants' coverage", tables.by_place("origin"),
                         PLACES, references[:3], note="People of unknown origin are in no row here."))  # fmt: skip
    if not rows.is_empty():
        title = f"Corridors by what is known of coverage, {asked.about}"
        data.append(Data("corridors", title, rows, PAIRS, references[:4], note=CLAUSE))
    if asked.codes and not (found := tables.between(asked.codes)).is_empty():
        title = f"Social security agreements and records, {asked.about}"
        data.append(Data("agreements", title, found, AGREEMENTS, references[2:3], note=NO_LIST))
    return Content(
        finding=_finding(asked, rows),
        definition=DEFINITION,
        data=tuple(data),
        draw=lambda: _figures(asked, rows, references),
        notes=_notes(asked, references),
        missing=_missing(asked),
        uncertainty="The lists are laws and dates, without sampling error; the stocks have no published interval.",
        caveats=(
            "The list of the United States ends before its agreements with Romania and those since 2019.",
            "An agreement coordinates some branches for some workers: most say nothing of people without papers, the "
            "self-employed or health.",
            "Since 2021 a protocol to the agreement between the European Union and the United Kingdom coordinates "
            "social security between them: it is in no list held and is not counted.",
        ),
    )


def _refused(asked: Asked) -> NotCovered:
    assert asked.corridor is not None
    origin, destination = asked.corridor.ends
    held = tables.pairs().filter(pl.col("origin") == origin.code)
    from corridors.content.subject import named

    places = listed([named(code) for code in held["destination"].head(4)])
    return NotCovered(
        f"The migrant stock names nobody born in {the(origin)} who lives in {the(destination)}.",
        hint=f"Most of those born in {the(origin)} live in {places}." if held.height else "",
    )


def _finding(asked: Asked, rows: pl.DataFrame) -> str:
    if asked.corridor:
        return _corridor(asked, rows)
    if asked.country is not None:
        code, place = asked.country.code, the(asked.country)
        inward = _share(rows.filter(destination=code), f"born abroad who live in {place}")
        outward = _share(rows.filter(origin=code), f"born in {place} who live abroad")
        return f"Of {inward}; of {outward}."
    if asked.origin is not None:
        return f"Of {_share(rows, f'born in {the(asked.origin)} who live abroad')}."
    if asked.destination is not None:
        return f"Of {_share(rows, f'born abroad who live in {the(asked.destination)}')}."
    found = tables.shares(rows)
    total = found["total"]
    known = found[tables.AGREEMENT] + found[tables.COORDINATED]
    return (
        f"By the lists held, {percent(known / total, 0)} of the {people(total)} born abroad live where an agreement or "
        f"European coordination with their country of birth is known, {percent(found[tables.NONE] / total, 0)} where "
        f"none is listed, and of {percent(found[tables.NOT_KNOWN] / total, 0)} nothing is known, since only the United "
        "States and Ireland have a list here."
    )


def _share(rows: pl.DataFrame, who: str) -> str:
    found = tables.shares(rows)
    total = found["total"]
    if not total:
        return f"those {who} the migrant stock names none"
    known = found[tables.AGREEMENT] + found[tables.COORDINATED]
    said = {
        f"{percent(known / total, 0)} are known to be covered by an agreement or European coordination": known,
        f"for {percent(found[tables.NONE] / total, 0)} none is listed": found[tables.NONE],
        f"for {percent(found[tables.NOT_KNOWN] / total, 0)} nothing is known": found[tables.NOT_KNOWN],
    }
    parts = [text for text, number in said.items() if number]
    start = "" if known else "none are known to be covered: "
    return f"the {people(total)} {who}, {start}{listed(parts)}"


def _corridor(asked: Asked, rows: pl.DataFrame) -> str:
    assert asked.corridor is not None
    origin, destination = (the(end) for end in asked.corridor.ends)
    row = rows.row(0, named=True)
    who = f"the {people(row['people'])} born in {origin} who live in {destination}"
    said = {
        tables.AGREEMENT: f"An agreement in force between both may cover {who}",
        tables.COORDINATED: f"European coordination may cover {who}",
        tables.NONE: f"No agreement is listed that would cover {who}",
        tables.NOT_KNOWN: f"Whether an agreement covers {who} is not known, because neither has a list here",
    }[row["coverage"]]
    clause = "; a labour agreement between both has a clause on social security" if row["clause"] else ""
    return f"{capitalised(said)}{clause}."


def _notes(asked: Asked, references: tuple[Reference, ...]) -> tuple[Note, ...]:
    party = tables.equality()
    ends = [end for end in (asked.country, asked.origin, asked.destination) if end is not None and end.code in party]
    if not ends:
        return ()
    names = listed([the(end) for end in ends])
    verb = "was" if len(ends) == 1 else "were"
    text = f"{capitalised(names)} {verb} recorded in 1976 as bound by ILO convention 118 (equality in social security)."
    return (Note(text, references[4:]),)


def _missing(asked: Asked) -> tuple[Missing, ...]:
    held = {*tables.COMPLETE, *tables.coordinated()}
    if asked.scope == "world":
        rest = tables.by_place("destination").filter(~pl.col("country").is_in(list(held)))["country"]
        from corridors.content.subject import named

        names = listed([named(code) for code in rest], 25)
        return (Missing(f"The agreements of {rest.len()} destinations: {names}", NO_LIST,
                        "The column not_known of the table has all of them."),)  # fmt: skip
    ends = [end for end in (asked.country, asked.origin, asked.destination) if end is not None]
    silent = [the(end) for end in ends if end.code not in tables.COMPLETE]
    if not silent:
        return ()
    why = NO_LIST
    if any(end.code in tables.coordinated() for end in ends):
        why += " Agreements of European countries with others are not held."
    return (Missing(f"The list of social security agreements of {listed(silent)}", why),)


def _figures(asked: Asked, rows: pl.DataFrame, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.labour import social_charts

    if asked.scope == "world":
        return [social_charts.destinations(references[:3])]
    named = rows.filter(pl.col("origin") != UNKNOWN)
    return [] if named.is_empty() or asked.corridor else [social_charts.corridors(asked, named, references[:3])]
