"""Population, age and income of a country or of both ends, from the past to 2050."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import polars as pl

from corridors.concepts.countries import Area
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Block, Figure, Missing, References, Section, Table
from corridors.content.common import HORIZON, least_sure, panel_title
from corridors.content.subject import Corridor, name, the
from corridors.content.words import change, listed, number, percent, spoken
from corridors.data import lazy, load
from corridors.data import source as find_source

PRESENT = 2024
"""The year of the last stocks and the first projected one of World Population Prospects 2024."""
YEARS = (1990, 2024, 2050)
WORKING_AGES = (20, 64)
"""First and last age of the working ages, as in the UN's old-age dependency ratio of World Population Prospects."""
MEDIAN_AGE = "WPP.MEDIAN_AGE"
INCOME = "NY.GDP.PCAP.PP.KD"
INCOME_TITLE = "GDP per head, constant 2021 international dollars"


def corridor(pair: Corridor, cited: References) -> Section:
    """Population, age and income of both ends."""
    return _section(pair.ends, cited)


def country(subject: Area, cited: References) -> Section:
    """Population, age and income of one country."""
    return _section((subject,), cited)


def populations(ends: Sequence[Area]) -> pl.DataFrame:
    """Population at mid-year by year: code, year, total, working (20-64), old (65 and over), variant."""
    frame, _ = lazy("population")
    codes = [end.code for end in ends]
    age, first, last = pl.col("age"), *WORKING_AGES
    people_of = pl.col("population")
    return (
        frame.filter(pl.col("country").is_in(codes), pl.col("year") <= HORIZON)
        .group_by("country", "year", "variant")
        .agg(
            total=people_of.sum(),
            young=people_of.filter(age < first).sum(),
            working=people_of.filter(age.is_between(first, last)).sum(),
            old=people_of.filter(age > last).sum(),
        )
        .sort("country", "year")
        .collect()
    )


def _section(ends: Sequence[Area], cited: References) -> Section:
    covered = [end for end in ends if end.in_wpp2024]
    blocks: list[Block] = [
        Missing(f"Population of {the(end)} by age", "World Population Prospects 2024 does not show it.")
        for end in ends
        if end not in covered
    ]
    findings = []
    if covered:
        table = populations(covered)
        findings.append(_finding(covered, table))
        blocks = [_population_figure(covered, table, cited), _population_table(covered, cited), *blocks]
    income = _incomes(ends)
    if not income.is_empty():
        findings.append(_income_finding(ends, income))
        blocks.append(_income_figure(ends, income, cited))
    without = [the(end) for end in ends if income.filter(country=end.code).is_empty()]
    if without:
        blocks.append(Missing(f"GDP per head of {listed(without)}", "The World Bank's indicators do not show it."))
    blocks.append(
        Missing(
            f"Income to {HORIZON}",
            "No dataset in the catalogue projects it that far. The IMF's outlook reaches 2029; its licence does not "
            "clearly permit passing it on.",
        )
    )
    nothing = f"Neither population by age nor income is known here for {listed([the(end) for end in ends])}."
    text = " ".join(findings) or nothing
    return Section("future", f"Population, age and income to {HORIZON}", text, tuple(blocks))


def _at(table: pl.DataFrame, end: Area, year: int) -> dict[str, int] | None:
    """The row of a year; None where the table lacks it."""
    rows = table.filter(country=end.code, year=year)
    return rows.row(0, named=True) if rows.height else None


def _finding(ends: Sequence[Area], table: pl.DataFrame) -> str:
    parts = []
    for end in ends:
        now, later = _at(table, end, 2025), _at(table, end, HORIZON)
        if now is None or later is None or not now["total"]:
            continue
        text = f"The population of {the(end)} is projected to "
        if verb := {"rose": "grow", "fell": "shrink"}.get(change(now["total"], later["total"])):
            text += f"{verb} from {spoken(now['total'])} in 2025 to {spoken(later['total'])} in {HORIZON}"
        else:
            text += f"hardly change from about {spoken(now['total'])} between 2025 and {HORIZON}"
        if now["old"] and later["old"]:
            text += (
                f"; for each person of 65 or older there would be {later['working'] / later['old']:.1f} people aged "
                f"20 to 64, against {now['working'] / now['old']:.1f} in 2025"
            )
        parts.append(f"{text}.")
    return " ".join(parts)


def _population_figure(ends: Sequence[Area], table: pl.DataFrame, cited: References) -> Figure:
    names = [name(end) for end in ends]
    groups = ["0-19", "20-64", "65 and over"]
    long = (
        table.with_columns(end=pl.col("country").replace({end.code: name(end) for end in ends}))
        .unpivot(
            ["young", "working", "old"], index=["end", "year", "variant"], variable_name="age", value_name="persons"
        )
        .with_columns(pl.col("age").replace({"young": groups[0], "working": groups[1], "old": groups[2]}))
    )
    panels = []
    width = charts.PANEL if len(ends) > 1 else charts.WIDTH
    for end in names:
        rows = long.filter(end=end)
        areas = alt.Chart(rows).mark_area(stroke="white", strokeWidth=1).encode(
            x=alt.X("year:Q", axis=charts.years_axis("")),
            y=alt.Y("persons:Q", stack="zero", axis=charts.quantity_axis("Persons")),
            color=alt.Color("age:N", scale=charts.shade(groups), sort=groups),
            order=alt.Order("rank:Q"),
        ).transform_calculate(rank=f"indexof({groups!r}, datum.age)")  # fmt: skip
        now = alt.Chart(pl.DataFrame({"year": [PRESENT], "text": ["projected"]}))
        rule = now.mark_rule(strokeDash=[4, 3], color="#333").encode(x="year:Q")
        word = now.mark_text(align="left", dx=4, dy=4, baseline="top", color="#333", fontSize=11).encode(
            x="year:Q", y=alt.value(0), text="text:N"
        )
        panels.append(
            alt.layer(areas, rule, word).properties(width=width, height=charts.HEIGHT, title=panel_title(end))
        )
    title = _population_title(ends, table)
    return charts.figure(
        "population",
        title,
        f"Population at 1 July by age, 1950-{HORIZON}; medium variant after 2023",
        alt.hconcat(*panels, spacing=40) if len(panels) > 1 else panels[0],
        long,
        alternative=title,
        quality=[Quality.MODELLED, Quality.PROJECTED],
        references=[cited.cite(find_source("population"))],
        note="Each panel has its own scale." if len(panels) > 1 else "",
    )


def _population_title(ends: Sequence[Area], table: pl.DataFrame) -> str:
    parts = []
    for end in ends:
        now, later = _at(table, end, 2025), _at(table, end, HORIZON)
        if now and later and now["working"]:
            growth = later["working"] / now["working"] - 1
            verb = f"{'grow' if growth > 0 else 'shrink'} by {percent(abs(growth), 0)}" if growth else "stay the same"
            parts.append(f"{verb} in {the(end)}")
    return f"From 2025 to {HORIZON} the working ages are projected to {' and '.join(parts)}"


def _population_table(ends: Sequence[Area], cited: References) -> Table:
    totals = lazy("demography_totals")[0].filter(
        pl.col("country").is_in([end.code for end in ends]), pl.col("year").is_in(YEARS)
    ).collect()  # fmt: skip
    economy, economy_source = load("economy", country=[end.code for end in ends])
    ages = economy.filter(indicator=MEDIAN_AGE)
    rows = []
    for end in ends:
        for year in YEARS:
            total = totals.filter(country=end.code, year=year)
            if total.is_empty():
                continue
            row = total.row(0, named=True)
            median = ages.filter(country=end.code, year=year)["value"]
            rows.append(
                (
                    name(end), str(year), number(row["pop_midyear"]),
                    f"{median[0]:.1f}" if len(median) else "not known",
                    f"{row['births']:,}", f"{row['deaths']:,}", f"{row['net_migration']:+,}",
                    "estimated" if row["variant"] == "estimates" else "projected",
                )
            )  # fmt: skip
    return Table(
        "Population at mid-year, median age, and births, deaths and net migration in the year",
        ("Country or area", "Year", "Population", "Median age", "Births", "Deaths", "Net migration", "Known as"),
        tuple(rows),
        least_sure((Quality.MODELLED, Quality.PROJECTED)),
        (
            cited.cite(find_source("demography_totals")),
            cited.cite(economy_source, "UN WPP 2024 (medium variant after 2023)"),
        ),
        note="Persons; median age in years. From 2024 on, the medium projection.",
    )


def _incomes(ends: Sequence[Area]) -> pl.DataFrame:
    frame, _ = load("economy", country=[end.code for end in ends])
    rows = frame.filter(indicator=INCOME).select("country", "year", "value")
    return rows.filter(pl.col("country").is_in([end.code for end in ends])).sort("country", "year")


def _income_finding(ends: Sequence[Area], income: pl.DataFrame) -> str:
    latest = {end.code: income.filter(country=end.code).tail(1) for end in ends}
    held = [end for end in ends if latest[end.code].height]
    if len(held) == 2:
        low, high = sorted(held, key=lambda end: latest[end.code]["value"][0])
        ratio = latest[high.code]["value"][0] / latest[low.code]["value"][0]
        years = latest[high.code]["year"][0], latest[low.code]["year"][0]
        at = [f" in {year}" if years[0] != years[1] else "" for year in years]
        times = f"{ratio:.1f} times" if ratio >= 1.05 else "about equal to"
        return f"Income per head in {the(high)}{at[0]} is {times} that in {the(low)}{at[1]}, at equal purchasing power."
    (end,) = held
    row = latest[end.code].row(0, named=True)
    return f"Income per head in {the(end)} was {spoken(row['value'])} international dollars in {row['year']}."


def _income_figure(ends: Sequence[Area], income: pl.DataFrame, cited: References) -> Figure:
    held = [end for end in ends if not income.filter(country=end.code).is_empty()]
    names = [name(end) for end in held]
    data = income.with_columns(end=pl.col("country").replace({end.code: name(end) for end in held}))
    x = alt.X("year:Q", axis=charts.years_axis(""))
    ratio_scale = len(held) > 1
    scale = alt.Scale(type="log", nice=False, padding=12) if ratio_scale else alt.Scale(zero=True)
    y = alt.Y("value:Q", scale=scale, axis=charts.quantity_axis(INCOME_TITLE))
    line = alt.Chart(data).mark_line().encode(
        x=x, y=y,
        color=alt.Color("end:N", scale=charts.shade(names), legend=alt.Legend(symbolType="stroke")),
        strokeDash=alt.StrokeDash("end:N", scale=charts.dash(names)),
    )  # fmt: skip
    title = _income_title(held, income)
    return charts.figure(
        "income",
        title,
        "GDP per head at purchasing power parity"
        + ("; on this scale equal steps are equal ratios" if ratio_scale else ""),
        line.properties(width=charts.WIDTH, height=charts.HEIGHT),
        data.select("end", "year", "value"),
        alternative=title,
        quality=[Quality.MODELLED],
        references=[cited.cite(find_source("economy"), "WDI")],
    )


def _income_title(held: Sequence[Area], income: pl.DataFrame) -> str:
    if len(held) == 2:
        wide = income.pivot("country", index="year", values="value").drop_nulls().sort("year")
        if wide.height > 1:
            one, two = held[0].code, held[1].code
            gaps = [max(ratio, 1 / ratio) for ratio in (wide[one] / wide[two]).to_list()]
            verb = {"rose": "widened", "fell": "narrowed"}.get(change(gaps[0], gaps[-1]), "hardly changed")
            years = wide["year"]
            return f"The income gap {verb}: {gaps[0]:.1f} to 1 in {years[0]}, {gaps[-1]:.1f} to 1 in {years[-1]}"
    end = held[0]
    series = income.filter(country=end.code)
    first, last = series.row(0, named=True), series.row(-1, named=True)
    return f"Income per head of {the(end)} is {last['value'] / first['value']:.1f} times that of {first['year']}"
