"""Flows of one country: its largest published corridors, and its net migration to 2050."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.concepts.countries import Area, area
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Block, Figure, Missing, References, Section, Table
from corridors.content.common import HORIZON, capitalised
from corridors.content.subject import name, the
from corridors.content.words import number, people, spoken
from corridors.data import source as find_source
from corridors.report.sections.flows.evidence import ESTIMATES, estimates_of, net_migration, withheld

LARGEST = 10
YEARS = 10


def country(subject: Area, cited: References) -> Section:
    """The largest flows from and to one country by published estimates, and its net migration."""
    flows = estimates_of(subject)
    blocks: list[Block] = []
    findings = []
    if flows.is_empty():
        blocks.append(
            Missing(
                f"Published estimates of flows from and to {the(subject)}",
                "Abel and Cohen (2022) do not cover it, since the migrant stocks of 2020 do not.",
            )
        )
    else:
        findings.append(_finding(subject, flows))
        blocks += [_ranked_figure(subject, flows, cited), _ranked_table(subject, flows, cited)]
    if subject.in_wpp2024:
        frame = net_migration(subject).filter(pl.col("year") <= HORIZON)
        findings.append(_net_finding(subject, frame))
        blocks.append(_net_figure(subject, frame, cited))
    else:
        blocks.append(Missing(f"Net migration of {the(subject)}", "World Population Prospects 2024 does not show it."))
    blocks += withheld()
    return Section(
        "flows", "Flows", " ".join(findings) or f"No published estimate covers {the(subject)}.", tuple(blocks)
    )


def _finding(subject: Area, flows: pl.DataFrame) -> str:
    start, end = flows["period_start"][0], flows["period_end"][0]
    out = flows.filter(origin=subject.code).sort("centre", descending=True)
    into = flows.filter(destination=subject.code).sort("centre", descending=True)
    parts = []
    for rows, column, words in ((out, "destination", "from {0} went to {1}"), (into, "origin", "to {0} came from {1}")):
        if not rows.is_empty() and rows["high"][0] > 0:
            other = the(area(rows[column][0]))
            parts.append(f"the largest flow {words.format(the(subject), other)} ({_span(rows.row(0, named=True))})")
    if not parts:
        return f"Published estimates find no movement from or to {the(subject)} in {start}-{end}."
    text = " and ".join(parts)
    return f"By published estimates, {text} in {start}-{end}."


def _span(row: dict[str, float]) -> str:
    low, high = spoken(row["low"]), spoken(row["high"])
    return people(row["high"]) if low == high else f"{low} to {high} people"


def _largest(subject: Area, flows: pl.DataFrame) -> pl.DataFrame:
    sides = []
    for own, other, label in (
        ("origin", "destination", f"From {name(subject)} to"),
        ("destination", "origin", f"To {name(subject)} from"),
    ):
        rows = flows.filter(pl.col(own) == subject.code).sort("centre", other, descending=[True, False]).head(LARGEST)
        sides.append(
            rows.select(
                side=pl.lit(label),
                other=pl.col(other).map_elements(lambda code: name(area(code)), return_dtype=pl.String),
                low=pl.col("low"),
                high=pl.col("high"),
                centre=pl.col("centre"),
            )
        )
    return pl.concat(sides)


def _ranked_figure(subject: Area, flows: pl.DataFrame, cited: References) -> Figure:
    data = _largest(subject, flows)
    period = f"{flows['period_start'][0]}-{flows['period_end'][0]}"
    panels = []
    for side in data["side"].unique(maintain_order=True):
        rows = data.filter(side=side)
        y = alt.Y("other:N", sort=rows["other"].to_list(), title=None, axis=alt.Axis(labelLimit=160, ticks=False))
        bars = alt.Chart(rows).mark_bar(color=charts.LIGHT, height=13).encode(
            x=alt.X("centre:Q", axis=charts.quantity_axis("Persons in five years")), y=y
        )  # fmt: skip
        spans = alt.Chart(rows).mark_rule(color=charts.DARK, strokeWidth=2).encode(x="low:Q", x2="high:Q", y=y)
        ends = alt.Chart(rows).transform_fold(["low", "high"], as_=["end", "value"])
        ticks = ends.mark_tick(color=charts.DARK, thickness=2, height=9).encode(x="value:Q", y=y)
        panels.append(
            alt.layer(bars, spans, ticks).properties(
                width=charts.PANEL - 85,
                height=max(rows.height, 2) * 21,
                title=alt.Title(side, anchor="start", fontSize=12),
            )
        )
    title = f"The largest flows from and to {the(subject)}, {period}: how far the methods agree"
    return charts.figure(
        "flows",
        title,
        "Bars: pseudo-Bayes estimate; lines: from the least to the most of six published methods",
        alt.hconcat(*panels, spacing=30),
        data,
        alternative=title,
        quality=[Quality.MODELLED],
        references=[cited.cite(find_source("flows_published"), ESTIMATES)],
        note="Each panel has its own scale. People who lived in another country five years before.",
    )


def _ranked_table(subject: Area, flows: pl.DataFrame, cited: References) -> Table:
    rows = [
        (row["side"], row["other"], number(row["low"]), number(row["centre"]), number(row["high"]))
        for row in _largest(subject, flows).iter_rows(named=True)
    ]
    return Table(
        f"Largest flows, {flows['period_start'][0]}-{flows['period_end'][0]}",
        ("Direction", "Country or area", "Least of six methods", "Pseudo-Bayes", "Most"),
        tuple(rows),
        Quality.MODELLED,
        (cited.cite(find_source("flows_published"), ESTIMATES),),
        note="Persons in five years. The authors' checks favour the closed methods; minimum methods show least.",
    )


def _net_finding(subject: Area, frame: pl.DataFrame) -> str:
    last = frame.filter(variant="estimates").row(-1, named=True)
    net = last["net_migration"]
    if net == 0:
        return f"As many people came to {the(subject)} as left in {last['year']}."
    words = "came to {0} than left" if net > 0 else "left {0} than came"
    count = people(abs(net)).replace(" people", " more people").replace(" person", " more person")
    return f"In {last['year']}, {count} {words.format(the(subject))}."


def _net_figure(subject: Area, frame: pl.DataFrame, cited: References) -> Figure:
    past, future = "Estimate", "Projection, medium, with 80% and 95% intervals"
    data = frame.with_columns(
        series=pl.when(pl.col("variant") == "estimates").then(pl.lit(past)).otherwise(pl.lit(future))
    ).drop("country", "variant", "cnmr")
    x = alt.X("year:Q", axis=charts.years_axis(""))
    y_axis = charts.quantity_axis("Arrivals less departures, persons per year")
    y = alt.Y("net_migration:Q", axis=y_axis)
    projected = alt.Chart(data.filter(series=future))
    wide = projected.mark_area(color=charts.FAINT).encode(
        x=x, y=alt.Y("net_migration_95l:Q", axis=y_axis), y2="net_migration_95u:Q"
    )
    narrow = projected.mark_area(color=charts.LIGHT).encode(x=x, y="net_migration_80l:Q", y2="net_migration_80u:Q")
    names = [past, future]
    legend = alt.Legend(symbolStrokeColor=charts.DARK)
    dashes = alt.StrokeDash("series:N", scale=charts.dash(names), legend=legend)
    line = alt.Chart(data).mark_line(color=charts.DARK).encode(x=x, y=y, strokeDash=dashes)
    zero = alt.Chart(pl.DataFrame({"zero": [0]})).mark_rule(color="#555").encode(y="zero:Q")
    title = _net_title(subject, frame)
    return charts.figure(
        "net-migration",
        title,
        f"Net migration of {the(subject)} by calendar year, 1950-{HORIZON}",
        alt.layer(wide, narrow, zero, line).properties(width=charts.WIDTH, height=charts.HEIGHT),
        data,
        alternative=title,
        quality=[Quality.MODELLED, Quality.PROJECTED],
        references=[cited.cite(find_source("net_migration"))],
        note="The medium projection rests on assumptions about net migration, not on a model of who moves where.",
    )


def _net_title(subject: Area, frame: pl.DataFrame) -> str:
    recent = frame.filter(variant="estimates").tail(YEARS)
    net, span = recent["net_migration"], f"from {recent['year'][0]} to {recent['year'][-1]}"
    if (net > 0).all():
        return f"More people came to {the(subject)} than left it in each year {span}"
    if (net < 0).all():
        return f"More people left {the(subject)} than came in each year {span}"
    gains = int((net > 0).sum())
    return f"{capitalised(the(subject))} gained people by migration in {gains or 'none'} of the {YEARS} years {span}"
