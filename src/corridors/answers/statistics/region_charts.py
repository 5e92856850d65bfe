"""Charts of regions: the matrix as shades, shares within by year, where a place's people come from and live."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.statistics.region_tables import REGIONS
from corridors.answers.statistics.shared import marks_of
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.common import panel_title
from corridors.content.scalars import scalar
from corridors.content.words import people, percent, spoken

SIDES = ("immigrants, by region of birth", "emigrants, by region of residence")
CELL = 46
DARK_FROM = 0.45
"""Share of the largest cell from which on the number in a cell is white."""


def _short(region: str) -> str:
    return "Latin America" if region.startswith("Latin") else region


def heat(matrix: pl.DataFrame, year: int, references: tuple[Reference, ...]) -> Figure:
    """Cells by region of birth and residence, darker the more people, each with its number."""
    long = matrix.unpivot(list(REGIONS), index="from_region", variable_name="to_region", value_name="people")
    names = [_short(region) for region in REGIONS]
    data = long.with_columns(
        pl.col("from_region", "to_region").map_elements(_short, return_dtype=pl.String),
        millions=(pl.col("people") / 1e6).round(1),
    )
    largest = scalar(data["people"].max() or 0)
    data = data.with_columns(dark=pl.col("people") > DARK_FROM * largest)
    axis = alt.Axis(labelAngle=0, labelLimit=200, labelExpr="split(datum.label, ' ')", domain=False)
    base = alt.Chart(data).encode(
        x=alt.X("to_region:N", sort=names, title=None, axis=axis),
        y=alt.Y("from_region:N", sort=[*names, "Unknown"], title=None, axis=alt.Axis(domain=False, labelLimit=200)),
    )
    scale = alt.Scale(range=["#f4f6f8", charts.DARK])
    cells = base.mark_rect(stroke="white").encode(color=alt.Color("people:Q", scale=scale, legend=None))
    text = base.mark_text(fontSize=12).encode(
        text=alt.Text("millions:Q", format=",.1f"),
        color=alt.condition("datum.dark", alt.value("white"), alt.value("#222")),
    )
    drawn = (cells + text).properties(width=charts.WIDTH - 190, height=CELL * matrix.height)
    same = sum(row[row["from_region"]] for row in matrix.iter_rows(named=True) if row["from_region"] in REGIONS)
    top = data.sort("people", descending=True).row(0, named=True)
    said = (
        f"{people(same)} live in the region of their birth; the largest cell is {top['from_region']} to "
        f"{top['to_region']}, {people(top['people'])}"
    )
    return charts.figure(
        "matrix", said, f"Millions of people by region of birth (rows) and of residence (columns), 1 July {year}",
        drawn, data,
        alternative=f"{said}.", quality=marks_of(matrix), references=references,
        note="Latin America stands for Latin America and the Caribbean.",
    )  # fmt: skip


def by_year(within: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Panels of lines: the share of each region's emigrants who live in it, by year."""
    data = within.select("region", "year", share=100 * pl.col("share_out"))
    order = ["World", *REGIONS]
    base = alt.Chart().encode(
        x=alt.X("year:Q", title=None, scale=alt.Scale(domain=[1988, 2026]),
                axis=alt.Axis(format="d", values=[1990, 2010, 2024])),
        y=alt.Y("share:Q", title=None, scale=alt.Scale(domain=[0, 100])),
    )  # fmt: skip
    lines = base.mark_line(color=charts.DARK, point=True)
    ends = base.mark_text(dy=-10, fontSize=11).encode(text=alt.Text("share:Q", format=".0f")).transform_filter(
        "datum.year == 1990 || datum.year == 2024"
    )  # fmt: skip
    drawn = (
        alt.layer(lines, ends, data=data)
        .properties(width=128, height=110)
        .facet(facet=alt.Facet("region:N", sort=order, title=None), columns=4)
    )
    whole = within.filter(region="World")
    first, last = whole.row(0, named=True), whole.row(-1, named=True)
    said = (
        f"{percent(first['share_out'])} lived in the region of their birth in {first['year']}, "
        f"{percent(last['share_out'])} in {last['year']}"
    )
    return charts.figure(
        "years", said, "Share of a region's emigrants who live in the region itself, per cent, known origins", drawn,
        data, alternative=f"{said}.", quality=marks_of(within), references=references,
    )  # fmt: skip


def ends(about: str, frame: pl.DataFrame, year: int, references: tuple[Reference, ...]) -> Figure:
    """Two panels of bars: immigrants by region of birth, emigrants by region of residence."""
    data = pl.concat([
        frame.select("region", people=pl.col(column).cast(pl.Int64), side=pl.lit(side))
        for column, side in zip(("into", "out"), SIDES, strict=True)
    ]).with_columns(pl.col("region").map_elements(_short, return_dtype=pl.String))  # fmt: skip
    names = [_short(region) for region in REGIONS]
    panels = [
        alt.Chart(data.filter(side=side))
        .mark_bar(color=charts.DARK)
        .encode(
            x=alt.X("people:Q", axis=charts.quantity_axis("People", labelOverlap=True)),
            y=alt.Y("region:N", sort=names, title=None, axis=alt.Axis(labels=not number, labelLimit=200)),
        )
        .properties(width=225, height=24 * len(names), title=panel_title(side.capitalize(), 8))
        for number, side in enumerate(SIDES)
    ]
    parts = []
    for column, word in (("into", "immigrants were born in"), ("out", "emigrants live in")):
        if total := int(frame[column].sum()):
            row = frame.sort(column, descending=True).row(0, named=True)
            parts.append(f"{percent(row[column] / total, 0)} of {spoken(total)} {word} {_short(row['region'])}")
    said = "; ".join(parts)
    return charts.figure(
        "ends", said, f"Stocks by region of the other end, {about}, known origins, 1 July {year}",
        alt.hconcat(*panels, spacing=20), data, alternative=f"{said}.", quality=marks_of(frame), references=references,
    )  # fmt: skip
