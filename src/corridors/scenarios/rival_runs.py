"""Runs of one scenario under rival views, against the baseline on the same luck."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from numpy.typing import NDArray

from corridors.errors import InvalidInput
from corridors.parameters import View
from corridors.scenarios.demography import STEP
from corridors.scenarios.draw_store import Draw, DrawStore, Kept
from corridors.scenarios.economies import economies
from corridors.scenarios.ensemble import CENTRAL, launched
from corridors.scenarios.launch import World
from corridors.scenarios.policies import Pulled, Sides, effects_of, needed, pulled, sides, values_of
from corridors.scenarios.run_plan import Plan, planned
from corridors.scenarios.scenario import Scenario
from corridors.world.given import Economies, Parameters, Reference
from corridors.world.outcome import Outcome, Watched, charged
from corridors.world.rates import drawn
from corridors.world.scenario import PARAMETERS, baseline, scenario

LAUNCH = 2025
Outcomes = tuple[Outcome, Outcome, Outcome]
"""By country, of the parties, of single rows."""
Progress = Callable[[int, int], None]
Corridor = tuple[str, str]


@dataclass(frozen=True)
class Setting:
    """A scenario laid out on a launched world, ready to run under any view and draw."""

    given: Scenario
    world: World
    economies: Economies
    levers: tuple[Pulled, ...]
    sides: Sides
    corridors: tuple[Corridor, ...]
    watched: Watched

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the parameters that a run takes from the registry."""
        return tuple(dict.fromkeys((*PARAMETERS, *needed(self.levers))))

    @cached_property
    def effects(self) -> Callable[[Array, Parameters], Any]:
        """From the levers' values, and parameters, to effects."""
        return effects_of(self.world, self.levers)


def setting(given: Scenario, corridors: Sequence[Corridor] = (), step: int = STEP) -> Setting:
    """Launch the world and lay a scenario out on it.

    Args:
        given: the scenario; corridors: pairs of origin and destination whose people are kept one by one; step: years of
            a period, 5 or 1.
    Raises:
        InvalidInput: a corridor in which nobody lives or moves, or another step.
    """
    world = launched(LAUNCH, given.until, "bilateral", step)
    shown = sides(world, given)
    return Setting(
        given, world, economies(world), pulled(world, given.levers), shown, tuple(corridors),
        _watched(world, shown, tuple(corridors)),
    )  # fmt: skip


def _watched(world: World, shown: Sides, corridors: tuple[Corridor, ...]) -> Watched:
    places = {code: i for i, code in enumerate(world.countries)}
    residence, birth = np.asarray(world.cells.residence), np.asarray(world.cells.birth)
    rows = []
    for origin, destination in corridors:
        found = np.flatnonzero((birth == places[origin]) & (residence == places[destination]))
        if not len(found):
            raise InvalidInput(
                f"Nobody born in {origin} lives in {destination}, and too few move there to be followed.",
                hint="Choose a corridor with people in it: `corridors answer stocks` lists them.",
            )
        rows.append(int(found[0]))

    def mask(codes: tuple[str, ...]) -> Array:
        wanted = set(codes)
        return jnp.asarray([float(code in wanted) for code in world.countries])

    return Watched(mask(shown.origins), mask(shown.destinations), jnp.asarray(rows, dtype=int))


@partial(jax.jit, static_argnames=("every",))
def _luck(world: Any, draw_number: Array, key: Array, every: int) -> Any:
    """The inputs of one draw: rates with the draw's luck; draw 0 has none."""
    cells, inputs, spread, times = world
    scale = jnp.where(draw_number == CENTRAL, 0.0, 1.0)
    own = jax.random.fold_in(key, draw_number)
    moves = drawn(cells, inputs.moves, spread, own, times=times, scale=scale, every=every)
    return type(inputs)(**{**vars(inputs), "moves": moves})


def lucky_inputs(world: World, number: int, seed: int) -> Any:
    """The inputs of a world with the luck of one draw, the same luck as in `project`."""
    parts = (world.cells, world.inputs, world.spread, jnp.asarray(world.luck))
    return _luck(parts, jnp.asarray(number), jax.random.key(seed), world.every)


def one_baseline(held: Setting, inputs: Any, given: Parameters) -> tuple[Outcomes, Reference]:
    """The baseline of one draw."""
    world = held.world
    return baseline(world.cells, world.state, inputs, economies=held.economies, given=given, watched=held.watched)


def one_scenario(held: Setting, inputs: Any, given: Parameters, reference: Reference, values: Array) -> Outcomes:
    """The scenario of one draw, with the levers at some values `[L]`."""
    world = held.world
    return scenario(
        world.cells, world.state, inputs, economies=held.economies, given=given, watched=held.watched,
        effects=held.effects(values, given), reference=reference,
    )  # fmt: skip


def chosen(values: Mapping[str, NDArray[np.float64]], index: int) -> Parameters:
    """One draw of parameters as the world takes them."""
    return {name: jnp.asarray(value[index], jnp.result_type(float)) for name, value in values.items()}


@dataclass(frozen=True)
class Runs:
    """Outcomes of every view and draw, as arrays `[draw, time, ...]` by name: of the baseline and of the scenario.

    `same` names, for a view whose runs equal another's to the last bit, that other: its dispute does not bear on the
    scenario.
    """

    base: dict[str, tuple[dict[str, NDArray[np.float32]], ...]]
    scenario: dict[str, tuple[dict[str, NDArray[np.float32]], ...]]
    same: dict[str, str]


def run_views(
    held: Setting, views: Mapping[str, View | str | None], *, draws: int, seed: int, plan: Plan | None = None,
    progress: Progress | None = None, store: DrawStore | None = None,
) -> Runs:  # fmt: skip
    """Run a scenario and its baseline under each view, for the central run and random draws.

    Views whose parameters are alike share a run, and so do those that differ in accounts of public money alone, which
    move nobody; those are worked out from the run of the first of them. A view whose central run and first draw equal
    another's to the last bit shares all its runs.

    Args:
        views: by name, a view, or None for no choice at all; draws: besides the central run; plan: of just these, where
            it is at hand; store: keeps finished draws, so that a stopped run loses only those under way.
    """
    plan = plan or planned(held, views, draws=draws, seed=seed)
    done, total = 0, len(views) * (draws + 1)

    def made(number: int, leads: Iterable[str]) -> Draw:
        kept = store.read(number) if store else None
        if kept is None:
            kept = one_draw(held, plan, number, leads, seed)
            if store:
                store.write(number, kept)
        return kept

    def tell(drawn: Draw) -> Draw:
        nonlocal done
        for name, outcomes in drawn.items():
            _check_finite(held, name.partition("/")[2], outcomes)
        done += len(views)
        if progress:
            progress(done, total)
        return drawn

    numbers = range(draws + 1)
    found = [tell(each) for each in _parallel(lambda number: made(number, plan.moving.values()), numbers[:2])]
    same = _equal({name: [_pair(held, plan, name, k, found) for k in range(len(found))] for name in views})
    distinct = [name for name in views if name not in same]
    leads = {plan.moving[name] for name in distinct}
    found += [tell(each) for each in _parallel(lambda number: made(number, leads), numbers[2:])]
    stacked = {name: _stacked([_pair(held, plan, name, k, found) for k in numbers]) for name in distinct}
    whole = {name: stacked[same.get(name, name)] for name in views}
    return Runs({name: each[0] for name, each in whole.items()}, {name: each[1] for name, each in whole.items()}, same)


def one_draw(held: Setting, plan: Plan, number: int, leads: Iterable[str], seed: int) -> Draw:
    """The runs of one draw: by "base/view" the baselines and by "scenario/view" the scenarios of views that lead."""
    inputs = lucky_inputs(held.world, number, seed)
    wanted = dict.fromkeys(leads)
    found: Draw = {}
    references: dict[str, Reference] = {}
    for name in dict.fromkeys(plan.basing[each] for each in wanted):
        outcomes, references[name] = one_baseline(held, inputs, chosen(plan.values[name], number))
        found[f"base/{name}"] = jax.device_get(outcomes)
    for name in wanted:
        given, reference = chosen(plan.values[name], number), references[plan.basing[name]]
        found[f"scenario/{name}"] = jax.device_get(one_scenario(held, inputs, given, reference, values_of(held.levers)))
    return found


def _pair(held: Setting, plan: Plan, name: str, number: int, found: Sequence[Draw]) -> tuple[Kept, Kept]:
    """Baseline and scenario of a view in a draw, with the view's own accounts of public money."""
    accounts = plan.accounts(name, number)
    both = (found[number][f"base/{plan.basing[name]}"], found[number][f"scenario/{plan.moving[name]}"])
    base, changed = (_charged(held, outcomes, accounts) for outcomes in both)
    return base, changed


def _charged(held: Setting, outcomes: Kept, accounts: Mapping[str, Any]) -> Kept:
    country, parties, rows = outcomes
    balance, per_host = jax.device_get(charged(country, accounts, held.economies, held.watched))
    return country | balance, parties | per_host, rows


def _check_finite(held: Setting, view: str, made: Kept) -> None:
    """Refuse a run that has left all bounds.

    Raises:
        InvalidInput: with the outcome and the view.
    """
    for name, values in (pair for part in made for pair in part.items()):
        if not np.all(np.isfinite(values)):
            raise InvalidInput(
                f"Under the view {view!r} the scenario {held.given.name!r} leaves all bounds: {name!r} is no number.",
                hint="Give smaller values to its levers, or narrower intervals to the view.",
            )


def _parallel(work: Callable[[int], Draw], numbers: Sequence[int]) -> Iterator[Draw]:
    """Do the draws, as many at a time as there are processors, in order; what has not begun stops with the user."""
    pool = ThreadPoolExecutor(max_workers=os.cpu_count() or 1)
    try:
        yield from pool.map(work, numbers)
    finally:
        pool.shutdown(cancel_futures=True)


def _equal(made: Mapping[str, Sequence[Any]]) -> dict[str, str]:
    """Views whose runs so far equal those of an earlier view."""
    seen: dict[bytes, str] = {}
    same = {}
    for name, pairs in made.items():
        leaves = jax.tree.leaves(pairs)
        mark = hashlib.sha256(b"".join(np.asarray(leaf).tobytes() for leaf in leaves)).digest()
        if mark in seen:
            same[name] = seen[mark]
        else:
            seen[mark] = name
    return same


Stacked = tuple[dict[str, NDArray[np.float32]], ...]


def _stacked(pairs: Sequence[tuple[Kept, Kept]]) -> tuple[Stacked, Stacked]:
    """Baselines and scenarios with the draws as first axis."""

    def whole(side: int) -> Stacked:
        parts = pairs[0][side]
        return tuple(
            {name: np.stack([np.asarray(pair[side][part][name], np.float32) for pair in pairs]) for name in parts[part]}
            for part in range(len(parts))
        )

    return whole(0), whole(1)
