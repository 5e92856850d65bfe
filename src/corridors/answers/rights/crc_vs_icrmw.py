"""`crc-vs-icrmw`: how States' responses to the Migrant Workers and Child conventions compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data, Interval
from corridors.answers.rights import instruments, survival
from corridors.answers.rights import response_tables as tables
from corridors.answers.rights.standings import PARTY, SIGNED, UNKNOWN
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing
from corridors.content.subject import named, the
from corridors.content.words import listed, percent

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "A State has accepted a convention when it is a party (ratification, accession, acceptance or succession). Waiting "
    "starts when the convention was opened in 1990, or when the State came into being if later."
)
HORIZON = 30
"""Years after opening at which both curves are compared; both records end 32 years after it."""
STATES = {
    "country": Column("State", "area"), "child": Column("Child Convention"), "child_since": Column("Since", "year"),
    "workers": Column("Migrant Workers Convention"), "workers_signed": Column("Signed", "year"),
    "workers_since": Column("Since", "year"), "lag": Column("Years between", "count"),
}  # fmt: skip
CURVES = {
    "label": Column("Convention"), "years": Column("Years", "count"), "waiting": Column("States waiting", "count"),
    "joined": Column("Accepted in the year", "count"), "left": Column("Record ends", "count"),
    "accepted": Column("Accepted so far", "share"), "lower": Column("95% from", "share"),
    "upper": Column("to", "share"),
}  # fmt: skip
GROUPS = {
    "kind": Column("By"), "group": Column("Group"), "states": Column("States", "count"),
    "child_parties": Column("Child Convention", "count", "parties"),
    "workers_parties": Column("Migrant Workers Convention", "count", "parties"),
    "signed": Column("Signed only", "count"), "none": Column("No action", "count"),
    "share": Column("Share party to the latter", "share"),
}  # fmt: skip
LATER = {0: ", in the same year", 1: ", one year later"}
CAVEATS = (
    "The record of both conventions ends in 2022; Malawi (September 2022) and later parties to the Migrant Workers "
    "Convention are not in it. The Holy See, Palestine, the Cook Islands and Niue are followed to 2015 only.",
    "Independence of a territory whose area did not change (Namibia 1990, Timor-Leste 2002) does not start its clock.",
    "The curves follow all States: the interval says how far such a curve would scatter if States decided "
    "independently of one another, which they do not quite do.",
)


def answer(asked: Asked, cited: References) -> Content:
    """Ratification curves of both conventions, the lag between them, and who accepted one and not the other."""
    rows = tables.by_state()
    law = instruments.references(cited)[:1]
    if asked.country is not None:
        return _country(asked, rows, law)
    codes = list(asked.codes) if asked.codes is not None else None
    own = rows if codes is None else rows.filter(pl.col("country").is_in(codes))
    curves = tables.curves(own["country"].to_list())
    only = own.filter((pl.col("child") == PARTY) != (pl.col("workers") == PARTY))
    data = (
        Data("states", "Standing of each State to both conventions, earliest parties to the later one first", own,
             STATES, law),
        Data("groups", "Parties by region and by income group of today", tables.groups(own), GROUPS, law, most=12),
        Data("one-only", "States that are party to one and not known to be party to the other",
             only.sort("workers", "country"), STATES, law),
        Data("curves", "Share of States that have accepted, by years since they could", curves, CURVES, law,
             note="Kaplan-Meier estimate."),
    )  # fmt: skip
    return Content(
        finding=finding(own, asked.region),
        definition=DEFINITION,
        data=data,
        facts=_facts(own, curves, law),
        draw=lambda: _figures(asked, curves, law),
        interval=_interval(curves),
        uncertainty="The dates are those of a legal record and exact; only the curves have an interval.",
        caveats=CAVEATS,
    )


def finding(rows: pl.DataFrame, region: str | None = None) -> str:
    """How many States accepted both conventions, only one, and the years between.

    Args:
        rows: what `response_tables.by_state` returns, of the States asked about.
        region: their group's name, None for the world.
    """
    where = f" of the group “{region}”" if region else ""
    if rows.is_empty():
        return f"The records name no State{where}."
    child, both = rows.filter(child=PARTY), rows.filter(child=PARTY, workers=PARTY)
    reverse = rows.filter(pl.col("child") != PARTY, pl.col("workers") == PARTY).height
    lags = both["lag"].drop_nulls()
    middle = f", {lags.median():.0f} years later in the median" if lags.len() else ""
    start = f"By the record of 2022, {child.height} of {rows.height} States{where} had accepted the Child Convention"
    joined = f"{both.height or 'none'} of them the Migrant Workers Convention too{middle}"
    return f"{start} and {joined}; {reverse or 'none'} had accepted only the latter."


def _facts(rows: pl.DataFrame, curves: pl.DataFrame, law: tuple[Reference, ...]) -> tuple[Fact, ...]:
    found = []
    for code, label in tables.NAMES.items():
        years = survival.time_to(curves.filter(instrument=code), 0.5)
        text = f"after {years} {'year' if years == 1 else 'years'}" if years is not None else "not within the record"
        found.append(
            Fact(f"Half of the States had accepted the {label}", years, text, "", "to 2022", Quality.MODELLED, law)
        )
    signed = [named(code) for code in rows.filter(workers=SIGNED)["country"].sort()]
    neither = [named(code) for code in rows.filter(pl.col("child") != PARTY)["country"].sort()]
    shown = (
        ("Signed the Migrant Workers Convention without accepting it", signed),
        ("Have not accepted the Child Convention", neither),
    )
    return (
        *found,
        *(Fact(label, len(names), listed(names), "", "2022", Quality.OBSERVED, law) for label, names in shown),
    )


def _interval(curves: pl.DataFrame) -> Interval | None:
    row = survival.after(curves.filter(instrument=tables.WORKERS), HORIZON)
    if row is None or row["lower"] is None:
        return None
    percentage = {name: 100 * row[name] for name in ("accepted", "lower", "upper")}
    return Interval(
        f"States that accept the Migrant Workers Convention within {HORIZON} years", percentage["accepted"],
        percentage["lower"], percentage["upper"], survival.LEVEL, "per cent", "Kaplan-Meier with Greenwood's variance",
    )  # fmt: skip


def _country(asked: Asked, rows: pl.DataFrame, law: tuple[Reference, ...]) -> Content:
    place = asked.country
    assert place is not None
    own = rows.filter(country=place.code)
    peers = rows.filter(
        pl.col("country").is_in(
            [one for one in instruments.states() if _subregion(one) == place.subregion and one != place.code]
        )
    )
    if own.is_empty():
        why = f"The records of the United Nations do not name {the(place)} as a State that can accept treaties."
        return Content(
            finding=f"The treaty records do not list {the(place)}.", definition=DEFINITION,
            data=(Data("peers", f"States of {place.subregion}", peers, STATES, law),),
            missing=(Missing(f"The standing of {the(place)} to both conventions", why),), caveats=CAVEATS,
        )  # fmt: skip
    return Content(
        finding=country_finding(the(place), own.row(0, named=True)),
        definition=DEFINITION,
        data=(
            Data("states", f"Standing of {the(place)} to both conventions", own, STATES, law),
            Data("peers", f"Other States of {place.subregion}", peers, STATES, law, most=25),
        ),
        draw=lambda: _figures(asked, tables.curves(), law),
        uncertainty="The dates are those of a legal record and exact.",
        caveats=CAVEATS,
    )


def _subregion(code: str) -> str | None:
    from corridors.concepts.countries import area

    return area(code).subregion


def country_finding(place: str, row: dict[str, object]) -> str:
    """When a country accepted each of both conventions.

    Args:
        place: its name in a sentence.
        row: its row of `response_tables.by_state`.
    """
    child = (
        f"{place} accepted the Child Convention in {row['child_since']}"
        if row["child"] == PARTY
        else f"{place} has not accepted the Child Convention"
    )
    child = child[:1].upper() + child[1:]
    if row["workers"] == PARTY:
        lag = row["lag"]
        later = "" if not isinstance(lag, int) else LATER.get(lag, f", {lag} years later")
        return f"{child} and the Migrant Workers Convention in {row['workers_since']}{later}."
    if row["workers"] == SIGNED:
        return f"{child}, and signed the Migrant Workers Convention in {row['workers_signed']} without accepting it."
    if row["workers"] == UNKNOWN:
        return f"{child}; its standing to the Migrant Workers Convention is not known after March 2015."
    return f"{child} and has neither signed nor accepted the Migrant Workers Convention by the record of 2022."


def _figures(asked: Asked, curves: pl.DataFrame, law: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.rights import plots

    if curves.is_empty():
        return []
    start = pl.DataFrame({"year": [0] * len(tables.NAMES), "series": list(tables.NAMES.values()), "value": [0.0] * 2})
    data = pl.concat([start, curves.select(year="years", series="label", value="accepted")]).sort("series", "year")
    shares = {
        code: survival.after(curves.filter(instrument=code), HORIZON) or {"accepted": 0.0} for code in tables.NAMES
    }
    where = f"States of “{asked.region}”" if asked.region else "All States"
    return [plots.lines(
        "curves",
        f"After {HORIZON} years {percent(shares[tables.CHILD]['accepted'], 0)} of States had accepted the Child "
        f"Convention, {percent(shares[tables.WORKERS]['accepted'], 0)} the Migrant Workers Convention",
        f"{where}: share that has accepted, by years since it could (Kaplan-Meier)", data, axis="Share of States",
        series=list(tables.NAMES.values()), percent=True, across="Years since opening, or since the State began",
        quality=[Quality.MODELLED], references=law,
    )]  # fmt: skip
