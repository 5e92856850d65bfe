"""Law of one country: its treaties, agreements, processes, free movement, votes and embassies."""

from __future__ import annotations

from corridors.concepts.countries import Area
from corridors.report.content import Block, References, Section
from corridors.report.sections.common import in_order
from corridors.report.sections.law import agreements, free_movement, relations, standings, treaties


def country(area: Area, cited: References) -> Section:
    """A country's treaties over time, its agreements by partner, processes, free movement, votes and embassies."""
    frame, unverified = treaties.records([area])
    sources = treaties.references(cited)
    blocks: list[Block] = list(treaties.remarks([area], frame, sources))
    if not frame.is_empty():
        blocks += [
            standings.timeline(area, frame, unverified, sources),
            treaties.table([area], frame, unverified, sources),
        ]
    labour, sentence = agreements.labour_by_partner(area, cited)
    blocks += [
        *labour,
        *relations.processes(area, cited),
        *free_movement.free_movement(area, cited),
        *relations.embassies_of(area, cited),
        *relations.votes([area], cited),
    ]
    return Section(
        "law", "Law and agreements", f"{standings.finding([area], frame, unverified)} {sentence}", in_order(blocks)
    )
