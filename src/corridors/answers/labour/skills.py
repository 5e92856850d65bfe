"""`skills`: who moves, high, medium or low skill, and which doors are open to each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data
from corridors.answers.labour import skill_tables as tables
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing
from corridors.content.common import capitalised
from corridors.content.subject import named, the
from corridors.content.words import listed, percent
from corridors.data import source as find_source
from corridors.errors import NotCovered

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "Skill is education: low is at most lower secondary, medium is upper secondary, high is tertiary. In Europe it is "
    "known for foreign citizens (by citizenship, stock, aged 15 to 64), not by country of origin. LinkedIn's net moves "
    "are a proxy of the movement of professionals (flow, 2015 to 2019), and tourist visas are a proxy of open doors: "
    "work permits by skill are in no dataset that is held."
)
HOSTS = {
    "country": Column("Host", "area"),
    "year": Column("Year", "year"),
    "low": Column("Foreigners: low", "share"),
    "medium": Column("Medium", "share"),
    "high": Column("High", "share"),
    "own_high": Column("All inhabitants: high, 2020", "share", quality="projected"),
    "admits": Column("Passports admitted without asking a consulate first", "count"),
}
ORIGINS = {
    "country": Column("Origin", "area"),
    "own_low": Column("Inhabitants: low, 2020", "share"),
    "own_high": Column("High", "share"),
    "doors": Column("Destinations without asking a consulate first", "count", quality="observed"),
    "professionals": Column("LinkedIn, net", "number", "per 10,000 members a year", quality="observed"),
}
RATES = {
    "rate_low": Column("Abroad in 2010: low", "share", quality="modelled"),
    "rate_high": Column("Abroad in 2010: high", "share", quality="modelled"),
    "selectivity": Column("High against all", "ratio", quality="modelled"),
}
PAIR = {
    "partner": Column("Partner", "area"),
    "net_per_10k": Column("Net gain of professionals", "number", "per 10,000 LinkedIn members a year"),
    "years": Column("Years with data", "count"),
}
WORDS = {
    "visa free": "needs no visa", "visa on arrival": "gets a visa on arrival", "e-visa": "needs an electronic visa",
    "eta": "needs an electronic authorisation", "visa on arrival or e-visa": "gets a visa on arrival or online",
    "visa required": "needs a visa before travel", "no admission": "is not admitted",
    "covid ban": "was barred by a pandemic ban",
}  # fmt: skip
CAVEATS = (
    "Education is not skill at work: many of the highly educated work below their level, and qualifications from "
    "abroad may not be recognised.",
    "A passport that opens a door to tourists may open none to workers; only permits would show how doors differ by "
    "skill.",
)
SOURCES = ("integration", "education", "visa", "talent_migration_linkedin")


def answer(asked: Asked, cited: References) -> Content:
    """Education of migrants where it is known, of populations at origin, proxies by corridor, and open doors."""
    references = tuple(cited.cite(find_source(name)) for name in SOURCES)
    if tables.rates() is not None:
        references = (*references, cited.cite(find_source(tables.RATES)))
    if asked.corridor:
        return _corridor(asked, references)
    places = None if asked.place is None else [asked.place.code]
    hosts, origins = tables.hosts(), tables.origins()
    if places is not None:
        hosts, origins = (frame.filter(pl.col("country").is_in(places)) for frame in (hosts, origins))
    data = []
    if asked.scope != "origin" and not hosts.is_empty():
        data.append(Data("hosts", f"Foreign citizens by education, {asked.about}", hosts, HOSTS, references[:3],
                         note="Inhabitants include the foreign citizens; shares of them are projections."))  # fmt: skip
    if asked.scope != "destination" and not origins.is_empty():
        columns = ORIGINS | (RATES if tables.rates() is not None else {})
        data.append(Data("origins", f"Origins by education, {asked.about}", origins, columns, references[1:],
                         note="LinkedIn's figure adds the country's net moves with all partners."))  # fmt: skip
    if asked.scope == "world":
        data.append(Data("thirds", "Doors by education of the origin", tables.by_thirds(), {
            "highest": Column("Thirds of countries, share of high education up to", "share"),
            "doors": Column("Median destinations without asking a consulate first", "number"),
            "countries": Column("Countries", "count")}, references[1:3]))  # fmt: skip
    elif asked.place is not None:
        moves = tables.professionals().filter(country=asked.place.code).sort("net_per_10k")
        if not moves.is_empty():
            data.append(Data("professionals", f"Professionals' net moves (proxy), {asked.about}, 2015 to 2019",
                             moves.with_columns(quality=pl.lit(Quality.OBSERVED.value)), PAIR,
                             references[3:4], note="Negative: more left for the partner than came."))  # fmt: skip
    return Content(
        finding=_finding(asked, hosts, origins),
        definition=DEFINITION,
        data=tuple(data),
        facts=_facts(asked, origins, references),
        draw=lambda: _figures(asked, hosts, references),
        missing=_missing(asked, hosts),
        uncertainty="The labour force survey has a sampling error that its publisher flags only where it is large; "
        "LinkedIn's members are no sample of anybody.",
        caveats=CAVEATS,
    )


def _finding(asked: Asked, hosts: pl.DataFrame, origins: pl.DataFrame) -> str:
    if asked.place is None:
        median = sorted(hosts["high"])[hosts.height // 2]
        first, last = hosts.row(0, named=True), hosts.row(-1, named=True)
        thirds = tables.by_thirds()["doors"].to_list()
        return (
            f"By education migrants are known in {hosts.height} European countries only, where {percent(median, 0)} of "
            f"foreign citizens in the median host are highly educated ({percent(last['high'], 0)} in "
            f"{named(last['country'])}, {percent(first['high'], 0)} in {named(first['country'])}); doors follow "
            f"education, since tourists of the least educated third of countries may go to {thirds[0]:.0f} "
            f"destinations without first asking a consulate, and those of the most educated third to {thirds[-1]:.0f}."
        )
    place, parts = the(asked.place), []
    if asked.scope != "origin" and not hosts.is_empty():
        row = hosts.row(0, named=True)
        against = ""
        if row["own_high"] is not None:
            against = f", against {percent(row['own_high'], 0)} of all inhabitants"
        parts.append(
            f"of foreign citizens in {place} in {row['year']}, {percent(row['high'], 0)} were highly and "
            f"{percent(row['low'], 0)} little educated{against}"
        )
    elif asked.scope != "origin":
        parts.append(f"nothing held says how skilled the migrants in {place} are")
    if asked.scope != "destination":
        parts += _abroad(place, origins)
    return f"{capitalised('; '.join(parts))}."


def _abroad(place: str, origins: pl.DataFrame) -> list[str]:
    """What is known of those who leave a country: rates by education if added, the passport, and a proxy."""
    row = origins.row(0, named=True) if origins.height else {}
    parts = []
    if row.get("rate_high") is not None:
        parts.append(
            f"{percent(row['rate_high'])} of the highly and {percent(row['rate_low'])} of the little educated born in "
            f"{place} lived in 20 OECD countries in 2010"
        )
    else:
        parts.append(f"the education of those who left {place} is not known here")
    if row.get("doors") is not None:
        free = f", {row['visa_free'] or 'none'} of them without any visa" if row["visa_free"] < row["doors"] else ""
        parts.append(
            f"a tourist with its passport may go to {row['doors']} of {row['of']} destinations without first asking a "
            f"consulate{free}"
        )
    if row.get("professionals") is not None:
        way = "gained" if row["professionals"] >= 0 else "lost"
        rate = f"{abs(row['professionals']):.0f}"
        if rate == "0":
            parts.append("it neither gained nor lost LinkedIn members on balance, a proxy of professionals")
        else:
            parts.append(f"it {way} {rate} per 10,000 of its LinkedIn members a year, a proxy of professionals")
    return parts


def _corridor(asked: Asked, references: tuple[Reference, ...]) -> Content:
    assert asked.corridor is not None
    origin, destination = asked.corridor.ends
    found = tables.pair(origin.code, destination.code)
    hosts = tables.hosts().filter(country=destination.code)
    own = tables.inhabitants().filter(country=origin.code)
    if all(found[key] is None for key in ("requirement", "gain_of_destination", "gain_of_origin")):
        known = tables.professionals().filter(country=origin.code)["partner"].to_list()
        raise NotCovered(
            f"Nothing held says who moves from {the(origin)} to {the(destination)} by skill, or who is let in.",
            hint=f"LinkedIn's proxy has {the(origin)} with {listed([named(code) for code in known], 6)}."
            if known else f"Ask about {the(destination)} alone.",
        )  # fmt: skip
    frame = pl.DataFrame([found], schema=PAIR_SCHEMA).with_columns(
        origin_high=pl.lit(own["own_high"][0] if own.height else None, pl.Float64),
        foreigners_high=pl.lit(hosts["high"][0] if hosts.height else None, pl.Float64),
        quality=pl.lit(Quality.OBSERVED.value), projected=pl.lit(Quality.PROJECTED.value),
    )  # fmt: skip
    columns = {
        "gain_of_destination": Column("Professionals gained there", "number", "per 10,000 of its LinkedIn members"),
        "gain_of_origin": Column("Gained at origin", "number", "per 10,000 of its LinkedIn members"),
        "requirement": Column("Tourist visa"),
        "origin_high": Column("Highly educated at origin, 2020", "share", quality="projected"),
        "foreigners_high": Column("Among all foreigners at destination", "share"),
    }
    return Content(
        finding=_pair_finding(asked, found, own),
        definition=DEFINITION,
        data=(Data("corridor", f"What is known by skill, {asked.about}", frame, columns, references),),
        draw=lambda: _pair_figures(asked, hosts, own, references),
        missing=(Missing(f"The skill mix of those who moved from {the(origin)} to {the(destination)}",
                         "No dataset held gives migrants by education and corridor.",
                         "The OECD's DIOC database has it for censuses of 2000 to 2015."),),
        uncertainty="No interval exists; a missing pair of LinkedIn's is one with few moves, not a zero.",
        caveats=CAVEATS,
    )  # fmt: skip


PAIR_SCHEMA = {
    "origin": pl.String, "destination": pl.String, "requirement": pl.String, "gain_of_destination": pl.Float64,
    "gain_of_origin": pl.Float64,
}  # fmt: skip


def _pair_finding(asked: Asked, found: dict[str, object], own: pl.DataFrame) -> str:
    assert asked.corridor is not None
    origin, destination = (the(end) for end in asked.corridor.ends)
    parts = [f"the skill mix of those who moved from {origin} to {destination} is not known here"]
    gain = found["gain_of_destination"]
    if isinstance(gain, float):
        word = "gained" if gain > 0 else "lost"
        size = f"{abs(gain):.2g}" if abs(gain) >= 0.01 else "under 0.01"
        parts.append(
            f"as a proxy of professionals, {destination} {word} {size} per 10,000 of its LinkedIn members a year by "
            f"moves with {origin}"
        )
    if own.height:
        parts.append(f"{percent(own['own_high'][0], 0)} of those aged 15 to 64 in {origin} are highly educated")
    if isinstance(found["requirement"], str):
        parts.append(f"a tourist from there {WORDS[found['requirement']]}")
    return f"{capitalised('; '.join(parts))}."


def _facts(asked: Asked, origins: pl.DataFrame, references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    if asked.place is None or asked.scope == "destination" or origins.is_empty():
        return ()
    row = origins.row(0, named=True)
    return (
        Fact("Highly educated among all inhabitants aged 15 to 64", row["own_high"], percent(row["own_high"]), "",
             str(tables.POPULATION_YEAR), Quality.PROJECTED, references[1:2]),
    )  # fmt: skip


def _missing(asked: Asked, hosts: pl.DataFrame) -> tuple[Missing, ...]:
    found = []
    if tables.rates() is None and asked.scope != "destination":
        found.append(Missing("Emigration rates by education (IAB, 195 origins, 1980 to 2010)",
                             "The package may not carry them.",
                             f"`corridors data show {tables.RATES}` says where to get them."))  # fmt: skip
    if asked.place is not None and asked.scope != "origin" and hosts.is_empty():
        found.append(Missing(f"The education of migrants in {the(asked.place)}",
                             f"It is held for {tables.foreigners().height} European countries only."))  # fmt: skip
    found.append(Missing("Migrants by education and corridor, and work permits by skill",
                         "Neither is in the catalogue for any country.",
                         "The OECD's DIOC database has the first for censuses of 2000 to 2015."))  # fmt: skip
    return tuple(found)


def _figures(asked: Asked, hosts: pl.DataFrame, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.labour import skill_charts

    if asked.scope == "world":
        return [skill_charts.hosts(hosts, references[:2]), skill_charts.doors(references[1:3])]
    assert asked.place is not None
    moves = tables.professionals().filter(country=asked.place.code)
    made = []
    if asked.scope != "origin" and not hosts.is_empty():
        made.append(skill_charts.mix(asked.place, hosts, references[:2]))
    if not moves.is_empty():
        made.append(skill_charts.partners(asked.place, moves, references[3:4]))
    return made


def _pair_figures(
    asked: Asked, hosts: pl.DataFrame, own: pl.DataFrame, references: tuple[Reference, ...]
) -> list[Figure]:
    from corridors.answers.labour import skill_charts

    assert asked.corridor is not None
    return [skill_charts.ends(asked.corridor.ends, hosts, own, references[:2])] if own.height else []
