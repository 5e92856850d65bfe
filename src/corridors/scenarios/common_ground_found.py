"""What a search for common ground found: packages, how they held, and how it was done; kept as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from corridors.errors import DamagedData
from corridors.scenarios.common_ground_file import FOLDER
from corridors.scenarios.outcomes import PARTIES

RESULTS = FOLDER / "results.json"
"""Packages found for the shipped problems, made by `tools/common_ground_results.py`."""
LEAST = 0.005
"""The smallest gain that counts as one, in yardsticks."""
EVEN, CHEAP = "even", "half-cost"
"""The main goal, and the same at half the cost of what is found for it."""
GOALS = {
    EVEN: "Most for who gains least",
    CHEAP: "The same at half the cost",
    **{party: f"Most for {text[0].lower()}{text[1:]}" for party, text in PARTIES.items()},
}
"""What packages are sought for, by name."""
Gains = dict[str, dict[str, float]]
"""By view, then by party or measure."""


@dataclass(frozen=True)
class Check:
    """How a package fared in draws on fresh luck.

    `nobody` is the share of draws in which no party loses in any view; `party` that in which a party does not, by view
    and party; `middle`, `low` and `high` are the mean, lowest and highest gain over draws.
    """

    draws: int
    seed: int
    nobody: float
    party: Gains
    middle: Gains
    low: Gains
    high: Gains


@dataclass(frozen=True)
class Package:
    """Values of all levers, and what comes of them.

    `gains` are those of the parties by view, in yardsticks; `effects` those on each measure by view, in the measure's
    own unit; both are means over the time of the run. `carried` is by how much the least gain of each party falls when
    one lever alone is left as it is, by the number of the lever.
    """

    goal: str
    values: tuple[float, ...]
    cost: float
    gains: Gains
    effects: Gains
    carried: dict[str, dict[str, float]] = field(default_factory=dict)
    check: Check | None = None

    def least(self) -> dict[str, float]:
        """The gain of each party in the view in which it gains least."""
        return {party: min(view[party] for view in self.gains.values()) for party in PARTIES}

    def least_view(self, party: str) -> str:
        """The view in which a party gains least."""
        return min(self.gains, key=lambda view: self.gains[view][party])


@dataclass(frozen=True)
class Found:
    """What a search found: packages, the main one first, or none; and how it was found.

    `labels` names the views with numbers of their own, `same` the views that share another's; `split` are levers whose
    first step helps a party in one view and harms it in another: number of the lever, party, the two views and slopes.
    `tried` holds, for each point at which the model was run, its cost and the least gain of each party; `trail` the
    gain of the worst-off in the best package after so many runs, of this search and of plain random search.
    """

    problem: str
    labels: dict[str, str]
    same: dict[str, str]
    units: dict[str, float]
    left_out: tuple[str, ...]
    packages: tuple[Package, ...]
    split: tuple[dict[str, Any], ...]
    tried: tuple[dict[str, float], ...]
    trail: dict[str, list[tuple[float, float]]]
    record: dict[str, Any]

    @property
    def best(self) -> Package | None:
        """The package that gives most to who gains least; None where there is no common ground."""
        return self.packages[0] if self.packages else None

    def to_json(self) -> str:
        """The whole as JSON."""
        return json.dumps(asdict(self), indent=1, default=_plain) + "\n"

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Found:
        """What `to_json` wrote, read back."""
        packages = tuple(
            Package(**{**p, "values": tuple(p["values"]), "check": p["check"] and Check(**p["check"])})
            for p in given["packages"]
        )
        trail = {name: [(run, gain) for run, gain in line] for name, line in given["trail"].items()}
        return cls(
            **{
                **given,
                "packages": packages,
                "trail": trail,
                "left_out": tuple(given["left_out"]),
                "split": tuple(given["split"]),
                "tried": tuple(given["tried"]),
            }
        )


def shipped_results() -> dict[str, Found]:
    """What was found for the problems that come with the package, by their names.

    Raises:
        DamagedData: the file is missing.

    >>> from corridors.scenarios.common_ground_file import problem_names
    >>> sorted(shipped_results()) == list(problem_names())
    True
    """
    if not RESULTS.is_file():
        raise DamagedData(
            f"The package lacks {RESULTS.name}, what was found for its problems.",
            hint="Install it again, or run tools/common_ground_results.py in a checkout.",
        )
    whole = json.loads(RESULTS.read_text(encoding="utf-8"))
    return {name: Found.of(given) for name, given in whole.items()}


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else str(value)


def named(views: Sequence[str], columns: Sequence[str], values: Any) -> Gains:
    """An array `[V, N]` by the names of its views and columns."""
    rows = np.asarray(values, float).tolist()
    return {view: dict(zip(columns, row, strict=True)) for view, row in zip(views, rows, strict=True)}
