"""Intervals of the combined estimate: the errors on reports that were left out, by what is known and by size."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]

TABLE = Path(__file__).parent / "tables" / "intervals.csv"
ENDS = ("lower95", "lower80", "upper80", "upper95")
LEVELS = (0.025, 0.1, 0.9, 0.975)
EDGES = (0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.5, 9.0)
"""Where `log(1 + flow)` passes from one size to the next."""
FEWEST = 400
"""Fewest held-out reports from which quantiles of a size are taken; else those of the neighbouring sizes are added."""


@dataclass(frozen=True)
class Errors:
    """Quantiles `[knowledge, size, end]` of `log(1 + report) - log(1 + flow)`, the ends as `ENDS`."""

    quantiles: Floats

    def ends(self, flow: Floats, knowledge: NDArray[np.int64]) -> Floats:
        """The ends `[cell, end]` of cells' intervals, persons; `flow` (persons) and `knowledge` are `[cell]`."""
        level = np.log1p(flow)
        shifted = level[:, None] + self.quantiles[knowledge, size_of(level)]
        found = np.expm1(np.maximum(shifted, 0.0))
        found[:, :2] = np.minimum(found[:, :2], flow[:, None])
        found[:, 2:] = np.maximum(found[:, 2:], flow[:, None])
        return found


def size_of(level: Floats) -> NDArray[np.int64]:
    """The size of `log(1 + flow)`, by `EDGES`."""
    return np.searchsorted(EDGES, level, side="right")


def calibrate(flow: Floats, report: Floats, knowledge: NDArray[np.int64], kinds: int) -> Errors:
    """Take the quantiles of held-out errors: `flow` estimated, `report` counted, persons, with the cells' knowledge.

    Without enough reports of a size, neighbouring sizes are added one by one; without any, all of the next class.
    """
    level, gap = np.log1p(flow), np.log1p(report) - np.log1p(flow)
    size, found = size_of(level), np.full((kinds, len(EDGES) + 1, len(LEVELS)), np.nan)
    for k in range(kinds):
        for b in range(len(EDGES) + 1):
            inside, width = (knowledge == k) & (size == b), 0
            while inside.sum() < FEWEST and width < len(EDGES):
                width += 1
                inside = (knowledge == k) & (np.abs(size - b) <= width)
            if inside.sum() >= FEWEST // 4:
                found[k, b] = np.quantile(gap[inside], LEVELS)
    return Errors(_filled(found))


def _filled(found: Floats) -> Floats:
    """Classes without errors of their own take those of the next class, of which less is known, or else the last."""
    held = [k for k in range(len(found)) if not np.isnan(found[k]).any()]
    for k in range(len(found)):
        if k not in held:
            found[k] = found[next((n for n in held if n > k), held[-1])]
    found[..., :2] = np.minimum(found[..., :2], 0.0)
    found[..., 2:] = np.maximum(found[..., 2:], 0.0)
    return found


@cache
def packaged() -> Errors:
    """The errors that came with the packaged estimate."""
    frame = pl.read_csv(TABLE)
    shape = (frame["knowledge"].n_unique(), len(EDGES) + 1, len(ENDS))
    return Errors(frame.select(ENDS).to_numpy().reshape(shape))


def write(errors: Errors, names: tuple[str, ...]) -> str:
    """The errors as the text of `TABLE`."""
    rows = [
        {"knowledge": name, "size": b} | dict(zip(ENDS, errors.quantiles[k, b].round(3).tolist(), strict=True))
        for k, name in enumerate(names)
        for b in range(len(EDGES) + 1)
    ]
    return pl.DataFrame(rows).write_csv()
