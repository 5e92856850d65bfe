"""Charts of a study: each party's outcomes under each view, over draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridors.answers.whatif_charts import by_view
from corridors.answers.whatif_words import moving, verdict
from corridors.content.common import capitalised
from corridors.scenarios.outcomes import PARTIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from corridors.content.blocks import Figure, Reference

CHARTED = 6
"""Outcomes of a party in one chart; the table has all."""


def party(
    frame: pl.DataFrame, name: str, references: Sequence[Reference], *, most: int = CHARTED, note: str = ""
) -> Figure | None:
    """The changes of a party's outcomes by view, with the range over draws; None where hardly anything changes.

    Args:
        frame: of `answers.whatif.effects`, the party's outcomes; name: of the party; most: outcomes that are shown;
            note: added below.
    """
    import polars as pl

    moved = moving(frame)
    if moved.is_empty():
        return None
    title = capitalised(verdict(moved.filter(pl.col("what") == moved["what"][0])))
    first = moved["what"].unique(maintain_order=True).head(most).to_list()
    subtitle = f"{PARTIES[name]}: change against the baseline by view, {moved['year'][0]}"
    return by_view(moved.filter(pl.col("what").is_in(first)), title, subtitle, references, name=name, note=note)
