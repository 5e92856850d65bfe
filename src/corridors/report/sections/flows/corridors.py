"""Flows of a corridor: rival published estimates by method, and what either side reports."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import polars as pl

from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Block, Figure, Missing, Note, Reference, References, Section, Table
from corridors.content.common import panel_title
from corridors.content.subject import Corridor, Direction, the
from corridors.content.words import number, spoken
from corridors.data import source as find_source
from corridors.report.sections.flows.evidence import ESTIMATES, METHODS, estimates, references, reported, withheld

FIRST_YEAR = 1990
SHOWN_YEARS = 10
PER_YEAR = {
    "period_start": pl.Int64,
    "period_end": pl.Int64,
    "low": pl.Float64,
    "high": pl.Float64,
    "pseudo_bayes": pl.Float64,
    "direction": pl.String,
}
RANGE, CENTRE = "Range of six estimates", "Pseudo-Bayes estimate"
AGREEMENT = 1.5
"""Methods "nearly agree" where the most is no more than this many times the least; a choice of words, not a finding."""
RATE, RATE_WORDS = "mig_rate", "migration rates, which leave out how stocks changed, give"
"""The method that follows the stocks at the start alone: named apart where it leaves the range of the others."""
POINT_EDGE = "#5a2d0c"
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "stroke", "triangle-left")


def corridor(pair: Corridor, cited: References) -> Section:
    """Published estimates by method and reported flows, in both directions."""
    blocks: list[Block] = []
    findings = []
    spread = {way: estimates(way) for way in (pair.forth, pair.back)}
    counts = {way: reported(way) for way in (pair.forth, pair.back)}
    estimated = any(not frame.is_empty() for frame in spread.values())
    reference = [cited.cite(find_source("flows_published"), ESTIMATES)] if estimated else []
    held = [way for way in spread if not spread[way].is_empty() or not counts[way].is_empty()]
    for way in held:
        findings.append(finding(way, spread[way], counts[way]))
    if held:
        blocks.append(_figure(held, spread, counts, [*reference, *references(counts, cited)]))
    if table := _estimates_table(spread, reference):
        blocks.append(table)
    blocks += _reports_tables(counts, cited)
    blocks += [_no_estimate(way) for way, frame in spread.items() if frame.is_empty()]
    blocks += [_no_report(way) for way, frame in counts.items() if frame.is_empty()]
    blocks.append(
        Note(
            "Estimates count people whose residence differs at the two ends of five years; reports count moves or "
            "grants in one year. Five-year estimates divided by five, as in the chart, are below the number of moves "
            "in a year."
        )
    )
    blocks += withheld()
    return Section(
        "flows", "Flows", " ".join(findings) or "No published estimate or report covers this corridor.", tuple(blocks)
    )


def finding(way: Direction, spread: pl.DataFrame, counts: pl.DataFrame) -> str:
    """The span of the latest estimates of one direction, and the largest of its latest reports, in words.

    Args:
        way: who moves where.
        spread: rows of `evidence.estimates`; empty where the pair is not covered.
        counts: rows of `evidence.reported`; empty without a report.
    """
    parts = []
    if not spread.is_empty():
        last = spread.filter(pl.col("period_start") == pl.col("period_start").max())
        others = last.filter(pl.col("method") != RATE)["flow"].to_list() or last["flow"].to_list()
        low, high = min(others), max(others)
        apart = last.filter(pl.col("method") == RATE, ~pl.col("flow").is_between(low, high))["flow"]
        start, end = last["period_start"][0], last["period_end"][0]
        if high == 0 and apart.is_empty():
            parts.append(
                f"No published estimate finds anyone who moved from {the(way.origin)} to {the(way.destination)} in "
                f"{start}-{end}."
            )
        else:
            run = f"run from {spoken(low)} to {spoken(high)}, by method" if low < high else f"all give {spoken(high)}"
            parts.append(
                f"Estimates of how many people moved from {the(way.origin)} to {the(way.destination)} in {start}-{end} "
                f"{run}{f'; {RATE_WORDS} {spoken(apart[0])}' if len(apart) else ''}."
            )
    if not counts.is_empty():
        latest = counts.filter(pl.col("year") == pl.col("year").max()).sort("flow").row(-1, named=True)
        many = spoken(latest["flow"]) if latest["flow"] else "Nobody"
        parts.append(
            f"{many} {'was' if latest['flow'] <= 1 else 'were'} reported for {latest['year']}, the latest report held "
            f"({latest['series']})."
        )
    return " ".join(parts)


def _figure(
    held: list[Direction],
    spread: dict[Direction, pl.DataFrame],
    counts: dict[Direction, pl.DataFrame],
    sources: list[Reference],
) -> Figure:
    per_year = pl.concat(
        [_per_year(spread[way]).with_columns(direction=pl.lit(way.label)) for way in held if not spread[way].is_empty()]
        or [pl.DataFrame(schema=PER_YEAR)]
    )
    points = pl.concat(
        counts[way]
        .filter(pl.col("year") >= FIRST_YEAR)
        .select("year", "series", "flow")
        .with_columns(direction=pl.lit(way.label))
        for way in held
    )
    names = sorted(points["series"].unique().to_list())
    panels = [
        _panel(per_year.filter(direction=way.label), points.filter(direction=way.label), names, way.label)
        for way in held
    ]
    data = pl.concat(
        [
            per_year.unpivot(
                ["low", "high", "pseudo_bayes"], index=["direction", "period_start", "period_end"],
                variable_name="series", value_name="persons_per_year",
            ),
            points.select(
                "direction", period_start="year", period_end=pl.col("year") + 1,
                series="series", persons_per_year="flow",
            ),
        ]
    )  # fmt: skip
    return charts.figure(
        "flows",
        _figure_title(held[0], per_year),
        "People per year: six published five-year estimates divided by five, and what statistical offices report",
        alt.vconcat(*panels, spacing=26).resolve_scale(shape="shared", color="shared"),
        data,
        alternative=_figure_title(held[0], per_year),
        quality=[*([] if per_year.is_empty() else [Quality.MODELLED]), *([Quality.OBSERVED] if names else [])],
        references=sources,
        note="Each panel has its own scale. Reports follow their own definitions, printed in the legend."
        if names
        else "Each panel has its own scale.",
    )


def _per_year(spread: pl.DataFrame) -> pl.DataFrame:
    length = pl.col("period_end") - pl.col("period_start")
    return (
        spread.with_columns(rate=pl.col("flow") / length)
        .group_by("period_start", "period_end")
        .agg(
            low=pl.col("rate").min(),
            high=pl.col("rate").max(),
            pseudo_bayes=pl.col("rate").filter(pl.col("method") == "da_pb_closed").first(),
        )
        .sort("period_start")
    )


def _panel(
    per_year: pl.DataFrame, points: pl.DataFrame, names: list[str], title: str
) -> alt.LayerChart | alt.FacetChart:
    x = alt.X("period_start:Q", axis=charts.years_axis(""), scale=alt.Scale(domain=[FIRST_YEAR, 2025], nice=False))
    y_title = charts.quantity_axis("People per year")
    series = alt.Color("series:N", scale=alt.Scale(domain=[RANGE, CENTRE], range=[charts.LIGHT, charts.DARK]))
    boxes = (
        alt.Chart(per_year.with_columns(series=pl.lit(RANGE)))
        .mark_rect(opacity=0.75, stroke="white")
        .encode(x=x, x2="period_end:Q", y=alt.Y("low:Q", axis=y_title), y2="high:Q", color=series)
    )
    lines = (
        alt.Chart(per_year.with_columns(series=pl.lit(CENTRE)))
        .mark_rule(strokeWidth=2.5)
        .encode(x=x, x2="period_end:Q", y="pseudo_bayes:Q", color=series)
    )
    layers = [boxes, lines]
    if names:
        legend = alt.Legend(columns=1, symbolFillColor=charts.MIDDLE, symbolStrokeColor=POINT_EDGE)
        shapes = alt.Shape("series:N", scale=alt.Scale(domain=names, range=list(SHAPES[: len(names)])), legend=legend)
        marks = alt.Chart(points).mark_point(
            size=34, filled=True, color=charts.MIDDLE, stroke=POINT_EDGE, strokeWidth=0.6, opacity=1
        )
        layers.append(marks.encode(x="year:Q", y="flow:Q", shape=shapes))
    return alt.layer(*layers).properties(width=charts.WIDTH, height=190, title=panel_title(title, 22))


def _figure_title(way: Direction, per_year: pl.DataFrame) -> str:
    rows = per_year.filter(direction=way.label)
    ends = f"{the(way.origin)} to {the(way.destination)}"
    if rows.is_empty():
        return f"No rival estimates exist from {ends}; the points are what offices report"
    low, high = rows["low"][-1], rows["high"][-1]
    if high == 0:
        return f"Published estimates find no movement from {ends}"
    if low * AGREEMENT >= high:
        return f"The methods nearly agree: about {spoken(high)} people a year from {ends}"
    return f"The methods disagree: {spoken(low)} to {spoken(high)} people a year from {ends}"


def _estimates_table(spread: dict[Direction, pl.DataFrame], reference: Sequence[Reference]) -> Table | None:
    held = {way: frame for way, frame in spread.items() if not frame.is_empty()}
    if not held:
        return None
    periods = sorted({(r["period_start"], r["period_end"]) for f in held.values() for r in f.iter_rows(named=True)})
    rows = []
    for way, frame in held.items():
        cells = {(r["method"], r["period_start"]): r["flow"] for r in frame.iter_rows(named=True)}
        rows += [
            (way.label, label, *(number(cells.get((method, start))) for start, _ in periods))
            for method, label in METHODS.items()
        ]
    return Table(
        "Published estimates: people who moved, by five-year period and method",
        ("Direction", "Method", *(f"{start}-{end}" for start, end in periods)),
        tuple(rows),
        Quality.MODELLED,
        tuple(reference),
        note="Persons who lived in the origin at the start of the period and in the destination at its end. "
        "Minimum methods give the least movement that explains the change of stocks; the authors' checks favour the "
        "closed ones.",
    )


def _reports_tables(counts: dict[Direction, pl.DataFrame], cited: References) -> list[Block]:
    blocks: list[Block] = []
    for way, frame in counts.items():
        recent = frame.filter(pl.col("year") > max(frame["year"]) - SHOWN_YEARS) if not frame.is_empty() else frame
        if recent.is_empty():
            continue
        years = sorted(recent["year"].unique().to_list())
        rows = []
        for (series,), group in recent.group_by("series", maintain_order=True):
            cells = dict(group.select("year", "flow").iter_rows())
            rows.append((str(series), *(number(cells[y]) if y in cells else "-" for y in years)))
        blocks.append(
            Table(
                f"Reported: {way.label}",
                ("Reporting country and what is counted", *map(str, years)),
                tuple(rows),
                Quality.OBSERVED,
                tuple(references({way: frame}, cited)),
                note="Persons or grants per year, as the office defines them; a dash: no report. By citizenship or "
                "birth, people need not have come from there.",
            )
        )
    return blocks


def _no_estimate(way: Direction) -> Missing:
    return Missing(
        f"Published estimates for {way.label}",
        "Abel and Cohen (2022) do not cover one of the two ends, since the migrant stocks of 2020 do not.",
    )


def _no_report(way: Direction) -> Missing:
    return Missing(
        f"Reported flows for {way.label}",
        f"No statistical office's figure for this direction is in the catalogue: neither {the(way.origin)} nor "
        f"{the(way.destination)} reports it in the datasets held.",
    )
