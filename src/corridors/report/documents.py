"""Handouts as documents: PDF that a screen reader can follow, and DOCX that an office can edit."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from corridors.content.marks import marks
from corridors.content.page import page
from corridors.errors import CorridorsError
from corridors.report.handout import Handout, handout

if TYPE_CHECKING:
    from corridors.content.blocks import Brief

PICTURE_SCALE = 2.0
"""Pixels of a picture for each of the chart's: sharp in print."""
PICTURE_WIDTH = 6.1
"""Width of a picture in a document, in inches: the text's width on A4."""
VARIANT = "pdf/ua-1"
"""PDF/UA: tagged, titled and with a language, so that a screen reader can follow it."""


def to_pdf(brief: Brief) -> bytes:
    """Write a brief's handout as an accessible PDF of a few pages.

    Args:
        brief: what `corridors.report.brief` returns.

    Raises:
        CorridorsError: the text-setting library Pango is not on this machine.

    Source: PDF/UA-1, ISO 14289-1, as WeasyPrint writes it, https://doc.courtbouillon.org/weasyprint/
    """
    html = _html(handout(brief))
    try:
        import weasyprint
    except OSError as error:
        raise CorridorsError(
            "PDF needs the library Pango, which is not on this machine.",
            hint="Install it (Debian: apt install libpango-1.0-0 libpangoft2-1.0-0; macOS: brew install pango), "
            "or use --format docx or html.",
        ) from error
    return weasyprint.HTML(string=html).write_pdf(pdf_variant=VARIANT)  # type: ignore[return-value]


def to_docx(brief: Brief) -> bytes:
    """Write a brief's handout as a DOCX with real headings, lists, pictures with descriptions, and a source list."""
    import docx
    from docx.shared import Inches

    short = handout(brief)
    document = docx.Document()
    document.core_properties.title = short.title
    document.core_properties.language = "en"
    document.core_properties.author = f"Corridors {short.version}"
    document.add_heading(short.title, 0)
    document.add_paragraph(
        f"{short.subtitle}. {short.made:%d %B %Y}. Made with Corridors {short.version} from public data."
    )
    document.add_heading("Findings", 1)
    for finding in short.findings:
        document.add_paragraph(f"{finding.text} {marks(finding.references)}".strip(), style="List Bullet")
    for finding in short.findings:
        if finding.figure is None:
            continue
        document.add_heading(finding.title, 1)
        document.add_paragraph(finding.figure.title).runs[0].bold = True
        document.add_paragraph(finding.figure.subtitle)
        picture = document.add_picture(io.BytesIO(_png(finding.figure.spec)), width=Inches(PICTURE_WIDTH))
        picture._inline.docPr.set("descr", finding.figure.alternative)
        known = ", ".join(quality.label for quality in finding.figure.quality)
        document.add_paragraph(f"{known}. {finding.figure.note} {marks(finding.figure.references)}".strip())
    _rest(document, short)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _rest(document: Any, short: Handout) -> None:
    """Answers, limits and sources of a DOCX."""
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
    document.add_heading("Sources", 1)
    for r in short.references:
        document.add_paragraph(f"[{r.number}] {r.text} {r.url} Licence: {r.licence}. Read on {r.date_read}.")
    document.add_paragraph(f"To make it again: {short.command} --format docx")


def _html(short: Handout) -> str:
    return page("corridors.report", "handout.html", handout=short, version=short.version)


def _png(spec: dict[str, Any]) -> bytes:
    import vl_convert

    return vl_convert.vegalite_to_png(spec, scale=PICTURE_SCALE)
