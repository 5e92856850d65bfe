"""A brief as a notebook: a cell makes each finding with its chart, another shows the data behind it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from corridors.content import markdown
from corridors.content.marks import marks
from corridors.report.handout import handout

if TYPE_CHECKING:
    import polars as pl

    from corridors.content.blocks import Brief
    from corridors.report.handout import Finding

FORMAT, MINOR = 4, 5
KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def to_notebook(brief: Brief) -> str:
    """Write a brief's findings as a Jupyter notebook, with the results in it and the code that makes them again.

    Args:
        brief: what `corridors.report.brief` returns.

    Source: the notebook file format, version 4.5, https://nbformat.readthedocs.io/en/latest/format_description.html
    """
    short = handout(brief, every_chart=True)
    places = ", ".join(f'"{place}"' for place in short.name.split("-"))
    lead = (
        f"# {short.title}\n\n{short.subtitle}. {short.made:%d %B %Y}. Made with Corridors {short.version} from public "
        "data.\n\nRun the cells to make everything again from the packaged data; nothing is loaded from elsewhere."
    )
    start = (
        "import vl_convert\nfrom IPython.display import SVG\n\nfrom corridors.report import brief, handout\n\n"
        f"short = handout(brief({places}), every_chart=True)"
    )
    cells = [_text("title", lead), _code("start", start, [])]
    for place, finding in enumerate(short.findings):
        cells += _finding(place, finding)
    limits = [f"- {gap.what}. {gap.why}" for gap in short.gaps] + [f"- {note.text}" for note in short.cautions]
    if limits:
        cells.append(_text("limits", "\n".join(["## What is not known, and what to mind", "", *limits])))
    cells.append(_text("sources", "\n".join(["## Sources", "", *markdown.sources(short.references)])))
    content = {"cells": cells, "metadata": KERNEL, "nbformat": FORMAT, "nbformat_minor": MINOR}
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _finding(place: int, finding: Finding) -> list[dict[str, Any]]:
    """The cells of one finding: its title, its sentence and chart, the chart's data."""
    figure = finding.figure
    numbers = marks(finding.references)
    title = _text(f"finding-{place}", f"## {finding.title}\n\nSources: {numbers}" if numbers else f"## {finding.title}")
    said = {"output_type": "stream", "name": "stdout", "text": _lines(f"{finding.text}\n")}
    source = f"finding = short.findings[{place}]\nprint(finding.text)"
    if figure is None:
        return [title, _code(f"make-{place}", source, [said])]
    import vl_convert

    drawn = {"image/svg+xml": _lines(vl_convert.vegalite_to_svg(figure.spec)), "text/plain": _lines(figure.alternative)}
    chart = f"{source}\nSVG(vl_convert.vegalite_to_svg(finding.figure.spec))"
    known = ", ".join(quality.label for quality in figure.quality)
    note = _text(f"chart-{place}", f"*{figure.title}* {figure.subtitle} ({known}). {figure.note}".rstrip())
    return [
        title, note, _code(f"make-{place}", chart, [said, _result(drawn)]),
        _code(f"data-{place}", "finding.figure.data", [_result(_shown(figure.data))]),
    ]  # fmt: skip


def _shown(frame: pl.DataFrame) -> dict[str, list[str]]:
    return {"text/html": _lines(frame._repr_html_()), "text/plain": _lines(str(frame))}


def _text(identifier: str, source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": identifier, "metadata": {}, "source": _lines(source)}


def _code(identifier: str, source: str, outputs: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "cell_type": "code", "execution_count": None, "id": identifier, "metadata": {}, "outputs": outputs,
        "source": _lines(source),
    }  # fmt: skip


def _result(data: dict[str, list[str]]) -> dict[str, Any]:
    return {"output_type": "execute_result", "execution_count": None, "data": data, "metadata": {}}


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
