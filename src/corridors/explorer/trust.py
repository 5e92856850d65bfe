"""How far the estimates can be trusted: the packaged scores of each method against flows that were counted."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import polars as pl

MEASURES = ("r_log", "r_count", "median_abs_log_error", "coverage80", "coverage95")


@cache
def scoreboard() -> pl.DataFrame:
    """Mean over sources of each measure, one row a method, the best correlation of logs first.

    The scores are those of `corridors evaluate flows` on the packaged reports, written by `tools/flow_scores.py`.
    """
    path = files("corridors.evaluation") / "tables" / "flow_scores.csv"
    with path.open("rb") as stream:
        scores = pl.read_csv(stream.read())
    kept = scores.filter(pl.col("measure").is_in(MEASURES))
    means = kept.group_by("method", "measure").agg(pl.col("value").mean())
    wide = means.pivot("measure", index="method", values="value")
    return wide.select("method", *(name for name in MEASURES if name in wide.columns)).sort("r_log", descending=True)
