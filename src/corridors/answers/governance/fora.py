"""`fora`: which regional processes and agreements contain both ends of a corridor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data
from corridors.answers.governance import forum_tables as tables
from corridors.answers.rights import weights
from corridors.answers.rights.shared import not_carried
from corridors.concepts.quality import Quality
from corridors.content.blocks import Missing, Note
from corridors.content.subject import named, the
from corridors.content.words import listed, people, percent, spoken

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "A forum contains a corridor where both ends are members of it: a regional consultative process on migration, an "
    "area of free movement, or, where added, an organisation of States. Migrants are people born in the origin who "
    "live in the destination (stock on 1 July 2024)."
)
FORA = {
    "forum": Column("Forum"), "kind": Column("Kind"), "members": Column("Members", "count"),
    "observers": Column("Observers", "count"), "record": Column("List of"),
    "stock": Column("Migrants inside", "count"), "share": Column("Of all migrants", "share"),
}  # fmt: skip
CORRIDORS = {
    "origin": Column("Born in", "area"), "destination": Column("Living in", "area"), "stock": Column("People", "count"),
    "processes": Column("Processes", "count"), "areas": Column("Areas of free movement", "count"),
    "names": Column("Which"),
}  # fmt: skip
MEMBERS = {
    "country": Column("Country", "area"), "forum": Column("Forum"), "kind": Column("Kind"), "part": Column("Part"),
    "since": Column("Founded, or member since", "year"), "record": Column("List of"),
}  # fmt: skip
JOINT = {"forum": Column("Forum"), "kind": Column("Kind"), "first": Column("Part of the origin"),
         "second": Column("Part of the destination"), "record": Column("List of")}  # fmt: skip
CAVEATS = (
    "Seven processes only: no full list was found for the Prague, Bali and Almaty processes, MIDSA, MIDWA, IGC and "
    "others, so that no row does not mean no process.",
    "The lists of members are of different dates (2008 to 2024), and members of before or after are not shown.",
    "Areas of free movement are from general knowledge and not verified; they differ in what they permit, and not each "
    "gives a right to live and work.",
    "A common forum is a place to talk or a right on paper: it does not say that the corridor is spoken of.",
)


def answer(asked: Asked, cited: References) -> Content:
    """Fora with the migrants inside each, corridors with the fora that contain both ends."""
    known = tables.fora()
    sources = (cited.cite(weights.stocks().source), cited.cite(weights.stocks().totals_source))
    references = (*sources, *(cited.cite(source) for source in known.sources))
    missing = not_carried("Organisations that contain both ends, 1919 to 2014", ["igo_membership"])
    if asked.corridor:
        return _corridor(asked, references, missing)
    mine = _of_subject(tables.people(), asked)
    place = asked.place
    everybody = tables.everybody() if place is None else int(mine["stock"].sum())
    table = tables.by_forum(mine, everybody)
    corridors = tables.by_corridor(mine)
    members = known.members.filter(country=place.code) if place is not None else known.members
    if place is not None:
        table = table.filter(pl.col("stock") > 0)
    return Content(
        finding=_finding(asked, corridors, everybody, members),
        definition=DEFINITION,
        data=(
            Data("fora", "Fora, and the migrants who live in a corridor inside each", table, FORA, references, most=30),
            Data("corridors", "Largest corridors, and how many fora contain both ends", corridors, CORRIDORS,
                 references),
            Data("members", "Members of each forum", members.sort("country", "kind", "forum"), MEMBERS, references[2:],
                 most=12),
        ),
        draw=lambda: _figures(asked, table, references),
        notes=_notes(references),
        missing=(*missing, *_unlisted(asked, members)),
        uncertainty="Shares count people of known origin only, over all migrants: they are lower limits, by up to the "
        "7% whose origin is unknown, and by the processes whose lists were not found.",
        caveats=CAVEATS,
    )  # fmt: skip


def _of_subject(frame: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    if asked.origin is not None:
        return frame.filter(origin=asked.origin.code)
    if asked.destination is not None:
        return frame.filter(destination=asked.destination.code)
    if asked.country is not None:
        code = asked.country.code
        return frame.filter((pl.col("origin") == code) | (pl.col("destination") == code))
    return frame


def _finding(asked: Asked, corridors: pl.DataFrame, everybody: int, members: pl.DataFrame) -> str:
    place = asked.place
    if place is None:
        return world_finding(corridors, everybody)
    who = {
        "origin": f"people born in {the(place)} who live abroad", "destination": f"migrants in {the(place)}",
        "country": f"people born in {the(place)} or living there from elsewhere",
    }[asked.scope]  # fmt: skip
    full = members.filter(pl.col("kind") != tables.ORGANISATION, pl.col("part") != tables.OBSERVER)
    held = full["forum"].unique().sort().to_list()
    in_fora = f"{the(place)} is a member of {len(held)} ({listed(held, 6)})" if held else f"none has {the(place)}"
    return f"Of the processes and areas of free movement read, {in_fora}; {group_finding(who, corridors)}."


def group_finding(who: str, corridors: pl.DataFrame) -> str:
    """The share of a group's migrants in corridors that a process, or an area of free movement, contains.

    Args:
        who: the migrants, in words.
        corridors: rows of `forum_tables.by_corridor`.
    """
    whole = weights.total(corridors["stock"])
    if not whole:
        return f"the stocks name no {who}"
    talking, moving = (
        weights.total(corridors.filter(pl.col(name) > 0)["stock"]) / whole for name in ("processes", "areas")
    )
    return (
        f"of the {spoken(whole)} {who}, {percent(talking)} live in a corridor that a process contains and "
        f"{percent(moving)} in one inside an area of free movement (unverified)"
    )


def world_finding(corridors: pl.DataFrame, everybody: int) -> str:
    """The shares of all migrants inside processes and areas, and the largest corridor that neither contains.

    Args:
        corridors: rows of `forum_tables.by_corridor`.
        everybody: all migrants, those of unknown origin among them.
    """
    if not everybody:
        return "No migrants are counted."
    inside = [weights.total(corridors.filter(pl.col(name) > 0)["stock"]) for name in ("processes", "areas")]
    talking, moving = (number / everybody for number in inside)
    neither = corridors.filter(processes=0, areas=0)
    last = ""
    if neither.height:
        row = neither.row(0, named=True)
        last = (
            f"; the largest corridor in none of them is {named(row['origin'])} to {named(row['destination'])}, with "
            f"{people(row['stock'])}"
        )
    return (
        f"Of the {spoken(everybody)} migrants in {tables.YEAR}, {percent(talking)} live in a corridor of which both "
        f"ends sit in one of seven consultative processes, and {percent(moving)} in one inside an area of free "
        f"movement (unverified){last}."
    )


def _corridor(asked: Asked, references: tuple[Reference, ...], missing: tuple[Missing, ...]) -> Content:
    assert asked.corridor is not None
    one, other = asked.corridor.ends
    members = tables.fora().members
    first = members.filter(country=one.code).select("kind", "forum", "record", "quality", first="part")
    second = members.filter(country=other.code).select("kind", "forum", second="part")
    listed_in = first.join(second, on=["kind", "forum"])
    crossing = tables.joint().filter(origin=one.code, destination=other.code).join(
        listed_in, on=["kind", "forum"], how="anti"
    ).select("kind", "forum", record=pl.lit("to be verified"), quality="quality",
             first=pl.lit("through its own area"), second=pl.lit("through its own area"))  # fmt: skip
    both = pl.concat([listed_in.select(crossing.columns), crossing]).sort("kind", "forum")
    full = both.filter(pl.col("first") != tables.OBSERVER, pl.col("second") != tables.OBSERVER)
    row = tables.people().filter(origin=one.code, destination=other.code).to_dicts()
    return Content(
        finding=corridor_finding(the(one), the(other), full, row[0]["stock"] if row else None),
        definition=DEFINITION,
        data=(
            Data("joint", "Fora in which both ends stand", both, JOINT, references, most=40,
                 note="A forum in which one end is an observer does not count as containing the corridor."),
            Data("members", "Fora of each end", members.filter(pl.col("country").is_in(asked.corridor.codes)), MEMBERS,
                 references[2:], most=40),
        ),
        notes=_notes(references),
        missing=missing,
        uncertainty="Absence from these lists is not absence of a forum.",
        caveats=CAVEATS,
    )  # fmt: skip


def corridor_finding(one: str, other: str, both: pl.DataFrame, stock: int | None) -> str:
    """Which fora contain both ends of a corridor, in a sentence.

    Args:
        one: the origin's name.
        other: the destination's name.
        both: rows with the columns kind and forum, observers left out.
        stock: people born in the one who live in the other; None where the stocks do not name the pair.
    """
    lives = f", a corridor of {people(stock)}," if stock is not None else ""
    names = {kind: both.filter(kind=kind)["forum"].unique().sort().to_list() for kind in tables.KINDS}
    talks = f"{listed(names[tables.PROCESS])} among the consultative processes" if names[tables.PROCESS] else (
        "none of the seven consultative processes read"
    )  # fmt: skip
    moves = listed(names[tables.MOVEMENT]) if names[tables.MOVEMENT] else "no area of free movement"
    more = f", beside {len(names[tables.ORGANISATION])} organisations (2014)" if names[tables.ORGANISATION] else ""
    return f"From {one} to {other}{lives} both ends are members of {talks} and in {moves} (unverified){more}."


def _notes(references: tuple[Reference, ...]) -> tuple[Note, ...]:
    return (
        Note(
            "Members of the European Union share free movement with those of the European Economic Area and with "
            "Switzerland; a compact of free association gives the right only into the United States.",
            references[3:4],
        ),
    )


def _unlisted(asked: Asked, members: pl.DataFrame) -> tuple[Missing, ...]:
    place = asked.place
    if place is None or members.height:
        return ()
    why = "No list that was read names it: it may belong to a process of which no full list was found."
    return (Missing(f"Fora of {the(place)}", why),)


def _figures(asked: Asked, table: pl.DataFrame, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.rights import plots

    shown = table.filter(pl.col("kind") != tables.ORGANISATION).sort("stock", descending=True).head(16)
    shown = shown.filter(pl.col("stock") > 0)
    if shown.is_empty():
        return []
    data = shown.select(place="forum", part="kind", value="stock")
    first = shown.row(0, named=True)
    about = f"{the(asked.place)}, as origin or destination" if asked.place else "all corridors"
    return [plots.bars(
        "fora", f"Most migrants inside one forum: {first['forum']}, {spoken(first['stock'])}",
        f"People who live in a corridor of which both ends are members, {tables.YEAR}, {about}", data, axis="People",
        parts=[tables.PROCESS, tables.MOVEMENT], quality=[Quality.MODELLED, Quality.UNVERIFIED], references=references,
        note="Fora overlap: the bars must not be added.",
    )]  # fmt: skip
