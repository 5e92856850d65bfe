"""National totals as a table and a chart: what countries report to receive and pay in remittances, by source."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.development.national import GDP_PART, NATIONAL, totals
from corridors.concepts.countries import Area
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Block, Figure, Missing, Reference, References, Table
from corridors.content.common import capitalised, least_sure
from corridors.content.scalars import scalar
from corridors.content.subject import name, the
from corridors.content.words import dollars, percent
from corridors.data import source as find_source

UNKNOWN = "not known"


def national_table(areas: tuple[Area, ...], cited: References) -> list[Block]:
    """The latest totals of each source, with the share of the gross domestic product of that year."""
    rows, silent, marks = [], [], set()
    used: list[Reference] = []
    for area in areas:
        national = totals(area)
        if national.is_empty():
            silent.append(area)
        for source, label in NATIONAL.items():
            of_source = national.filter(source=source)
            superseded = source == "wdi_2023_05" and "wdi_2025" in national["source"]
            if not of_source.is_empty() and not superseded:
                quality = Quality.MODELLED if source.startswith("knomad") else Quality.OBSERVED
                cells = [_latest(of_source, flow) for flow in ("received", "paid")]
                rows.append((name(area), label, *(text for cell in cells for text in cell), quality.label))
                marks.add(quality)
                used.append(_reference(source, cited))
                if any(share != UNKNOWN for _, share in cells):
                    used.append(cited.cite(find_source("economy"), GDP_PART))
    blocks: list[Block] = []
    if rows:
        blocks.append(
            Table(
                "Remittances received and paid, latest year of each source",
                ("Country", "Source", "Received", "Of GDP", "Paid", "Of GDP", "Quality"), tuple(rows),
                least_sure(marks), tuple(dict.fromkeys(used)),
                note="Current US dollars, from the balance of payments, to and from all countries; money sent "
                "informally is mostly not in it. GDP is gross domestic product of the same year, held to 2023. Sources "
                "differ: do not add them.",
            )
        )  # fmt: skip
    return blocks + [
        Missing(f"What {the(area)} receives and pays in remittances", "No source held has a figure for it.")
        for area in silent
    ]


def _latest(rows: pl.DataFrame, flow: str) -> tuple[str, str]:
    known = rows.filter(pl.col(flow).is_not_null()).sort("year")
    if known.is_empty():
        return UNKNOWN, UNKNOWN
    last = known.row(-1, named=True)
    share = percent(last[flow] / last["gdp"]) if last["gdp"] else UNKNOWN
    return f"{dollars(last[flow])} ({last['year']})", share


def national_figure(area: Area, lines: dict[str, pl.DataFrame], cited: References) -> Figure:
    """What was received and paid by year, one source for each line."""
    labels = {flow: f"{flow.capitalize()}: {NATIONAL[line['source'][0]]}" for flow, line in lines.items()}
    data = pl.concat(line.with_columns(series=pl.lit(labels[flow])) for flow, line in lines.items())
    years = pl.DataFrame({"year": range(int(scalar(data["year"].min())), int(scalar(data["year"].max())) + 1)})
    grid = years.join(data.select("series").unique(), how="cross").join(data, on=["year", "series"], how="left")
    names = list(labels.values())
    chart = (
        alt.Chart(grid.sort("series", "year"))
        .mark_line(point={"size": 14})
        .encode(
            x=alt.X("year:Q", axis=charts.years_axis(), scale=alt.Scale(nice=False, padding=6)),
            y=alt.Y("usd:Q", axis=charts.quantity_axis("US$ a year"), scale=alt.Scale(zero=True)),
            color=alt.Color(
                "series:N",
                scale=charts.shade(names),
                sort=names,
                legend=alt.Legend(columns=1, symbolType="stroke", symbolStrokeWidth=2.5),
            ),
            strokeDash=alt.StrokeDash("series:N", scale=charts.dash(names), sort=names),
        )
        .properties(width=charts.WIDTH, height=charts.HEIGHT)
    )
    parts = [f"{flow} {dollars(line['usd'][-1])} in {line['year'][-1]}" for flow, line in lines.items()]
    title = f"{capitalised(the(area))} {' and '.join(parts)}"
    quality = {
        Quality.MODELLED if line["source"][0].startswith("knomad") else Quality.OBSERVED for line in lines.values()
    }
    return charts.figure(
        "remittances", title, "Personal remittances by balance of payments, in current US dollars; one source per line",
        chart, data, alternative=title, quality=[mark for mark in Quality if mark in quality],
        references=[_reference(line["source"][0], cited) for line in lines.values()],
        note="Not adjusted for prices. Gaps are years without a figure; a printed zero is taken as a gap.",
    )  # fmt: skip


def _reference(source: str, cited: References) -> Reference:
    if source == "wdi_2025":
        return cited.cite(find_source("economy"), GDP_PART)
    return cited.cite(find_source("remittances_country"), source)
