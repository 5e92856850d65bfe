"""Remittance prices: what sending money costs, against the target and the ceiling that the United Nations agreed."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from corridors.answers.development.transfer import Transfer
from corridors.concepts.countries import WORLD, Area
from corridors.content.words import percent
from corridors.data import load

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
YEARLY_PART = "wdi_remittance_costs"
TO_MEDIAN, FROM_MEDIAN = "median_to", "median_from"
MEAN, MEDIAN = "Mean of corridors, by year", "Median of corridors, by quarter"
OF_COUNTRY = {TO_COUNTRY: MEAN, FROM_COUNTRY: MEAN, TO_MEDIAN: MEDIAN, FROM_MEDIAN: MEDIAN}
"""Prices to and from a country: the publisher's yearly means, and medians that go on where those end."""
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


def medians(area: Area) -> pl.DataFrame:
    """Median price over the corridors into a country, and over those out of it, by quarter; columns as `quoted`.

    Of the complete dataset alone, without doubtful prices; `services` has the number of corridors.
    """
    frame, _ = load("remittance_prices", country=area.code)
    share = pl.col("total_cost_pct") / 100
    rows = frame.filter(pl.col("source") == LATEST, pl.col("amount_usd") == SENT, share.is_between(0, HIGHEST))
    parts = [
        rows.filter(pl.col(end) == area.code)
        .group_by("period")
        .agg(pl.col("total_cost_pct").median(), n_services=pl.len().cast(pl.Int64), source=pl.lit(series))
        for series, end in ((TO_MEDIAN, "receiving"), (FROM_MEDIAN, "sending"))
    ]
    return _tidy(pl.concat(parts))


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


def _tidy(rows: pl.DataFrame) -> pl.DataFrame:
    year, number = pl.col("period").str.head(4).cast(pl.Float64), pl.col("period").str.tail(1).cast(pl.Float64)
    middle = year + pl.when(pl.col("period").str.contains("Q")).then((number - 0.5) / 4).otherwise(0.0)
    return rows.select(
        pl.col("source").alias("series"), "period", middle.alias("time"),
        (pl.col("total_cost_pct") / 100).alias("share"), pl.col("n_services").alias("services"),
    ).sort("series", "period")  # fmt: skip
