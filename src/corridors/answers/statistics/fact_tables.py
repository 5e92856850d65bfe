"""The plain facts of a country or the world, row by row: what, how much, when, known how, from whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from corridors.answers.development import national
from corridors.answers.statistics import irregular_tables, stock_tables
from corridors.concepts.quality import Quality
from corridors.content.scalars import scalar
from corridors.content.words import dollars, people, percent, spoken
from corridors.data import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corridors.concepts.countries import Area
    from corridors.content.blocks import Reference, References

YEARS_OF_NET = 10
"""Years of net migration that are averaged, because single years jump."""
WORLD = "WLD"
OLDEST = 2015
"""Rates of work that end earlier are not told as facts of today."""


THEMES = ("Share", "Trend", "Work", "Remittances", "On the way", "Belief")
"""The order of the sheet."""


class Row(NamedTuple):
    """One fact: its theme, what it is, its value and text, its date, how it is known, its source."""

    theme: str
    fact: str
    value: float
    text: str
    when: str
    quality: Quality
    reference: Reference


def of_country(place: Area, cited: References) -> list[Row]:
    """Everything known of one country, theme by theme; a fact that is not known has no row."""
    parts = (_stocks, _refugees, _net, _work, _remittances, _irregular, _perceived)
    return [row for part in parts for row in part(place, cited)]


def of_world(cited: References) -> list[Row]:
    """The same of the world."""
    parts = (_world_stocks, _world_refugees, _world_remittances, _world_deaths)
    return [row for part in parts for row in part(cited)]


def frame(rows: list[Row]) -> pl.DataFrame:
    """The rows as a table: theme, fact, value, text, when, source, quality."""
    columns = ("theme", "fact", "value", "text", "when", "source", "quality")
    ordered = sorted(rows, key=lambda row: THEMES.index(row.theme))
    cells = [(r.theme, r.fact, r.value, r.text, r.when, f"[{r.reference.number}]", r.quality.value) for r in ordered]
    schema = dict.fromkeys(columns, pl.String) | {"value": pl.Float64}
    return pl.DataFrame(cells, schema=schema, orient="row")


def shares_by_year(place: Area | None) -> pl.DataFrame:
    """The migrant stock as a share of the population by year, of a country or the world: year, share, quality."""
    from corridors.answers.asked import Asked

    known = stock_tables.bilateral()
    asked = Asked(country=place)
    series = stock_tables.yearly(stock_tables.of_subject(known.frame, asked), known.unknown, asked)
    kept = observed_from(series.filter(pl.col("population") > 0).sort("year"))
    return kept.select("year", "stock", "women", "population", "quality", share=pl.col("stock") / pl.col("population"))


def observed_from(series: pl.DataFrame) -> pl.DataFrame:
    """Leave out the first years of a series whose stock is one figure repeated, which no census gave.

    >>> observed_from(pl.DataFrame({"year": [1990, 1995, 2000], "stock": [5, 5, 7]}))["year"].to_list()
    [2000]
    """
    if series.height < 2 or series["stock"][0] != series["stock"][1]:
        return series
    return series.filter((pl.col("stock") != series["stock"][0]).cum_max())


def _stocks(place: Area, cited: References) -> Iterator[Row]:
    known = stock_tables.bilateral()
    source = cited.cite(known.totals_source)
    series = shares_by_year(place).filter(pl.col("stock") > 0)
    if not series.is_empty():
        yield from _immigrants(series, source)
    left = known.frame.filter(origin=place.code)
    if left.is_empty():
        return
    last = left.filter(pl.col("year") == left["year"].max())
    here = cited.cite(known.source)
    count, mark = int(last["stock"].sum()), _worst(last)
    day = f"1 July {last['year'][0]}"
    yield Row("Share", "Born there, counted abroad", count, people(count), day, mark, here)
    if not series.is_empty():
        ratio = count / series["population"][-1]
        yield Row("Share", "Emigrants for each 100 inhabitants", 100 * ratio, f"{100 * ratio:.3g}", day, mark, here)


def _immigrants(series: pl.DataFrame, source: Reference) -> Iterator[Row]:
    now, first = series.row(-1, named=True), series.row(0, named=True)
    day, mark = f"1 July {now['year']}", Quality(now["quality"])
    yield Row("Share", "Born elsewhere, living there", now["stock"], people(now["stock"]), day, mark, source)
    yield Row("Share", "Their share of the population", now["share"], percent(now["share"]), day, mark, source)
    women = now["women"] / now["stock"]
    yield Row("Share", "Women among them", women, percent(women), day, mark, source)
    if first["year"] < now["year"]:
        yield Row("Trend", f"Their share of the population in {first['year']}", first["share"], percent(first["share"]),
                  f"1 July {first['year']}", Quality(first["quality"]), source)  # fmt: skip


def _refugees(place: Area, cited: References) -> Iterator[Row]:
    known, source = load("refugees")
    year = int(scalar(known["year"].max()))
    now, reference = known.filter(year=year), cited.cite(source)
    for column, label in (("asylum", "Refugees living there"), ("origin", "Refugees from there")):
        # A place that no row names, such as Kosovo inside Serbia, is not one without refugees.
        if known.filter(pl.col(column) == place.code).is_empty():
            continue
        held = int(now.filter(pl.col(column) == place.code)["refugees"].sum())
        when = "mid-2025" if year == 2025 else f"end of {year}"
        yield Row("Share", f"{label} (UNHCR's mandate)", held, people(held), when, Quality.OBSERVED, reference)


def _net(place: Area, cited: References) -> Iterator[Row]:
    known, source = load("net_migration", country=place.code)
    past = known.filter(variant="estimates").sort("year").tail(YEARS_OF_NET)
    if past.is_empty():
        return
    mean = scalar(past["net_migration"].mean())
    way = "more arrived than left" if mean > 0 else "more left than arrived"
    when = f"{past['year'][0]}-{past['year'][-1]}"
    yield Row("Trend", "Net migration, mean of a year", mean, f"{spoken(abs(round(mean)))} {way}" if mean else "none",
              when, Quality.MODELLED, cited.cite(source))  # fmt: skip


def _work(place: Area, cited: References) -> Iterator[Row]:
    known, source = load("integration", country=place.code)
    rates = known.filter(pl.col("indicator").is_in(["employment rate", "unemployment rate"]), sex="both")
    if rates.is_empty():
        return
    for indicator in ("employment rate", "unemployment rate"):
        both = rates.filter(pl.col("indicator") == indicator, pl.col("citizenship").is_in(["foreigners", "nationals"]))
        complete = both.filter(pl.col("citizenship").n_unique().over("year") == 2)
        if complete.is_empty() or int(scalar(complete["year"].max())) < OLDEST:
            continue
        last = complete.filter(pl.col("year") == complete["year"].max())
        value = dict(last.select("citizenship", "value").rows())
        text = f"{value['foreigners']:.3g}% of foreigners, {value['nationals']:.3g}% of nationals"
        yield Row("Work", f"{indicator.capitalize()}, ages 15 to 64", value["foreigners"] / 100, text,
                  str(last["year"][0]), Quality.OBSERVED, cited.cite(source))  # fmt: skip


def _remittances(place: Area, cited: References) -> Iterator[Row]:
    held = national.totals(place)
    for flow, label in (("received", "Remittances received"), ("paid", "Remittances paid")):
        rows = held.filter(pl.col(flow).is_not_null())
        if rows.is_empty():
            continue
        last = rows.sort("year", pl.col("order").neg()).row(-1, named=True)
        amount = last[flow]
        share = f" ({percent(amount / last['gdp'])} of gross domestic product)" if last["gdp"] else ""
        modelled = last["source"].startswith("knomad")
        known = load("economy" if last["source"] == "wdi_2025" else "remittances_country", country=place.code)[1]
        yield Row("Remittances", label, amount, dollars(amount) + share, str(last["year"]),
                  Quality.MODELLED if modelled else Quality.OBSERVED, cited.cite(known))  # fmt: skip


def _irregular(place: Area, cited: References) -> Iterator[Row]:
    held = irregular_tables.residents().filter(destination=place.code, origin=irregular_tables.TOTAL)
    if held.is_empty():
        return
    last = held.filter(pl.col("year") == held["year"].max())
    _, source = load("unauthorized_population")
    for row in last.iter_rows(named=True):
        low = "up to " if row["low"] is None else f"{spoken(row['low'])} to " if row["low"] < row["high"] else ""
        yield Row("Share", f"Without a right to stay ({row['estimator']})", row["high"], f"{low}{people(row['high'])}",
                  str(row["year"]), Quality(row["quality"]), cited.cite(source))  # fmt: skip


def _perceived(place: Area, cited: References) -> Iterator[Row]:
    known, source = load("opinion_perception", country=place.code)
    held = known.drop_nulls("perceived").sort("year")
    if held.is_empty():
        return
    last = held.row(-1, named=True)
    text = f"{last['perceived']:.3g}% guessed on average, against {last['actual']:.2g}% by the pollster's figure"
    yield Row("Belief", "Share of immigrants as people guess it", last["perceived"] / 100, text, str(last["year"]),
              Quality.OBSERVED, cited.cite(source))  # fmt: skip


def _world_stocks(cited: References) -> Iterator[Row]:
    from corridors.answers.statistics import region_tables

    series = shares_by_year(None)
    known = stock_tables.bilateral()
    yield from _immigrants(series, cited.cite(known.totals_source))
    inside = region_tables.within_by_year().filter(region="World").row(-1, named=True)
    yield Row("Share", "Living in the region of their birth, of those of known origin", inside["share_out"],
              percent(inside["share_out"]), f"1 July {inside['year']}", Quality(inside["quality"]),
              cited.cite(known.source))  # fmt: skip


def _world_refugees(cited: References) -> Iterator[Row]:
    known, source = load("refugees")
    year = int(scalar(known["year"].max()))
    held = int(known.filter(year=year)["refugees"].sum())
    when = "mid-2025" if year == 2025 else f"end of {year}"
    yield Row("Share", "Refugees under UNHCR's mandate", held, people(held), when, Quality.OBSERVED, cited.cite(source))


def _world_remittances(cited: References) -> Iterator[Row]:
    known, source = load("remittances_country", country=WORLD)
    last = known.filter(source="knomad_2023_05").drop_nulls("inflow_usd").sort("year")
    if not last.is_empty():
        row = last.row(-1, named=True)
        amount = row["inflow_usd"]
        yield Row("Remittances", "Remittances received", amount, dollars(amount), str(row["year"]), Quality.MODELLED,
                  cited.cite(source))  # fmt: skip


def _world_deaths(cited: References) -> Iterator[Row]:
    _, source = load("missing_migrants")
    row = irregular_tables.yearly().drop_nulls("deaths").row(-1, named=True)
    yield Row("On the way", "Recorded dead and missing", row["deaths"], f"at least {people(row['deaths'])}",
              str(row["year"]), Quality.OBSERVED, cited.cite(source))  # fmt: skip


def _worst(rows: pl.DataFrame) -> Quality:
    return Quality.EXTRAPOLATED if (rows["quality"] == Quality.EXTRAPOLATED.value).any() else Quality.MODELLED
