"""Chart of what follows one arrival more, by years since, with its interval."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.asked import Asked
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference


def years(asked: Asked, series: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Further arrivals per hundred, the median as a line in a band of 95%."""
    values = [(100 * pl.col(name)).alias(name) for name in ("median", "lower", "upper")]
    start = pl.DataFrame({"years": [0], "median": [0.0], "lower": [0.0], "upper": [0.0]})
    data = pl.concat([start, series.select(pl.col("years").cast(pl.Int64), *values)])
    x = alt.X("years:Q", axis=alt.Axis(title="Years since", values=data["years"].to_list()))
    y = alt.Y("lower:Q", axis=charts.quantity_axis("Further arrivals per 100"))
    band = alt.Chart(data).mark_area(color=charts.FAINT).encode(x=x, y=y, y2="upper:Q")
    line = alt.Chart(data).mark_line(color=charts.DARK, point=alt.OverlayMarkDef(color=charts.DARK))
    chart = alt.layer(band, line.encode(x=x, y=alt.Y("median:Q"))).properties(width=charts.WIDTH, height=charts.HEIGHT)
    last = data.row(-1, named=True)
    said = f"100 arrivals more are followed by {last['median']:.0f} others within 30 years"
    return charts.figure(
        "years", said, f"Further arrivals through the network, {asked.about}; the band holds 95%", chart, data,
        alternative=f"{said}, with 95% probability between {last['lower']:.0f} and {last['upper']:.0f}.",
        quality=[Quality.MODELLED], references=references,
    )  # fmt: skip
