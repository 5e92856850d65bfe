"""Stocks of people by country of birth and residence, as International Migrant Stock 2024 gives them."""

from __future__ import annotations

from typing import NamedTuple

import altair as alt
import polars as pl

from corridors.concepts.countries import Area
from corridors.content import charts
from corridors.content.common import panel_title
from corridors.content.subject import Direction
from corridors.data import load

EDITION = 2024
SEXES = ("women", "men")
CITIZENSHIP = "Where a country has no data on birth, citizenship stands in."
COVERAGE = {
    "CHN": "Figures for China leave out Hong Kong, Macao and Taiwan, which the publisher shows apart.",
    "SRB": "Figures for Serbia may hold Kosovo, which the migrant stocks do not show apart; its population leaves "
    "Kosovo out.",
}
"""What two countries' figures cover, which their names do not tell (caveats of the migrant stocks and of WPP 2024)."""


class UnknownOrigin(NamedTuple):
    """The migrant stock of a destination in its latest year, in persons, and the share whose origin is unknown."""

    total: int
    share: float
    year: int


def stock(way: Direction) -> pl.DataFrame | None:
    """The stock of one direction: year, women, men, both; None where the publication has no such row or column.

    A pair that the publication does not list is a zero in it, as long as both ends are in its tables. A year in which
    it names nobody at all from the origin, or no origin at all in the destination, is left out as not known: South
    Sudan before 2010, for example, is printed as zeros.
    """
    if not way.origin.in_ims2024:
        return None
    emigrants, _ = load("migrant_stock", country=way.origin.code)
    emigrants = emigrants.filter(origin=way.origin.code)
    totals, _ = load("migrant_stock_unknown", country=way.destination.code)
    named = totals.filter(edition=EDITION, has_origin_detail=True).filter(pl.col("stock_known_origin") > 0)
    years = named.select("year").unique().join(emigrants.filter(pl.col("stock") > 0), on="year", how="semi")
    if years.is_empty():
        return None
    found = emigrants.filter(destination=way.destination.code)
    women = _of_sex(found, "female", "women")
    men = _of_sex(found, "male", "men")
    joined = years.join(women, on="year", how="left").join(men, on="year", how="left").sort("year")
    return joined.with_columns(pl.col(SEXES).fill_null(0)).with_columns(both=pl.col("women") + pl.col("men"))


def unknown_share(area: Area) -> UnknownOrigin | None:
    """How large a destination's latest stock is, and how much of it has an unknown origin; None without a stock."""
    totals, _ = load("migrant_stock_unknown", country=area.code)
    latest = totals.filter(edition=EDITION).filter(pl.col("year") == pl.col("year").max())
    if latest.is_empty():
        return None
    total, unknown = int(latest["stock_total"].sum()), int(latest["stock_unknown_origin"].sum())
    return UnknownOrigin(total, unknown / total if total else 0.0, int(latest["year"][0]))


def sex_panels(long: pl.DataFrame, column: str) -> list[alt.Chart]:
    """Bars by year and sex, a panel for each value of a column; `long` holds year, sex, persons and that column."""
    bars = (
        alt.Chart(long)
        .mark_bar(stroke="white", strokeWidth=0.5)
        .encode(
            x=alt.X("year:O", title="1 July of", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("persons:Q", axis=charts.quantity_axis("Persons")),
            color=alt.Color("sex:N", scale=charts.shade(SEXES), sort=list(SEXES)),
            order=alt.Order("sex:N"),
        )
    )
    return [
        bars.transform_filter(alt.datum[column] == label).properties(
            width=charts.PANEL, height=charts.HEIGHT, title=panel_title(label)
        )
        for label in long[column].unique(maintain_order=True)
    ]


def _of_sex(frame: pl.DataFrame, sex: str, column: str) -> pl.DataFrame:
    return frame.filter(sex=sex).select("year", pl.col("stock").alias(column))
