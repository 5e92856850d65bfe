"""A chart of what people guess of the share of immigrants beside what is measured."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.common import capitalised
from corridors.content.subject import named
from corridors.content.words import percent

KINDS = {"measured": "born elsewhere, measured", "perceived": "immigrants, guessed"}


def guesses(frame: pl.DataFrame, about: str, references: tuple[Reference, ...]) -> Figure:
    """Guesses at the share of immigrants beside the measured share of people born elsewhere."""
    names = pl.Series("place", [capitalised(named(code)) for code in frame["country"]])
    kinds = list(KINDS.values())
    wide = frame.select(names, *KINDS)
    data = wide.rename(KINDS).unpivot(kinds, index="place", variable_name="what", value_name="share")
    y = alt.Y("place:N", sort=None, title=None, axis=alt.Axis(labelLimit=200))
    lines = alt.Chart(wide).mark_rule(color=charts.FAINT, strokeWidth=4).encode(y=y, x="measured:Q", x2="perceived:Q")
    dots = (
        alt.Chart(data)
        .mark_point(filled=True, size=80, opacity=1)
        .encode(
            y=y,
            x=alt.X("share:Q", axis=alt.Axis(format=".0%", title="Share of inhabitants"), scale=alt.Scale(zero=True)),
            color=alt.Color("what:N", scale=charts.shade(kinds), sort=kinds),
            shape=alt.Shape("what:N", scale=alt.Scale(domain=kinds, range=["circle", "diamond"]), sort=kinds),
        )
    )
    first = frame.row(0, named=True)
    said = (
        f"{capitalised(named(first['country']))}: {percent(first['perceived'], 0)} guessed, "
        f"{percent(first['measured'])} measured"
    )
    return charts.figure(
        "guesses", said, f"Share of immigrants, guessed in surveys of 2014 and 2015 and measured, {about}",
        alt.layer(lines, dots).properties(width=charts.WIDTH - 160, height=max(60, 24 * frame.height)), data,
        alternative="; ".join(f"{named(r['country'])} {percent(r['perceived'], 0)} guessed, {percent(r['measured'])} "
                              "measured" for r in frame.iter_rows(named=True)) + ".",
        quality=[Quality.OBSERVED, Quality.MODELLED], references=references,
        note="The surveys do not say who is an immigrant.",
    )  # fmt: skip
