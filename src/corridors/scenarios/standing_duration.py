"""Years since arrival of the foreign-born at launch, from the arrivals of the periods before it."""

import numpy as np
import polars as pl

from corridors.data import lazy
from corridors.scenarios.grids import Floats, grid, together
from corridors.scenarios.small_tables import table_rows
from corridors.scenarios.stocks import STOCK_YEARS, stock_table

YEARS_SINCE = ("0-4", "5-9", "10-19", "20+")
"""Classes of years since arrival."""
STEP = 5
PERIODS = 4
"""Periods of five years that the classes look back."""


def duration(countries: tuple[str, ...], launch: int, foreign: Floats) -> Floats:
    """The stock by years since arrival `[R, B, 4]`."""
    assumed = {row["name"]: float(row["value"]) for row in table_rows("standing")}
    came, after = [], foreign
    for end in range(launch, launch - PERIODS * STEP, -STEP):
        start = end - STEP
        if start < STOCK_YEARS[0]:
            came.append(np.full_like(foreign, assumed["arrivals_before_record"]))
            continue
        before = stock_table(countries, start).sum(axis=2)
        arrivals = assumed["retention"] * _arrivals(countries, start, end, after)
        new = np.minimum(np.maximum(arrivals, _growth(before, after)), after[:, :-1])
        known = after[:, :-1].sum(axis=1)
        mean = np.divide(new.sum(axis=1), known, out=np.zeros_like(known), where=known > 0)
        share = np.divide(new, after[:, :-1], out=np.zeros_like(new), where=after[:, :-1] > 0)
        came.append(np.column_stack([share, mean]))
        after = before
    first, second, third, fourth = came
    stayed = (1 - first) * (1 - second)
    longest = stayed * (1 - third) * (1 - fourth)
    shares = np.stack([first, (1 - first) * second, stayed - longest, longest], axis=-1)
    return foreign[..., None] * shares


def _growth(before: Floats, after: Floats) -> Floats:
    """Growth of each stock `[R, R]` between two dates, less what a fall of the unknown birthplaces can explain."""
    known = after[:, :-1]
    total = known.sum(axis=1, keepdims=True)
    named = np.maximum(before[:, -1:] - after[:, -1:], 0)
    return known - before[:, :-1] - named * np.divide(known, total, out=np.zeros_like(known), where=total > 0)


def _arrivals(countries: tuple[str, ...], start: int, end: int, stock: Floats) -> Floats:
    """Arrivals from their country of birth over a period: `[R, R]`, residence by birthplace.

    Of those who move from b to r, the share born in b is `S[r, b] / (S[r, b] + S[b, r])`: the others return to r.
    """
    years = pl.col("year").is_between(start, end - 1)
    rows = together(lazy("flows_combined")[0].filter(years).collect(), "origin", "destination")
    moved = grid(rows, {"destination": countries, "origin": countries}, "flow")
    abroad = stock[:, :-1]
    both = abroad + abroad.T
    return moved * np.divide(abroad, both, out=np.zeros_like(both), where=both > 0)
