"""`social-protection`: what benefits reach where migrants live, and how foreign citizens fare where that is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from corridors.answers.answer import Column, Content, Data
from corridors.answers.integration import protection_tables as tables
from corridors.answers.integration.withheld import Held
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing
from corridors.content.scalars import scalar
from corridors.content.subject import named, the
from corridors.content.words import listed, percent, spoken

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "Coverage: people who receive a benefit or are insured for it, as a share of all inhabitants of the group it is "
    "for, citizens and migrants together. In Europe: foreign citizens against nationals. Migrants: people born "
    "elsewhere, 1 July 2024."
)
WHOLE = 100.0
HALF = 50.0
"""Coverage below which less than half of the inhabitants have any benefit, in per cent."""
COVERAGE = {
    "country": Column("Country", "area"),
    "migrants": Column("Born elsewhere, 2024", "count", quality="counted"),
    "any": Column("Inhabitants with any benefit", "percent"),
    "year": Column("in", "year"),
    "pension": Column("Old with a pension", "percent"),
    "pension_year": Column("in", "year"),
    "unemployed": Column("Unemployed with a benefit", "percent"),
    "injury": Column("Workers insured for injury", "percent"),
}
EUROPE = {
    "country": Column("Country", "area"),
    "year": Column("Year", "year"),
    "ratio": Column("Foreigners' median income, of nationals'", "share"),
    "out": Column("Foreigners out of work", "percent"),
    "out_nationals": Column("Nationals out of work", "percent"),
    "bad": Column("Foreigners in bad health", "percent"),
    "bad_nationals": Column("Nationals in bad health", "percent"),
    "sample": Column("Sample"),
}
STATUSES = {
    "country": Column("Country", "area"),
    "legal": Column("Legal migrants", "number", "0 to 100"),
    "asylum": Column("Asylum seekers", "number", "0 to 100"),
    "undocumented": Column("Without papers", "number", "0 to 100"),
    "year": Column("Year", "year"),
}
KINDS = {
    "any": "at least one benefit",
    "pension": "pension of the old",
    "unemployed": "benefit of the unemployed",
    "injury": "insurance for work injury",
    "children": "benefit for children",
}


class Situation(NamedTuple):
    """What is shown: coverage, Europe's gaps, and access by status."""

    coverage: pl.DataFrame
    europe: pl.DataFrame
    status: pl.DataFrame


def answer(asked: Asked, cited: References) -> Content:
    """Coverage of everybody where migrants live, and income, work and health of foreign citizens in Europe."""
    covered, (europe, europe_sources) = tables.coverage(), tables.europe()
    held = tables.by_status()
    references = tuple(cited.cite(source) for source in (*covered.sources, *europe_sources))
    of_status = (cited.cite(held.source),) if isinstance(held, Held) else ()
    found = Situation(
        _asked_of(covered.frame, asked),
        _asked_of(europe, asked),
        _asked_of(held.frame, asked) if isinstance(held, Held) else pl.DataFrame(),
    )
    return Content(
        finding=_finding(asked, found),
        definition=DEFINITION,
        data=_data(found, references, of_status),
        facts=_facts(found, references),
        draw=lambda: _figures(asked, found, references),
        missing=_missing(asked, found, held if isinstance(held, Missing) else None),
        uncertainty="Coverage is estimated by the International Labour Organization from administrative data, without "
        "a published interval; that of migrants may be far below that of all inhabitants.",
        caveats=(
            "Coverage of all inhabitants is a proxy, and an upper bound, of what migrants reach where the law or "
            "informal work shuts them out.",
            "A very low coverage may leave out schemes of which the publisher had no data.",
            "The data have no rate of poverty by citizenship: the ratio of median incomes stands in for it.",
            *covered.sources[0].caveats, *europe_sources[0].caveats[:1],
        ),
    )  # fmt: skip


def _asked_of(frame: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    return frame if asked.codes is None else frame.filter(pl.col("country").is_in(asked.codes))


def _finding(asked: Asked, found: Situation) -> str:
    if asked.country is not None:
        return _of_country(asked, found)
    frame = found.coverage.drop_nulls("migrants")
    total, known = float(frame["migrants"].sum()), frame.drop_nulls("any")
    start = "Which migrants reach benefits, by status, is not recorded"
    if not total or known.is_empty():
        return f"{start}, and no coverage of all inhabitants of {asked.spoken} is in the data."
    low = known.filter(pl.col("any") < HALF)
    where = "" if asked.codes is None else f" in {asked.spoken}"
    said = (
        f"{start}; of {spoken(total)} people who lived outside their country of birth{where} in {tables.EDITION}, "
        f"{percent(float(low['migrants'].sum()) / total, 0)} were in {low.height} countries where under half of all "
        f"inhabitants had any benefit, {percent(1 - float(known['migrants'].sum()) / total, 0)} where that is not known"
    )
    if found.europe.is_empty():
        return f"{said}."
    middle = scalar(found.europe["ratio"].median())
    return f"{said}; in the middle of {found.europe.height} European countries foreign citizens' median income was " \
           f"{percent(middle, 0)} of nationals'."  # fmt: skip


def _of_country(asked: Asked, found: Situation) -> str:
    row = found.coverage.row(0, named=True) if found.coverage.height else {}
    parts = []
    if row.get("any") is not None:
        share = percent(row["any"] / WHOLE)
        parts.append(f"{share} of all inhabitants had at least one benefit ({row['year']}), migrants not told apart")
    elif row.get("pension") is not None:
        share = percent(row["pension"] / WHOLE)
        parts.append(f"{share} of the old had a pension ({row['pension_year']}), migrants not told apart")
    elif known := [name for name in KINDS if row.get(name) is not None]:
        share = percent(row[known[0]] / WHOLE)
        parts.append(f"only {KINDS[known[0]]} is in the data: {share} of its group, migrants not told apart")
    if found.europe.height:
        one = found.europe.row(0, named=True)
        said = f"foreign citizens' median income was {percent(one['ratio'], 0)} of nationals'"
        if one["out"] is not None:
            said += f", and {one['out']:.1f}% of them were out of work against {one['out_nationals']:.1f}%"
        parts.append(f"{said} ({one['year']})")
    if not parts:
        return (
            f"What migrants, or all inhabitants, of {asked.spoken} reach of services and benefits is not in the data."
        )
    return f"In {asked.spoken}, {'; '.join(parts)}."


def _data(found: Situation, references: tuple[Reference, ...], of_status: tuple[Reference, ...]) -> tuple[Data, ...]:
    made = []
    if found.coverage.height:
        note = "Coverage is of all inhabitants; each kind of benefit is of its own last year of the ten to 2019."
        made.append(Data("coverage", "What benefits reach where migrants live", found.coverage, COVERAGE,
                         references[:2], note=note))  # fmt: skip
    if found.europe.height:
        made.append(Data("europe", "Income, work and health of foreign citizens and nationals", found.europe, EUROPE,
                         references[2:]))  # fmt: skip
    if found.status.height:
        note = "Conditions in law: 100 is access as nationals have it."
        made.append(Data("status", "Access to health care by legal status", found.status, STATUSES, of_status,
                         note=note))  # fmt: skip
    return tuple(made)


def _facts(found: Situation, references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    if found.coverage.height != 1:
        return ()
    row = found.coverage.row(0, named=True)
    return tuple(
        Fact(f"Covered: {label}", row[name], f"{row[name]:.1f}%", "of all in the group", "last year known",
             Quality.MODELLED, references[:1])
        for name, label in KINDS.items() if row[name] is not None
    )  # fmt: skip


def _missing(asked: Asked, found: Situation, absent: Missing | None) -> tuple[Missing, ...]:
    missing = [Missing("Benefits and services that migrants reach, by residence status", "No dataset of the catalogue "
                       "tells migrants from others outside Europe, or people without papers anywhere.")]  # fmt: skip
    if absent is not None:
        missing.append(absent)
    without = found.coverage.filter(pl.col("any").is_null() & pl.col("migrants").is_not_null())
    if asked.country is not None and (without.height or found.coverage.is_empty()):
        missing.append(Missing(f"Coverage by at least one benefit in {the(asked.country)}", "The ILO's figures of 2016 "
                               "to 2019 do not hold it."))  # fmt: skip
    elif without.height:
        names = listed([named(code) for code in without["country"]], 15)
        missing.append(Missing(f"Coverage by at least one benefit in {names}", "The ILO's figures of 2016 to 2019 do "
                               "not hold it; places are in the order of people born elsewhere."))  # fmt: skip
    if asked.country is not None and found.europe.is_empty():
        missing.append(Missing(f"Income, work and health of foreign citizens in {the(asked.country)}",
                               "Eurostat's surveys hold European countries only."))  # fmt: skip
    return tuple(missing)


def _figures(asked: Asked, found: Situation, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.integration import protection_charts

    if asked.country is None:
        known = found.coverage.drop_nulls(["any", "migrants"])
        return [protection_charts.hosts(known, asked.about, references[:2])] if known.height else []
    if found.coverage.is_empty():
        return []
    row = found.coverage.row(0, named=True)
    known = {label: row[name] for name, label in KINDS.items() if row[name] is not None}
    return [protection_charts.kinds(known, asked.spoken, references[:1])] if known else []
