"""Blocks in the order in which they are shown, neighbouring facts together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from corridors.content.blocks import Block, Fact


def grouped(blocks: tuple[Block, ...]) -> Iterator[tuple[str, Any]]:
    """Blocks with the names of their kinds; neighbouring facts come as one list under "Facts"."""
    facts: list[Fact] = []
    for block in blocks:
        if isinstance(block, Fact):
            facts.append(block)
            continue
        if facts:
            yield "Facts", facts
            facts = []
        yield type(block).__name__, block
    if facts:
        yield "Facts", facts
