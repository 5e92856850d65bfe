"""What each view makes of an outcome of a study, as pages and briefs show it: in per cent, points, or its own unit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from corridors.scenarios.study import Study

LEAST = 0.05
"""Per cent, or percentage points; a smaller change counts as none."""
TOLD = 1e-3
"""Per cent, or percentage points; the runs tell nothing smaller from no change."""
AGAINST_BASELINE = "proportional change"
"""The unit of outcomes that are measured against the baseline, where they have no value of their own."""
Kind = Literal["relative", "points", "amount"]


@dataclass(frozen=True, slots=True)
class Change:
    """What a view makes of one outcome: the central effect, and its 95% interval over draws where there are draws.

    In per cent of the view's own baseline, in percentage points or in the outcome's unit, as `Row.kind` says.
    """

    view: str
    effect: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """One outcome in the last year: what the baseline has where no view is taken, and what each shown view makes of it.

    `kind` says what changes are counted in: per cent of the baseline, percentage points for shares, or the outcome's
    unit where a baseline is zero.
    """

    name: str
    party: str
    label: str
    unit: str
    better: int
    baseline: float | None
    kind: Kind
    changes: tuple[Change, ...]

    @property
    def agreement(self) -> Literal["none", "up", "down", "differ"]:
        """Whether the views agree on the sign of the change."""
        signs = {0 if abs(one.effect) < LEAST else 1 if one.effect > 0 else -1 for one in self.changes}
        if signs == {0}:
            return "none"
        return "up" if signs <= {0, 1} else "down" if signs <= {0, -1} else "differ"

    @property
    def lowest(self) -> Change:
        """The view with the lowest change."""
        return min(self.changes, key=lambda one: one.effect)

    @property
    def highest(self) -> Change:
        """The view with the highest change."""
        return max(self.changes, key=lambda one: one.effect)


def shown_views(made: Study) -> tuple[dict[str, str], tuple[str, ...]]:
    """The views that bear on a study by name, no view first, and the labels of those that do not."""
    labels = made.labels
    shown = {name: labels[name] for name in made.views if name == made.views[0] or name in made.bearing}
    return shown, tuple(labels[name] for name in made.views if name not in shown)


def outcome_row(made: Study, name: str, views: tuple[str, ...], *, country: str | None = None) -> Row | None:
    """One outcome in the last year under some views; None where it has none.

    Args:
        made: the study; name: of the outcome; views: the first one is no view taken; country: its code, for an outcome
            of countries.
    """
    from corridors.scenarios.outcomes import outcomes

    known, every = outcomes()[name], _effects(made, name, views, country)
    if not every:
        return None
    kind = _kind(known.unit, every)
    changes = tuple(_change(one, kind, against=known.unit != AGAINST_BASELINE) for one in every)
    baseline = None if known.unit == AGAINST_BASELINE else every[0]["baseline"]
    return Row(name, known.of, known.label, known.unit, known.better, baseline, kind, changes)


def _kind(unit: str, every: list[dict[str, Any]]) -> Kind:
    if unit == "share":
        return "points"
    return "relative" if unit == AGAINST_BASELINE or all(one["baseline"] for one in every) else "amount"


def _change(one: dict[str, Any], kind: Kind, *, against: bool) -> Change:
    """A view's change in what its row counts in; `against`: whether the outcome has a baseline to set it against."""
    factor = 1.0 if kind == "amount" else 100.0 / (abs(one["baseline"]) if kind == "relative" and against else 1.0)
    effect = float(one["effect"]) * factor
    low, high = (None if one[end] is None else float(one[end]) * factor for end in ("low", "high"))
    return Change(one["view"], 0.0 if kind != "amount" and abs(effect) < TOLD else effect, low, high)


def _effects(made: Study, name: str, views: tuple[str, ...], country: str | None) -> list[dict[str, Any]]:
    """The effects on one outcome under some views; nothing where it has none, as where no price is published."""
    import polars as pl

    rows = made.effects(name, country=country).filter(pl.col("view").is_in(views)).to_dicts()
    return rows if all(row["effect"] is not None and math.isfinite(row["effect"]) for row in rows) else []
