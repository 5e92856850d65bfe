"""The forms of an answer: text, Markdown, JSON, one self-contained HTML file, and CSV."""

from __future__ import annotations

import json
import math
import textwrap
from typing import TYPE_CHECKING, Any

from corridors.answers.cells import as_table, with_provenance
from corridors.answers.questions import KINDS, THEMES
from corridors.content import markdown
from corridors.content.marks import mark, spans
from corridors.content.plain import plain, plain_reference
from corridors.content.words import spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.answers.answer import Answer, Data
    from corridors.content.blocks import Fact, Reference

WIDTH = 100
"""Characters in a line of text."""
SMALL = 100
"""Numbers under this are said with three figures."""
SCHEMA = "answer.schema.json"


def to_html(answer: Answer) -> str:
    """Write an answer as one HTML file that needs no network: charts are drawn into the page as SVG."""
    from corridors.content.page import page

    return page("corridors.answers", "answer.html", answer=answer, version=answer.version, theme=THEMES[answer.theme],
                certain=certainty(answer))  # fmt: skip


def to_markdown(answer: Answer) -> str:
    """Write an answer as Markdown; a figure stands as its title, what it says in words, and its data."""
    content = answer.content
    lines = [f"# {answer.question.text}", "", f"*{answer.asked.about}. {THEMES[answer.theme]}*", ""]
    lines += [f"**{content.finding}**", "", f"*What is counted.* {content.definition}", ""]
    lines += [f"{line}\n" for line in certainty(answer)]
    lines += markdown.lines_of(answer.blocks())
    lines += ["## How it is answered", "", answer.question.method, ""]
    lines += [f"- {caveat}" for caveat in content.caveats]
    lines += ["", f"*What would settle it.* {answer.question.settle}", "", "## Sources", ""]
    lines += markdown.sources(answer.references)
    made = f"Made on {answer.made:%Y-%m-%d} with Corridors {answer.version}: `{answer.command}`"
    return "\n".join([*lines, "", made, ""])


def to_text(answer: Answer) -> str:
    """Write an answer as plain text for a terminal; its charts are left to the other forms."""
    content = answer.content
    lines = [answer.question.text, f"{answer.asked.about} ({THEMES[answer.theme]})", ""]
    lines += [*_wrapped(content.finding), "", *_wrapped(f"What is counted: {content.definition}"), ""]
    for line in certainty(answer):
        lines += [*_wrapped(line), ""]
    lines += [*_fact_lines(content.facts), *([""] if content.facts else [])]
    for data in answer.data:
        lines += _table_lines(data)
    lines += [line for note in content.notes for line in _wrapped(f"Note: {note.text}{_numbers(note.references)}")]
    for missing in content.missing:
        lines += _wrapped(f"Not known here: {missing.what}. {missing.why} {missing.how}".rstrip())
    lines += ["", *_wrapped(f"Method: {answer.question.method}")]
    lines += [line for caveat in content.caveats for line in _wrapped(f"Caveat: {caveat}")]
    lines += [*_wrapped(f"What would settle it: {answer.question.settle}"), "", "Sources"]
    for r in answer.references:
        lines += _wrapped(f"[{r.number}] {r.text} Licence: {r.licence}. Read on {r.date_read}.")
    return "\n".join([*lines, ""])


def to_json(answer: Answer) -> str:
    """Write an answer as JSON that follows the published schema (`corridors answer --schema`)."""
    content = answer.content
    made: dict[str, Any] = {
        "id": answer.id,
        "theme": answer.theme,
        "kind": KINDS[answer.question.kind],
        "question": answer.question.text,
        "asked": answer.asked.arguments,
        "scope": answer.asked.scope,
        "finding": content.finding,
        "definition": content.definition,
        "interval": plain(content.interval) if content.interval else None,
        "views": plain(content.views) if content.views else None,
        "uncertainty": content.uncertainty,
        "quality": [quality.value for quality in answer.qualities],
        "facts": [plain(fact) for fact in content.facts],
        "tables": [_table_json(data) for data in answer.data],
        "figures": [plain(figure) for figure in answer.figures],
        "notes": [plain(note) for note in content.notes],
        "missing": [plain(missing) for missing in content.missing],
        "method": answer.question.method,
        "caveats": list(content.caveats),
        "settle": answer.question.settle,
        "sources": [plain_reference(reference) for reference in answer.references],
        "command": answer.command,
        "made": answer.made.isoformat(),
        "version": answer.version,
    }
    return json.dumps(_finite(made), indent=1, default=str, ensure_ascii=False, allow_nan=False) + "\n"


def to_csv(answer: Answer, table: str | None = None) -> str:
    """Write one of an answer's tables as CSV, every row with its quality and its sources.

    Args:
        answer: what `cr.answer` returns.
        table: the table's name; the main one without it.

    Raises:
        UnknownName: the answer has no table of that name.
    """
    return with_provenance(answer.table(table)).write_csv()


def schema() -> dict[str, Any]:
    """The JSON schema that every answer follows.

    >>> schema()["title"]
    'Answer'
    """
    from importlib.resources import files

    return json.loads((files("corridors.answers") / SCHEMA).read_text(encoding="utf-8"))


def certainty(answer: Answer) -> list[str]:
    """How sure the answer is, in sentences: the statistical interval, the range over views, what they cannot say."""
    content, lines = answer.content, []
    if interval := content.interval:
        low, high = _figure(interval.lower), _figure(interval.upper)
        middle = f"{_figure(interval.value)} {interval.unit}".rstrip()
        lines.append(
            f"{interval.label}: {middle}, with {interval.level}% probability between {low} and {high} "
            f"({interval.basis})."
        )
    if views := content.views:
        each = "; ".join(f"{name}: {_figure(value)}" for name, value in views.values.items())
        lines.append(f"{views.label} ({views.unit}) by view: {each}. {views.dispute}")
    if content.uncertainty:
        lines.append(content.uncertainty)
    return lines


def _figure(value: float) -> str:
    """A number as one says it; small ones keep three figures, so that an elasticity does not become zero."""
    return f"{value:.3g}" if abs(value) < SMALL else spoken(value)


def _finite(value: Any) -> Any:
    """JSON knows no infinity and no NaN: a value that is neither a number nor known is null."""
    if isinstance(value, dict):
        return {key: _finite(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(part) for part in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _table_json(data: Data) -> dict[str, Any]:
    return {
        "name": data.name,
        "title": data.title,
        "columns": {name: plain(column) for name, column in data.columns.items()},
        "rows": data.frame.to_dicts(),
        "note": data.note,
        "references": [reference.number for reference in data.references],
    }


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(" ".join(text.split()), WIDTH, break_on_hyphens=False)


def _numbers(references: Sequence[Reference]) -> str:
    return "".join(f" {mark(span)}" for span in spans(references))


def _fact_lines(facts: Sequence[Fact]) -> list[str]:
    return [
        f"- {fact.label}: {fact.text} {fact.unit}".rstrip()
        + f" ({', '.join(part for part in (fact.when, fact.quality.label) if part)}){_numbers(fact.references)}"
        for fact in facts
    ]


def _table_lines(data: Data) -> list[str]:
    table = as_table(data)
    if not table.rows:
        return [f"{table.title}: no rows.", ""]
    numeric = {name: data.columns[name].show not in ("text", "area") for name in data.columns}
    right = [*numeric.values(), False][: len(table.columns)]
    widths = [max(len(row[i]) for row in (table.columns, *table.rows)) for i in range(len(table.columns))]

    def line(cells: Sequence[str]) -> str:
        padded = (
            cell.rjust(width) if side else cell.ljust(width)
            for cell, width, side in zip(cells, widths, right, strict=True)
        )
        return "  ".join(padded).rstrip()

    rule = "  ".join("-" * width for width in widths)
    title = f"{table.title} ({table.quality.label}){_numbers(table.references)}"
    note = _wrapped(table.note) if table.note else []
    return [*_wrapped(title), line(table.columns), rule, *(line(row) for row in table.rows), *note, ""]
