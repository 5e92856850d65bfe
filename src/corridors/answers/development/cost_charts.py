"""Charts of what sending costs: how prices spread, where 3% would save most, prices of one country's corridors."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.asked import Asked
from corridors.answers.development.price_charts import RULES
from corridors.answers.development.prices import CEILING, SENT, shown
from corridors.concepts.countries import area
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.common import capitalised
from corridors.content.subject import named
from corridors.content.words import dollars, percent

MOST = 12
STANDINGS = ("3% or less", "over 3% to 5%", "over 5%")
WIDEST = 20
"""Per cent: prices from here on share the last bar."""
LABELS = alt.Axis(labelLimit=280)


def spread(rows: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """How many corridors stand at each price, one per cent wide."""
    percents = (pl.col("share") * 100).floor().clip(0, WIDEST).cast(pl.Int64)
    bins = rows.with_columns(bin=percents).group_by("bin", "standing").agg(corridors=pl.len()).sort("bin", "standing")
    shades = alt.Scale(domain=list(STANDINGS), range=[charts.LIGHT, charts.MIDDLE, charts.DARK])
    label = f"datum.value == {WIDEST} ? '{WIDEST}+' : datum.value"
    chart = (
        alt.Chart(bins)
        .mark_bar(stroke="white", strokeWidth=0.5)
        .encode(
            x=alt.X(
                "bin:O",
                scale=alt.Scale(domain=list(range(WIDEST + 1))),
                axis=alt.Axis(title="Price, % of the amount sent (from this value)", labelExpr=label, labelAngle=0),
            ),
            y=alt.Y("corridors:Q", axis=alt.Axis(title="Corridors", tickCount=5)),
            color=alt.Color("standing:N", scale=shades, sort=list(STANDINGS)),
        )
        .properties(width=charts.WIDTH, height=charts.HEIGHT)
    )  # fmt: skip
    above = percent(float((rows["share"] > CEILING).to_numpy().mean()), 0)
    title = f"{above} of {rows.height} corridors cost more than the ceiling of 5%"
    each = {name: rows.filter(standing=name).height for name in STANDINGS}
    return charts.figure(
        "spread", title, f"Last mean price of sending ${SENT} by corridor, five years at most", chart, bins,
        alternative="; ".join(f"{name}: {count} corridors" for name, count in each.items()) + ".",
        quality=[Quality.OBSERVED], references=references,
    )  # fmt: skip


def savings(rows: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Bars of the corridors where 3% would save senders most."""
    top = rows.drop_nulls("saving_3").sort("saving_3", descending=True).head(MOST)
    data = top.select(
        corridor=pl.struct("origin", "destination").map_elements(_label, return_dtype=pl.String),
        saving="saving_3", share="share",
    )  # fmt: skip
    base = alt.Chart(data).encode(y=alt.Y("corridor:N", sort=None, title=None, axis=LABELS))
    bars = base.mark_bar(color=charts.DARK).encode(x=alt.X("saving:Q", axis=charts.quantity_axis("US$ a year")))
    texts = base.mark_text(align="left", dx=4, color="#333").encode(
        x="saving:Q", text=alt.Text("share:Q", format=".1%")
    )  # fmt: skip
    first = data.row(0, named=True)
    return charts.figure(
        "savings",
        f"{first['corridor']}: at 3% senders would keep {dollars(first['saving'])} a year",
        "Saving of senders at 3% with volumes held, largest corridors; beside each bar the price now",
        alt.layer(bars, texts).properties(width=charts.WIDTH - 240, height=24 * data.height),
        data,
        alternative="; ".join(f"{row['corridor']}: {dollars(row['saving'])}" for row in data.iter_rows(named=True))
        + ".",
        quality=[Quality.MODELLED],
        references=references,
    )


def partners(asked: Asked, rows: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Dots of the prices of one country's corridors, with target and ceiling."""
    place = asked.place
    assert place is not None
    data = (
        rows.with_columns(
            way=pl.when(pl.col("origin") == place.code)
            .then(pl.lit("Sending to it"))
            .otherwise(pl.lit("Sending from it")),
            other=pl.when(pl.col("origin") == place.code).then("destination").otherwise("origin"),
        )
        .sort("usd", descending=True, nulls_last=True)
        .head(2 * MOST)
        .select("way", "share", partner=pl.col("other").map_elements(_short, return_dtype=pl.String))
        .sort("share", descending=True)
    )
    ways = [way for way in ("Sending to it", "Sending from it") if way in data["way"]]
    order = data["partner"].unique(maintain_order=True).to_list()
    dots = (
        alt.Chart(data)
        .mark_point(size=80, filled=True, opacity=1)
        .encode(
            x=alt.X("share:Q", axis=alt.Axis(format="%", title="% of the amount sent"), scale=alt.Scale(zero=True)),
            y=alt.Y("partner:N", sort=order, title=None, axis=alt.Axis(labelLimit=220, grid=True)),
            color=alt.Color("way:N", scale=charts.shade(ways), sort=ways),
            shape=alt.Shape("way:N", sort=ways, scale=alt.Scale(domain=ways)),
        )
    )
    rules = alt.Chart(RULES).mark_rule(color="#555", strokeDash=[3, 3]).encode(x="share:Q")
    first = data.row(0, named=True)
    direction = "from" if first["way"] == "Sending to it" else "to"
    highest = f"{capitalised(named(place.code))}: dearest {direction} {first['partner']}, {shown(first['share'])}"
    return charts.figure(
        "partners", highest, f"Last mean price of sending ${SENT}; dashed lines at 3% and 5%",
        alt.layer(rules, dots).properties(width=charts.WIDTH - 200, height=max(80, 18 * len(order))), data,
        alternative="; ".join(
            f"{row['way'].lower()}, {row['partner']}: {shown(row['share'])}" for row in data.iter_rows(named=True)
        ) + ".",
        quality=[Quality.OBSERVED], references=references,
        note=f"The {2 * MOST} corridors with most money." if rows.height > 2 * MOST else "",
    )  # fmt: skip


def _short(code: str) -> str:
    return area(code).short_name


def _label(row: dict[str, str]) -> str:
    return f"{_short(row['destination'])} to {_short(row['origin'])}"
