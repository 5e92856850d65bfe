"""What the views say of every outcome of a scenario, as rows of a table: direction, lowest and highest effect."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from corridors.answers.whatif import PERCENT, POINTS
from corridors.answers.whatif_numbers import NONE
from corridors.content.subject import named
from corridors.scenarios.bench import NOISE
from corridors.scenarios.disagreement_words import level, signed, small

if TYPE_CHECKING:
    from typing import Any

    from corridors.scenarios.disagreement import Disagreement
    from corridors.scenarios.readings import Agreement

SCALED = {"share": (PERCENT, POINTS), "proportional change": (PERCENT, "%")}
"""Units whose effects are told times 100."""
PARTY = {"stayers": "Stayers", "hosts": "Hosts", "migrants": "Migrants"}
VERDICTS = {"more": "all: rises", "less": "all: falls", "none": "all: no change", "differ": "they differ"}
ORDER = ("more", "less", "differ", "none")
"""Verdicts as the table has them one under the other; all rises and all falls stand together."""


def agreed_rows(found: Disagreement) -> list[dict[str, Any]]:
    """The outcomes of the parties and the country, those that the views agree on first: levels and effects in words.

    Args:
        found: the analysis.
    """
    told = sorted((without_trifles(found, one) for one in found.agreements), key=lambda one: _place(one.verdict))
    return [
        {
            "outcome": one.outcome.name, "label": one.outcome.label, "whose": _whose(found, one.outcome.of),
            "unit": one.outcome.unit, "verdict": VERDICTS[one.verdict], "base": _level(one.base, one.outcome.unit),
            "low": signed(one.low, one.outcome.unit, one.base), "high": signed(one.high, one.outcome.unit, one.base),
        }
        for one in told
    ]  # fmt: skip


def without_trifles(found: Disagreement, one: Agreement) -> Agreement:
    """What the views say of an outcome, where effects too small to be shown are none: `whatif_numbers.NONE`.

    Of the outcome that was asked about, only less than one person is none. Where all views agree on the direction, the
    smaller effect stays beside a larger one.
    """
    unit, asked = one.outcome.unit, one.outcome == found.outcome
    whole = 1.0 if unit in SCALED else abs(one.base)
    least = 0.0 if asked else NONE / PERCENT * whole
    low, high = (0.0 if abs(end) < least or small(end, unit) else end for end in (one.low, one.high))
    if not low and not high:
        return replace(one, low=0.0, high=0.0, verdict="none")
    return replace(one, low=low, high=high) if one.verdict == "differ" else one


def _place(verdict: str) -> int:
    return max(ORDER.index(verdict), 1)


def _level(value: float, unit: str) -> str:
    """A level in three figures; shares and proportional changes within rounding are zero."""
    return "0%" if abs(value) <= NOISE and unit in SCALED else level(value, unit)


def _whose(found: Disagreement, of: str) -> str:
    return named(found.country or "") if of == "country" else PARTY[of]
