"""`women-children`: the situation of women and children who migrate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data
from corridors.answers.rights import instruments, weights
from corridors.answers.rights import women_tables as tables
from corridors.answers.statistics.stock_tables import listed_partners
from corridors.concepts.countries import area
from corridors.concepts.quality import Quality
from corridors.content.blocks import Missing, Note
from corridors.content.subject import named, the
from corridors.content.words import people, percent, spoken
from corridors.errors import NotCovered

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "Stock of people who live outside their country of birth on 1 July, by sex; children are people under 20 (or 15) "
    "years, because the publication gives five-year groups. Asylum applicants are persons of a citizenship who applied "
    "for the first time in a European country during the year."
)
PAIRS = {
    "origin": Column("Born in", "area"), "destination": Column("Living in", "area"), "women": Column("Women", "count"),
    "stock": Column("All", "count"), "share_women": Column("Women", "share"),
}  # fmt: skip
SERIES = {"year": Column("1 July of", "year"), "women": Column("Women", "count"), "stock": Column("All", "count"),
          "share_women": Column("Women", "share")}  # fmt: skip
DESTINATIONS = {name: column for name, column in PAIRS.items() if name != "origin"}
CHILDREN = {
    "destination": Column("Living in", "area"), "under_20": Column("Under 20", "count"),
    "share_20": Column("Under 20", "share", "of all born elsewhere"), "under_15": Column("Under 15", "count"),
    "share_15": Column("Under 15", "share"),
}  # fmt: skip
APPLICANTS = {
    "asylum": Column("Applied in", "area"), "people": Column("First-time applicants", "count"),
    "women": Column("Women and girls", "count"), "share_women": Column("Women and girls", "share"),
}  # fmt: skip
STATUS = {
    "country": Column("State", "area"), "child": Column("Child"), "sale": Column("Sale of children"),
    "women": Column("Women (CEDAW)"), "trafficking": Column("Trafficking"), "domestic": Column("ILO 189"),
    "maintenance": Column("Maintenance abroad"), "workers": Column("Migrant workers"),
}  # fmt: skip
CAVEATS = (
    "Stocks by age exist for 2020 at the latest and do not tell origins apart; people under 18 are not told apart.",
    "Children born in the country of residence to migrants are not migrants and are not counted.",
    "A destination that gives all its origins the same share of women has passed one share on; its pairs show none.",
    "Women's share says nothing of how they fare: wages, violence and access to care by sex and migration are not in "
    "the catalogue by country.",
)


def answer(asked: Asked, cited: References) -> Content:
    """Women's share by corridor and place, children by place, women among asylum applicants, instruments."""
    known = weights.stocks()
    year = asked.year_of(known.years, "migrant stocks")
    law = instruments.references(cited)
    stock = (cited.cite(known.source), cited.cite(known.totals_source))
    if asked.corridor:
        return _corridor(asked, year, stock, law)
    ages, seeking = tables.children(year), tables.applicants(year)
    aged = cited.cite(ages.source)
    pairs = _mine(tables.pairs(year), asked, "destination")
    young = _mine(ages.frame, asked, "destination")
    whole = _whole(asked, year, pairs)
    data = [Data("corridors", f"Corridors with most women, 1 July {year}", pairs, PAIRS, stock)]
    if asked.origin is None:
        places = _mine(tables.destinations(year), asked, "destination")
        data += [
            Data("destinations", f"Women among people born elsewhere, 1 July {year}", places, DESTINATIONS, stock),
            Data("children", f"Children among people born elsewhere, 1 July {ages.year}", young, CHILDREN, (aged,)),
        ]
    if seeking is not None:
        asking = seeking.frame.filter(origin=asked.origin.code) if asked.origin is not None else seeking.frame
        hosts = tables.by_host(asking if asked.origin is not None else _mine(asking, asked, "asylum"))
        if hosts.height:
            title = f"Women and girls among first-time asylum applicants in Europe, {seeking.year}"
            data.append(Data("applicants", title, hosts, APPLICANTS, (cited.cite(seeking.source),)))
    data.append(Data("status", "Instruments for women and children who migrate", _status(asked), STATUS, law))
    return Content(
        finding=finding(_who(asked), whole, year, young, ages.year, by_age=asked.origin is None),
        definition=DEFINITION,
        data=tuple(data),
        draw=lambda: _figures(asked, pairs, young, (year, ages.year), (*stock, aged)),
        notes=(
            Note(
                "The girls and boys among the displaced, and children who travel alone, are counted by UNHCR, Eurostat "
                "and IOM, but their tables by age are not in the catalogue."
            ),
        ),
        missing=_missing(asked, whole, young),
        uncertainty="The publisher gives no interval; stocks by age are the least observed of its series.",
        caveats=CAVEATS,
    )  # fmt: skip


def _mine(frame: pl.DataFrame, asked: Asked, place: str) -> pl.DataFrame:
    if asked.origin is not None:
        return frame.filter(origin=asked.origin.code) if "origin" in frame.columns else frame
    codes = asked.codes
    return frame if codes is None else frame.filter(pl.col(place).is_in(codes))


def _whole(asked: Asked, year: int, pairs: pl.DataFrame) -> dict[str, float]:
    rows = pairs if asked.origin is not None else _mine(tables.destinations(year), asked, "destination")
    return {name: weights.total(rows[name]) for name in ("stock", "women")}


def _who(asked: Asked) -> str:
    if asked.origin is not None:
        return f"people born in {the(asked.origin)} who live abroad"
    if asked.region is not None:
        return f"people born elsewhere who live in “{asked.region}”"
    place = asked.country or asked.destination
    return f"people born elsewhere who live in {the(place)}" if place else "people outside their country of birth"


def finding(who: str, whole: dict[str, float], year: int, young: pl.DataFrame, age_year: int, *, by_age: bool) -> str:
    """Women's share of a stock, and the children in it, as a sentence.

    Args:
        who: the people in words.
        whole: stock and women, persons.
        year: the year of the stock.
        young: rows of `women_tables.children` of the same places.
        age_year: their year.
        by_age: whether ages are told for these people at all.
    """
    if not whole["stock"]:
        return f"International Migrant Stock 2024 counts no {who} on 1 July {year}."
    share = whole["women"] / whole["stock"]
    start = f"Of the {spoken(whole['stock'])} {who} on 1 July {year}, {percent(share)} were women or girls"
    if not by_age:
        return f"{start}; how many were children is not told by origin."
    if young.is_empty():
        return f"{start}; how many were children is not told for this place."
    children, everybody = weights.total(young["under_20"]), weights.total(young["stock"])
    of = "of them" if age_year == year else f"of those of {age_year}"
    return f"{start}; {percent(children / everybody)} {of} ({people(children)}) were under 20 years old."


def _status(asked: Asked) -> pl.DataFrame:
    frame = tables.standings()
    codes = asked.codes
    return frame if codes is None else frame.filter(pl.col("country").is_in(codes))


def _missing(asked: Asked, whole: dict[str, float], young: pl.DataFrame) -> tuple[Missing, ...]:
    found = [
        Missing(
            "Children among the displaced",
            "The catalogue's tables of refugees, asylum seekers and applicants have no ages.",
            "UNHCR's Refugee Data Finder publishes them by age for the countries that report them.",
        )
    ]
    place = asked.place
    if place is not None and not whole["stock"]:
        found.append(Missing(f"The migrant stock of {the(place)}", "The publication has no row for it."))
    elif place is not None and asked.origin is None and young.is_empty():
        found.append(
            Missing(f"The ages of people born elsewhere in {the(place)}", "The publication gives none for it.")
        )
    if asked.origin is not None:
        found.append(Missing("Children by origin", "The publication gives ages by destination only."))
    return tuple(found)


def _corridor(asked: Asked, year: int, stock: tuple[Reference, ...], law: tuple[Reference, ...]) -> Content:
    assert asked.corridor is not None
    one, other = asked.corridor.ends
    frame = weights.stocks().frame.filter(origin=one.code, destination=other.code).sort("year")
    now = frame.filter(year=year)
    if now.is_empty():
        raise NotCovered(
            f"The publication names nobody born in {the(one)} who lives in {the(other)} in {year}.",
            hint=f"It names people born there in {listed_partners(one.code)}.",
        )
    told = tables.pairs(year).filter(origin=one.code, destination=other.code)["told"][0]
    series = frame.with_columns(share_women=pl.col("women") / pl.col("stock"))
    row = now.row(0, named=True)
    share = (
        f"{percent(row['women'] / row['stock'])} were women or girls"
        if told
        else f"the share of women is that of all origins in {the(other)}, passed on"
    )
    return Content(
        finding=f"Of {people(row['stock'])} born in {the(one)} who lived in {the(other)} on 1 July {year}, {share}; "
        "how many were children is not told by origin.",
        definition=DEFINITION,
        data=(
            Data("years", f"People born in {the(one)} living in {the(other)}", series, SERIES, stock),
            Data("status", "Instruments for women and children who migrate", _status(asked), STATUS, law),
        ),
        missing=_missing(asked, {"stock": row["stock"]}, pl.DataFrame()),
        uncertainty="The publisher gives no interval.",
        caveats=CAVEATS,
    )


def _figures(
    asked: Asked, pairs: pl.DataFrame, young: pl.DataFrame, years: tuple[int, int], references: tuple[Reference, ...]
) -> list[Figure]:
    from corridors.answers.rights import plots

    found = []
    shown = pairs.filter("told").head(12)
    if shown.height:
        data = shown.select(
            place=pl.struct("origin", "destination").map_elements(_label, return_dtype=pl.String),
            Women="women", Men=pl.col("stock") - pl.col("women"),
        ).unpivot(["Women", "Men"], index="place", variable_name="part", value_name="value")  # fmt: skip
        first = shown.row(0, named=True)
        found.append(plots.bars(
            "corridors", f"Most women: {named(first['origin'])} to {named(first['destination'])}, "
            f"{spoken(first['women'])} ({percent(first['share_women'])})",
            f"Corridors with most women, by sex, 1 July {years[0]}", data, axis="People", parts=["Women", "Men"],
            quality=[Quality.MODELLED], references=references[:1],
            note="Corridors into places that pass one share on to all origins are left out.",
        ))  # fmt: skip
    if asked.origin is None and young.height > 1:
        top = young.head(15)
        data = top.select(
            place=pl.col("destination").map_elements(lambda code: area(code).short_name, return_dtype=pl.String),
            value="under_20",
        )  # fmt: skip
        first = top.row(0, named=True)
        found.append(plots.bars(
            "children", f"Most migrants under 20: {named(first['destination'])}, {spoken(first['under_20'])} "
            f"({percent(first['share_20'])} of its migrants)",
            f"People born elsewhere under 20 years, 1 July {years[1]}", data,
            axis="People under 20", quality=[Quality.MODELLED], references=references[2:],
        ))  # fmt: skip
    return found


def _label(row: dict[str, str]) -> str:
    return f"{area(row['origin']).short_name} to {area(row['destination']).short_name}"
