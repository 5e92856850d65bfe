"""A brief as slides: one for each finding with one chart, in one HTML file that prints a slide a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridors.content.page import page
from corridors.report.handout import handout

if TYPE_CHECKING:
    from corridors.content.blocks import Brief


def to_slides(brief: Brief) -> str:
    """Write a brief's findings as slides, each with its chart, how its values are known, and its sources.

    The file needs no network and no script: on a screen one scrolls from slide to slide, a printer puts each on a page.

    Args:
        brief: what `corridors.report.brief` returns.
    """
    short = handout(brief, every_chart=True)
    return page("corridors.report", "slides.html", handout=short, version=short.version)
