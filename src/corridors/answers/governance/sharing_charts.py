"""Charts of shared responsibility: hosted refugees beside fair shares."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.concepts.countries import Area
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.common import capitalised
from corridors.content.subject import named, the
from corridors.content.words import people

MOST = 8
"""Countries shown on each side of the fair share."""


def gaps(frame: pl.DataFrame, title: str, references: tuple[Reference, ...]) -> Figure:
    """The countries furthest above and below their fair share: a dot for hosted, a bar's end for the fair share."""
    known = frame.filter(pl.col("fair").is_not_null()).sort("gap", descending=True)
    above = known.filter(pl.col("gap") > 0).head(MOST)
    below = known.filter(pl.col("gap") < 0).tail(MOST)
    shown = pl.concat([above, below]).unique("country", maintain_order=True)
    return _figure(shown, title, _said(shown), references)


def own(country: Area, frame: pl.DataFrame, title: str, references: tuple[Reference, ...]) -> Figure:
    """One country among those that host about as many."""
    order = frame.sort("hosted", descending=True)
    rank = order["country"].to_list().index(country.code)
    near = order.slice(max(0, rank - 5), 11)
    shown = near.filter(pl.col("fair").is_not_null() | (pl.col("country") == country.code))
    said = _said(shown.filter(country=country.code))
    return _figure(shown, f"{title}; {the(country)} among hosts of like size", said, references)


def _figure(shown: pl.DataFrame, subtitle: str, said: str, references: tuple[Reference, ...]) -> Figure:
    names = shown["country"].map_elements(lambda c: capitalised(named(c)), return_dtype=pl.String)
    data = shown.select(pl.Series("host", names), "hosted", fair=pl.col("fair").round(0))
    long = data.unpivot(["hosted", "fair"], index="host", variable_name="what", value_name="people").with_columns(
        what=pl.col("what").replace({"hosted": "hosted", "fair": "fair share"})
    )
    y = alt.Y("host:N", sort=None, title=None, axis=alt.Axis(labelLimit=200))
    lines = alt.Chart(data).mark_rule(color=charts.FAINT, strokeWidth=4).encode(y=y, x="hosted:Q", x2="fair:Q")
    kinds = ["hosted", "fair share"]
    dots = (
        alt.Chart(long)
        .mark_point(filled=True, size=80, opacity=1)
        .encode(
            y=y,
            x=alt.X("people:Q", axis=charts.quantity_axis("People")),
            color=alt.Color("what:N", scale=charts.shade(kinds), sort=kinds),
            shape=alt.Shape("what:N", scale=alt.Scale(domain=kinds, range=["circle", "diamond"]), sort=kinds),
        )
    )
    chart = alt.layer(lines, dots).properties(width=charts.WIDTH - 160, height=22 * data.height)
    marks = [Quality.OBSERVED, Quality.MODELLED]
    return charts.figure("hosts", said, subtitle, chart, long, alternative=said, quality=marks, references=references)


def _said(shown: pl.DataFrame) -> str:
    first = shown.row(0, named=True)
    fair = "not known" if first["fair"] is None else people(first["fair"])
    return f"{capitalised(named(first['country']))} hosts {people(first['hosted'])}; its fair share is {fair}"
