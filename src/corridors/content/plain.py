"""Blocks and sources as plain values, for JSON."""

from __future__ import annotations

import dataclasses
from typing import Any

from corridors.content.blocks import Figure, Reference


def plain(block: Any) -> dict[str, Any]:
    """A block's fields; sources as their numbers, a figure's data as rows."""
    content = {f.name: getattr(block, f.name) for f in dataclasses.fields(block)}
    if "references" in content:
        content["references"] = [reference.number for reference in content["references"]]
    if isinstance(block, Figure):
        content["data"] = block.data.to_dicts()
    return content


def plain_reference(reference: Reference) -> dict[str, Any]:
    """A source with its licence, its date, the hash of its data and its caveats."""
    return {
        "number": reference.number,
        "dataset": reference.source.name,
        "part": reference.part.name if reference.part else None,
        "text": reference.text,
        "url": reference.url,
        "licence": reference.licence,
        "date_read": str(reference.date_read),
        "sha256": reference.source.sha256,
        "caveats": [*reference.source.caveats, *(reference.part.caveats if reference.part else ())],
    }
