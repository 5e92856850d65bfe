"""Views: a named choice for each disputed parameter, and the disputes that they are sides of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from corridors.concepts.nearest import nearest
from corridors.errors import InvalidInput, UnknownName
from corridors.parameters.registry import TABLES, parameter, parameter_names, read_table, sides
from corridors.parameters.value import Parameter


@dataclass(frozen=True, slots=True)
class Dispute:
    """A disagreement on record: its question, its sides, what is disputed and what would settle it."""

    name: str
    question: str
    views: tuple[str, ...]
    where: str
    disputed: str
    settled_by: str
    parameters: tuple[str, ...]

    @property
    def note(self) -> str:
        """What is disputed and what would settle it, in one paragraph."""
        return f"{self.disputed} What would settle it: {self.settled_by}"


@dataclass(frozen=True, slots=True)
class View:
    """A named choice of values for some parameters.

    `dispute` names the disagreement of which a shipped view is a side; it is empty for a view from a file.
    `based_on` names the shipped views that a view from a file starts from; `choices` holds all its values by name.
    """

    name: str
    label: str
    statement: str
    dispute: str = ""
    based_on: tuple[str, ...] = ()
    choices: Mapping[str, Parameter] = field(default_factory=dict)


def views() -> tuple[View, ...]:
    """All shipped views, the sides of each dispute one after the other.

    >>> [view.name for view in views()][:2]
    ['borders-deter', 'borders-trap']
    """
    return tuple(_views().values())


def view(name: str) -> View:
    """One shipped view by name.

    Raises:
        UnknownName: with the nearest names.

    Example:
        >>> view("no-subsidy").choices["low_skilled_share_productivity_growth"].central
        0.0
    """
    try:
        return _views()[name]
    except KeyError:
        raise UnknownName("view", name, nearest(name, _views())) from None


@cache
def disputes() -> tuple[Dispute, ...]:
    """All disputes, each with what is disputed and what would settle it.

    >>> disputes()[4].question
    'Does development reduce or enable emigration?'
    """
    shipped = views()
    return tuple(
        Dispute(
            name=row["dispute"],
            question=row["question"],
            views=tuple(one.name for one in shipped if one.dispute == row["dispute"]),
            where=row["where"],
            disputed=row["disputed"],
            settled_by=row["settled_by"],
            parameters=tuple(
                dict.fromkeys(name for one in shipped if one.dispute == row["dispute"] for name in one.choices)
            ),
        )
        for row in read_table(TABLES / "disputes.csv")
    )


def dispute_over(name: str) -> Dispute | None:
    """The dispute over a parameter, or None where it has none.

    Raises:
        UnknownName: no such parameter, with the nearest names.

    Example:
        >>> dispute_over("schooling_response").name
        'skilled-emigration'
    """
    sides(name)
    return next((one for one in disputes() if name in one.parameters), None)


def resolve_values(chosen: Iterable[str | View] | str | View = ()) -> dict[str, Parameter]:
    """The value of every parameter under the views chosen; a dispute without a choice stays undecided.

    Args:
        chosen: names of shipped views, or views read from files; a name or a view alone will do.
    Returns: every parameter of the registry by name, in the registry's order.

    Raises:
        UnknownName: no such view, with the nearest names.
        InvalidInput: two views that give the same parameter different values.

    Example:
        >>> values = resolve_values(["brain-gain", "borders-trap"])
        >>> values["schooling_response"].central, values["enforcement_return"].central
        (0.05, -0.4)
        >>> values["native_wage_response_low_skill"].view
        'undecided'
    """
    given = [chosen] if isinstance(chosen, str | View) else list(chosen)
    values = {name: parameter(name) for name in parameter_names()}
    setter: dict[str, str] = {}
    for one in (view(each) if isinstance(each, str) else each for each in given):
        for name, value in one.choices.items():
            sides(name)
            if name in setter and values[name] != value:
                raise InvalidInput(
                    f"The views {setter[name]!r} and {one.name!r} give {name!r} different values.",
                    hint="Choose one of them.",
                )
            values[name], setter[name] = value, one.name
    return values


@cache
def _views() -> Mapping[str, View]:
    found = {}
    for row in read_table(TABLES / "views.csv"):
        name = row["view"]
        disputed = parameter_names(disputed=True)
        choices = {each: sides(each)[name] for each in disputed if name in sides(each)}
        found[name] = View(name, row["label"], row["statement"], row["dispute"], (), MappingProxyType(choices))
    return MappingProxyType(found)
