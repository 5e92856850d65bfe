"""The world page: one number by country and year, drawn as a map, as corridors, as a ring of regions, or ranked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any

import polars as pl

from corridors.concepts.countries import area, known
from corridors.concepts.nearest import nearest
from corridors.concepts.quality import Quality
from corridors.content.subject import name
from corridors.data import Source, load
from corridors.errors import NotCovered, UnknownName
from corridors.explorer.wording import words

if TYPE_CHECKING:
    from collections.abc import Callable

EDITION = 2024
LAST_ESTIMATE = 2023
"""The last year of WPP 2024's estimates; what follows is projected."""
COMPARABLE = "knomad_2023_05"
"""The source of remittances that covers most countries in one edition."""
DRAWN = 40
"""Corridors that are drawn on the map."""
KEPT_YEARS = 16
PACIFIC: dict[str, str] = dict.fromkeys(("Melanesia", "Micronesia", "Polynesia"), "Pacific islands")
"""Regions that are too small for an arc each."""
LIMITS = {
    "immigrants": (10_000, 100_000, 1_000_000, 10_000_000),
    "emigrants": (10_000, 100_000, 1_000_000, 10_000_000),
    "remittances": (100_000_000, 1_000_000_000, 10_000_000_000, 50_000_000_000),
    "refugees": (1_000, 10_000, 100_000, 1_000_000),
}
"""Limits between the classes of the map."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One number by country and year: its unit, and the function that gives country, value, quality for a year."""

    name: str
    unit: str
    years: tuple[int, ...]
    values: Callable[[int], tuple[pl.DataFrame, Source]]


@cache
def measures() -> dict[str, Measure]:
    """What the world page can show, by name.

    >>> list(measures())
    ['immigrants', 'emigrants', 'net', 'remittances', 'refugees']
    """
    stocks = tuple(load("migrant_stock").frame["year"].unique().sort())
    refugees = load("refugees").frame.filter(pl.col("year") >= 1975)["year"].unique().sort()
    paid = load("remittances_country").frame.filter(source=COMPARABLE)["year"].unique().sort()
    every = (
        Measure("immigrants", "people", stocks, _immigrants),
        Measure("emigrants", "people", stocks, _emigrants),
        Measure("net", "people", tuple(range(1950, LAST_ESTIMATE + 1)), _net),
        Measure("remittances", "dollars", tuple(paid), _remittances),
        Measure("refugees", "people", tuple(refugees), _refugees),
    )
    return {measure.name: measure for measure in every}


def measure(text: str) -> Measure:
    """One measure by name.

    Raises:
        UnknownName: no measure has that name.
    """
    table = measures()
    if text not in table:
        raise UnknownName("measure", text, nearest(text, table), hint=f"Measures are {', '.join(table)}.")
    return table[text]


def year_of(chosen: Measure, year: int | None) -> int:
    """The year asked for, the nearest one that the measure has where another measure has that year, or the last one.

    Raises:
        NotCovered: no measure has a value for that year.
    """
    if year is None:
        return chosen.years[-1]
    near = min(chosen.years, key=lambda held: abs(held - year))
    if not any(year in other.years for other in measures().values()):
        raise NotCovered(f"There is no figure for {year}.", hint=f"The nearest year is {near}.")
    return near


@lru_cache(64)
def ranked(measure_name: str, year: int) -> tuple[pl.DataFrame, Source]:
    """All places by value, largest first: code, name, value, quality."""
    frame, source = measure(measure_name).values(year)
    codes = frame.filter(pl.col("country").map_elements(known, return_dtype=pl.Boolean))
    named = codes.with_columns(
        name=pl.col("country").map_elements(lambda code: name(area(code)), return_dtype=pl.String)
    )
    return named.drop_nulls("value").sort("value", descending=True), source


def drawing(measure_name: str, year: int, kind: str, language: str) -> str:
    """The SVG of the world: `map` shades countries, `corridors` draws the largest stocks as curves, `ring` regions."""
    from corridors.explorer import world_charts

    say = partial(words, language)
    if kind == "corridors":
        return world_charts.curves(largest_corridors(year).select("origin", "destination", "value"), say)
    if kind == "ring":
        return world_charts.ring(between_regions(year).rename({"value": "flow"}))
    frame, _ = ranked(measure_name, year)
    return world_charts.choropleth(frame, measure(measure_name).unit, LIMITS.get(measure_name), say)


@lru_cache(KEPT_YEARS)
def largest_corridors(year: int) -> pl.DataFrame:
    """The largest stocks between two places: origin, destination, value (people), and the two names."""
    sums = _corridors(year).sort("value", descending=True).head(DRAWN)
    return sums.with_columns(
        pl.col(side).map_elements(lambda code: name(area(code)), return_dtype=pl.String).alias(f"{side}_name")
        for side in ("origin", "destination")
    )


@lru_cache(KEPT_YEARS)
def between_regions(year: int) -> pl.DataFrame:
    """Stocks between the world's regions, within each too: origin, destination, value (people), largest first."""
    sums = _corridors(year)
    held = {*sums["origin"], *sums["destination"]}
    regions = {code: PACIFIC.get(area(code).subregion or "", area(code).subregion) for code in held}
    ends = (pl.col(side).replace_strict(regions) for side in ("origin", "destination"))
    joined = sums.with_columns(ends).group_by("origin", "destination").agg(pl.col("value").sum().cast(pl.Float64))
    return joined.filter(pl.col("value") > 0).sort("value", "origin", "destination", descending=[True, False, False])


def stocks_source() -> Source:
    """The source of the stocks by origin and destination."""
    return load("migrant_stock").source


def _corridors(year: int) -> pl.DataFrame:
    """Stocks between named places; people of unknown origin have no line to be drawn."""
    sums = load("migrant_stock", year=year).frame.group_by("origin", "destination").agg(value=pl.col("stock").sum())
    placed = [
        code for code in {*sums["origin"], *sums["destination"]}
        if known(code) and area(code).latitude is not None and area(code).subregion
    ]  # fmt: skip
    return sums.filter(pl.col("origin").is_in(placed), pl.col("destination").is_in(placed))


def _immigrants(year: int) -> tuple[pl.DataFrame, Source]:
    frame, source = load("migrant_stock_unknown", year=year)
    sums = frame.filter(edition=EDITION).group_by(country="destination").agg(value=pl.col("stock_total").sum())
    return _marked(sums, Quality.MODELLED), source


def _emigrants(year: int) -> tuple[pl.DataFrame, Source]:
    frame, source = load("migrant_stock", year=year)
    return _marked(frame.group_by(country="origin").agg(value=pl.col("stock").sum()), Quality.MODELLED), source


def _net(year: int) -> tuple[pl.DataFrame, Source]:
    frame, source = load("demography_totals", year=year)
    return _marked(frame.select("country", value="net_migration"), Quality.MODELLED), source


def _remittances(year: int) -> tuple[pl.DataFrame, Source]:
    frame, source = load("remittances_country", year=year)
    kept = frame.filter(source=COMPARABLE).select("country", value="inflow_usd").drop_nulls()
    return _marked(kept, Quality.MODELLED), source


def _refugees(year: int) -> tuple[pl.DataFrame, Source]:
    frame, source = load("refugees", year=year)
    held = frame.filter(pl.col("origin") != pl.col("asylum")).select(
        country="asylum", value=pl.col("refugees") + pl.col("oip").fill_null(0)
    )
    return _marked(held.group_by("country").agg(pl.col("value").sum()), Quality.OBSERVED), source


def _marked(frame: pl.DataFrame, quality: Quality) -> Any:
    return frame.with_columns(pl.col("value").cast(pl.Float64), quality=pl.lit(quality.value))
