"""People of a corridor: those born at one end who live at the other, in both directions."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Block, Fact, Figure, Missing, Note, Reference, References, Section, Table
from corridors.content.subject import Corridor, Direction, name, the
from corridors.content.words import change, number, people, percent, spoken
from corridors.data import load
from corridors.report.sections.people.stocks import CITIZENSHIP, COVERAGE, SEXES, sex_panels, stock, unknown_share


def corridor(pair: Corridor, cited: References) -> Section:
    """People born at one end who live at the other, in both directions."""
    blocks: list[Block] = []
    findings = []
    series = {way: stock(way) for way in (pair.forth, pair.back)}
    reference = cited.cite(load("migrant_stock", country=pair.codes).source)
    for way, frame in series.items():
        if frame is None:
            blocks.append(not_reported(way))
        else:
            findings.append(_finding(way, frame))
    held = {way: frame for way, frame in series.items() if frame is not None}
    named = {way: frame for way, frame in held.items() if frame["both"].sum()}
    if named:
        blocks.append(_figure(pair, named, reference))
        blocks.append(_table(named, reference))
    for way, frame in held.items():
        blocks += _weight(way, frame, cited)
    blocks += [Note(COVERAGE[end.code], (reference,)) for end in pair.ends if end.code in COVERAGE]
    return Section("people", "People", " ".join(findings) or "No figure exists for either direction.", tuple(blocks))


def _finding(way: Direction, frame: pl.DataFrame) -> str:
    first, last = frame.row(0, named=True), frame.row(-1, named=True)
    if not frame["both"].sum():
        unknown = unknown_share(way.destination)
        hidden = unknown.share if unknown else 0
        but = f", but the origin of {percent(hidden, 0)} of its migrants is unknown" if hidden else ""
        return f"The publication names nobody born in {the(way.origin)} in {the(way.destination)}{but}."
    share = f", {percent(last['women'] / last['both'], 0)} of them women" if last["both"] > 1 else ""
    return (
        f"The number of people born in {the(way.origin)} who live in {the(way.destination)} "
        f"{change(first['both'], last['both'])} from {spoken(first['both'])} in {first['year']} to "
        f"{spoken(last['both'])} in {last['year']}{share}."
    )


def _figure(pair: Corridor, held: dict[Direction, pl.DataFrame], reference: Reference) -> Figure:
    long = pl.concat(
        frame.unpivot(list(SEXES), index="year", variable_name="sex", value_name="persons").with_columns(
            direction=pl.lit(f"Born in {name(way.origin)}, living in {name(way.destination)}")
        )
        for way, frame in held.items()
    )
    return charts.figure(
        "people",
        _title(pair, held),
        "People by country of birth and residence, by sex; each panel has its own scale",
        alt.hconcat(*sex_panels(long, "direction"), spacing=40),
        long,
        alternative=_title(pair, held),
        quality=[Quality.MODELLED],
        references=[reference],
        note="The last step is four years (2020 to 2024), the others five.",
    )


def _title(pair: Corridor, held: dict[Direction, pl.DataFrame]) -> str:
    last = {way: int(frame["both"][-1]) for way, frame in held.items()}
    way = pair.forth if pair.forth in last else pair.back
    live = "lives" if last[way] == 1 else "live"
    title = f"{people(last[way]).capitalize()} born in {the(way.origin)} {live} in {the(way.destination)}"
    return f"{title}; {people(last[pair.back])} the other way round" if len(last) == 2 else title


def _table(held: dict[Direction, pl.DataFrame], reference: Reference) -> Table:
    rows = [
        (way.label, str(row["year"]), number(row["women"]), number(row["men"]), number(row["both"]))
        for way, frame in held.items()
        for row in frame.iter_rows(named=True)
    ]
    return Table(
        "People by country of birth and residence",
        ("Born in, living in", "1 July of", "Women", "Men", "Both sexes"),
        tuple(rows),
        Quality.MODELLED,
        (reference,),
        note=f"Persons. The publisher interpolates between censuses and adds refugees where the base data lack them. "
        f"{CITIZENSHIP}",
    )


def _weight(way: Direction, frame: pl.DataFrame, cited: References) -> list[Block]:
    """What the stock is of all emigrants, of all immigrants and of the population; and the unknown origins."""
    total = int(frame["both"][-1])
    year = int(frame["year"][-1])
    emigrants, stock_source = load("migrant_stock", country=way.origin.code, year=year)
    abroad = int(emigrants.filter(origin=way.origin.code)["stock"].sum())
    blocks: list[Block] = []
    reference = cited.cite(stock_source)
    if abroad and total:
        blocks.append(
            Fact(
                f"Share of all people born in {the(way.origin)} and living abroad who live in {the(way.destination)}",
                total / abroad, percent(total / abroad), "of known emigrants", f"1 July {year}",
                Quality.MODELLED, (reference,),
            )
        )  # fmt: skip
    unknown = unknown_share(way.destination)
    if unknown:
        immigrants, share, _ = unknown
        totals_reference = cited.cite(load("migrant_stock_unknown", country=way.destination.code).source)
        if immigrants and total:
            blocks.append(
                Fact(
                    f"Share of all migrants in {the(way.destination)} who were born in {the(way.origin)}",
                    total / immigrants, percent(total / immigrants), "of its migrant stock", f"1 July {year}",
                    Quality.MODELLED, (reference, totals_reference),
                )
            )  # fmt: skip
        if share:
            blocks.append(
                Note(
                    f"The origin of {percent(share)} of the {people(immigrants)} in the migrant stock of "
                    f"{the(way.destination)} is unknown. Some of them may have been born in {the(way.origin)}, "
                    "so the figure for this corridor is a lower bound.",
                    (totals_reference,),
                )
            )
    return blocks


def not_reported(way: Direction) -> Missing:
    """Say that the publication has no figure for one direction, and why."""
    absent = the(way.destination if way.origin.in_ims2024 else way.origin)
    return Missing(
        f"People born in {the(way.origin)} who live in {the(way.destination)}",
        f"International Migrant Stock 2024 does not show {absent} by origin.",
    )
