"""The founding documents' questions, as far as they can be asked about one country or corridor: a section a theme."""

from __future__ import annotations

from dataclasses import replace

from corridors.answers.ask import answer_to
from corridors.answers.asked import Asked
from corridors.answers.questions import THEMES, Question, questions
from corridors.concepts.countries import Area
from corridors.concepts.quality import Quality
from corridors.content.blocks import Missing, Note, Reference, References, Section, Table
from corridors.content.common import least_sure
from corridors.content.subject import Corridor
from corridors.errors import NotCovered

WHAT_IF = "W"
"""The kind of question that runs the world model; a brief names these and does not run them."""
COLUMNS = ("Question", "Answer", "Known as", "Sources")


def country(subject: Area, cited: References) -> tuple[Section, ...]:
    """A section for each theme with the findings about one country."""
    return _sections(Asked(country=subject), ("country",), f"--country {subject.code}", cited)


def corridor(pair: Corridor, cited: References) -> tuple[Section, ...]:
    """A section for each theme with the findings about the corridor from origin to destination."""
    asked = Asked(origin=pair.origin, destination=pair.destination)
    options = f"--origin {pair.origin.code} --destination {pair.destination.code}"
    return _sections(asked, ("origin", "destination"), options, cited)


def _sections(asked: Asked, needed: tuple[str, ...], options: str, cited: References) -> tuple[Section, ...]:
    made = []
    for theme in THEMES:
        asks = [q for q in questions(theme) if set(needed) <= set(q.takes)]
        taken = [q for q in asks if q.kind != WHAT_IF]
        if taken:
            section = _section(theme, taken, asked, options, cited)
            made.append(replace(section, blocks=(*section.blocks, *_what_if(asks, options))))
    return tuple(made)


def _what_if(asks: list[Question], options: str) -> tuple[Note, ...]:
    """Where to ask the theme's what-if questions, which run the world model for a minute each."""
    commands = ", ".join(f"`corridors answer {q.id} {options}`" for q in asks if q.kind == WHAT_IF)
    return (Note(f"What-if questions run the model and are asked one at a time: {commands}."),) if commands else ()


def _section(theme: str, taken: list[Question], asked: Asked, options: str, cited: References) -> Section:
    rows: list[tuple[str, ...]] = []
    marks: list[Quality] = []
    references: list[Reference] = []
    for q in taken:
        row, own = _row(q, asked, cited)
        rows.append(row)
        references += own
        marks.append(Quality(next(mark for mark in Quality if mark.label == row[2])))
    cited_here = tuple(dict.fromkeys(references))
    full = Note(f"Each answer in full, with its figure, tables and method: `corridors answer {taken[0].id} {options}`.")
    name = THEMES[theme].partition(":")[0].lower()
    title = f"Questions: {name}"
    if not cited_here:
        unknown = tuple(Missing(row[0].rstrip("?"), row[1]) for row in rows)
        return Section(f"questions-{theme}", title, rows[0][1], unknown)
    table = Table("Findings, question by question", COLUMNS, tuple(rows), least_sure(marks), cited_here)
    return Section(f"questions-{theme}", title, rows[0][1], (table, full))


def _row(q: Question, asked: Asked, cited: References) -> tuple[tuple[str, ...], list[Reference]]:
    """The row of one question; a pair for which it has no data is said to have none."""
    try:
        content = answer_to(q, asked, cited)
    except NotCovered as error:
        return (q.text, str(error), Quality.MISSING.label, ""), []
    marks = [mark for data in content.data for mark in data.qualities] + [fact.quality for fact in content.facts]
    known = least_sure(marks) if marks else Quality.MISSING
    references = list(dict.fromkeys(r for data in content.data for r in data.references))
    return (q.text, content.finding, known.label, "".join(f"[{r.number}]" for r in references)), references
