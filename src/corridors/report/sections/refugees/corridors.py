"""Refugees and asylum of a corridor, in both directions."""

from __future__ import annotations

from corridors.content.blocks import References, Section
from corridors.content.subject import Corridor, Direction, name, the
from corridors.content.words import listed
from corridors.report.sections.refugees.evidence import figures, findings, gather, tables
from corridors.report.sections.refugees.left_out import UNRWA_FIELDS, closing, covered, unrwa
from corridors.report.sections.refugees.solutions import solutions
from corridors.report.sections.refugees.stocks import per_inhabitant, share
from corridors.report.sections.refugees.views import View


def corridor(pair: Corridor, cited: References) -> Section:
    """People under protection, applications, decisions and solutions in both directions."""
    absent = [area for area in pair.ends if not covered(area)]
    if absent:
        text = f"UNHCR publishes no separate figures for {listed([the(area) for area in absent])}."
        return Section("refugees", "Refugees and asylum", text, tuple(closing(pair.ends, absent, cited)))
    views = [_view(way) for way in (pair.forth, pair.back)]
    found = gather(views, pair.codes)
    texts = findings(found)
    blocks = [*figures(found, pair.codes, cited), *tables(found, cited)]
    for view, host in zip(views, (pair.destination, pair.origin), strict=True):
        blocks += share(view, cited) + per_inhabitant(view, host, cited) + solutions(view, pair.codes, cited)
        if view.origin == "PSE" and host.code in UNRWA_FIELDS:
            more, registered = unrwa(host, cited)
            blocks += more
            texts += registered
    blocks += closing(pair.ends, absent, cited)
    return Section("refugees", "Refugees and asylum", " ".join(texts), tuple(blocks))


def _view(way: Direction) -> View:
    return View(
        f"From {name(way.origin)} in {name(way.destination)}",
        f"from {the(way.origin)}", f"in {the(way.destination)}",
        way.origin.code, way.destination.code,
    )  # fmt: skip
