"""Handouts: a few pages, findings first, only the sources that are cited; PDF that is tagged, DOCX that opens."""

import io
import re
import zipfile

import docx
import pypdf
import pytest

from corridors.report import brief, handout, to_docx, to_pdf


@pytest.fixture(scope="module")
def made():
    return brief("TON", "NZL")


def test_a_handout_holds_every_findings_sentence_and_only_cited_sources(made):
    short = handout(made)
    own = [section for section in made.sections if not section.name.startswith("questions-")]
    assert [finding.text for finding in short.findings] == [section.finding for section in own]
    cited = {r.number for finding in short.findings for r in finding.references}
    assert {r.number for r in short.references} == cited and cited
    assert sum(finding.figure is not None for finding in short.findings) <= 5
    assert short.command == "corridors brief TON NZL"


def test_the_pdf_is_tagged_titled_and_short(made):
    found = pypdf.PdfReader(io.BytesIO(to_pdf(made)))
    root = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root and root["/Lang"] == "en"
    assert found.metadata.title == "Tonga to New Zealand - Corridors"
    assert 2 <= len(found.pages) <= 6
    assert "Findings" in found.pages[0].extract_text()


def test_the_docx_has_headings_pictures_with_words_and_the_sources(made):
    content = to_docx(made)
    document = docx.Document(io.BytesIO(content))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    assert headings[0] == "Tonga to New Zealand" and headings[1] == "Findings" and "Sources" in headings
    figures = [finding.figure for finding in handout(made).findings if finding.figure]
    described = re.findall(r'descr="([^"]+)"', zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode())
    assert len(document.inline_shapes) == len(figures) == len([d for d in described if d])
