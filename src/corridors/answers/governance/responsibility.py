"""`responsibility`: who hosts how many refugees, and what a fair share would be."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from corridors.answers.answer import Column, Content, Data, ViewRange
from corridors.answers.governance import sharing
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing, Note
from corridors.content.subject import named
from corridors.content.words import listed, number, people, percent, spoken

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "Stock at the end of the year of refugees under UNHCR's mandate, other people in need of international protection, "
    "and Palestine refugees registered with UNRWA, by country of asylum. Asylum seekers whose claim is open, "
    "internally displaced people and host communities are not in it."
)
COLUMNS = {
    "country": Column("Host", "area"),
    "hosted": Column("Hosted", "count", quality="observed"),
    "fair": Column("Fair share", "count"),
    "gap": Column("Above or below it", "count"),
    "per_1000": Column("Hosted per 1,000 inhabitants", "number"),
    "gdp_year": Column("GDP of", "year"),
}


class Situation(NamedTuple):
    """Everything counted at the end of a year: all hosts, those asked about, the formula, and resettlement."""

    frame: pl.DataFrame
    shown: pl.DataFrame
    year: int
    formula: sharing.Formula
    resettled: int


def answer(asked: Asked, cited: References) -> Content:
    """Hosted refugees beside the share that a formula of population and product would give."""
    year = asked.year_of(sharing.years(), "counts of refugees")
    chosen = sharing.formula(asked.view)
    frame, sources = sharing.hosting(year, chosen)
    resettled, solutions = sharing.resettled(year)
    references = tuple(cited.cite(source) for source in (*sources, solutions))
    shown = frame if asked.codes is None else frame.filter(pl.col("country").is_in(asked.codes))
    found = Situation(frame, shown, year, chosen, resettled)
    table = Data(
        "hosts", f"Refugees hosted at the end of {year}, and fair shares {chosen.label}", shown, COLUMNS, references,
        note="Fair shares add up to the refugees hosted in all countries whose population and product are known.",
    )  # fmt: skip
    kosovo = bool({"SRB", "XKX"} & set(asked.codes or ()))
    return Content(
        finding=_finding(asked, found),
        definition=DEFINITION,
        data=(table,),
        facts=_facts(asked, found, references),
        draw=lambda: _figures(asked, found, references),
        notes=(Note("Kosovo is counted with Serbia in the figures of UNHCR.", references[:1]),) if kosovo else (),
        missing=_missing(asked, shown.filter(pl.col("fair").is_null() & (pl.col("hosted") > 0))),
        views=_views(asked, year),
        uncertainty="The counts are registrations and government figures; their errors are not published.",
        caveats=(
            "A formula is a choice, not a finding: it says nothing about safety, integration or what a person wants.",
            "Product at current exchange rates favours countries whose currency is weak.",
            *sources[0].caveats,
        ),
    )


def _finding(asked: Asked, found: Situation) -> str:
    """The sentence: who hosts how many, against the share that the formula gives."""
    start = f"At the end of {found.year},"
    if asked.codes is None:
        top, even = found.frame.head(5), sharing.to_even_out(found.frame)
        total = int(found.frame["hosted"].sum())
        share = percent(int(top["hosted"].sum()) / total, 0)
        leaders = listed([named(code) for code in top["country"]])
        against = f", {even / found.resettled:,.0f} times those resettled in that year" if found.resettled else ""
        return (
            f"{start} {leaders} hosted {share} of {_refugees(total)}; to give every country its "
            f"fair share {found.formula.label}, {people(even)} would have to live elsewhere{against}."
        )
    if asked.country is not None and asked.country.code in sharing.WITHIN:
        other = named(sharing.WITHIN[asked.country.code])
        return f"There is no figure for {asked.spoken} alone: UNHCR counts its refugees with {other}."
    if found.shown.is_empty():
        return f"Neither refugees nor inhabitants of {asked.spoken} are in the data of {found.year}."
    hosted = int(found.shown["hosted"].sum())
    said = f"{start} {asked.spoken} hosted {_refugees(hosted)}"
    known = found.shown.filter(pl.col("fair").is_not_null())
    if known.is_empty():
        return f"{said}; no fair share can be given, because its population or product is not known here."
    fair = float(known["fair"].sum())
    if hosted == 0:
        return f"{said}; its fair share {found.formula.label} would be {spoken(fair)}."
    ratio = f"{hosted / fair:.1f} times" if hosted >= fair else f"{percent(hosted / fair, 0)} of"
    return f"{said}, {ratio} its fair share of {spoken(fair)} {found.formula.label}."


def _refugees(count: float) -> str:
    return people(count).replace("people", "refugees").replace("person", "refugee")


def _facts(asked: Asked, found: Situation, references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    hosted, total, when = int(found.shown["hosted"].sum()), int(found.frame["hosted"].sum()), f"end of {found.year}"
    counted = Fact("Refugees hosted", hosted, number(hosted), "people", when, Quality.OBSERVED, references[:2])
    if asked.codes is not None:
        part = hosted / total
        return counted, Fact("Share of all", part, percent(part), "", when, Quality.OBSERVED, references[:2])
    return counted, Fact(
        "Refugees resettled to a third country", found.resettled, number(found.resettled), "people",
        f"in {found.year}", Quality.OBSERVED, references[-1:],
    )  # fmt: skip


def _missing(asked: Asked, without: pl.DataFrame) -> tuple[Missing, ...]:
    if asked.country is not None and asked.country.code in sharing.WITHIN:
        other = named(sharing.WITHIN[asked.country.code])
        return (Missing(f"Refugees in {asked.spoken}", f"UNHCR counts them with {other}."),)
    if without.is_empty():
        return ()
    places = listed([named(code) for code in without["country"]], 12)
    return (Missing(f"The fair share of {places}", "Their gross domestic product is not in the data for recent years.",
                    f"Their {people(float(without['hosted'].sum()))} hosted stay in the counts."),)  # fmt: skip


def _views(asked: Asked, year: int) -> ViewRange | None:
    values = {}
    for chosen in sharing.formulas().values():
        frame = sharing.hosting(year, chosen).frame
        if asked.codes is None:
            values[chosen.name] = sharing.to_even_out(frame)
        else:
            own = frame.filter(pl.col("country").is_in(asked.codes) & pl.col("fair").is_not_null())
            if own.is_empty():
                return None
            values[chosen.name] = float(own["fair"].sum())
    label = "People who would have to live elsewhere" if asked.codes is None else "Fair share"
    return ViewRange(label, "people", values, "The formulas differ in what a country's means are measured by.")


def _figures(asked: Asked, found: Situation, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.governance.sharing_charts import gaps, own

    title = f"Refugees hosted, and fair shares {found.formula.label}, end of {found.year}"
    if asked.country is not None and not found.shown.is_empty():
        return [own(asked.country, found.frame, title, references)]
    return [gaps(found.shown, title, references)] if found.shown["fair"].drop_nulls().len() else []
