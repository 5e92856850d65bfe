"""`consular`: where citizens have no consulate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data
from corridors.answers.rights import consular_tables as tables
from corridors.answers.rights import weights
from corridors.answers.statistics.stock_tables import listed_partners
from corridors.concepts.countries import area
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing, Note
from corridors.content.subject import named, the
from corridors.content.words import listed, number, people, percent, spoken
from corridors.errors import NotCovered

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "Emigrants are people born in the origin who live in the host (stock on 1 July 2024), a proxy for its citizens: "
    "those who changed citizenship are counted, children born abroad are not. Missions are those that volunteers had "
    "recorded in Wikidata on 16 November 2022."
)
PAIRS = {
    "origin": Column("Born in", "area"), "destination": Column("Living in", "area"), "stock": Column("People", "count"),
    "reach": Column("Nearest representation recorded"), "consulates": Column("Consulates recorded", "count"),
    "honorary": Column("Honorary", "count"), "back": Column("Embassy of the host in the origin"),
}  # fmt: skip
ORIGINS = {
    "origin": Column("Born in", "area"), "people": Column("Emigrants", "count"),
    "embassy": Column("Embassy in the host", "share"), "consulate": Column("Consulate or office only", "share"),
    "elsewhere": Column("Embassy elsewhere", "share"), "none": Column("None recorded", "share"),
    "territory": Column("In a territory", "share"), "pairs_none": Column("Hosts without a record", "count"),
    "sent": Column("Embassies recorded in all", "count"),
}  # fmt: skip
CAVEATS = (
    "A gap in the record does not prove that there is no mission: the source lacks most consulates and honorary "
    "consulates (19 of Germany, 39 of China), about 60 of China's 170 embassies, and posts of smaller States. By "
    "general knowledge the Philippines have embassies in all States of the Gulf, of which the record lacks four.",
    "One date: some posts in Russia and Afghanistan that had closed by then remain; later openings are not known.",
    "A State without a mission may be served by another under a treaty (Article 8 of the Vienna Convention on Consular "
    "Relations; any mission of the European Union for its citizens): the record does not say.",
    "Seasonal workers and irregular residents, who need a consulate most, are counted in part only.",
)


def answer(asked: Asked, cited: References) -> Content:
    """Emigrants by host and by what representation of their country of birth the record knows there."""
    known = tables.pairs()
    frame = _of_subject(known.frame, asked)
    references = (cited.cite(weights.stocks().source), cited.cite(known.source))
    place = asked.country or asked.origin
    if asked.corridor and frame.is_empty():
        raise NotCovered(
            f"The publication names nobody born in {the(asked.corridor.origin)} who lives in "
            f"{the(asked.corridor.destination)}, or the record no mission of {the(asked.corridor.origin)} at all.",
            hint=f"It names people born there in {listed_partners(asked.corridor.origin.code)}.",
        )
    if frame.is_empty():
        return _nothing(asked, references)
    return Content(
        finding=_finding(asked, frame),
        definition=DEFINITION,
        data=_data(asked, frame, references),
        facts=_facts(asked, references),
        draw=lambda: _figures(asked, frame, references),
        notes=_notes(known.silent if place is None else None, references),
        uncertainty="Thin data: the shares without a record are upper limits of the shares without a mission, because "
        "the record lacks missions that exist.",
        caveats=CAVEATS,
    )


def _of_subject(frame: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    origin = asked.origin or asked.country
    if origin is not None:
        frame = frame.filter(origin=origin.code)
    if asked.destination is not None:
        frame = frame.filter(destination=asked.destination.code)
    if asked.region is not None:
        frame = frame.filter(pl.col("origin").is_in(asked.codes or ()))
    return frame


def _finding(asked: Asked, frame: pl.DataFrame) -> str:
    if asked.corridor:
        return pair_finding(frame.row(0, named=True))
    who = {
        "world": "emigrants whose country of birth sends missions",
        "region": f"emigrants from the countries of “{asked.region}”",
    }.get(asked.scope)
    if who is None:
        place = asked.country or asked.origin or asked.destination
        assert place is not None, "what is asked of neither world nor region names a country"
        abroad = place is not asked.destination
        who = (
            f"people born in {the(place)} who live abroad"
            if abroad
            else f"people born elsewhere who live in {the(place)}"
        )
    return finding(who, frame)


def finding(who: str, frame: pl.DataFrame) -> str:
    """The share of people in hosts with an embassy of their country of birth, and the largest pair without a record.

    Args:
        who: the people, in words.
        frame: rows of `consular_tables.pairs`.
    """
    whole = weights.total(frame["stock"])
    if not whole:
        return f"No {who} are counted."
    by = {row["reach"]: row["stock"] for row in frame.group_by("reach").agg(pl.col("stock").sum()).to_dicts()}
    without = frame.filter(reach=tables.NONE).sort("stock", descending=True)
    largest = doubt = ""
    doubtful = weights.total(without.filter("returned")["stock"])
    if without.height:
        where = "where their host has an embassy in their country, so that the record may err"
        doubt = "" if not doubtful else f" ({percent(doubtful / whole)} {where})"
        row = without.row(0, named=True)
        largest = (
            f"; the largest group without one is {people(row['stock'])} from {named(row['origin'])} in "
            f"{named(row['destination'])}"
        )
    return (
        f"In a record that lacks many posts, {percent(by.get(tables.EMBASSY, 0) / whole)} of the {spoken(whole)} {who} "
        f"have an embassy of that country where they live, and for {percent(by.get(tables.NONE, 0) / whole)} no "
        f"representation at all is recorded{doubt}{largest}."
    )


def pair_finding(row: dict[str, object]) -> str:
    """What representation of the origin the record knows in the destination, and for how many people.

    Args:
        row: one row of `consular_tables.pairs`.
    """
    one, other = named(str(row["origin"])), named(str(row["destination"]))
    known = {
        tables.EMBASSY: f"a resident embassy of {one}",
        tables.CONSULATE: f"no embassy of {one}, but a consulate or office",
        tables.ELSEWHERE: f"no post of {one}; an embassy elsewhere is accredited",
        tables.NONE: f"no representation of {one}, which does not prove that there is none"
        + (f" ({other} has an embassy in {one})" if row["returned"] else ""),
        tables.TERRITORY: f"no post of {one}; as a territory it may be served through its State",
    }[str(row["reach"])]
    return f"{people(float(str(row['stock'])))} born in {one} live in {other}, where the record of 2022 has {known}."


def _data(asked: Asked, frame: pl.DataFrame, references: tuple[Reference, ...]) -> tuple[Data, ...]:
    everything = Data("pairs", "Emigrants by host, with the nearest representation recorded", frame, PAIRS, references)
    if asked.corridor:
        return (everything,)
    without = frame.filter(reach=tables.NONE)
    gap = Data("without", "Largest groups for whom no representation is recorded", without, PAIRS, references)
    if asked.scope in ("world", "region"):
        table = tables.by_origin(frame)
        return (
            Data("origins", "Emigrants by origin: share by nearest representation recorded", table, ORIGINS,
                 references),
            gap, everything,
        )  # fmt: skip
    return everything, gap


def _facts(asked: Asked, references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    counts = tables.missions()
    place = asked.country or asked.origin
    own = f"Countries with a resident embassy of {the(place)}, as recorded" if place is not None else ""
    shown = (
        *([(own, tables.embassies(place.code))] if place is not None else []),
        ("Pairs of States with a resident embassy, as recorded", counts["resident_embassy"]),
        ("Consulates recorded (far below the true number)", counts["consulates"]),
        ("Honorary consulates recorded (far below the true number)", counts["honorary_consulates"]),
    )
    day = "16 November 2022"
    return tuple(Fact(label, n, number(n), "", day, Quality.OBSERVED, references[1:]) for label, n in shown)


def _notes(silent: pl.DataFrame | None, references: tuple[Reference, ...]) -> tuple[Note, ...]:
    notes = [
        Note(
            "Read the record with care: embassies are nearly complete for large States, consulates are not. A group "
            "without a record is a question to its foreign ministry, not a finding.",
            references[1:],
        )
    ]
    if silent is not None and silent.height:
        names = listed([named(code) for code in silent["origin"]], 6)
        notes.append(
            Note(
                f"{people(weights.total(silent['stock']))} were born in {silent.height} places that send no mission in "
                f"the record ({names}): territories that another State represents. They are not in these shares.",
                references,
            )
        )
    return tuple(notes)


def _nothing(asked: Asked, references: tuple[Reference, ...]) -> Content:
    place = asked.place
    name = the(place) if place is not None else f"“{asked.region}”"
    why = (
        "The record has no mission that it sends (another State may represent it), or the stocks do not name it."
        if place is not None and place.kind != "country"
        else "The stocks name nobody born there, or the record no mission that it sends."
    )
    return Content(
        finding=f"What consulates people from {name} can reach is not known here.",
        definition=DEFINITION,
        data=(Data("pairs", "Emigrants by host", tables.pairs().frame.clear(), PAIRS, references),),
        facts=_facts(asked, references),
        missing=(Missing(f"Emigrants from {name} by host and mission", why),),
        caveats=CAVEATS,
    )


def _figures(asked: Asked, frame: pl.DataFrame, references: tuple[Reference, ...]) -> list[Figure]:
    if asked.corridor:
        return []
    from corridors.answers.rights import plots

    one_place = asked.scope in ("country", "origin", "destination")
    if not one_place:
        table = tables.by_origin(frame).head(20).sort("none", "people", descending=True).head(15)
        names = list(tables.SHORT.values())[:4]
        long = table.unpivot(names, index="origin", variable_name="short", value_name="value")
        words = {short: reach.capitalize() for reach, short in tables.SHORT.items()}
        data = long.select(
            place=pl.col("origin").map_elements(lambda code: area(code).short_name, return_dtype=pl.String),
            part=pl.col("short").replace_strict(words), value="value",
        )  # fmt: skip
        first = table.row(0, named=True)
        return [plots.bars(
            "reach", f"No representation is recorded for {percent(first['none'])} of emigrants from "
            f"{named(first['origin'])}, the largest share among the twenty largest origins",
            "Share of emigrants by nearest representation recorded in their host (the rest live in territories)",
            data, axis="Share of emigrants", percent=True, parts=[words[name] for name in names],
            quality=[Quality.MODELLED], references=references, note="No record does not prove that there is no post.",
        )]  # fmt: skip
    return [_of_one(asked, frame, references)]


def _of_one(asked: Asked, frame: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    from corridors.answers.rights import plots

    other = "origin" if asked.scope == "destination" else "destination"
    shown = frame.head(15)
    words = {reach: reach.capitalize() for reach in tables.REACH[:4]} | {tables.TERRITORY: "None recorded"}
    data = shown.select(
        place=pl.col(other).map_elements(lambda code: area(code).short_name, return_dtype=pl.String),
        part=pl.col("reach").replace_strict(words), value="stock",
    )  # fmt: skip
    served = shown.filter(reach=tables.EMBASSY).height
    return plots.bars(
        "hosts", f"An embassy of their country is recorded for {served or 'none'} of the {shown.height} largest groups",
        "People by the nearest representation recorded of their country of birth", data, axis="People",
        parts=list(dict.fromkeys(words.values())), quality=[Quality.MODELLED], references=references,
        note="No record does not prove that there is no post.",
    )  # fmt: skip
