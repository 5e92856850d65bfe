"""Forks: the questions on which people part, each with the parameters of its two sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from corridors.parameters import UNDECIDED, Dispute, Parameter, View, disputes, parameters, view
from corridors.scenarios.assumptions import resolved

OWN = "own-numbers"
"""Start of the names of forks over parameters that no recorded dispute has."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a fork: who or what takes it, and the parameters that it chooses."""

    name: str
    label: str
    choices: Mapping[str, Parameter]


@dataclass(frozen=True, slots=True)
class Fork:
    """A question with two sides, and what would settle it."""

    name: str
    question: str
    sides: tuple[Side, Side]
    settled_by: str

    def stance(self, number: int) -> str:
        """What a side holds: the label of the shipped view that it shares, "undecided", or numbers of its own."""
        return stance(self.sides[number].choices, self.name)


def recorded() -> tuple[Fork, ...]:
    """The disputes of the registry as forks.

    >>> recorded()[0].name, recorded()[0].sides[0].label
    ('border-control', 'Border control deters')
    """
    found = []
    for dispute in disputes():
        first, second = (Side(name, view(name).label, view(name).choices) for name in dispute.views)
        found.append(Fork(dispute.name, dispute.question, (first, second), dispute.settled_by))
    return tuple(found)


def between(first: View, second: View, names: Iterable[str]) -> tuple[Fork, ...]:
    """The forks between two views: the disputes, and the themes of other parameters, whose values differ.

    Args:
        first, second: two views, usually from files; names: the parameters that matter.

    >>> found = between(view("brain-gain"), view("borders-trap"), ["schooling_response", "enforcement_return"])
    >>> [fork.name for fork in found]
    ['border-control', 'skilled-emigration']
    """
    wanted = tuple(names)
    both = [resolved(one, wanted) for one in (first, second)]
    apart = [name for name in wanted if not alike(both[0][name], both[1][name])]

    def sides(within: Iterable[str]) -> tuple[Side, Side]:
        held = [name for name in within if name in wanted]
        made = [Side(one.name, one.label, {name: values[name] for name in held})
                for one, values in zip((first, second), both, strict=True)]  # fmt: skip
        return made[0], made[1]

    found = [
        Fork(one.name, one.question, sides(one.parameters), one.settled_by)
        for one in disputes() if set(one.parameters) & set(apart)
    ]  # fmt: skip
    known = {name for one in disputes() for name in one.parameters}
    for theme in dict.fromkeys(themes()[name] for name in apart if name not in known):
        within = [name for name in apart if name not in known and themes()[name] == theme]
        sources = "; ".join(dict.fromkeys(values[name].source for values in both for name in within))
        question = f"Which numbers hold on {theme}?"
        found.append(Fork(f"{OWN}-{theme}", question, sides(within), f"The sources that the sides name: {sources}."))
    return tuple(found)


def shared(first: View, second: View) -> tuple[tuple[Dispute, str], ...]:
    """The recorded disputes on which two views agree, each with what both hold: empty where they leave it open."""
    found = []
    for dispute in disputes():
        both = [resolved(one, dispute.parameters) for one in (first, second)]
        if all(alike(both[0][name], both[1][name]) for name in dispute.parameters):
            held = stance(both[0], dispute.name)
            found.append((dispute, "" if held == UNDECIDED else held))
    return tuple(found)


def alike(one: Parameter, other: Parameter) -> bool:
    """Whether two values say the same of a parameter, whatever their sources."""
    fields = ("low", "central", "high", "interval", "distribution")
    return all(getattr(one, field) == getattr(other, field) for field in fields)


def stance(choices: Mapping[str, Parameter], dispute_name: str) -> str:
    """What a choice of parameters holds in a dispute: a shipped view's label, "undecided", or numbers of its own.

    >>> stance(view("brain-gain").choices, "skilled-emigration")
    'Skilled emigration gains'
    """
    dispute = next((one for one in disputes() if one.name == dispute_name), None)
    held = [name for name in dispute.parameters if name in choices] if dispute else list(choices)
    if dispute and all(choices[each].view == UNDECIDED for each in held):
        return UNDECIDED
    for name in dispute.views if dispute else ():
        if all(alike(choices[each], view(name).choices[each]) for each in held if each in view(name).choices):
            return view(name).label
    told = [f"{one.label} {one.central:g} ({one.low:g} to {one.high:g})" for one in (choices[name] for name in held)]
    return f"Numbers of its own: {'; '.join(told)}"


@cache
def themes() -> Mapping[str, str]:
    """The theme of the registry's table that holds each parameter.

    >>> themes()["enforcement_return"]
    'borders'
    """
    return {str(name): str(theme) for name, theme in parameters().select("name", "theme").unique().iter_rows()}
