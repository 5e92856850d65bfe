"""Write the gallery: one page per question with the world's answer, its figure, and the command that makes it."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import corridors as cr
from corridors.answers import Answer, forms
from corridors.answers.cells import as_table
from corridors.answers.questions import KINDS, THEMES, Question, questions
from corridors.content import markdown
from corridors.content.page import svg
from corridors.files import write_whole

WHAT_IF = "W"
"""The kind of question that runs the world model."""


def write(folder: Path) -> None:
    """Write a page and a figure for each question, and the list of all by theme.

    Args:
        folder: where the pages go; pages that have not changed are left, so that Sphinx does not build them anew.
    """
    for q in questions():
        if q.kind == WHAT_IF:
            _write(folder / f"{q.id}.md", asked_page(q))
            continue
        made = cr.answer(q.id)
        for figure in made.figures[:1]:
            _write(folder / f"{q.id}.svg", str(svg(figure)))
        _write(folder / f"{q.id}.md", page(made))
    _write(folder / "list.md", listed())


def asked_page(q: Question) -> str:
    """The page of a what-if question, which runs the world model for a minute and is not answered while documents are
    built: how it is answered, and the command."""
    return f"# {q.text}\n\n{q.method}\n\n*What would settle it.* {q.settle}\n\n```sh\ncorridors answer {q.id}\n```\n"


def listed() -> str:
    """All questions by theme, with their kind and what each can be asked about."""
    lines = []
    for theme, group in groupby(questions(), key=lambda q: q.theme):
        lines += [f"## {THEMES[theme]}", "", "| Question | Kind | It can be asked about |", "|---|---|---|"]
        lines += [f"| [{q.text}](generated/{q.id}.md) | {KINDS[q.kind]} | {', '.join(q.takes)} |" for q in group]
        lines.append("")
    return "\n".join(lines)


def page(made: Answer) -> str:
    """One answer as a page: the finding, the figure, the first rows, how it is made, its limits and sources."""
    q, content = made.question, made.content
    lines = [f"# {q.text}", "", f"**{content.finding}**", "", f"*What is counted.* {content.definition}", ""]
    lines += [f"{line}\n" for line in forms.certainty(made)]
    for figure in made.figures[:1]:
        lines += [f"```{{image}} {q.id}.svg\n:alt: {_one_line(figure.alternative)}\n:width: 100%\n```", ""]
        lines += [f"*{figure.title}. {figure.subtitle}.* {figure.note}", ""]
    lines += markdown.lines_of(tuple(as_table(data) for data in made.data[:1]))
    lines += markdown.lines_of((*content.notes, *content.missing))
    lines += ["## How it is answered", "", q.method, ""]
    lines += [*(f"- {caveat}" for caveat in content.caveats), ""]
    lines += [f"*What would settle it.* {q.settle}", "", "## To make it yourself", ""]
    lines += [f"```sh\n{made.command}\n```\n\n```text\ncr.answer({q.id!r}).show()\n```", ""]
    lines += [f"It can also be asked about: {', '.join(q.takes)}." if q.takes else "", "", "## Sources", ""]
    return "\n".join([*lines, *markdown.sources(made.references), ""])


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _write(path: Path, text: str) -> None:
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
