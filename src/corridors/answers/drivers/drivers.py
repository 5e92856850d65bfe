"""`drivers`: how much of a corridor, and of its change, goes with what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data, Interval
from corridors.answers.drivers import driver_tables as tables
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing
from corridors.content.words import listed, people, spoken
from corridors.data import source
from corridors.drivers.decomposition import REMAINDER, UNCOVERED
from corridors.drivers.results import outdated, table

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "Flows are moves between countries a year, estimated from changes of stocks by country of birth. A contribution is "
    "what the fitted association with a driver amounts to when the driver changes as it did: it adds up, and it is no "
    "proof of a cause. Within corridors means that each corridor is compared with itself in other periods."
)
PARTS = {
    "label": Column("Driver", "text"),
    "contribution": Column("Contribution", "count", "people a year"),
    "lower": Column("Lower 95%", "count"),
    "upper": Column("Upper 95%", "count"),
    "share": Column("Of the change", "share"),
}
MAP = {
    "difference": Column("Between corridors, all else in the regression equal", "text"),
    "percent": Column("Flow", "number", "% more"),
    "lower": Column("Lower 95%", "number"),
    "upper": Column("Upper 95%", "number"),
    "percent_network": Column("With networks, effects of places", "number", "% more"),
    "lower_network": Column("Lower 95%", "number"),
    "upper_network": Column("Upper 95%", "number"),
}
FITS = {
    "regression": Column("Regression", "text"),
    "pooled": Column("Correlation over the map", "number"),
    "within": Column("Correlation within corridors", "number"),
    "change": Column("Of the change beyond persistence", "number"),
    "error": Column("Mean error of the log", "number"),
}
SMALL = 20
"""Moves a year below which the contributions of a corridor are smaller than any estimate of flows can tell."""


def answer(asked: Asked, cited: References) -> Content:
    """The change of flows taken apart, what goes with the map, and how well either is explained."""
    found = tables.apart(asked)
    sources = found.sources if found else tuple(source(name) for name in table("manifest")["dataset"])
    references = tuple(cited.cite(one) for one in sources)
    fits = tables.fits()
    data = (
        Data("map", "What large corridors have in common", tables.mapped(), MAP, references,
             note="Distance, border, language and colonial tie do not change, so that they explain no change."),
        Data("fit", "How well: the map, the change, and persistence", fits, FITS, references,
             note="Persistence says that each corridor stays as it was, and scores 0 of the change."),
    )  # fmt: skip
    title = f"Change of yearly moves from {tables.BEFORE} to {tables.AFTER}, {asked.about}"
    changed = (Data("change", title, found.frame, PARTS, references),) if found else ()
    return Content(
        finding=_finding(asked, found),
        definition=DEFINITION,
        data=(*changed, *data),
        facts=_facts(fits, references),
        draw=lambda: _figures(asked, found, fits, references),
        missing=_missing(asked, found),
        interval=_interval(found),
        uncertainty="The intervals hold the error of the coefficients, the wider of two clusterings (by corridor; by "
        "place at either end). They do not hold the error of the flows themselves, which `flows` shows as a spread of "
        "rival methods." + (" The tables were fitted to an earlier edition of " + listed(outdated()) + "."
                            if outdated() else ""),
        caveats=(
            "Flows are made from the same stocks as networks, so that part of that association is mechanical.",
            "Policy enters as free movement only: visas of all countries are known from 2019 on.",
            "Age is in no driver here beyond the size of populations; what youth implies is in `demography`.",
        ),
    )  # fmt: skip


def _finding(asked: Asked, found: tables.Apart | None) -> str:
    if found is None:
        return (
            f"The change of moves {_way(asked)} cannot be taken apart, since a driver is not known there; what "
            "goes with "
            "the map of all corridors is shown instead."
        )
    verb = "rose" if found.change > 0 else "fell" if found.change < 0 else "stayed"
    start = (
        f"Estimated moves {_way(asked)} {verb} from {spoken(found.start)} a year in {tables.BEFORE} to "
        f"{spoken(found.end)} in {tables.AFTER}"
    )
    if max(found.start, found.end) < SMALL:
        return f"{start}: too few for a change to be taken apart with any confidence."
    named = found.frame.filter(~pl.col("driver").is_in([REMAINDER, UNCOVERED]))
    top = named.sort(pl.col("contribution").abs(), descending=True).head(2)
    parts = [
        f"{_signed(row['contribution'])} ({_signed(row['lower'])} to {_signed(row['upper'])}) goes with "
        f"{_small(row['label'])}"
        for row in top.iter_rows(named=True)
    ]
    absent = found.part(UNCOVERED)
    rest = f" and {_signed(absent)} is in corridors that lack a driver" if abs(absent) >= 1 else ""
    return f"{start}: {listed(parts)}, while {_signed(found.part(REMAINDER))} is unexplained{rest}."


def _way(asked: Asked) -> str:
    from corridors.content.subject import the

    if asked.corridor:
        return f"from {the(asked.corridor.origin)} to {the(asked.corridor.destination)}"
    if asked.origin is not None:
        return f"out of {the(asked.origin)}"
    return f"into {the(asked.destination)}" if asked.destination is not None else "between all countries"


def _small(label: str) -> str:
    return label[0].lower() + label[1:].partition(":")[0]


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else ''}{spoken(round(value))}" if abs(value) >= 0.5 else "0"


def _facts(fits: pl.DataFrame, references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    by_name = {row["regression"]: row for row in fits.iter_rows(named=True)}
    gravity, still = by_name[tables.FITS["classic"]], by_name["Persistence, same rows"]
    rows = (("Correlation of gravity with flows, over the map", gravity["pooled"], "within corridors: "
             f"{gravity['within']:.2f}"),
            ("Correlation of the period before with flows, over the map", still["pooled"], "within corridors: "
             f"{still['within']:.2f}"))  # fmt: skip
    return tuple(
        Fact(label, value, f"{value:.2f}", more, "1995-2024", Quality.MODELLED, references)
        for label, value, more in rows
    )


def _missing(asked: Asked, found: tables.Apart | None) -> tuple[Missing, ...]:
    if found is None:
        lost = tables.lacking(asked)
        return (Missing(f"The change of moves {_way(asked)}", f"Not known in both periods: {listed(lost)}.",
                        "A formula without it can be fitted: `corridors drivers fit`."),)  # fmt: skip
    if not found.frame.filter(driver=UNCOVERED).is_empty():
        return (Missing("Income or conflict of some corridors",
                        "Their change is shown as one row and is part of the total.",
                        "`corridors drivers panel` lists who lacks what."),)  # fmt: skip
    return ()


def _interval(found: tables.Apart | None) -> Interval | None:
    if found is None:
        return None
    row = found.frame.filter(driver="log_network").row(0, named=True)
    return Interval("Contribution of networks and family", row["contribution"], row["lower"], row["upper"], 95,
                    "people a year", "covariance of the coefficients, the wider of two clusterings")  # fmt: skip


def _figures(
    asked: Asked, found: tables.Apart | None, fits: pl.DataFrame, references: tuple[Reference, ...]
) -> list[Figure]:
    from corridors.answers.drivers import driver_charts

    made = [driver_charts.fit(fits, references)]
    if found is not None and max(found.start, found.end) >= SMALL:
        made.insert(0, driver_charts.parts(asked, found, people(round(abs(found.change))), references))
    return made
