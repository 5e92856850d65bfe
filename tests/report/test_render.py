"""The three forms of a brief say the same, are whole in themselves, and carry source, date and quality everywhere."""

import json
import re
from functools import cache

import pytest

from corridors.concepts.quality import Quality
from corridors.content.blocks import Brief, Fact, Figure, Missing, Note, Table
from corridors.content.page import _to_tenths
from corridors.report import brief, to_html, to_json, to_markdown

SUBJECTS = [("MEX", "USA"), ("TON", "NZL"), ("NPL", None), ("XKX", None)]


@cache
def made(origin: str, destination: str | None) -> Brief:
    return brief(origin, destination)


@pytest.fixture(params=SUBJECTS, ids=lambda pair: "-".join(filter(None, pair)))
def example(request: pytest.FixtureRequest) -> Brief:
    return made(*request.param)


def test_every_number_carries_its_source_date_and_quality(example: Brief) -> None:
    for section in example.sections:
        for block in section.blocks:
            if isinstance(block, Fact):
                assert block.when, block.label
                assert block.references, block.label
                assert block.quality in Quality
            if isinstance(block, Table):
                assert block.references, block.title
                assert all(len(row) == len(block.columns) for row in block.rows), block.title
                assert block.rows, block.title
            if isinstance(block, Figure):
                assert block.references, block.title
                assert block.quality, block.title
                assert block.data.height, block.title


def test_every_reference_is_listed_once(example: Brief) -> None:
    numbers = [reference.number for reference in example.references]
    assert numbers == list(range(1, len(numbers) + 1))
    used = {
        reference.number
        for section in example.sections
        for block in section.blocks
        if not isinstance(block, Missing)
        for reference in block.references
    }
    assert used <= set(numbers)


def test_what_is_missing_is_named_with_its_reason(example: Brief) -> None:
    for section in example.sections:
        for block in section.blocks:
            if isinstance(block, Missing):
                assert block.what and block.why


def test_no_sentence_shows_a_programmers_word(example: Brief) -> None:
    words = re.compile(r"\b(None(?! (of|by|in) )|nan|NaN|null|inf|True|False)\b")
    for section in example.sections:
        texts = [section.finding]
        for block in section.blocks:
            if isinstance(block, Figure):
                texts += [block.title, block.subtitle, block.note]
            if isinstance(block, Note):
                texts.append(block.text)
            if isinstance(block, Fact):
                texts += [block.label, block.text, block.when]
            if isinstance(block, Table):
                texts += [cell for row in block.rows for cell in row]
        for text in texts:
            assert not words.search(text), (section.name, text)


def test_the_page_needs_no_network(example: Brief) -> None:
    page = to_html(example)
    assert not re.search(r'(src|srcset)="(?!data:)', page)
    assert not re.search(r"<link[^>]+href=\"(?!data:)", page)
    assert not re.search(r"@import|url\(['\"]?https?:", page)
    assert "<script" not in page


def test_each_anchor_leads_somewhere_and_no_id_stands_twice(example: Brief) -> None:
    page = to_html(example)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_the_three_forms_hold_the_same_findings(example: Brief) -> None:
    page, text, data = to_html(example), to_markdown(example), json.loads(to_json(example))
    unescaped = page.replace("&#39;", "'").replace("&amp;", "&").replace("&#34;", '"')
    for section, as_data in zip(example.sections, data["sections"], strict=True):
        assert section.finding in text
        assert section.finding in unescaped
        assert as_data["finding"] == section.finding
        assert len(as_data["blocks"]) == len(section.blocks)
    assert [r["number"] for r in data["references"]] == [r.number for r in example.references]


def test_figures_are_drawn_and_described(example: Brief) -> None:
    page = to_html(example)
    figures = [b for s in example.sections for b in s.blocks if isinstance(b, Figure)]
    assert page.count("<figure>") == len(figures)
    assert page.count('role="img" aria-label=') == len(figures)


def test_paths_are_rounded_to_tenths_and_lose_repeated_points() -> None:
    import re as regex

    path = regex.search(r' d="([^"]+)"', '<path d="M1.234,5.678L2.04,3.06L2.01,3.09L2.04,3.06Z">')
    assert path is not None
    assert _to_tenths(path) == ' d="M1.2,5.7L2.0,3.1Z"'


def test_each_section_is_shown_as_soon_as_it_is_written():
    seen = []
    made = brief("TON", "NZL", seen=seen.append)
    assert [section.name for section in seen] == [section.name for section in made.sections[: len(seen)]]
    assert len(seen) == 8 and not any(section.name.startswith("questions-") for section in seen)
