"""Two studies side by side: what each scenario changes for the three parties, view by view, and the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corridors.answers.whatif import PERCENT, UNITS
from corridors.report.study_page import signed
from corridors.scenarios.outcomes import PARTIES, outcomes

if TYPE_CHECKING:
    import xarray as xr

    from corridors.scenarios.study import Study

WIDTHS = (32, 13, 13, 13)
ENDS = (0.025, 0.975)
FEWEST = 3
"""Draws, the central run among them, from which on they have a range."""


def lines(first: Study, second: Study, made: xr.Dataset) -> list[str]:
    """The differences at the last common year: for each party and measure a row for each view that bears on either.

    Args:
        first, second: the studies; made: of `scenarios.comparison.compare_studies`.
    """
    year, draws = int(made["time"][-1]), made.sizes["draw"] - 1
    text = [
        f"First: {first.scenario.title}. Second: {second.scenario.title}. Changes against the baseline in {year}.",
        f"{draws:,} draws and the central run are in both; low and high are their outer 2.5% points.",
    ]
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
                _row("view", "first", "second", "difference", "low to high"),
            ]
            for view in views:
                parts = last[one.name].sel(view=view) * (PERCENT if one.unit in UNITS else 1)
                central = [float(parts.sel(part=part, draw=0)) for part in ("first", "second", "difference")]
                text.append(_row(first.labels[view], *(signed(value) for value in central), _range(parts)))
    return text


def _range(parts: xr.DataArray) -> str:
    values = np.asarray(parts.sel(part="difference"), float)
    if len(values) < FEWEST:
        return ""
    low, high = np.quantile(values[1:], ENDS)
    return f"{signed(float(low))} to {signed(float(high))}"


def _row(*cells: str) -> str:
    padded = [f"{cell:>{width}}" for cell, width in zip(cells[1:], WIDTHS[1:], strict=False)]
    return ("    " + f"{cells[0]:<{WIDTHS[0]}}" + "".join(padded) + "  " + cells[-1]).rstrip()
