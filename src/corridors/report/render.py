"""The forms of a brief: one self-contained HTML file, Markdown, or JSON, all with the same content."""

from __future__ import annotations

import json

from corridors.content import markdown
from corridors.content.blocks import Brief
from corridors.content.page import page
from corridors.content.plain import plain, plain_reference


def to_html(brief: Brief) -> str:
    """Write a brief as one HTML file that needs no network: charts are drawn into the page as SVG.

    Args:
        brief: what `corridors.report.brief` returns.
    """
    return page(
        "corridors.report", "brief.html", brief=brief, version=brief.version, command=brief.name.replace("-", " ")
    )


def to_markdown(brief: Brief) -> str:
    """Write a brief as Markdown; a figure stands as its title, what it says in words, and its data."""
    lines = [f"# {brief.title}", "", f"{brief.subtitle}. Made on {brief.made} with Corridors {brief.version}.", ""]
    for section in brief.sections:
        lines += [f"## {section.title}", "", section.finding, "", *markdown.lines_of(section.blocks)]
    lines += ["## Sources", "", *markdown.sources(brief.references)]
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
                "blocks": [{"kind": type(block).__name__.lower(), **plain(block)} for block in section.blocks],
            }
            for section in brief.sections
        ],
        "references": [plain_reference(reference) for reference in brief.references],
        "remarks": list(brief.remarks),
    }
    return json.dumps(content, indent=1, default=str, ensure_ascii=False)
