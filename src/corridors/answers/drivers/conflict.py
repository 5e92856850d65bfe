"""`conflict`: how persecution and conflict displace, and who hosts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from corridors.answers.answer import Column, Content, Data, Interval, ViewRange
from corridors.answers.drivers import conflict_tables as tables
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing, Note
from corridors.content.subject import named, the
from corridors.content.words import listed, number, people, percent
from corridors.errors import NotCovered
from corridors.parameters import parameter

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "Stock at the end of the year of people displaced across borders: refugees under UNHCR's mandate, asylum seekers, "
    "others in need of international protection, and Palestine refugees under UNRWA's, those within Palestine among "
    "them. Displaced at home are those whom UNHCR protects or assists. Deaths are those of a year in state-based, "
    "non-state and one-sided violence."
)
ORIGINS = {
    "country": Column("Origin", "area"),
    "displaced": Column("Displaced abroad", "count"),
    "idps": Column("At home, as far as UNHCR protects", "count"),
    "share": Column("Of its people", "share"),
}
HOSTS = {
    "country": Column("Host", "area"),
    "displaced": Column("Hosted", "count"),
    "per_1000": Column("Per 1,000 inhabitants", "number"),
    "per_million_dollars": Column("Per million dollars of product", "number"),
}
SERIES = {
    "year": Column("End of", "year"),
    "displaced": Column("Displaced abroad", "count"),
    "deaths": Column("Deaths of the year in the origin", "count"),
}
WITHIN = {"XKX": "SRB"}
"""Places that UNHCR counts with another, of which they have no figure of their own."""
DISPUTE = "Does displacement grow with the number of deaths, or only with how far the fighting spreads?"


class Situation(NamedTuple):
    """What is shown: origins, hosts and years, as far as they are asked about."""

    year: int
    origins: pl.DataFrame
    hosts: pl.DataFrame
    series: pl.DataFrame


def answer(asked: Asked, cited: References) -> Content:
    """Displaced people by origin and host beside deaths in organised violence, and how the two go together."""
    held = tables.displaced()
    year = asked.year_of(held.abroad.filter(pl.col("year") >= 1990)["year"].unique(), "counts of displaced people")
    found = _situation(asked, year)
    sources = (*held.sources, tables.deaths()[1])
    references = tuple(cited.cite(source) for source in sources)
    slope = tables.slope()
    return Content(
        finding=_finding(asked, found),
        definition=DEFINITION,
        data=_data(asked, found, references),
        facts=_facts(found, slope, references),
        draw=lambda: _figures(asked, found, references),
        notes=_notes(asked, references),
        missing=_missing(asked, found),
        interval=Interval(
            "Elasticity of new displacement to deaths, within origins", slope.value, slope.lower, slope.upper, 95, "",
            f"least squares, {slope.observations:,} years of {slope.origins} origins, errors clustered by origin",
        ),
        views=_views(),
        uncertainty="Counts of displaced people are registrations and government figures without a published error; "
        "deaths are coded from reports and are too low where nobody reports.",
        caveats=("The elasticity is an association: whatever raises both deaths and flight is in it.",
                 "A year without deaths is no proof of safety: persecution displaces without them.",
                 *held.sources[0].caveats),
    )  # fmt: skip


def _situation(asked: Asked, year: int) -> Situation:
    if asked.corridor:
        codes = asked.corridor.origin.code, asked.corridor.destination.code
        series = tables.yearly(*codes)
        if series.is_empty():
            hosts = tables.by_host(year, codes[0])["country"].head(5)
            raise NotCovered(
                f"UNHCR counts nobody displaced from {named(codes[0])} in {named(codes[1])} in any year.",
                hint=f"People from there are in {listed([named(code) for code in hosts])}.",
            )
        hosts = tables.by_host(year, codes[0])
        return Situation(year, tables.by_origin(year).filter(country=codes[0]), hosts, series)
    origins, origin = tables.by_origin(year), asked.origin or asked.country
    if asked.region is not None or asked.destination is not None:
        hosts = tables.by_host(year).filter(pl.col("country").is_in(asked.codes or ()))
        return Situation(
            year, origins, hosts, tables.yearly(None, asked.destination.code if asked.destination else None)
        )
    if origin is None:
        return Situation(year, origins, tables.by_host(year), tables.yearly(None, None))
    own = origins.filter(country=origin.code)
    return Situation(year, own, tables.by_host(year, origin.code), tables.yearly(origin.code, None))


def _finding(asked: Asked, found: Situation) -> str:
    start = f"At the end of {found.year},"
    if asked.corridor:
        row = found.series.filter(year=found.year)
        count = int(row["displaced"][0]) if row.height else 0
        peak = found.series.sort("displaced").row(-1, named=True)
        most = f"; the most were {people(peak['displaced'])} in {peak['year']}" if peak["year"] != found.year else ""
        ends = asked.corridor
        return f"{start} {people(count)} displaced from {the(ends.origin)} were in {the(ends.destination)}{most}."
    total, hosted = int(found.origins["displaced"].sum()), int(found.hosts["displaced"].sum())
    if asked.region is not None or asked.destination is not None:
        rate = found.hosts["population"].sum() or 0
        per = f", {hosted / rate * 1000:.1f} per 1,000 inhabitants" if rate else ""
        return f"{start} {asked.spoken} hosted {people(hosted)} displaced from other countries{per}."
    if asked.place is not None and asked.place.code in WITHIN:
        return (
            f"There is no figure for {the(asked.place)} alone: UNHCR counts it with {named(WITHIN[asked.place.code])}."
        )
    if asked.place is not None:
        return f"{start} {_of_country(asked, found, total)}."
    top, first = found.origins.sort("displaced", descending=True).head(5), found.hosts.head(5)
    fled, taken_in = int(top["displaced"].sum()), int(first["displaced"].sum())
    return (
        f"{start} {people(total)} were displaced across borders, {percent(fled / total, 0)} of them "
        f"from {listed([named(c) for c in top['country']])}; {listed([named(c) for c in first['country']])} hosted "
        f"{percent(taken_in / hosted, 0)}."
    )


def _of_country(asked: Asked, found: Situation, total: int) -> str:
    place = asked.place
    assert place is not None
    home = int(found.origins["idps"].sum())
    parts = [f"{people(total)} from {the(place)} were displaced abroad"]
    if home:
        parts.append(f"{people(home)} at home")
    if total and found.hosts.height:
        known = found.hosts.filter(pl.col("country") != tables.UNKNOWN)["country"].head(3)
        parts[0] += f", most of them in {listed([named(c) for c in known])}"
    if asked.country is not None:
        here = tables.by_host(found.year).filter(country=place.code)
        parts.append(f"it hosted {people(int(here['displaced'].sum()))} from elsewhere")
    return "; ".join(parts)


def _data(asked: Asked, found: Situation, references: tuple[Reference, ...]) -> tuple[Data, ...]:
    columns = ORIGINS | {"deaths": Column(f"Deaths in violence, {tables.death_year(found.year)}", "count")}
    origins = Data("origins", f"Displaced people by origin, end of {found.year}", found.origins, columns, references)
    whose = f" displaced from {the(asked.place)}" if asked.place and not asked.destination else ""
    hosts = Data(
        "hosts", f"Hosts of people{whose or ' displaced'}, end of {found.year}", found.hosts, HOSTS, references
    )
    series = Data("years", "Displaced people and deaths by year", found.series.sort("year", descending=True), SERIES,
                  references, note="Deaths are counted since 1989.")  # fmt: skip
    order = (series, hosts, origins) if asked.corridor else (origins, hosts, series)
    into = asked.region is not None or (asked.destination is not None and asked.origin is None)
    return (hosts, series) if into else order


def _facts(found: Situation, slope: tables.Slope, references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    doubling = 2**slope.value - 1
    killed = found.series.filter(year=found.year)["deaths"]
    facts = [Fact("A year with twice the deaths goes with more new displacement", doubling, percent(doubling, 0),
                  "more, within an origin", "1989-2024", Quality.MODELLED, references)]  # fmt: skip
    if len(killed) and killed[0] is not None:
        facts.append(Fact("Deaths in organised violence at the origin", killed[0], number(killed[0]), "",
                          str(found.year), Quality.OBSERVED, references[-1:]))  # fmt: skip
    return tuple(facts)


def _notes(asked: Asked, references: tuple[Reference, ...]) -> tuple[Note, ...]:
    codes = set(asked.codes or ())
    notes = []
    if codes & {"ISR", "PSE"}:
        notes.append(
            Note("The Uppsala programme counts deaths in Gaza and the West Bank under Israel.", references[-1:])
        )
    if codes & {"SRB", "XKX"}:
        notes.append(Note("UNHCR counts Kosovo with Serbia.", references[:1]))
    return tuple(notes)


def _missing(asked: Asked, found: Situation) -> tuple[Missing, ...]:
    if asked.place is not None and asked.place.code in WITHIN:
        other = named(WITHIN[asked.place.code])
        return (Missing(f"Displaced people of {the(asked.place)}", f"UNHCR counts them with {other}."),)
    without = found.origins.filter(pl.col("deaths").is_null() & (pl.col("displaced") > 0))["country"]
    if without.is_empty():
        return ()
    year, places = tables.death_year(found.year), listed([named(code) for code in without], 8)
    return (Missing(f"Deaths in violence in {places}", f"The Uppsala programme has no figure for them in {year}."),)


def _views() -> ViewRange:
    views = ("conflict-intensity", "conflict-spread")
    values = {view: parameter("conflict_displacement_elasticity", view).central for view in views}
    return ViewRange("Elasticity of displacement to deaths in the literature", "elasticity", values, DISPUTE)


def _figures(asked: Asked, found: Situation, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.drivers import conflict_charts

    drawn = [conflict_charts.by_year(asked, found.series, references)] if found.series.height else []
    if not asked.corridor and found.hosts.height:
        drawn.append(conflict_charts.hosts(found.hosts, found.year, references))
    return drawn
