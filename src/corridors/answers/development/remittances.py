"""`remittances`: how much is remitted, along which corridors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from corridors.answers.answer import Column, Content, Data, ViewRange
from corridors.answers.development import remittance_tables as tables
from corridors.answers.development.matrices import METHOD, SET_TO_ZERO
from corridors.concepts.countries import UNKNOWN
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing, Note
from corridors.content.subject import named, the
from corridors.content.words import dollars, percent

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.answers.development.remittance_tables import Reconciled
    from corridors.concepts.countries import Area
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "Personal remittances in the balance of payments: money that residents receive from households abroad, and the pay "
    "of those who work abroad for less than a year. It is a flow in a calendar year, in current US dollars. Origin is "
    "the country of birth of the people abroad, which receives; destination is where they live, from which it is sent."
)
PAIRS = {
    "destination": Column("Sent from", "area"),
    "origin": Column("Received in", "area"),
    "usd_million": Column("Reconciled", "number", "US$ million"),
    "published_million": Column("World Bank's matrix", "number", "US$ million"),
    "by_receipts_million": Column("Scaled to receipts alone", "number", "US$ million"),
    "per_person": Column("Per person born there", "dollars"),
    "pattern": Column("Pattern of", "year"),
}
COUNTRIES = {
    "country": Column("Country", "area"),
    "received_million": Column("Received, reported", "number", "US$ million", quality="received_known"),
    "received_year": Column("Year", "year", quality="received_known"),
    "received_share": Column("Of GDP", "share", quality="received_known"),
    "per_emigrant": Column("Per emigrant", "dollars", quality="modelled"),
    "paid_million": Column("Paid, reported", "number", "US$ million", quality="paid_known"),
    "fitted_paid_million": Column("Paid, reconciled", "number", "US$ million", quality="modelled"),
    "gap_million": Column("Gap", "number", "US$ million", quality="modelled"),
}
DISPUTE = (
    "The methods differ in whether what sending countries report to pay counts: the World Bank's matrix and the "
    "scaling to receipts leave it aside, the reconciled matrix holds each sender to at least its own report."
)


def answer(asked: Asked, cited: References) -> Content:
    """The reconciled matrix for the places asked about, beside national totals and the gap between them."""
    year = asked.year_of(tables.YEARS, "remittances reconciled to national totals")
    found = tables.reconciled(year)
    references = tuple(cited.cite(source, part) for source, part in found.sources)
    rows = tables.of_subject(found.pairs, asked)
    if asked.corridor and rows.is_empty():
        raise tables.refuse_pair(asked, found)
    countries = found.countries
    if asked.codes is not None:
        countries = countries.filter(pl.col("country").is_in(asked.codes))
    data = []
    if not rows.is_empty():
        title = f"Remittances by corridor, {year}, {asked.about}"
        data.append(
            Data(
                "corridors",
                title,
                tables.in_millions(rows, "usd", "published", "by_receipts"),
                PAIRS,
                references,
                note=_pair_note(found),
            )
        )
    if not countries.is_empty():
        shown = tables.in_millions(countries, "received", "paid", "fitted_paid", "gap")
        data.append(Data("countries", f"National totals and the reconciled matrix, {year}", shown, COUNTRIES,
                         references, note="Totals are of the latest year up to five years back; the file has the year "
                         "of each. GDP is gross domestic product. An emigrant is a person born there and counted "
                         "abroad."))  # fmt: skip
    return Content(
        finding=_finding(asked, found, rows, countries),
        definition=DEFINITION,
        data=tuple(data),
        facts=_facts(asked, found, rows, references),
        draw=lambda: _figures(asked, found, rows, references),
        notes=_notes(asked, references),
        missing=_missing(asked, countries, rows),
        views=_views(asked, rows),
        uncertainty="No statistical interval exists: no step of the estimate is a sample. The range over methods is "
        "shown, and money carried by hand or sent through unregistered agents is in none of them.",
        caveats=(METHOD,),
    )


def _pair_note(found: Reconciled) -> str:
    held = f"The pattern is the World Bank's matrix of {found.pattern_year}; totals are those of {found.year}."
    return (
        f"{held} An amount per person is left out where it exceeds the sender's mean income or few people are counted."
    )


def _finding(asked: Asked, found: Reconciled, rows: pl.DataFrame, countries: pl.DataFrame) -> str:
    year = found.year
    if asked.corridor:
        row = rows.row(0, named=True)
        each = f", {dollars(row['per_person'])} for each person born there" if row["per_person"] else ""
        return (
            f"By estimate, {_rounded(row['usd'])} went from {the(asked.corridor.destination)} to "
            f"{the(asked.corridor.origin)} in {year}{each}; other methods give {_range(row)}."
        )
    if asked.scope in ("world", "region"):
        received, paid = (float(countries[flow].sum()) for flow in ("received", "paid"))
        if not received and not paid:
            return f"No country of the region {asked.region} reports remittances for {year}."
        of = "Countries" if asked.scope == "world" else f"Countries of the region {asked.region}"
        gap = _world_gap(received, paid) if asked.scope == "world" else f" and to pay {dollars(paid)}"
        return f"{of} report to receive {dollars(received)} in {year}{gap}{_largest(asked, rows)}."
    place = asked.place
    assert place is not None
    if asked.origin is not None:
        return _one_side(place, countries, rows, "received")
    if asked.destination is not None:
        return _one_side(place, countries, rows, "paid")
    into = _one_side(place, countries, rows.filter(origin=place.code), "received")
    out = _one_side(place, countries, rows.filter(destination=place.code), "paid", subject="it")
    return f"{into.removesuffix('.')}; {out}"


def _world_gap(received: float, paid: float) -> str:
    return (
        f" in remittances and to pay only {dollars(paid)}: {percent(1 - paid / received, 0)} of what arrives is in no "
        "sender's report"
    )


def _largest(asked: Asked, rows: pl.DataFrame) -> str:
    known = rows.filter(pl.col("destination") != UNKNOWN)
    if known.is_empty():
        return ""
    first = known.row(0, named=True)
    pair = f"{named(first['destination'])} to {named(first['origin'])}"
    return f"; the largest corridor, from {pair}, carries an estimated {dollars(first['usd'])}"


def _one_side(place: Area, countries: pl.DataFrame, rows: pl.DataFrame, flow: str, subject: str = "") -> str:
    """What one country received or paid, its weight, and the main partner by estimate."""
    received, who = flow == "received", subject or _start(the(place))
    total = countries.row(0, named=True) if not countries.is_empty() else {}
    reported, when = total.get(flow), total.get(f"{flow}_year")
    partner = _partner(rows.filter(pl.col("destination") != UNKNOWN), received)
    verb = "receive" if received else "pay"
    if reported is None:
        if not partner:
            return (
                f"no figure is known of what {who} {verb}s."
                if subject
                else (f"No figure is known of what {the(place)} {verb}s in remittances.")
            )
        return (
            f"{who} reports none {flow}, but by estimate {verb}s {_rounded(float(rows['usd'].sum()))} a year{partner}."
        )
    share = total.get(f"{flow}_share")
    weight = f" ({percent(share)} of gross domestic product)" if share is not None else ""
    money = "" if subject else " in remittances"
    return f"{who} reported to {verb} {dollars(reported)}{money} in {when}{weight}{partner}."


def _partner(rows: pl.DataFrame, received: bool) -> str:
    if rows.is_empty() or not rows["usd"].sum():
        return ""
    first = rows.row(0, named=True)
    other = named(first["destination"] if received else first["origin"])
    part = "all" if rows.height == 1 else f"{percent(first['usd'] / float(rows['usd'].sum()), 0)}"
    return f", of which an estimated {part} {'from' if received else 'to'} {other}"


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]


def _rounded(usd: float) -> str:
    return dollars(float(f"{usd:.2g}"))


def _range(row: dict[str, Any]) -> str:
    low, high = _bounds(row)
    return _rounded(low) if _rounded(low) == _rounded(high) else f"{_rounded(low)} to {_rounded(high)}"


def _bounds(row: dict[str, Any]) -> tuple[float, float]:
    others = [row[key] for key in ("published", "by_receipts") if row[key] is not None]
    return min(others), max(others)


def _facts(asked: Asked, found: Reconciled, rows: pl.DataFrame, references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    year, facts = str(found.year), []
    if asked.scope == "world":
        known = found.countries.filter(pl.col("gap").is_not_null())
        under = float(-known.filter(pl.col("gap") < 0)["gap"].sum())
        facts.append(Fact("What senders report to pay beyond what the fit can place", under, dollars(under), "", year,
                          Quality.MODELLED, references))  # fmt: skip
        placed = float(rows.filter(destination=UNKNOWN)["usd"].sum())
        facts.append(Fact("Received from senders that no matrix names", placed, dollars(placed), "", year,
                          Quality.OBSERVED, references))  # fmt: skip
        return tuple(facts)
    place = asked.country or asked.origin or asked.destination
    if place is None:
        return ()
    for flow in _flows_asked(asked):
        newer = tables.reported().filter(pl.col("country") == place.code, pl.col("flow") == flow,
                                         pl.col("year") > found.year)  # fmt: skip
        if asked.year is None and not newer.is_empty() and asked.scope != "corridor":
            row = newer.sort("year", pl.col("order").neg()).row(-1, named=True)
            facts.append(Fact(f"Remittances {flow}, latest report", row["usd"], dollars(row["usd"]), "",
                              str(row["year"]), Quality.OBSERVED, references))  # fmt: skip
    return tuple(facts)


def _flows_asked(asked: Asked) -> list[str]:
    """What a question about one country is about: an origin receives, a destination pays, a country does both."""
    return [flow for flow, other in (("received", asked.destination), ("paid", asked.origin)) if other is None]


def _views(asked: Asked, rows: pl.DataFrame) -> ViewRange | None:
    if rows.is_empty() or asked.scope in ("region", "country"):
        return None
    largest = rows.filter(pl.col("destination") != UNKNOWN).head(1)
    if largest.is_empty():
        return None
    row = largest.row(0, named=True)
    values = {"reconciled": row["usd"], "scaled to receipts alone": row["by_receipts"]}
    if row["published"] is not None:
        values["World Bank's matrix, its own year"] = row["published"]
    return ViewRange(f"Money from {named(row['destination'])} to {named(row['origin'])}", "US$ a year", values, DISPUTE)


def _notes(asked: Asked, references: tuple[Reference, ...]) -> tuple[Note, ...]:
    if asked.corridor and {asked.corridor.origin.code, asked.corridor.destination.code} in SET_TO_ZERO:
        return (Note("The publisher of the matrix of 2021 sets this pair to zero both ways.", references[:1]),)
    return ()


def _missing(asked: Asked, countries: pl.DataFrame, rows: pl.DataFrame) -> tuple[Missing, ...]:
    place = asked.place
    if place is None:
        return ()
    found = []
    for flow in _flows_asked(asked):
        if countries.is_empty() or countries[flow][0] is None:
            found.append(Missing(f"What {the(place)} reports to have {flow} in the last five years",
                                 "Its balance of payments is not in the sources, or shows none."))  # fmt: skip
    if rows.is_empty():
        found.append(Missing(f"Corridors of {the(place)}", "No matrix of the World Bank names it."))
    return tuple(found)


def _figures(asked: Asked, found: Reconciled, rows: pl.DataFrame, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.development import remittance_charts as charts

    made = []
    if asked.scope == "corridor":
        return [charts.methods(asked, found, rows, references)]
    known = rows.filter(pl.col("destination") != UNKNOWN)
    if not known.is_empty():
        made.append(charts.largest(asked, known, found.year, references))
    if asked.scope == "world":
        made.append(charts.gap(found, references))
    return made
