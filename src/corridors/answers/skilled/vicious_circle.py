"""`vicious-circle`: whether skilled emigration feeds on itself, by country and view, and what breaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers import whatif
from corridors.answers.answer import Column, Content, Data, ViewRange
from corridors.answers.skilled import circle_tables as tables
from corridors.content.blocks import Fact, Missing
from corridors.content.subject import named
from corridors.content.words import listed
from corridors.data import source as find_source

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "The gain of the loop: by how many per cent the rate at which a country's highly educated natives leave in the "
    "next five years is higher when it is one per cent higher in these five, all else as in the baseline; the "
    "derivative of the world model from 2025-2030 to 2030-2035. Below one a disturbance dies out, above "
    "one it grows. The long-run factor is the larger root of the country's own feedback over two periods. Highly "
    "educated: post-secondary."
)
NAMES = (
    "schooling_response", "human_capital_externality", "network_elasticity", "destination_income_elasticity",
    "origin_income_elasticity", "origin_income_elasticity_slowing", "origin_income_elasticity_above_turn",
    "liquidity_emigration_response_low_income", "liquidity_emigration_response_middle_income",
)  # fmt: skip
CAVEATS = (
    "A derivative at the baseline: it says whether a small disturbance grows, and nothing of large ones.",
    "The circle of the model runs through ties abroad, pay abroad, income, money sent home and schooling; the quality "
    "of hospitals, schools and public offices that those who leave would have kept up is not in it.",
    "In the world's table countries are disturbed in groups, so that a little of what others do is in each number "
    "(through pay in shared destinations); a country asked about by name is disturbed alone. Countries with less than "
    "a million people, or into which no remittances are known, are not ranked and stand after the others.",
    "Levers are compared at a tenth (of a share, or a tenth more) and for prices at three per cent, our own choice; "
    "what a tenth costs is not compared.",
)
COLUMNS = {
    "country": Column("Country", "area"),
    "gain": Column("No view taken", "number"),
    "lowest": Column("Lowest view", "number"),
    "lowest_view": Column("which"),
    "highest": Column("Highest view", "number"),
    "highest_view": Column("which"),
    "root": Column("Long-run factor", "number"),
    "lever": Column("Lever that lowers it most"),
}
BY_VIEW = {
    "country": Column("Country", "area"),
    "label": Column("View"),
    "gain": Column("Gain", "number"),
    "root": Column("Long-run factor", "number"),
}
LEVERS = {
    "country": Column("Country", "area"),
    "lever": Column("Lever"),
    "change": Column("Change of the gain", "number"),
}
MANY = 3
"""Countries that the world's finding names."""
PLACES = 4
"""Decimals of what a lever does that a table shows: one more than a gain has in a sentence."""


def answer(asked: Asked, cited: References) -> Content:
    """The gain under each view, the long-run factor, and what each lever does to it."""
    found = tables.gains(asked.country.code if asked.country else None)
    views, levers = tables.by_view(found), tables.by_lever(found)
    if asked.codes is not None:
        views, levers = (frame.filter(pl.col("country").is_in(asked.codes)) for frame in (views, levers))
    references = tuple(cited.cite(find_source(name)) for name in found.datasets)
    known = views.drop_nulls("gain")
    if known.is_empty():
        return _nobody(asked, references)
    summary = tables.summary(known, levers, tables.ranked(found))
    return Content(
        finding=_of_country(asked, known, levers) if asked.country else _of_world(asked, known, summary),
        definition=DEFINITION,
        data=_data(asked, summary, known, levers, references),
        facts=_facts(asked, summary, references),
        draw=lambda: _figures(asked, summary, known, references),
        missing=_missing(views),
        views=_range(known),
        uncertainty=whatif.open_questions(tables.VIEWS),
        caveats=(*CAVEATS, *whatif.CAVEATS),
    )


def _of_world(asked: Asked, known: pl.DataFrame, summary: pl.DataFrame) -> str:
    from corridors.scenarios.loop_gain import told

    runaway = known.filter(pl.col("gain") >= 1)
    where = "in no country of" if runaway.is_empty() else f"in {runaway['country'].n_unique()} of"
    place = "the world" if asked.codes is None else asked.spoken
    shown = _ranked(summary)
    top = shown.sort("highest", descending=True).head(MANY)
    first = listed([f"{named(row['country'])} ({row['highest']:.2f})" for row in top.iter_rows(named=True)])
    middle = known.group_by("label", maintain_order=True).agg(pl.col("gain").median()).sort("gain")
    low, high = middle.row(0, named=True), middle.row(-1, named=True)
    words = f"Under every view that was tried, skilled emigration runs away by itself {where} {place}"
    if not runaway.is_empty():
        words = f"Under some views, skilled emigration runs away by itself {where} the countries of {place}"
    slowest = known.filter(pl.col("country").is_in(shown["country"].to_list())).sort("root").row(-1, named=True)
    which = f"{named(slowest['country'])}, “{slowest['label']}”"
    among = "of countries with a million people or more and known remittances, " if summary["ranked"].any() else ""
    return (
        f"{words}: of one per cent more who leave, a median of {told(low['gain'])} per cent follows in the next five "
        f"years under “{low['label']}” and {told(high['gain'])} under “{high['label']}”; {among}most follows "
        f"from {first}, and in the long run the factor from five years to five years is at most {slowest['root']:.2f} "
        f"({which}); {_best_levers(summary)}."
    )


def _ranked(summary: pl.DataFrame) -> pl.DataFrame:
    """The countries that are ranked; all, where none of those asked about is."""
    return summary.filter("ranked") if summary["ranked"].any() else summary


def _best_levers(summary: pl.DataFrame) -> str:
    """Which levers lower the gain by what can be told, and where."""
    from corridors.scenarios.loop_gain import NOTHING

    felt = summary.drop_nulls("lever")
    if felt.is_empty():
        return f"no lever that was tried lowers it anywhere by as much as {NOTHING}"
    most = felt["lever"].value_counts(sort=True)["lever"][0].lower()
    if felt.height > MANY:
        return f"in {felt.height} countries a lever lowers it by {NOTHING} or more, most often {most}"
    where = [
        f"{lever.lower()} in {listed([named(code) for code in rows['country']])}"
        for (lever,), rows in felt.group_by("lever", maintain_order=True)
    ]
    return f"no lever that was tried lowers it by as much as {NOTHING}, but for {listed(where)}"


def _of_country(asked: Asked, known: pl.DataFrame, levers: pl.DataFrame) -> str:
    from corridors.scenarios.loop_gain import NOTHING, told

    ordered = known.sort("gain")
    low, high = ordered.row(0, named=True), ordered.row(-1, named=True)
    if high["gain"] < 1:
        words = "does not run away under any view"
    elif low["gain"] >= 1:
        words = "runs away under every view"
    else:
        words = "runs away under some views and dies out under others"
    best = levers.sort("change").row(0, named=True) if levers.height else {"lever": "", "change": 0.0}
    helps = (
        f"; {best['lever'].lower()} lowers it most, by {told(abs(best['change']))}" if best["change"] <= -NOTHING else
        f"; none of the levers tried lowers it by as much as {NOTHING}"
    )  # fmt: skip
    return (
        f"Skilled emigration from {asked.spoken} {words}: of one per cent more who leave, {told(low['gain'])} per cent "
        f"(“{low['label']}”) to {told(high['gain'])} (“{high['label']}”) follows in the next five years{helps}."
    )


def _data(
    asked: Asked, summary: pl.DataFrame, known: pl.DataFrame, levers: pl.DataFrame, references: tuple[Reference, ...]
) -> tuple[Data, ...]:
    from corridors.scenarios.loop_gain import NOTHING, told

    own = asked.country is not None
    best = [
        f"{lever}, by {told(abs(change))}" if lever else f"none by {NOTHING} or more"
        for lever, change in summary.select("lever", "change").iter_rows()
    ]
    summary = summary.with_columns(lever=pl.Series(best, dtype=pl.String))
    seen = pl.col("change").abs() >= 10.0**-PLACES / 2
    levers = levers.with_columns(change=pl.when(seen).then(pl.col("change").round(PLACES)).otherwise(0.0))
    made = (
        Data("gains", "Gain of the loop of skilled emigration", summary, COLUMNS, references, most=30,
             note="" if own else "First the countries with a million people or more and known remittances."),
        Data("views", "Gain by view", known, BY_VIEW, references, most=14 if own else 7),
        Data("levers", "What each lever does to the gain, where no view is taken", levers, LEVERS, references,
             note=f"A negative number damps the loop; less than {NOTHING} prints as nothing in a gain.",
             most=14 if own else 7),
    )  # fmt: skip
    made = (made[1], made[2], made[0]) if own else made
    return (*made, whatif.assumptions(tables.VIEWS, NAMES, references))


def _facts(asked: Asked, summary: pl.DataFrame, references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    if asked.country is None:
        return ()
    from corridors.scenarios.loop_gain import told

    row = summary.row(0, named=True)
    return (
        Fact("Gain where no view is taken", row["gain"], told(row["gain"]), "per cent for one per cent",
             "2025-2035", whatif.QUALITY, references[:3]),
        Fact("Long-run factor", row["root"], told(row["root"]), "from five years to five years", "2025-2040",
             whatif.QUALITY, references[:3]),
    )  # fmt: skip


def _missing(views: pl.DataFrame) -> tuple[Missing, ...]:
    without = views.filter(pl.col("gain").is_null())["country"].unique(maintain_order=True).to_list()
    if not without:
        return ()
    why = "No highly educated natives leave them in the model: the stocks hold none of their people abroad."
    return (Missing(f"The gain for {listed([named(code) for code in without])}", why),)


def _range(known: pl.DataFrame) -> ViewRange:
    middle = known.group_by("label", maintain_order=True).agg(pl.col("gain").median())
    label = "Gain of the loop" if known["country"].n_unique() == 1 else "Median gain over countries"
    values = {row["label"]: row["gain"] for row in middle.iter_rows(named=True)}
    return ViewRange(label, "per cent for one per cent", values, tables.dispute())


def _nobody(asked: Asked, references: tuple[Reference, ...]) -> Content:
    said = f"In the model no highly educated natives of {asked.spoken} leave, so that there is no loop to measure."
    why = "The stocks of 2024 hold none of its people abroad, or too few to follow."
    lost = (Missing(f"Skilled emigration from {asked.spoken}", why),)
    data = (whatif.assumptions(tables.VIEWS, NAMES, references),)
    return Content(finding=said, definition=DEFINITION, data=data, missing=lost, caveats=CAVEATS)


def _figures(
    asked: Asked, summary: pl.DataFrame, known: pl.DataFrame, references: tuple[Reference, ...]
) -> list[Figure]:
    from corridors.answers.skilled import circle_charts as plots

    spread = plots.by_view(known, asked, references[:3])
    if asked.country is not None:
        return [spread]
    return [plots.world(summary, asked, references[:3]), spread]
