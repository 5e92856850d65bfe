"""A chart of the published recruitment costs in months of pay."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.asked import Asked
from corridors.answers.labour.recruitment_tables import GROUPS, SOUTH_ASIA
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.common import capitalised
from corridors.content.subject import named


def months(asked: Asked, rows: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """A line from low to high for each figure, shaded by whether it was read in its source."""
    marks = {"observed": "read in the source", "unverified": "recalled, not verified"}
    data = rows.select(
        figure=pl.struct("origin", "destination", "what", "kind").map_elements(_label, return_dtype=pl.String),
        low="low", high="high", known=pl.col("quality").replace_strict(marks),
    ).sort("high")  # fmt: skip
    names = [name for name in marks.values() if name in data["known"]]
    base = alt.Chart(data)
    y = alt.Y("figure:N", sort=None, title=None, axis=alt.Axis(labelLimit=330))
    colour = alt.Color("known:N", scale=charts.shade(names), sort=names)
    x = alt.X("low:Q", axis=alt.Axis(title="Months of pay abroad", tickCount=7), scale=alt.Scale(zero=True))
    lines = base.mark_rule(strokeWidth=5).encode(x=x, x2="high:Q", y=y, color=colour)
    ends = [base.mark_circle(size=70, opacity=1).encode(x=f"{end}:Q", y=y, color=colour) for end in ("low", "high")]
    chart = alt.layer(lines, *ends).properties(width=charts.WIDTH - 260, height=34 * data.height)
    top = data.row(-1, named=True)
    return charts.figure(
        "months", f"The highest figure: {top['low']:.3g} to {top['high']:.3g} months of pay",
        "What a worker pays for a job abroad, all figures in months that are held", chart, data,
        alternative="; ".join(
            f"{row['figure']}: {row['low']:.3g} to {row['high']:.3g}" for row in data.iter_rows(named=True)
        ) + ".",
        quality=sorted({Quality(q) for q in rows["quality"]}, key=list(Quality).index), references=references,
        note="Different corridors, years and surveys: not comparable.",
    )  # fmt: skip


def _label(row: dict[str, str | None]) -> str:
    """The corridor or group that a figure is about, and whether it is a published point or an estimate."""
    origin, destination = (
        GROUPS.get(code, named(code)) if code else None for code in (row["origin"], row["destination"])
    )
    if origin is None and SOUTH_ASIA in (row["what"] or ""):
        origin = "South Asia"
    ends = [f"{word} {end}" for word, end in (("from", origin), ("to", destination)) if end]
    place = capitalised(" ".join(ends)) if ends else "KNOMAD's corridors, 2015-16"
    return f"{place} ({'published' if row['kind'] == 'published point' else 'registry'})"
