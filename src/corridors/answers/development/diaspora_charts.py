"""Charts of diasporas and trade: over all pairs, within exporters and importers, and for one origin."""

from __future__ import annotations

import altair as alt
import numpy as np
import polars as pl

from corridors.answers.asked import Asked
from corridors.answers.development import diaspora_tables as tables
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.scalars import scalar
from corridors.content.words import percent

BINS = 20
"""Groups of pairs with equal numbers, by what is left of the emigrants."""


def trade(asked: Asked, rows: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Means of exports by groups of pairs, after country effects, distance and ties are taken out; own pairs named."""
    cells = _residuals()
    groups = (
        cells.with_columns(group=(pl.col("x").rank("ordinal") * BINS / (cells.height + 1)).floor())
        .group_by("group")
        .agg(pl.col("x", "y").mean(), pairs=pl.len())
        .sort("group")
    )
    found = tables.association()
    ends = pl.DataFrame({"x": [scalar(groups["x"].min()), scalar(groups["x"].max())]})
    line = ends.with_columns(y=pl.col("x") * found.elasticity)
    x = alt.X("x:Q", axis=alt.Axis(title="Emigrants in the importing country, log, more than expected", tickCount=7))
    y = alt.Y("y:Q", axis=alt.Axis(title="Exports to it, log, more than expected", tickCount=6))
    dots = alt.Chart(groups).mark_circle(color=charts.DARK, size=70, opacity=1).encode(x=x, y=y)
    fit = alt.Chart(line).mark_line(color=charts.MIDDLE, strokeDash=[6, 3]).encode(x=x, y=y)
    value = percent(1.1**found.elasticity - 1)
    title = f"Pairs with a tenth more emigrants trade {value} more"
    return charts.figure(
        "trade", title,
        f"{found.pairs:,} pairs of {tables.TRADE_YEAR} in {BINS} groups; country effects, distance and ties taken out",
        alt.layer(dots, fit).properties(width=charts.WIDTH - 60, height=charts.HEIGHT + 20), groups,
        alternative=f"{title}: dots of {BINS} groups of pairs rise along a line of slope {found.elasticity:.2f}.",
        quality=[Quality.MODELLED], references=references[:4],
        note="Each dot is the mean of some 840 pairs; single pairs scatter far more widely. The rise is not even: it "
        "lies mostly at both ends.",
    )  # fmt: skip


def _residuals() -> pl.DataFrame:
    """Logs of emigrants and of exports after exporter, importer, the reverse stock, distance and ties."""
    rows = tables.pairs()
    exporter, importer = (rows[end].rank("dense").to_numpy() - 1 for end in ("origin", "destination"))

    def cleaned(values: np.ndarray) -> np.ndarray:
        return tables.within(values, exporter, importer)

    others = [np.log1p(rows["reverse"].to_numpy()), np.log(rows["distw"].to_numpy())]
    others += [rows[tie].to_numpy().astype(float) for tie in tables.TIES]
    z = np.column_stack([cleaned(column) for column in others])
    left = []
    for column in (np.log1p(rows["people"].to_numpy()), np.log(rows["exports"].to_numpy())):
        inside = cleaned(column)
        left.append(inside - z @ np.linalg.lstsq(z, inside, rcond=None)[0])
    return pl.DataFrame({"x": left[0], "y": left[1]})
