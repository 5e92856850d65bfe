"""How far the estimates can be trusted: the packaged scores of each method against flows that were counted."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import polars as pl

MEASURES = ("r_log", "r_count", "median_abs_log_error", "coverage80", "coverage95")
COMBINED = "combined"
PUBLISHED = "abel_cohen_2022/"
"""With what the names of the estimates begin that Abel and Cohen published."""
WORDS = MappingProxyType(
    {
        COMBINED: "combined estimate, on flows that it has not seen",
        "combined, in sample": "combined estimate, on flows that it has seen (in sample)",
        "independence": "as if birthplace and destination were independent",
        "transport": "least distance moved",
    }
)
"""Methods beside the six published ones, in words."""


@dataclass(frozen=True, slots=True)
class Score:
    """One method: its name in words and in code, and its mean scores by measure; the median error is a factor."""

    label: str
    name: str
    values: dict[str, float | None]


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


def scores() -> list[Score]:
    """The scoreboard as its page shows it.

    >>> found = {one.name: one for one in scores()}
    >>> found["min-open"].label, found["abel_cohen_2022/mig_rate"].label
    ('fewest moves, open', 'migration rates, as published')
    """
    made = []
    for row in scoreboard().to_dicts():
        name, error = row.pop("method"), row["median_abs_log_error"]
        factor = None if error is None else math.exp(error)
        made.append(Score(label(name), name, row | {"median_abs_log_error": factor}))
    return made


def combined() -> dict[str, float]:
    """The mean scores of the combined estimate on flows that it has not seen, the median error as a logarithm."""
    return scoreboard().drop_nulls().filter(method=COMBINED).drop("method").to_dicts()[0]


def label(name: str) -> str:
    """A method in words.

    >>> label("abel_cohen_2022/da_pb_closed"), label("combined")
    ('pseudo-Bayes, as published', 'combined estimate, on flows that it has not seen')
    """
    from corridors.answers.statistics.flow_tables import METHODS
    from corridors.flows.agreement import PUBLISHED_AS

    words: dict[str, str] = {**METHODS, **WORDS}
    short, ours = name.removeprefix(PUBLISHED), {theirs: method for method, theirs in PUBLISHED_AS.items()}
    own = words.get(ours.get(short, name), name)
    return own if short == name else f"{own}, as published"
