"""Charts of coverage by social security agreements: destinations, and the corridors of one country."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.asked import Asked
from corridors.answers.labour import social_tables as tables
from corridors.concepts.countries import area
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.words import people, percent

MOST = 14
KINDS = (tables.AGREEMENT, tables.COORDINATED, tables.NONE, tables.NOT_KNOWN)
SHADES = alt.Scale(domain=list(KINDS), range=[charts.DARK, charts.LIGHT, charts.MIDDLE, charts.FAINT])


def destinations(references: tuple[Reference, ...]) -> Figure:
    """Stacked bars of the largest destinations: people by what is known of their coverage."""
    top = tables.by_place("destination").head(MOST)
    names = {column: name for name, column in tables.COLUMNS.items()}
    data = top.select(
        place=pl.col("country").map_elements(lambda code: area(code).short_name, return_dtype=pl.String),
        **{name: pl.col(column) for column, name in names.items()},
    ).unpivot(list(KINDS), index="place", variable_name="coverage", value_name="people")
    found = tables.shares(tables.pairs())
    title = f"For {percent(found[tables.NOT_KNOWN] / found['total'], 0)} of the world's migrants coverage is not known"
    return _bars("destinations", title, "People born abroad by destination, 1 July 2024", data, references)


def corridors(asked: Asked, rows: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Bars of the largest corridors of one country, shaded by what is known of coverage."""
    top = rows.head(MOST)
    data = top.select(
        place=pl.struct("origin", "destination").map_elements(_label, return_dtype=pl.String), coverage="coverage",
        people="people",
    )  # fmt: skip
    found = tables.shares(rows)
    known = found[tables.AGREEMENT] + found[tables.COORDINATED]
    part = percent(known / found["total"], 0) if known else "None"
    title = f"{part} of {people(found['total'])} are known to be covered"
    return _bars("corridors", title, f"Largest corridors by what is known of coverage, {asked.about}", data, references)


def _bars(name: str, title: str, subtitle: str, data: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    order = data["place"].unique(maintain_order=True).to_list()
    data = data.with_columns(rank=pl.col("coverage").replace_strict({kind: k for k, kind in enumerate(KINDS)},
                                                                    return_dtype=pl.Int64))  # fmt: skip
    chart = (
        alt.Chart(data)
        .mark_bar(stroke="white", strokeWidth=0.5)
        .encode(
            x=alt.X("people:Q", axis=charts.quantity_axis("People")),
            y=alt.Y("place:N", sort=order, title=None, axis=alt.Axis(labelLimit=260)),
            color=alt.Color("coverage:N", scale=SHADES, sort=list(KINDS), legend=alt.Legend(columns=4)),
            order=alt.Order("rank:Q"),
        )
        .properties(width=charts.WIDTH - 200, height=22 * len(order))
    )
    said = "; ".join(
        f"{row['place']}, {row['coverage']}: {people(row['people'])}"
        for row in data.filter(pl.col("people") > 0).iter_rows(named=True)
    )
    return charts.figure(
        name, title, subtitle, chart, data.drop("rank"), alternative=f"{said}.",
        quality=[Quality.OBSERVED, Quality.MODELLED], references=references,
        note="None listed: one end is the United States or Ireland, whose lists are held. Not known: neither is.",
    )  # fmt: skip


def _label(row: dict[str, str]) -> str:
    return " to ".join(area(row[end]).short_name for end in ("origin", "destination"))
