"""Slides: one for each finding, with one chart, its sources, and nothing from elsewhere."""

import re

import pytest

from corridors.report import brief, handout, to_slides

ELSEWHERE = re.compile(r"""(?:src|xlink:href|@import|url\()\s*=?\s*["']?https?:|<link[^>]+href="http|<script""")


@pytest.fixture(scope="module")
def made():
    return brief("TON", "NZL")


def test_each_finding_has_a_slide_with_at_most_one_chart_and_its_sources(made):
    text = to_slides(made)
    short = handout(made, every_chart=True)
    slides = re.findall(r'<section class="slide">.*?</section>', text, re.S)
    assert len(slides) == len(short.findings)
    for slide, finding in zip(slides, short.findings, strict=True):
        assert slide.count('role="img"') == (finding.figure is not None)
        assert all(f"[{reference.number}]" in slide for reference in finding.references)
    assert not ELSEWHERE.search(text)
    assert text.lstrip().startswith("<!doctype html>") and "Tonga to New Zealand" in text


def test_a_form_with_a_page_for_each_finding_keeps_every_chart(made):
    own = [section for section in made.sections if not section.name.startswith("questions-")]
    charted = sum(any(type(block).__name__ == "Figure" for block in section.blocks) for section in own)
    assert sum(f.figure is not None for f in handout(made, every_chart=True).findings) == charted
    assert sum(f.figure is not None for f in handout(made).findings) == min(charted, 5)
