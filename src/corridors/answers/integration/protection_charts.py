"""Charts of social protection: coverage where most migrants live, and the kinds of benefit of one country."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import polars as pl

from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.common import capitalised
from corridors.content.subject import named
from corridors.content.words import spoken

MOST = 18
WHOLE = alt.Scale(domain=[0, 100])


def hosts(frame: pl.DataFrame, about: str, references: tuple[Reference, ...]) -> Figure:
    """Coverage by any benefit in the countries with most people born elsewhere, whose number stands beside the bar."""
    shown = frame.sort("migrants", descending=True).head(MOST)
    names = pl.Series("place", [capitalised(named(code)) for code in shown["country"]])
    said = pl.Series("said", [spoken(value) for value in shown["migrants"]])
    data = shown.select(names, "any", "migrants", said)
    y = alt.Y("place:N", sort=None, title=None, axis=alt.Axis(labelLimit=220))
    bars = (
        alt.Chart(data)
        .mark_bar(color=charts.DARK)
        .encode(y=y, x=alt.X("any:Q", scale=WHOLE, axis=alt.Axis(title="Inhabitants with any benefit, per cent")))
    )
    words = alt.Chart(data).mark_text(align="left", dx=5, fontSize=11).encode(y=y, x="any:Q", text="said:N")
    low = shown.sort("any").row(0, named=True)
    title = f"Least in {named(low['country'])}: {low['any']:.0f}% of all inhabitants have any benefit"
    return charts.figure(
        "hosts", title, f"Coverage of all inhabitants by at least one benefit, and people born elsewhere, {about}",
        alt.layer(bars, words).properties(width=charts.WIDTH - 220, height=20 * data.height), data,
        alternative="; ".join(f"{r['place']}: {r['any']:.0f}%" for r in data.iter_rows(named=True)) + ".",
        quality=[Quality.MODELLED], references=references,
        note="Countries with most people born elsewhere among those with a figure; migrants are not told apart.",
    )  # fmt: skip


def kinds(known: Mapping[str, float], spoken_place: str, references: tuple[Reference, ...]) -> Figure:
    """Coverage by kind of benefit in one country."""
    data = pl.DataFrame({"kind": list(known), "covered": list(known.values())})
    chart = (
        alt.Chart(data)
        .mark_bar(color=charts.DARK)
        .encode(
            y=alt.Y("kind:N", sort=None, title=None, axis=alt.Axis(labelLimit=260)),
            x=alt.X("covered:Q", scale=WHOLE, axis=alt.Axis(title="Covered, per cent of the group")),
        )
        .properties(width=charts.WIDTH - 200, height=26 * data.height)
    )
    first = data.row(0, named=True)
    return charts.figure(
        "kinds", f"{capitalised(first['kind'])}: {first['covered']:.3g}%",
        f"Coverage of all inhabitants by kind of benefit, {spoken_place}", chart, data,
        alternative="; ".join(f"{kind}: {value:.0f}%" for kind, value in known.items()) + ".",
        quality=[Quality.MODELLED], references=references, note="Citizens and migrants together.",
    )  # fmt: skip
