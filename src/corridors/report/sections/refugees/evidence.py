"""The evidence that briefs on corridors and on countries share: findings, charts and tables of some views."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from corridors.content.blocks import Block, Note, References
from corridors.content.words import listed, percent, spoken
from corridors.data import load
from corridors.data import source as find_source
from corridors.report.sections.refugees.claims import (
    applications,
    claim_figure,
    decisions,
    decisions_table,
    few_applications,
)
from corridors.report.sections.refugees.stocks import GROUPS, PROTECTION, kind, protected, stock_figure, stock_table
from corridors.report.sections.refugees.views import View, drawn

FEWEST = 100
"""Fewest decisions on the merits for a rate in the finding: UNHCR rounds small cells."""


class Evidence(NamedTuple):
    """What UNHCR counts of each view, by year: people under protection, applications and decisions."""

    year: int
    held: dict[View, pl.DataFrame]
    filed: dict[View, pl.DataFrame]
    decided: dict[View, pl.DataFrame]


def gather(views: Sequence[View], codes: Sequence[str]) -> Evidence:
    """Read what is counted of some views; `codes` are all countries or areas that they name."""
    stocks, source = load("refugees", country=codes)
    claims, outcomes = load("asylum_applications", country=codes).frame, load("asylum_decisions", country=codes).frame
    assert source.years is not None
    return Evidence(
        source.years[1],
        {view: protected(view, stocks) for view in views},
        {view: applications(view, claims) for view in views},
        {view: decisions(view, outcomes) for view in views},
    )


def findings(found: Evidence) -> list[str]:
    """A sentence or two on each view in the latest year."""
    texts = []
    for view, held in found.held.items():
        last = held.filter(year=found.year)
        lately = found.filed[view].filter(year=found.year)
        rates = found.decided[view].filter(pl.col("year") == found.year, pl.col("merits") > 0)
        counts = {key: int(last[key].sum()) for key in GROUPS}
        rate = (rates["merits"][0], rates["share"][0]) if len(rates) else None
        texts.append(finding(view, found.year, counts, dict(lately.select("counted", "applied").iter_rows()), rate))
    return texts


def figures(found: Evidence, codes: Sequence[str], cited: References) -> list[Block]:
    """Charts of people under protection and of applications, of the views that have enough of them."""
    both = (
        stock_figure({view: frame for view, frame in found.held.items() if drawn(frame, *GROUPS)}, cited),
        claim_figure({view: frame for view, frame in found.filed.items() if drawn(frame, "applied")}, codes, cited),
    )
    return [figure for figure in both if figure is not None]


def tables(found: Evidence, cited: References) -> list[Block]:
    """Applications too few to draw, people under protection and decisions of the latest years, and how to read them."""
    blocks: list[Block] = [
        few_applications(view, frame, found.year, cited)
        for view, frame in found.filed.items()
        if len(frame) and not drawn(frame, "applied")
    ]
    return [
        *blocks,
        *stock_table(found.held, found.year, cited),
        *decisions_table(found.decided, found.year, cited),
        Note(PROTECTION, (cited.cite(find_source("refugees")), cited.cite(find_source("asylum_applications")))),
    ]


def finding(view: View, year: int, held: dict[str, int], filed: dict[str, int], rate: tuple[int, float] | None) -> str:
    """One view in a sentence or two.

    Args:
        view: who and where.
        year: the year at whose end people are counted, in which they applied and were decided upon.
        held: people by group.
        filed: new applications by unit of count (P persons, C cases).
        rate: decisions on the merits and the share of them with protection; None without decisions.
    """
    shown = [f"{spoken(held[key])} {kind(key, held[key])}" for key in GROUPS if held.get(key)]
    if shown:
        verb = "was" if sum(held.values()) == 1 else "were"
        words = (f"At the end of {year},", listed(shown), view.who, verb, f"{view.where}.")
        text = " ".join(word for word in words if word)
    else:
        text = f"UNHCR lists no refugees or asylum seekers {view.place} at the end of {year}."
    total = sum(filed.values())
    if not total:
        return text
    unit = "" if "C" not in filed else " (persons and cases)" if "P" in filed else " (counted in cases)"
    text += f" {spoken(total)} new asylum application{' was' if total == 1 else 's were'} filed in {year}{unit}"
    if rate and rate[0] >= FEWEST:
        text += f"; of {spoken(rate[0])} decisions on the merits, {percent(rate[1], 0)} gave protection"
    return f"{text}."
