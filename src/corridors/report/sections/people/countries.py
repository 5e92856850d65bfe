"""People of one country: who lives there from abroad, who lives abroad from there, and where."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.statistics import stock_gaps
from corridors.concepts.countries import Area, area, known
from corridors.concepts.quality import Quality
from corridors.content import charts, maps
from corridors.content.blocks import Block, Fact, Figure, Missing, Note, Reference, References, Section, Table
from corridors.content.common import inhabitants, least_sure
from corridors.content.subject import name, the
from corridors.content.words import change, listed, number, people, percent, spoken
from corridors.data import load
from corridors.report.sections.people.stocks import CITIZENSHIP, COVERAGE, EDITION, SEXES, sex_panels, unknown_share

RANKED = 10


def country(subject: Area, cited: References) -> Section:
    """Immigrants and emigrants of one country over time, by sex, and their main origins and destinations."""
    frame, source = load("migrant_stock", country=subject.code)
    totals, totals_source = load("migrant_stock_unknown", country=subject.code)
    reference, totals_reference = cited.cite(source), cited.cite(totals_source)
    immigrants = _immigrants(totals)
    emigrants = _emigrants(frame, subject)
    blocks: list[Block] = []
    findings = []
    if not emigrants.is_empty():
        findings.append(_emigrant_finding(subject, emigrants))
    if not immigrants.is_empty():
        findings.append(_immigrant_finding(subject, immigrants))
    if not (emigrants.is_empty() and immigrants.is_empty()):
        blocks.append(_over_time(subject, immigrants, emigrants, (reference, totals_reference)))
    for side in ("destination", "origin"):
        ranked = partners(frame, subject, side)
        if ranked.is_empty():
            blocks.append(_nothing(subject, side))
            continue
        blocks += [_map(subject, ranked, side, reference, cited), _ranking(subject, ranked, side, reference)]
    blocks += _unknown(subject, totals_reference)
    blocks += _population_share(subject, immigrants, cited, totals_reference)
    blocks += stock_gaps.note(subject, EDITION, (reference,))
    blocks += [Note(COVERAGE[subject.code], (reference,))] if subject.code in COVERAGE else []
    return Section(
        "people",
        "People",
        " ".join(findings) or f"International Migrant Stock {EDITION} does not cover {the(subject)}.",
        tuple(blocks),
    )


def _immigrants(totals: pl.DataFrame) -> pl.DataFrame:
    frame = totals.filter(pl.col("edition") == EDITION, pl.col("sex").is_in(["female", "male"]))
    return _by_sex(frame, "stock_total")


def _emigrants(frame: pl.DataFrame, subject: Area) -> pl.DataFrame:
    return _by_sex(frame.filter(origin=subject.code), "stock")


def _by_sex(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """year, women, men, both."""
    of = {"women": "female", "men": "male"}
    sums = {label: pl.col(column).filter(pl.col("sex") == sex).sum() for label, sex in of.items()}
    return frame.group_by("year").agg(**sums).with_columns(both=pl.col("women") + pl.col("men")).sort("year")


def _emigrant_finding(subject: Area, emigrants: pl.DataFrame) -> str:
    first, last = emigrants.row(0, named=True), emigrants.row(-1, named=True)
    are = "is" if last["both"] == 1 else "are"
    return (
        f"{people(last['both']).capitalize()} born in {the(subject)} {are} known to live abroad in {last['year']}; "
        f"the number {change(first['both'], last['both'])} from {spoken(first['both'])} in {first['year']}."
    )


def _immigrant_finding(subject: Area, immigrants: pl.DataFrame) -> str:
    last = immigrants.row(-1, named=True)
    residents = inhabitants(subject, last["year"])
    share = f", {percent(last['both'] / residents.persons)} of the population" if residents else ""
    live = "lives" if last["both"] == 1 else "live"
    return f"{people(last['both']).capitalize()} from abroad {live} in {the(subject)}{share}."


def _over_time(
    subject: Area, immigrants: pl.DataFrame, emigrants: pl.DataFrame, references: tuple[Reference, ...]
) -> Figure:
    sides = {
        f"Born in {name(subject)}, living abroad": emigrants,
        f"Born abroad, living in {name(subject)}": immigrants,
    }
    long = pl.concat(
        frame.unpivot(list(SEXES), index="year", variable_name="sex", value_name="persons").with_columns(
            who=pl.lit(label)
        )
        for label, frame in sides.items()
        if not frame.is_empty()
    )
    title = _balance(subject, immigrants, emigrants)
    return charts.figure(
        "people",
        title,
        "People by country of birth and residence, by sex",
        alt.hconcat(*sex_panels(long, "who"), spacing=40).resolve_scale(y="shared"),
        long,
        alternative=title,
        quality=[Quality.MODELLED],
        references=references,
        note="Both panels have one scale. People of unknown origin are among the immigrants, not the emigrants.",
    )


def _balance(subject: Area, immigrants: pl.DataFrame, emigrants: pl.DataFrame) -> str:
    if emigrants.is_empty():
        return f"Of the people in {the(subject)}, {spoken(immigrants['both'][-1])} are from abroad"
    if immigrants.is_empty():
        return f"Of the people from {the(subject)}, {spoken(emigrants['both'][-1])} live abroad"
    inside, outside = int(immigrants["both"][-1]), int(emigrants["both"][-1])
    if outside > 1.1 * inside:
        return f"More people from {the(subject)} live abroad than people from abroad live there"
    if inside > 1.1 * outside:
        return f"More people from abroad live in {the(subject)} than people from there live abroad"
    return f"About as many people from {the(subject)} live abroad as people from abroad live there"


def partners(frame: pl.DataFrame, subject: Area, side: str) -> pl.DataFrame:
    """The other ends in the latest year, largest first: code, women, men, both."""
    own = "origin" if side == "destination" else "destination"
    latest = frame.filter(pl.col(own) == subject.code).filter(pl.col("year") == pl.col("year").max())
    return (
        latest.group_by(pl.col(side).alias("code"))
        .agg(
            women=pl.col("stock").filter(pl.col("sex") == "female").sum(),
            men=pl.col("stock").filter(pl.col("sex") == "male").sum(),
            year=pl.col("year").first(),
        )
        .with_columns(both=pl.col("women") + pl.col("men"))
        .filter(pl.col("both") > 0)
        .sort("both", "code", descending=[True, False])
    )


def _map(subject: Area, ranked: pl.DataFrame, side: str, reference: Reference, cited: References) -> Figure:
    values = dict(ranked.select("code", pl.col("both").cast(pl.Float64)).iter_rows())
    chart, data, outlines_source = maps.world_map(values, subject, "people")
    first = listed([the(area(code)) for code in ranked["code"].head(3) if known(code)])
    count = f"{ranked.height} {side}s, above all {first}" if ranked.height > 1 else f"one {side}, {first}"
    who = f"People born in {the(subject)}" if side == "destination" else f"People who live in {the(subject)}"
    title = f"{who}: the UN's tables name {count}"
    what = "born in {0} and living there" if side == "destination" else "born there and living in {0}"
    return charts.figure(
        f"map-{side}",
        title,
        f"People {what.format(the(subject))}, 1 July {ranked['year'][0]}",
        chart,
        data,
        alternative=title,
        quality=[Quality.MODELLED],
        references=[reference, cited.cite(outlines_source)],
        note=f"Dots stand for places too small for the scale. {maps.NO_POSITION}",
    )


def _ranking(subject: Area, ranked: pl.DataFrame, side: str, reference: Reference) -> Table:
    total = int(ranked["both"].sum())
    rows: list[tuple[str, ...]] = [
        (
            name(area(row["code"])), number(row["women"]), number(row["men"]), number(row["both"]),
            percent(row["both"] / total),
        )
        for row in ranked.head(RANKED).iter_rows(named=True)
    ]  # fmt: skip
    rest = ranked.slice(RANKED)
    if not rest.is_empty():
        sums = [int(rest[c].sum()) for c in ("women", "men", "both")]
        rows.append(
            (
                f"{rest.height} {'other' if rest.height == 1 else 'others'}",
                *(number(s) for s in sums),
                percent(sums[2] / total),
            )
        )
    heading = "Main destinations" if side == "destination" else "Main origins"
    who = f"People born in {name(subject)}" if side == "destination" else f"People living in {name(subject)}"
    return Table(
        f"{heading}, 1 July {ranked['year'][0]}",
        ("Lives in" if side == "destination" else "Born in", "Women", "Men", "Both sexes", "Share"),
        tuple(rows),
        Quality.MODELLED,
        (reference,),
        note=f"{who}; persons, and share of those whose origin is known. {CITIZENSHIP}",
    )


def _nothing(subject: Area, side: str) -> Missing:
    what = "Where people born in {0} live" if side == "destination" else "Where people living in {0} were born"
    return Missing(
        what.format(the(subject)),
        f"International Migrant Stock 2024 names no {side} for {the(subject)}.",
    )


def _unknown(subject: Area, reference: Reference) -> list[Block]:
    found = unknown_share(subject)
    if not found or not found.share:
        return []
    total, share, year = found
    return [
        Note(
            f"The origin of {percent(share)} of the {people(total)} in the migrant stock of {the(subject)} in {year} "
            "is unknown. They are in the total and in no line of the table of origins.",
            (reference,),
        )
    ]


def _population_share(
    subject: Area, immigrants: pl.DataFrame, cited: References, totals_reference: Reference
) -> list[Block]:
    if immigrants.is_empty():
        return []
    last = immigrants.row(-1, named=True)
    residents = inhabitants(subject, last["year"])
    if residents is None:
        return []
    share = last["both"] / residents.persons
    return [
        Fact(
            f"Migrants' share of the population of {the(subject)}", share, percent(share), "of residents",
            f"1 July {last['year']}", least_sure((Quality.MODELLED, residents.quality)),
            (totals_reference, cited.cite(residents.source)),
        )
    ]  # fmt: skip
