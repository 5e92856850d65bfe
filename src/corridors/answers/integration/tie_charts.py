"""What a migrant sends by years of stay under both views."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.integration import tie_tables as tables
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.parameters import view

SHARES = ("net", "low", "high")


def by_years(references: tuple[Reference, ...]) -> Figure:
    """A line for each view in its band of 95%, and a mark where the sum turns below what was sent on arrival."""
    names = {name: view(name).label for name in tables.VIEWS}
    data = tables.curve().with_columns(pl.col(*SHARES) * 100)
    data = data.with_columns(pl.col("view").replace_strict(names))
    x = alt.X("years:Q", axis=alt.Axis(title="Years since arrival", tickMinStep=5))
    colour = alt.Color("view:N", scale=charts.shade(list(names.values())), legend=None)
    dash = alt.StrokeDash("view:N", scale=charts.dash(list(names.values())), legend=None)
    band = alt.Chart(data).mark_area(opacity=0.25).encode(
        x=x, y=alt.Y("low:Q", axis=charts.quantity_axis("Sent in a year, % against arrival")), y2="high:Q",
        color=colour,
    )  # fmt: skip
    line = alt.Chart(data).mark_line().encode(x=x, y="net:Q", color=colour, strokeDash=dash)
    turn = tables.turn("integration-attachment")
    zero = alt.Chart(pl.DataFrame({"y": [0.0]})).mark_rule(color="#555", strokeDash=[3, 3]).encode(y="y:Q")
    marked = alt.Chart(pl.DataFrame({"years": [turn.level], "net": [0.0]}))
    dot = marked.mark_point(size=110, filled=True, color="black", opacity=1).encode(x=x, y="net:Q")
    text = marked.mark_text(align="right", dx=-8, dy=16, fontSize=12).encode(
        x=x, y="net:Q", text=alt.value(f"turns after {turn.level:.2g} years")
    )
    ends = data.filter(years=float(tables.LONGEST))
    labels = alt.Chart(ends).mark_text(align="right", dx=-4, dy=-28, fontSize=12).encode(x=x, y="net:Q", text="view:N")
    chart = alt.layer(band, zero, line, dot, text, labels).properties(width=charts.WIDTH, height=260)
    said = f"If ties loosen, less is sent than on arrival after {turn.level:.2g} years; if only earnings count, never"
    told = "; ".join(
        f"{row['view']}, {tables.LONGEST} years: {row['net']:+.0f}% ({row['low']:+.0f} to {row['high']:+.0f})"
        for row in ends.iter_rows(named=True)
    )
    return charts.figure(
        "years", said, "What a migrant sends in a year against the year of arrival, by years of stay", chart, data,
        alternative=f"{said}. {told}.", quality=[Quality.MODELLED], references=references,
        note=f"Bands: 95% of {tables.DRAWS:,} draws of the parameters.",
    )  # fmt: skip
