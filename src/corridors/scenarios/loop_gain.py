"""Does skilled emigration feed on itself? The gain of the loop from the model's Jacobian, by country and view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from numpy.typing import NDArray

from corridors.parameters import View
from corridors.policy.levers import LEVERS
from corridors.scenarios.assumptions import UNDECIDED, draw, resolved
from corridors.scenarios.economies import economies
from corridors.scenarios.ensemble import launched
from corridors.scenarios.launch import World
from corridors.scenarios.policies import effects_of, pulled, values_of
from corridors.scenarios.rival_runs import LAUNCH, chosen
from corridors.scenarios.scenario import LeverUse
from corridors.scenarios.scenario_file import UNTIL
from corridors.scenarios.study import datasets
from corridors.world.cells import Cells
from corridors.world.effects import Effects, no_effects
from corridors.world.given import Economies, Given, Reference
from corridors.world.order import POLICY, step_with
from corridors.world.outcome import Watched
from corridors.world.processes.react import HIGH, prospect, react
from corridors.world.scenario import PARAMETERS, baseline
from corridors.world.state import Inputs, State
from corridors.world.status import ratio

YEARS = 5.0
PERIODS = 3
"""Periods followed: the one that is disturbed and two after it."""
GROUPS = 12
"""Countries are disturbed in this many groups at once; within a group they touch each other through wages alone."""
AT_ONCE = 6
"""Groups carried through the model together: what fits in memory."""
VIEWS = (
    "brain-drain", "brain-gain", "development-reduces", "development-enables", "remittances-finance",
    "remittances-replace",
)  # fmt: skip
"""Views whose disputes the loop passes through."""
TRIED = {
    "portability": 0.1, "return_support": 0.1, "recognition": 0.1, "growth": 0.1, "investment": 0.1, "aid": 1.1,
    "remittance_price": 0.03,
}  # fmt: skip
"""Levers tried and to what: a tenth of a share, a tenth more, or for prices the target 10.c of the SDGs. Our choice."""
FEWEST = 1e-9
"""Rates of leaving a year below which there is no loop."""
NOTHING = 0.0005
"""A lever that lowers a gain by less has an effect of 0.000 with the three decimals that gains are told in, and is not
named: 0.0005 is a hundredth of the largest gains."""
LARGE = 1_000_000
"""People below whom a country is not ranked: its highly educated emigrants are too few for the stocks to follow."""
DECIMALS = 3
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class LoopGain:
    """Gains of the loop by view and country.

    `gain[V, R]`: by how many per cent the rate at which highly educated natives leave in the next five years is higher
    when it is one per cent higher in these; below one a disturbance dies out, above one it grows. `root[V, R]`: the
    factor from period to period in the long run, the spectral radius of the country's own feedback over two periods.
    `by_lever`, by name: how the gain `[R]` changes, where no view is taken, when every country pulls the lever as in
    `TRIED`. Not a number for countries from which no highly educated people leave. `ranked[R]`: whether a country
    has `LARGE` people at launch, and remittances are known to reach it, so that no part of its loop is missing.
    """

    countries: tuple[str, ...]
    views: tuple[str, ...]
    gain: Floats
    root: Floats
    by_lever: dict[str, Floats]
    datasets: tuple[str, ...]
    ranked: NDArray[np.bool_]

    def lever(self, country: str) -> tuple[str, float] | None:
        """The lever that lowers a country's gain most and by how much, or None where none does by `NOTHING`."""
        place = self.countries.index(country)
        found = min(((name, float(change[place])) for name, change in self.by_lever.items()), key=lambda one: one[1])
        return found if found[1] <= -NOTHING else None


@dataclass(frozen=True)
class Loop:
    """The world over the periods that are followed, ready to be disturbed."""

    world: World
    economies: Economies
    watched: Watched

    def response(self, given: Given, groups: Array) -> tuple[Floats, Floats]:
        """How the log rate of leaving answers to a disturbance of the first period's: direct `[R]`, later `[T - 1, R]`.

        Args:
            given: what the scenario gives; groups: `[G, R]`, one where a country is disturbed with the group.
        """
        world = self.world
        inputs = replace(world.inputs, given=given)
        chunks = np.array_split(groups, -(-len(groups) // AT_ONCE))
        parts = [_responses(world.cells, world.state, inputs, chunk) for chunk in chunks]
        whole = np.concatenate([np.asarray(part, float) for part in parts])
        own = np.einsum("gtr,gr->tr", whole, np.asarray(groups, float))
        return own[0], own[1:]


def loop_gain(
    views: Sequence[str | View] = VIEWS, *, country: str | None = None, levers: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> LoopGain:  # fmt: skip
    """Give the gain of the loop in which skilled emigration feeds on itself.

    With x the log rate at which highly educated natives of a country leave in a period, the derivatives of the later
    rates, `h[n] = d x[t + n] / d x[t]`, by forward differentiation of the whole model: ties abroad, pay abroad, income
    and money at home, schooling where the view has it. The gain is `h[1]`; with the kernel `k[1] = h[1]`,
    `k[2] = h[2] - h[1] k[1]`, the root is the larger modulus of `z^2 = k[1] z + k[2]`.

    Args:
        views: beside that of no view; country: only this one, exactly; else all, in `GROUPS` groups; levers: try them;
            progress: called with steps done and wanted.

    Example:
        >>> found = loop_gain([], country="PHL", levers=False)
        >>> bool(found.gain[0, 0] < 1)
        True
    """
    loop = _loop()
    known = loop.world.countries
    shown = known if country is None else (country,)
    groups = _groups(loop.world, None if country is None else known.index(country))
    wanted: dict[str, str | View | None] = {UNDECIDED: None} | {v if isinstance(v, str) else v.name: v for v in views}
    places = [known.index(code) for code in shown]
    steps, total = 0, len(wanted) + (len(TRIED) if levers else 0)
    gains, roots = [], []

    def step(view: str | View | None, uses: tuple[LeverUse, ...]) -> tuple[Floats, Floats]:
        nonlocal steps
        found = _gain(loop, view, uses, jnp.asarray(groups))
        steps += 1
        if progress:
            progress(steps, total)
        return found[0][places], found[1][places]

    for one in wanted.values():
        gain, root = step(one, ())
        gains.append(gain)
        roots.append(root)
    tried = TRIED if levers else {}
    by_lever = {name: step(None, (LeverUse(name, value, start=LAUNCH),))[0] - gains[0] for name, value in tried.items()}
    return LoopGain(
        shown, tuple(wanted), np.stack(gains), np.stack(roots), by_lever, datasets(loop.world), _ranked(loop)[places]
    )


def _gain(loop: Loop, view: str | View | None, uses: tuple[LeverUse, ...], groups: Array) -> tuple[Floats, Floats]:
    """Gain and root of every country under a view, with some levers pulled."""
    world = loop.world
    levers = pulled(world, uses)
    names = (*PARAMETERS, *(name for each in levers for name in each.lever.parameters))
    given = chosen(draw(resolved(view, dict.fromkeys(names)), [0], 0), 0)
    _, reference = baseline(
        world.cells, world.state, world.inputs, economies=loop.economies, given=given, watched=loop.watched
    )
    effects = effects_of(world, levers)(values_of(levers), given) if levers else no_effects(world.cells, PERIODS)
    world_given = {name: given[name] for name in PARAMETERS}
    whole = Given(effects, reference, world_given, loop.economies, jnp.ones((), world.state.people.dtype))
    direct, later = loop.response(whole, groups)
    known = np.abs(direct) > FEWEST
    h = np.divide(later, direct, out=np.full_like(later, np.nan), where=known)
    return h[0], _root(h[0], h[1])


def _root(first: Floats, second: Floats) -> Floats:
    """The larger modulus of the roots of `z^2 = k1 z + k2`, from the responses after one and two periods."""
    k1, k2 = first, second - first**2
    inner = (k1**2 + 4 * k2).astype(complex) ** 0.5
    found: Floats = np.maximum(np.abs(k1 + inner), np.abs(k1 - inner)) / 2
    return found


@partial(jax.jit, compiler_options={"xla_llvm_disable_expensive_passes": True})
def _responses(cells: Cells, state: State, inputs: Inputs, groups: Array) -> Array:
    """Derivatives of the log rates of leaving of each period by a disturbance of each group's first, `[G, T, R]`."""
    given = inputs.given
    assert given is not None

    def rates(shock: Array) -> Array:
        home = jnp.minimum(cells.birth, cells.residences - 1)
        legal = given.effects.legal.at[0, :, HIGH].add(shock[home] * (cells.birth < cells.residences))
        plain, effects = replace(inputs, given=None), replace(given.effects, legal=legal)

        def inputs_of(moving: tuple[Inputs, Effects, Reference]) -> Inputs:
            now, changes, reference = moving
            return replace(now, given=replace(given, effects=changes, reference=reference))

        def period(state: State, moving: tuple[Inputs, Effects, Reference]) -> tuple[State, Array]:
            then, _, used = step_with(cells, state, inputs_of(moving), years=YEARS, processes=POLICY)
            return then, prospect(cells, used.moves)

        moving = (plain, effects, given.reference)
        before, last = (jax.tree.map(lambda value, part=part: value[part], moving) for part in (slice(-1), -1))
        end, rates = jax.lax.scan(period, state, before)
        final = prospect(cells, react(cells, end, inputs_of(last), YEARS).moves)
        return jnp.concatenate([rates, final[None]])

    def along(group: Array) -> Array:
        rate, change = jax.jvp(rates, (jnp.zeros_like(group),), (group,))
        return ratio(change, rate)

    return jax.vmap(along)(groups)


def _loop() -> Loop:
    world = launched(LAUNCH, UNTIL, "bilateral")
    short = replace(
        world, years=world.years[: PERIODS + 1], inputs=jax.tree.map(lambda value: value[:PERIODS], world.inputs)
    )
    nobody: Any = jnp.zeros(len(world.countries))
    return Loop(short, economies(world), Watched(nobody, nobody, jnp.zeros(0, dtype=int)))


def _groups(world: World, place: int | None) -> NDArray[np.float32]:
    """Which countries are disturbed together: the largest origins of emigrants apart from each other; or one alone."""
    size = len(world.countries)
    if place is not None:
        return np.eye(size, dtype=np.float32)[[place]]
    birth, away = np.asarray(world.cells.birth), np.asarray(world.cells.foreign)
    abroad = np.bincount(birth, np.asarray(world.state.people.sum(axis=(1, 2, 3))) * away, minlength=size + 1)[:size]
    rank = np.argsort(np.argsort(-abroad))
    return (np.arange(GROUPS)[:, None] == rank % GROUPS).astype(np.float32)


def _ranked(loop: Loop) -> NDArray[np.bool_]:
    """Whether each country has `LARGE` people, and some of those born there are known to send money, `[R]`."""
    world, size = loop.world, len(loop.world.countries)
    people = np.asarray(world.state.people.sum(axis=(1, 2, 3)), float)
    sent = people * np.asarray(loop.economies.per_person) * np.asarray(world.cells.foreign)
    living = np.bincount(np.asarray(world.cells.residence), people, minlength=size)
    received = np.bincount(np.asarray(world.cells.birth), sent, minlength=size + 1)[:size]
    return (living >= LARGE) & (received > 0)


def told(value: float) -> str:
    """A gain as it is told, to three decimals and never as a negative zero.

    >>> told(0.0476), told(-0.0004)
    ('0.048', '0.000')
    """
    return f"{round(value, DECIMALS) + 0.0:.{DECIMALS}f}"


def lever_label(name: str) -> str:
    """What a lever that is tried is called, with the value.

    >>> lever_label("growth")
    'Growth of productivity (0.1)'
    """
    return f"{LEVERS[name].label} ({TRIED[name]:g})"
