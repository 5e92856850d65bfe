"""`health`: doctors abroad by the country that trained them, against the doctors left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data, ViewRange
from corridors.answers.skilled import health_tables as tables
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing, Note
from corridors.content.subject import named, the
from corridors.content.words import listed, number, percent, spoken
from corridors.errors import NotCovered
from corridors.parameters import dispute_over, parameter

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "Stock of doctors by country of training, not of birth or citizenship, who work in one of 21 destinations: 2018, "
    "in the United States 2016. Doctors at home are the density of physicians times the inhabitants, whoever trained "
    "them."
)
ORIGINS = {
    "country": Column("Trained in", "area"),
    "abroad": Column("Doctors abroad", "count"),
    "share": Column("Of all, abroad and at home", "share", quality="derived"),
    "density": Column("At home", "number", "per 10,000"),
    "lost": Column("Abroad", "number", "per 10,000 at home", quality="derived"),
    "density_year": Column("Density of", "year"),
    "first": Column("Most in", "area"),
}
DESTINATIONS = {
    "country": Column("Works in", "area"),
    "foreign": Column("Trained elsewhere", "count"),
    "foreign_density": Column("Trained elsewhere", "number", "per 10,000"),
    "density": Column("All doctors", "number", "per 10,000"),
    "first": Column("Most trained in", "area"),
    "year": Column("Counted in", "year"),
}
HELD_BY = {"XKX": "Serbia", "SSD": "Sudan"}
"""Under which country's name doctors may be counted whose place of training became a state of its own."""
VIEWS = ("brain-drain", "brain-gain")
LICENSED = "nurses_licensed_per_emigrant"
NOT_COVERED = (
    Missing("Nurses and midwives abroad", "No table of nurses by origin and destination is in the catalogue.",
            "The OECD publishes one for some of its members."),
    Missing("Doctors in other destinations", "Italy, Spain, Sweden, the Netherlands, South Africa, the Gulf States "
            "and every other country outside the 21 are not in the data, so that numbers abroad are lower bounds."),
    Missing("What the training cost and who paid for it", "No dataset of the catalogue holds it."),
)  # fmt: skip


def answer(asked: Asked, cited: References) -> Content:
    """Doctors trained in a country and working in another, and what density they leave behind."""
    held, density_sources = tables.abroad(), tables.densities()[1]
    references = tuple(cited.cite(source) for source in (*held.sources, *density_sources))
    codes = asked.codes
    whole = tables.of_destinations()
    received = tables.received()
    if asked.corridor:
        return _corridor(asked, whole, references)
    origins = whole if codes is None else whole.filter(pl.col("country").is_in(codes))
    into = received if codes is None else received.filter(pl.col("country").is_in(codes))
    if asked.destination is not None:
        origins = whole.clear()
    if asked.origin is not None:
        into = received.clear()
    return Content(
        finding=_finding(asked, origins, into),
        definition=DEFINITION,
        data=_data(asked, origins, into, references),
        facts=_facts(asked, origins, into, references),
        draw=lambda: _figures(asked, origins, whole, references),
        notes=_notes(asked, origins, references),
        missing=(*_missing(asked, origins, into), *NOT_COVERED),
        views=_views(),
        uncertainty="Counts are registrations without a published error; who left to study and came home as a doctor "
        "trained abroad is counted as a foreign-trained doctor too.",
        caveats=_caveats(held.sources[0].caveats),
    )


def _caveats(own: tuple[str, ...]) -> tuple[str, ...]:
    return (
        "Schools in the Dominican Republic, Mexico, Ireland, Poland, Hungary, Romania, Bulgaria and elsewhere teach "
        "students from abroad, who then count as doctors that these countries lost.",
        "Doctors at home are those of the World Health Organization's statistics, which some countries report by "
        "licence and others by practice; the sum with doctors abroad mixes years.",
        *own,
    )


def _finding(asked: Asked, origins: pl.DataFrame, into: pl.DataFrame) -> str:
    if asked.codes is None:
        top, first = origins.head(3), tables.ranked(origins)
        worst = first.head(3)
        shares = listed([f"{named(r['country'])} ({percent(r['share'], 0)})" for r in worst.iter_rows(named=True)])
        count = spoken(float(origins["abroad"].sum()))
        return (
            f"In {tables.YEAR}, {into.height} countries counted {count} doctors trained in "
            f"another country, most of them in {listed([named(code) for code in top['country']])}; the largest parts "
            f"of their doctors were abroad for {shares}."
        )
    parts = [*_sent(asked, origins), *_got(asked, into)]
    if not parts:
        if asked.destination is not None:
            return f"Doctors trained elsewhere who work in {asked.spoken} are not in the data, which hold 21 countries."
        return f"None of the 21 destinations counted a doctor trained in {asked.spoken} in {tables.YEAR}."
    return f"In {tables.YEAR}, {'; '.join(parts)}."


def _sent(asked: Asked, origins: pl.DataFrame) -> list[str]:
    if origins.is_empty():
        return []
    count = int(origins["abroad"].sum())
    said = f"{_doctors(count)} trained in {asked.spoken} worked in the 21 destinations counted"
    if origins.height == 1:
        row = origins.row(0, named=True)
        if row["share"] is None:
            return [f"{said}; how many doctors are at home is not known"]
        if row["offshore"]:
            return [f"{said}, {count / row['home']:,.0f} times those at home, because its schools train foreigners"]
        return [f"{said}, {percent(row['share'], 0)} of those abroad and at home together, where {row['density']:.1f} "
                "were left for 10,000 inhabitants"]  # fmt: skip
    known = origins.filter(pl.col("home").is_not_null() & ~pl.col("offshore"))
    if known.is_empty():
        return [said]
    away, home = float(known["abroad"].sum()), float(known["home"].sum())
    share = away / (away + home)
    return [f"{said}, {percent(share, 0)} of those abroad and at home where both are known"]


def _got(asked: Asked, into: pl.DataFrame) -> list[str]:
    if into.is_empty():
        return []
    count = int(into["foreign"].sum())
    where = f"in {asked.spoken}" if asked.destination is not None or asked.origin is None else "there"
    when = f" ({tables.US_YEAR})" if into["country"].to_list() == ["USA"] else ""
    said = f"{_doctors(count)} trained elsewhere worked {where}{when}"
    if into.height == 1 and into["foreign_density"][0] is not None:
        said += f", {into['foreign_density'][0]:.1f} for 10,000 inhabitants"
    return [said]


def _doctors(count: int) -> str:
    return "1 doctor" if count == 1 else f"{spoken(count)} doctors"


def _data(
    asked: Asked, origins: pl.DataFrame, into: pl.DataFrame, references: tuple[Reference, ...]
) -> tuple[Data, ...]:
    found = []
    if origins.height:
        found.append(Data("origins", f"Doctors abroad by country of training, {tables.YEAR}", origins, ORIGINS,
                          references))  # fmt: skip
    if asked.codes is None:
        note = (
            f"Countries with at least {tables.RANKED_FROM} doctors abroad and at home; islands whose schools train "
            "doctors for other countries stand in the first table only."
        )
        found.append(Data("shares", "Largest parts of a country's doctors abroad", tables.ranked(origins), ORIGINS,
                          references, note=note))  # fmt: skip
    if into.height:
        found.append(Data("destinations", "Doctors trained elsewhere by country of work", into, DESTINATIONS,
                          references))  # fmt: skip
    place = asked.place
    if place is not None:
        pairs = tables.abroad().pairs.filter(pl.col("doctors") > 0)
        column, other = ("destination", "origin") if origins.is_empty() else ("origin", "destination")
        rows = pairs.filter(pl.col(column) == place.code).sort("doctors", descending=True)
        rows = rows.with_columns(quality=pl.lit(Quality.OBSERVED.value))
        head = {other: Column("Works in" if other == "destination" else "Trained in", "area"),
                "doctors": Column("Doctors", "count"), "year": Column("Year", "year")}  # fmt: skip
        if rows.height:
            whose = f"trained in {the(place)}" if column == "origin" else f"who work in {the(place)}"
            found.append(Data("pairs", f"Doctors {whose}", rows, head, references[:2]))
    return tuple(found)


def _facts(
    asked: Asked, origins: pl.DataFrame, into: pl.DataFrame, references: tuple[Reference, ...]
) -> tuple[Fact, ...]:
    facts = []
    if asked.codes is None:
        facts.append(Fact("Doctors in the United States whose country of training is not known",
                          tables.abroad().unknown, number(tables.abroad().unknown), "people", str(tables.US_YEAR),
                          Quality.OBSERVED, references[1:2]))  # fmt: skip
    if origins.height == 1 and origins["lost"][0] is not None and not origins["offshore"][0]:
        row = origins.row(0, named=True)
        both = row["density"] + row["lost"]
        facts.append(Fact("Doctors for 10,000 inhabitants if those abroad came home", both,
                          f"{both:.1f}", f"instead of {row['density']:.1f}", str(row["density_year"]),
                          Quality.MODELLED, references))  # fmt: skip
    elif asked.place is not None and asked.destination is None:
        left = tables.densities()[0].filter(country=asked.place.code)
        if left.height:
            facts.append(Fact("Doctors for 10,000 inhabitants", left["density"][0], f"{left['density'][0]:.1f}", "",
                              str(left["density_year"][0]), Quality.OBSERVED, references[2:3]))  # fmt: skip
    if into.height == 1:
        count = int(into["foreign"][0])
        facts.append(Fact("Doctors trained elsewhere", count, number(count), "people", str(into["year"][0]),
                          Quality.OBSERVED, references[:2]))  # fmt: skip
    return tuple(facts)


def _notes(asked: Asked, origins: pl.DataFrame, references: tuple[Reference, ...]) -> tuple[Note, ...]:
    held = tuple(
        Note(f"Doctors trained in {named(code)} may be counted under {HELD_BY[code]}.", references[:2])
        for code in asked.codes or ()
        if code in HELD_BY
    )
    foreign = origins.filter("offshore")
    if foreign.is_empty():
        return held
    names = listed([named(code) for code in foreign["country"]])
    said = (
        f"Schools in {names} train doctors for other countries, mostly citizens of the United States: their graduates "
        "abroad are no loss of the islands' own doctors."
    )
    return (*held, Note(said, references[:2]))


def _missing(asked: Asked, origins: pl.DataFrame, into: pl.DataFrame) -> tuple[Missing, ...]:
    found = []
    if asked.destination is not None and into.is_empty():
        places = listed([named(code) for code in tables.received().sort("country")["country"]], 21)
        found.append(Missing(f"Doctors in {asked.spoken}", f"The data hold {places} only."))
    without = origins.filter(pl.col("home").is_null())
    if without.height:
        places = listed([named(code) for code in without["country"]], 12)
        found.append(Missing(f"Doctors at home in {places}", "No density of the ten years to 2018 is in the data."))
    place = asked.country or asked.origin
    if place is not None and origins.is_empty():
        found.append(Missing(f"Doctors trained in {the(place)}", "No destination counted one, or none names it."))
    return tuple(found)


def _views() -> ViewRange:
    values = {view: parameter(LICENSED, view).central for view in VIEWS}
    dispute = dispute_over(LICENSED)
    said = dispute.question if dispute is not None else ""
    return ViewRange("Nurses licensed at home for each nurse who leaves, in the Philippines", "nurses", values,
                     f"{said} One country's evidence, which need not hold elsewhere.")  # fmt: skip


def _corridor(asked: Asked, whole: pl.DataFrame, references: tuple[Reference, ...]) -> Content:
    pair = asked.corridor
    assert pair is not None
    pairs = tables.abroad().pairs
    rows = pairs.filter(origin=pair.origin.code, destination=pair.destination.code)
    if rows.is_empty():
        into = pairs.filter(destination=pair.destination.code)
        near = pairs.filter(origin=pair.origin.code) if into.is_empty() else into
        column = "destination" if into.is_empty() else "origin"
        names = listed([named(code) for code in near.sort("doctors", descending=True)[column].head(5)])
        raise NotCovered(
            f"No count of doctors trained in {the(pair.origin)} who work in {the(pair.destination)} is in the data.",
            hint=f"It holds doctors trained there in {names}." if into.is_empty() and near.height
            else f"It holds {'21 destinations' if near.is_empty() else f'doctors trained in {names}'}.",
        )  # fmt: skip
    row, count = rows.row(0, named=True), int(rows["doctors"][0])
    own = whole.filter(country=pair.origin.code)
    rows = rows.with_columns(quality=pl.lit(Quality.OBSERVED.value))
    head = {"origin": Column("Trained in", "area"), "destination": Column("Works in", "area"),
            "doctors": Column("Doctors", "count"), "year": Column("Year", "year")}  # fmt: skip
    part = ""
    if own.height and count:
        part = f", {percent(count / own['abroad'][0], 0)} of those from there counted in the 21 destinations"
    return Content(
        finding=f"In {row['year']}, {_doctors(count) if count else 'no doctors'} trained in {the(pair.origin)} worked "
        f"in {the(pair.destination)}{part}.",
        definition=DEFINITION,
        data=(Data("pair", "Doctors of the corridor", rows, head, references[:2]),
              *([Data("origins", f"Doctors abroad trained in {the(pair.origin)}, all destinations", own, ORIGINS,
                      references)] if own.height else [])),
        draw=lambda: _figures(asked, own, whole, references),
        notes=_notes(asked, own, references),
        missing=NOT_COVERED,
        uncertainty="Counts are registrations without a published error.",
        caveats=_caveats(tables.abroad().sources[0].caveats),
    )  # fmt: skip


def _figures(
    asked: Asked, origins: pl.DataFrame, whole: pl.DataFrame, references: tuple[Reference, ...]
) -> list[Figure]:
    from corridors.answers.skilled import health_charts

    if asked.place is not None or asked.corridor:
        code = asked.corridor.origin.code if asked.corridor else asked.place.code if asked.place else ""
        destination = asked.destination.code if asked.destination is not None and not asked.corridor else None
        chart = health_charts.pairs(code, destination, references)
        return [chart] if chart is not None else []
    shown = tables.ranked(origins)
    return [health_charts.shares(shown, asked.about, references)] if shown.height else []
