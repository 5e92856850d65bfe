"""The brief of a study on a few pages: findings first, the rows that matter, where the rest is, tagged and titled."""

import io
import zipfile
from dataclasses import replace

import docx
import pypdf
import pytest

from corridors.answers.whatif import with_numbers
from corridors.report import to_docx, to_html, to_pdf
from corridors.report.study_handout import ELSEWHERE, PANELS, ROWS, far_apart, study_handout, that_matter
from corridors.report.study_page import party_frame, study_brief
from corridors.report.study_words import TOLD
from corridors.scenarios import LeverUse, Scenario
from corridors.scenarios.outcomes import PARTIES
from corridors.scenarios.study import study

LONG = "A report of many pages, which says in several places where each of its numbers was found, read or assumed. " * 4


@pytest.fixture(scope="module")
def made():
    given = replace(
        Scenario.read("three-rs"), views=("brain-drain", "brain-gain", "remittances-replace", "newcomers-pay")
    )
    return study(given, draws=3)


def test_the_pdf_has_two_to_six_pages_and_is_tagged_titled_and_in_a_language(made):
    found = pypdf.PdfReader(io.BytesIO(to_pdf(study_handout(made))))
    root = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root and root["/Lang"] == "en"
    assert found.metadata.title == f"{made.scenario.title} - Corridors"
    assert 2 <= len(found.pages) <= 6
    first = " ".join(found.pages[0].extract_text().split())
    assert first.index("Findings") < first.index("What is changed") and made.scenario.question in first
    whole = " ".join(" ".join(page.extract_text().split()) for page in found.pages)
    for text in (
        *PARTIES.values(),
        "What is changed",
        "What is not known, and what to mind",
        "How it was made",
        "To cite:",
        "Sources",
    ):
        assert text in whole, text


def test_a_scenario_of_many_levers_stays_within_six_pages(made):
    levers = tuple(replace(each, source=LONG.strip()) for each in made.scenario.levers * 3)
    many = replace(made, scenario=replace(made.scenario, levers=levers))
    found = pypdf.PdfReader(io.BytesIO(to_pdf(study_handout(many))))
    assert len(levers) == 12 and len(found.pages) <= 6
    assert "stands in the HTML form" in " ".join(found.pages[0].extract_text().split())
    assert LONG.strip() in to_html(study_brief(many)), "the whole stands in the HTML form"


def test_what_is_cut_is_said_and_stands_whole_in_the_html_form(made):
    short, whole = study_handout(made), to_html(study_brief(made))
    for party, part in zip(PARTIES, short.evidence[1:], strict=False):
        frame = with_numbers(party_frame(made, party))[0]
        every = frame["what"].unique(maintain_order=True).to_list()
        table = part.tables[0]
        assert len(table.rows) == min(ROWS, len(every))
        assert (ELSEWHERE in table.note) == (len(every) > ROWS)
        assert all(f"<td>{what}</td>" in whole for what in every)
        assert part.figure is not None and part.figure.data["what"].n_unique() <= PANELS


def test_both_sides_of_the_dispute_and_the_ends_are_in_the_chart(made):
    frame = with_numbers(party_frame(made, "stayers"))[0]
    for (what,), rows in far_apart(frame).group_by(["what"], maintain_order=True):
        every = frame.filter(what=what)
        assert {"undecided"} <= set(rows["view"]) and rows.height <= 5
        assert rows["effect"].min() == every["effect"].min() and rows["effect"].max() == every["effect"].max()
    assert {"remittances-replace"} <= set(far_apart(frame).filter(outcome="stayers_received")["view"])


def test_what_a_sentence_tells_comes_first_and_what_hardly_changes_last(made):
    names = that_matter(with_numbers(party_frame(made, "hosts"))[0], "hosts")["outcome"].unique(maintain_order=True)
    assert names[0] in TOLD["hosts"]


def test_the_docx_has_the_same_parts_with_tables_and_described_pictures(made):
    content = to_docx(study_handout(made))
    document = docx.Document(io.BytesIO(content))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    assert headings[:3] == [made.scenario.title, "Findings", "What is changed"] and headings[-1] == "Sources"
    assert len(document.tables) >= 4 and len(document.inline_shapes) == 3
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    assert xml.count("w:tblHeader") == len(document.tables)


def test_a_scenario_that_changes_nothing_has_a_brief_that_says_so():
    nothing = Scenario("base", "As it is", "What if nothing changes?", until=2030)
    short = study_handout(study(nothing, views=["brain-drain"], draws=0))
    assert all("changes nothing" in one.text for one in short.findings)
    assert to_pdf(short).startswith(b"%PDF")


def test_levers_without_a_number_of_their_own_stay_as_they_are(made):
    one = LeverUse("aid", 2.0, start=2026, source="assumed")
    short = study_handout(replace(made, scenario=replace(made.scenario, levers=(one,))))
    assert short.evidence[0].tables[0].rows[0][-1] == "assumed"
