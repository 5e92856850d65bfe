"""How numbers of answers of kind W are shown: the range of their draws, what is too small to tell, how many figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from corridors.content.words import spoken

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

POINTS = "percentage points"
SLIGHT = 0.05
"""Per cent, or percentage points: a smaller change is said to be hardly one."""
NONE = 0.005
"""Per cent, or percentage points: a smaller change is shown as none, a tenth of what a sentence calls hardly one."""
PERSON = 1.0
"""Persons, or persons a year: people are counted whole, so that less than one of them is nobody."""
COUNTED = "persons"
"""How the units of counts of people begin."""
EXACT = 100
"""Amounts from here on are said as whole numbers."""
FEWEST = 3
"""Runs, the central one among them, from which on the draws have a range."""
FEW = 40
"""Draws from which on the outer 2.5% are at least one draw at either end; of fewer all are shown."""
ENDS = (0.025, 0.975)
FIGURES = 3
"""Significant figures of a scenario's amounts in tables: more than is known of any."""
AMOUNTS = ("baseline", "effect", "low", "high")


def spread(draws: ArrayLike) -> tuple[float, float] | tuple[None, None]:
    """The range of an effect over random draws: lowest to highest of few, from `FEW` on the 95% interval.

    Args:
        draws: without the central run; fewer than two have no range.

    >>> spread([3.0, 1.0, 2.0]), spread([1.0])
    ((1.0, 3.0), (None, None))
    """
    values = np.asarray(draws, float)
    if len(values) + 1 < FEWEST:
        return None, None
    low, high = np.quantile(values, ENDS) if len(values) >= FEW else (values.min(), values.max())
    return float(low), float(high)


def hardly(size: float, change: float, unit: str) -> bool:
    """Whether a change is too small to tell.

    Args:
        size: in per cent of the baseline, or in percentage points; of an amount without a baseline, the change itself.
        change: in the outcome's unit; unit: of the change.

    >>> hardly(0.04, 12.0, "persons"), hardly(0.23, 0.03, "persons a year"), hardly(0.23, 2.0, "US dollars a year")
    (True, True, False)
    """
    return abs(size) < SLIGHT or (unit.startswith(COUNTED) and abs(change) < PERSON)


def amount(row: dict[str, Any]) -> str:
    """The size of a change without its sign: "12%", "1.2 percentage points", "3,400 persons".

    >>> amount({"percent": -12.34, "effect": -5.0, "unit": "persons", "baseline": 40.0})
    '12%'
    """
    if row["percent"] is None:
        return f"{figures(abs(row['effect']))} {row['unit']}"
    size = abs(row["percent"])
    text = f"{size:,.0f}" if size >= 10 else f"{float(f'{size:.2g}'):g}"
    return f"{text} {POINTS}" if row["unit"] == POINTS else f"{text}%"


def figures(value: float) -> str:
    """An amount as one says it: three figures of a large one, two of a small one.

    >>> figures(4236.2), figures(163_358_720), figures(13.94)
    ('4,240', '163 million', '14')
    """
    return spoken(float(f"{value:.{FIGURES}g}")) if value >= EXACT else f"{value:.2g}"


def signed(row: dict[str, Any]) -> str:
    """A change against its baseline with its sign, in per cent or points; empty where it has no size of that kind.

    >>> signed({"percent": -1.05, "effect": -1.05, "unit": "percentage points"})
    '-1.1 points'
    >>> signed({"percent": 0.00004, "effect": 3.0, "unit": "persons"}), signed({"percent": None, "effect": 2.0})
    ('no change', '')
    """
    if row["percent"] is None:
        return ""
    if hardly(row["percent"], row["effect"], row["unit"]):
        return "no change" if abs(row["percent"]) < NONE else "hardly any"
    return f"{'+' if row['effect'] > 0 else '-'}{amount(row).replace(POINTS, 'points')}"


def rounded(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of `whatif.effects` as a table shows them: amounts in three figures, and the change in words.

    `told` is that change, of shares in points, against a baseline in per cent.
    """
    told = [signed(row) for row in frame.iter_rows(named=True)]
    return in_figures(frame, *AMOUNTS).with_columns(told=pl.Series(told, dtype=pl.String))


def in_figures(frame: pl.DataFrame, *names: str) -> pl.DataFrame:
    """A table with the numbers of some columns in three significant figures.

    >>> in_figures(pl.DataFrame({"people": [163_358_720.0, None]}), "people")["people"].to_list()
    [163000000.0, None]
    """
    return frame.with_columns(pl.col(name).cast(pl.Float64).round_sig_figs(FIGURES) for name in names)
