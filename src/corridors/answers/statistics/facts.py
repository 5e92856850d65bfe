"""`facts`: the plain facts of a country, for a public that hears myths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data
from corridors.answers.statistics import fact_tables as tables
from corridors.answers.statistics import stock_tables
from corridors.content.blocks import Missing, Note
from corridors.content.subject import the
from corridors.content.words import change, people, percent
from corridors.parameters import parameter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "A sheet of figures that are each what their source defines: migrants are people who live outside their country of "
    "birth (citizenship where birth is not known), refugees those under UNHCR's mandate, foreigners those without the "
    "citizenship of the country; remittances are personal transfers and pay in the balance of payments."
)
FACTS = {
    "theme": Column("Theme"),
    "fact": Column("Fact"),
    "text": Column("What is known"),
    "when": Column("When"),
    "source": Column("Source"),
}
SHARES = {
    "year": Column("1 July of", "year"),
    "stock": Column("Born elsewhere", "count"),
    "share": Column("Share of the population", "share"),
}
NET_FISCAL = "fiscal_net_balance"
WAYS = {"newcomers-cost": "with every public expense counted", "newcomers-pay": "with social spending alone counted"}
"""The accounts under which the registry holds the fiscal balance of migrants, in words."""


def answer(asked: Asked, cited: References) -> Content:
    """What is known of a country or the world in a page, and what is not."""
    place = asked.country
    rows = tables.of_world(cited) if place is None else tables.of_country(place, cited)
    shares = tables.shares_by_year(place).filter(pl.col("stock") > 0)
    references = tuple(dict.fromkeys(row.reference for row in rows))
    totals = cited.cite(stock_tables.bilateral().totals_source)
    about = "the world" if place is None else the(place)
    data = [Data("facts", f"What is known of migration and {about}", tables.frame(rows), FACTS, references, most=30)]
    if not shares.is_empty():
        data.append(Data("shares", "Share of the population born elsewhere, by year", shares, SHARES, (totals,)))
    return Content(
        finding=_finding(about, rows, shares),
        definition=DEFINITION,
        data=tuple(data),
        draw=lambda: _figures(asked, shares, (totals,)),
        notes=_notes(references),
        missing=_missing(asked, rows),
        uncertainty="Each figure is as sure as its mark says; none has an interval of its own here, and figures of "
        "different sources must not be added.",
    )


def _finding(about: str, rows: list[tables.Row], shares: pl.DataFrame) -> str:
    if shares.is_empty():
        known = f"{len(rows)} facts of other kinds are" if len(rows) > 1 else "nothing else is"
        return f"No migrant stock is published for {about}; {known} known here."
    now, first = shares.row(-1, named=True), shares.row(0, named=True)
    before, after = percent(first["share"]), percent(now["share"])
    moved = "hardly changed" if before == after else change(first["share"], now["share"])
    trend = f"the share {moved} from {before} in {first['year']}"
    people_of = "of the world's people live outside their country of birth" if about == "the world" else (
        f"of the people of {about} were born elsewhere"
    )  # fmt: skip
    return f"{after} {people_of} ({people(now['stock'])}, 1 July {now['year']}); {trend}{_more(rows)}."


def _more(rows: list[tables.Row]) -> str:
    """One more thing that the public debates: what people guess, or else what is remitted."""
    found = {row.fact: row for row in rows}
    if guess := found.get("Share of immigrants as people guess it"):
        return f"; asked for their share, people guessed {percent(guess.value, 0)} on average in {guess.when}"
    if sent := found.get("Remittances received"):
        return f"; remittances received were {sent.text} in {sent.when}"
    return ""


def _notes(references: tuple[Reference, ...]) -> tuple[Note, ...]:
    said = []
    for view, way in WAYS.items():
        held = parameter(NET_FISCAL, view)
        span = f"{_points(held.low)} to {_points(held.high)}"
        said.append(f"{way}, {_points(held.central)} (range {span}; {held.known}, grade {held.grade})")
    source = parameter(NET_FISCAL, "newcomers-cost")
    text = (
        f"Taxes: no dataset here gives what migrants pay and cost by country. For {source.population}, the net balance "
        f"in per cent of gross domestic product is, {'; '.join(said)} ({source.source})."
    )
    return (
        Note(text),
        Note("A share says nothing of what people did or earned; a refugee, a foreigner and a person born elsewhere "
             "are three different counts of partly the same people.", references[:1]),
    )  # fmt: skip


def _points(share: float) -> str:
    return f"{100 * share:+.2g}" if share else "0"


def _missing(asked: Asked, rows: list[tables.Row]) -> tuple[Missing, ...]:
    place = asked.country
    if place is None:
        return (Missing("The number of people without a right to stay", "No estimate for the world exists.",
                        "`corridors answer irregular` says what is counted."),)  # fmt: skip
    themes, facts = {row.theme for row in rows}, {row.fact for row in rows}
    name, found = the(place), []
    if "Born elsewhere, living there" not in facts:
        found.append(Missing(f"The migrant stock of {name}", "The publication has no row for it.",
                             stock_tables.coverage(asked)))  # fmt: skip
    if "Work" not in themes:
        found.append(Missing(f"How migrants work in {name}", "Rates of employment by citizenship are held for European "
                             "countries only."))  # fmt: skip
    found.append(Missing(f"What migrants pay in taxes and cost in {name}", "No dataset here gives it by country; the "
                         "note tells what is known for the OECD as a whole."))  # fmt: skip
    if "Remittances received" not in facts:
        found.append(Missing(f"Remittances that {name} receives", "No source held has a figure for it."))
    if not any(fact.startswith("Without a right to stay") for fact in facts):
        found.append(Missing(f"People without a right to stay in {name}", "No published estimate is held."))
    if "Belief" not in themes:
        found.append(Missing(f"What people of {name} believe the share to be", "The surveys held asked in "
                             "eleven countries."))  # fmt: skip
    return tuple(found)


def _figures(asked: Asked, shares: pl.DataFrame, references: tuple[Reference, ...]) -> Sequence[Figure]:
    from corridors.answers.statistics import fact_charts as charts

    if shares.height < 2:
        return ()
    world = shares if asked.country is None else tables.shares_by_year(None)
    return [charts.shares(asked.about, shares, world, references)]
