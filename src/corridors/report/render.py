"""The forms of a brief: one self-contained HTML file, Markdown, or JSON, all with the same content."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from corridors.concepts.quality import Quality
from corridors.report.content import Brief, Fact, Figure, Missing, Note, Reference, Section, Table

if TYPE_CHECKING:
    import jinja2

NUMERIC = re.compile(r"(under )?[-+−]?\$?[\d,. ]+(%| bn| m| thousand| million| billion| trillion)?|-|–|not known|")


PATH = re.compile(r' d="([^"]+)"')
FRACTION = re.compile(r"\d+\.\d{2,}")
REPEATED = re.compile(r"L(-?[\d.]+,-?[\d.]+)(?:L\1(?=[LMZ]))+")


def to_html(brief: Brief) -> str:
    """Write a brief as one HTML file that needs no network: charts are drawn into the page as SVG.

    Args:
        brief: what `corridors.report.brief` returns.
    """
    return _template().render(
        brief=brief,
        qualities=list(Quality),
        unverified=Quality.UNVERIFIED,
        grouped=_grouped,
        numeric=_is_numeric,
        repeats=_repeats_first_column,
        svg=_svg,
        coded=_coded,
        command=brief.name.replace("-", " "),
    )


def to_markdown(brief: Brief) -> str:
    """Write a brief as Markdown; a figure stands as its title, what it says in words, and its data."""
    lines = [f"# {brief.title}", "", f"{brief.subtitle}. Made on {brief.made} with Corridors {brief.version}.", ""]
    for section in brief.sections:
        lines += [f"## {section.title}", "", section.finding, ""]
        for kind, block in _grouped(section):
            lines += [*_MARKDOWN[kind](block), ""]
    lines += ["## Sources", ""]
    for r in brief.references:
        address = f" {r.url}." if r.url else ""
        lines.append(f"{r.number}. {r.text}{address} Licence: {r.licence}. Read on {r.date_read}.")
    return "\n".join([*lines, *(["", *brief.remarks] if brief.remarks else []), ""])


def to_json(brief: Brief) -> str:
    """Write a brief as JSON: every block with its kind, every figure with its Vega-Lite specification and its data."""
    content = {
        "name": brief.name,
        "title": brief.title,
        "subtitle": brief.subtitle,
        "made": str(brief.made),
        "version": brief.version,
        "sections": [
            {
                "name": section.name,
                "title": section.title,
                "finding": section.finding,
                "blocks": [{"kind": type(block).__name__.lower(), **_plain(block)} for block in section.blocks],
            }
            for section in brief.sections
        ],
        "references": [_reference(reference) for reference in brief.references],
        "remarks": list(brief.remarks),
    }
    return json.dumps(content, indent=1, default=str, ensure_ascii=False)


def _grouped(section: Section) -> Iterator[tuple[str, Any]]:
    """Blocks in order, neighbouring facts together."""
    facts: list[Fact] = []
    for block in section.blocks:
        if isinstance(block, Fact):
            facts.append(block)
            continue
        if facts:
            yield "Facts", facts
            facts = []
        yield type(block).__name__, block
    if facts:
        yield "Facts", facts


def _is_numeric(table: Table, column: int) -> bool:
    return column > 0 and all(NUMERIC.fullmatch(row[column]) for row in table.rows)


def _repeats_first_column(table: Table) -> bool:
    return len({row[0] for row in table.rows}) < len(table.rows)


def _svg(figure: Figure) -> Any:
    import vl_convert
    from markupsafe import Markup, escape

    drawn = PATH.sub(_to_tenths, vl_convert.vegalite_to_svg(figure.spec))
    label = f'<svg role="img" aria-label="{escape(figure.alternative)}" '
    return Markup(
        drawn.replace("<svg ", label, 1).replace('id="', f'id="{figure.name}-').replace("url(#", f"url(#{figure.name}-")
    )


def _coded(text: str) -> Any:
    """Escape a text and set what stands between backticks as code."""
    from markupsafe import Markup, escape

    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def _to_tenths(path: re.Match[str]) -> str:
    """Round a path to tenths of a pixel, which no eye can tell, and drop the points that then fall together."""
    rounded = FRACTION.sub(lambda found: f"{float(found[0]):.1f}", path[1])
    return ' d="' + REPEATED.sub(r"L\1", rounded) + '"'


@cache
def _template() -> jinja2.Template:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("corridors.report"), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return environment.get_template("brief.html")


def _marks(references: tuple[Reference, ...]) -> str:
    return "".join(f"[{reference.number}]" for reference in references)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _grid(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    head = [f"| {' | '.join(map(_cell, columns))} |", f"|{'|'.join('---' for _ in columns)}|"]
    return head + [f"| {' | '.join(map(_cell, row))} |" for row in rows]


def _facts(facts: list[Fact]) -> list[str]:
    rows = [(f.label, f"{f.text} {f.unit}".strip(), f.when, f.quality.label, _marks(f.references)) for f in facts]
    return _grid(("Figure", "Value", "Date", "Known as", "Source"), rows)


def _table(table: Table) -> list[str]:
    title = f"**{table.title}** ({table.quality.label}) {_marks(table.references)}"
    return [title, "", *_grid(table.columns, list(table.rows)), *(["", table.note] if table.note else [])]


def _figure(figure: Figure) -> list[str]:
    known = ", ".join(quality.label for quality in figure.quality)
    rows = [tuple(map(_datum, row)) for row in figure.data.rows()]
    lines = [f"**{figure.title}** {_marks(figure.references)}", "", f"{figure.subtitle} ({known})."]
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
    return [f"> {note.text} {_marks(note.references)}"]


def _missing(missing: Missing) -> list[str]:
    return [f"> **Not known here: {missing.what}.** {missing.why} {missing.how}".rstrip()]


_MARKDOWN = {"Facts": _facts, "Table": _table, "Figure": _figure, "Note": _note, "Missing": _missing}


def _plain(block: Any) -> dict[str, Any]:
    content = {f.name: getattr(block, f.name) for f in dataclasses.fields(block)}
    if "references" in content:
        content["references"] = [reference.number for reference in content["references"]]
    if isinstance(block, Figure):
        content["data"] = block.data.to_dicts()
    return content


def _reference(reference: Reference) -> dict[str, Any]:
    return {
        "number": reference.number,
        "dataset": reference.source.name,
        "part": reference.part.name if reference.part else None,
        "text": reference.text,
        "url": reference.url,
        "licence": reference.licence,
        "date_read": str(reference.date_read),
        "sha256": reference.source.sha256,
        "caveats": [*reference.source.caveats, *(reference.part.caveats if reference.part else ())],
    }
