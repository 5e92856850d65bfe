"""A study on a few pages: findings first, the charts and rows that matter, both views where disputed, sources."""

from __future__ import annotations

from dataclasses import replace
from textwrap import shorten
from typing import TYPE_CHECKING

from corridors.answers.whatif import main_dispute, with_numbers
from corridors.answers.whatif_words import moving
from corridors.content.blocks import Missing, Note
from corridors.content.words import listed
from corridors.report.handout import Finding, Handout
from corridors.report.study_charts import party as party_chart
from corridors.report.study_page import (
    ESTIMATED,
    NO_SUM,
    command,
    levers_section,
    measures,
    opening,
    reading_section,
    views_section,
)  # fmt: skip
from corridors.report.study_words import TOLD, bearing_words, sentence
from corridors.scenarios.assumptions import UNDECIDED
from corridors.scenarios.outcomes import PARTIES

if TYPE_CHECKING:
    import polars as pl

    from corridors.content.blocks import Reference, Section, Table
    from corridors.scenarios.study import Study

PANELS, ROWS, APART = 3, 5, 6
"""Outcomes in the chart of a party, measures in its table, and measures named on which the views differ."""
NAMED = 12
"""Countries of each side that are named."""
MANY, PLACES = 5, 70
"""Levers beyond which the sources of their values are left out, and letters that stay of their places."""
SHOWN = (
    "Shown: no view taken, the views with the lowest and the highest change, and both sides of the dispute that "
    "separates most."
)
ELSEWHERE = "the HTML form of this brief, and the table as CSV, have all"


def study_handout(study: Study) -> Handout:
    """Shorten a study to what a reader is handed, from two to six pages of A4.

    Each party has a sentence among the findings, a chart of the outcomes that its sentence tells, under the views that
    lie furthest apart, and a table of the measures that change most; a line says where the whole is.

    Args:
        study: of `corridors.scenarios.study`.

    Example:
        >>> from corridors.scenarios.scenario import Scenario
        >>> from corridors.scenarios.study import study
        >>> made = study_handout(study(Scenario.read("remittance-prices"), views=["remittances-finance"], draws=0))
        >>> [finding.title for finding in made.findings][0]
        'People who stay in the countries of origin'
    """
    brief, frames = opening(study)
    references = brief.references
    known = {party: with_numbers(frame) for party, frame in frames.items()}
    parts = tuple(_party(study, party, known[party][0], references) for party in PARTIES)
    reading = reading_section(study, NAMED)
    gaps = tuple(
        Missing(f"{PARTIES[party]}: {listed([each[0].lower() + each[1:] for each in empty], 6)}", "Nothing is known.")
        for party, (_, empty) in known.items() if empty
    )  # fmt: skip
    said = tuple(note.text for note in reading.blocks if isinstance(note, Note) and note.text != ESTIMATED)
    return Handout(
        brief.name, brief.title, brief.subtitle,
        tuple(Finding(one.title, one.text, None, one.references) for one in parts), (), gaps,
        (Note(NO_SUM), Note(ESTIMATED)), references, brief.made, brief.version, question=study.scenario.question,
        evidence=(*_changed(study), *_titled(parts), _views(study, frames, references)),
        method=(reading.finding, *said), line=command(study),
    )  # fmt: skip


def _party(study: Study, party: str, frame: pl.DataFrame, references: tuple[Reference, ...]) -> Finding:
    """What the scenario does to one party: its sentence, a chart and a table of what matters."""
    said = sentence(frame, party, study.years[-1])
    if not frame.height:
        return Finding(PARTIES[party], said, None, ())
    ordered = that_matter(frame, party)
    chart = party_chart(far_apart(ordered), party, references[:3], most=PANELS, note=SHOWN)
    return Finding(PARTIES[party], said, chart, references[:3], (_cut(study, ordered, references),))


def _titled(parts: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The parts with their charts' titles in place of the sentences that stand among the findings already."""
    return tuple(replace(one, text="") for one in parts if one.shown)


def _cut(study: Study, frame: pl.DataFrame, references: tuple[Reference, ...]) -> Table:
    """The rows of a party's table that matter, with a line that says where the others are."""
    names = frame["what"].unique(maintain_order=True).to_list()
    made = measures(study, frame.filter(frame["what"].is_in(names[:ROWS])), references[:3])
    left = len(names) - ROWS
    more = f" {left} further measure{'s' if left > 1 else ''} change less: {ELSEWHERE}." if left > 0 else ""
    return replace(made, note=f"{made.note}{more}")


def that_matter(frame: pl.DataFrame, party: str) -> pl.DataFrame:
    """A party's outcomes in the order in which they matter: those its sentence tells, then those that change most.

    What hardly changes under any view comes last.

    Args:
        frame: of `answers.whatif.effects`, the party's outcomes; party: its name.
    """
    import polars as pl

    size = pl.col("percent").fill_null(pl.col("effect")).abs()
    moved = moving(frame)["what"].unique().to_list()
    ranked = frame.with_columns(
        _still=~pl.col("what").is_in(moved), _told=~pl.col("outcome").is_in(TOLD[party]),
        _least=-size.max().over("what"),
    )  # fmt: skip
    return ranked.sort("_still", "_told", "_least", maintain_order=True).drop("_still", "_told", "_least")


def far_apart(frame: pl.DataFrame) -> pl.DataFrame:
    """Of each outcome: no view taken, the lowest and highest view, and both sides of the dispute that matters most.

    Args:
        frame: of `answers.whatif.effects`.
    """
    import polars as pl

    parts = []
    for what in frame["what"].unique(maintain_order=True):
        rows = frame.filter(what=what)
        ordered = rows.filter(pl.col("view") != UNDECIDED).sort("effect")["view"].to_list()
        kept = {UNDECIDED, *ordered[:1], *ordered[-1:], *(dispute.views if (dispute := main_dispute(rows)) else ())}
        parts.append(rows.filter(pl.col("view").is_in(kept)))
    return pl.concat(parts)


def _changed(study: Study) -> tuple[Finding, ...]:
    """The levers; where they are many, without their sources, and a line says where these stand."""
    made = _of(levers_section(study))
    if not made.tables:
        return ()
    table = made.tables[0]
    if len(table.rows) > MANY:
        rows = tuple((row[0], row[1], shorten(row[2], PLACES, placeholder=" ..."), row[3]) for row in table.rows)
        note = "What each value rests on stands in the HTML form of this brief."
        table = replace(table, columns=table.columns[:4], rows=rows, note=note)
    return (replace(made, tables=(table,)),)


def _of(section: Section) -> Finding:
    """A section as a finding with its tables."""
    from corridors.content.blocks import Table

    own = tuple(block for block in section.blocks if isinstance(block, Table))
    return Finding(section.title, section.finding, None, (), own)


def _views(study: Study, frames: dict[str, pl.DataFrame], references: tuple[Reference, ...]) -> Finding:
    """The measures on which the views differ in direction, and how many they agree on."""
    section = views_section(study, frames, references)
    whole = _of(section).tables
    if not whole:
        return Finding(section.title, bearing_words(study), None, ())
    apart = tuple(row for row in whole[0].rows if row[-1] == "differ")
    left = max(len(apart) - APART, 0)
    said = f"On {len(whole[0].rows) - len(apart)} of {len(whole[0].rows)} measures that change, the views agree on the "
    said += f"direction; they differ on {len(apart) or 'none'}. {section.finding}"
    note = f"{left} more: {ELSEWHERE}." if left else ""
    cut = replace(whole[0], title=f"Measures on which the views differ in direction, {study.years[-1]}",
                  columns=whole[0].columns[:-1], rows=tuple(row[:-1] for row in apart[:APART]), note=note)  # fmt: skip
    return Finding(section.title, said, None, (), (cut,) if apart else ())
