"""A bench: one scenario laid out once, on which runs under many assumptions are made, kept and taken again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import jax
import numpy as np
from jax import Array
from numpy.typing import NDArray

from corridors.errors import InvalidInput
from corridors.parameters import Parameter
from corridors.scenarios.assumptions import UNDECIDED, resolved
from corridors.scenarios.policies import values_of
from corridors.scenarios.rival_runs import Setting, lucky_inputs, one_baseline, one_scenario, setting
from corridors.scenarios.run_plan import BASE
from corridors.scenarios.scenario import Scenario

CENTRAL = 0
"""The draw without luck."""
COUNTRY, PARTIES = 0, 1
"""Where a run keeps outcomes by country, and those of the parties and the world."""
NOISE = 1e-5
"""Rounding of single precision: an effect below this part of the baseline, or below this amount, is none."""
Values = Mapping[str, float]


@dataclass(frozen=True)
class Made:
    """Baseline and effect of a run at the end of one period, by outcome: a number, or one for each country."""

    base: Mapping[str, NDArray[np.float64]]
    effect: Mapping[str, NDArray[np.float64]]


@dataclass
class Row:
    """What runs on one draw of luck share: the world's inputs, and the baselines run so far."""

    inputs: Any
    bases: dict[tuple[float, ...], tuple[Any, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Bench:
    """A scenario on a launched world, at the end of one period, with all runs made so far.

    `made` holds runs by draw and parameter values, so that questions about other outcomes and places run nothing again.
    """

    given: Scenario
    held: Setting
    year: int
    seed: int
    made: dict[tuple[int, tuple[float, ...]], Made] = field(default_factory=dict)

    @classmethod
    def laid(cls, given: Scenario, *, year: int | None = None, seed: int = 0) -> Bench:
        """Lay a scenario out.

        Args:
            given: the scenario; year: the end of a period, by default the last; seed: of all luck.
        Raises:
            InvalidInput: no period ends in the year.
        """
        held = setting(given)
        ends = held.world.years[1:]
        when = ends[-1] if year is None else year
        if when not in ends:
            raise InvalidInput(f"No period ends in {when}.", hint=f"Choose from {', '.join(map(str, ends))}.")
        return cls(given, held, when, seed)

    def parameters(self, choices: Mapping[str, Parameter]) -> dict[str, Parameter]:
        """The parameters of a run under some choices; what they do not choose is undecided."""
        names = self.held.parameters
        return resolved(UNDECIDED, names) | {name: one for name, one in choices.items() if name in names}

    def central(self, choices: Mapping[str, Parameter]) -> Made:
        """The run without luck at the central values of some choices."""
        values = {name: one.central for name, one in self.parameters(choices).items()}
        return self.run(self._central_row, CENTRAL, values)

    def row(self, number: int) -> Row:
        """What runs on one draw of luck share."""
        return Row(lucky_inputs(self.held.world, number, self.seed))

    @cached_property
    def _central_row(self) -> Row:
        return self.row(CENTRAL)

    def centrals(self, choices: Sequence[Mapping[str, Parameter]]) -> list[Made]:
        """The central runs of several choices, as many at a time as there are processors."""
        return [self.central(choices[0]), *together(self.central, choices[1:])] if choices else []

    def run(self, row: Row, number: int, values: Values) -> Made:
        """Run scenario and baseline on one draw of luck with some values of the parameters.

        Raises:
            InvalidInput: the run leaves all bounds.
        """
        key = number, tuple(values[name] for name in self.held.parameters)
        if key not in self.made:
            self.made[key] = self._ran(row, values)
        return self.made[key]

    def _ran(self, row: Row, values: Values) -> Made:
        given = {name: jax.numpy.asarray(values[name], jax.numpy.result_type(float)) for name in self.held.parameters}
        of = tuple(values[name] for name in BASE if name in values)
        if of not in row.bases:
            outcomes, reference = one_baseline(self.held, row.inputs, given)
            row.bases[of] = self._kept(jax.device_get(outcomes)), reference
        base, reference = row.bases[of]
        levers = values_of(self.held.levers)
        changed = self._kept(jax.device_get(one_scenario(self.held, row.inputs, given, reference, levers)))
        for name, value in changed.items():
            if not np.all(np.isfinite(value)):
                raise InvalidInput(
                    f"The scenario {self.given.name!r} leaves all bounds: {name!r} is no number.",
                    hint="Give smaller values to its levers, or narrower intervals to the views.",
                )
        return Made(base, {name: changed[name] - base[name] for name in base})

    def _kept(self, outcomes: tuple[Mapping[str, Array], ...]) -> dict[str, NDArray[np.float64]]:
        when = self.held.world.years[1:].index(self.year)
        return {
            name: np.asarray(value[when], np.float64)
            for part in (COUNTRY, PARTIES) for name, value in outcomes[part].items()
        }  # fmt: skip


def together(work: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[Any]:
    """Do work on items, as many at a time as there are processors, in their order."""
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        yield from pool.map(work, items)


def nothing(effect: float, base: float) -> bool:
    """Whether an effect is no more than rounding.

    >>> nothing(0.5, 1e6), nothing(-50.0, 1e6)
    (True, False)
    """
    return abs(effect) <= NOISE * max(abs(base), 1.0)
