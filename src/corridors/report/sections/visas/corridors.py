"""Visas of a corridor: what travellers of one end need to enter the other for a short visit."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.concepts.quality import Quality
from corridors.data import load
from corridors.report import charts
from corridors.report.content import Block, Fact, Figure, Reference, References, Section, Table
from corridors.report.sections.common import capitalised, panel_title
from corridors.report.sections.visas.classes import (
    BAN,
    BARRED,
    CLASSES,
    GROUP_SHADES,
    GROUPS,
    caveats,
    changes,
    not_listed,
    stay,
)
from corridors.report.sections.visas.history import with_history
from corridors.report.subject import Corridor, Direction, the
from corridors.report.words import listed, spoken_day

STRIP_HEIGHT, LINE = 48, 14


def corridor(pair: Corridor, cited: References) -> Section:
    """Visa requirements for short visits in both directions."""
    frame, source = load("visa", country=pair.codes)
    reference = cited.cite(source)
    series = {way: requirements(frame, way) for way in (pair.forth, pair.back)}
    held = {way: rows for way, rows in series.items() if not rows.is_empty()}
    blocks: list[Block] = []
    if held:
        blocks += [_figure(held, reference), _table(held, reference)]
        blocks += [_openness(frame, way, reference) for way in held]
        blocks += caveats(reference)
    blocks += [not_listed(end) for end in pair.ends if frame.filter(passport=end.code).is_empty()]
    findings = [finding(way, rows, dated=place == 0) for place, (way, rows) in enumerate(held.items())]
    unknown = "Visa requirements are not known here, because the Passport Index does not list both ends."
    return Section("visas", "Visas", " ".join(findings) or unknown, (*with_history(blocks, pair, cited),))


def requirements(frame: pl.DataFrame, way: Direction) -> pl.DataFrame:
    """What travellers of one direction need at each date: date, requirement, days of a visa-free stay."""
    found = frame.filter(passport=way.origin.code, destination=way.destination.code)
    return found.select("date", "requirement", "days").sort("date")


def finding(way: Direction, rows: pl.DataFrame, *, dated: bool = True) -> str:
    """The latest requirement, and what changed before it.

    Args:
        way: who enters where.
        rows: date, requirement and days, in order of the date.
        dated: whether the sentence names the latest date.
    """
    last = rows.row(-1, named=True)
    known = CLASSES[last["requirement"]]
    purpose = "" if known.group == BARRED else " for a short visit to"
    days = f" ({stay(last['days'])})" if last["days"] else ""
    holders = f"On {spoken_day(last['date'])} holders" if dated else "Holders"
    start = f"{holders} of a passport of {the(way.origin)} {known.sentence}{purpose} {the(way.destination)}{days}"
    return f"{start}{_past(rows)}."


def _past(rows: pl.DataFrame) -> str:
    """How the earlier snapshots differ, as the rest of a sentence."""
    if rows.height < 2:
        return ""
    since = f"{rows['date'][0]:%B %Y}"
    if rows["requirement"].n_unique() == 1:
        steps = [str(days) for days in rows["days"].drop_nulls().rle().struct.field("value")]
        differ = (
            f"; the stay allowed went from {steps[0]} to {' and then to '.join(steps[1:])} days" if steps[1:] else ""
        )
        dates = "both" if rows.height == 2 else f"all {rows.height}"
        return f", as on {dates} dates since {since}{differ}"
    bans = [spoken_day(day) for day in rows.filter(requirement=BAN)["date"]]
    ban = f"a pandemic entry ban on {listed(bans)}" if bans else ""
    found = changes(rows)
    if not found and ban:
        return f"; apart from {ban}, the rule is not known to have changed since {since}"
    if not found:
        return f"; only the source's classes, not the rule, are known to have changed since {since}"
    shown = found[-2:]
    steps = [(shown[0].before, shown[0].last_before), *((change.after, change.first_after) for change in shown)]
    first, *later = [f"{CLASSES[code].text} ({spoken_day(day)})" for code, day in steps]
    of = f", the last two of {len(found)} changes since {since}" if len(found) > 2 else ""
    return f". The record went from {first} to {' and then to '.join(later)}{of}{f'; it has {ban}' if ban else ''}"


def _figure(held: dict[Direction, pl.DataFrame], reference: Reference) -> Figure:
    data = pl.concat(
        rows.select(
            pl.lit(f"Passport of {the(way.origin)}, entering {the(way.destination)}").alias("direction"),
            pl.col("date").dt.strftime("%-d %b %Y").alias("day"),
            pl.col("requirement").replace_strict({code: known.group for code, known in CLASSES.items()}).alias("group"),
            _cell_text().alias("cell"),
        )
        for way, rows in held.items()
    )
    days = data["day"].unique(maintain_order=True).to_list()
    directions = data["direction"].unique(maintain_order=True)
    strips = [_strip(data.filter(direction=direction), days) for direction in directions]
    return charts.figure(
        "visas",
        _title(held),
        "Requirement for tourist and short business visits on seven dates; days of a visa-free stay where known",
        alt.vconcat(*strips, spacing=14),
        data,
        alternative=" ".join(finding(way, rows) for way, rows in held.items()),
        quality=[Quality.OBSERVED],
        references=[reference],
        note="The dates are not evenly spaced. The class “on arrival or e-visa” was split after 2020.",
    )


def _cell_text() -> pl.Expr:
    cell = pl.col("requirement").replace_strict({code: known.cell for code, known in CLASSES.items()})
    stays = cell + "|" + pl.col("days").cast(pl.String) + " days"
    return pl.when(pl.col("days").is_not_null()).then(stays).otherwise(cell)


def _strip(data: pl.DataFrame, days: list[str]) -> alt.LayerChart | alt.FacetChart:
    x = alt.X("day:O", sort=days, title=None, axis=alt.Axis(labelAngle=0, domain=False, ticks=False))
    shades = alt.Scale(domain=list(GROUPS), range=list(GROUP_SHADES))
    shade = alt.Color("group:N", scale=shades, legend=alt.Legend(columns=4))
    cells = alt.Chart(data).mark_rect(stroke="white", strokeWidth=2).encode(x=x, color=shade)
    raised = alt.expr(f"-{LINE / 2} * (length(split(datum.cell, '|')) - 1)")
    on_dark = alt.condition(alt.datum.group == GROUPS[0], alt.value("white"), alt.value("#1a1a1a"))
    words = (
        alt.Chart(data)
        .mark_text(fontSize=11.5, lineBreak="|", lineHeight=LINE, dy=raised)
        .encode(x=x, y=alt.value(STRIP_HEIGHT / 2), text="cell:N", color=on_dark)
    )
    title = panel_title(data["direction"][0], 6)
    return alt.layer(cells, words).properties(width=charts.WIDTH, height=STRIP_HEIGHT, title=title)


def _title(held: dict[Direction, pl.DataFrame]) -> str:
    parts = []
    for way, rows in held.items():
        last = rows.row(-1, named=True)
        parts.append(f"{CLASSES[last['requirement']].text} for travellers from {the(way.origin)}")
    day = spoken_day(next(iter(held.values()))["date"][-1])
    text = "; ".join(parts)
    return f"{capitalised(text)} ({day})"


def _table(held: dict[Direction, pl.DataFrame], reference: Reference) -> Table:
    dates = next(iter(held.values()))["date"]
    described = {
        way: {
            row["date"]: CLASSES[row["requirement"]].text + (f", {stay(row['days'])}" if row["days"] else "")
            for row in rows.iter_rows(named=True)
        }
        for way, rows in held.items()
    }
    return Table(
        "Requirement for a short visit",
        ("Date", *(f"Passport of {the(way.origin)}, entering {the(way.destination)}" for way in held)),
        tuple((spoken_day(day), *(texts.get(day, "not known") for texts in described.values())) for day in dates),
        Quality.OBSERVED,
        (reference,),
        note="Days of a visa-free stay stand where the source gives them; it gives none for November 2019.",
    )


def _openness(frame: pl.DataFrame, way: Direction, reference: Reference) -> Fact:
    """How many passports the destination admits without a visa, as a measure for the one in question."""
    last = frame.filter(destination=way.destination.code).filter(pl.col("date") == pl.col("date").max())
    free = last.filter(requirement="visa free").height
    return Fact(
        f"Passports that {the(way.destination)} admits without a visa or an electronic authorisation",
        free, f"{free} of {last.height}", "passports", spoken_day(last["date"][0]), Quality.OBSERVED, (reference,),
    )  # fmt: skip
