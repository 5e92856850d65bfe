"""`family`: how much networks and family reunion multiply an initial flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data, Interval, ViewRange
from corridors.answers.drivers import family_tables as tables
from corridors.answers.statistics.stock_tables import listed_partners
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact
from corridors.content.subject import the
from corridors.content.words import percent, spoken
from corridors.data import source
from corridors.drivers.results import packaged, wider
from corridors.errors import NotCovered
from corridors.parameters import parameter

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "The network is the stock of people born in the origin who live in the destination; the elasticity says by "
    "how many "
    "per cent the flow is higher where the network is one per cent larger. The multiplier counts the further arrivals "
    "that go with one arrival more, over the years, by whatever legal channel: reunion, work, study or flight. It is "
    "not the number of relatives whom a person may sponsor by law."
)
YEARS = {
    "years": Column("Years since", "year"),
    "median": Column("Further arrivals per arrival", "ratio"),
    "lower": Column("Lower 95%", "ratio"),
    "upper": Column("Upper 95%", "ratio"),
}
CORRIDORS = {
    "origin": Column("Born in", "area"),
    "destination": Column("Living in", "area"),
    "ten": Column("Per arrival, in 10 years", "ratio"),
    "thirty": Column("In 30 years", "ratio"),
    "lower": Column("Lower 95%", "ratio"),
    "upper": Column("Upper 95%", "ratio"),
}
ELASTICITIES = {
    "specification": Column("Compared", "text"),
    "estimate": Column("Elasticity", "ratio"),
    "lower": Column("Lower 95%", "ratio"),
    "upper": Column("Upper 95%", "ratio"),
    "rows": Column("Corridors and periods", "count"),
}
DATASETS = ("migrant_stock", "demography_totals")


def answer(asked: Asked, cited: References) -> Content:
    """The network elasticity, and what follows one arrival more over 5 to 30 years."""
    references = tuple(cited.cite(source(name)) for name in DATASETS)
    series = _series(asked)
    elasticity = wider(packaged("structural").coefficient(tables.TERM))
    data = (
        Data("years", f"What follows one arrival more, {asked.about}", series, YEARS, references),
        Data("elasticities", "Network elasticity of the flow", tables.elasticities(), ELASTICITIES, references),
        Data("corridors", "The same by corridor, those with the largest stocks", tables.corridors(), CORRIDORS,
             references),
    )  # fmt: skip
    last = series.row(-1, named=True)
    return Content(
        finding=_finding(asked, series, elasticity[0]),
        definition=DEFINITION,
        data=data,
        facts=_facts(series, references),
        draw=lambda: _figures(asked, series, references),
        interval=Interval("Further arrivals per arrival in 30 years", last["median"], last["lower"], last["upper"], 95,
                          "persons", "1,000 draws of the elasticity, the wider of two clusterings"),
        views=_views(elasticity[0]),
        uncertainty="The interval holds the error of the elasticity, and neither that of the flows nor the choice of "
        "the share that dies or moves on, which is one for the whole world.",
        caveats=(
            "Flows are made from changes of the same stocks, so that part of the elasticity is mechanical.",
            "One arrival more is placed in a corridor of today's size; the first arrivals of a new corridor count for "
            "more than this average.",
            "Flows do not say who follows whom: family reunion and information cannot be told apart here.",
        ),
    )  # fmt: skip


def _series(asked: Asked) -> pl.DataFrame:
    if asked.corridor is None and (asked.origin or asked.destination):
        place = asked.origin or asked.destination
        assert place is not None
        raise NotCovered(
            f"The multiplier is of a corridor or of the world, and {the(place)} is one end.",
            hint=f"Name both ends: places with most people born there are {listed_partners(place.code)}.",
        )
    if asked.corridor is None:
        return tables.world()
    try:
        return tables.of_corridor(asked.corridor.origin.code, asked.corridor.destination.code)
    except NotCovered as absent:
        raise NotCovered(
            f"From {the(asked.corridor.origin)} to {the(asked.corridor.destination)} there is no stock or no flow in "
            "2015-2020 that a network could multiply.",
            hint=f"Places with people born there: {listed_partners(asked.corridor.origin.code)}.",
        ) from absent


def _finding(asked: Asked, series: pl.DataFrame, elasticity: float) -> str:
    rows = {row["years"]: row for row in series.iter_rows(named=True)}
    ten, thirty = rows[10], rows[30]
    where = (
        f"from {the(asked.corridor.origin)} to {the(asked.corridor.destination)}"
        if asked.corridor
        else "placed where people live abroad now"
    )
    return (
        f"A network that is 10% larger goes with a flow {percent(1.1**elasticity - 1)} higher, so that 100 "
        "arrivals more "
        f"{where} are followed by {_hundred(ten['median'])} others within 10 years and {_hundred(thirty['median'])} "
        f"({_hundred(thirty['lower'])} to {_hundred(thirty['upper'])}) within 30 (estimated)."
    )


def _hundred(value: float) -> str:
    return spoken(round(100 * value)) if 100 * value >= 1 else "fewer than 1"


def _facts(series: pl.DataFrame, references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    leaving = float(series["leaving"][0])
    return (
        Fact("Of people living outside their country of birth, die or move on in five years", leaving,
             percent(leaving, 0), "", "2015-2020", Quality.MODELLED, references),
    )  # fmt: skip


def _views(elasticity: float) -> ViewRange:
    values = {
        "here, within corridors": elasticity,
        "here, across corridors": packaged("network").coefficient(tables.TERM)["estimate"],
        "literature, within corridors (recalled)": parameter("network_elasticity").central,
        "literature, across corridors (recalled)": parameter("network_elasticity_cross_section").central,
    }
    return ViewRange("Network elasticity", "elasticity", values,
                     "Is a corridor compared with others, or with itself in other years?")  # fmt: skip


def _figures(asked: Asked, series: pl.DataFrame, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.drivers import family_charts

    return [family_charts.years(asked, series, references)]
