"""Blocks as Markdown."""

from __future__ import annotations

from typing import Any

from corridors.content.blocks import Block, Fact, Figure, Missing, Note, Reference, Table
from corridors.content.grouping import grouped
from corridors.content.marks import marks


def lines_of(blocks: tuple[Block, ...]) -> list[str]:
    """Blocks as lines of Markdown; a figure stands as its title, what it says in words, and its data."""
    lines: list[str] = []
    for kind, block in grouped(blocks):
        lines += [*_WRITERS[kind](block), ""]
    return lines


def sources(references: tuple[Reference, ...]) -> list[str]:
    """The numbered list of sources."""
    lines = []
    for r in references:
        address = f" {r.url}." if r.url else ""
        lines.append(f"{r.number}. {r.text}{address} Licence: {r.licence}. Read on {r.date_read}.")
    return lines


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _grid(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    head = [f"| {' | '.join(map(_cell, columns))} |", f"|{'|'.join('---' for _ in columns)}|"]
    return head + [f"| {' | '.join(map(_cell, row))} |" for row in rows]


def _facts(facts: list[Fact]) -> list[str]:
    rows = [(f.label, f"{f.text} {f.unit}".strip(), f.when, f.quality.label, marks(f.references)) for f in facts]
    return _grid(("Figure", "Value", "Date", "Known as", "Source"), rows)


def _table(table: Table) -> list[str]:
    title = f"**{table.title}** ({table.quality.label}) {marks(table.references)}"
    return [title, "", *_grid(table.columns, list(table.rows)), *(["", table.note] if table.note else [])]


def _figure(figure: Figure) -> list[str]:
    known = ", ".join(quality.label for quality in figure.quality)
    rows = [tuple(map(_datum, row)) for row in figure.data.rows()]
    lines = [f"**{figure.title}** {marks(figure.references)}", "", f"{figure.subtitle} ({known})."]
    if figure.alternative != figure.title:
        lines.append(figure.alternative)
    return [*lines, figure.note, "", *_grid(tuple(figure.data.columns), rows)]


def _datum(value: Any) -> str:
    """A value of a figure's data as text: whole numbers without a fraction, others to six figures."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{value:.6g}"
    return str(value)


def _note(note: Note) -> list[str]:
    return [f"> {note.text} {marks(note.references)}"]


def _missing(missing: Missing) -> list[str]:
    return [f"> **Not known here: {missing.what}.** {missing.why} {missing.how}".rstrip()]


_WRITERS = {"Facts": _facts, "Table": _table, "Figure": _figure, "Note": _note, "Missing": _missing}
