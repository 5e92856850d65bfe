"""Two studies side by side: what each scenario changes for the three parties, view by view, and the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corridors.answers.whatif import PERCENT, UNITS
from corridors.answers.whatif_numbers import FEW, FEWEST, spread
from corridors.report.study_page import lever_value, signed
from corridors.report.study_places import titled
from corridors.report.study_words import when, where
from corridors.scenarios.outcomes import PARTIES, outcomes

if TYPE_CHECKING:
    from collections.abc import Callable

    import xarray as xr

    from corridors.scenarios.scenario import Scenario
    from corridors.scenarios.study import Study

WIDTHS = (32, 13, 13, 13)


def lines(first: Study, second: Study, made: xr.Dataset) -> list[str]:
    """The differences at the last common year: for each party and measure a row for each view that bears on either.

    Args:
        first, second: the studies; made: of `scenarios.comparison.compare_studies`.
    """
    year, draws = int(made["time"][-1]), made.sizes["draw"] - 1
    text = [
        "First: {}. Second: {}. ".format(*told_apart(first.scenario, second.scenario))
        + f"Changes against the baseline in {year}.",
        in_both(draws),
    ]
    ends = "low to high" if draws + 1 >= FEWEST else ""
    last = made.isel(time=-1)
    bears = {"undecided", *first.bearing, *second.bearing}
    views = [str(name) for name in last["view"].values if str(name) in bears]
    for party, label in PARTIES.items():
        text += ["", label]
        for one in (each for each in outcomes().values() if each.of == party):
            if not np.any(last[one.name]):
                continue
            text += [
                f"  {one.label} ({UNITS.get(one.unit, one.unit)})",
                _row("view", "first", "second", "difference", ends),
            ]
            for view in views:
                parts = last[one.name].sel(view=view) * (PERCENT if one.unit in UNITS else 1)
                central = [float(parts.sel(part=part, draw=0)) for part in ("first", "second", "difference")]
                text.append(_row(first.labels[view], *(signed(value) for value in central), _range(parts)))
    return text


def in_both(draws: int) -> str:
    """Which draws two studies share, and what the range of the differences is: `whatif_numbers.spread`.

    >>> in_both(100)
    '100 draws and the central run are in both; low and high are the outer 2.5% points of the draws.'
    >>> in_both(8)
    '8 draws and the central run are in both; low and high are the lowest and the highest of the draws.'
    >>> in_both(0)
    'The central run alone is in both, so that differences have no range.'
    """
    if not draws:
        return "The central run alone is in both, so that differences have no range."
    if draws + 1 < FEWEST:
        return "One draw and the central run are in both, too few for a range."
    ends = "the outer 2.5% points" if draws >= FEW else "the lowest and the highest"
    return f"{draws:,} draws and the central run are in both; low and high are {ends} of the draws."


def told_apart(first: Scenario, second: Scenario) -> tuple[str, str]:
    """What two scenarios are called: by their titles and, where these are one, by what differs.

    In this order: their places, their names, their levers. Scenarios that do not differ in these keep their title.

    >>> from dataclasses import replace
    >>> from corridors.scenarios.scenario import Scenario
    >>> one = Scenario.read("remittance-prices")
    >>> told_apart(one, replace(one, name="mine"))[1]
    'Sending money home costs three per cent (mine)'
    """
    ways: tuple[Callable[[Scenario], str], ...] = (lambda one: one.title, titled, _with_name)
    pairs = [(way(first), way(second)) for way in ways]
    if first.levers != second.levers:
        pairs.append((_with_levers(first, second), _with_levers(second, first)))
    return next((pair for pair in pairs if pair[0] != pair[1]), pairs[0])


def _with_name(one: Scenario) -> str:
    return f"{one.title} ({one.name})"


def _with_levers(one: Scenario, other: Scenario) -> str:
    """A scenario's title with the levers that the other has not."""
    from corridors.policy.levers import LEVERS

    told = [f"{LEVERS[use.lever].label} {lever_value(use.lever, use.value)} {where(use)}, {when(use)}"
            for use in one.levers if use not in other.levers]  # fmt: skip
    return f"{one.title} ({'; '.join(told) or 'without these'})"


def _range(parts: xr.DataArray) -> str:
    """The range of the differences over the draws, without the central run."""
    low, high = spread(np.asarray(parts.sel(part="difference"), float)[1:])
    return "" if low is None or high is None else f"{signed(low)} to {signed(high)}"


def _row(*cells: str) -> str:
    padded = [f"{cell:>{width}}" for cell, width in zip(cells[1:], WIDTHS[1:], strict=False)]
    return ("    " + f"{cells[0]:<{WIDTHS[0]}}" + "".join(padded) + "  " + cells[-1]).rstrip()
