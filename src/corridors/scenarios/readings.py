"""Reading runs under many assumptions: effects by view, the forks that bear on an outcome, and what all agree on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridors.errors import UnknownName
from corridors.parameters import Parameter, View
from corridors.scenarios.assumptions import UNDECIDED
from corridors.scenarios.bench import Bench, Made, nothing
from corridors.scenarios.forks import Fork
from corridors.scenarios.outcomes import PARTIES, OutcomeName, outcomes

NO_VIEW = "No view taken"


@dataclass(frozen=True, slots=True)
class ViewEffect:
    """The effect under one view, all else undecided; `low` and `high` over all combinations of the other disputes.

    They are None where the view's dispute stands in no combination. `fork` is that dispute, empty for no view and for
    a view of one's own.
    """

    name: str
    label: str
    fork: str
    effect: float
    low: float | None
    high: float | None
    bears: bool


@dataclass(frozen=True, slots=True)
class Agreement:
    """What all views say of one outcome: its baseline, and the lowest and highest effect under any of them.

    `verdict` is "more", "less" or "none" where they all say so, else "differ".
    """

    outcome: OutcomeName
    base: float
    low: float
    high: float
    verdict: str


@dataclass(frozen=True)
class Target:
    """One outcome of one place on a bench."""

    bench: Bench
    outcome: OutcomeName
    country: str | None

    def _at(self, values: Mapping[str, NDArray[np.float64]]) -> float:
        found = values[self.outcome.name]
        return float(found[self.place]) if self.country else float(found)

    @property
    def place(self) -> int:
        """The country's number."""
        codes = self.bench.held.world.countries
        if self.country not in codes:
            raise UnknownName(
                "country", str(self.country), hint="Give a code, as `corridors data countries` lists them."
            )
        return codes.index(self.country)

    def effect(self, made: Made) -> float:
        """The effect of a run."""
        return self._at(made.effect)

    def base(self, made: Made) -> float:
        """The baseline of a run."""
        return self._at(made.base)


def bearing(
    at: Target, every: Sequence[Fork], common: Mapping[str, Parameter]
) -> tuple[list[tuple[Fork, float]], tuple[Fork, ...]]:
    """The forks that bear on the outcome, the largest first, with the difference of their sides; and those that do not.

    Args:
        at: the outcome; every: the forks; common: what is chosen whatever the side; all else is undecided.
    """
    runs = at.bench.centrals([{**common, **side.choices} for fork in every for side in fork.sides])
    base = at.base(runs[0]) if runs else 0.0
    gaps = [(fork, at.effect(runs[2 * i + 1]) - at.effect(runs[2 * i])) for i, fork in enumerate(every)]
    bear = sorted((one for one in gaps if not nothing(one[1], base)), key=lambda one: -abs(one[1]))
    return bear, tuple(fork for fork, gap in gaps if nothing(gap, base))


def effects(
    at: Target, ran: Sequence[View], made: Sequence[Made], forks: Sequence[Fork], combined: NDArray[np.float64]
) -> tuple[ViewEffect, ...]:
    """The effect under no view and under each, with the range over the combinations of the other forks."""
    undecided = at.bench.central({})
    open_, base = at.effect(undecided), at.base(undecided)
    recorded = any(one.dispute for one in ran)
    low, high = (float(combined.min()), float(combined.max())) if recorded else (None, None)
    found = [ViewEffect(UNDECIDED, NO_VIEW, "", open_, low, high, bears=False)]
    axis = {side.name: (i, j) for i, fork in enumerate(forks) for j, side in enumerate(fork.sides)}
    for one, run in zip(ran, made, strict=True):
        effect = at.effect(run)
        bears = not nothing(effect - open_, base)
        low, high = None, None
        if one.dispute and one.name in axis:
            among = combined.take(axis[one.name][1], axis=axis[one.name][0])
            low, high = float(among.min()), float(among.max())
        found.append(ViewEffect(one.name, one.label, one.dispute, effect, low, high, bears))
    return tuple(found)


def agreements(at: Target, runs: Sequence[Made]) -> tuple[Agreement, ...]:
    """What all views say of the outcomes of the parties and, with a country, of its own."""
    of = (*(("country",) if at.country else ()), *PARTIES)
    found = []
    for one in outcomes().values():
        if one.of in of:
            there: Any = at.place if one.of == "country" else ()
            effects = [float(run.effect[one.name][there]) for run in runs]
            base = float(runs[0].base[one.name][there])
            said = {"none" if nothing(e, base) else "more" if e > 0 else "less" for e in effects}
            verdict = said.pop() if len(said) == 1 else "differ"
            found.append(Agreement(one, base, min(effects), max(effects), verdict))
    return tuple(found)
