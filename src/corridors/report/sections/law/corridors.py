"""Law of a corridor: the treaties of both ends, and what they have agreed."""

from __future__ import annotations

from corridors.report.content import Block, References, Section
from corridors.report.sections.common import in_order
from corridors.report.sections.law import agreements, free_movement, relations, social_security, standings, treaties
from corridors.report.subject import Corridor


def corridor(pair: Corridor, cited: References) -> Section:
    """The treaties of both ends, their agreements, common processes, free movement, embassies and votes."""
    frame, unverified = treaties.records(pair.ends)
    sources = treaties.references(cited)
    blocks: list[Block] = list(treaties.remarks(pair.ends, frame, sources))
    if not frame.is_empty():
        both = standings.shared(pair.ends, frame, unverified)
        blocks += [
            standings.matrix(pair.ends, frame, unverified, sources, both),
            treaties.table(pair.ends, frame, unverified, sources),
        ]
    labour, sentence = agreements.labour(pair, cited)
    blocks += [
        *labour,
        *social_security.social_security(pair, cited),
        *relations.common_processes(pair, cited),
        *free_movement.common_free_movement(pair, cited),
        *relations.embassies(pair, cited),
        *relations.votes(pair.ends, cited),
    ]
    return Section(
        "law", "Law and agreements", f"{standings.finding(pair.ends, frame, unverified)} {sentence}", in_order(blocks)
    )
