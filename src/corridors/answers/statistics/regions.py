"""`regions`: how much migration stays within its region, and what each regional bloc looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data
from corridors.answers.statistics import region_tables as tables
from corridors.answers.statistics import stock_tables
from corridors.concepts.countries import regions
from corridors.content.blocks import Missing, Note
from corridors.content.common import capitalised
from corridors.content.subject import named, the
from corridors.content.words import people, percent
from corridors.data import source as find_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "Stock of people who live in a country other than that of their birth on 1 July, by country of birth and residence "
    "(citizenship where a country has no data on birth), grouped by the UN's regions (M49) and by areas of free "
    "movement; a move within a region counts as soon as it crosses a border."
)
MATRIX = {"from_region": Column("Born in")} | {
    region: Column("Latin America" if region.startswith("Latin") else region, "count") for region in tables.REGIONS
} | {"total": Column("All", "count")}  # fmt: skip
WITHIN = {
    "region": Column("Region"),
    "within": Column("Born and living in it", "count"),
    "share_out": Column("Of its emigrants", "share"),
    "share_into": Column("Of its immigrants", "share"),
}
GROUPS = {
    "name": Column("Group"),
    "kind": Column("Kind"),
    "members": Column("Countries and areas", "count"),
    "within_into": Column("Born in one, living in another", "count"),
    "share_out": Column("Of their emigrants", "share"),
    "share_into": Column("Of their immigrants", "share"),
}
MEMBERS = {
    "member": Column("Member", "area"),
    "into": Column("Immigrants", "count"),
    "share_into": Column("Of them from the group", "share"),
    "out": Column("Emigrants", "count"),
    "share_out": Column("Of them in the group", "share"),
}
ENDS = {
    "region": Column("Region"),
    "into": Column("Immigrants born there", "count"),
    "share_into": Column("Share of immigrants", "share"),
    "out": Column("Emigrants living there", "count"),
    "share_out": Column("Share of emigrants", "share"),
}
OWN = {key: GROUPS[key] for key in ("name", "kind", "members")} | {
    "share_out": Column("Of its emigrants", "share"),
    "share_into": Column("Of its immigrants", "share"),
}
YEARS = {"year": Column("1 July of", "year")}
KNOWN_ORIGIN = "Shares of immigrants are of those whose origin is known."


def answer(asked: Asked, cited: References) -> Content:
    """Stocks within and between regions, subregions and areas of free movement."""
    known = stock_tables.bilateral()
    year = asked.year_of(known.years, "migrant stocks")
    references = (cited.cite(known.source), cited.cite(known.totals_source))
    if asked.region is not None:
        return _region(asked, year, references)
    free = cited.cite(find_source("free_movement_to_verify"))
    return _country(asked, year, references, free) if asked.country else _world(year, references, free)


def _world(year: int, references: tuple[Reference, ...], free: Reference) -> Content:
    within = tables.within_by_year()
    now = within.filter(year=year)
    each = now.filter(pl.col("region") != "World").sort("share_out", descending=True)
    matrix = tables.matrix(year)
    title = f"People by region of birth (rows) and of residence (columns), 1 July {year}"
    return Content(
        finding=_world_finding(within, each, year),
        definition=DEFINITION,
        data=(
            Data("matrix", title, matrix, MATRIX, references),
            Data("within", f"People who were born and live in one region, 1 July {year}", each, WITHIN, references,
                 note=KNOWN_ORIGIN),
            Data("blocs", f"Areas of free movement, members of {year} (membership unverified)",
                 tables.of_groups(tables.blocs(year), year), GROUPS, (*references, free), most=25),
            Data("subregions", f"Subregions, 1 July {year}", tables.of_groups(tables.subregions(), year), GROUPS,
                 references, most=25),
            Data("years", "Shares by region and year", within, YEARS | WITHIN, references, most=8),
        ),
        draw=lambda: _world_figures(matrix, within, year, references),
        notes=_notes(references, free),
        uncertainty="The publisher gives no interval; stocks are not flows, and old moves stay in them.",
        caveats=stock_tables.bilateral().source.caveats[:2],
    )  # fmt: skip


def _world_finding(within: pl.DataFrame, each: pl.DataFrame, year: int) -> str:
    whole = within.filter(region="World")
    now, first = whole.filter(year=year).row(0, named=True), whole.row(0, named=True)
    before = f" ({percent(first['share_out'])} in {first['year']})" if first["year"] < year else ""
    top, bottom = each.row(0, named=True), each.row(-1, named=True)
    return (
        f"On 1 July {year}, {percent(now['share_out'])}{before} of the people outside their country of birth whose "
        f"origin is known lived in the region where they were born: from {percent(bottom['share_out'])} of the "
        f"emigrants of {bottom['region']} to {percent(top['share_out'])} of those of {top['region']}."
    )


def _country(asked: Asked, year: int, references: tuple[Reference, ...], free: Reference) -> Content:
    place = asked.country
    assert place is not None
    groups = tables.of_groups(tables.groups_of(place, year), year, place.code)
    ends = tables.by_region_of_other_end([place.code], year)
    if not ends["into"].sum() and not ends["out"].sum():
        return Content(
            finding=f"International Migrant Stock 2024 names nobody born or living in {the(place)} on 1 July {year}.",
            definition=DEFINITION,
            data=(),
            missing=(Missing(f"The migrant stock of {the(place)}", "The publication has no row for it.",
                             stock_tables.coverage(asked)),),
            notes=(Note("Areas of free movement were searched too.", (*references, free)),),
        )  # fmt: skip
    return Content(
        finding=_country_finding(asked, groups, ends, year),
        definition=DEFINITION,
        data=(
            Data("groups", f"What stays within the groups of {the(place)}, 1 July {year}", groups, OWN,
                 (*references, free), note=KNOWN_ORIGIN),
            Data("ends", f"Where immigrants were born and emigrants live, 1 July {year}", ends, ENDS, references),
        ),
        draw=lambda: _ends_figures(asked, ends, year, references),
        notes=(*_notes(references, free), *stock_tables.unnamed(place, year, references)),
        uncertainty="The publisher gives no interval.",
    )  # fmt: skip


def _country_finding(asked: Asked, groups: pl.DataFrame, ends: pl.DataFrame, year: int) -> str:
    place = asked.country
    assert place is not None
    region = groups.filter(kind="region")
    if region.is_empty():
        return f"{capitalised(the(place))} belongs to no region of the UN's list."
    row = region.row(0, named=True)
    born = f"{percent(row['share_into'])} of the immigrants of known origin" if row["share_into"] is not None else ""
    gone = f"{percent(row['share_out'])} of the emigrants" if row["share_out"] is not None else ""
    said = f"{born} of {the(place)} were born in {row['name']}, its own region" if born else ""
    left = f"{gone} born in {the(place)} lived in {'it' if born else row['name'] + ', its own region'}" if gone else ""
    blocs = groups.filter(kind="area of free movement").drop_nulls("share_into").sort("share_into", descending=True)
    closest = ""
    if not blocs.is_empty() and born:
        bloc = blocs.row(0, named=True)
        closest = (
            f"; {percent(bloc['share_into'])} of the immigrants came from other members of the area {bloc['name']}"
        )
    return f"On 1 July {year}, {', and '.join(part for part in (said, left) if part)}{closest}."


def _region(asked: Asked, year: int, references: tuple[Reference, ...]) -> Content:
    assert asked.region is not None
    group = tables.group_of(asked.region)
    years, held = tables.years_of(group), tables.of_members(group, year)
    ends = tables.by_region_of_other_end(group.codes, year)
    now, first = years.filter(year=year).row(0, named=True), years.row(0, named=True)
    name = f"{'the region' if asked.region in regions() else 'the group'} {asked.region}"
    if not now["into"] and not now["out"]:
        finding = f"International Migrant Stock 2024 names no migrants from or in {name} on 1 July {year}."
    else:
        before = f" ({percent(first['share_into'])} in {first['year']})" if first["share_into"] else ""
        finding = (
            f"On 1 July {year}, {people(now['within_into'])} born in one country of {name} lived in another: "
            f"{percent(now['share_into'] or 0)}{before} of its immigrants of known origin and "
            f"{percent(now['share_out'] or 0)} of its emigrants{_largest_member(held)}."
        )
    columns = {key: MEMBERS[key] for key in ("into", "share_into", "out", "share_out")}
    return Content(
        finding=finding,
        definition=DEFINITION,
        data=(
            Data("members", f"Members of {name}, 1 July {year}", held, MEMBERS, references, note=KNOWN_ORIGIN, most=30),
            Data(
                "years",
                "The members of today, by year",
                years,
                {"year": Column("1 July of", "year")} | columns,
                references,
            ),
            Data("ends", f"Where immigrants were born and emigrants live, 1 July {year}", ends, ENDS, references),
        ),
        draw=lambda: _ends_figures(asked, ends, year, references),
        notes=(Note("Membership is that of today in all years.", references[:1]),),
        uncertainty="The publisher gives no interval.",
    )


def _largest_member(held: pl.DataFrame) -> str:
    if held.height < 2:
        return ""
    row = held.row(0, named=True)
    return f"; {named(row['member'])} holds most immigrants, {people(row['into'])}"


def _notes(references: tuple[Reference, ...], free: Reference) -> tuple[Note, ...]:
    return (
        Note("An area of free movement need not be why people live in it: neighbours, language and history bring them "
             "there too, and its members in the list are to be verified.", (free,)),
        Note("Emigrants are those whom other countries count by country of birth; people of unknown origin are in the "
             "matrix, and in no share.", references),
    )  # fmt: skip


def _world_figures(
    matrix: pl.DataFrame, within: pl.DataFrame, year: int, references: tuple[Reference, ...]
) -> Sequence[Figure]:
    from corridors.answers.statistics import region_charts as charts

    return [charts.heat(matrix, year, references), charts.by_year(within, references)]


def _ends_figures(asked: Asked, ends: pl.DataFrame, year: int, references: tuple[Reference, ...]) -> Sequence[Figure]:
    from corridors.answers.statistics import region_charts as charts

    return [charts.ends(asked.about, ends, year, references)]
