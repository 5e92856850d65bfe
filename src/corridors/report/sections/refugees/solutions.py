"""Returns, resettlement and naturalisation of refugees."""

from __future__ import annotations

import polars as pl

from corridors.concepts.quality import Quality
from corridors.content.blocks import Block, Fact, Missing, References
from corridors.content.words import number
from corridors.data import load
from corridors.report.sections.refugees.views import View

SOLUTION_YEARS = 10


def solutions(view: View, codes: list[str], cited: References) -> list[Block]:
    """Returns, resettlement and naturalisation over the last ten years; a year without a figure is not a zero."""
    frame, source = load("refugee_solutions", country=codes)
    assert source.years is not None
    first = source.years[1] - SOLUTION_YEARS + 1
    rows = view.of(frame).filter(pl.col("year") >= first)
    who = f"Refugees {view.who}".strip()
    labels = {
        "returned_refugees": f"{who} who returned from {view.where.removeprefix('in ')}",
        "resettlement": f"{who} resettled {view.where}",
        "naturalisation": f"{who} who became citizens {view.where}",
    }
    blocks: list[Block] = []
    silent = []
    for column, label in labels.items():
        known = rows.filter(pl.col(column) > 0)
        total, years = int(known[column].sum()), known["year"].n_unique()
        if total:
            have = "has" if years == 1 else "have"
            unit, when = f"persons; {years} of {SOLUTION_YEARS} years {have} a figure", f"{first}-{source.years[1]}"
            blocks.append(Fact(label, total, number(total), unit, when, Quality.OBSERVED, (cited.cite(source),)))
        else:
            silent.append(label)
    if blocks and silent:
        why = f"UNHCR prints no figure for {first}-{source.years[1]}, which need not mean that there were none."
        blocks.append(Missing("; ".join(silent), why))
    return blocks
