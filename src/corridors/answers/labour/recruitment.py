"""`recruitment`: what a migrant pays to get the job."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data, ViewRange
from corridors.answers.labour import agreements
from corridors.answers.labour import recruitment_tables as tables
from corridors.content.blocks import Missing, Note
from corridors.content.common import capitalised
from corridors.content.subject import named, the
from corridors.content.words import dollars, percent
from corridors.data import source as find_source
from corridors.errors import NotCovered

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "Fees and other costs that a worker pays for a job abroad, in months of earnings there (as indicator 10.7.1 of the "
    "Sustainable Development Goals asks) or in US dollars. Smuggling fees are not recruitment costs: they stand apart "
    "where a source gives them. Origin is where the worker is recruited, destination where the job is."
)
POINTS = {
    "origin": Column("From", "area"),
    "destination": Column("To", "area"),
    "what": Column("What"),
    "low": Column("Low", "number"),
    "high": Column("High", "number"),
    "unit": Column("Unit"),
    "year": Column("Year", "year"),
    "kind": Column("Kind"),
    "publisher": Column("Source"),
}
AGREEMENTS = {
    "year": Column("Signed", "year"),
    "iso_a": Column("Party", "area"),
    "iso_b": Column("Party", "area"),
    "agreement_title": Column("Title"),
    "costs": Column("Provision on recruitment costs"),
}
DEPLOYED = {
    "origin": Column("From", "area"),
    "destination": Column("To", "area"),
    "workers": Column("Workers cleared", "count"),
    "measure": Column("Measure"),
    "first": Column("From day"),
    "last": Column("To day"),
}
THIN = (
    "The data are thin: nine published figures and four estimates of the literature, chosen by what was quoted. "
    "Indicator 10.7.1 has no country series in the catalogue, and no survey here lets corridors be compared."
)


def answer(asked: Asked, cited: References) -> Content:
    """The few published costs, the agreements that speak of them, and how many workers went, where held."""
    source = find_source("recruitment_costs_published")
    references = (cited.cite(source), cited.cite(find_source("labour_agreements")), cited.cite(find_source("treaties")))
    origin, destination = _ends(asked)
    world = asked.scope == "world"
    rows = tables.points() if world else _points(asked, origin, destination)
    signed = agreements.of(asked.codes)
    if asked.corridor and rows.is_empty() and signed.is_empty():
        raise _refused(asked)
    data = []
    if not rows.is_empty():
        title = f"What is published of recruitment costs, {asked.about}"
        data.append(Data("points", title, rows, POINTS, references[:1],
                         note="A missing end means that the source names none. Estimates are of the parameter "
                         "registry."))  # fmt: skip
    coded = signed.filter("coded")
    if not world and not signed.is_empty():
        data.append(Data("agreements", f"Labour agreements, {asked.about}", _words(signed), AGREEMENTS, references[1:2],
                         note=f"{coded.height} of {signed.height} had their provisions coded."))  # fmt: skip
    if (sent := tables.deployed()) is not None:
        cleared = sent.filter(_about(asked))
        if not cleared.is_empty():
            extra = cited.cite(find_source(tables.DEPLOYMENT))
            data.append(Data("deployed", f"Workers cleared to leave, {asked.about}", cleared, DEPLOYED, (extra,),
                             note="Measures differ between sources: do not add them."))  # fmt: skip
    return Content(
        finding=_finding(asked, rows, coded),
        definition=DEFINITION,
        data=tuple(data),
        draw=lambda: _figures(asked, rows, references),
        notes=_notes(asked, references),
        missing=_missing(asked, rows),
        views=_range(rows) if world else None,
        uncertainty=THIN,
        caveats=(
            "Who pays: all figures are of what the worker pays; what employers and agencies pay is recorded nowhere.",
            "The year is that of the publication, not of the migration.",
        ),
    )


def _ends(asked: Asked) -> tuple[str | None, str | None]:
    return (asked.origin.code if asked.origin else None, asked.destination.code if asked.destination else None)


def _points(asked: Asked, origin: str | None, destination: str | None) -> pl.DataFrame:
    if asked.country is None:
        return tables.about(origin, destination)
    code = asked.country.code
    return pl.concat([tables.about(code, None), tables.about(None, code)]).unique(maintain_order=True)


def _about(asked: Asked) -> pl.Expr:
    """Rows out of the origin and into the destination, or touching the country, that the question names."""
    if asked.country is not None:
        return (pl.col("origin") == asked.country.code) | (pl.col("destination") == asked.country.code)
    expression = pl.lit(value=True)
    for name, end in (("origin", asked.origin), ("destination", asked.destination)):
        if end is not None:
            expression &= pl.col(name) == end.code
    return expression


def _words(signed: pl.DataFrame) -> pl.DataFrame:
    text = pl.when(~pl.col("coded")).then(pl.lit("not coded")).when("costs").then(pl.lit("yes")).otherwise(pl.lit("no"))
    return signed.with_columns(costs=text)


def _refused(asked: Asked) -> NotCovered:
    assert asked.corridor is not None
    origin, destination = asked.corridor.ends
    known = "; ".join(_way(pair) for pair in tables.named_corridors())
    return NotCovered(
        f"No recruitment cost is published for workers from {the(origin)} to {the(destination)}, and no labour "
        "agreement between them is listed.",
        hint=f"Figures exist {known}.",
    )


def _way(pair: tuple[str | None, str | None]) -> str:
    parts = [
        f"{word} {tables.GROUPS.get(code, named(code))}"
        for word, code in zip(("from", "to"), pair, strict=True)
        if code
    ]
    return " ".join(parts)


def _finding(asked: Asked, rows: pl.DataFrame, coded: pl.DataFrame) -> str:
    if asked.scope == "world":
        months = rows.filter(unit=tables.MONTHS)
        korea, top = months.filter(destination="KOR").row(0, named=True), months.sort("high").row(-1, named=True)
        share = percent(float(agreements.agreements().filter("coded")["costs"].to_numpy().mean()), 0)
        return (
            f"What a worker pays for a job abroad is published for {len(tables.named_corridors())} corridors or groups "
            f"of countries only, from about {korea['low']:.0f} month of pay (to South Korea) to {top['high']:.0f} "
            f"months ({_whose(top)}), and {share} of the labour agreements whose text was coded speak of it."
        )
    subject = asked.corridor.forth.label if asked.corridor else the(asked.place) if asked.place else asked.about
    jobs, fees = (rows.filter(pl.col("what").str.contains(tables.SMUGGLING) == smuggled) for smuggled in (False, True))
    clause = _clause(coded)
    if jobs.is_empty():
        smuggled = f", only a smuggling fee ({_amount(fees.row(0, named=True))})" if fees.height else ""
        return f"No recruitment cost is published for {subject}{smuggled}{clause}."
    months = jobs.filter(unit=tables.MONTHS)
    row = (months if months.height else jobs).row(0, named=True)
    more = f"; {jobs.height} figures are held in all" if jobs.height > 1 else ""
    return f"{capitalised(subject)}: {_amount(row)} ({row['what']}), by the few sources there are{more}{clause}."


def _clause(coded: pl.DataFrame) -> str:
    if coded.is_empty():
        return ""
    found = int(coded["costs"].sum())
    if coded.height == 1:
        return f"; the one coded labour agreement {'speaks' if found else 'does not speak'} of recruitment costs"
    verb = "speaks" if found == 1 else "speak"
    return f"; {found or 'none'} of {coded.height} coded labour agreements {verb} of recruitment costs"


def _whose(row: dict[str, str | None]) -> str:
    if row["origin"]:
        return f"from {named(row['origin'])}"
    end = row["destination"] or ""
    return f"South Asians in {tables.GROUPS.get(end, named(end))}"


def _amount(row: dict[str, float | str | None]) -> str:
    low, high, unit = row["low"], row["high"], row["unit"]
    assert isinstance(low, float)
    if unit == tables.MONTHS:
        assert isinstance(high, float)
        return f"{low:.3g} to {high:.3g} months of pay" if low != high else f"{low:.3g} months of pay"
    if not isinstance(high, float):
        return f"{dollars(low)} or more"
    return f"{dollars(low)} to {dollars(high)}" if low != high else dollars(low)


def _range(rows: pl.DataFrame) -> ViewRange:
    months = rows.filter(unit=tables.MONTHS)
    values = {f"{row['what']}": (row["low"] + row["high"]) / 2 for row in months.iter_rows(named=True)}
    dispute = "The figures are of different corridors, years and surveys: the span is no error of one number."
    return ViewRange("Recruitment cost, middle of each range", "months of pay", values, dispute)


def _notes(asked: Asked, references: tuple[Reference, ...]) -> tuple[Note, ...]:
    accepted = agreements.parties("ILO-C181")
    rule = "ILO convention 181, under which workers as a rule pay no fees; the record names 32 of 37 parties"
    if asked.scope == "world":
        return (Note(f"{len(accepted)} countries are recorded as party to {rule}.", references[2:]),)
    ends = [end for end in (asked.country, asked.origin, asked.destination) if end is not None]
    return tuple(
        Note(f"{capitalised(the(end))} is {'' if end.code in accepted else 'not '}recorded as party to {rule}.",
             references[2:])
        for end in ends
    )  # fmt: skip


def _missing(asked: Asked, rows: pl.DataFrame) -> tuple[Missing, ...]:
    found = []
    if asked.scope != "world" and not rows.filter(unit=tables.MONTHS).height:
        found.append(Missing(f"Recruitment cost in months of pay, {asked.about}",
                             "No figure is published in the sources held, and pay by corridor is not held either.",
                             "The KNOMAD and ILO surveys, https://microdata.worldbank.org, have 19."))  # fmt: skip
    if tables.deployed() is None:
        found.append(Missing("Workers cleared to leave by corridor (Bangladesh, India, Indonesia, Nepal, Sri Lanka)",
                             "The package may not carry them.",
                             f"`corridors data show {tables.DEPLOYMENT}` says where to get them."))  # fmt: skip
    found.append(Missing("What employers and agencies pay", "No source records it."))
    return tuple(found)


def _figures(asked: Asked, rows: pl.DataFrame, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.labour import recruitment_charts

    months = rows.filter(unit=tables.MONTHS)
    return [] if months.is_empty() else [recruitment_charts.months(asked, months, references[:1])]
