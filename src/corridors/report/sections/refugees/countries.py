"""Refugees and asylum of one country: in it, from it abroad, and inside it."""

from __future__ import annotations

from corridors.concepts.countries import Area
from corridors.content.blocks import References, Section
from corridors.content.subject import name, the
from corridors.report.sections.refugees.evidence import figures, findings, gather, tables
from corridors.report.sections.refugees.left_out import UNRWA_FIELDS, closing, covered, displaced, unrwa
from corridors.report.sections.refugees.solutions import solutions
from corridors.report.sections.refugees.stocks import partners, per_inhabitant
from corridors.report.sections.refugees.views import View


def country(area: Area, cited: References) -> Section:
    """Refugees and asylum seekers in a country and from it abroad, people displaced inside it, and UNRWA's refugees."""
    if not covered(area):
        text = f"UNHCR publishes no separate figures for {the(area)}."
        return Section("refugees", "Refugees and asylum", text, tuple(closing((area,), [area], cited)))
    views = [
        View(f"In {name(area)}", "", f"in {the(area)}", None, area.code),
        View(f"From {name(area)}, abroad", f"from {the(area)}", "abroad", area.code, None),
    ]
    found = gather(views, [area.code])
    texts = findings(found)
    blocks = [*figures(found, [area.code], cited), *partners(views, area, cited), *tables(found, cited)]
    blocks += per_inhabitant(views[0], area, cited)
    inside, more = displaced(area, cited)
    texts += more
    blocks += inside + [block for view in views for block in solutions(view, [area.code], cited)]
    if area.code in UNRWA_FIELDS:
        table, registered = unrwa(area, cited)
        blocks += table
        texts += registered
    blocks += closing((area,), [], cited)
    return Section("refugees", "Refugees and asylum", " ".join(texts), tuple(blocks))
