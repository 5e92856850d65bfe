"""A handout: a brief on a few pages that can be handed over: findings first, one chart for each, sources, date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corridors.content.blocks import Figure, Missing, Note, Table

if TYPE_CHECKING:
    import datetime

    from corridors.content.blocks import Brief, Reference, Section

MOST_FIGURES = 5
"""Charts of a handout: with them it stays within six pages of A4."""
MOST_GAPS, MOST_CAUTIONS = 4, 3
"""Things not known, and things to mind, that a handout names."""
QUESTIONS = "questions-"
"""How the names of sections begin that answer the founding documents' questions."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of a handout with its chart, where it comes from, and the rows of tables that matter."""

    title: str
    text: str
    figure: Figure | None
    references: tuple[Reference, ...]
    tables: tuple[Table, ...] = ()

    @property
    def shown(self) -> tuple[Figure | Table, ...]:
        """The chart and the tables, in this order."""
        return (*((self.figure,) if self.figure else ()), *self.tables)


@dataclass(frozen=True, slots=True)
class Handout:
    """A brief in short: findings, what is not known, sources, how it was made.

    `question` stands before the findings, `evidence` are findings that only follow them with their charts and tables,
    `method` are sentences on how it was made, and `line` is the command where it is not that of a brief.
    """

    name: str
    title: str
    subtitle: str
    findings: tuple[Finding, ...]
    answers: tuple[tuple[str, str], ...]
    gaps: tuple[Missing, ...]
    cautions: tuple[Note, ...]
    references: tuple[Reference, ...]
    made: datetime.date
    version: str
    question: str = ""
    evidence: tuple[Finding, ...] = ()
    method: tuple[str, ...] = ()
    line: str = ""

    @property
    def command(self) -> str:
        """The command that makes it."""
        return self.line or f"corridors brief {self.name.replace('-', ' ')}"

    def in_form(self, form: str) -> str:
        """The command that makes it in a form."""
        return self.line or f"{self.command} --format {form}"

    @property
    def parts(self) -> tuple[Finding, ...]:
        """What follows the findings: those with a chart or a table, then the evidence."""
        return (*(one for one in self.findings if one.shown), *self.evidence)


def handout(brief: Brief, *, every_chart: bool = False) -> Handout:
    """Shorten a brief to what a reader is handed: each section's finding, the first charts, gaps and sources.

    Args:
        brief: what `corridors.report.brief` returns.
        every_chart: each finding keeps its chart, for forms that have a page for each.

    Returns:
        Findings in the order of the brief, at most five with a chart unless `every_chart`; the questions' answers as
        pairs of question and answer; and only those sources that a finding or chart cites.
    """
    own = [section for section in brief.sections if not section.name.startswith(QUESTIONS)]
    findings, left = [], len(own) if every_chart else MOST_FIGURES
    for section in own:
        figure = _first(section) if left else None
        left -= figure is not None
        findings.append(Finding(section.title, section.finding, figure, _cited(section)))
    used = {r.number for finding in findings for r in finding.references}
    blocks = [block for section in own for block in section.blocks]
    return Handout(
        brief.name, brief.title, brief.subtitle, tuple(findings), _answers(brief),
        tuple(block for block in blocks if isinstance(block, Missing))[:MOST_GAPS],
        tuple(block for block in blocks if isinstance(block, Note))[:MOST_CAUTIONS],
        tuple(r for r in brief.references if r.number in used), brief.made, brief.version,
    )  # fmt: skip


def _first(section: Section) -> Figure | None:
    return next((block for block in section.blocks if isinstance(block, Figure)), None)


def _cited(section: Section) -> tuple[Reference, ...]:
    """The sources of a section's first pieces of evidence, in the order of their numbers."""
    figure = _first(section)
    blocks = [figure] if figure else [b for b in section.blocks if not isinstance(b, (Missing, Note))][:3]
    found = {r.number: r for block in blocks for r in getattr(block, "references", ())}
    return tuple(found[number] for number in sorted(found))


def _answers(brief: Brief) -> tuple[tuple[str, str], ...]:
    """The first question of each theme with its answer; the brief has them all."""
    sections = (section for section in brief.sections if section.name.startswith(QUESTIONS))
    tables = (block for section in sections for block in section.blocks if isinstance(block, Table))
    return tuple((table.rows[0][0], table.rows[0][1]) for table in tables)
