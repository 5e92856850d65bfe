"""`demography`: what ageing on one side and youth on the other imply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from corridors.answers.answer import Column, Content, Data, ViewRange
from corridors.answers.drivers import demography_tables as tables
from corridors.content.blocks import Missing, Note
from corridors.content.common import capitalised
from corridors.content.subject import named, the
from corridors.content.words import listed, people, spoken

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "The support ratio is people of 15 to 64 per person of 65 and over on 1 July. Replacement migration is the net "
    "migration, in persons a year, that would hold the population, the people of 15 to 64, or the support ratio at the "
    "level of 2025, as the United Nations defined it in 2000; it is an arithmetic, not a forecast or a recommendation."
)
COLUMNS = {
    "country": Column("Country", "area"),
    "ratio": Column("Of 15-64 per person of 65+, 2025", "ratio"),
    "ratio_end": Column("2050, projected", "ratio"),
    "hold_population": Column("To hold the population", "count", "net a year"),
    "hold_working": Column("To hold those of 15-64", "count", "net a year"),
    "hold_ratio": Column("To hold the ratio", "count", "net a year"),
    "projected": Column("Projected", "count", "net a year"),
    "most": Column("Most in five years since 1950", "count", "net a year"),
}
SERIES = {
    "year": Column("1 July", "year"),
    "ratio": Column("Of 15-64 per person of 65+", "ratio"),
    "ratio_alone": Column("If nobody moved", "ratio"),
    "working": Column("People of 15-64", "count"),
    "working_alone": Column("If nobody moved", "count"),
}
DISPUTE = "What is to be held: all people, those of working age, or their number for each old person?"
OFF = 0.02
"""Share of the population of 2050 by which the arithmetic may differ from WPP's before a note says so."""


def answer(asked: Asked, cited: References) -> Content:
    """Support ratios, and replacement migration beside projected migration and the most that ever happened."""
    held = tables.demography()
    references = tuple(cited.cite(source) for source in held.sources)
    rows = held.frame.filter(pl.col("country").is_in(asked.codes)) if asked.codes else held.frame
    if rows.is_empty():
        return _unknown(asked)
    series = tables.by_year(rows["country"].to_list())
    needing = rows.filter(country=asked.destination.code) if asked.corridor and asked.destination else rows
    totals = {name: float(needing[name].sum()) for name in ("hold_population", "hold_working", "hold_ratio")}
    return Content(
        finding=_finding(asked, rows, series),
        definition=DEFINITION,
        data=(
            Data("countries", "Replacement migration, 2025 to 2050", rows, COLUMNS, references,
                 note="Zero: the number does not fall below that of 2025. Not known: never gained in any five years."),
            *_series(asked, series, references),
        ),
        draw=lambda: _figures(asked, rows, references),
        notes=_notes(rows),
        views=ViewRange(
            f"Net immigration needed, {_together(asked)}", "net migrants a year, 2025 to 2050",
            {"hold the population": totals["hold_population"], "hold people of 15 to 64": totals["hold_working"],
             "hold the support ratio": totals["hold_ratio"]}, DISPUTE,
        ),
        uncertainty="No interval: births and deaths are those of the medium projection. The three aims differ by more "
        "than any error of the projection.",
        caveats=(
            "Immigrants of a period come at the ages of WPP's net immigration, half of them from 20 to 24, bear "
            "children and die as residents do, and grow old: a number held by migration needs ever more of it.",
            "Whoever would immigrate would leave another country: the countries' needs cannot all be met at once.",
            "Work beyond 65, and more women at work, would change the support of the old without migration.",
        ),
    )  # fmt: skip


def _unknown(asked: Asked) -> Content:
    why = "World Population Prospects has no population by age for it."
    return Content(f"Nothing can be said of {asked.spoken}: {why}", DEFINITION, (),
                   missing=(Missing(f"Population by age of {asked.spoken}", why),))  # fmt: skip


def _finding(asked: Asked, rows: pl.DataFrame, series: pl.DataFrame) -> str:
    if asked.corridor and rows.height > 1:
        return _pair(asked, {row["country"]: row for row in rows.iter_rows(named=True)})
    if rows.height == 1:
        return _country(rows.row(0, named=True))
    first, last = series["ratio"][0], series["ratio"][-1]
    short = rows.filter(pl.col("hold_working") > 0)
    start = (
        f"People of 15 to 64 per person of 65 and over are projected to go from {first:.1f} in 2025 to {last:.1f} in "
        f"2050 in {asked.spoken}"
    )
    if short.is_empty():
        return f"{start}, and in no country there would the number of people of 15 to 64 fall if nobody moved."
    need, projected = float(short["hold_working"].sum()), float(short["projected"].sum())
    gain = (
        f"{spoken(projected)} are projected" if projected >= 0 else f"a net loss of {spoken(-projected)} is projected"
    )
    most = float(short["most"].fill_null(0.0).sum())
    count = "one country" if short.height == 1 else f"{short.height} countries and areas"
    return (
        f"{start}; to hold the number of 15 to 64 in the {count} where it would fall takes {spoken(need)} net "
        f"immigrants a year, while {gain} and the most they each had in any five years add up to {spoken(most)}."
    )


def _country(row: dict[str, Any]) -> str:
    place = named(row["country"])
    ratio = f"{row['ratio']:.1f} people of 15 to 64 per person of 65 and over in 2025"
    move = (
        f"net immigration of {spoken(row['projected'])}" if row["projected"] > 0
        else f"net emigration of {spoken(-row['projected'])}" if row["projected"] < 0 else "no net migration"
    )  # fmt: skip
    start = f"{capitalised(place)} had {ratio} and is projected to have {row['ratio_end']:.1f} in 2050"
    if row["hold_working"] < 1:
        return (
            f"{start}; the number of 15 to 64 would not fall if nobody moved, and {move} a year is projected."
        )  # fmt: skip
    most = "it never gained in any five years" if row["most"] is None else (
        f"the most it had in any five years was {spoken(row['most'])} a year"
    )  # fmt: skip
    return (
        f"{start}; to hold the number of 15 to 64 takes {spoken(row['hold_working'])} net immigrants a year and to "
        f"hold the ratio {spoken(row['hold_ratio'])}, while {move} is projected and {most}."
    )


def _pair(asked: Asked, rows: dict[str, dict[str, Any]]) -> str:
    assert asked.corridor is not None
    here, there = rows[asked.corridor.origin.code], rows[asked.corridor.destination.code]
    grown = here["working_end"] - here["working"]
    side = f"{'gain' if grown >= 0 else 'lose'} {people(abs(grown))} of 15 to 64 by 2050"
    need = (
        f"would need {spoken(there['hold_working'])} net immigrants a year to keep its own number"
        if there["hold_working"] >= 1
        else "would keep its own number if nobody moved"
    )
    return (
        f"{capitalised(the(asked.corridor.origin))} ({here['ratio']:.1f} of 15 to 64 per person of 65 and over in "
        f"2025, {here['ratio_end']:.1f} in 2050) is projected to {side}, after the migration that WPP projects, and "
        f"{the(asked.corridor.destination)} ({there['ratio']:.1f}, then {there['ratio_end']:.1f}) {need}."
    )


def _together(asked: Asked) -> str:
    return the(asked.destination) if asked.corridor and asked.destination else asked.spoken


def _series(asked: Asked, series: pl.DataFrame, references: tuple[Reference, ...]) -> tuple[Data, ...]:
    """The ratio by year; of a corridor, that of each end."""
    parts = (
        [("origin_years", asked.corridor.origin), ("destination_years", asked.corridor.destination)]
        if asked.corridor
        else []
    )
    each = [(name, the(end), tables.by_year([end.code])) for name, end in parts] or [("years", asked.spoken, series)]
    return tuple(Data(name, f"Support ratio by year, {of}", frame, SERIES, references) for name, of, frame in each)


def _notes(rows: pl.DataFrame) -> tuple[Note, ...]:
    from corridors.answers.drivers.cohorts import cohorts

    held = cohorts()
    apart = dict(zip(held.countries, abs(tables.returned(held) - 1), strict=True))
    doubtful = [code for code in rows["country"] if apart.get(code, 0.0) > OFF]
    if not doubtful:
        return ()
    places = listed([named(code) for code in sorted(doubtful, key=lambda code: -apart[code])])
    return (
        Note(f"In {places}, where many come and go or few live, WPP's migration by age does not match its populations: "
             f"with it the arithmetic misses the population of 2050 by {min(apart[c] for c in doubtful):.0%} or more, "
             "and the figures are rough."),
    )  # fmt: skip


def _figures(asked: Asked, rows: pl.DataFrame, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.drivers import demography_charts

    return demography_charts.figures(asked, rows, references)
