"""The charts of a run's results and the numbers of its tables, rounded to what is known."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from corridors.explorer.wording import called, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from corridors.content.blocks import Figure
    from corridors.explorer.results import Results
    from corridors.report.study_rows import Row

MOST_ROWS = 10
"""Views in a chart; the table behind it has them all."""
APART = 0.05
"""Of the largest effect on an outcome; a view that differs less from no view on every outcome is in the table only."""
LARGE = (1e9, 1e6)
EXACT = 1000
SMALLEST = 5e-4
"""Per cent, points or yardsticks; the runs tell nothing smaller from no change."""


def chart(made: Results, party: str, heading: str, language: str, *, every: bool = False) -> Figure | None:
    """What each view makes of a party's outcomes: a mark for each view with the interval over draws.

    Args:
        made: the results; party: whose; heading: what the party is called; language: of the names and units; every:
            with all views that bear, in place of those that differ most.
    Returns: the figure, or None where nothing changes.
    """
    import polars as pl

    from corridors.answers.whatif_charts import by_view

    rows = [row for row in made.rows[party] if row.agreement != "none"]
    if not rows:
        return None
    views = list(made.views) if every else telling(made, rows)
    values = [
        {"outcome": row.name, "what": called(language, row.label), "view": one.view,
         "label": called(language, made.views[one.view]), "year": made.year, "unit": _unit(language, row),
         "baseline": row.baseline, "percent": None, "effect": one.effect, "low": one.low, "high": one.high}
        for row in rows for one in row.changes if one.view in views
    ]  # fmt: skip
    frame = pl.DataFrame(values, schema_overrides=dict.fromkeys(("baseline", "low", "high"), pl.Float64))
    told = [
        f"{called(language, row.label)} ({_unit(language, row)}): "
        f"{words(language, 'result_between', low=signed(row.lowest.effect), high=signed(row.highest.effect))}"
        for row in rows
    ]
    made_of = f"{heading}. {'; '.join(told)}."
    return replace(by_view(frame, heading, "", [], name=f"run-{party}"), alternative=made_of)


def telling(made: Results, rows: list[Row]) -> list[str]:
    """No view taken, and the views that differ most from it on some outcome, in their order."""
    order = list(made.views)
    apart = dict.fromkeys(order, 0.0)
    for row in rows:
        scale = max(abs(one.effect) for one in row.changes) or 1.0
        for one in row.changes:
            apart[one.view] = max(apart[one.view], abs(one.effect - row.changes[0].effect) / scale)
    most = [view for view in sorted(order[1:], key=lambda view: -apart[view]) if apart[view] >= APART][: MOST_ROWS - 1]
    return [order[0], *(view for view in order[1:] if view in most)]


def _unit(language: str, row: Row) -> str:
    return words(language, f"chart_{row.kind}", unit=called(language, row.unit))


def signed(value: float | None) -> str:
    """A change with its sign and two digits that count, three of a large one; one too small to be told is none.

    >>> signed(12.345), signed(-0.0456), signed(0.0), signed(2e-5), signed(-163_358_720)
    ('+12', '-0.046', '0', '0', '-163 m')
    """
    if value is None or abs(value) < SMALLEST:
        return "" if value is None else "0"
    if abs(value) >= EXACT:
        return f"{'+' if value > 0 else '-'}{amount(abs(value))}"
    digits = max(0, 1 - math.floor(math.log10(abs(value))))
    return f"{value:+,.{digits}f}"


def amount(value: float | None) -> str:
    """An amount with three digits that count; nothing where there is none.

    >>> amount(1234567), amount(0.123456), amount(8.2e9), amount(12345)
    ('1.23 m', '0.123', '8.2 bn', '12,300')
    """
    if value is None:
        return ""
    for size, name in zip(LARGE, ("bn", "m"), strict=True):
        if abs(value) >= size:
            return f"{value / size:,.3g} {name}" if abs(value) < 1000 * size else f"{value / size:,.0f} {name}"
    return f"{float(f'{value:.3g}'):,.0f}" if abs(value) >= EXACT else f"{value:.3g}"


def local(say: Callable[..., str], text: str) -> str:
    """A number with the marks of a language, and its words for millions and billions, in place of the English ones."""
    digits, _, word = text.partition(" ")
    spelt = f"{digits} {say(f'short_{word}')}" if word else digits
    return spelt.translate({ord(","): say("thousands"), ord("."): say("decimal"), ord("-"): "\u2212"})
