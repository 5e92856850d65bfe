"""Bring a year's flows near to known net migration, each cell as far as what is known of it and the stocks allow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SLACK = 0.03
"""How firmly net migration is believed: where the pull `u` on a country is 1, net migration is missed by this share of
its arrivals and departures. 0 would be as exact as the bounds allow."""
REACH = 3.0
"""How far the log of a cell may move, in units of how readily it gives way."""
FIRM = 0.02
"""The least a bound may be, on the log scale, so that no cell is wholly stiff."""
ABOVE_ENVELOPE = 5.0
"""How many times the largest estimate from stocks, with those in flight added, a cell may be raised to: those estimates
are means of five years, and most of an event falls in one of them."""
SMALL = 1000.0
"""Persons a year that any cell may be raised to, whatever the stocks say, where both places are large."""
UNSEEN = 0.0005
"""Share of the smaller place's people that may move in a year without showing in any stock: some six of Tuvalu's."""
MOST_LEAVING = 0.1
"""Share of a population that may leave for one country in a year, other than in flight."""


LONGEST_STEP = 3.0
"""Bound on a step of the pull: beyond it cells stand at their bounds, and the curvature says nothing."""


@dataclass(frozen=True)
class Bounds:
    """How far the log of each cell may fall and rise, both `[origin, destination]` and above 0."""

    fall: Floats
    rise: Floats


def unseen(people: Floats, most: float) -> Floats:
    """Persons a year who may move between two places without showing in any stock, `[..., origin, destination]`.

    `min(most, UNSEEN min(people[origin], people[destination]))`; `people` `[..., place]`.

    >>> unseen(np.array([1e4, 1e8, 1e8]), 50.0)[:2].tolist()
    [[5.0, 5.0, 5.0], [5.0, 50.0, 50.0]]
    """
    return np.minimum(most, UNSEEN * np.minimum(people[..., :, None], people[..., None, :]))


def bounds(flow: Floats, spread: Floats, envelope: Floats, flight: Floats, *, growth: Floats, people: Floats) -> Bounds:
    """The bounds of a year's cells, from how readily they give way and what stocks and populations allow.

    A cell rises at most to `ABOVE_ENVELOPE` times the largest estimate from stocks plus those in flight and those
    `unseen`, and to `MOST_LEAVING` of the origin's people; it falls at most to the growth of the stock of
    those born in the origin. Nothing limits it more than its own value.

    Arguments: `flow`, `spread` (how readily its log gives way), `envelope`, `flight`, `growth`
    `[origin, destination]` and `people[origin]`, persons a year.
    """
    reach = REACH * spread
    most = ABOVE_ENVELOPE * envelope + flight + unseen(people, SMALL)
    most = np.minimum(most, MOST_LEAVING * people[:, None] + flight)
    with np.errstate(divide="ignore", invalid="ignore"):
        rise = np.minimum(reach, np.log(np.maximum(most, flow) / flow))
        fall = np.minimum(reach, np.log(flow / np.minimum(np.maximum(growth, 1e-9), flow)))
    return Bounds(*(np.maximum(np.nan_to_num(side), FIRM) for side in (fall, rise)))


def toward_net(
    flow: Floats, net: Floats, spread: Floats, within: Bounds, *, slack: float = SLACK, steps: int = 120
) -> Floats:
    """Scale flows so that arrivals less departures come near to `net`, with the least change.

    `flow'[o, d] = flow[o, d] exp(move(s2[o, d] (u[d] - u[o])))`, `s2` the square of how readily it gives way;
    `move(x)` is `b tanh(x / b)` with the bound `b` on its side. `u` solves, for every country,
    `arrivals' - departures' - net + slack (arrivals + departures) u = 0`, the stationary point of a convex function, by
    Newton steps with damping. Without bounds and with equal spreads this is Plane's fit. A net that does not sum to
    zero loses its mean in proportion to turnover.

    Arguments: `flow`, `spread` `[origin, destination]`, `net[place]`, persons a year; `within` the bounds.
    Source: Plane (1981), https://doi.org/10.1177/016001768100600103 ; the bounds and the price are our own.

    >>> free, one = Bounds(np.full((2, 2), 50.0), np.full((2, 2), 50.0)), np.ones((2, 2))
    >>> toward_net(2.0 * (one - np.eye(2)), np.array([3.0, -3.0]), one, free, slack=1e-9).round(2).tolist()
    [[0.0, 1.0], [4.0, 0.0]]
    """
    turnover = flow.sum(0) + flow.sum(1)
    goal = net - net.sum() * turnover / max(turnover.sum(), 1e-9)
    price, square, u = slack * turnover + 1e-6, spread**2, np.zeros(len(net))

    def moved(v: Floats) -> tuple[Floats, Floats]:
        x = square * (v[None, :] - v[:, None])
        bound = np.where(x > 0, within.rise, within.fall)
        tanh = np.tanh(x / bound)
        now = flow * np.exp(bound * tanh)
        return now, now * square * (1 - tanh**2)

    def missed(now: Floats, v: Floats) -> Floats:
        return now.sum(0) - now.sum(1) - goal + price * v

    now, stiff = moved(u)
    miss, damping = missed(now, u), 0.0
    for _ in range(steps):
        curvature = np.diag(stiff.sum(0) + stiff.sum(1) + price) - stiff - stiff.T
        step = -np.linalg.solve(curvature + damping * np.diag(turnover + price), miss)
        step *= min(1.0, LONGEST_STEP / max(float(np.abs(step).max()), 1e-12))
        trial, trial_stiff = moved(u + step)
        trial_miss = missed(trial, u + step)
        if float((trial_miss**2 / price).sum()) >= float((miss**2 / price).sum()):
            damping = max(4 * damping, 1e-3)
            continue
        u, now, stiff, miss, damping = u + step, trial, trial_stiff, trial_miss, damping / 4
        if float(np.abs(miss).max()) < 1e-9 * turnover.sum():
            break
    return now
