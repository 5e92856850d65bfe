"""How long States take to accept an instrument: the product-limit estimator of Kaplan and Meier."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import polars as pl

Z = 1.959964
"""The 97.5% point of the standard normal distribution, for intervals of 95%."""
LEVEL = 95


class Waiting(NamedTuple):
    """A State's time under observation in years, and whether it ended with acceptance or with the record."""

    years: int
    accepted: bool


def kaplan_meier(waits: Iterable[Waiting]) -> pl.DataFrame:
    """Share of States that have accepted an instrument by years since they could, with 95% intervals.

    S(t) = product over t_i <= t of (1 - d_i / n_i), with d_i acceptances among n_i States still waiting just before
    t_i; a State whose record ends in a year counts as waiting in that year. The variance is Greenwood's,
    Var S = S^2 sum d_i / (n_i (n_i - d_i)), the interval is symmetric on the scale log(-log S).
    Kaplan and Meier (1958), https://doi.org/10.1080/01621459.1958.10501452

    Args:
        waits: one row per State.

    Returns:
        years, waiting (n), joined (d), left (censored), accepted (1 - S), lower, upper (null where not defined).

    Example:
        >>> found = kaplan_meier([Waiting(1, True), Waiting(2, False), Waiting(3, True)])
        >>> [round(share, 3) for share in found["accepted"]]
        [0.333, 0.333, 1.0]
    """
    rows = list(waits)
    remaining, spread, waiting = 1.0, 0.0, len(rows)
    found: list[tuple[int, int, int, int, float, float | None, float | None]] = []
    for years in sorted({row.years for row in rows}):
        joined = sum(row.accepted for row in rows if row.years == years)
        left = sum(not row.accepted for row in rows if row.years == years)
        remaining *= 1 - joined / waiting
        if joined < waiting:
            spread += joined / (waiting * (waiting - joined))
        found.append((years, waiting, joined, left, 1 - remaining, *_interval(remaining, spread)))
        waiting -= joined + left
    schema = {
        "years": pl.Int64, "waiting": pl.Int64, "joined": pl.Int64, "left": pl.Int64, "accepted": pl.Float64,
        "lower": pl.Float64, "upper": pl.Float64,
    }  # fmt: skip
    return pl.DataFrame(found, schema=schema, orient="row")


def _interval(remaining: float, spread: float) -> tuple[float | None, float | None]:
    """Lower and upper limit of 1 - S; none where S is 0 or 1, at which the scale has no value."""
    if not 0 < remaining < 1:
        return None, None
    half = Z * math.sqrt(spread) / abs(math.log(remaining))
    return 1 - remaining ** math.exp(-half), 1 - remaining ** math.exp(half)


def after(curve: pl.DataFrame, years: int) -> dict[str, float] | None:
    """The row of a curve that holds a number of years after the start; None before its first one.

    Args:
        curve: what `kaplan_meier` returns.
        years: years since the start.
    """
    rows = curve.filter(pl.col("years") <= years)
    return rows.row(-1, named=True) if rows.height else None


def time_to(curve: pl.DataFrame, share: float) -> int | None:
    """The years after which a share of States has accepted; None where the record ends before.

    Args:
        curve: what `kaplan_meier` returns.
        share: a part of one.

    Example:
        >>> time_to(kaplan_meier([Waiting(1, True), Waiting(3, True)]), 0.5)
        1
    """
    rows = curve.filter(pl.col("accepted") >= share)
    return int(rows["years"][0]) if rows.height else None
