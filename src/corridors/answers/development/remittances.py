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
                         references, note="Totals are of the latest year up to five years back, GDP (gross domestic "
                         "product) of that year or the last one known; the file has the years. An emigrant is a person "
                         "born there and counted abroad."))  # fmt: skip
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
        return _one_side(place, countries, rows, "received", year=year)
    if asked.destination is not None:
        return _one_side(place, countries, rows, "paid", year=year)
    into = _one_side(place, countries, rows.filter(origin=place.code), "received", year=year)
    out = _one_side(place, countries, rows.filter(destination=place.code), "paid", year=year, subject="it")
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


def _one_side(
    place: Area, countries: pl.DataFrame, rows: pl.DataFrame, flow: str, *, year: int, subject: str = ""
) -> str:
    """What one country reports to have received or paid, its weight, and what the matrix makes of it."""
    received, who = flow == "received", subject or _start(the(place))
    total = countries.row(0, named=True) if not countries.is_empty() else {}
    reported = total.get(flow)
    by_matrix = _by_matrix(rows.filter(pl.col("destination") != UNKNOWN), reported, received)
    verb, money = "receive" if received else "pay", "" if subject else " in remittances"
    if reported is None:
        no = f"{'no' if subject else 'No'} figure is {'reported' if by_matrix else 'known'}"
        return f"{no} of what {subject or the(place)} {verb}s{money}{_last_report(place, flow, year)}{by_matrix}."
    of = _weight(total, flow)
    return f"{who} reported {verb.rstrip('e')}ing {dollars(reported)}{money} in {total[f'{flow}_year']}{of}{by_matrix}."


def _last_report(place: Area, flow: str, year: int) -> str:
    """The last report before those that count for the year, so that an old figure elsewhere is no contradiction."""
    rows = tables.reported().filter(country=place.code, flow=flow).filter(pl.col("year") <= year)
    if rows.is_empty():
        return ""
    last = rows.sort("year", pl.col("order").neg()).row(-1, named=True)
    return f" after {last['year']}, when it was {dollars(last['usd'])}"


def _weight(total: dict[str, Any], flow: str) -> str:
    share, when = total[f"{flow}_share"], total[f"{flow}_gdp_year"]
    if share is None:
        return ""
    product = "gross domestic product" if when == total[f"{flow}_year"] else f"the gross domestic product of {when}"
    return f" ({percent(share)} of {product})"


def _by_matrix(rows: pl.DataFrame, reported: float | None, received: bool) -> str:
    """The main partner: a share of the amount reported where the matrix has it too, else of the matrix's own amount."""
    moved = float(rows["usd"].sum())
    if not moved:
        return ""
    first = rows.row(0, named=True)
    other = f"{'from' if received else 'to'} {named(first['destination'] if received else first['origin'])}"
    part = "all" if rows.height == 1 else percent(first["usd"] / moved, 0)
    if reported is not None and _rounded(reported) == _rounded(moved):
        return f", by estimate all of it {other}" if rows.height == 1 else f", of which an estimated {part} {other}"
    basis = "in the World Bank's matrix" if received else "from what others report receiving"
    return f"; the estimate {basis} is {_rounded(moved)} a year, {part} of that {other}"


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
