"""Samples of everything that is uncertain in a scenario, and the Sobol indices of its kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corridors.parameters import UNDECIDED, Parameter, View, disputes
from corridors.scenarios.assumptions import luck, resolved, valued
from corridors.scenarios.bench import Bench, Made, Row, nothing, together
from corridors.scenarios.forks import Fork, Side, themes
from corridors.scenarios.variance import LEVELS, sobol

Floats = NDArray[np.float64]
Kind = Literal["dispute", "view", "open", "numbers", "chance"]
WHOSE, OPEN, CHANCE, OTHERS = "whose-view", "left-open", "chance", "other-disputes"
SCREEN = 4
"""Rows on which factors that change next to nothing are found."""
TRIVIAL = 0.01
"""A factor whose changes all stay below this part of the spread has less than a ten-thousandth of the variance."""
THEMES = {
    "borders": "Numbers on borders",
    "flows": "Numbers on what moves people",
    "labour": "Numbers on work and pay",
    "public": "Numbers on public money",
    "remittances": "Numbers on remittances",
    "skills": "Numbers on schooling and skills",
}
"""What the statistical uncertainty of each of the registry's tables is called."""
Effect = Callable[[Made], float]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Factor:
    """One kind of uncertainty: `streams` are the names of the luck that belongs to it."""

    name: str
    label: str
    kind: Kind
    streams: frozenset[str]


@dataclass(frozen=True, slots=True)
class FactorShare:
    """A factor's Sobol indices: `first` on its own, `total` with all it does together with others, 95% intervals."""

    name: str
    label: str
    kind: Kind
    first: float
    first_low: float
    first_high: float
    total: float
    total_low: float
    total_high: float


@dataclass(frozen=True, slots=True)
class Sampled:
    """The shares of all factors, the labels of those too small to have one, and the effect over all samples."""

    factors: tuple[FactorShare, ...]
    trivial: tuple[str, ...]
    mean: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Samples:
    """Two independent samples of all luck, by stream: uniforms `[n]`, and draw numbers for chance."""

    first: Mapping[str, Floats]
    second: Mapping[str, Floats]

    def mixed(self, row: int, streams: frozenset[str]) -> dict[str, float]:
        """The luck of a row of the first sample, with some streams taken from the second."""
        return {name: float((self.second if name in streams else self.first)[name][row]) for name in self.first}

    def strata(self, fork: Fork) -> NDArray[np.int64]:
        """For each row, which side of a fork it has in the first sample, and which in the second."""
        first, second = (side_of(half[coin_of(fork)]) for half in (self.first, self.second))
        return 2 * first + second


def sampled(
    bench: Bench, effect: Effect, *, forks: Sequence[Fork], main: Sequence[str], people: tuple[View, View] | None,
    samples: int, detail: bool, base: float, progress: Progress,
) -> Sampled:  # fmt: skip
    """Estimate Sobol indices of disputes, of the uncertainty of numbers by theme, and of chance.

    The side of each fork is a fair coin of its own; between two people one coin decides whose view holds. A parameter
    is its quantile at a uniform of its own, within its side's interval. Chance is the number of a draw of rates.

    Args:
        bench: where to run; effect: takes the wanted number from a run; forks: all of them; main: names of those with a
            factor of their own, the largest first, the others share one; people: the two views compared, if any;
            samples: n, a power of two, or 0 for none; detail: whether each dispute and each theme of numbers has a
            factor, in place of three for disputes, numbers and chance; base: the baseline, against which an effect is
            none; progress: called with runs done.
    """
    if not samples:
        return Sampled((), (), None, None, None)
    names = bench.held.parameters
    coins = _whose(people) if people else _first(forks, main) if detail else tuple(forks)
    factors = _factors(coins, main, people, names) if detail else _kinds(coins, names)
    luck_ = drawn(coins, names, samples, bench.seed)
    choose = _chooser(bench, coins)
    total, done = samples * (len(factors) + 2), 0

    def row(number: int, swaps: Sequence[frozenset[str]]) -> list[float]:
        rows: dict[int, Row] = {}
        found = []
        for streams in swaps:
            mixed = luck_.mixed(number, streams)
            draw = int(mixed.pop(CHANCE))
            if draw not in rows:
                rows[draw] = bench.row(draw)
            found.append(effect(bench.run(rows[draw], draw, choose(mixed))))
        return found

    def rows(numbers: Sequence[int], kept: Sequence[Factor]) -> Floats:
        nonlocal done
        swaps = [frozenset[str](), frozenset(luck_.first), *(factor.streams for factor in kept)]
        found = []
        for made in together(lambda number: row(number, swaps), numbers):
            found.append(made)
            done += len(swaps)
            progress("samples", done, total)
        return np.array(found).reshape(-1, len(swaps))

    few = min(SCREEN, samples)
    head = rows(range(few), factors)
    spread = float(np.ptp(head))
    if nothing(spread, base):
        return Sampled((), tuple(factor.label for factor in factors), float(head.mean()), *_ends(head[:, :2]))
    changes = np.abs(head[:, 2:] - head[:, :1]).max(axis=0)
    kept = [f for f, change in zip(factors, changes, strict=True) if f.kind == "dispute" or change > TRIVIAL * spread]
    total = done + (samples - few) * (len(kept) + 2)
    columns = [0, 1, *(2 + factors.index(factor) for factor in kept)]
    values = np.concatenate([head[:, columns], rows(range(few, samples), kept)])
    trivial = tuple(factor.label for factor in factors if factor not in kept)
    return _shares(values, kept, trivial, bench.seed, _strata(luck_, coins, main))


def _shares(
    values: Floats, kept: Sequence[Factor], trivial: tuple[str, ...], seed: int, strata: NDArray[np.int64] | None
) -> Sampled:
    found = sobol(values[:, 0], values[:, 1], values[:, 2:].T, seed=seed, strata=strata)
    ranges = zip(found.first_range.tolist(), found.total_range.tolist(), strict=True)
    shares = tuple(
        FactorShare(
            factor.name,
            factor.label,
            factor.kind,
            float(first),
            first_low,
            first_high,
            float(total),
            total_low,
            total_high,
        )
        for factor, first, total, ((first_low, first_high), (total_low, total_high)) in zip(
            kept, found.first, found.total, ranges, strict=True
        )
    )
    return Sampled(shares, trivial, float(values[:, :2].mean()), *_ends(values[:, :2]))


def _ends(values: Floats) -> tuple[float, float]:
    low, high = np.quantile(values, LEVELS)
    return float(low), float(high)


def drawn(coins: Sequence[Fork], names: Sequence[str], samples: int, seed: int) -> Samples:
    """Draw two samples of the luck of forks, parameters and chance; the forks' are balanced (Sobol points).

    Args:
        coins: forks, of which the first is balanced best; names: of the parameters; samples: n, a power of two; seed:
            of all.
    """
    from scipy.stats import qmc

    points = qmc.Sobol(2 * len(coins), rng=np.random.default_rng(seed)).random(samples)
    uniform = luck(names, range(1, 2 * samples + 1), seed)
    numbers = np.arange(1.0, 2 * samples + 1)
    halves = []
    for half in (0, 1):
        part = slice(half * samples, (half + 1) * samples)
        sides = {coin_of(fork): points[:, 2 * i + half] for i, fork in enumerate(coins)}
        halves.append(sides | {name: values[part] for name, values in uniform.items()} | {CHANCE: numbers[part]})
    return Samples(*halves)


def coin_of(fork: Fork) -> str:
    """The stream that decides a fork's side."""
    return f"side of {fork.name}"


def side_of(coin: float | Floats) -> NDArray[np.int64]:
    """The side that a coin's luck, from 0 to 1, falls on: 0 or 1."""
    return np.asarray(np.asarray(coin) >= 0.5, np.int64)


def _first(forks: Sequence[Fork], main: Sequence[str]) -> tuple[Fork, ...]:
    """The forks with the main ones first, whose joint balance is best, and the others in their order."""
    rank = {name: i for i, name in enumerate(main)}
    return tuple(sorted(forks, key=lambda fork: rank.get(fork.name, len(rank))))


def _strata(samples: Samples, coins: Sequence[Fork], main: Sequence[str]) -> NDArray[np.int64] | None:
    """The sides of the largest fork in both samples, over which these are balanced."""
    top = next((fork for fork in coins if fork.name in (*main[:1], WHOSE)), None)
    return samples.strata(top) if top else None


def _kinds(coins: Sequence[Fork], names: Sequence[str]) -> list[Factor]:
    """All disputes, all numbers and chance as three factors."""
    return [
        Factor("disputes", "All disputed questions", "dispute", frozenset(map(coin_of, coins))),
        Factor("numbers", "All other numbers", "numbers", frozenset(names)),
        Factor(CHANCE, "Chance in who moves", "chance", frozenset({CHANCE})),
    ]


def _whose(people: tuple[View, View]) -> tuple[Fork, ...]:
    first, second = (Side(one.name, one.label, one.choices) for one in people)
    return (Fork(WHOSE, "Whose view holds?", (first, second), ""),)


def _factors(
    coins: Sequence[Fork], main: Sequence[str], people: tuple[View, View] | None, names: Sequence[str]
) -> list[Factor]:
    found: list[Factor] = []
    if people:
        label = f"Whose view holds: {people[0].label} or {people[1].label}"
        found.append(Factor(WHOSE, label, "view", frozenset({coin_of(coins[0])})))
    else:
        found += [Factor(f.name, f.question, "dispute", frozenset({coin_of(f)})) for f in coins if f.name in main]
        rest = frozenset(coin_of(fork) for fork in coins if fork.name not in main)
        found += [Factor(OTHERS, "All other disputes", "open", rest)] if rest else []
    open_ = _left_open(people, names) if people else frozenset()
    found += [Factor(OPEN, "What both leave open", "open", open_)] if open_ else []
    for theme, label in THEMES.items():
        streams = frozenset(name for name in names if themes()[name] == theme and name not in open_)
        found += [Factor(f"numbers-{theme}", label, "numbers", streams)] if streams else []
    return [*found, Factor(CHANCE, "Chance in who moves", "chance", frozenset({CHANCE}))]


def _left_open(people: tuple[View, View], names: Sequence[str]) -> frozenset[str]:
    """Disputed parameters on which neither view takes a side."""
    disputed = {name for dispute in disputes() for name in dispute.parameters} & set(names)
    values = [resolved(one, disputed) for one in people]
    return frozenset(name for name in disputed if all(each[name].view == UNDECIDED for each in values))


def _chooser(bench: Bench, coins: Sequence[Fork]) -> Callable[[Mapping[str, float]], dict[str, float]]:
    """From the luck of one run to the values of its parameters."""
    undecided = bench.parameters({})

    def choose(mixed: Mapping[str, float]) -> dict[str, float]:
        chosen: dict[str, Parameter] = dict(undecided)
        for fork in coins:
            side = fork.sides[int(side_of(mixed[coin_of(fork)]))]
            chosen |= {name: one for name, one in side.choices.items() if name in undecided}
        values = valued(chosen, {name: np.asarray(mixed[name]) for name in chosen})
        return {name: float(value) for name, value in values.items()}

    return choose
