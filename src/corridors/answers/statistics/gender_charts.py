"""Charts of women's shares: the highest and lowest pairs, and the whole by year."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.statistics.shared import marks_of
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.common import capitalised
from corridors.content.words import number, percent

EACH = 8
"""Pairs shown at either end."""
KINDS = ("mostly women", "mostly men")


def extremes(ranked: pl.DataFrame, smallest: int, year: int, references: tuple[Reference, ...]) -> Figure:
    """Bars from one half, to the right where women are more, to the left where men are; the pairs at both ends."""
    each = min(EACH, ranked.height // 2)
    shown = pl.concat([ranked.head(each), ranked.tail(each)])
    kind = pl.when(pl.col("share_women") >= 0.5).then(pl.lit(KINDS[0])).otherwise(pl.lit(KINDS[1]))
    data = shown.select(place=pl.col("place"), share=100 * pl.col("share_women"), kind=kind, half=pl.lit(50.0))
    bars = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            x=alt.X("share:Q", title="Women, per cent of people", scale=alt.Scale(domain=[0, 100])),
            x2="half:Q",
            y=alt.Y("place:N", sort=None, title=None, axis=alt.Axis(labelLimit=280)),
            color=alt.Color("kind:N", scale=charts.shade(KINDS), sort=list(KINDS)),
        )
        .properties(width=charts.WIDTH - 200, height=22 * data.height)
    )
    first, last = shown.row(0, named=True), shown.row(-1, named=True)
    said = [f"{row['place']}: {percent(row['share_women'])}" for row in shown.iter_rows(named=True)]
    return charts.figure(
        "extremes",
        f"{capitalised(first['place'])}: {percent(first['share_women'])} women; {last['place']}: "
        f"{percent(last['share_women'])}",
        f"Share of women, pairs of at least {number(smallest)} people, the highest and the lowest, 1 July {year}",
        bars, data, alternative="; ".join(said) + ".", quality=marks_of(shown), references=references,
    )  # fmt: skip


def by_year(about: str, series: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Line of women's share of the whole stock, with the half as a rule."""
    data = series.drop_nulls("share_women").select("year", share=100 * pl.col("share_women"))
    x = alt.X("year:Q", axis=charts.years_axis("1 July of"), scale=alt.Scale(domain=[1988, 2026]))
    y = alt.Y("share:Q", title="Women, per cent of people", scale=alt.Scale(domain=_domain(data["share"])))
    line = alt.Chart(data).mark_line(point=True, color=charts.DARK).encode(x=x, y=y)
    half = alt.Chart(pl.DataFrame({"share": [50.0]})).mark_rule(strokeDash=[3, 3], color="#888").encode(y="share:Q")
    first, last = data.row(0, named=True), data.row(-1, named=True)
    said = f"{percent(first['share'] / 100)} women in {first['year']}, {percent(last['share'] / 100)} in {last['year']}"
    return charts.figure(
        "years", capitalised(said), f"Women's share of people outside their country of birth, {about}",
        (line + half).properties(width=charts.WIDTH, height=charts.HEIGHT), data, alternative=f"{said}.",
        quality=marks_of(series), references=references, note="The dashed line is one half.",
    )  # fmt: skip


def _domain(shares: pl.Series) -> list[float]:
    """Limits that hold the series and the half, with room around them."""
    values = [float(v) for v in shares] + [50.0]
    return [max(0.0, min(values) - 5), min(100.0, max(values) + 5)]
