"""Common ground: packages of policies under which no party loses in any view, and what stays disputed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.errors import InvalidInput
from corridors.scenarios.assumptions import UNDECIDED
from corridors.scenarios.common_ground_file import Problem
from corridors.scenarios.common_ground_found import CHEAP, EVEN, GOALS, LEAST, Check, Found, Package, named
from corridors.scenarios.common_ground_search import Archive, Goal, at_random, extend, search
from corridors.scenarios.outcomes import PARTIES, outcomes
from corridors.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corridors.scenarios.common_ground_model import Ground

    Floats = NDArray[np.float64]

STARTS, STEPS, DRAWS, CHECKED = 3, 5, 16, 2
"""Climbs of a search, most runs of each, and draws that check a package, unless the user says otherwise;
and how many packages are checked."""
FRESH = 20_250
"""Added to the seed of a search for that of its check, so that the check has luck of its own."""
ALSO = 0.001
"""What the gains of all count beside that of the worst-off in the main goal: enough to choose among packages in which
the worst-off gains alike, too little to trade its gain against another's, which may be hundreds of times larger."""
Tell = Callable[[str], None]


def find(
    problem: Problem, *, seed: int = 0, starts: int = STARTS, steps: int = STEPS, draws: int = DRAWS,
    compare: bool = False, tell: Tell = lambda _: None,
) -> Found:  # fmt: skip
    """Seek packages under which no party loses in any view and the worst-off gains most, and check them.

    A party's gain under a view is the weighted mean over its measures of the effect, mean over the run's time, divided
    by the measure's yardstick; a package is acceptable where no gain falls below the tolerance in any view. Sought is
    the largest least gain, over parties and views, of the central run. What is found is run again in random draws with
    fresh luck.

    Args:
        problem: what may move; seed: of all random numbers; starts, steps: of the climbs; draws: of the check, none
            for no check; compare: also run plain random search at the same cost; tell: called with what is going on.
    Raises:
        NotCovered: a party has nothing that is known.
    """
    from corridors.scenarios.common_ground_model import ground

    tell("launching the world")
    held = ground(problem)
    found = sought(held, seed=seed, starts=starts, steps=steps, compare=compare, tell=tell)
    return verified(held, found, draws=draws, seed=seed, tell=tell) if draws else found


def verified(held: Ground, found: Found, *, draws: int, seed: int, tell: Tell = lambda _: None) -> Found:
    """Run the first packages again in random draws; seed: of the search, from which the check's follows."""
    packages = list(found.packages)
    for i, one in enumerate(packages[:CHECKED]):
        tell(f"checking: {GOALS[one.goal]}")
        made = check(held.problem, held, one.values, draws=draws, seed=seed + FRESH)
        packages[i] = replace(one, check=made)
    return replace(found, packages=tuple(packages))


def sought(
    held: Ground, *, seed: int = 0, starts: int = STARTS, steps: int = STEPS, compare: bool = False,
    tell: Tell = lambda _: None,
) -> Found:  # fmt: skip
    """Seek packages on a problem that is laid out; the work of `find` without the check."""
    problem = held.problem
    tolerance = np.array([problem.tolerance[party] for party in PARTIES])
    main = Goal(EVEN, 1.0, np.full(len(PARTIES), ALSO), tolerance)
    tell(f"searching {len(problem.levers)} levers under {len(held.views)} views")
    archive = search(held.scores, held.slopes, held.box, main, starts=starts, steps=steps, seed=seed)
    goals, best = [main], archive.best(main, held.box)
    spent = (len(held.tally.runs), len(held.tally.slopes))
    if problem.cost_unit and (price := held.box.price(archive.points[best])) > 0:
        goals.append(Goal(CHEAP, 1.0, np.full(len(PARTIES), ALSO), tolerance, price / 2))
    goals += [Goal(party, 0.05, np.eye(len(PARTIES))[row], tolerance) for row, party in enumerate(PARTIES)]
    for goal in goals[1:]:
        tell(GOALS[goal.name].lower())
        extend(held.scores, archive, held.box, goal, starts=1, steps=max(steps // 2, 1), seed=seed)
    tell("what each lever carries")
    packages = _packages(held, archive, goals)
    worth = _worth(held)
    trail = {"search": _trail(archive, main, worth, sum(spent))}
    if compare:
        runs = round(spent[0] + spent[1] * worth)
        tell(f"random search, {runs} points")
        line = at_random(held.scores, main, len(problem.levers), runs=runs, seed=seed)
        trail["random"] = [(float(i + 1), max(gain, 0.0)) for i, gain in enumerate(line)]
    tried = [
        {"cost": held.box.price(u), **dict(zip(PARTIES, s.min(axis=0).tolist(), strict=True))}
        for u, s in zip(archive.points, archive.scores, strict=True)
    ]
    units = dict(zip(held.measured.names, held.measured.unit.tolist(), strict=True))
    return Found(
        problem.name, {name: held.labels[name] for name in held.views}, dict(held.same), units, held.measured.left_out,
        packages, tuple(_split(held, archive)), tuple(tried), trail, _record(held, seed, spent, worth),
    )  # fmt: skip


def _packages(held: Ground, archive: Archive, goals: Sequence[Goal]) -> tuple[Package, ...]:
    """The best point for each goal, each point once, where nobody loses and somebody gains."""
    found: list[Package] = []
    for goal in goals:
        number = archive.best(goal, held.box)
        floors = archive.scores[number].min(axis=0)
        if np.any(floors < -goal.tolerance) or floors.max() < LEAST:
            continue
        point = archive.points[number]
        values = tuple(float(value) for value in held.scale.values(point))
        if all(not np.allclose(values, other.values, rtol=1e-3) for other in found):
            found.append(_package(held, goal.name, point, values, carried=not found))
    return tuple(found)


def _package(held: Ground, goal: str, point: Floats, values: tuple[float, ...], *, carried: bool) -> Package:
    measures = held.measures(point)
    scores = measures @ held.measured.weights.T
    without = {}
    for i in range(len(point)) if carried else ():
        less = held.scores(np.where(np.arange(len(point)) == i, held.box.neutral, point))
        falls = scores.min(axis=0) - less.min(axis=0)
        without[str(i)] = dict(zip(PARTIES, falls.tolist(), strict=True))
    return Package(
        goal, values, held.box.price(point), named(held.views, tuple(PARTIES), scores),
        named(held.views, held.measured.names, measures * held.measured.unit * held.measured.sign), without,
    )  # fmt: skip


def _split(held: Ground, archive: Archive) -> list[dict[str, Any]]:
    """Levers whose first step from the neutral point helps a party in one view and harms it in another."""
    slopes, found = archive.slopes[0], []
    for i in range(slopes.shape[2]):
        for p, party in enumerate(PARTIES):
            low, high = int(slopes[:, p, i].argmin()), int(slopes[:, p, i].argmax())
            down, up = float(slopes[low, p, i]), float(slopes[high, p, i])
            if down < -LEAST and up > LEAST:
                found.append(
                    {"lever": i, "party": party, "against": held.views[low], "for": held.views[high],
                     "harm": down, "help": up}
                )  # fmt: skip
    return found


def _worth(held: Ground) -> float:
    """How many runs the slopes at one point cost, by the clock; medians, so that compiling is left out."""
    return float(np.median(held.tally.slopes) / np.median(held.tally.runs))


def _trail(archive: Archive, goal: Goal, worth: float, count: int) -> list[tuple[float, float]]:
    """The best package's least gain after so many runs, slopes counted at what they cost."""
    found, runs, best = [], 0.0, 0.0
    for scores, exact in list(zip(archive.scores, archive.exact, strict=True))[:count]:
        runs += worth if exact else 1.0
        best = max(best, goal.merit(scores.min(axis=0)))
        found.append((runs, best))
    return found


def check(problem: Problem, held: Ground, values: Sequence[float], *, draws: int, seed: int) -> Check:
    """Run a package in random draws, each with luck of its own and numbers drawn within each view.

    Args:
        problem, held: as searched; values: of all levers; draws: at least two; seed: other than the search's.
    """
    from corridors.scenarios.study import study

    if draws < 2:
        raise InvalidInput(f"{draws} draws check nothing.", hint="Choose 2 or more, or 0 for no check.")
    paths = {view.name: path for path, view in problem.view_files.items()}
    given = scenario_of(problem, values, views=tuple(paths.get(name, name) for name in held.views if name != UNDECIDED))
    made = study(given, draws=draws, seed=seed)
    effects = np.stack(
        [
            made.parties[name].sel(measure="effect").sel(view=list(held.views)).isel(draw=slice(1, None)).mean("time")
            * outcomes()[name].better / unit
            for name, unit in zip(held.measured.names, held.measured.unit, strict=True)
        ],
        axis=-1,
    )  # fmt: skip
    gains = effects @ held.measured.weights.T
    tolerance = np.array([problem.tolerance[party] for party in PARTIES])
    holds = gains >= -tolerance
    parties = tuple(PARTIES)
    return Check(
        draws, seed, float(holds.all(axis=(0, 2)).mean()), named(held.views, parties, holds.mean(axis=1)),
        named(held.views, parties, gains.mean(axis=1)), named(held.views, parties, gains.min(axis=1)),
        named(held.views, parties, gains.max(axis=1)),
    )  # fmt: skip


def scenario_of(problem: Problem, values: Sequence[float], *, name: str = "", views: tuple[str, ...] = ()) -> Scenario:
    """The scenario of a package; levers that stand at their neutral value are left out."""
    from corridors.policy.levers import LEVERS

    moved = {
        i: float(value)
        for i, (one, value) in enumerate(zip(problem.levers, values, strict=True))
        if abs(value - LEVERS[one.name].neutral) > 1e-4 * (one.highest - one.lowest)
    }
    return problem.scenario(moved, name=name, views=views)


def numbers(held: Ground) -> str:
    """The SHA-256 of the registry's central values under every view of a problem."""
    values = {v: {k: float(x) for k, x in s.given.items()} for v, s in zip(held.views, held.seen, strict=True)}
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def _record(held: Ground, seed: int, spent: tuple[int, int], worth: float) -> dict[str, Any]:
    from corridors import __version__

    return {
        "made_by": f"corridors {__version__}", "seed": seed, "inputs": held.problem.hash(), "numbers": numbers(held),
        "runs": spent[0], "slopes": spent[1], "slope_in_runs": worth,
        "seconds": round(sum(held.tally.runs) + sum(held.tally.slopes), 1),
    }  # fmt: skip
