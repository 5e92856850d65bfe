"""`segregation`: are societies segmenting? A proxy: the diversity of origins, and how unevenly origins spread."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from corridors.answers.answer import Column, Content, Data
from corridors.answers.integration import diversity_tables as tables
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing
from corridors.content.subject import named, the
from corridors.content.words import listed, percent

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "Stock on 1 July of people by country of birth and of residence. Diversity: the chance that two people of a "
    "country, drawn at random, were born in different countries. Nothing here says where within a country they live."
)
RESIDENTIAL = Missing(
    "Segregation: whether people of different origin live, learn and work apart within a country",
    "No dataset of the catalogue has people by origin and neighbourhood, school or workplace.",
    "National censuses and registers have, at scales that differ between countries.",
)
DESTINATIONS = {
    "country": Column("Destination", "area"),
    "migrants": Column("Born elsewhere", "count"),
    "share": Column("of inhabitants", "share"),
    "migrants_differ": Column("Two migrants differ", "share"),
    "effective": Column("Effective number of origins", "number"),
    "inhabitants_differ": Column("Two inhabitants differ", "share"),
    "first": Column("Largest origin", "area"),
    "first_share": Column("its share", "share"),
    "unknown": Column("Unknown origin", "share"),
}
ORIGINS = {
    "country": Column("Origin", "area"),
    "emigrants": Column("Emigrants", "count"),
    "effective": Column("Effective number of destinations", "number"),
    "dissimilarity": Column("Dissimilarity", "share"),
    "first": Column("Largest destination", "area"),
    "first_share": Column("its share", "share"),
}
FIRST = 1990


class Situation(NamedTuple):
    """What is shown: destinations and origins of the year, the years, and which year."""

    year: int
    destinations: pl.DataFrame
    origins: pl.DataFrame
    series: pl.DataFrame
    emigrants: pl.DataFrame


def answer(asked: Asked, cited: References) -> Content:
    """Diversity of origins by destination, and the spread of origins over destinations, with their course."""
    into, out = tables.destinations(), tables.origins()
    year = asked.year_of(into["year"].unique(), "migrant stocks")
    references = tuple(cited.cite(source) for source in tables.sources())
    own = _asked_of(into, asked)
    found = Situation(
        year,
        own.filter(year=year).sort("inhabitants_differ", descending=True, nulls_last=True),
        _asked_of(out, asked).filter(year=year).sort("dissimilarity", descending=True),
        tables.by_year(own) if asked.country is None else own,
        _asked_of(out, asked),
    )
    return Content(
        finding=_finding(asked, found),
        definition=DEFINITION,
        data=_data(asked, found, references),
        facts=_facts(found, references),
        draw=lambda: _figures(asked, found, references),
        missing=(RESIDENTIAL, *_missing(asked, found)),
        uncertainty="Stocks are the publisher's estimates without an interval; people of unknown origin, whose share "
        "stands in the table, are taken to be spread like the others of their country.",
        caveats=(
            "A proxy: a diverse country can be segregated street by street, and one whose migrants come from one "
            "country can be mixed.",
            "Countries of birth say nothing of language, faith or descent, and children born to migrants count as "
            "natives.",
            *tables.sources()[0].caveats[:2],
        ),
    )


def _asked_of(frame: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    return frame if asked.codes is None else frame.filter(pl.col("country").is_in(asked.codes))


def _finding(asked: Asked, found: Situation) -> str:
    start = "Whether people of different origin live apart within countries is not in the data"
    if asked.country is not None:
        return _of_country(asked, found)
    if found.destinations.is_empty():
        return f"{start}, nor is the origin of the migrants of {asked.spoken}."
    before, now = (found.series.filter(year=year) for year in (FIRST, found.year))
    where = "the same country" if asked.codes is None else f"the same country of {asked.spoken}"
    past = f" ({percent(before['migrants_differ'][0], 0)} in {FIRST})" if before.height and found.year != FIRST else ""
    return (
        f"{start}; as a proxy, two migrants in {where} were born in different countries with a chance of "
        f"{percent(now['migrants_differ'][0], 0)} in {found.year}{past}, and two inhabitants with a chance of "
        f"{percent(now['inhabitants_differ'][0])}"
        + (f" ({percent(before['inhabitants_differ'][0])} in {FIRST})." if past else ".")
    )


def _of_country(asked: Asked, found: Situation) -> str:
    start = f"Whether people of different origin live apart within {asked.spoken} is not in the data"
    if found.destinations.is_empty():
        return f"{start}, nor is the origin of enough of its migrants to say how diverse they are."
    row = found.destinations.row(0, named=True)
    before = found.series.filter(year=FIRST)
    past = f" (in {FIRST} of {before['effective'][0]:.1f})" if before.height and found.year != FIRST else ""
    alike = f", with {named(row['first'])} the largest at {percent(row['first_share'], 0)}"
    differ = ""
    if row["inhabitants_differ"] is not None:
        differ = f", and two inhabitants were born in different countries with a chance of " \
                 f"{percent(row['inhabitants_differ'])}"  # fmt: skip
    return (
        f"{start}; as a proxy, in {found.year} its migrants were as diverse as if they came from equal parts of "
        f"{row['effective']:.1f} countries{past}{alike}{differ}."
    )


def _data(asked: Asked, found: Situation, references: tuple[Reference, ...]) -> tuple[Data, ...]:
    made = []
    if found.destinations.height:
        shown = found.destinations
        note = "The effective number is that of equally large origins with the same diversity."
        if asked.codes is None:
            large = shown["migrants"] >= tables.RANKED_FROM
            shown = pl.concat([shown.filter(large), shown.filter(~large)])
            note += f" Destinations with at least {tables.RANKED_FROM:,} migrants come first."
        made.append(Data("destinations", f"Diversity of birthplaces by destination, {found.year}", shown, DESTINATIONS,
                         references, note=note))  # fmt: skip
    if found.origins.height:
        shown = found.origins
        note = "Dissimilarity: the part of the emigrants who would have to live elsewhere to be spread like all others."
        if asked.codes is None:
            large = shown["emigrants"] >= tables.RANKED_FROM
            shown = pl.concat([shown.filter(large), shown.filter(~large)])
            note += f" Origins with at least {tables.RANKED_FROM:,} emigrants come first."
        made.append(Data("origins", f"How emigrants spread over destinations, {found.year}", shown, ORIGINS,
                         references[:1], note=note))  # fmt: skip
    columns = {"year": Column("1 July of", "year"), "migrants_differ": Column("Two migrants differ", "share"),
               "inhabitants_differ": Column("Two inhabitants differ", "share")}  # fmt: skip
    if asked.country is not None:
        columns["effective"] = Column("Effective number of origins", "number")
    if found.series.height:
        title = "Diversity by year" if asked.country is not None else "Diversity by year, mean of countries by people"
        made.append(Data("years", title, found.series.sort("year", descending=True), columns, references))
    return tuple(made)


def _facts(found: Situation, references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    if found.origins.height != 1:
        return ()
    row = found.origins.row(0, named=True)
    return (Fact("Dissimilarity of its emigrants' destinations from those of all others", row["dissimilarity"],
                 percent(row["dissimilarity"], 0), f"of emigrants; {named(row['first'])} has "
                 f"{percent(row['first_share'], 0)}", str(found.year), Quality.MODELLED, references[:1]),)  # fmt: skip


def _missing(asked: Asked, found: Situation) -> tuple[Missing, ...]:
    if asked.country is not None and found.destinations.is_empty():
        return (Missing(f"The origins of migrants in {the(asked.country)}", "The publication names none, or leaves "
                        "more than half without an origin."),)  # fmt: skip
    if asked.codes is None or asked.country is not None:
        return ()
    held = set(found.destinations["country"])
    without = [named(code) for code in asked.codes if code not in held]
    if not without:
        return ()
    return (Missing(f"The origins of migrants in {listed(without, 12)}", "The publication names none, or leaves more "
                    "than half without an origin."),)  # fmt: skip


def _figures(asked: Asked, found: Situation, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.integration import diversity_charts

    if asked.country is not None:
        return [diversity_charts.by_year(found.series, found.emigrants, asked.spoken, references)] if (
            found.series.height or found.emigrants.height) else []  # fmt: skip
    charts = []
    if found.destinations.height:
        charts.append(diversity_charts.ranking(found.destinations, asked.about, found.year, references))
    return charts
