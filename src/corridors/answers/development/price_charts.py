"""Charts of remittance prices, with the target and the ceiling that the United Nations agreed."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import polars as pl

from corridors.answers.development.prices import (
    CEILING,
    DOUBTFUL,
    FROM_COUNTRY,
    FROM_MEDIAN,
    HIGHEST,
    OF_COUNTRY,
    SENT,
    SERIES,
    TARGET,
    TO_COUNTRY,
    TO_MEDIAN,
    latest,
    medians,
    quarter,
    shown,
    verdict,
)
from corridors.answers.development.transfer import Transfer
from corridors.concepts.countries import Area
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Missing, Reference, References
from corridors.content.common import capitalised, panel_title
from corridors.content.scalars import scalar
from corridors.content.subject import the
from corridors.data import load

RULES = pl.DataFrame({"share": [TARGET, CEILING], "rule": ["Target: below 3%", "Ceiling: 5%"]})


def corridor_figure(prices: dict[Transfer, pl.DataFrame], references: Sequence[Reference]) -> Figure:
    """Prices of one or both directions by quarter, with target and ceiling."""
    panels = [(way.label, frame) for way, frame in prices.items()]
    way, frame = next(iter(prices.items()))
    price = latest(frame)
    assert price is not None
    title = (
        f"Sending ${SENT} from {the(way.sender)} to {the(way.receiver)} cost {price.text} "
        f"in {price.when}: {verdict(price.share)}"
    )
    return _figure(
        "remittance-prices", title,
        f"Mean price of sending ${SENT} over all services asked, by quarter, in % of the amount sent",
        panels=panels, series=SERIES,
        references=references, note="The World Bank's two files overlap and differ a little; they are not joined.",
    )  # fmt: skip


def country_figure(area: Area, frame: pl.DataFrame, references: Sequence[Reference]) -> Figure:
    """Mean prices to and from a country by year, and medians by quarter where they go on, with target and ceiling."""
    found = medians(area)
    goes_on = found.filter(pl.col("period").max().over("series") > frame["period"].max())
    rows = pl.concat([frame, goes_on]).sort("period")
    ways = {"to": (TO_COUNTRY, TO_MEDIAN), "from": (FROM_COUNTRY, FROM_MEDIAN)}
    sides = {f"{word} {the(area)}": rows.filter(pl.col("series").is_in(ends)) for word, ends in ways.items()}
    held = {way: side for way, side in sides.items() if not side.is_empty()}
    text = f"Sending ${SENT} {' and sending '.join(f'{way} cost {_last(side)}' for way, side in held.items())}"
    return _figure(
        "remittance-prices-yearly", text,
        f"Price of sending ${SENT} over the corridors that the World Bank follows, in % of the amount sent",
        panels=[(capitalised(way), side) for way, side in held.items()], series=OF_COUNTRY, references=references,
        note=f"The yearly means held end in {frame['period'].max()}.",
    )  # fmt: skip


def _last(side: pl.DataFrame) -> str:
    """The last price of one direction, when, and over how many corridors where that is known."""
    row = side.row(-1, named=True)
    basis = ""
    if row["series"] in (TO_MEDIAN, FROM_MEDIAN):
        basis = f" (median of {row['services']} corridors)" if row["services"] > 1 else " (one corridor)"
    return f"{shown(row['share'])} in {quarter(row['period'])}{basis}"


def missing(ways: Sequence[Transfer]) -> Missing:
    """Say that no price is known for one direction or both."""
    pairs = " or ".join(f"from {the(way.sender)} to {the(way.receiver)}" for way in ways)
    return Missing(
        f"The price of sending money {pairs}",
        "The World Bank asks prices in about 370 corridors only. The copy held has all of them to "
        "the third quarter of 2020, but after that only those that touch 47 larger economies.",
        "All corridors are at https://remittanceprices.worldbank.org",
    )


def _figure(
    named: str, title: str, subtitle: str, *, panels: Sequence[tuple[str, pl.DataFrame]], series: dict[str, str],
    references: Sequence[Reference], note: str,
) -> Figure:  # fmt: skip
    drawn = [(label, frame.with_columns(pl.col("series").replace_strict(series))) for label, frame in panels]
    names = [label for label in dict.fromkeys(series.values()) if any(label in frame["series"] for _, frame in drawn)]
    width = (charts.WIDTH if len(drawn) == 1 else charts.PANEL) - LABELS
    charted = [_panel(label, frame, names, width) for label, frame in drawn]
    data = pl.concat(frame.with_columns(direction=pl.lit(label)) for label, frame in drawn)
    if not data["share"].is_between(0, HIGHEST).all():
        note = f"{note} {DOUBTFUL}"
    return charts.figure(
        named, title, subtitle, alt.hconcat(*charted, spacing=20), data,
        alternative=f"{title}. Lines by {'quarter' if series is SERIES else 'period'}, with rules at 3% and 5%.",
        quality=[Quality.OBSERVED], references=references, note=note,
    )  # fmt: skip


NARROW = 0.3
"""Highest share at which the names of target and ceiling have room beside their rules."""
STROKES = alt.Legend(symbolType="stroke", symbolStrokeWidth=2.5)
LABELS = 90
"""Room to the right of a panel for the names of target and ceiling, in pixels."""


def _panel(title: str, frame: pl.DataFrame, names: Sequence[str], width: int) -> alt.LayerChart | alt.FacetChart:
    ticks = alt.Axis(format="d", title="", tickMinStep=1, tickCount=width // 60, labelOverlap=True, labelSeparation=8)
    x = alt.X("time:Q", axis=ticks, scale=alt.Scale(nice=False, padding=6))
    y = alt.Y("share:Q", axis=alt.Axis(title="% of amount sent", format="~%", tickCount=5), scale=alt.Scale(zero=True))
    lines = (
        alt.Chart(frame)
        .mark_line(point={"size": 14}, strokeJoin="round")
        .encode(
            x=x, y=y,
            color=alt.Color("series:N", scale=charts.shade(names), sort=list(names), legend=STROKES),
            strokeDash=alt.StrokeDash("series:N", scale=charts.dash(names), sort=list(names)),
        )
    )  # fmt: skip
    rules = alt.Chart(RULES).mark_rule(color="#555", strokeDash=[1, 3], strokeWidth=1.4).encode(y="share:Q")
    apart = 4 if scalar(frame["share"].max() or 0) < NARROW else 0
    text = alt.Chart(RULES[:1]).mark_text(baseline="top", align="left", dx=5, dy=-apart, fontSize=11, color="#333")
    upper = alt.Chart(RULES[1:]).mark_text(baseline="bottom", align="left", dx=5, dy=apart, fontSize=11, color="#333")
    place = {"x": alt.value(width), "y": "share:Q", "text": "rule:N"}
    return alt.layer(rules, lines, text.encode(**place), upper.encode(**place)).properties(
        width=width, height=charts.HEIGHT, title=panel_title(title)
    )


def price_references(quotes: dict[Transfer, pl.DataFrame], cited: References) -> list[Reference]:
    """The sources of prices that some directions have."""
    used = {series for frame in quotes.values() for series in frame["series"]}
    source = load("remittance_prices", country=[way.sender.code for way in quotes]).source
    return [cited.cite(source, part) for part in SERIES if part in used]
