"""`protection-gap`: how many migrants live under which protection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data
from corridors.answers.rights import instruments, weights
from corridors.answers.rights import protection_tables as tables
from corridors.answers.statistics.stock_tables import listed_partners
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing, Note
from corridors.content.subject import named, the
from corridors.content.words import number, people, percent, spoken
from corridors.errors import NotCovered

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "Migrants are people who live outside their country of birth (stock on 1 July); the displaced are refugees, people "
    "in need of international protection and asylum seekers under UNHCR's mandate (stock at the end of the year). "
    "They count as covered where the State in which they live is a party."
)
COVERAGE = {
    "group": Column("People"), "label": Column("Instrument"), "people": Column("All", "count"),
    "party": Column("In parties", "count"), "share": Column("In parties", "share"),
    "unverified": Column("In parties, unverified", "count"), "none": Column("In States not party", "count"),
    "unknown": Column("Standing not known", "count"), "territory": Column("In no State's own name", "count"),
}  # fmt: skip
SHORT = {"icrmw": "Migrant workers", "c97": "ILO 97", "c143": "ILO 143", "refuge": "Refuge", "crc": "Child"}
ORIGINS = {"origin": Column("Born in", "area"), "people": Column("Emigrants", "count")} | {
    name: Column(f"{label}: share in parties", "share") for name, label in SHORT.items()
}
DESTINATIONS = {
    "destination": Column("Living in", "area"), "stock": Column("Born elsewhere", "count"),
    "unknown": Column("Of unknown origin", "count"),
} | {name: Column(label) for name, label in SHORT.items()}  # fmt: skip
LISTED = 0.05
"""Share of people in places that the records do not list from which the finding says so. Our own choice."""
CAVEATS = (
    "Whoever lives in a State that is a party may still be left out by its reservations, by the limits of the "
    "instrument (students, seafarers, the self-employed) or by practice.",
    "An origin's emigrants are those whose origin the destination's figures tell; people of unknown origin count in "
    "the world and in the countries of residence only.",
    "The standing is that of the record's year (2022 for the Migrant Workers and Child conventions, 2015 to 2020 for "
    "refuge, 2013 to 2024 for the ILO's), the stock that of the year shown.",
    "The lists of ILO 143 and of refuge are not complete: what they do not name is not known, and not counted as none.",
)


def answer(asked: Asked, cited: References) -> Content:
    """Migrants and displaced people by the standing of where they live, to five protections."""
    known = weights.stocks()
    year = asked.year_of(known.years, "migrant stocks")
    standing = tables.places(instruments.at(asked.year and year))
    displaced = tables.displaced(year)
    groups = _groups(asked, year, displaced.frame)
    if asked.corridor and groups["migrants"].is_empty():
        raise NotCovered(
            f"The publication names nobody born in {named(asked.corridor.origin.code)} who lives in "
            f"{named(asked.corridor.destination.code)} in {year}.",
            hint=f"It names them in {listed_partners(asked.corridor.origin.code)}.",
        )
    titles = _titles(asked)
    table = pl.concat(
        [
            tables.coverage(rows, standing).with_columns(group=pl.lit(titles[group]))
            for group, rows in groups.items()
            if not rows.is_empty()
        ]
        or [tables.coverage(groups["migrants"], standing).with_columns(group=pl.lit(""))]
    )
    law = instruments.references(cited)
    references = (cited.cite(known.source), cited.cite(known.totals_source), cited.cite(displaced.source), *law)
    return Content(
        finding=_finding(asked, table, titles, year),
        definition=DEFINITION,
        data=_data(asked, table, standing, year, references),
        facts=_facts(asked, table, titles, year, references),
        draw=lambda: _figures(asked, table, year, standing, references),
        notes=_notes(year, displaced.year, references),
        missing=_missing(asked, groups),
        uncertainty="Neither the stocks nor the legal record come with an interval. People in States whose standing "
        "is not known could add to the covered; they stand in a column of their own.",
        caveats=CAVEATS,
    )


def _groups(asked: Asked, year: int, displaced: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The people of a question: place, people, quality, by group; the main one first."""
    empty = tables.immigrants(year, ())
    hosted = displaced.select("place", "people", "quality")
    if asked.corridor:
        one, other = asked.corridor.ends
        return {
            "migrants": tables.emigrants(year, one.code).filter(place=other.code),
            "displaced": hosted.filter(displaced["origin"] == one.code).filter(place=other.code),
        }
    if asked.origin is not None:
        return {
            "migrants": tables.emigrants(year, asked.origin.code),
            "displaced": hosted.filter(displaced["origin"] == asked.origin.code),
        }
    codes = asked.codes
    if codes is None:
        return {"migrants": tables.immigrants(year), "displaced": hosted}
    here = {"migrants": tables.immigrants(year, codes), "displaced": hosted.filter(pl.col("place").is_in(codes))}
    if asked.country is None:
        return here
    code = asked.country.code
    away = hosted.filter(displaced["origin"] == code)
    return {"emigrants": tables.emigrants(year, code), "fled": away, **here} if code else {"migrants": empty}


def _titles(asked: Asked) -> dict[str, str]:
    if asked.corridor or asked.origin is not None:
        place = asked.origin.short_name if asked.origin else ""
        return {"migrants": f"Born in {place}", "displaced": f"Displaced from {place}"}
    return {
        "migrants": "Migrants", "displaced": "Displaced people hosted", "emigrants": "Emigrants",
        "fled": "Displaced abroad",
    }  # fmt: skip


def _of(table: pl.DataFrame, group: str, name: str) -> dict[str, float] | None:
    rows = table.filter(group=group, protection=name).to_dicts()
    return rows[0] if rows and rows[0]["people"] else None


def _finding(asked: Asked, table: pl.DataFrame, titles: dict[str, str], year: int) -> str:
    if asked.country is not None:
        return country_finding(the(asked.country), table, titles, year)
    if asked.corridor:
        return _corridor_finding(asked, table, titles, year)
    who = {"world": "migrants", "region": f"migrants who live in “{asked.region}”"}.get(asked.scope)
    if who is None:
        one = asked.origin or asked.destination
        assert one is not None, "what is asked of neither world nor region names a country"
        place = the(one)
        who = f"people born in {place}" if asked.origin is not None else f"people born elsewhere who live in {place}"
    return group_finding(who, table, titles, year)


def group_finding(who: str, table: pl.DataFrame, titles: dict[str, str], year: int) -> str:
    """Of a group of people, the share in parties to the Migrant Workers Convention, and of its displaced, to refuge.

    Args:
        who: the group in words.
        table: coverage by group and protection.
        titles: the names of the groups in the table.
        year: the year of the stock.
    """
    own = _of(table, titles["migrants"], "icrmw")
    fled = _of(table, titles["displaced"], "refuge")
    if own is None:
        return f"No {who} are counted on 1 July {year}."
    first = (
        f"Of the {spoken(own['people'])} {who} on 1 July {year}, {percent(own['share'])} lived in a State that is "
        "party to the Migrant Workers Convention"
    )
    if own["territory"] == own["people"]:
        return (
            f"Of the {spoken(own['people'])} {who} on 1 July {year}, all lived in places that the records of States do "
            "not list, so that what protection applies there is not known here."
        )
    child = _of(table, titles["migrants"], "crc")
    elsewhere = own["territory"] / own["people"]
    aside = f" ({percent(elsewhere)} lived in territories that the records do not list)" if elsewhere > LISTED else ""
    others = f" and {percent(child['share'])} in one that is party to the Child Convention" if child else ""
    then = (
        f"; of {people(fled['people'])} displaced across borders, {percent(fled['share'])} were in a party to the "
        "Refugee Convention or its Protocol" if fled else ""
    )  # fmt: skip
    return f"{first}{others}{aside}{then}."


def country_finding(place: str, table: pl.DataFrame, titles: dict[str, str], year: int) -> str:
    """A country's emigrants in parties to the Migrant Workers Convention, and whether those it hosts are covered."""
    out, here = (_of(table, titles[group], "icrmw") for group in ("emigrants", "migrants"))
    away = (
        f"Of {people(out['people'])} born in {place} and counted abroad on 1 July {year}, {percent(out['share'])} "
        "lived in a State that is party to the Migrant Workers Convention"
        if out
        else f"International Migrant Stock 2024 counts nobody born in {place} abroad on 1 July {year}"
    )
    if here is None:
        return f"{away}, and nobody born elsewhere in it."
    return f"{away}; {people(here['people'])} born elsewhere lived in {place}, which {_standing(here)}."


def _standing(row: dict[str, float]) -> str:
    known = {"party": "is a party", "unverified": "is a party by an unverified row", "none": "is not a party",
             "unknown": "the records do not place", "territory": "the records of States do not list"}  # fmt: skip
    return next(text for part, text in known.items() if row[part])


def _corridor_finding(asked: Asked, table: pl.DataFrame, titles: dict[str, str], year: int) -> str:
    assert asked.corridor is not None
    one, other = asked.corridor.ends
    rows = table.filter(group=titles["migrants"])
    total = rows["people"][0]
    held = rows.filter(pl.col("party") > 0)["label"].to_list()
    which = f"is known to be party to {len(held)} of five protections" + (f" ({'; '.join(held)})" if held else "")
    return f"{people(total)} born in {the(one)} lived on 1 July {year} in {the(other)}, which {which}."


def _data(
    asked: Asked, table: pl.DataFrame, standing: pl.DataFrame, year: int, references: tuple[Reference, ...]
) -> tuple[Data, ...]:
    main = Data("coverage", f"People by the standing of the State in which they live, {year}", table, COVERAGE,
                references, most=20)  # fmt: skip
    if asked.scope == "world":
        return (
            main,
            Data("origins", f"Emigrants by origin: share in parties, 1 July {year}", tables.by_origin(year, standing),
                 ORIGINS, references),
            Data("destinations", f"People born elsewhere by country, and its standing, 1 July {year}",
                 tables.by_destination(year, standing), DESTINATIONS, references,
                 note="“none” is no party on record, “unknown” a list that does not tell, “territory” a place that the "
                 "records do not list as a State."),
        )  # fmt: skip
    if asked.corridor:
        return (main,)
    found = tables.by_destination(year, standing)
    if asked.origin is not None or asked.country is not None:
        place = asked.origin or asked.country
        assert place is not None
        rows = tables.emigrants(year, place.code).select(destination="place", stock="people", mark="quality")
        shown = rows.join(found.drop("stock", "quality"), on="destination", how="left").rename({"mark": "quality"})
        columns = {name: column for name, column in DESTINATIONS.items() if name != "unknown"}
        columns["stock"] = Column(f"Born in {place.short_name}", "count")
        title = f"Where people born in {the(place)} live, and its standing, 1 July {year}"
        return main, Data("destinations", title, shown.sort("stock", descending=True), columns, references)
    shown = found.filter(pl.col("destination").is_in(asked.codes or ()))
    return main, Data("destinations", f"People born elsewhere by country, and its standing, 1 July {year}", shown,
                      DESTINATIONS, references)  # fmt: skip


def _facts(
    asked: Asked, table: pl.DataFrame, titles: dict[str, str], year: int, references: tuple[Reference, ...]
) -> tuple[Fact, ...]:
    group = "emigrants" if asked.country is not None else "migrants"
    row = _of(table, titles[group], "icrmw")
    if row is None:
        return ()
    gap = row["people"] - row["party"]
    mark = Quality(str(row["quality"]))
    return (
        Fact("Living outside the reach of the Migrant Workers Convention, as far as is known", gap, number(gap),
             "people", f"1 July {year}", mark, references),
    )  # fmt: skip


def _notes(year: int, end: int, references: tuple[Reference, ...]) -> tuple[Note, ...]:
    return (
        Note(
            f"The displaced are those at the end of {end}, the migrants those of July {year}; most displaced people "
            "abroad are also among the migrants, so the two must not be added. Palestine refugees under UNRWA's "
            "mandate are in neither group of the displaced.",
            references[:3],
        ),
    )


def _missing(asked: Asked, groups: dict[str, pl.DataFrame]) -> tuple[Missing, ...]:
    group = "emigrants" if asked.country is not None else "migrants"
    if not groups[group].is_empty() or asked.place is None:
        return ()
    why = "International Migrant Stock 2024 has no row for it; its people are counted with another country's."
    return (Missing(f"Migrants of {the(asked.place)}", why),)


def _figures(
    asked: Asked, table: pl.DataFrame, year: int, standing: pl.DataFrame, references: tuple[Reference, ...]
) -> list[Figure]:
    from corridors.answers.rights import protection_charts

    if table.is_empty() or not table["people"][0]:
        return []
    found = [protection_charts.coverage(table, year, references)]
    if asked.scope == "world":
        found.append(protection_charts.origins(tables.by_origin(year, standing), year, references))
    return found
