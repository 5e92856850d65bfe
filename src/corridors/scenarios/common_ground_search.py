"""The search for common ground: points of a box at which the worst-off party, over all views, gains most.

A point `u[L]` has a coordinate from 0 to 1 for each lever; a model gives the gain of each party under each view there,
`scores[V, P]`, and its slopes by lever, `[V, P, L]`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Scores = Callable[[Floats], Floats]
Slopes = Callable[[Floats], tuple[Floats, Floats]]
_RADIUS, _LARGEST, _SMALLEST = 0.3, 0.6, 0.01
_SCREENED = 4000
_APART = 0.15
_LOST, _IDLE = -1e3, 1e-6
"""What a loss beyond the tolerance counts, and a move that changes nothing, in gains."""


@dataclass(frozen=True)
class Goal:
    """What a climb seeks: most of `worst * min_p f[p] + sum_p parties[p] f[p]`, with `f[p]` the gain of party p in the
    view in which it gains least, where `f[p] >= -tolerance[p]` for all and the cost is at most `budget`."""

    name: str
    worst: float
    parties: Floats
    tolerance: Floats
    budget: float = np.inf

    def merit(self, floors: Floats) -> float:
        """What a point is worth, less what its losses go beyond the tolerance."""
        beyond = np.maximum(-self.tolerance - floors, 0).sum()
        return float(self.worst * floors.min() + self.parties @ floors + _LOST * beyond)


@dataclass(frozen=True)
class Box:
    """The levers' coordinates: `neutral[L]` changes nothing, and may lie outside; moving lever i by one whole of the
    box costs `cost[i]`."""

    neutral: Floats
    cost: Floats

    def price(self, point: Floats) -> float:
        """What a package costs: each lever's move from its neutral value, in the box or at its nearest bound."""
        return float(np.abs(point - np.clip(self.neutral, 0, 1)) @ self.cost)


@dataclass
class Archive:
    """Every point that the model was run at, with its scores and slopes, exact or carried along."""

    points: list[Floats] = field(default_factory=list)
    scores: list[Floats] = field(default_factory=list)
    slopes: list[Floats] = field(default_factory=list)
    exact: list[bool] = field(default_factory=list)
    """Whether the slopes are the model's own."""

    def add(self, point: Floats, scores: Floats, slopes: Floats, *, exact: bool = False) -> None:
        """Keep a point."""
        self.exact.append(exact)
        self.points.append(point)
        self.scores.append(scores)
        self.slopes.append(slopes)

    def nearest(self, point: Floats) -> int:
        """The number of the nearest point."""
        return int(np.argmin([np.abs(point - one).max() for one in self.points]))

    def best(self, goal: Goal, box: Box) -> int:
        """The number of the best point for a goal."""
        within = [box.price(point) <= goal.budget + 1e-9 for point in self.points]
        worth = [goal.merit(s.min(axis=0)) if ok else -np.inf for s, ok in zip(self.scores, within, strict=True)]
        return int(np.argmax(worth))

    def guess(self, points: Floats) -> Floats:
        """Scores expected at `[N, L]`: the lines through the known points, each weighted by its nearness to the fourth.

        Returns: `[N, V, P]`.
        """
        known = np.stack(self.points)
        apart = points[:, None] - known[None]
        weight = 1 / (1e-9 + (apart**2).sum(axis=-1)) ** 2
        weight /= weight.sum(axis=1, keepdims=True)
        lines = np.einsum("nkl,kvpl->nkvp", apart, np.stack(self.slopes)) + np.stack(self.scores)[None]
        return np.einsum("nk,nkvp->nvp", weight, lines)


def screen(archive: Archive, goal: Goal, box: Box, *, starts: int, rng: np.random.Generator) -> list[Floats]:
    """The best of many random points by what the known ones let expect, some way apart from each other."""
    size = len(box.cost)
    points = rng.random((_SCREENED, size))
    corners = rng.random((_SCREENED, size)) < 0.5
    points = np.where(corners, np.round(points), points)
    points = np.concatenate([points, np.stack(archive.points)])
    points = points[[box.price(point) <= goal.budget for point in points]]
    if not len(points):
        return [np.clip(box.neutral, 0, 1)]
    floors = archive.guess(points).min(axis=1)
    order = np.argsort([-goal.merit(each) for each in floors])
    chosen: list[Floats] = []
    for i in order:
        if len(chosen) < starts and all(np.abs(points[i] - one).max() > _APART for one in chosen):
            chosen.append(points[i])
    return chosen


def climb(
    scores: Scores, archive: Archive, goal: Goal, box: Box, start: Floats, *, steps: int, slopes: Slopes | None = None
) -> None:
    """Climb from a point by linear programmes on the slopes, each within a radius in which they are trusted.

    Every step maximises the goal on the lines `scores + slopes (u - point)`. Its end is kept where the model confirms
    the gain, and the radius grows; else the radius shrinks. What a step has shown corrects the slopes by the least
    change that explains it (Broyden's). All points go to the archive.

    Args:
        scores: the model; steps: most runs of it; slopes: the model's own, asked for at the start where given.
    Source: Broyden (1965), https://doi.org/10.1090/S0025-5718-1965-0198670-6; Madsen (1975), linear programmes for
        minimax, https://doi.org/10.1093/imamat/16.3.321.
    """
    at, here, slope = _begin(scores, slopes, archive, start)
    radius = _RADIUS
    for _ in range(steps):
        aim = _step((at, here, slope), goal, box, radius)
        if aim is None or np.abs(aim - at).max() < 1e-4:
            return
        there = scores(aim)
        move = aim - at
        slope = slope + (there - here - slope @ move)[..., None] * move / (move @ move)
        archive.add(aim, there, slope)
        if goal.merit(there.min(axis=0)) > goal.merit(here.min(axis=0)):
            at, here, radius = aim, there, min(2 * radius, _LARGEST)
        else:
            radius = min(radius, float(np.abs(move).max())) / 3
        if radius < _SMALLEST:
            return


def _begin(scores: Scores, slopes: Slopes | None, archive: Archive, start: Floats) -> tuple[Floats, Floats, Floats]:
    known = archive.nearest(start) if archive.points else None
    same = known is not None and np.array_equal(archive.points[known], start)
    if slopes is not None or known is None:
        if slopes is None:
            raise ValueError("A climb without a known point needs slopes.")
        here, slope = slopes(start)
    elif same:
        return start, archive.scores[known], archive.slopes[known]
    else:
        here, slope = scores(start), archive.slopes[known]
    archive.add(start, here, slope, exact=slopes is not None)
    return start, here, slope


def _step(lines: tuple[Floats, Floats, Floats], goal: Goal, box: Box, radius: float) -> Floats | None:
    """Where the goal is greatest on the lines, within the radius, the box and the budget; None where nothing is.

    Unknowns: the point u, the least gain t, the floors f of the parties, and the moves m of the levers from neutral.
    """
    from scipy.optimize import linprog

    at, here, slope = lines
    size, (views, parties) = len(at), here.shape
    least, first, moves = size, size + 1, size + 1 + parties
    count = moves + size
    by_view = np.zeros((views, parties, count))
    by_view[..., :size] = -slope
    by_view[:, range(parties), range(first, moves)] = 1
    worst = np.zeros((parties, count))
    worst[:, least] = 1
    worst[:, first:moves] = -np.eye(parties)
    up, down = np.zeros((size, count)), np.zeros((size, count))
    up[:, :size], down[:, :size] = np.eye(size), -np.eye(size)
    up[:, moves:] = down[:, moves:] = -np.eye(size)
    neutral = np.clip(box.neutral, 0, 1)
    spent = np.zeros((1, count))
    spent[0, moves:] = box.cost
    rows = np.concatenate([by_view.reshape(-1, count), worst, up, down, spent])
    allowed: list[Any] = [(here - slope @ at).ravel(), np.zeros(parties), neutral, -neutral, [min(goal.budget, 1e9)]]
    gain = np.zeros(count)
    gain[least], gain[first:moves] = goal.worst, goal.parties
    gain[moves:] = -_IDLE
    lost = np.minimum(here.min(axis=0), -goal.tolerance)
    low, high = np.maximum(at - radius, 0), np.minimum(at + radius, 1)
    bounds: list[Any] = [*zip(low, high, strict=True), (None, None)]
    bounds += [(each, None) for each in lost]
    bounds += [(0, None)] * size
    found = linprog(-gain, A_ub=rows, b_ub=np.concatenate(allowed), bounds=bounds, method="highs")
    return np.clip(found.x[:size], 0, 1) if found.success else None


def search(
    scores: Scores, slopes: Slopes, box: Box, goal: Goal, *, starts: int = 3, steps: int = 8, seed: int = 0
) -> Archive:  # fmt: skip
    """Seek the best point for a goal from many starts.

    The model's slopes are taken at the neutral point and at the middle of the box, which screens thousands of random
    points; climbs begin at the best of them; and at the best point that they find the slopes are taken again, twice.

    Args:
        scores, slopes: the model; starts: climbs; steps: most runs of each.
    Returns: all points with their scores.
    """
    archive = Archive()
    neutral = np.clip(box.neutral, 0, 1)
    for point in (neutral, np.where(neutral == 0.5, 0.75, 0.5)):
        archive.add(point, *slopes(point), exact=True)
    extend(scores, archive, box, goal, starts=starts, steps=steps, seed=seed)
    for _ in range(2):
        climb(scores, archive, goal, box, archive.points[archive.best(goal, box)], steps=steps, slopes=slopes)
    return archive


def extend(
    scores: Scores, archive: Archive, box: Box, goal: Goal, *, starts: int = 1, steps: int = 4, seed: int = 0
) -> None:  # fmt: skip
    """Seek the best point for a further goal with what is known from others."""
    for start in screen(archive, goal, box, starts=starts, rng=np.random.default_rng(seed)):
        climb(scores, archive, goal, box, start, steps=steps)


def at_random(scores: Scores, goal: Goal, size: int, *, runs: int, seed: int) -> list[float]:
    """Plain random search: what the best of the first k points is worth, for k from 1 to `runs`."""
    rng = np.random.default_rng(seed)
    best, found = -np.inf, []
    for _ in range(runs):
        best = max(best, goal.merit(scores(rng.random(size)).min(axis=0)))
        found.append(float(best))
    return found
