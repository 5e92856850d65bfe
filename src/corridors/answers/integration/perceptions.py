"""`perceptions`: what people believe and think of immigrants, against the measured share, as far as it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from corridors.answers.answer import Column, Content, Data
from corridors.answers.integration import opinion_tables as tables
from corridors.answers.integration.withheld import Held
from corridors.concepts.countries import areas
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing
from corridors.content.scalars import scalar
from corridors.content.subject import named, the
from corridors.content.words import listed, percent

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "Perceived: the average guess of a survey's respondents at the share of immigrants among inhabitants; the surveys "
    "do not say who is an immigrant. Measured: people born elsewhere as a share of inhabitants, United Nations, 1 July "
    "of the year nearest to the survey."
)
POINTS = {
    "country": Column("Country", "area"),
    "year": Column("Year", "year"),
    "perceived": Column("Perceived share", "share"),
    "measured": Column("Measured share", "share", quality="measured_as"),
    "actual": Column("Pollster's share", "share"),
    "integrated": Column("Call integration successful", "share"),
    "positive": Column("Positive on immigration from outside the EU", "share"),
    "survey": Column("Survey"),
}
ATTITUDES = {
    "country": Column("Country", "area"),
    "year": Column("Round of", "year"),
    "place": Column("Worse (0) or better (10) place", "number"),
    "economy": Column("Bad or good for the economy", "number"),
    "culture": Column("Culture undermined or enriched", "number"),
    "measured": Column("Measured share", "share", quality="measured_as"),
}
INDEX = {
    "country": Column("Country", "area"),
    "index": Column("Acceptance", "number", "0 to 9"),
    "year": Column("Year", "year"),
    "measured": Column("Measured share", "share", quality="measured_as"),
}


class Situation(NamedTuple):
    """What is shown: published points, last guesses, and what was added."""

    points: pl.DataFrame
    guesses: pl.DataFrame
    attitudes: pl.DataFrame
    acceptance: pl.DataFrame


def answer(asked: Asked, cited: References) -> Content:
    """Guesses and opinions as published, beside the share that is measured."""
    points, source = tables.points()
    survey, gallup = tables.attitudes(), tables.acceptance()
    references = tuple(cited.cite(each) for each in (source, *tables.shares()[1]))
    of_survey = (cited.cite(survey.source),) if isinstance(survey, Held) else ()
    of_gallup = (cited.cite(gallup.source),) if isinstance(gallup, Held) else ()
    own = _asked_of(points, asked)
    found = Situation(
        own,
        tables.last_guess(own),
        _asked_of(survey.frame, asked) if isinstance(survey, Held) else pl.DataFrame(),
        _asked_of(gallup.frame, asked) if isinstance(gallup, Held) else pl.DataFrame(),
    )
    return Content(
        finding=_finding(asked, found, points),
        definition=DEFINITION,
        data=_data(found, references, of_survey, of_gallup),
        facts=_facts(asked, found, references),
        draw=lambda: _figures(asked, found, references),
        missing=_missing(asked, found, points, [each for each in (survey, gallup) if isinstance(each, Missing)]),
        uncertainty="No sampling error is published with these points; people overstate small shares of any kind in "
        "such surveys, so that part of the gap is not about immigrants.",
        caveats=(
            "An average guess lies above the middle one, because a few people guess very high.",
            "Whether people who guess wrong would think otherwise if they knew better is another question, which "
            "these data cannot answer.",
            *source.caveats,
        ),
    )


def _asked_of(frame: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    return frame if asked.codes is None else frame.filter(pl.col("country").is_in(asked.codes))


def _finding(asked: Asked, found: Situation, points: pl.DataFrame) -> str:
    if asked.country is not None:
        return _of_country(asked, found, points)
    guesses = found.guesses
    if guesses.is_empty():
        return f"What people of {asked.spoken} guess of the share of immigrants is not in the data."
    over = guesses.filter(pl.col("over") > 0).height
    few = "all" if over == guesses.height else str(over)
    first, all_states = guesses.row(0, named=True), len(areas("country"))
    places = f"{guesses.height} of {all_states} states" if asked.codes is None else _countries(guesses.height)
    where = "" if asked.codes is None else f" of {asked.spoken}"
    return (
        f"Guesses at the share of immigrants are known of only {places}{where} (2014 and 2015): in {few} of them "
        f"people guessed more than is measured, by {_points(guesses):.0f} points in the middle, and "
        f"most in {named(first['country'])} ({percent(first['perceived'], 0)} against "
        f"{percent(first['measured'])})."
    )


def _points(guesses: pl.DataFrame) -> float:
    return scalar(guesses["over"].median() or 0.0) * 100


def _countries(count: int) -> str:
    return "one country" if count == 1 else f"{count} countries"


def _of_country(asked: Asked, found: Situation, points: pl.DataFrame) -> str:
    parts = []
    if found.guesses.height:
        row = found.guesses.row(0, named=True)
        parts.append(f"in {row['year']} people in {asked.spoken} guessed that {percent(row['perceived'], 0)} of "
                     f"inhabitants were immigrants, when {percent(row['measured'])} were born elsewhere")  # fmt: skip
    for name, said in (("integrated", "called integration successful"),
                       ("positive", "were positive on immigration from outside the Union")):  # fmt: skip
        row = found.points.drop_nulls(name).sort("year")
        if row.height:
            parts.append(f"in {row['year'][-1]} {percent(row[name][-1], 0)} {said}")
    if found.attitudes.height and found.attitudes["place"][0] is not None:
        row = found.attitudes.row(0, named=True)
        parts.append(f"in {row['year']} the mean answer was {row['place']:.1f} between a worse (0) and a better place "
                     "(10) for immigrants")  # fmt: skip
    if found.acceptance.height:
        row = found.acceptance.row(0, named=True)
        parts.append(f"in {row['year']} Gallup's index of acceptance was {row['index']:.1f} of 9")
    if not parts:
        return f"What people in {asked.spoken} believe or think of immigrants is not in the data, which hold " \
               f"{points.filter(pl.col('country') != tables.UNION)['country'].n_unique()} countries."  # fmt: skip
    said = "; ".join(parts)
    return f"{said[:1].upper()}{said[1:]}."


def _data(
    found: Situation,
    references: tuple[Reference, ...],
    of_survey: tuple[Reference, ...],
    of_gallup: tuple[Reference, ...],
) -> tuple[Data, ...]:
    made = []
    if found.points.height:
        note = "Selected points as they were published: the highest and lowest, or those that could be read."
        made.append(Data("points", "What people guess and think, as published", found.points, POINTS, references,
                         note=note, most=30))  # fmt: skip
    if found.attitudes.height:
        made.append(Data("attitudes", "European Social Survey, mean answers of the last round", found.attitudes,
                         ATTITUDES, (*of_survey, *references[1:])))  # fmt: skip
    if found.acceptance.height:
        made.append(Data("acceptance", "Gallup's Migrant Acceptance Index, published extremes", found.acceptance, INDEX,
                         (*of_gallup, *references[1:]), most=30))  # fmt: skip
    return tuple(made)


def _facts(asked: Asked, found: Situation, references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    if asked.country is not None:
        measured = tables.shares()[0].filter(country=asked.country.code)
        if measured.is_empty():
            return ()
        row = measured.row(-1, named=True)
        return (Fact("People born elsewhere, measured", row["measured"], percent(row["measured"]), "of inhabitants",
                     f"1 July {row['stock_year']}", Quality(row["measured_as"]), references[1:]),)  # fmt: skip
    states = found.points.filter(pl.col("country") != tables.UNION)["country"].n_unique()
    return (Fact("Countries with any published point", states, str(states), "countries", "2014-2018",
                 Quality.OBSERVED, references[:1]),)  # fmt: skip


def _missing(asked: Asked, found: Situation, points: pl.DataFrame, absent: list[Missing]) -> tuple[Missing, ...]:
    missing = []
    if asked.country is not None and found.guesses.is_empty():
        codes = sorted(tables.last_guess(points)["country"])
        missing.append(Missing(f"What people in {the(asked.country)} guess of the share of immigrants",
                               f"Such guesses are published here for {listed([named(code) for code in codes])} "
                               "only."))  # fmt: skip
    elif asked.country is None:
        missing.append(Missing("Opinions in nearly all countries of Africa, Asia and Latin America", "The published "
                               "points are of rich countries; no dataset of the package holds others."))  # fmt: skip
    return (*missing, *absent)


def _figures(asked: Asked, found: Situation, references: tuple[Reference, ...]) -> list[Figure]:
    if found.guesses.is_empty():
        return []
    from corridors.answers.integration import opinion_charts

    return [opinion_charts.guesses(found.guesses, asked.about, references)]
