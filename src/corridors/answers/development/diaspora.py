"""`diaspora`: what origin countries gain beyond remittances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from corridors.answers.answer import Column, Content, Data, Interval
from corridors.answers.development import diaspora_tables as tables
from corridors.answers.development.remittance_tables import in_millions
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing
from corridors.content.subject import named, the
from corridors.content.words import dollars, listed, people, percent
from corridors.data import source as find_source
from corridors.errors import NotCovered

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

YEAR = 2024
DEFINITION = (
    f"Emigrants are people born in the origin who live in the destination on 1 July {YEAR} (stock). Exports are goods "
    f"sold by the origin to the destination in a year: {tables.TRADE_YEAR} for most pairs, {tables.RECENT_TRADE} for "
    "the United States, the United Kingdom, Germany and France. LinkedIn's net moves and scholars who change their "
    "country of affiliation are proxies of knowledge links: they count who moves, not what is learned or shared."
)
CORRIDORS = {
    "origin": Column("Origin", "area"),
    "destination": Column("Destination", "area"),
    "people": Column("Emigrants", "count"),
    "exports_million": Column("Exports 2006", "number", "US$ million", quality="observed"),
    "exports_recent_million": Column("Exports 2014", "number", "US$ million", quality="observed"),
    "tenth_million": Column("Goes with a tenth more emigrants", "number", "US$ million of exports"),
    "linkedin": Column("LinkedIn, net, 2015-2019", "number", "per 10,000 members", quality="observed"),
}
COUNTRIES = {
    "country": Column("Origin", "area"),
    "people": Column("Emigrants", "count"),
    "share_abroad": Column("Against inhabitants", "share"),
    "exports_million": Column("Exports 2006 to where they live", "number", "US$ million", quality="observed"),
    "exports_recent_million": Column("Exports 2014 to four hosts", "number", "US$ million", quality="observed"),
    "scholar_rate": Column("Scholars who left in a year", "share", quality="observed"),
    "linkedin": Column("LinkedIn, net, 2015-2019", "number", "per 10,000 members", quality="observed"),
    "fdi": Column("Investment from all abroad, of GDP", "share", quality="observed"),
}
AMOUNTS = ("exports", "exports_recent", "tenth", "tenth_low", "tenth_high")
SOURCES = (
    ("migrant_stock", ""), ("trade_bilateral", "cepii_gravity"), ("trade_bilateral", "tradhist"), ("gravity", ""),
    ("economy", ""), ("scholar_emigration", ""), ("talent_migration_linkedin", ""),
)  # fmt: skip


def answer(asked: Asked, cited: References) -> Content:
    """Trade, and proxies of knowledge links, of the origins asked about with the places where their people live."""
    references = tuple(cited.cite(find_source(name), part) for name, part in SOURCES)
    origin = asked.country or asked.origin
    rows = tables.corridors(YEAR)
    if origin is not None:
        rows = rows.filter(origin=origin.code)
    if asked.destination is not None:
        rows = rows.filter(destination=asked.destination.code)
    if asked.corridor and rows.is_empty():
        raise _refused(asked)
    held = tables.countries(YEAR)
    country = held if origin is None else held.filter(country=origin.code)
    data = []
    if not asked.corridor and asked.destination is None and not country.is_empty():
        data.append(Data("countries", f"Origins by emigrants, {asked.about}", in_millions(country, *AMOUNTS), COUNTRIES,
                         references, note="The four hosts are the United States, the United Kingdom, Germany and "
                         "France. Investment is from all countries: none held is by country of origin."))  # fmt: skip
    if not rows.is_empty():
        data.append(Data("corridors", f"Corridors by emigrants, {asked.about}", in_millions(rows, *AMOUNTS), CORRIDORS,
                         references, note="The exports that go with a tenth more emigrants apply the association over "
                         "all pairs to the corridor's latest exports: no forecast."))  # fmt: skip
    return Content(
        finding=_finding(asked, rows, country),
        definition=DEFINITION,
        data=tuple(data),
        facts=_facts(asked, references),
        draw=lambda: _figures(asked, rows, references),
        missing=_missing(asked, rows),
        interval=_interval(),
        uncertainty="The interval is of the sampling of pairs only. That trade also draws migrants, and that some "
        "pairs are near in ways nobody measures, may account for much of the association.",
        caveats=(
            "Exports are of goods; services, where diasporas may matter more, are not held by pair.",
            "The trade held for most pairs is of 2006: no later matrix of all countries is in the package.",
        ),
    )


def _refused(asked: Asked) -> NotCovered:
    assert asked.corridor is not None
    origin, destination = asked.corridor.ends
    largest = tables.stocks(YEAR).filter(pl.col("origin") == origin.code).sort("people", descending=True)
    places = listed([named(code) for code in largest["destination"].head(4)])
    return NotCovered(
        f"The migrant stock names nobody born in {the(origin)} who lives in {the(destination)}.",
        hint=f"Most of those born in {the(origin)} live in {places}." if largest.height else "",
    )


def _percents() -> tuple[str, str, str]:
    """The rise in exports that goes with a tenth more emigrants: value, lower and upper end, as percentages."""
    found = tables.association()
    value, low, high = (1.1**power - 1 for power in (found.elasticity, *found.bounds))
    return percent(value), percent(low), percent(high)


def _finding(asked: Asked, rows: pl.DataFrame, country: pl.DataFrame) -> str:
    value, low, high = _percents()
    if asked.corridor:
        return _corridor(asked, rows.row(0, named=True))
    if asked.scope in ("world", "destination"):
        into = f" {the(asked.destination)} among them," if asked.destination is not None else ""
        return (
            f"Over {tables.association().pairs:,} pairs of countries in {tables.TRADE_YEAR},{into} a tenth more "
            f"emigrants in the importing country went with {value} more exports to it (95% interval {low} to {high}): "
            "the one gain beyond remittances that the data held can measure by corridor, and an association rather "
            "than an effect."
        )
    place = asked.country or asked.origin
    assert place is not None
    if country.is_empty() or not country["people"][0]:
        return f"The migrant stock names nobody born in {the(place)}, so that no gain from emigrants can be measured."
    row = country.row(0, named=True)
    trade = (
        f"the {row['partners']} countries with data where they live bought {dollars(row['exports'])} of its exports in "
        f"{tables.TRADE_YEAR}, {value} more of which would go with a tenth more emigrants"
        if row["exports"] is not None
        else "no matrix held has its exports to where they live"
    )
    left = ""
    if row["scholar_rate"] is not None:
        left = f"; {percent(row['scholar_rate'])} of its published researchers left in {row['scholars_year']}"
    return (
        f"{people(row['people']).capitalize()} born in {the(place)} live abroad, and {trade}{left}; what they invest "
        "or teach at home is in no data by country."
    )


def _corridor(asked: Asked, row: dict[str, Any]) -> str:
    assert asked.corridor is not None
    origin, destination = (the(end) for end in asked.corridor.ends)
    start = f"{people(row['people']).capitalize()} born in {origin} live in {destination}"
    latest, year = (
        (row["exports_recent"], tables.RECENT_TRADE)
        if row["exports_recent"] is not None
        else (row["exports"], tables.TRADE_YEAR)
    )
    if latest is None:
        return f"{start}, but no data held show what {origin} sells there."
    value, low, high = _percents()
    sold = dollars(latest) if latest else "nothing"
    return (
        f"{start}, which bought {sold} of its goods in {year}; a tenth more emigrants goes with {value} more exports "
        f"over all pairs (95% interval {low} to {high})."
    )


def _interval() -> Interval:
    found = tables.association()
    value, low, high = ((1.1**power - 1) * 100 for power in (found.elasticity, *found.bounds))
    basis = f"{found.pairs:,} pairs of {tables.TRADE_YEAR}, errors clustered by {found.exporters} exporters"
    label = "Exports that go with a tenth more emigrants in the importing country"
    return Interval(label, round(value, 3), round(low, 3), round(high, 3), 95, "% more", basis)


def _facts(asked: Asked, references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    found = tables.association()
    return (
        Fact("Elasticity of exports with respect to emigrants in the importing country", found.elasticity,
             f"{found.elasticity:.3f}", f"(standard error {found.error:.3f})", str(tables.TRADE_YEAR), Quality.MODELLED,
             references[:4]),
    )  # fmt: skip


def _missing(asked: Asked, rows: pl.DataFrame) -> tuple[Missing, ...]:
    found = [
        Missing("Direct investment by country of origin", "No bilateral investment is in the catalogue.",
                "The IMF's Coordinated Direct Investment Survey covers most pairs."),
        Missing("Knowledge links: joint papers, joint patents, teaching, returned skills",
                "None is in the catalogue by pair; moves of scholars and of LinkedIn members stand in as proxies."),
    ]  # fmt: skip
    place = asked.country or asked.origin
    if place is not None and not rows.is_empty() and rows["exports"].null_count() == rows.height:
        found.append(Missing(f"Exports of {the(place)} by destination",
                             "It is not among the 166 countries of the trade matrix of 2006."))  # fmt: skip
    return tuple(found)


def _figures(asked: Asked, rows: pl.DataFrame, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.development import diaspora_charts as charts

    return [charts.trade(asked, rows, references)]
