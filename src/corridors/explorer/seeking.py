"""A search for common ground as a run in the background, and what it found read back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from corridors.errors import DamagedData
from corridors.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from corridors.explorer.given import Search
    from corridors.scenarios.common_ground_found import Found

    Told = Callable[..., None]

FOUND = "found.json"
"""In a run's results: what was found."""
SLOPES, AT_SLOPES, GOALS, COMPILED = 12, 4, 4, 4
"""For the bar of progress: what slopes cost in runs, how often they are taken, goals after the first, and what a check
costs before its draws."""


class Steps:
    """Counts the runs of a search and tells of each.

    Args:
        of: how many to expect; told: called with `done` and `of`.

    >>> steps = Steps(2, lambda done, of: None)
    >>> steps.add(1)
    >>> steps.done
    1
    """

    def __init__(self, of: int, told: Callable[[int, int], object]) -> None:
        self.of, self.done, self._told = of, 0, told

    def add(self, runs: int) -> None:
        """Some runs more are done."""
        self.done = min(self.done + runs, self.of)
        self._told(self.done, self.of)


class Counted(list[float]):
    """Seconds of runs that are counted as they come."""

    def __init__(self, steps: Steps, worth: int) -> None:
        super().__init__()
        self._steps, self._worth = steps, worth

    def append(self, seconds: float) -> None:
        """One more."""
        super().append(seconds)
        self._steps.add(self._worth)


def expected(given: Search) -> int:
    """About how many runs of all views a search takes at the most.

    >>> from corridors.explorer.given import Search
    >>> from corridors.scenarios.common_ground_file import Problem
    >>> expected(Search(Problem.read("south-asia-gulf"), climbs=1, steps=1, draws=0))
    69
    """
    climbs = given.climbs * (given.steps + 1) + 2 * given.steps
    further = GOALS * (1 + max(given.steps // 2, 1))
    packages = len(given.problem.levers) + 1
    checks = 2 * (given.draws + COMPILED) if given.draws else 0
    return AT_SLOPES * SLOPES + climbs + further + packages + checks


def seek(given: Search, place: Path, told: Told) -> None:
    """Search, check what is found, and write it down.

    Args:
        given: the search; place: a folder for the results, which is made; told: called with `done` and `of`.
    Raises:
        NotCovered: a party has nothing that is known; CannotWrite: no space.
    """
    from corridors.scenarios.common_ground import sought, verified
    from corridors.scenarios.common_ground_model import Tally, ground

    steps = Steps(expected(given), lambda done, of: told(done=done, of=of))
    held = ground(given.problem)
    held = replace(held, tally=Tally(Counted(steps, 1), Counted(steps, SLOPES)))
    found = sought(held, starts=given.climbs, steps=given.steps)
    if given.draws:
        found = verified(held, found, draws=given.draws, seed=0, tell=lambda _: steps.add(given.draws))
    steps.add(steps.of)
    write_whole(place / FOUND, found.to_json())


def found_in(place: Path) -> Found:
    """What a search found, from the folder of its results.

    Raises:
        DamagedData: it cannot be read.
    """
    from corridors.scenarios.common_ground_found import Found

    try:
        return Found.of(json.loads((place / FOUND).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedData(f"{place.parent.name} holds no whole results.", hint="Run the search again.") from error
