"""`integration`: how migrants fare against natives, and how fast gaps close."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from corridors.answers.answer import Column, Content, Data
from corridors.answers.integration import outcome_tables as tables
from corridors.answers.integration.withheld import Held
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing
from corridors.content.scalars import scalar
from corridors.content.subject import named, the
from corridors.content.words import listed
from corridors.parameters import parameter

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References
    from corridors.data import Source
    from corridors.parameters import Parameter

DEFINITION = (
    "Residents of 15 to 64 years in European labour force surveys, foreign citizens against nationals: who was "
    "naturalised counts as a national. The table by birth has foreign-born against native-born people."
)
CLOSING = "employment_convergence"
SMALL = 1.0
"""Points of employment from which on it is told how a gap may close. Our own choice."""
WORK = {
    "country": Column("Country", "area"),
    "year": Column("Year", "year"),
    "foreigners": Column("Foreigners at work", "percent"),
    "nationals": Column("Nationals at work", "percent"),
    "gap": Column("Gap", "number", "points"),
    "women": Column("Women's gap", "number", "points"),
    "men": Column("Men's gap", "number", "points"),
    "sample": Column("Sample"),
    "out": Column("Foreigners out of work", "percent"),
    "out_nationals": Column("Nationals out of work", "percent"),
    "low": Column("Foreigners at most lower secondary", "percent"),
    "tertiary": Column("tertiary", "percent"),
}
BIRTH = {
    "country": Column("Country", "area"),
    "sex": Column("Sex"),
    "year": Column("Year", "year"),
    "foreign_born": Column("Foreign-born active", "percent"),
    "native_born": Column("Native-born active", "percent"),
    "gap": Column("Gap", "number", "points"),
    "jobless": Column("Foreign-born out of work", "percent"),
    "overqualified": Column("call themselves overqualified, 2014", "percent"),
}
COURSE = {
    "years": Column("Years of stay", "count"),
    "slow": Column("Gap if slow", "number", "points"),
    "central": Column("Gap, central", "number", "points"),
    "fast": Column("Gap if fast", "number", "points"),
}
SCORES = {
    "country": Column("Country", "area"),
    "score": Column("Policy score", "number", "0 to 100"),
    "year": Column("Year", "year"),
}


class Situation(NamedTuple):
    """What is shown: the rows of a year or the last ones, all years of them, by birth, scores, and what closes."""

    now: pl.DataFrame
    series: pl.DataFrame
    birth: pl.DataFrame
    scores: pl.DataFrame
    closing: Parameter


def answer(asked: Asked, cited: References) -> Content:
    """Gaps of work between foreign citizens and nationals, their course, and the laws beside them."""
    everything = tables.work()
    year = asked.year_of(everything["year"].unique(), "figures on the work of foreigners") if asked.year else None
    birth, birth_source = tables.by_birth()
    held = tables.policy()
    references = (cited.cite(tables.source()), cited.cite(birth_source))
    of_policy = (cited.cite(held.source),) if isinstance(held, Held) else ()
    series = _asked_of(everything, asked)
    found = Situation(
        (series.filter(year=year) if year else _last(series, everything)).sort("gap", descending=True),
        series,
        _asked_of(birth, asked),
        _asked_of(held.frame, asked) if isinstance(held, Held) else pl.DataFrame(),
        parameter(CLOSING),
    )
    return Content(
        finding=_finding(asked, found),
        definition=DEFINITION,
        data=_data(asked, found, references, of_policy),
        facts=_facts(found, references),
        draw=lambda: _figures(asked, found, references),
        missing=_missing(asked, found, held if isinstance(held, Missing) else None),
        uncertainty="Eurostat flags samples that are too small and publishes no interval with the rates; the part of "
        f"a gap that closes in a year of stay is {found.closing.known}, not measured here, with a range of "
        f"{found.closing.low:.0%} to {found.closing.high:.0%}.",
        caveats=_caveats(tables.source(), birth_source, held),
    )


def _asked_of(frame: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    return frame if asked.codes is None else frame.filter(pl.col("country").is_in(asked.codes))


def _last(series: pl.DataFrame, everything: pl.DataFrame) -> pl.DataFrame:
    return series.join(tables.latest(everything).select("country", "year"), on=["country", "year"])


def _finding(asked: Asked, found: Situation) -> str:
    now = found.now
    if now.is_empty():
        score = ""
        if asked.country is not None and found.scores.height:
            row = found.scores.row(0, named=True)
            score = f"; the policy index gives its laws {row['score']:.0f} of 100 ({row['year']})"
        when = f" in {asked.year}" if asked.year else ""
        return (
            f"How migrants in {asked.spoken} fare against natives{when} is not in the data, which hold 35 "
            f"European countries{score}."
        )
    if asked.country is not None:
        return _of_country(asked, found)
    behind, sure = now.filter(pl.col("gap") > 0), now.filter(~pl.col("unsure"))
    most = sure.filter(pl.col("gap") > 0).head(3)
    years = sorted({*now["year"]})
    when = f"In {years[-1]}" if len(years) == 1 else f"In {years[-1]} or the last year known"
    names = [f"{named(r['country'])} ({r['gap']:.0f} points)" for r in most.iter_rows(named=True)]
    where = "European countries" if asked.codes is None else f"countries of {asked.spoken} with data"
    largest = f"; the gap was largest in {listed(names)}" if names else ""
    return (
        f"{when}, a smaller part of foreign citizens than of nationals was at work in {behind.height} of "
        f"{now.height} {where}, and the middle gap was {now['gap'].median():.1f} points{largest}."
    )


def _of_country(asked: Asked, found: Situation) -> str:
    row = found.now.row(0, named=True)
    before = found.series.filter(year=row["year"] - tables.EARLIER)
    past = f" ({before['gap'][0]:.1f} in {row['year'] - tables.EARLIER})" if before.height else ""
    start = (
        f"In {row['year']}, {row['foreigners']:.0f}% of foreign citizens of 15 to 64 years in {asked.spoken} were at "
        f"work and {row['nationals']:.0f}% of nationals"
    )
    if row["gap"] <= 0:
        return f"{start}, no gap to the foreigners' disadvantage{past}."
    if row["gap"] < SMALL:
        return f"{start}, a gap of {row['gap']:.1f} points{past}."
    slow, fast = _half(found.closing.low), _half(found.closing.high)
    return (
        f"{start}, a gap of {row['gap']:.1f} points{past}; if 5 to 20% of a gap closes in a year of stay, as recalled "
        f"from studies of refugees, half of it is gone after {fast:.0f} to {slow:.0f} years."
    ).replace("5 to 20%", f"{found.closing.low * 100:.0f} to {found.closing.high:.0%}")


def _half(closing: float) -> float:
    """Years until half of a gap has closed."""
    return math.log(0.5) / math.log1p(-closing)


def _data(
    asked: Asked, found: Situation, references: tuple[Reference, ...], of_policy: tuple[Reference, ...]
) -> tuple[Data, ...]:
    made = []
    if found.now.height:
        note = "A gap below zero is to the foreigners' advantage."
        made.append(Data("work", "Work of foreign citizens and nationals", found.now, WORK, references[:1], note=note))
    if found.birth.height:
        made.append(Data("birth", "Activity by country of birth, women and men", found.birth, BIRTH, references[1:]))
    gap = _gap(found)
    if asked.country is not None and gap is not None and gap >= SMALL:
        note = (
            f"From the registry: {found.closing.source}. The data have no years of stay, and people who leave or are "
            "naturalised drop out of the gap as well."
        )
        title = f"What would be left of a gap of {gap:.1f} points after years of stay, if a constant part closes"
        frame = tables.course(gap, found.closing)
        made.append(Data("course", title, frame, COURSE, references[:1], note=note))
    if asked.country is not None and found.series.height:
        made.append(Data("years", "Work by year", found.series.sort("year", descending=True),
                         {name: WORK[name] for name in ("year", "foreigners", "nationals", "gap")},
                         references[:1]))  # fmt: skip
    if found.scores.height:
        made.append(Data("policy", "Migrant Integration Policy Index, overall without health", found.scores, SCORES,
                         of_policy, note="Laws, not practice."))  # fmt: skip
    return tuple(made)


def _gap(found: Situation) -> float | None:
    return scalar(found.now["gap"].median()) if found.now.height else None


def _facts(found: Situation, references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    gap = _gap(found)
    if gap is None:
        return ()
    when = str(found.now["year"].max())
    facts = [Fact("Gap of employment" if found.now.height == 1 else "Middle gap of employment", gap, f"{gap:.1f}",
                  "points", when, Quality.OBSERVED, references[:1])]  # fmt: skip
    if gap >= SMALL:
        years = _half(found.closing.central)
        span = f"({_half(found.closing.high):.0f} to {_half(found.closing.low):.0f})"
        facts.append(Fact("Years of stay until half a gap has closed", years, f"{years:.0f} {span}", "years",
                          f"registry: {found.closing.source.split('(')[0].strip()}, {found.closing.known}",
                          Quality.UNVERIFIED))  # fmt: skip
    return tuple(facts)


def _missing(asked: Asked, found: Situation, absent: Missing | None) -> tuple[Missing, ...]:
    missing = [absent] if absent is not None else []
    if asked.country is not None and found.now.is_empty():
        where = the(asked.country)
        why = "Eurostat's labour force surveys as held here give foreigners and nationals for 35 European countries."
        missing.insert(0, Missing(f"Work and education of migrants against natives in {where}", why))
    if asked.country is None:
        missing.append(Missing("Countries outside Europe", "No dataset of the catalogue has migrants' work there; "
                               "surveys of the ILO and of national offices do, and are not in it."))  # fmt: skip
    missing.append(Missing("Gaps by years of stay, and the education of nationals", "The tables as published by "
                           "Eurostat and held here have neither."))  # fmt: skip
    return tuple(missing)


def _caveats(source: Source, birth: Source, held: Held | Missing) -> tuple[str, ...]:
    return (
        "The better integrated are naturalised first and leave the group of foreign citizens, so that its gap closes "
        "more slowly than that of the people who came.",
        "A gap is no measure of discrimination: age, education, year and reason of entry differ between the groups.",
        *source.caveats, *birth.caveats, *(held.source.caveats[:2] if isinstance(held, Held) else ()),
    )  # fmt: skip


def _figures(asked: Asked, found: Situation, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.integration import outcome_charts

    if asked.country is not None:
        return [outcome_charts.by_year(found.series, asked.spoken, references[:1])] if found.series.height > 1 else []
    sure = found.now.filter(~pl.col("unsure"))
    return [outcome_charts.gaps(sure, asked.about, references[:1])] if sure.height else []
