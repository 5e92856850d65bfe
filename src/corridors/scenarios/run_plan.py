"""Which runs a study needs: views whose parameters are alike share them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from corridors.errors import InvalidInput
from corridors.parameters import View
from corridors.scenarios.assumptions import Values, draw, resolved
from corridors.world.outcome import PARAMETERS as ACCOUNTING

if TYPE_CHECKING:
    from corridors.scenarios.rival_runs import Setting

MOST_DRAWS = 10_000
BASE = ("capital_share", "remittance_attachment_onset", "years_since_arrival_longest", *ACCOUNTING)
"""Parameters that change accounts of the baseline itself; all others act on deviations from it."""


@dataclass(frozen=True)
class Plan:
    """What has to be run: `values` of parameters by view, a number for each draw; by view the one whose scenario
    (`moving`) and whose baseline (`basing`) it shares but for the accounts of public money.
    """

    values: dict[str, Values]
    moving: dict[str, str]
    basing: dict[str, str]

    def accounts(self, name: str, number: int) -> dict[str, np.float32]:
        """The parameters of the accounts under a view in a draw."""
        return {each: np.float32(self.values[name][each][number]) for each in ACCOUNTING}

    @property
    def digest(self) -> str:
        """A hash of all values: what identifies the assumptions of a run, those of a reader's own view included."""
        whole = hashlib.sha256()
        for name, values in sorted(self.values.items()):
            for parameter, value in sorted(values.items()):
                whole.update(f"{name} {parameter}".encode() + value.tobytes())
        return whole.hexdigest()


def planned(held: "Setting", views: Mapping[str, View | str | None], *, draws: int, seed: int) -> Plan:
    """Draw the parameters of every view and see which views share runs.

    Raises:
        InvalidInput: too many draws.
    """
    if not isinstance(draws, int) or not 0 <= draws <= MOST_DRAWS:
        raise InvalidInput(f"{draws} draws cannot be made.", hint=f"Choose from 0 to {MOST_DRAWS:,}.")
    numbers = range(draws + 1)
    values = {name: draw(resolved(view, held.parameters), numbers, seed) for name, view in views.items()}
    moves = tuple(name for name in held.parameters if name not in ACCOUNTING)
    bases = tuple(name for name in BASE if name not in ACCOUNTING)
    return Plan(values, _first_alike(values, moves), _first_alike(values, bases))


def _first_alike(values: Mapping[str, Values], names: Sequence[str]) -> dict[str, str]:
    """By view the first one that has the same values of some parameters in every draw."""
    seen: dict[bytes, str] = {}
    marks = {view: b"".join(given[name].tobytes() for name in names) for view, given in values.items()}
    return {view: seen.setdefault(mark, view) for view, mark in marks.items()}
