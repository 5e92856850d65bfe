"""National totals: what countries report to receive and pay in remittances, by source."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.concepts.countries import Area
from corridors.concepts.quality import Quality
from corridors.data import load
from corridors.data import source as find_source
from corridors.report import charts
from corridors.report.content import Block, Figure, Missing, Reference, References, Table
from corridors.report.sections.common import capitalised, least_sure
from corridors.report.subject import name, the
from corridors.report.words import dollars, percent

RECENT = 2020
"""National totals that end earlier are said to have no later figure, so that nobody takes them for today's."""
NATIONAL = {
    "wdi_2026_subset": "World Development Indicators, February 2026",
    "wdi_2025": "World Development Indicators, June 2025",
    "wdi_2023_05": "World Development Indicators, May 2023",
    "knomad_2023_05": "KNOMAD, May 2023 (gaps filled)",
}
"""Sources of what countries receive and pay, the newest first."""
RECEIVED, PAID, GDP = "BX.TRF.PWKR.CD.DT", "BM.TRF.PWKR.CD.DT", "NY.GDP.MKTP.CD"
GDP_PART = "wdi"
UNKNOWN = "not known"
FEWEST_YEARS = 8
"""A line of the chart of national totals has at least as many years, else an older but longer source is drawn."""


def gdp(area: Area, year: int) -> float | None:
    """Gross domestic product in current US dollars; None where unknown."""
    found = load("economy", country=area.code, year=year).frame.filter(indicator=GDP)["value"]
    return float(found[0]) if len(found) else None


def totals(area: Area) -> pl.DataFrame:
    """What a country received and paid by source and year: source, order, year, received, paid, gdp.

    A printed zero becomes missing: the sources print it for years without a report, as for Syria after 2010.
    """
    economy = load("economy", country=area.code).frame
    later = {
        column: economy.filter(indicator=code).select("year", pl.col("value").alias(column))
        for column, code in (("received", RECEIVED), ("paid", PAID), ("gdp", GDP))
    }
    newer = later["received"].join(later["paid"], on="year", how="full", coalesce=True)
    reported = load("remittances_country", country=area.code).frame.select(
        "source", "year", pl.col("inflow_usd").alias("received"), pl.col("outflow_usd").alias("paid")
    )
    both = pl.concat([reported, newer.select(pl.lit("wdi_2025").alias("source"), "year", "received", "paid")])
    order = {source: place for place, source in enumerate(NATIONAL)}
    return (
        both.with_columns(
            pl.when(pl.col(flow) > 0).then(pl.col(flow)).alias(flow) for flow in ("received", "paid")
        )
        .with_columns(order=pl.col("source").replace_strict(order, return_dtype=pl.Int64))
        .filter(pl.any_horizontal(pl.col("received", "paid").is_not_null()))
        .join(later["gdp"], on="year", how="left")
        .sort("order", "year")
    )  # fmt: skip


def chosen(national: pl.DataFrame, flow: str) -> pl.DataFrame | None:
    """The one source to draw of what was received or paid: the latest that is long enough, else the longest."""
    rows = national.filter(pl.col(flow).is_not_null())
    spans = rows.group_by("source", "order").agg(years=pl.len(), last=pl.col("year").max())
    if spans.is_empty():
        return None
    long = spans.filter(pl.col("years") >= FEWEST_YEARS).sort("last", pl.col("order").neg())
    best = (long if not long.is_empty() else spans.sort("years", pl.col("order").neg()))["source"][-1]
    return rows.filter(source=best).select("source", "year", usd=pl.col(flow)).sort("year")


def latest_amount(rows: pl.DataFrame, flow: str) -> str:
    """The last amount in words, with its year and its weight in the gross domestic product.

    Args:
        rows: rows of `totals` in which the flow is known, in order of the year.
        flow: "received" or "paid".
    """
    last = rows.row(-1, named=True)
    weighed = rows.filter(pl.col("gdp") > 0)
    remarks = []
    if not weighed.is_empty():
        row = weighed.row(-1, named=True)
        year = "" if row["year"] == last["year"] else f" in {row['year']}"
        remarks.append(f"{percent(row[flow] / row['gdp'])} of gross domestic product{year}")
    if last["year"] < RECENT:
        remarks.append("no later figure is known")
    text = f"{dollars(last[flow])} in {last['year']}"
    return f"{text} ({'; '.join(remarks)})" if remarks else text


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
    years = pl.DataFrame({"year": range(data["year"].min(), data["year"].max() + 1)})  # type: ignore[arg-type, operator]
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
