"""Charts of standings: how one or two countries stand to the main instruments."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import polars as pl

from corridors.answers.rights.standings import (
    MAIN,
    PARTY,
    SIGNED,
    STATES,
    UNKNOWN,
    UNVERIFIED,
    Standing,
    standing,
)
from corridors.concepts.countries import Area
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.common import capitalised
from corridors.content.subject import name, the
from corridors.content.words import listed

STATE_SHADES = (charts.DARK, charts.MIDDLE, charts.LIGHT, charts.FAINT, "#ffffff")
"""A shade for each standing; what is not known stays white."""
ROW = 24
CELL = 190
"""Height of a row and width of a cell of the matrix of treaties, in pixels."""
TIMELINE = 180
FIRST_YEAR, LAST_YEAR = 1950, 2025
EDGE = "#9aa3ab"
ORDER = [one.label for one in MAIN]
SUBTITLE = (
    "Twelve instruments on migrant workers, refuge, statelessness and trafficking; in brackets the year of the record"
)
UNKNOWN_NOTE = "“None by March 2015” and “not known” do not say that the country stays outside the instrument."


def matrix(
    ends: Sequence[Area], frame: pl.DataFrame, unverified: pl.DataFrame, sources: tuple[Reference, ...], both: list[str]
) -> Figure:
    """The standing of both ends to each of the main instruments; `both` are those known to bind both."""
    data = _standings(ends, frame, unverified)
    title = _matrix_title(ends, data, len(both))
    return charts.figure(
        "law", title, SUBTITLE, _cells(data), data,
        alternative=_in_words(data), quality=_qualities(data), references=sources, note=UNKNOWN_NOTE,
    )  # fmt: skip


def _matrix_title(ends: Sequence[Area], data: pl.DataFrame, joint: int) -> str:
    dependent = [the(end) for end in ends if end.kind == "territory"]
    if dependent:
        return f"The records name states: none stands on its own for {listed(dependent)}"
    verb = "is" if joint == 1 else "are"
    known = f"{joint or 'No'} of {len(MAIN)} instruments {verb} known to bind both {the(ends[0])} and {the(ends[1])}"
    unknown = data.filter(state=UNKNOWN)["instrument"].n_unique()
    return f"{known}; on {unknown} the record of one end or both is not known" if unknown else known


def timeline(area: Area, frame: pl.DataFrame, unverified: pl.DataFrame, sources: tuple[Reference, ...]) -> Figure:
    """The standing of one country to each of the main instruments, and since when."""
    data = _standings([area], frame, unverified)
    parties = data.filter(state=PARTY).height
    title = f"{the(area)} is known to be a party to {parties or 'none'} of {len(MAIN)} instruments on migration"
    marks = data.with_columns(at=pl.coalesce("year", pl.when(pl.col("state") == SIGNED).then("signed"))).drop_nulls(
        "at"
    )
    chart: alt.LayerChart | alt.FacetChart | alt.HConcatChart = _cells(data)
    subtitle = SUBTITLE
    if not marks.is_empty():
        chart = alt.hconcat(chart, _years(marks), spacing=20)
        subtitle = f"{SUBTITLE}; right: the year of becoming a party or of signing"
    return charts.figure(
        "law", capitalised(title), subtitle, chart, data,
        alternative=_in_words(data), quality=_qualities(data), references=sources, note=UNKNOWN_NOTE,
    )  # fmt: skip


def _cells(data: pl.DataFrame) -> alt.LayerChart | alt.FacetChart:
    countries = data["country"].unique(maintain_order=True).to_list()
    x = alt.X("country:N", sort=countries, title=None, axis=_top_axis())
    axis = alt.Axis(domain=False, ticks=False, labelLimit=270, labelPadding=8)
    y = alt.Y("instrument:N", sort=ORDER, title=None, axis=axis)
    shades = alt.Scale(domain=list(STATES), range=list(STATE_SHADES))
    legend = alt.Legend(columns=5, symbolStrokeColor=EDGE, symbolType="square", symbolOpacity=1)
    shade = alt.Color("state:N", scale=shades, legend=legend)
    cells = alt.Chart(data).mark_rect(stroke=EDGE, strokeWidth=0.6).encode(x=x, y=y, color=shade)
    light = alt.condition(alt.datum.state == PARTY, alt.value("white"), alt.value("#1a1a1a"))
    words = alt.Chart(data).mark_text(fontSize=11).encode(x=x, y=y, text="text:N", color=light)
    return alt.layer(cells, words).properties(width=len(countries) * CELL, height=ROW * len(MAIN))


def _years(marks: pl.DataFrame) -> alt.Chart | alt.FacetChart:
    first = min(FIRST_YEAR, *marks["at"])
    axis = alt.Axis(format="d", title="Year", grid=True, values=list(range(FIRST_YEAR, LAST_YEAR, 25)))
    x = alt.X("at:Q", scale=alt.Scale(domain=[first, LAST_YEAR], nice=False), axis=axis)
    rows = alt.Axis(labels=False, ticks=False, domain=False, grid=True)
    y = alt.Y("instrument:N", sort=ORDER, scale=alt.Scale(domain=ORDER), title=None, axis=rows)
    dated = [PARTY, UNVERIFIED, SIGNED]
    forms = alt.Scale(domain=dated, range=["circle", "diamond", "triangle-up"])
    shades = alt.Scale(domain=dated, range=[STATE_SHADES[STATES.index(state)] for state in dated])
    points = alt.Chart(marks).mark_point(filled=True, size=90, opacity=1, stroke="#333", strokeWidth=0.6)
    return points.encode(
        x=x,
        y=y,
        shape=alt.Shape("state:N", scale=forms, legend=None),
        color=alt.Color("state:N", scale=shades, legend=None),
    ).properties(width=TIMELINE, height=ROW * len(MAIN))


def _standings(areas: Sequence[Area], frame: pl.DataFrame, unverified: pl.DataFrame) -> pl.DataFrame:
    rows: list[tuple[str, str, Standing]] = [
        (one.label, name(area), standing(area, one, frame, unverified)) for one in MAIN for area in areas
    ]
    return pl.DataFrame(
        [(label, country, held.state, held.text, held.year, held.signed) for label, country, held in rows],
        schema={
            "instrument": pl.String, "country": pl.String, "state": pl.String,
            "text": pl.String, "year": pl.Int64, "signed": pl.Int64,
        },
        orient="row",
    )  # fmt: skip


def _top_axis() -> alt.Axis:
    return alt.Axis(
        orient="top",
        labelAngle=0,
        domain=False,
        ticks=False,
        labelFontWeight="bold",
        labelLimit=CELL - 8,
        labelPadding=6,
    )


def _in_words(data: pl.DataFrame) -> str:
    rows = data.select("country", "instrument", "text").rows()
    return "; ".join(f"{country}, {instrument}: {text}" for country, instrument, text in rows) + "."


def _qualities(data: pl.DataFrame) -> list[Quality]:
    unsure = data["text"].str.contains("unverified").any()
    return [Quality.OBSERVED, Quality.UNVERIFIED] if unsure else [Quality.OBSERVED]
