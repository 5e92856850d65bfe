"""Law of a corridor: the treaties of both ends, and what they have agreed."""

from __future__ import annotations

from corridors.answers.rights import standing_charts, standing_words
from corridors.answers.rights.instruments import references
from corridors.answers.rights.standings import records
from corridors.content.blocks import Block, References, Section
from corridors.content.common import in_order
from corridors.content.subject import Corridor
from corridors.report.sections.law import agreements, free_movement, relations, social_security, treaties


def corridor(pair: Corridor, cited: References) -> Section:
    """The treaties of both ends, their agreements, common processes, free movement, embassies and votes."""
    frame, unverified = records(pair.ends)
    sources = references(cited)
    blocks: list[Block] = list(treaties.remarks(pair.ends, frame, sources))
    if not frame.is_empty():
        both = standing_words.shared(pair.ends, frame, unverified)
        blocks += [
            standing_charts.matrix(pair.ends, frame, unverified, sources, both),
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
        "law",
        "Law and agreements",
        f"{standing_words.finding(pair.ends, frame, unverified)} {sentence}",
        in_order(blocks),
    )
