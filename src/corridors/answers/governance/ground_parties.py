"""What carries the gain of each party to a problem of common ground, on what it loses, and under how many views."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from corridors.content.words import listed
from corridors.scenarios.assumptions import UNDECIDED
from corridors.scenarios.common_ground_found import LEAST
from corridors.scenarios.outcomes import PARTIES, outcomes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corridors.scenarios.common_ground_file import Problem
    from corridors.scenarios.common_ground_found import Found, Gains, Package

SHORT = {"stayers": "Stayers", "hosts": "Natives of destinations", "migrants": "Migrants"}
"""How tables and sentences name the parties."""


class Carried(NamedTuple):
    """Of one party: the measure that gives most, whether without it the party would lose, and those that fall.

    `falls` are the measures on which it loses under every view.
    """

    most: str
    alone: bool
    falls: tuple[str, ...]


def points(found: Found, package: Package) -> Gains:
    """The gain in each measure under each view, in points, of a package that was found."""
    return {
        view: {name: row[name] * outcomes()[name].better / unit for name, unit in found.units.items()}
        for view, row in package.effects.items()
    }


def carried_by(problem: Problem, made: Gains, party: str) -> Carried | None:
    """What carries a party's gain in its least view, and on which measures it loses; None where nothing is counted.

    Args:
        made: points of each measure by view.
    """
    weights = {
        name: weight for name, weight in problem.measures[party].items() if name in next(iter(made.values()), {})
    }
    if not weights:
        return None
    sums = {view: sum(weights[name] * row[name] for name in weights) for view, row in made.items()}
    least = made[min(sums, key=lambda view: sums[view])]
    most = max(weights, key=lambda name: weights[name] * least[name])
    alone = sum(weights[name] * least[name] for name in weights if name != most) < 0 < least[most]
    falls = tuple(name for name in weights if max(row[name] for row in made.values()) < -LEAST)
    return Carried(most, alone, falls)


def balance(problem: Problem, made: Gains) -> str:
    """For each party the measure that carries its gain and those on which it loses in every view, in a sentence.

    Args:
        made: points of each measure by view.
    """
    said = [text for party in PARTIES if (text := told(problem, made, party))]
    return f"On the yardsticks chosen, {'; '.join(said)}." if said else ""


def told(problem: Problem, made: Gains, party: str) -> str:
    """What carries a party's gain, and on what it loses in every view, in a clause; empty where nothing is counted."""
    found = carried_by(problem, made, party)
    if found is None:
        return ""
    way = "a rise" if outcomes()[found.most].better > 0 else "a fall"
    start = f"{SHORT[party].lower()} {'would lose but for' if found.alone else 'gain most by'}"
    lost = f", and lose in every view on {listed(list(map(called, found.falls)))}" if found.falls else ""
    return f"{start} {way} of {called(found.most)}{lost}"


def called(measure: str) -> str:
    """A measure in a sentence.

    >>> called("hosts_wage_low")
    'pay of the low-educated'
    """
    return plain(outcomes()[measure].label)


def plain(label: str) -> str:
    """A measure's label in a sentence.

    >>> plain("Pay of the low-educated against the baseline")
    'pay of the low-educated'
    """
    return f"{label[0].lower()}{label[1:]}".removesuffix(" against the baseline")


def views_counted(founds: Sequence[Found]) -> str:
    """How many views were tried, of how many, and what became of the others, in a clause.

    A view counts once: those that move nothing in a problem, or as another does, share the numbers of that one.
    """
    own = sorted({len([name for name in found.labels if name != UNDECIDED]) for found in founds})
    every = max(len({*found.labels, *found.same} - {UNDECIDED}) for found in founds)
    many = f"{own[0]}" if own[0] == own[-1] else f"{own[0]} to {own[-1]}"
    if own == [every]:
        return f"{every} views and with none taken"
    rest = "the others bear on nothing that is moved here, or give the numbers of another"
    return f"the {many} of {every} views that differ here and with none taken ({rest})"


def least(gains: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """The gain of each party in the view in which it gains least."""
    return {party: min(row[party] for row in gains.values()) for party in PARTIES}
