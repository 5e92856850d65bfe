"""`practices`: which policies have been evaluated, where, with what effect and on what evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data
from corridors.answers.governance import practice_tables as tables
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing
from corridors.content.subject import named, the
from corridors.content.words import listed, number
from corridors.parameters.value import GRADES

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "A result is the effect of one policy on one outcome in one study. A proportional change is a part of what the "
    "outcome was: -0.27 is 27% lower; share points are differences of shares."
)
RESULTS = {
    "policy": Column("Policy"),
    "places": Column("Where"),
    "outcome": Column("Outcome"),
    "size": Column("Effect"),
    "finding": Column("Found"),
    "grade": Column("Grade"),
    "source": Column("Study"),
}
KINDS = {
    "kind": Column("Kind of policy"),
    "results": Column("Results", "count"),
    "a": Column("Grade A", "count"),
    "b": Column("B", "count"),
    "c_d": Column("C and D", "count"),
    "sized": Column("With a size", "count"),
}
QUESTIONS = {
    "question": Column("Question"),
    "results": Column("Results", "count"),
    "best": Column("Best grade"),
    "theme": Column("Theme"),
}
ALL = 200
"""Rows that a page shows of one country's results: all of them."""


def answer(asked: Asked, cited: References) -> Content:
    """Evaluated policies of the world or of one country, with grades, and what has never been evaluated."""
    everything = tables.results()
    found = everything if asked.country is None else tables.results(asked.country.code)
    references = (cited.cite(tables.registry()),)
    return Content(
        finding=_finding(asked, found, everything),
        definition=DEFINITION,
        data=_data(asked, found, references),
        facts=_facts(found, references),
        draw=lambda: _figures(asked, found, references),
        missing=_missing(asked, found),
        uncertainty="Ranges are those that the studies give, over specifications or as intervals; many give none. A "
        "result that was recalled and not read is marked unverified.",
        caveats=(
            "Whether a policy has worked depends on what it was for: an effect has a sign, a success does not.",
            "What held in one place and time need not hold in another.",
            *(f"Grade {grade}: {meaning}." for grade, meaning in GRADES.items()),
            *tables.registry().caveats,
        ),
    )


def _finding(asked: Asked, found: pl.DataFrame, everything: pl.DataFrame) -> str:
    if asked.country is None:
        best, sized = found.filter(grade="A").height, found.filter(pl.col("size") != "sign only").height
        first = tables.by_place().head(2)
        most = listed([f"{row['results']} on {named(row['country'])}" for row in first.iter_rows(named=True)])
        return (
            f"The registry holds {found.height} results of {found['source'].n_unique()} sources on "
            f"{found['kind'].n_unique()} kinds of policy, {best} of them with the strongest design and {sized} with a "
            f"size; {most} show how little is known of other places."
        )
    where = the(asked.country)
    if found.is_empty():
        many = everything.filter(pl.col("country") == "").height
        return (
            f"No evaluated policy in the registry concerns {where} by name; {many} of its {everything.height} results "
            "come from studies of many countries at once."
        )
    row = found.row(0, named=True)
    count = "one result" if found.height == 1 else f"{found.height} results"
    verb = "concerns" if found.height == 1 else "concern"
    policy, outcome = row["policy"], row["outcome"]
    which = "" if found.height == 1 else ", the best graded"
    return (
        f"In the registry {count} {verb} {where}{which} (grade {row['grade']}) on the policy “{policy}” and the "
        f"outcome “{outcome}”: {row['size']}."
    )


def _data(asked: Asked, found: pl.DataFrame, references: tuple[Reference, ...]) -> tuple[Data, ...]:
    made = []
    if found.height:
        whose = "" if asked.country is None else f" that concern {the(asked.country)}"
        made.append(Data("results", f"Evaluated policies{whose}, best graded first", found, RESULTS, references,
                         most=15 if asked.country is None else ALL))  # fmt: skip
    if asked.country is None:
        made.append(Data("kinds", "Results by kind of policy and grade", tables.by_kind(), KINDS, references, most=30))
        made.append(Data("questions", "Results by question", tables.by_question(), QUESTIONS, references, most=60))
    return tuple(made)


def _facts(found: pl.DataFrame, references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    recalled = found.filter(pl.col("known") != "read").height
    return (
        Fact("Results", found.height, number(found.height), "", "in the registry", Quality.OBSERVED, references),
        Fact("of which recalled and not read", recalled, number(recalled), "", "in the registry", Quality.OBSERVED,
             references),
    )  # fmt: skip


def _missing(asked: Asked, found: pl.DataFrame) -> tuple[Missing, ...]:
    if asked.country is not None:
        if found.height:
            return ()
        why = "None was read that names it; a file of one's own can add some (`extra=` in Python)."
        return (Missing(f"Evaluations of policies in {the(asked.country)}", why),)
    silent = tables.without()
    if not silent:
        return ()
    return (Missing(f"Evaluated policies for the questions {listed(silent, len(silent))}",
                    "No result of the registry speaks to them."),)  # fmt: skip


def _figures(asked: Asked, found: pl.DataFrame, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.governance import practice_charts

    drawn = [] if asked.country is not None else [practice_charts.kinds(tables.by_kind(), references)]
    effects = found.filter((pl.col("unit") == "proportional change") & (pl.col("grade") != "D"))
    if effects.height:
        sized = practice_charts.effects(effects, asked.about, references)
        drawn += [sized] if sized is not None else []
    return drawn
