"""Scores of the combined estimate on reports that its fit did not see: made by the fit's script, kept as a table."""

from dataclasses import replace
from pathlib import Path

import polars as pl

from corridors.evaluation.flows_score import Score

TABLE = Path(__file__).parent / "tables" / "combined_held_out.csv"


def held_out_scores() -> list[Score]:
    """Read the scores of reports left out of the fit, whole reporters in turn, and sources that it never uses.

    The criterion says what was left out: "residence, held out: reporters".

    >>> all("held out" in score.criterion for score in held_out_scores())
    True
    """
    return [Score(**row) for row in pl.read_csv(TABLE).iter_rows(named=True)]


def in_sample(scores: list[Score]) -> list[Score]:
    """The scores, those of the combined estimate on reports that its fit saw named so.

    >>> in_sample([Score("combined", "office", "residence", "r_log", 0.9, 20)])[0].method
    'combined, in sample'
    """
    return [replace(s, method=f"{s.method}, in sample") if s.method == "combined" else s for s in scores]
