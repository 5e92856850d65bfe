"""Charts of skill: education of foreigners in Europe, doors by education, one host, professionals' moves."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import polars as pl

from corridors.answers.labour import skill_tables as tables
from corridors.concepts.countries import Area, area
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.common import capitalised
from corridors.content.subject import named, the
from corridors.content.words import percent

LEVELS = ("low", "medium", "high")
SHADES = alt.Scale(domain=list(LEVELS), range=[charts.MIDDLE, charts.FAINT, charts.DARK])
SHARE = alt.Axis(format="%", title="Share", tickCount=5)
MOST = 14


def hosts(frame: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Bars of the highly educated among foreign citizens, with a tick for all inhabitants."""
    data = frame.select(
        place=pl.col("country").map_elements(_short, return_dtype=pl.String), foreigners="high", inhabitants="own_high"
    )
    y = alt.Y("place:N", sort=None, title=None, axis=alt.Axis(labelLimit=160))
    base = alt.Chart(data)
    bars = base.mark_bar(color=charts.LIGHT).encode(x=alt.X("foreigners:Q", axis=SHARE), y=y)
    ticks = base.mark_tick(color=charts.DARK, thickness=3, size=14).encode(x="inhabitants:Q", y=y)
    first = data.row(0, named=True)
    return charts.figure(
        "hosts", f"{first['place']}: {percent(first['foreigners'], 0)} of foreign citizens are highly educated",
        "Highly educated, aged 15 to 64: bar foreign citizens (last year), tick all inhabitants (2020)",
        alt.layer(bars, ticks).properties(width=charts.WIDTH - 140, height=17 * data.height), data,
        alternative="; ".join(f"{r['place']}: {percent(r['foreigners'], 0)}" for r in data.iter_rows(named=True)) + ".",
        quality=[Quality.OBSERVED, Quality.PROJECTED], references=references,
    )  # fmt: skip


def doors(references: tuple[Reference, ...]) -> Figure:
    """Dots of countries: education of inhabitants against destinations that their passport opens."""
    data = tables.origins().drop_nulls("doors").select("country", share="own_high", doors="doors")
    chart = (
        alt.Chart(data)
        .mark_circle(color=charts.DARK, size=36, opacity=0.6)
        .encode(
            x=alt.X(
                "share:Q", axis=alt.Axis(format="%", title="Highly educated among inhabitants aged 15 to 64, 2020")
            ),
            y=alt.Y("doors:Q", axis=alt.Axis(title="Destinations without asking a consulate", tickCount=5)),
        )
        .properties(width=charts.WIDTH - 40, height=charts.HEIGHT + 20)
    )
    thirds = tables.by_thirds()["doors"].to_list()
    title = (
        f"Passports of the least educated third of countries open {thirds[0]:.0f} doors, of the most {thirds[-1]:.0f}"
    )
    return charts.figure(
        "doors", title, "Tourist visas, last date of the Passport Index; each dot a country", chart, data,
        alternative=f"{title} (medians).", quality=[Quality.PROJECTED, Quality.OBSERVED], references=references,
        note="A tourist visa is a proxy: no dataset held has work permits by skill.",
    )  # fmt: skip


def mix(place: Area, frame: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Stacked bars of education: foreign citizens and all inhabitants of one host."""
    row = frame.row(0, named=True)
    groups = {f"Foreign citizens, {row['year']}": "", "All inhabitants, 2020": "own_"}
    rows = [(group, level, row[f"{prefix}{level}"]) for group, prefix in groups.items() for level in LEVELS]
    title = f"{capitalised(the(place))}: {percent(row['high'], 0)} of foreign citizens are highly educated"
    return _stacked("mix", title, rows, references, [Quality.OBSERVED, Quality.PROJECTED])


def ends(pair: tuple[Area, Area], host: pl.DataFrame, own: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Stacked bars of education: inhabitants of the origin, foreigners and inhabitants of the destination."""
    origin, destination = pair
    first = own.row(0, named=True)
    rows = [(f"Inhabitants of {the(origin)}", level, first[f"own_{level}"]) for level in LEVELS]
    marks = [Quality.PROJECTED]
    if host.height:
        row = host.row(0, named=True)
        rows += [(f"All foreign citizens in {the(destination)}", level, row[level]) for level in LEVELS]
        marks = [Quality.OBSERVED, Quality.PROJECTED]
    there = tables.inhabitants().filter(country=destination.code)
    if there.height:
        row = there.row(0, named=True)
        rows += [(f"Inhabitants of {the(destination)}", level, row[f"own_{level}"]) for level in LEVELS]
    title = f"{capitalised(the(origin))}: {percent(first['own_high'], 0)} of inhabitants are highly educated"
    return _stacked("ends", title, rows, references, marks)


def _stacked(
    name: str,
    title: str,
    rows: list[tuple[str, str, float]],
    references: tuple[Reference, ...],
    marks: Sequence[Quality],
) -> Figure:
    data = pl.DataFrame(rows, schema={"group": pl.String, "level": pl.String, "share": pl.Float64}, orient="row")
    order = pl.col("level").replace_strict({level: k for k, level in enumerate(LEVELS)}, return_dtype=pl.Int64)
    data = data.with_columns(order=order)
    chart = (
        alt.Chart(data)
        .mark_bar(stroke="white", strokeWidth=0.5)
        .encode(
            x=alt.X("share:Q", axis=SHARE, scale=alt.Scale(domain=[0, 1])),
            y=alt.Y("group:N", sort=None, title=None, axis=alt.Axis(labelLimit=260)),
            color=alt.Color("level:N", scale=SHADES, sort=list(LEVELS)),
            order=alt.Order("order:Q"),
        )
        .properties(width=charts.WIDTH - 220, height=36 * data["group"].n_unique())
    )
    said = "; ".join(f"{group}, {level}: {percent(share, 0)}" for group, level, share in rows)
    return charts.figure(
        name, title, "Education of those aged 15 to 64: low, medium, high", chart, data.drop("order"),
        alternative=f"{said}.", quality=marks, references=references,
        note="Shares of inhabitants are projections of the Wittgenstein Centre for 2020.",
    )  # fmt: skip


def partners(place: Area, moves: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Bars of the partners with which a country gains and loses most professionals."""
    ordered = moves.sort("net_per_10k", descending=True)
    largest = moves.sort(pl.col("net_per_10k").abs(), descending=True).head(MOST)
    shown = largest.sort("net_per_10k", descending=True)
    data = shown.select(partner=pl.col("partner").map_elements(_short, return_dtype=pl.String), net="net_per_10k")
    chart = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            x=alt.X("net:Q", axis=alt.Axis(title="Net gain per 10,000 LinkedIn members a year", tickCount=6)),
            y=alt.Y("partner:N", sort=None, title=None, axis=alt.Axis(labelLimit=200)),
            color=alt.condition("datum.net < 0", alt.value(charts.MIDDLE), alt.value(charts.DARK)),
        )
        .properties(width=charts.WIDTH - 180, height=20 * data.height)
    )
    extreme = ordered.row(0 if abs(ordered["net_per_10k"][0]) > abs(ordered["net_per_10k"][-1]) else -1, named=True)
    word = "from" if extreme["net_per_10k"] > 0 else "to"
    verb = "gains" if extreme["net_per_10k"] > 0 else "loses"
    return charts.figure(
        "professionals", f"{capitalised(the(place))} {verb} most professionals {word} {named(extreme['partner'])}",
        "Net moves of LinkedIn members by partner, mean of 2015 to 2019: a proxy of professionals", chart, data,
        alternative="; ".join(f"{row['partner']}: {row['net']:.2f}" for row in data.iter_rows(named=True)) + ".",
        quality=[Quality.OBSERVED], references=references,
        note="The largest gains and losses." if ordered.height > MOST else "",
    )  # fmt: skip


def _short(code: str) -> str:
    return area(code).short_name
