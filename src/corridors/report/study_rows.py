"""What each view makes of an outcome of a study, as pages and briefs show it: in per cent, points, or its own unit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from corridors.answers.whatif_numbers import COUNTED, PERSON, hardly, spread

if TYPE_CHECKING:
    from corridors.scenarios.study import Study

LEAST = 0.05
"""Per cent, or percentage points; a smaller change counts as none."""
TOLD = 1e-3
"""Per cent, or percentage points; the runs tell nothing smaller from no change."""
NOTHING = 5e-3
"""Per cent, or percentage points: a smaller change is told as none."""
MONEY = "dollars"
"""In the units of amounts of money, whose changes are told in money too."""
AGAINST_BASELINE = "proportional change"
"""The unit of outcomes that are measured against the baseline, where they have no value of their own."""
Kind = Literal["relative", "points", "amount"]


@dataclass(frozen=True, slots=True)
class Change:
    """What a view makes of one outcome: the central effect, and its range over draws where there are draws.

    In per cent of the view's own baseline, in percentage points or in the outcome's unit, as `Row.kind` says. `amount`
    is the central effect in the outcome's unit.
    """

    view: str
    effect: float
    low: float | None
    high: float | None
    amount: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """One outcome in a year: what the baseline has where no view is taken, and what each shown view makes of it.

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
        """Whether the views agree on the sign of the change; too small a change has none: `whatif_numbers.hardly`."""
        signs = {
            0 if hardly(one.effect, one.amount, self.unit) else 1 if one.effect > 0 else -1 for one in self.changes
        }
        if signs == {0}:
            return "none"
        return "up" if signs <= {0, 1} else "down" if signs <= {0, -1} else "differ"

    @property
    def unknown(self) -> bool:
        """Whether the outcome is zero with and without the measures under every view, as where nothing is recorded."""
        return self.baseline == 0 and self.kind != "relative" and all(one.amount == 0 for one in self.changes)

    @property
    def money(self) -> bool:
        """Whether the outcome is an amount of money, whose change in per cent can be told in money too."""
        return MONEY in self.unit and self.kind == "relative"

    def none(self, value: float) -> bool:
        """Whether a change in what the row counts in is too small to be told from none.

        >>> Row("hosts", "hosts", "Natives", "persons", 0, 0.0, "amount", ()).none(-0.449)
        True
        """
        least = NOTHING if self.kind != "amount" else PERSON if self.unit.startswith(COUNTED) else 0.0
        return value == 0 or abs(value) < least

    def hardly(self, value: float) -> bool:
        """Whether a change is too small to count as one where views are said to agree."""
        return self.none(value) or (self.kind != "amount" and abs(value) < LEAST)

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


def outcome_row(
    made: Study, name: str, views: tuple[str, ...], *, country: str | None = None, year: int | None = None
) -> Row | None:
    """One outcome of a study under some views; None where nothing is known of it.

    Args:
        made: the study; name: an outcome; views: names, of which the first one is no view taken; country: its code, for
            an outcome of countries; year: the end of a period, by default the last.
    """
    from corridors.scenarios.outcomes import outcomes

    known, every = outcomes()[name], _effects(made, name, views, country, year)
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
    small = kind != "amount" and abs(effect) < TOLD
    return Change(one["view"], 0.0 if small else effect, low, high, float(one["effect"]))


def _effects(
    made: Study, name: str, views: tuple[str, ...], country: str | None, year: int | None
) -> list[dict[str, Any]]:
    """The effects on one outcome under some views; nothing where it has none, as where no price is published.

    The range of an outcome of a party is that of `whatif_numbers.spread`: of few draws from lowest to highest. Of a
    country a study keeps the outer points alone.
    """
    import polars as pl

    rows = made.effects(name, country=country, year=year).filter(pl.col("view").is_in(views)).to_dicts()
    if not all(row["effect"] is not None and math.isfinite(row["effect"]) for row in rows):
        return []
    return rows if country else [row | _range(made, name, row, year) for row in rows]


def _range(made: Study, name: str, row: dict[str, Any], year: int | None) -> dict[str, float | None]:
    """The range of one view's effect over the draws; none where there is none."""
    if row["low"] is None:
        return {}
    at = {"measure": "effect", "view": row["view"], "time": made.years[-1] if year is None else year}
    low, high = spread(made.parties[name].sel(at).values[1:])
    return {"low": low, "high": high}
