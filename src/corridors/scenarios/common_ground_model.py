"""The world model as common ground sees it: from the levers' values to the gain of each party under each view."""

import math
import os
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from numpy.typing import NDArray

from corridors.errors import NotCovered
from corridors.parameters import View
from corridors.scenarios.assumptions import UNDECIDED, resolved
from corridors.scenarios.common_ground_file import Problem
from corridors.scenarios.common_ground_measures import yardsticks
from corridors.scenarios.common_ground_search import Box
from corridors.scenarios.ensemble import CENTRAL
from corridors.scenarios.outcomes import PARTIES, outcomes
from corridors.scenarios.rival_runs import Setting, lucky_inputs, one_baseline, one_scenario, setting
from corridors.scenarios.run_plan import BASE
from corridors.world.given import Parameters, Reference

Floats = NDArray[np.float64]
ALIKE = 1e-3
"""Views whose gains differ by less, in yardsticks, count as one."""
Run = Callable[[Array, Parameters, Any, Reference], dict[str, Array]]
"""From values of the levers, parameters, inputs and a reference to the accounts of the parties, `[T]` each."""


@dataclass(frozen=True)
class Scale:
    """How a lever's coordinate u from 0 to 1 becomes its value: in steps of equal size, or of equal ratio."""

    lowest: Floats
    highest: Floats
    ratio: NDArray[np.bool_]

    def values(self, point: Any) -> Any:
        """`low + u (high - low)`, or `low (high / low)^u` for a ratio."""
        steps = jnp.log(jnp.asarray(np.where(self.ratio, self.highest / np.where(self.ratio, self.lowest, 1), 1.0)))
        straight = self.lowest + point * (self.highest - self.lowest)
        return jnp.where(self.ratio, self.lowest * jnp.exp(point * steps), straight)

    def point(self, values: Floats) -> Floats:
        """The coordinates of values."""
        ratios = np.where(self.ratio, self.highest / np.where(self.ratio, self.lowest, 1), math.e)
        own = np.where(self.ratio, values / np.where(self.ratio, self.lowest, 1), 1)
        straight = (values - self.lowest) / (self.highest - self.lowest)
        return np.where(self.ratio, np.log(own) / np.log(ratios), straight)


@dataclass(frozen=True)
class Measured:
    """What the parties count: names, what a gain of one is in each, `[M]`, and the weights of each party, `[P, M]`.

    `left_out` are measures that stand at nothing in the baseline and that no lever moves.
    """

    names: tuple[str, ...]
    unit: Floats
    weights: Floats
    left_out: tuple[str, ...]

    @property
    def sign(self) -> Floats:
        """One where more of a measure is better, and minus one where less is, `[M]`."""
        return np.array([float(outcomes()[name].better) for name in self.names])


@dataclass(frozen=True)
class Seen:
    """One view: its parameters, the baseline's reference, and the baseline's accounts, `[T]` by name."""

    given: Parameters
    reference: Reference
    base: Mapping[str, Array]


@dataclass
class Tally:
    """Seconds of processors that each run of all views took, and each run with slopes."""

    runs: list[float] = field(default_factory=list)
    slopes: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Ground:
    """A problem on a launched world, under every view that has numbers of its own.

    `same` names, for each other view, the one whose numbers it shares.
    """

    problem: Problem
    views: tuple[str, ...]
    labels: Mapping[str, str]
    same: Mapping[str, str]
    scale: Scale
    box: Box
    measured: Measured
    run: Run
    inputs: Any
    seen: tuple[Seen, ...]
    tally: Tally = field(default_factory=Tally)

    def gains(self, point: Any, seen: Seen) -> Array:
        """The gain in each measure, in yardsticks, mean over the run's time, `[M]`."""
        made = self.run(self.scale.values(point), seen.given, self.inputs, seen.reference)
        sign = [
            outcomes()[name].better / unit for name, unit in zip(self.measured.names, self.measured.unit, strict=True)
        ]
        found = jnp.stack([jnp.mean(made[name] - seen.base[name]) for name in self.measured.names])
        return found * jnp.asarray(np.array(sign), found.dtype)

    def measures(self, point: Floats) -> Floats:
        """The gain in each measure under each view, in yardsticks, `[V, M]`."""
        start = time.process_time()

        def one(seen: Seen) -> Floats:
            return np.asarray(self.gains(jnp.asarray(point, jnp.result_type(float)), seen), float)

        found = np.stack(together(one, self.seen))
        self.tally.runs.append(time.process_time() - start)
        return found

    def scores(self, point: Floats) -> Floats:
        """The gain of each party under each view, `[V, P]`."""
        return self.measures(point) @ self.measured.weights.T

    def slopes(self, point: Floats) -> tuple[Floats, Floats]:
        """Gains `[V, P]` and their derivatives by the levers' coordinates, `[V, P, L]`, by reverse mode."""
        start = time.process_time()
        weights = jnp.asarray(self.measured.weights, jnp.result_type(float))

        def one(seen: Seen) -> tuple[Floats, Floats]:
            def of_parties(at: Array) -> Array:
                return weights @ self.gains(at, seen)

            value, pull = jax.vjp(of_parties, jnp.asarray(point, jnp.result_type(float)))
            rows = [np.asarray(pull(row)[0], float) for row in jnp.eye(len(weights), dtype=value.dtype)]
            return np.asarray(value, float), np.stack(rows)

        made = together(one, self.seen)
        self.tally.slopes.append(time.process_time() - start)
        return np.stack([value for value, _ in made]), np.stack([rows for _, rows in made])


def together(work: Callable[[Seen], Any], views: Sequence[Seen]) -> list[Any]:
    """Do the views, as many at a time as there are processors, in their order."""
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        return list(pool.map(work, views))


def ground(problem: Problem, views: Sequence[str] | None = None, *, merge: bool = True) -> Ground:
    """Lay a problem out on the launched world.

    Args:
        problem: what may move and what counts; views: only those of these names, by default every one of the problem;
            merge: count views as one whose gains are alike.
    Raises:
        NotCovered: a party has no measure with a baseline here.
    """
    held = setting(problem.scenario())
    number = [i for i, lever in enumerate(problem.levers) for _ in range(2 if lever.use.joined_by else 1)]
    inputs = lucky_inputs(held.world, CENTRAL, 0)

    def run(values: Array, given: Parameters, inputs: Any, reference: Reference) -> dict[str, Array]:
        return one_scenario(held, inputs, given, reference, values[jnp.asarray(number)])[1]

    chosen: dict[str, View | None] = {UNDECIDED: None} | {one.name: one for one in problem.scenario().chosen_views()}
    kept = {name: one for name, one in chosen.items() if views is None or name in views}
    parameters, same = _distinct(held, kept)
    labels = {name: one.label if one else "No view taken" for name, one in kept.items()}
    seen = dict(zip(parameters, _seen(held, inputs, parameters), strict=True))
    return laid_out(problem, run, inputs, seen, labels=labels, same=same, merge=merge)


def laid_out(
    problem: Problem, run: Run, inputs: Any, seen: Mapping[str, Seen], *, labels: Mapping[str, str],
    same: Mapping[str, str], merge: bool = True,
) -> Ground:  # fmt: skip
    """Give the ground of a problem over any world that `run` carries forward."""
    from corridors.policy.levers import LEVERS

    levers = [LEVERS[each.name] for each in problem.levers]
    low, high = (np.array([getattr(each, bound) for each in problem.levers]) for bound in ("lowest", "highest"))
    scale = Scale(low, high, np.array([lever.unit == "ratio" for lever in levers]))
    neutral = scale.point(np.array([lever.neutral for lever in levers]))
    inside = np.clip(neutral, 0, 1)
    cost = np.array([each.cost for each in problem.levers]) / np.maximum(inside, 1 - inside)
    middle = scale.values(jnp.asarray(np.where(inside == 0.5, 0.75, 0.5), jnp.result_type(float)))
    tried = tuple(seen.values()) if merge else tuple(seen.values())[:1]
    moved = together(lambda one: run(middle, one.given, inputs, one.reference), tried)
    first = next(iter(seen.values())).base
    means = [{name: float(jnp.mean(value)) for name, value in each.items()} for each in (first, moved[0])]
    counted = measured(problem, *means)
    alike = _alike(seen, moved, counted) if merge else {}
    shared = {one: alike.get(to, to) for one, to in same.items()} | alike
    views = tuple(name for name in seen if name not in alike)
    own = tuple(seen[name] for name in views)
    return Ground(problem, views, labels, shared, scale, Box(neutral, cost), counted, run, inputs, own)


def _alike(seen: Mapping[str, Seen], moved: Sequence[Mapping[str, Array]], counted: Measured) -> dict[str, str]:
    """Views under which every measure gains what it gains under an earlier one, with the levers in the middle."""
    gains = {
        view: np.array([float(jnp.mean(made[name] - one.base[name])) for name in counted.names]) / counted.unit
        for (view, one), made in zip(seen.items(), moved, strict=True)
    }
    found: dict[str, str] = {}
    for view, gain in gains.items():
        earlier = (name for name in gains if name not in found and np.abs(gain - gains[name]).max() < ALIKE)
        if (first := next(earlier)) != view:
            found[view] = first
    return found


def measured(problem: Problem, base: Mapping[str, float], moved: Mapping[str, float]) -> Measured:
    """Give each party's measures their weights and yardsticks.

    Args:
        base, moved: of each measure, in the baseline and with the levers at the middle of their bounds.
    Raises:
        NotCovered: none of a party's measures has a baseline, or moves.
    """
    unit, left_out = {}, []
    for name in (name for party in PARTIES for name, weight in problem.measures[party].items() if weight > 0):
        stick = yardsticks()[name]
        size = stick.size * abs(base[stick.of]) if stick.of else stick.size
        if size > 0 and (base[name] != 0 or moved[name] != 0):
            unit[name] = size
        else:
            left_out.append(name)
    weights = np.zeros((len(PARTIES), len(unit)))
    for row, party in enumerate(PARTIES):
        for column, name in enumerate(unit):
            weights[row, column] = problem.measures[party].get(name, 0.0)
        if weights[row].sum() <= 0:
            raise NotCovered(
                f"Nothing that is counted for {PARTIES[party].lower()} is known here.",
                hint="Name origins and destinations between which people live.",
            )
    weights /= weights.sum(axis=1, keepdims=True)
    return Measured(tuple(unit), np.array(list(unit.values())), weights, tuple(left_out))


def _distinct(held: Setting, views: Mapping[str, View | None]) -> tuple[dict[str, Parameters], dict[str, str]]:
    """Central parameters of each view that has its own, and of each other view the one that has the same."""
    found: dict[str, Parameters] = {}
    same: dict[str, str] = {}
    keys: dict[tuple[float, ...], str] = {}
    for name, one in views.items():
        values = {key: float(value.central) for key, value in resolved(one, held.parameters).items()}
        first = keys.setdefault(tuple(values.values()), name)
        if first == name:
            found[name] = {key: jnp.asarray(value, jnp.result_type(float)) for key, value in values.items()}
        else:
            same[name] = first
    return found, same


def _seen(held: Setting, inputs: Any, parameters: Mapping[str, Parameters]) -> tuple[Seen, ...]:
    bases: dict[tuple[float, ...], tuple[Reference, Mapping[str, Array]]] = {}
    found = []
    for given in parameters.values():
        key = tuple(float(given[name]) for name in BASE)
        if key not in bases:
            made, reference = one_baseline(held, inputs, given)
            bases[key] = reference, made[1]
        found.append(Seen(given, *bases[key]))
    return tuple(found)
