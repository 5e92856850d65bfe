"""What people disagree about, for one question: effects by view, and shares of the variance by assumption."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corridors.errors import InvalidInput
from corridors.parameters import Parameter, View, parameter_names, views
from corridors.scenarios.forks import Fork, between, recorded
from corridors.scenarios.outcomes import OutcomeName, outcome_named
from corridors.scenarios.scenario import Scenario
from corridors.scenarios.variance import exact_shares, parts_of_difference

if TYPE_CHECKING:
    from corridors.scenarios.bench import Bench
    from corridors.scenarios.readings import Agreement, ViewEffect
    from corridors.scenarios.sampling import Sampled

MOST_FORKS = 6
"""Disputes whose sides are run in all combinations: six make 64 runs."""
SAMPLES = 32
"""Rows of the samples behind the Sobol indices."""
WORTH = 0.01
"""A fork whose sides differ by less than this part of the largest difference would add a ten-thousandth of the variance
and is not combined."""
REST = "rest"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Disagreement:
    """A scenario's effect on one outcome, and what those who differ about it differ on.

    `forks` are the disputes that bear on the outcome, the largest first, and `combined` the effects under all
    combinations of their sides, with an axis of length two for each. `shares` are their parts of its variance, by the
    names of the forks of each set; they add up to 1. `left_out` are disputes that bear but stand in no combination,
    with the difference that their sides make; `idle` those that bear on nothing here. `people` are the two views
    compared, if the scenario names two of its users' own, and `parts` what each fork adds to the difference between
    them. `datasets` are those behind the runs.
    """

    scenario: Scenario
    outcome: OutcomeName
    country: str | None
    year: int
    base: float
    effect: float
    views: tuple[ViewEffect, ...]
    forks: tuple[Fork, ...]
    combined: NDArray[np.float64]
    shares: Mapping[tuple[str, ...], float]
    left_out: tuple[tuple[Fork, float], ...]
    idle: tuple[Fork, ...]
    agreements: tuple[Agreement, ...]
    people: tuple[View, View] | None
    parts: Mapping[str, float]
    sampled: Sampled
    samples: int
    seed: int
    datasets: tuple[str, ...]

    @property
    def low(self) -> float:
        """The lowest effect under any view or combination of sides."""
        return min(float(self.combined.min()), *(one.effect for one in self.views))

    @property
    def high(self) -> float:
        """The highest effect under any view or combination of sides."""
        return max(float(self.combined.max()), *(one.effect for one in self.views))

    def share(self, name: str) -> float:
        """A fork's share of the variance on its own, without what it does together with others."""
        return self.shares.get((name,), 0.0)

    @property
    def jointly(self) -> float:
        """The share of the variance that two or more forks make together."""
        return sum(share for names, share in self.shares.items() if len(names) > 1)

    @property
    def top(self) -> Fork | None:
        """The fork with the largest share, or None where nothing is disputed."""
        return max(self.forks, key=lambda fork: self.share(fork.name), default=None)


def disagreement(
    given: Scenario, outcome: str, *, country: str | None = None, year: int | None = None, samples: int = SAMPLES,
    seed: int = 0, detail: bool = True, progress: Progress | None = None, bench: Bench | None = None,
) -> Disagreement:  # fmt: skip
    """Find which assumptions make the views differ on what a scenario does.

    Without views of the user's own, the forks are the recorded disputes whose two sides give different central effects.
    With two views of the user's own in the scenario, they are the disputes on which those two differ. The central
    effect is run under all combinations of the sides of up to `MOST_FORKS` forks, the largest first, without those
    below `WORTH`, and its variance split exactly. Sobol indices then set disputes beside the uncertainty of all numbers
    and beside chance.

    Args:
        given: the scenario; outcome: of a party or the world or, with a country, of that country; country: its code;
            year: the end of a period, by default the last; samples: rows of the Sobol samples, a power of two; seed: of
            all luck; detail: whether the samples tell disputes and themes apart; progress: called with
            what is done, runs done and wanted; bench: the scenario laid out already.
    Raises:
        UnknownName: no such outcome or country; InvalidInput: no such year, samples that are no power of two, or more
            than two views of the user's own.

    Example:
        >>> found = disagreement(Scenario.read("remittance-prices"), "emigrants", country="MEX", samples=0)
        >>> found.top.name
        'remittances'
    """
    from corridors.scenarios.bench import Bench
    from corridors.scenarios.economics import DATASETS
    from corridors.scenarios.readings import Target, agreements, bearing, effects
    from corridors.scenarios.sampling import sampled

    named = outcome_named(outcome, ("country",) if country else ("stayers", "hosts", "migrants", "world"))
    if samples and (samples < 2 or samples & (samples - 1)):
        raise InvalidInput(
            f"{samples} samples is no power of two.", hint="Choose 16, 32, 64, 128 or 256, or 0 for none."
        )
    pair = people_of(given)
    held = bench or Bench.laid(given, year=year, seed=seed)
    at = Target(held, named, country)
    every = between(*pair, parameter_names()) if pair else recorded()
    tell = progress or (lambda what, done, total: None)
    tell("views", 0, 1)
    common = _common(pair)
    bear, idle = bearing(at, every, common)
    many = _combined(bear)
    left = [] if pair else bear[many:]
    forks = _lumped([fork for fork, _ in bear], many) if pair else tuple(fork for fork, _ in bear[:many])
    tell("combinations", 0, 1)
    corners = list(product((0, 1), repeat=len(forks)))
    runs = held.centrals([chosen(forks, sides, common) for sides in corners])
    combined = np.array([at.effect(one) for one in runs]).reshape((2,) * len(forks))
    shares = {tuple(forks[i].name for i in s): share for s, share in exact_shares(combined).items()}
    parts = dict(zip((fork.name for fork in forks), parts_of_difference(combined), strict=True)) if pair else {}
    undecided = held.central({})
    ran = _views(given, pair)
    made = held.centrals([dict(one.choices) for one in ran])
    return Disagreement(
        scenario=given, outcome=named, country=country, year=held.year, base=at.base(undecided),
        effect=at.effect(undecided), views=effects(at, ran, made, forks, combined), forks=forks, combined=combined,
        shares=shares, left_out=tuple(left), idle=idle,
        agreements=agreements(at, made if pair else [undecided, *made, *runs]), people=pair, parts=parts,
        sampled=sampled(held, at.effect, forks=every, main=_main(forks, shares), people=pair, samples=samples,
                        detail=detail,
                        base=at.base(undecided), progress=tell),
        samples=samples, seed=held.seed,
        datasets=tuple(sorted({*held.held.world.datasets, *DATASETS, "remittances_bilateral", "remittance_prices"})),
    )  # fmt: skip


def people_of(given: Scenario) -> tuple[View, View] | None:
    """The two views of the user's own that a scenario compares, if it names two.

    Raises:
        InvalidInput: it names more.
    """
    own = [given.view_files[name] for name in given.views if name in given.view_files]
    if len(own) > 2:
        raise InvalidInput(
            f"{given.name}: {len(own)} views of your own are too many to compare at once.",
            hint="Name two of them in `views`, and compare the others in a copy of the file.",
        )
    return (own[0], own[1]) if len(own) == 2 else None


def chosen(forks: Sequence[Fork], sides: Sequence[int], common: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """The parameters chosen by a side of each fork, over those common to all."""
    found = dict(common)
    for fork, side in zip(forks, sides, strict=True):
        found |= fork.sides[side].choices
    return found


def _common(pair: tuple[View, View] | None) -> dict[str, Parameter]:
    """What both people choose; the forks between them overwrite what they choose differently."""
    return {name: one for name, one in pair[0].choices.items() if name in pair[1].choices} if pair else {}


def _combined(bear: Sequence[tuple[Fork, float]]) -> int:
    """How many of the forks, the largest first, are combined."""
    return min(MOST_FORKS, sum(abs(gap) >= WORTH * abs(bear[0][1]) for _, gap in bear))


def _lumped(forks: Sequence[Fork], many: int) -> tuple[Fork, ...]:
    """The forks between two people, those beyond some number taken together, so that the sides stay those people."""
    if len(forks) <= many + 1:
        return tuple(forks)
    from corridors.scenarios.forks import Side

    kept, rest = forks[:many], forks[many:]
    first, second = (
        Side(rest[0].sides[i].name, rest[0].sides[i].label,
             {name: one for fork in rest for name, one in fork.sides[i].choices.items()})
        for i in (0, 1)
    )  # fmt: skip
    settled = " ".join(fork.settled_by for fork in rest)
    questions = "; ".join(fork.question for fork in rest)
    return *kept, Fork(REST, f"{len(rest)} further questions together: {questions}", (first, second), settled)


def _main(forks: Sequence[Fork], shares: Mapping[tuple[str, ...], float]) -> tuple[str, ...]:
    """Names of the forks that have a factor of their own in the samples: those with 1% of the variance or more."""
    least = 0.01
    total = {fork.name: sum(share for names, share in shares.items() if fork.name in names) for fork in forks}
    return tuple(name for name in sorted(total, key=lambda name: -total[name]) if total[name] >= least)


def _views(given: Scenario, pair: tuple[View, View] | None) -> tuple[View, ...]:
    """The views whose effects are shown: those of the scenario, and both sides of every dispute."""
    if pair:
        return pair
    return tuple({one.name: one for one in (*given.chosen_views(), *views())}.values())
