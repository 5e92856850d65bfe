"""What several answers on statistics share: marks of a frame, an account of what a licence keeps out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridors.concepts.quality import Quality
from corridors.content.blocks import Missing
from corridors.content.words import listed
from corridors.data import source as find_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl


def marks_of(*frames: pl.DataFrame, column: str = "quality") -> list[Quality]:
    """The marks that stand in some frames, from best to least sure.

    >>> import polars as pl
    >>> marks_of(pl.DataFrame({"quality": ["extrapolated", "observed"]}))
    [<Quality.OBSERVED: 'observed'>, <Quality.EXTRAPOLATED: 'extrapolated'>]
    """
    found = {mark for frame in frames for mark in frame[column].drop_nulls().unique()}
    return [quality for quality in Quality if quality.value in found]


def withheld(what: str, datasets: Sequence[str]) -> tuple[Missing, ...]:
    """Name the parts of datasets that the package may not carry, and how to add them; nothing once they are there.

    Args:
        what: what they would tell, in a few words: "Further reports of flows".
        datasets: names in the catalogue.
    """
    absent = [part.title for name in datasets for part in find_source(name).withheld_parts]
    if not absent:
        return ()
    return (
        Missing(
            what,
            f"Their licence does not clearly permit passing them on: {listed(absent)}.",
            f"`corridors data show {datasets[0]}` says where to get them, `corridors data add FOLDER` adds them.",
        ),
    )
