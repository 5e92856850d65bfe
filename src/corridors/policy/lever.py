"""What every lever states, and the one method that it has."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, ClassVar, Literal

from corridors.parameters import parameter

if TYPE_CHECKING:
    from jax import Array

    from corridors.policy.dates import Dates
    from corridors.policy.scope import Scope

Kind = Literal["corridor", "origin", "destination", "country"]
"""What a lever is set for: pairs of origin and destination, origins, destinations, or countries whatever their part."""
ALL_SKILLS = ("low", "medium", "high")
"""The levels of education, as `corridors.world.state.EDUCATION`."""
LOWEST_RISK = -1.0
"""No deaths at all: a relative change of a risk cannot be lower."""


class Lever(ABC):
    """Something that a government, or the world, may change.

    Facts of a class: `name`, `label` and `unit`; `neutral`, the value that changes nothing, `lowest` and `highest`;
    `scope`, what it is set for; `skills`, the levels of education that it may be narrowed to, none where it cannot;
    `parameters`, the names in the registry that it draws from; `what`, a sentence for a civil servant; `claims`, pairs
    of an outcome and a sign: with a higher value of the lever the outcome, in the places of the scope and in the first
    period, rises (+1) or falls (-1) or stays under every view.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    unit: ClassVar[str]
    neutral: ClassVar[float]
    lowest: ClassVar[float]
    highest: ClassVar[float]
    scope: ClassVar[Kind]
    what: ClassVar[str]
    skills: ClassVar[tuple[str, ...]] = ()
    parameters: ClassVar[tuple[str, ...]] = ()
    claims: ClassVar[tuple[tuple[str, int], ...]] = ()

    @property
    def takes_skills(self) -> bool:
        """Whether the lever may be narrowed to levels of education."""
        return bool(self.skills)

    @abstractmethod
    def effects(self, value: Array | float, scope: Scope, dates: Dates, given: Mapping[str, Array]) -> dict[str, Array]:
        """Give the increments to the fields of `corridors.world.effects.Effects`, pure and differentiable.

        Args:
            value: of the lever, from `lowest` to `highest`; may be traced.
            scope: where it acts; dates: when.
            given: values of `parameters` by name, one draw under one view, scalars.
        Returns: increments by field, the periods as first axis; neutral in every entry where `value` is `neutral`.
        """


@cache
def lag(name: str) -> float:
    """Years until a parameter's effect is complete, by the registry; zero where none is stated.

    >>> lag("recognition_wage")
    3.0
    """
    return parameter(name).lag or 0.0
