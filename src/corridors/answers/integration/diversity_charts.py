"""Charts of diversity: destinations ranked, and effective numbers of origins and destinations by year."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.integration.diversity_tables import RANKED_FROM
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.common import capitalised
from corridors.content.subject import named
from corridors.content.words import percent

MOST = 18
KINDS = {"migrants_differ": "two migrants", "inhabitants_differ": "two inhabitants"}
NUMBERS = ["origins of its immigrants", "destinations of its emigrants"]


def ranking(frame: pl.DataFrame, about: str, year: int, references: tuple[Reference, ...]) -> Figure:
    """The chance that two migrants, and two inhabitants, were born in different countries."""
    large = frame.filter(pl.col("migrants") >= RANKED_FROM)
    shown = (large if large.height else frame).drop_nulls("inhabitants_differ").sort("migrants", descending=True)
    shown = shown.head(MOST).sort("inhabitants_differ", descending=True)
    names = pl.Series("place", [capitalised(named(code)) for code in shown["country"]])
    kinds = list(KINDS.values())
    data = shown.select(names, *KINDS).rename(KINDS).unpivot(kinds, index="place", variable_name="who",
                                                             value_name="chance")  # fmt: skip
    chart = (
        alt.Chart(data)
        .mark_point(filled=True, size=80, opacity=1)
        .encode(
            y=alt.Y("place:N", sort=None, title=None, axis=alt.Axis(labelLimit=220, grid=True)),
            x=alt.X("chance:Q", scale=alt.Scale(domain=[0, 1]),
                    axis=alt.Axis(format=".0%", title="Chance of being born in different countries")),
            color=alt.Color("who:N", scale=charts.shade(kinds), sort=kinds),
            shape=alt.Shape("who:N", scale=alt.Scale(domain=kinds, range=["circle", "diamond"]), sort=kinds),
        )
        .properties(width=charts.WIDTH - 200, height=20 * shown.height)
    )  # fmt: skip
    alternative = "; ".join(f"{named(r['country'])} {percent(r['inhabitants_differ'], 0)}" for r in
                            shown.iter_rows(named=True))  # fmt: skip
    said = "No population is known"
    if shown.height:
        first = shown.row(0, named=True)
        said = f"{capitalised(named(first['country']))}: two inhabitants differ with a chance of " \
               f"{percent(first['inhabitants_differ'], 0)}"  # fmt: skip
    return charts.figure(
        "diversity", said, f"Diversity of birthplaces in the destinations with most migrants, {about}, 1 July {year}",
        chart, data, alternative=f"Two inhabitants: {alternative}.", quality=_marks(shown), references=references,
        note="A proxy of segmentation at most: it says nothing of where within a country people live.",
    )  # fmt: skip


def by_year(into: pl.DataFrame, out: pl.DataFrame, spoken: str, references: tuple[Reference, ...]) -> Figure:
    """Effective numbers of origins and of destinations of one country by year."""
    parts = [
        frame.select("year", number="effective", what=pl.lit(name))
        for frame, name in zip((into, out), NUMBERS, strict=True)
        if frame.height
    ]
    data = pl.concat(parts)
    kinds = data["what"].unique(maintain_order=True).to_list()
    chart = (
        alt.Chart(data)
        .mark_line(point=True)
        .encode(
            x=alt.X("year:Q", axis=charts.years_axis("1 July of"), scale=alt.Scale(domain=[1988, 2026])),
            y=alt.Y("number:Q", axis=charts.quantity_axis("Effective number of countries")),
            color=alt.Color("what:N", scale=charts.shade(kinds), sort=kinds),
            strokeDash=alt.StrokeDash("what:N", scale=charts.dash(kinds), sort=kinds),
        )
        .properties(width=charts.WIDTH, height=charts.HEIGHT)
    )
    said = "; ".join(
        f"{rows['what'][0]}: {rows['number'][0]:.1f} in {rows['year'][0]}, {rows['number'][-1]:.1f} in "
        f"{rows['year'][-1]}"
        for rows in data.partition_by("what", maintain_order=True)
    )
    return charts.figure(
        "years", capitalised(said), f"Effective number of origins and destinations, {spoken}", chart, data,
        alternative=f"{said}.", quality=_marks(into if into.height else out), references=references,
    )  # fmt: skip


def _marks(frame: pl.DataFrame) -> list[Quality]:
    return sorted({Quality(q) for q in frame["quality"]}, key=list(Quality).index) or [Quality.MISSING]
