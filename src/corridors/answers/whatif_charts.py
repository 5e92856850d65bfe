"""The chart of answers of kind W: each outcome's change under each view, with the range of the draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt
import polars as pl

from corridors.answers.whatif import PERCENT, POINTS, QUALITY
from corridors.answers.whatif_words import amount
from corridors.content import charts
from corridors.scenarios.assumptions import UNDECIDED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.content.blocks import Figure, Reference

ZERO = alt.Chart(pl.DataFrame({"x": [0.0]})).mark_rule(color="#555", strokeDash=[3, 3]).encode(x="x:Q")
LABELS = 200
ROW = 24
DASHES = ([2, 2], [1, 0], [6, 3])
MARKS = {"No view taken": "circle", "A view": "square"}


def by_view(
    frame: pl.DataFrame, title: str, subtitle: str, references: Sequence[Reference], *, name: str = "views",
    note: str = "",
) -> Figure:  # fmt: skip
    """A panel for each outcome: a mark for the central change under each view, a line over the draws, zero dashed.

    Changes are in % of the baseline, or in percentage points for shares; an outcome whose baseline is zero keeps its
    unit.

    Args:
        frame: of `whatif.effects`; title: the finding; subtitle: what is shown, of whom, when; note: added below.
    """
    data = _relative(frame)
    panels = [_panel(data.filter(what=one)) for one in data["what"].unique(maintain_order=True)]
    spread = bool(data["from"].is_not_null().any())
    lines = "Line: lowest to highest of the draws. " if spread else ""
    return charts.figure(
        name, title, subtitle, alt.vconcat(*panels, spacing=16), data,
        alternative="; ".join(
            f"{row['what']}, {row['label']}: {_signed(row)}" for row in frame.iter_rows(named=True)
        ) + ".",
        quality=[QUALITY], references=references,
        note=f"{lines}Zero is the baseline. Each panel has its own scale. {note}".strip(),
    )  # fmt: skip


def _signed(row: dict[str, object]) -> str:
    effect = float(str(row["effect"]))
    return "no change" if effect == 0 else f"{'up' if effect > 0 else 'down'} {amount(row)}"


def _relative(frame: pl.DataFrame) -> pl.DataFrame:
    relative = pl.col("percent").is_not_null().all().over("what") & (pl.col("baseline") != 0)
    relative = relative & (pl.col("unit") != POINTS)
    scaled = {
        column: pl.when(relative).then(PERCENT * pl.col(given) / pl.col("baseline")).otherwise(pl.col(given))
        for column, given in (("change", "effect"), ("from", "low"), ("to", "high"))
    }
    kind = pl.when(pl.col("view") == UNDECIDED).then(pl.lit("No view taken")).otherwise(pl.lit("A view"))
    units = pl.when(relative).then(pl.lit("% of the baseline")).otherwise(pl.col("unit"))
    return frame.with_columns(**scaled, mark=kind, shown_in=units.first().over("what")).select(
        "outcome", "what", "view", "label", "year", "change", "from", "to", "mark", "shown_in"
    )


def _panel(rows: pl.DataFrame) -> alt.LayerChart | alt.FacetChart:
    axis = alt.Axis(title=rows["shown_in"][0], tickCount=6, labelExpr=charts.QUANTITY)
    y = alt.Y("label:N", title=None, sort=rows["label"].to_list(), axis=alt.Axis(labelLimit=LABELS, minExtent=170))
    line = alt.Chart(rows).mark_rule(strokeWidth=5, color=charts.LIGHT)
    dot = alt.Chart(rows).mark_point(size=80, filled=True, opacity=1, color=charts.DARK)
    shape = alt.Shape("mark:N", scale=alt.Scale(domain=list(MARKS), range=list(MARKS.values())), legend=None)
    layers = [
        ZERO,
        line.encode(x=alt.X("from:Q", axis=axis), x2="to:Q", y=y),
        dot.encode(x=alt.X("change:Q", axis=axis, scale=alt.Scale(zero=True)), y=y, shape=shape),
    ]
    title = alt.Title(rows["what"][0], anchor="start", fontSize=12)
    return alt.layer(*layers).properties(width=charts.WIDTH - 190, height=ROW * rows.height, title=title)


def over_years(
    frame: pl.DataFrame, title: str, subtitle: str, references: Sequence[Reference], *, name: str = "years"
) -> Figure:
    """A line for each view: one outcome's change against the baseline at the end of each period.

    Args:
        frame: of `whatif.effects` for one outcome and all years; title: the finding; subtitle: what is shown.
    """
    data = _relative(frame)
    labels = data["label"].unique(maintain_order=True).to_list()
    scale = alt.Scale(domain=labels, range=[DASHES[i % len(DASHES)] for i in range(len(labels))])
    colours = alt.Scale(domain=labels, range=[charts.SHADES[i % len(charts.SHADES)] for i in range(len(labels))])
    lines = (
        alt.Chart(data)
        .mark_line(point=True)
        .encode(
            x=alt.X("year:Q", axis=charts.years_axis(""), scale=alt.Scale(zero=False, nice=False)),
            y=alt.Y("change:Q", axis=charts.quantity_axis(data["shown_in"][0])),
            color=alt.Color("label:N", scale=colours, sort=labels),
            strokeDash=alt.StrokeDash("label:N", scale=scale, sort=labels),
        )
    )
    zero = alt.Chart(pl.DataFrame({"y": [0.0]})).mark_rule(color="#555").encode(y="y:Q")
    last = frame.filter(pl.col("year") == frame["year"].max())
    return charts.figure(
        name, title, subtitle, alt.layer(zero, lines).properties(width=charts.WIDTH, height=charts.HEIGHT), data,
        alternative="; ".join(f"{row['label']}: {_signed(row)}" for row in last.iter_rows(named=True))
        + f" by {last['year'][0]}.",
        quality=[QUALITY], references=references, note="Central runs; zero is the baseline.",
    )  # fmt: skip
