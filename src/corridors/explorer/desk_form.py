"""The form of the scenario desk: what is typed in it, the scenario that it makes, and a scenario as its fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corridors.explorer.desk_levers import Facts, facts
from corridors.explorer.lever_form import LeverFields, LeverForm, lever_again, typed_again
from corridors.explorer.typed_values import plain, whole

if TYPE_CHECKING:
    from corridors.scenarios.scenario import LeverUse, Scenario

DRAWS = 20
"""Draws where the desk chooses."""
KEYS = ("name", "title", "question", "until", "origins", "destinations", "draws")


@dataclass(frozen=True, slots=True)
class Form(LeverForm):
    """The form of the desk."""

    WHERE = "The desk"
    LEVER_KEYS = ("value", "from", "to", "origins", "destinations", "joined_by", "source")

    @staticmethod
    def starting(known: Facts) -> dict[str, str]:
        """The value at which a lever changes nothing."""
        return {"value": plain(known.neutral)}

    def scenario(self) -> Scenario:
        """The scenario that the form makes.

        Raises:
            InvalidInput, UnknownName, NotCovered: what is wrong in it, as the strict reader of files says.
        """
        from corridors.scenarios.scenario import Scenario

        levers = tuple(each.use(place, each.value("value")) for place, each in enumerate(self.levers, start=1))
        return Scenario(**self.stated(), levers=levers, draws=whole("draws", self.typed["draws"]))


def empty() -> Form:
    """The form before anything is chosen.

    >>> empty().typed["draws"]
    '20'
    """
    from corridors.scenarios.scenario_file import UNTIL

    return Form(dict.fromkeys(KEYS, "") | {"until": str(UNTIL), "draws": str(DRAWS)})


def filled(scenario: Scenario) -> Form:
    """The form that makes a scenario again.

    >>> from corridors.scenarios.scenario import Scenario
    >>> shipped = Scenario.read("remittance-prices")
    >>> filled(shipped).scenario() == shipped, filled(shipped).levers[0].typed["value"]
    (True, '3')
    """
    views = () if scenario.views == ("all",) else scenario.views
    return Form(typed_again(scenario) | {"draws": str(scenario.draws)}, views, tuple(map(_typed, scenario.levers)))


def _typed(use: LeverUse) -> LeverFields:
    return lever_again(use, value=plain(use.value * facts()[use.lever].factor))
