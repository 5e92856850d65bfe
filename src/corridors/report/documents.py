"""Handouts as documents: PDF that a screen reader can follow, and DOCX that an office can edit."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from corridors.content.blocks import Figure
from corridors.content.marks import marks
from corridors.content.page import page
from corridors.errors import CorridorsError
from corridors.report.handout import Handout, handout

if TYPE_CHECKING:
    from corridors.content.blocks import Brief, Table

PICTURE_SCALE = 2.0
"""Pixels of a picture for each of the chart's: sharp in print."""
PICTURE_WIDTH = 6.1
"""Width of a picture in a document, in inches: the text's width on A4."""
CELL = 8
"""Size of the letters of a table in a document, in points."""
VARIANT = "pdf/ua-1"
"""PDF/UA: tagged, titled and with a language, so that a screen reader can follow it."""


def to_pdf(brief: Brief | Handout) -> bytes:
    """Write a brief's handout as an accessible PDF of a few pages.

    Args:
        brief: what `corridors.report.brief` returns, or a handout already.

    Raises:
        CorridorsError: the text-setting library Pango is not on this machine.

    Source: PDF/UA-1, ISO 14289-1, as WeasyPrint writes it, https://doc.courtbouillon.org/weasyprint/
    """
    html = _html(_short(brief))
    try:
        import weasyprint
    except OSError as error:
        raise CorridorsError(
            "PDF needs the library Pango, which is not on this machine.",
            hint="Install it (Debian: apt install libpango-1.0-0 libpangoft2-1.0-0; macOS: brew install pango), "
            "or use --format docx or html.",
        ) from error
    return weasyprint.HTML(string=html).write_pdf(pdf_variant=VARIANT)  # type: ignore[return-value]


def to_docx(brief: Brief | Handout) -> bytes:
    """Write a brief's handout as a DOCX with real headings, lists, pictures with descriptions, and a source list.

    Args:
        brief: as `to_pdf`.
    """
    import docx

    short = _short(brief)
    document = docx.Document()
    document.core_properties.title = short.title
    document.core_properties.language = "en"
    document.core_properties.author = f"Corridors {short.version}"
    document.add_heading(short.title, 0)
    document.add_paragraph(
        f"{short.subtitle}. {short.made:%d %B %Y}. Made with Corridors {short.version} from public data."
    )
    if short.question:
        document.add_paragraph(short.question)
    document.add_heading("Findings", 1)
    for finding in short.findings:
        document.add_paragraph(f"{finding.text} {marks(finding.references)}".strip(), style="List Bullet")
    for finding in short.parts:
        document.add_heading(finding.title, 1)
        if finding.text and finding in short.evidence:
            document.add_paragraph(finding.text)
        for block in finding.shown:
            _figure(document, block) if isinstance(block, Figure) else _table(document, block)
    _rest(document, short)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _short(brief: Brief | Handout) -> Handout:
    return brief if isinstance(brief, Handout) else handout(brief)


def _figure(document: Any, figure: Figure) -> None:
    """A chart of a DOCX: title, picture with a description, how it is known."""
    from docx.shared import Inches

    document.add_paragraph(figure.title).runs[0].bold = True
    document.add_paragraph(figure.subtitle)
    picture = document.add_picture(io.BytesIO(_png(figure.spec)), width=Inches(PICTURE_WIDTH))
    picture._inline.docPr.set("descr", figure.alternative)
    known = ", ".join(quality.label for quality in figure.quality)
    document.add_paragraph(f"{known}. {figure.note} {marks(figure.references)}".strip())


def _table(document: Any, table: Table) -> None:
    """A table of a DOCX, with its headings marked as such."""
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    document.add_paragraph(table.title).runs[0].bold = True
    grid = document.add_table(rows=0, cols=len(table.columns), style="Table Grid")
    for row in (table.columns, *table.rows):
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(text).font.size = Pt(CELL)
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph(f"{table.quality.label}. {table.note} {marks(table.references)}".strip())


def _rest(document: Any, short: Handout) -> None:
    """Answers, limits, method and sources of a DOCX."""
    if short.answers:
        document.add_heading("Questions and answers", 1)
        for question, answer in short.answers:
            paragraph = document.add_paragraph()
            paragraph.add_run(question).bold = True
            paragraph.add_run(f" {answer}")
    if short.gaps or short.cautions:
        document.add_heading("What is not known, and what to mind", 1)
        for text in (*(f"{gap.what}. {gap.why}" for gap in short.gaps), *(note.text for note in short.cautions)):
            document.add_paragraph(text, style="List Bullet")
    if short.method:
        document.add_heading("How it was made", 1)
        for text in short.method:
            document.add_paragraph(text)
    document.add_heading("Sources", 1)
    for r in short.references:
        document.add_paragraph(f"[{r.number}] {r.text} {r.url} Licence: {r.licence}. Read on {r.date_read}.")
    document.add_paragraph(f"To make it again: {short.in_form('docx')}")


def _html(short: Handout) -> str:
    return page("corridors.report", "handout.html", handout=short, version=short.version)


def _png(spec: dict[str, Any]) -> bytes:
    import vl_convert

    return vl_convert.vegalite_to_png(spec, scale=PICTURE_SCALE)
