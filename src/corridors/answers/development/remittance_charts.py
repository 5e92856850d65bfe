"""Charts of remittances: the largest corridors with the range over methods, and the gap between both reports."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.asked import Asked
from corridors.answers.development.remittance_tables import Reconciled
from corridors.concepts.countries import area
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.common import capitalised
from corridors.content.subject import named
from corridors.content.words import dollars

MOST = 12
"""Bars of a ranking."""
LABELS = alt.Axis(labelLimit=280)


def largest(asked: Asked, rows: pl.DataFrame, year: int, references: tuple[Reference, ...]) -> Figure:
    """Bars of the largest corridors, each with a line from the lowest to the highest of three methods."""
    methods = ["usd", "published", "by_receipts"]
    data = rows.head(MOST).select(
        corridor=pl.struct("origin", "destination").map_elements(_label, return_dtype=pl.String),
        usd="usd",
        low=pl.min_horizontal(methods),
        high=pl.max_horizontal(methods),
    )
    y = alt.Y("corridor:N", sort=None, title=None, axis=LABELS)
    bars = alt.Chart(data).mark_bar(color=charts.LIGHT).encode(
        x=alt.X("usd:Q", axis=charts.quantity_axis("US$ a year")), y=y
    )  # fmt: skip
    lines = alt.Chart(data).mark_rule(color=charts.DARK, strokeWidth=2).encode(x="low:Q", x2="high:Q", y=y)
    first = data.row(0, named=True)
    return charts.figure(
        "corridors",
        f"{capitalised(first['corridor'])}: {dollars(first['usd'])} a year",
        f"Remittances by corridor, {year}, reconciled to national totals; lines span three methods",
        alt.layer(bars, lines).properties(width=charts.WIDTH - 220, height=24 * data.height),
        data,
        alternative="; ".join(f"{row['corridor']}: {dollars(row['usd'])}" for row in data.iter_rows(named=True)) + ".",
        quality=[Quality.MODELLED],
        references=references,
        note="Bar: reconciled. Line: from the lowest to the highest of the reconciled matrix, the World Bank's matrix "
        "of its own year, and that matrix scaled to receipts alone.",
    )


def gap(found: Reconciled, references: tuple[Reference, ...]) -> Figure:
    """What the largest senders report to pay beside what receivers' reports make them pay."""
    names = ["Reported by the sender", "Reconciled"]
    top = found.countries.filter(pl.col("fitted_paid").is_not_null()).sort("fitted_paid", descending=True).head(MOST)
    data = top.select(
        place=pl.col("country").map_elements(lambda code: capitalised(named(code)), return_dtype=pl.String),
        **{names[0]: pl.col("paid"), names[1]: pl.col("fitted_paid")},
    ).unpivot(names, index="place", variable_name="figure", value_name="usd")
    chart = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            x=alt.X("usd:Q", axis=charts.quantity_axis("US$ a year")),
            y=alt.Y("place:N", sort=data["place"].unique(maintain_order=True).to_list(), title=None, axis=LABELS),
            yOffset=alt.YOffset("figure:N", sort=names),
            color=alt.Color("figure:N", scale=charts.shade(names), sort=names),
        )
        .properties(width=charts.WIDTH - 160, height=30 * top.height)
    )
    first = top.row(0, named=True)
    reported = dollars(first["paid"]) if first["paid"] is not None else "nothing"
    place, implied = capitalised(named(first["country"])), dollars(first["fitted_paid"])
    title = f"{place} reports to pay {reported}; receipts imply {implied}"
    return charts.figure(
        "gap", title, f"Remittances paid by the largest senders, {found.year}", chart, data,
        alternative=f"{title}. Two bars for each of the {top.height} largest senders.",
        quality=[Quality.OBSERVED, Quality.MODELLED], references=references,
        note="No bar means that the country reports nothing it pays.",
    )  # fmt: skip


def methods(asked: Asked, found: Reconciled, rows: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """The three methods for one corridor."""
    row = rows.row(0, named=True)
    labels = {
        "usd": f"Reconciled, {found.year}",
        "by_receipts": f"Scaled to receipts alone, {found.year}",
        "published": f"World Bank's matrix of {found.pattern_year}",
    }
    data = pl.DataFrame({"method": list(labels.values()), "usd": [row[key] for key in labels]}, strict=False)
    chart = (
        alt.Chart(data)
        .mark_bar(color=charts.DARK)
        .encode(
            x=alt.X("usd:Q", axis=charts.quantity_axis("US$ a year"), scale=alt.Scale(zero=True)),
            y=alt.Y("method:N", sort=None, title=None, axis=LABELS),
        )
        .properties(width=charts.WIDTH - 220, height=100)
    )
    known = data.drop_nulls()
    said = "; ".join(f"{name}: {dollars(usd)}" for name, usd in known.iter_rows())
    return charts.figure(
        "methods", f"From {_label(row)}: {dollars(row['usd'])} a year", "Remittances of the corridor by method", chart,
        data, alternative=f"{said}.", quality=[Quality.MODELLED], references=references,
        note="" if known.height == data.height else "The matrix of that year does not name the pair.",
    )  # fmt: skip


def _label(row: dict[str, str]) -> str:
    return " to ".join(area(row[end]).short_name for end in ("destination", "origin"))
