"""Charts of visa requirements: the strip of a corridor's dates."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.borders.visa_classes import CLASSES, GROUPS
from corridors.answers.borders.visa_words import finding
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.common import capitalised, panel_title
from corridors.content.subject import Direction, the
from corridors.content.words import percent, spoken_day

GROUP_SHADES = (charts.DARK, charts.LIGHT, charts.FAINT, charts.MIDDLE)
"""A shade for each group; all four differ in greyscale."""
STRIP_HEIGHT, LINE = 48, 14
"""Height of a strip and of a line of its text, in pixels."""


def strips(held: dict[Direction, pl.DataFrame], reference: Reference) -> Figure:
    """Draw what travellers of each direction need at each date, one strip for each direction.

    Args:
        held: date, requirement and days by direction.
        reference: where they come from.
    """
    data = pl.concat(
        rows.select(
            pl.lit(f"Passport of {the(way.origin)}, entering {the(way.destination)}").alias("direction"),
            pl.col("date").dt.strftime("%-d %b %Y").alias("day"),
            pl.col("requirement").replace_strict({code: known.group for code, known in CLASSES.items()}).alias("group"),
            _cell_text().alias("cell"),
        )
        for way, rows in held.items()
    )
    days = data["day"].unique(maintain_order=True).to_list()
    directions = data["direction"].unique(maintain_order=True)
    strips = [_strip(data.filter(direction=direction), days) for direction in directions]
    return charts.figure(
        "visas",
        _title(held),
        "Requirement for tourist and short business visits on seven dates; days of a visa-free stay where known",
        alt.vconcat(*strips, spacing=14),
        data,
        alternative=" ".join(finding(way, rows) for way, rows in held.items()),
        quality=[Quality.OBSERVED],
        references=[reference],
        note="The dates are not evenly spaced. The class “on arrival or e-visa” was split after 2020.",
    )


def _cell_text() -> pl.Expr:
    cell = pl.col("requirement").replace_strict({code: known.cell for code, known in CLASSES.items()})
    stays = cell + "|" + pl.col("days").cast(pl.String) + " days"
    return pl.when(pl.col("days").is_not_null()).then(stays).otherwise(cell)


def _strip(data: pl.DataFrame, days: list[str]) -> alt.LayerChart | alt.FacetChart:
    x = alt.X("day:O", sort=days, title=None, axis=alt.Axis(labelAngle=0, domain=False, ticks=False))
    shades = alt.Scale(domain=list(GROUPS), range=list(GROUP_SHADES))
    shade = alt.Color("group:N", scale=shades, legend=alt.Legend(columns=4))
    cells = alt.Chart(data).mark_rect(stroke="white", strokeWidth=2).encode(x=x, color=shade)
    raised = alt.expr(f"-{LINE / 2} * (length(split(datum.cell, '|')) - 1)")
    on_dark = alt.condition(alt.datum.group == GROUPS[0], alt.value("white"), alt.value("#1a1a1a"))
    words = (
        alt.Chart(data)
        .mark_text(fontSize=11.5, lineBreak="|", lineHeight=LINE, dy=raised)
        .encode(x=x, y=alt.value(STRIP_HEIGHT / 2), text="cell:N", color=on_dark)
    )
    title = panel_title(data["direction"][0], 6)
    return alt.layer(cells, words).properties(width=charts.WIDTH, height=STRIP_HEIGHT, title=title)


def _title(held: dict[Direction, pl.DataFrame]) -> str:
    parts = []
    for way, rows in held.items():
        last = rows.row(-1, named=True)
        parts.append(f"{CLASSES[last['requirement']].text} for travellers from {the(way.origin)}")
    day = spoken_day(next(iter(held.values()))["date"][-1])
    text = "; ".join(parts)
    return f"{capitalised(text)} ({day})"


def shares(series: pl.DataFrame, about: str, references: tuple[Reference, ...]) -> Figure:
    """Draw the share of pairs without a visa by date, one line for each coding, with the gap between them left open.

    Args:
        series: what `visa_tables.by_year` returns.
        about: the countries whose pairs are counted.
        references: where they come from.
    """
    # The later coding has two measures: no visa at all, and no visa before travel (on arrival, e-visa or eTA too).
    free = series.select("year", "when", series=pl.col("coding") + ": no visa", value="free")
    wider = series.drop_nulls("simpler").select(
        "year", "when", series=pl.col("coding") + ": no visa, or one of a simpler form",
        value=pl.col("free") + pl.col("simpler"),
    )  # fmt: skip
    data = pl.concat([free, wider])
    last = series.sort("when").filter(pl.col("coding").str.starts_with("Passport")).row(-1, named=True)
    return _lines(
        "years", f"No visa in {percent(last['free'])} of pairs, one of a simpler form in "
        f"{percent(last['simpler'])} more ({last['when']})",
        f"Share of pairs of passport and destination, {about}", data, references,
    )  # fmt: skip


def both_ways(place: str, series: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Draw the shares of passports admitted, and of destinations opened, without a visa by date.

    Args:
        place: the country's name in a sentence.
        series: rows of `visa_tables.by_year` with a column `side`.
        references: where they come from.
    """
    data = series.select("year", "when", "coding", series="side", value="free")
    last = series.filter(pl.col("coding").str.starts_with("Passport")).sort("when").group_by(
        "side", maintain_order=True
    ).last()  # fmt: skip
    said = "; ".join(f"{row['side']}: {percent(row['free'])}" for row in last.iter_rows(named=True))
    return _lines("years", f"Without a visa: {said}", f"Share of other passports and destinations, {place}", data,
                  references)  # fmt: skip


def _lines(name: str, title: str, subtitle: str, data: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Lines by date; a line breaks between the codings, because years without data are left out of neither."""
    names = data["series"].unique(maintain_order=True).to_list()
    # January of a year stands at its beginning; a day of the later coding at its place in the year.
    day = pl.col("when").str.to_date("%Y-%m-%d", strict=False)
    shown = data.with_columns(
        at=pl.when(day.is_null()).then(pl.col("year").cast(pl.Float64)).otherwise(
            day.dt.year() + (day.dt.ordinal_day() - 1) / 365
        ),
        part=pl.when(day.is_null()).then(pl.lit("1973 to 2013")).otherwise(pl.lit("2019 to 2025")),
    )  # fmt: skip
    chart = (
        alt.Chart(shown)
        .mark_line(point=True)
        .encode(
            x=alt.X("at:Q", axis=charts.years_axis(), scale=alt.Scale(zero=False, nice=True)),
            y=alt.Y("value:Q", axis=alt.Axis(title="Share", format="%"), scale=alt.Scale(domain=[0, 1])),
            color=alt.Color("series:N", scale=charts.shade(names), legend=alt.Legend(columns=1, labelLimit=500)),
            strokeDash=alt.StrokeDash("series:N", scale=charts.dash(names)),
            detail="part:N",
        )
        .properties(width=charts.WIDTH, height=charts.HEIGHT)
    )
    rows = shown.sort("at").group_by("series", maintain_order=True).last()
    words = "; ".join(f"{row['series']}, {row['when']}: {percent(row['value'])}" for row in rows.iter_rows(named=True))
    return charts.figure(
        name, title, subtitle, chart, shown, alternative=f"{words}.", quality=[Quality.OBSERVED], references=references,
        note="The codings before 2014 and since 2019 differ and are not joined; in 2021 and 2022 pandemic bans hide "
        "rules.",
    )  # fmt: skip
