"""A chart of the cost of protection for one migrant against taxes and earnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from corridors.answers.whatif import QUALITY
from corridors.content import charts

if TYPE_CHECKING:
    from corridors.answers.rights.protection_runs import Sums
    from corridors.content.blocks import Figure, Reference


def against(held: Sums, frame: pl.DataFrame, about: str, references: tuple[Reference, ...]) -> Figure:
    """The range of the cost, and beside it taxes and earnings, on a logarithmic scale."""
    row = frame.row(0, named=True)
    data = pl.DataFrame(
        {
            "what": ["Public cost of protection", "Taxes of a migrant", "Earnings of a working migrant"],
            "low": [row["low"], held.taxes, held.earnings],
            "central": [row["central"], held.taxes, held.earnings],
            "high": [row["high"], held.taxes, held.earnings],
        }
    )
    x = alt.Scale(type="log")
    axis = charts.quantity_axis("international dollars a year, logarithmic")
    y = alt.Y("what:N", sort=None, title=None, axis=alt.Axis(labelLimit=240))
    line = alt.Chart(data).mark_rule(strokeWidth=6, color=charts.LIGHT).encode(
        x=alt.X("low:Q", scale=x, axis=axis), x2="high:Q", y=y
    )  # fmt: skip
    dot = alt.Chart(data).mark_point(size=90, filled=True, opacity=1, color=charts.DARK).encode(
        x=alt.X("central:Q", scale=x, axis=axis), y=y
    )  # fmt: skip
    part = row["central"] / held.taxes
    return charts.figure(
        "against", f"Protection would cost {100 * part:.2g}% of the taxes that a migrant pays",
        f"Public cost of the convention's duties a year for each migrant: range and middle, {about}, 2030",
        alt.layer(line, dot).properties(width=charts.WIDTH - 200, height=110), data,
        alternative="; ".join(
            f"{one['what']}: {one['central']:,.0f} ({one['low']:,.0f} to {one['high']:,.0f})"
            for one in data.iter_rows(named=True)
        ) + ".",
        quality=[QUALITY], references=references, note="Middle: dot. An upper bound where duties are met already.",
    )  # fmt: skip
