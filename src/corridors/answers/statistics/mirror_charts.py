"""Charts of both ends' reports: corridors on a scale of ratios, one corridor by year."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.statistics.shared import marks_of
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.common import capitalised
from corridors.content.scalars import scalar
from corridors.content.subject import named
from corridors.content.words import spoken

MOST = 26
"""Corridors shown."""
SIDES = ("arrivals that the receiver reports", "departures that the sender reports")


def gaps(about: str, ranked: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Points of arrivals for each departure on a scale of ratios, named with what the receiver counts."""
    shown = ranked.head(MOST).sort("ratio")
    data = pl.DataFrame([
        {"corridor": f"{named(row['origin'])} to {named(row['destination'])}".removeprefix("the "),
         "ratio": row["ratio"], "counts": row["receiver_counts"], "one": 1.0}
        for row in shown.iter_rows(named=True)
    ])  # fmt: skip
    low = min(0.01, scalar(data["ratio"].min() or 1.0))
    scale = alt.Scale(type="log", domain=[low, max(4.0, scalar(data["ratio"].max() or 1.0))])
    axis = alt.Axis(values=[0.001, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 100], format="~g")
    y = alt.Y("corridor:N", sort=None, title=None, axis=alt.Axis(labelLimit=260))
    base = alt.Chart(data).encode(y=y)
    stems = base.mark_rule(color="#bbb").encode(
        x=alt.X("ratio:Q", scale=scale, axis=axis, title="Arrivals reported for each departure reported"), x2="one:Q"
    )
    points = base.mark_circle(size=70, color=charts.DARK, opacity=1).encode(x=alt.X("ratio:Q", scale=scale))
    right = max(4.0, scalar(data["ratio"].max() or 1.0))
    labels = base.mark_text(align="left", dx=8, fontSize=11, color="#444").encode(x=alt.datum(right), text="counts:N")
    even = alt.Chart(pl.DataFrame({"one": [1.0]})).mark_rule(strokeDash=[3, 3]).encode(x="one:Q")
    drawn = alt.layer(even, stems, points, labels).properties(width=charts.WIDTH - 280, height=19 * data.height)
    row = ranked.row(0, named=True)
    said = (
        f"{named(row['origin'])} to {named(row['destination'])}: {spoken(row['arrivals'])} arrivals reported a year, "
        f"{spoken(row['departures'])} departures"
    )
    return charts.figure(
        "gaps", capitalised(said), f"Arrivals reported for each departure reported, by residence, {about}; on the "
        "right the stay from which the receiver counts", drawn, data,
        alternative="; ".join(f"{r['corridor']}: {r['ratio']:.2g}" for r in data.iter_rows(named=True)) + ".",
        quality=marks_of(ranked), references=references, note="The dashed line is agreement.",
    )  # fmt: skip


def by_year(about: str, rows: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Two lines of one corridor: what each end reports."""
    data = pl.concat([
        rows.select("year", people=pl.col(column), side=pl.lit(side))
        for column, side in zip(("arrivals", "departures"), SIDES, strict=True)
    ])  # fmt: skip
    chart = (
        alt.Chart(data)
        .mark_line(point=True)
        .encode(
            x=alt.X("year:Q", axis=charts.years_axis()),
            y=alt.Y("people:Q", axis=charts.quantity_axis("People")),
            color=alt.Color("side:N", scale=charts.shade(SIDES), sort=list(SIDES)),
            strokeDash=alt.StrokeDash("side:N", scale=charts.dash(SIDES), sort=list(SIDES)),
        )
        .properties(width=charts.WIDTH, height=charts.HEIGHT)
    )
    last = rows.sort("year").row(-1, named=True)
    said = f"{spoken(last['arrivals'])} arrivals and {spoken(last['departures'])} departures reported in {last['year']}"
    return charts.figure(
        "years", capitalised(said), f"What either end reports, by residence, {about}", chart, data,
        alternative=f"{said}.", quality=marks_of(rows), references=references,
    )  # fmt: skip
