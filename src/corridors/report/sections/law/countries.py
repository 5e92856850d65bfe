"""Law of one country: its treaties, agreements, processes, free movement, votes and embassies."""

from __future__ import annotations

from corridors.answers.rights import standing_charts, standing_words
from corridors.answers.rights.instruments import references
from corridors.answers.rights.standings import records
from corridors.concepts.countries import Area
from corridors.content.blocks import Block, References, Section
from corridors.content.common import in_order
from corridors.report.sections.law import agreements, free_movement, relations, treaties


def country(area: Area, cited: References) -> Section:
    """A country's treaties over time, its agreements by partner, processes, free movement, votes and embassies."""
    frame, unverified = records([area])
    sources = references(cited)
    blocks: list[Block] = list(treaties.remarks([area], frame, sources))
    if not frame.is_empty():
        blocks += [
            standing_charts.timeline(area, frame, unverified, sources),
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
        "law", "Law and agreements", f"{standing_words.finding([area], frame, unverified)} {sentence}", in_order(blocks)
    )
