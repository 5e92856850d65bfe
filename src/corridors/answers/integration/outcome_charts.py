"""Charts of foreigners beside nationals: a ranking of gaps, and both rates by year."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.common import capitalised
from corridors.content.subject import named

GROUPS = ["nationals", "foreigners"]
NAMES = {"nationals": "nationals", "foreigners": "foreign citizens"}


def gaps(frame: pl.DataFrame, about: str, references: tuple[Reference, ...]) -> Figure:
    """Employment rates of both groups, countries in the order of the gap."""
    shown = frame.filter(~pl.col("unsure")).sort("gap", descending=True)
    names = pl.Series("place", [capitalised(named(code)) for code in shown["country"]])
    wide = shown.select(names, *GROUPS)
    kinds = list(NAMES.values())
    data = wide.unpivot(GROUPS, index="place", variable_name="group", value_name="rate").with_columns(
        group=pl.col("group").replace(NAMES)
    )
    y = alt.Y("place:N", sort=None, title=None, axis=alt.Axis(labelLimit=200))
    lines = (
        alt.Chart(wide)
        .mark_rule(color=charts.FAINT, strokeWidth=4)
        .encode(y=y, x=alt.X("nationals:Q", scale=alt.Scale(zero=False)), x2="foreigners:Q")
    )
    dots = (
        alt.Chart(data)
        .mark_point(filled=True, size=70, opacity=1)
        .encode(
            y=y,
            x=alt.X("rate:Q", scale=alt.Scale(zero=False), axis=alt.Axis(title="At work, per cent of 15 to 64 years")),
            color=alt.Color("group:N", scale=charts.shade(kinds), sort=kinds),
            shape=alt.Shape("group:N", scale=alt.Scale(domain=kinds, range=["circle", "diamond"]), sort=kinds),
        )
    )
    first, last = shown.row(0, named=True), shown.row(-1, named=True)
    said = f"{capitalised(named(first['country']))}: {_gap(first['gap'])}"
    if shown.height > 1:
        said += f"; {named(last['country'])}: {_gap(last['gap'])}"
    return charts.figure(
        "gaps", said, f"Employment of foreign citizens and nationals, {about}, {_years(shown)}",
        alt.layer(lines, dots).properties(width=charts.WIDTH - 160, height=17 * shown.height), data,
        alternative="; ".join(f"{named(r['country'])} {_gap(r['gap'])}" for r in shown.iter_rows(named=True)) + ".",
        quality=[Quality.OBSERVED], references=references, note="Countries with small samples are left out.",
    )  # fmt: skip


def by_year(series: pl.DataFrame, spoken: str, references: tuple[Reference, ...]) -> Figure:
    """Employment rates of both groups by year."""
    kinds = list(NAMES.values())
    data = series.select("year", *GROUPS).unpivot(GROUPS, index="year", variable_name="group", value_name="rate")
    data = data.with_columns(group=pl.col("group").replace(NAMES))
    chart = (
        alt.Chart(data)
        .mark_line(point=True)
        .encode(
            x=alt.X("year:Q", axis=charts.years_axis("Year"), scale=alt.Scale(domain=[1994, 2025])),
            y=alt.Y("rate:Q", scale=alt.Scale(zero=False), axis=alt.Axis(title="At work, per cent of 15 to 64 years")),
            color=alt.Color("group:N", scale=charts.shade(kinds), sort=kinds),
            strokeDash=alt.StrokeDash("group:N", scale=charts.dash(kinds), sort=kinds),
        )
        .properties(width=charts.WIDTH, height=charts.HEIGHT)
    )
    ends = series.sort("year")
    first, last = ends.row(0, named=True), ends.row(-1, named=True)
    said = f"{first['year']}: {_gap(first['gap'])}; {last['year']}: {_gap(last['gap'])}"
    return charts.figure("years", said, f"Employment of foreign citizens and nationals in {spoken}", chart, data,
                         alternative=f"{said}.", quality=[Quality.OBSERVED], references=references)  # fmt: skip


def _gap(points: float) -> str:
    if points > 0:
        return f"foreigners {points:.1f} points behind"
    return f"foreigners {-points:.1f} points ahead" if points < 0 else "no gap"


def _years(frame: pl.DataFrame) -> str:
    first, last = frame["year"].min(), frame["year"].max()
    return f"{last}" if first == last else f"{last} or the last year since {first}"
