"""Remittance prices: what sending money costs, against the target and the ceiling that the United Nations agreed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import altair as alt
import polars as pl

from corridors.concepts.countries import WORLD, Area
from corridors.concepts.quality import Quality
from corridors.data import load
from corridors.report import charts
from corridors.report.content import Figure, Missing, Reference, References
from corridors.report.sections.common import capitalised, panel_title
from corridors.report.sections.remittances.transfer import Transfer
from corridors.report.subject import the
from corridors.report.words import percent

TARGET = 0.03
"""Price that remittances are to stay below by 2030: Sustainable Development Goal target 10.c, "less than 3 per cent".

Source: United Nations General Assembly resolution 70/1 (2015), https://unstats.un.org/sdgs/metadata/?Goal=10&Target=10.c
"""
CEILING = 0.05
"""Price above which no corridor is to remain by 2030: the same target, "higher than 5 per cent"."""
SENT = 200
"""Amount in US dollars whose price indicator 10.c.1 measures."""
LATEST, OLDER = "rpw_dataset_2025q1_corridor_mean", "rpw_databank_corridor_2020"
SERIES = {OLDER: "DataBank (2011 to 2020)", LATEST: "Complete dataset (2016 to 2025)"}
"""The two copies of the World Bank's corridor prices, which overlap and must not be joined into one line."""
TO_COUNTRY, FROM_COUNTRY = "wdi_SI.RMT.COST.IB.ZS", "wdi_SI.RMT.COST.OB.ZS"
YEARLY = {TO_COUNTRY: "Sending to it", FROM_COUNTRY: "Sending from it"}
YEARLY_PART = "wdi_remittance_costs"
RULES = pl.DataFrame({"share": [TARGET, CEILING], "rule": ["Target: below 3%", "Ceiling: 5%"]})
HIGHEST = 0.45
"""Share above which a mean is doubtful: few corridors (Türkiye to Bulgaria, Tanzania to Kenya) lie there, in few years.

Source: our reading of Remittance Prices Worldwide, 2011 to 2025 Q1, written down in the dataset's caveats.
"""
DOUBTFUL = (
    "A few of the publisher's means lie below zero, where providers give a better exchange rate than the official one, "
    "or above 45%. They are shown as published, but they are hardly what senders pay, and nothing is derived from them."
)


class Price(NamedTuple):
    """The price of sending 200 US dollars as a share of the amount, in one quarter."""

    share: float
    period: str
    source: str
    services: int | None = None

    @property
    def when(self) -> str:
        """The quarter in words."""
        return quarter(self.period)

    @property
    def usable(self) -> bool:
        """Whether it can be read as a price: see `DOUBTFUL`."""
        return 0 <= self.share <= HIGHEST

    @property
    def text(self) -> str:
        """How a reader sees it."""
        return shown(self.share)


def quoted(way: Transfer) -> pl.DataFrame:
    """Prices of one direction by source and quarter: series, period, time (the quarter's middle), share, services."""
    frame, _ = load("remittance_prices", country=way.sender.code)
    rows = frame.filter(
        pl.col("source").is_in(list(SERIES)), sending=way.sender.code, receiving=way.receiver.code, amount_usd=SENT
    )
    return _tidy(rows)


def latest_to_or_from(area: Area) -> dict[tuple[str, str], Price]:
    """The latest price of every corridor that touches a country, by the codes of sender and receiver."""
    frame, _ = load("remittance_prices", country=area.code)
    rows = frame.filter(pl.col("source").is_in(list(SERIES)), amount_usd=SENT)
    found = {}
    for (sender, receiver), group in rows.group_by("sending", "receiving"):
        if price := latest(_tidy(group)):
            found[str(sender), str(receiver)] = price
    return found


def yearly(area: Area) -> pl.DataFrame:
    """Mean prices of sending to a country from all others, and from it to all others, by year; columns as `quoted`."""
    frame, _ = load("remittance_prices", country=area.code)
    inward = pl.col("receiving").eq(area.code) & pl.col("sending").eq(WORLD) & pl.col("source").eq(TO_COUNTRY)
    outward = pl.col("sending").eq(area.code) & pl.col("receiving").eq(WORLD) & pl.col("source").eq(FROM_COUNTRY)
    return _tidy(frame.filter(inward | outward, amount_usd=SENT))


def latest(prices: pl.DataFrame) -> Price | None:
    """The price of the last quarter; of two sources for it, the complete dataset."""
    if prices.is_empty():
        return None
    row = prices.sort("period", pl.col("series").eq(LATEST)).row(-1, named=True)
    return Price(row["share"], row["period"], row["series"], row["services"])


def saving(price: Price, volume: float) -> float | None:
    """What senders would keep in a year at the target's 3%, the volume held constant; zero where the price is lower.

    volume x (price - 0.03), in the unit of the volume; None where the price is doubtful.

    >>> saving(Price(0.05, "2025Q1", LATEST), 1000.0), saving(Price(0.02, "2025Q1", LATEST), 1000.0)
    (20.0, 0.0)
    """
    return round(max(price.share - TARGET, 0.0) * volume, 2) if price.usable else None


def verdict(share: float) -> str:
    """Where a price stands against target and ceiling.

    >>> verdict(0.02), verdict(0.04), verdict(0.06), verdict(-0.1)
    ('below the 3% target', 'above the 3% target but within the 5% ceiling', 'above the 5% ceiling', 'doubtful')
    """
    if not 0 <= share <= HIGHEST:
        return "doubtful"
    if share == TARGET:
        return "at the 3% target"
    if share < TARGET:
        return "below the 3% target"
    return "above the 3% target but within the 5% ceiling" if share <= CEILING else "above the 5% ceiling"


def shown(share: float) -> str:
    """A price as a percentage, with a second digit where one would round it onto the target or the ceiling.

    >>> shown(0.0304), shown(0.062), shown(0.03)
    ('3.04%', '6.2%', '3%')
    """
    return percent(share, 2 if round(share, 3) in (TARGET, CEILING) else 1)


def quarter(period: str) -> str:
    """A quarter or year in words.

    >>> quarter("2025Q1"), quarter("2020")
    ('the first quarter of 2025', '2020')
    """
    year, _, number = period.partition("Q")
    return f"the {('first', 'second', 'third', 'fourth')[int(number) - 1]} quarter of {year}" if number else year


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
    """Mean prices to and from a country by year, with target and ceiling."""
    last = {row["series"]: row for row in frame.sort("period").iter_rows(named=True)}
    parts = [
        f"sending ${SENT} {word} {the(area)} cost {shown(last[series]['share'])} in {last[series]['period']}"
        for series, word in ((TO_COUNTRY, "to"), (FROM_COUNTRY, "from"))
        if series in last
    ]
    text = " and ".join(parts)
    return _figure(
        "remittance-prices-yearly", capitalised(text),
        f"Mean price of sending ${SENT} over the corridors that the World Bank follows, in % of the amount sent",
        panels=[("", frame)], series=YEARLY, references=references, note="The copy held here ends in 2020.",
    )  # fmt: skip


def missing(ways: Sequence[Transfer]) -> Missing:
    """Say that no price is known for one direction or both."""
    pairs = " or ".join(f"from {the(way.sender)} to {the(way.receiver)}" for way in ways)
    return Missing(
        f"The price of sending money {pairs}",
        "The World Bank asks prices in about 370 corridors only. The copy held has all of them to "
        "the third quarter of 2020, but after that only those that touch 47 larger economies.",
        "All corridors are at https://remittanceprices.worldbank.org",
    )


def _tidy(rows: pl.DataFrame) -> pl.DataFrame:
    year, number = pl.col("period").str.head(4).cast(pl.Float64), pl.col("period").str.tail(1).cast(pl.Float64)
    middle = year + pl.when(pl.col("period").str.contains("Q")).then((number - 0.5) / 4).otherwise(0.0)
    return rows.select(
        pl.col("source").alias("series"), "period", middle.alias("time"),
        (pl.col("total_cost_pct") / 100).alias("share"), pl.col("n_services").alias("services"),
    ).sort("series", "period")  # fmt: skip


def _figure(
    named: str, title: str, subtitle: str, *, panels: Sequence[tuple[str, pl.DataFrame]], series: dict[str, str],
    references: Sequence[Reference], note: str,
) -> Figure:  # fmt: skip
    drawn = [(label, frame.with_columns(pl.col("series").replace_strict(series))) for label, frame in panels]
    names = [label for label in series.values() if any(label in frame["series"] for _, frame in drawn)]
    width = (charts.WIDTH if len(drawn) == 1 else charts.PANEL) - LABELS
    charted = [_panel(label, frame, names, width) for label, frame in drawn]
    data = pl.concat(frame.with_columns(direction=pl.lit(label)) for label, frame in drawn)
    if not data["share"].is_between(0, HIGHEST).all():
        note = f"{note} {DOUBTFUL}"
    return charts.figure(
        named, title, subtitle, alt.hconcat(*charted, spacing=20), data,
        alternative=f"{title}. Lines by {'quarter' if series is SERIES else 'year'}, with rules at 3% and 5%.",
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
    apart = 4 if (frame["share"].max() or 0) < NARROW else 0  # type: ignore[operator]
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
