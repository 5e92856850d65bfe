"""`development`: whether development reduces or raises emigration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data, Interval, ViewRange
from corridors.answers.drivers import development_tables as tables
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing, Note
from corridors.content.common import capitalised
from corridors.content.scalars import scalar
from corridors.content.subject import named
from corridors.content.words import dollars, listed, percent
from corridors.errors import NotCovered
from corridors.parameters import Dispute, dispute_over, parameter, view

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

VIEWS = ("development-enables", "development-reduces")
ELASTICITY = "origin_income_elasticity"
DEFINITION = (
    "The share abroad is the stock of people born in a country who live elsewhere, over them and the country's "
    "inhabitants, on 1 July; income is gross domestic product per head in constant international dollars of "
    "2021. Across "
    "countries compares them in one year; within countries compares each with itself over time."
)
COUNTRIES = {
    "country": Column("Country", "area"),
    "income": Column("Income per head", "dollars", "international", "income_quality"),
    "share": Column("Share abroad", "share"),
    "income_before": Column("Income in 1990-95", "dollars"),
    "share_before": Column("Share abroad then", "share"),
}
BANDS = {
    "band": Column("Income per head, dollars", "text"),
    "countries": Column("Countries", "count"),
    "share": Column("Share abroad, middle country", "share"),
    "pooled": Column("All together", "share"),
}
SLOPES = {
    "compared": Column("Compared", "text"),
    "estimate": Column("Elasticity to income", "ratio"),
    "lower": Column("Lower 95%", "ratio"),
    "upper": Column("Upper 95%", "ratio"),
    "rows": Column("Observations", "count"),
}
EARLY = (1990, 1995)
"""Years of the first stock with income that a country's latest is compared with."""


def answer(asked: Asked, cited: References) -> Content:
    """Shares abroad by income, slopes across and within countries, and both published views."""
    held = tables.development()
    references = tuple(cited.cite(source) for source in held.sources)
    if asked.view is not None and asked.view not in VIEWS:
        raise NotCovered(f"The view {asked.view!r} says nothing on income and emigration.",
                         hint=f"Views: {listed(list(VIEWS))}.")  # fmt: skip
    year = int(scalar(held.frame["year"].max()))
    bands, within = tables.by_band(year), tables.within()
    rows = _countries(held.frame, year)
    if asked.codes:
        rows = rows.filter(pl.col("country").is_in(asked.codes))
    data = (
        Data("bands", f"People abroad by income of their country, {year}", bands, BANDS, references,
             note=f"Countries of {tables.SMALLEST:,} inhabitants and more with a known income."),
        Data("slopes", "Elasticity of emigration to income", tables.slopes(year), SLOPES, references),
    )  # fmt: skip
    own = Data("countries", f"Income and share abroad, {year}", rows, COUNTRIES, references)
    return Content(
        finding=_finding(asked, rows, bands, year),
        definition=DEFINITION,
        data=(own, *data) if asked.codes and rows.height else (*data, own),
        facts=_facts(within, references),
        draw=lambda: _figures(asked, year, references),
        notes=(Note(_dispute().note),),
        missing=_missing(asked, rows),
        interval=Interval("Elasticity of the share abroad to income, within countries", within.value, within.lower,
                          within.upper, 95, "", f"least squares, {within.observations:,} values of {within.countries} "
                          "countries, errors clustered by country"),
        views=ViewRange("Elasticity of emigration to income in a poor country", "elasticity",
                        {name: parameter(ELASTICITY, name).central for name in VIEWS}, _dispute().question),
        uncertainty="Intervals are of the slopes; stocks between censuses are interpolated, which makes a slope within "
        "countries too sure of itself.",
        caveats=(
            "Income and emigration move each other, and both with schooling, age and war: no slope here is a cause.",
            "A stock holds people who left decades ago, so that it answers late to income.",
        ),
    )  # fmt: skip


def _dispute() -> Dispute:
    found = dispute_over(ELASTICITY)
    assert found is not None
    return found


def _countries(frame: pl.DataFrame, year: int) -> pl.DataFrame:
    """The latest year beside the first of 1990 and 1995 in which income is known."""
    early = frame.filter(pl.col("year").is_in(EARLY)).drop_nulls("income").sort("year").group_by("country").first()
    before = early.select("country", income_before="income", share_before="share")
    return frame.filter(year=year).join(before, on="country", how="left").sort("share", descending=True)


def _finding(asked: Asked, rows: pl.DataFrame, bands: pl.DataFrame, year: int) -> str:
    if asked.country is not None:
        return _country(asked, rows, bands, year)
    top, low, high = bands.sort("share", descending=True).row(0, named=True), bands["share"][0], bands["share"][-1]
    across, within = tables.across(year), tables.within()
    sides = {name: parameter(ELASTICITY, name).central for name in VIEWS}
    chosen = f"; the view {view(asked.view).label} takes {sides[asked.view]:+.2g}" if asked.view else (
        f"; the published views take {sides[VIEWS[0]]:+.2g} and {sides[VIEWS[1]]:+.2g} for poor countries"
    )  # fmt: skip
    return (
        f"In {year} the share of people abroad was highest in countries of {top['band']} dollars a head "
        f"({percent(top['share'])} in the middle one, against {percent(low)} in the poorest and {percent(high)} in the "
        f"richest), while across all countries 10% more income goes with {_ten(across)} in the share and within "
        f"countries since 1990 with {_ten(within)}{chosen}."
    )


def _ten(slope: tables.Slope) -> str:
    value, low, high = (100 * (1.1**x - 1) for x in slope[:3])
    return f"{value:+.1f}% ({low:+.1f} to {high:+.1f})"


def _country(asked: Asked, rows: pl.DataFrame, bands: pl.DataFrame, year: int) -> str:
    if rows.is_empty() or rows["income"][0] is None:
        share = "" if rows.is_empty() else f"; {percent(rows['share'][0])} of its people lived abroad in {year}"
        return f"Emigration from {asked.spoken} cannot be set against income, which is not known{share}."
    row = rows.row(0, named=True)
    band = bands.filter(band=row["band"])
    middle = f", where the middle country has {percent(band['share'][0])}" if band.height else ""
    start = (
        f"{capitalised(named(row['country']))} had {percent(row['share'])} of its people abroad in {year} at "
        f"{dollars(row['income'])} a head{middle}"
    )
    if row["income_before"] is None:
        return f"{start}."
    verb = "rose" if row["income"] > row["income_before"] else "fell"
    moved = "rose" if row["share"] > row["share_before"] else "fell"
    joined = "and" if verb == moved else "while"
    return (
        f"{start}; since the early 1990s income {verb} from {dollars(row['income_before'])} {joined} the share {moved} "
        f"from {percent(row['share_before'])}."
    )


def _facts(within: tables.Slope, references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    points = [parameter(f"origin_income_{name}_point") for name in ("slowing", "turning")]
    value = points[1]
    return (
        Fact("Emigration turns down across countries, as published", value.central,
             f"${value.low:,.0f} to ${value.high:,.0f}", f"a head; it slows from ${points[0].central:,.0f} "
             f"({value.source})", "", Quality.MODELLED, ()),
        Fact("Within countries, 10% more income goes with", within.value, _ten(within), "in the share abroad",
             "1990-2024", Quality.MODELLED, references),
    )  # fmt: skip


def _missing(asked: Asked, rows: pl.DataFrame) -> tuple[Missing, ...]:
    if asked.codes and rows.is_empty():
        return (Missing(f"Emigrants of {asked.spoken}", "The publication names no such country of birth."),)
    lacking = rows.filter(pl.col("income").is_null())["country"]
    if lacking.is_empty():
        return ()
    said = listed([named(code) for code in lacking], 8)
    return (Missing(f"Income per head of {said}", "The World Bank publishes no comparable figure for the last years."),)


def _figures(asked: Asked, year: int, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.drivers import development_charts

    return development_charts.figures(asked, year, references)
