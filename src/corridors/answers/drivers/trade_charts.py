"""How much of each policy's range is disagreement between views."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.whatif import QUALITY
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.words import percent

KINDS = ("Disagreement between the views", "Width of published numbers, and luck")


def disagreement(divided: pl.DataFrame, references: tuple[Reference, ...]) -> list[Figure]:
    """A bar for each policy, split into the two kinds of variance; none where there are no draws."""
    rows = divided.drop_nulls("between")
    if rows.is_empty():
        return []
    data = pl.concat(
        [
            rows.select("policy", kind=pl.lit(kind), share=value)
            for kind, value in zip(KINDS, (pl.col("between"), 1 - pl.col("between")), strict=True)
        ]
    )
    x = alt.X("share:Q", stack=True, axis=alt.Axis(title="Share of the variance", format=".0%", tickCount=5))
    y = alt.Y("policy:N", sort=None, title=None, axis=alt.Axis(labelLimit=330))
    colour = alt.Color("kind:N", scale=alt.Scale(domain=list(KINDS), range=[charts.DARK, charts.LIGHT]))
    bars = alt.Chart(data).mark_bar(size=16).encode(x=x, y=y, color=colour, order=alt.Order("kind:N"))
    chart = bars.properties(width=charts.WIDTH - 300, height=34 * rows.height)
    first = rows.sort("between").row(-1, named=True)
    said = f"Disagreement is most of the range for one policy: {first['policy'].lower()}"
    if (rows["between"] > 0.5).sum() != 1:
        shares = sorted(rows["between"].to_list())
        said = f"Disagreement makes up {percent(shares[0], 0)} to {percent(shares[-1], 0)} of the range"
    told = "; ".join(f"{row['policy']}: {percent(row['between'], 0)}" for row in rows.iter_rows(named=True))
    return [
        charts.figure(
            "disagreement", said, "Share of the variance of people abroad in 2050, over views and draws", chart, data,
            alternative=f"{told}.", quality=[QUALITY], references=references,
        )
    ]  # fmt: skip
