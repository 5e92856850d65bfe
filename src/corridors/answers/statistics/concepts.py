"""`concepts`: whether two figures that disagree measure the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data
from corridors.answers.statistics import concept_tables as tables
from corridors.answers.statistics import stock_tables
from corridors.content.blocks import Missing, Note
from corridors.content.subject import the
from corridors.content.words import listed, percent
from corridors.data import source as find_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "A stock counts people at a date, a flow moves over time. A migrant is told by birth, by citizenship or by "
    "previous residence. A move counts from a stay of any length, of 3, 6 or 12 months, or for good. Movements are "
    "every move in a year, transitions only those of people who live elsewhere at the end than at the start."
)
SERIES = {
    "title": Column("Series"),
    "kind": Column("Kind"),
    "tie": Column("By"),
    "stay": Column("From which stay"),
    "counts": Column("Counts"),
    "years": Column("Years"),
}
CONVERSIONS = {
    "given": Column("For one of"),
    "wanted": Column("there are so many of"),
    "factor": Column("Median", "ratio"),
    "low": Column("Lower quartile", "ratio"),
    "high": Column("Upper quartile", "ratio"),
    "pairs": Column("Comparisons", "count"),
    "corridors": Column("Corridors", "count"),
    "basis": Column("From"),
}
TIES = {
    "ties": Column("The stock is counted by"),
    "destinations": Column("Destinations", "count"),
    "share": Column("Of the world's migrants", "share"),
    "with_refugees": Column("With refugees added", "count"),
}
REPORTS = {
    "source": Column("Source"),
    "reporting_side": Column("Counts"),
    "criterion": Column("By"),
    "coverage": Column("Of whom"),
    "first": Column("First", "year"),
    "last": Column("Last", "year"),
}
OFFICES = {
    "first_year": Column("From", "year"),
    "arrivals": Column("Arrivals count from"),
    "departures": Column("Departures count from"),
    "source": Column("Source"),
}
COMPARED = ("flows_reported", "flows_reported2", "flows_published")


def answer(asked: Asked, cited: References) -> Content:
    """Definitions of the series, on what stocks rest, and measured factors between definitions."""
    known = stock_tables.bilateral()
    totals = cited.cite(known.totals_source)
    reports = tuple(cited.cite(find_source(name)) for name in COMPARED)
    series = tables.series()
    defined = tuple(cited.cite(find_source(name)) for name in series["dataset"])
    conversions = tables.conversions()
    shared = (
        Data("conversions", "What one definition counts for one person of another, same corridor and time", conversions,
             CONVERSIONS, reports, note="Medians and quartiles of the reports held, of at least 100 people: a factor "
             "describes them and is no constant. The stay from which offices count is recalled and to be verified."),
        Data("series", "What each series counts", series, SERIES, defined, most=20,
             note="The files hold each definition in full."),
    )  # fmt: skip
    own = () if asked.country is None else _own(asked, totals, reports[:2])
    world = () if asked.country is not None else (
        Data("ties", "What the world's migrant stocks rest on", tables.by_tie(), TIES, (totals,)),
    )  # fmt: skip
    return Content(
        finding=_finding(conversions) if asked.country is None else _country_finding(asked),
        definition=DEFINITION,
        data=(*own, *world, *shared),
        draw=lambda: _figures(conversions, reports),
        notes=_notes(totals),
        missing=_missing(asked, totals),
        uncertainty="Factors vary between corridors far more than their medians say: the quartiles hold half of the "
        "comparisons.",
    )


def _finding(conversions: pl.DataFrame) -> str:
    ties = {row["ties"]: row for row in tables.by_tie().iter_rows(named=True)}
    birth, citizens, none = (ties.get(name) for name in tables.LETTERS.values())
    parts = [
        f"{row['destinations']} count migrants by {name}" if name != "no data of its own" else
        f"{row['destinations']} have no data of their own"
        for name, row in zip(tables.LETTERS.values(), (birth, citizens, none), strict=True)
        if row is not None
    ]  # fmt: skip
    ends = {row["wanted"]: row for row in conversions.iter_rows(named=True) if row["given"] == "departures, any stay"}
    said = []
    for wanted in ("arrivals, for good", "arrivals, 12 months"):
        if wanted in ends:
            said.append(f"{ends[wanted]['factor']:.2g} {wanted.replace('arrivals, ', 'arrivals counted from ')}")
    stays = f"; for one departure counted from any stay, receivers report {listed(said)} (medians)" if said else ""
    total = tables.rests_on().height
    return f"Of {total} destinations, {listed(parts)}{stays}.".replace("counted from for good", "counted for good")


def _country_finding(asked: Asked) -> str:
    place = asked.country
    assert place is not None
    row = _rest(place.code)
    if row is None:
        return f"No migrant stock is published for {the(place)}{_office_said(place.code)}."
    refugees = ", with refugees added" if row["refugees"] else ""
    share = tables.by_tie().filter(ties=row["ties"])["share"][0]
    if row["ties"] == tables.LETTERS["I"]:
        base = f"The migrant stock of {the(place)} rests on no data of its own{refugees}"
    else:
        base = (
            f"The migrant stock of {the(place)} is counted by {row['ties']}{refugees}, as is that of destinations with "
            f"{percent(share, 0)} of the world's migrants"
        )
    return f"{base}{_office_said(place.code)}."


def _office_said(code: str) -> str:
    office = tables.offices_of(code)
    if not office.is_empty():
        last = office.sort("first_year").row(-1, named=True)
        return (
            f"; its office counts arrivals from a stay of: {last['arrivals']}, departures from: {last['departures']} "
            "(recalled, to be verified)"
        )
    silent = tables.reports_of(code).is_empty()
    return "; no reports of flows by its office are held" if silent else ""


def _rest(code: str) -> dict | None:
    row = tables.rests_on().filter(destination=code)
    return None if row.is_empty() else row.row(0, named=True)


def _own(asked: Asked, totals: Reference, reports: tuple[Reference, ...]) -> tuple[Data, ...]:
    place = asked.country
    assert place is not None
    rests = tables.rests_on().filter(destination=place.code)
    office, kinds = tables.offices_of(place.code), tables.reports_of(place.code)
    made = []
    if not rests.is_empty():
        made.append(Data("rests", f"What the migrant stock of {the(place)} rests on", rests,
                         {"destination": Column("Living in", "area"), "ties": Column("Counted by"),
                          "data_type": Column("The publisher's code")}, (totals,)))  # fmt: skip
    if not office.is_empty():
        made.append(Data("office", f"From which stay the office of {the(place)} counts", office, OFFICES, reports,
                         note="Recalled from the literature named in each row; to be verified."))  # fmt: skip
    if not kinds.is_empty():
        made.append(Data("reports", f"What the office of {the(place)} reports", kinds, REPORTS, reports))
    return tuple(made)


def _notes(totals: Reference) -> tuple[Note, ...]:
    return (
        Note("By citizenship, naturalised migrants disappear and children born in the country without its citizenship "
             "appear; by birth, neither does.", (totals,)),
        Note("Transitions of five years hold neither those who came and left within them nor infants; yearly movements "
             "count a person each time.", ()),
        Note("Stocks cannot be subtracted to give a flow: death, return and onward moves lie between them.", (totals,)),
    )  # fmt: skip


def _missing(asked: Asked, totals: Reference) -> tuple[Missing, ...]:
    found = [
        Missing("Factors between 3 and 12 months within one office", "No office held here reports the same moves by "
                "several lengths of stay.", "Offices that publish both would settle it."),
    ]  # fmt: skip
    if asked.country is not None and _rest(asked.country.code) is None:
        found.append(Missing(f"The migrant stock of {the(asked.country)}", "The publication has no row for it.",
                             stock_tables.coverage(asked)))  # fmt: skip
    return tuple(found)


def _figures(conversions: pl.DataFrame, references: tuple[Reference, ...]) -> Sequence[Figure]:
    from corridors.answers.statistics import concept_charts as charts

    return [charts.factors(conversions, references)]
