"""`treaties`: which state has accepted which obligations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data
from corridors.answers.rights import instruments, standing_words, treaty_tables, weights
from corridors.answers.rights.standings import MAIN, PARTY, SIGNED, UNVERIFIED, records
from corridors.concepts.countries import members
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing, Note
from corridors.content.subject import named, the
from corridors.content.words import listed, percent

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.concepts.countries import Area
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "A party is a State that ratified, acceded to, accepted or succeeded to an instrument; a signature alone binds to "
    "less. Migrants are people who live outside their country of birth (stock on 1 July)."
)
INSTRUMENTS = {
    "label": Column("Instrument"), "opened": Column("Opened", "year"), "party": Column("Parties", "count"),
    "unverified": Column("More, unverified", "count"), "signed": Column("Signed only", "count"),
    "first": Column("First party", "year"), "latest": Column("Latest known", "year"),
    "record": Column("Record of", "year"), "list": Column("List"),
    "share": Column("Of the world's migrants, in parties", "share"),
}  # fmt: skip
COUNTRIES = {
    "country": Column("State", "area"), "party": Column("Party", "count", "of 12"),
    "unverified": Column("Unverified", "count"), "signed": Column("Signed only", "count"),
    "none": Column("No action", "count"), "unknown": Column("Not known", "count"),
    "latest": Column("Latest known step", "year"),
}  # fmt: skip
STATUS = {
    "country": Column("State", "area"), "label": Column("Instrument"), "state": Column("Standing"),
    "since": Column("Party since", "year"), "signed": Column("Signed", "year"), "as_of": Column("Record of", "year"),
}  # fmt: skip
YEARS = {"label": Column("Instrument"), "year": Column("End of", "year"), "parties": Column("Dated parties", "count")}
STEPS = {"year": Column("Year", "year"), "step": Column("Step"), "label": Column("Instrument")}
CURVES = ("CRC", "REFUGEE1951", "ICRMW")
"""The instruments of the world's chart: nearly all, most, and few States."""
CAVEATS = (
    "Being a party is a promise in law: reservations, denunciations and how the promise is kept are not shown.",
    "Each row stands for the year of its record (2015 to 2024, older for ILO 29, 97, 118 and 143); later steps are not "
    "known, so numbers of parties are lower bounds.",
    "No row is no action only where a list is complete; the lists of ILO 29, 118, 143, 181 and 190 are not.",
)


def answer(asked: Asked, cited: References) -> Content:
    """Standing of each State to 27 instruments, now or at the end of a year; parties by instrument and year."""
    year = asked.year_of(range(treaty_tables.FIRST, instruments.LAST_RECORD + 1), "treaty records")
    frame = instruments.at(asked.year and year)
    law = instruments.references(cited)
    codes = asked.codes
    if codes is not None:
        return _places(asked, frame, year, codes, law)
    return _world(asked, frame, year, law, cited)


def _world(asked: Asked, frame: pl.DataFrame, year: int, law: tuple[Reference, ...], cited: References) -> Content:
    known = weights.stocks()
    stock_year = max((one for one in known.years if one <= year), default=None)
    table = treaty_tables.by_instrument(frame, stock_year)
    series = treaty_tables.by_year(year)
    people = cited.cite(known.totals_source)
    weighed = f", and share of the world's migrants of {stock_year} who live in one" if stock_year else ""
    data = (
        Data("instruments", f"Parties by instrument{weighed}",
             table, INSTRUMENTS, (*law, people), most=27,
             note="Unverified parties stand apart and count for no share."),
        Data("countries", "The twelve instruments on migration, by State", treaty_tables.by_country(frame), COUNTRIES,
             law),
        Data("years", "Parties at the end of each year, latest first",
             series.sort("year", "instrument", descending=[True, False]), YEARS, law[:2], most=10),
        Data("status", "Every State and instrument", frame, STATUS, law, most=10),
    )  # fmt: skip
    return Content(
        finding=world_finding(table, year, stock_year, dated=asked.year is not None),
        definition=DEFINITION,
        data=data,
        draw=lambda: _world_figures(series, frame, law),
        notes=_about_records(law),
        uncertainty="Numbers of parties are counts of a legal record and have no statistical interval; they are lower "
        "bounds, because later steps are not in the records. The migrant stocks are estimates without a published "
        "interval.",
        caveats=CAVEATS,
    )


def world_finding(table: pl.DataFrame, year: int, stock_year: int | None, *, dated: bool) -> str:
    """Parties to the Migrant Workers Convention against the instrument with most parties, and the migrants in them.

    Args:
        table: rows of `treaty_tables.by_instrument`.
        year: the year shown.
        stock_year: the year of the stock that weighs it; None before the first one.
        dated: whether the year was asked for, rather than the latest.
    """
    top = table.sort("party", descending=True).row(0, named=True)
    own = table.filter(instrument="ICRMW").to_dicts()
    if not own:
        return (
            f"At the end of {year} the Migrant Workers Convention was not yet open; the instrument with most parties "
            f"was “{top['label']}”, with {top['party']}."
        )
    one = own[0]
    when = f"At the end of {year}" if dated else f"By the record of {one['record']}"
    number = {0: "no State was", 1: "one State was"}.get(one["party"], f"{one['party']} States were")
    share = one["share"]
    living = f", where {percent(share)} of the world's migrants of {stock_year} live" if share else ""
    return (
        f"{when} {number} party to the Migrant Workers Convention{living}; {top['party']} were party to the "
        f"instrument with most parties, “{top['label']}”."
    )


def _places(
    asked: Asked, frame: pl.DataFrame, year: int, codes: tuple[str, ...], law: tuple[Reference, ...]
) -> Content:
    rows = frame.filter(pl.col("country").is_in(codes))
    absent = [code for code in codes if rows.filter(country=code, state=PARTY).is_empty() and not _listed(rows, code)]
    places = _areas(asked)
    several = asked.region is not None or len(codes) > 1
    data = [Data("status", f"Standing to each instrument{_dated(asked, year)}", _sorted(rows), STATUS, law, most=27)]
    if asked.region is not None:
        data.insert(0, Data("countries", f"The twelve instruments on migration, by State of {asked.region}",
                            treaty_tables.by_country(rows), COUNTRIES, law))  # fmt: skip
    elif not several and not rows.is_empty():
        steps = treaty_tables.changes(places[0].code).filter(pl.col("year") <= year)
        data.append(Data("steps", "Steps by year", steps, STEPS, law, most=30))
    return Content(
        finding=_finding(asked, rows, places, year),
        definition=DEFINITION,
        data=tuple(data),
        facts=_facts(rows, law) if not several else (),
        draw=lambda: _figures(asked, rows, places, law),
        notes=_about_records(law),
        missing=tuple(
            Missing(
                f"Treaties that apply in {named(code)}",
                f"The lists of the United Nations and the ILO that were read do not name {named(code)}; treaties that "
                "apply there through another State or its own law are not shown.",
            )
            for code in absent
            if asked.region is None or code in instruments.states()
        ),
        uncertainty="A legal record has no statistical interval; where the list is incomplete or old the standing is "
        "given as not known.",
        caveats=CAVEATS,
    )


def _listed(rows: pl.DataFrame, code: str) -> bool:
    return not rows.filter(country=code).filter(pl.col("text") != "not in the records").is_empty()


def _areas(asked: Asked) -> list[Area]:
    if asked.region is not None:
        return list(members(asked.region))
    return [one for one in (asked.country, asked.origin, asked.destination) if one is not None]


def _dated(asked: Asked, year: int) -> str:
    return f" at the end of {year}" if asked.year is not None else ""


def _sorted(rows: pl.DataFrame) -> pl.DataFrame:
    order = {one.code: place for place, one in enumerate(instruments.ALL)}
    return rows.sort(pl.col("instrument").replace_strict(order), "country")


def _finding(asked: Asked, rows: pl.DataFrame, places: list[Area], year: int) -> str:
    if asked.region is not None:
        return region_finding(asked.region, rows, year, dated=asked.year is not None)
    if asked.year is None:
        return standing_words.finding(places, *records(places))
    parts = []
    for place in places:
        own = rows.filter(pl.col("instrument").is_in([one.code for one in MAIN]), country=place.code)
        if own.is_empty():
            parts.append(f"the records do not list {the(place)}")
            continue
        parties = own.filter(state=PARTY).height
        parts.append(f"{the(place)} is known to have been a party to {parties or 'none'} of {own.height}")
    return f"At the end of {year}, of the main instruments on migration that were open, {listed(parts)}."


def region_finding(region: str, rows: pl.DataFrame, year: int, *, dated: bool) -> str:
    """How many States of a region are parties to the Migrant Workers Convention, and which have only signed it."""
    own = rows.filter(instrument="ICRMW")
    if own.is_empty():
        return f"In the group “{region}” no State could be a party to the Migrant Workers Convention in {year}."
    parties, signed = (own.filter(state=state)["country"].sort().to_list() for state in (PARTY, SIGNED))
    when = f"At the end of {year}" if dated else f"By the record of {own['as_of'].max()}"
    who = f" ({listed([named(code) for code in parties], 8)})" if parties else ""
    only = f"; {listed([named(code) for code in signed], 8)} had signed only" if signed else ""
    return (
        f"{when} {len(parties) or 'none'} of the {own.height} States in the group “{region}” "
        f"{'was' if len(parties) == 1 else 'were'} party to the Migrant Workers Convention{who}{only}."
    )


def _facts(rows: pl.DataFrame, law: tuple[Reference, ...]) -> tuple[Fact, ...]:
    def fact(code: str) -> Fact | None:
        found = rows.filter(instrument=code).to_dicts()
        if not found:
            return None
        row = found[0]
        mark = Quality(row["quality"])
        when = f"record of {row['as_of']}" if row["as_of"] else ""
        return Fact(row["label"], row["state"], row["text"], "", when, mark, law)

    return tuple(found for code in ("ICRMW", "ILO-C97", "ILO-C143", "REFUGEE1951", "CRC") if (found := fact(code)))


def _about_records(law: tuple[Reference, ...]) -> tuple[Note, ...]:
    return (
        Note(
            "Sixteen ratifications of ILO conventions 97 and 143 were compiled from general knowledge; they are marked "
            "unverified and counted apart.",
            law[2:],
        ),
    )


def _world_figures(series: pl.DataFrame, frame: pl.DataFrame, law: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.rights import plots

    shown = series.filter(pl.col("instrument").is_in(CURVES))
    labels = shown.group_by("instrument").agg(pl.col("label").first())
    names = [name for code in CURVES for name in labels.filter(instrument=code)["label"]]
    data = shown.select("year", series="label", value="parties")
    counts = treaty_tables.by_country(frame)
    found = []
    if names:
        last = [f"{data.filter(series=name)['value'].max()} to “{name}”" for name in names]
        found.append(plots.lines(
            "parties", f"Parties: {listed(last)}", "States that are party at the end of each year, up to the year of "
            "the record", data, axis="States", series=names, quality=[Quality.OBSERVED], references=law[:1],
            note="Each line ends with its record.",
        ))  # fmt: skip
    top = counts.row(0, named=True)
    first = [named(code) for code in counts.filter(party=top["party"])["country"]]
    values = dict(zip(counts["country"], counts["party"].cast(pl.Float64), strict=True))
    found.append(plots.world(
        "map", f"Known to be party to most of the twelve instruments ({top['party']}): {listed(first, 6)}",
        "Known acceptances of the twelve main instruments (unverified ones not counted)",
        values, unit="instruments", limits=[4, 6, 8, 10], quality=[Quality.OBSERVED], references=law,
        note="A pale shade can also mean that the lists are incomplete.",
    ))  # fmt: skip
    return found


def _figures(asked: Asked, rows: pl.DataFrame, places: list[Area], law: tuple[Reference, ...]) -> list[Figure]:
    if asked.year is not None or rows.is_empty():
        return []
    if asked.region is not None:
        return [_region_figure(asked.region, rows, law)]
    from corridors.answers.rights import standing_charts

    held = records(places)
    if len(places) == 1:
        return [standing_charts.timeline(places[0], *held, law)]
    return [standing_charts.matrix(places, *held, law, standing_words.shared(places, *held))]


def _region_figure(region: str, rows: pl.DataFrame, law: tuple[Reference, ...]) -> Figure:
    from corridors.answers.rights import plots

    main = rows.filter(pl.col("instrument").is_in([one.code for one in MAIN]))
    kinds = {PARTY: PARTY, UNVERIFIED: UNVERIFIED, SIGNED: SIGNED}
    states = main["country"].n_unique()
    counted = main.with_columns(part=pl.col("state").replace_strict(kinds, default="No action or not known"))
    order = pl.col("instrument").replace_strict({one.code: place for place, one in enumerate(MAIN)})
    sums = counted.group_by("instrument", "label", "part").agg(pl.len().alias("value")).sort(order)
    data = sums.select(place="label", part="part", value=pl.col("value").cast(pl.Int64))
    most = main.filter(state=PARTY)["label"].value_counts(sort=True, name="n").head(1).to_dicts()
    title = f"Most accepted of the twelve: “{most[0]['label']}”, by {most[0]['n']} of {states}" if most else (
        "No State is known to have accepted any of the twelve"
    )  # fmt: skip
    return plots.bars(
        "region", title, f"States of {region} by standing", data, axis="States",
        quality=[Quality.OBSERVED, Quality.UNVERIFIED], references=law,
        parts=(PARTY, UNVERIFIED, SIGNED, "No action or not known"),
    )  # fmt: skip
