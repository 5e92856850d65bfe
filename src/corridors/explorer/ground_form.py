"""The form of a search for common ground: what is typed in it, the search it makes, and a problem as its fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corridors.errors import InvalidInput
from corridors.explorer.desk_levers import Facts, facts
from corridors.explorer.given import Search
from corridors.explorer.ground_text import text
from corridors.explorer.lever_form import LeverFields, LeverForm, lever_again, typed_again
from corridors.explorer.typed_values import amount, plain, whole

if TYPE_CHECKING:
    from corridors.scenarios.common_ground_file import Movable, Problem

PARTIES = ("stayers", "hosts", "migrants")
SETTINGS = ("climbs", "steps", "draws")
KEYS = ("name", "title", "question", "until", "origins", "destinations", "cost_unit", *SETTINGS)
COST_UNIT = "points of political effort"
SPAN = 1.5
"""How far a lever that is added may move where it has no end of its own nearby: this many times its neutral value."""
SOME = 0.2
"""The part of its whole range over which it may move where the neutral value is zero."""


@dataclass(frozen=True, slots=True)
class GroundForm(LeverForm):
    """The form of a search; what each party counts and would bear is by `weight.MEASURE` and `tolerance.PARTY`."""

    WHERE = "A search"
    LEVER_KEYS = ("lowest", "highest", "cost", "from", "to", "origins", "destinations", "joined_by", "source")

    @staticmethod
    def starting(known: Facts) -> dict[str, str]:
        """Bounds some way from the value that changes nothing, and a cost of one."""
        low, high = around(known)
        return {"lowest": plain(low), "highest": plain(high), "cost": "1"}

    def search(self) -> Search:
        """The search that the form asks for.

        Raises:
            InvalidInput, UnknownName, NotCovered: what is wrong in it, as the strict reader of problems says.
        """
        from corridors.scenarios.common_ground_file import Problem

        if not self.levers:
            raise InvalidInput("No lever may move yet.", hint="Add one.")
        problem = Problem.parse(self.text(), "your problem")
        settings = {key: whole(key, self.typed[key]) for key in SETTINGS}
        return Search(problem, **settings)

    def text(self) -> str:
        """The problem's file, unread."""
        from corridors.scenarios.common_ground_file import Problem
        from corridors.scenarios.common_ground_measures import default_measures

        stated, typed, parties = self.stated(), self.typed, default_measures()
        levers = tuple(_movable(each, place) for place, each in enumerate(self.levers, start=1))
        weights = {
            party: {name: amount(name, typed[f"weight.{name}"]) for name in own} for party, own in parties.items()
        }
        counted = {party: {name: weight for name, weight in own.items() if weight} for party, own in weights.items()}
        borne = {party: amount(f"tolerance of {party}", typed[f"tolerance.{party}"]) for party in parties}
        unit = " ".join(typed["cost_unit"].split())
        return text(Problem(**stated, levers=levers, measures=counted, tolerance=borne, cost_unit=unit))


def around(known: Facts) -> tuple[float, float]:
    """Bounds between which a lever may move that is new on the form, in the form's unit.

    >>> around(facts()["aid"]), around(facts()["regularisation"])
    ((1.0, 1.5), (0.0, 20.0))
    """
    span = known.highest - known.neutral
    far = known.neutral * SPAN if 0 < known.neutral * SPAN <= known.highest else known.neutral + SOME * span
    if far > known.neutral:
        return known.neutral, float(f"{far:.6g}")
    return float(f"{known.lowest + (1 - SOME) * (known.neutral - known.lowest):.6g}"), known.neutral


def _movable(given: LeverFields, place: int) -> Movable:
    from corridors.scenarios.common_ground_file import Movable

    low, high = given.value("lowest"), given.value("highest")
    return Movable(given.use(place, low), low, high, amount(f"{given.facts.name}, cost", given.typed["cost"]))


def empty() -> GroundForm:
    """The form before anything is chosen.

    >>> empty().typed["climbs"], empty().typed["weight.hosts_income"], empty().typed["tolerance.hosts"]
    ('2', '1', '0.01')
    """
    from corridors.scenarios.common_ground_measures import TOLERANCE, default_measures
    from corridors.scenarios.scenario_file import UNTIL

    counted = {f"weight.{name}": "1" for measures in default_measures().values() for name in measures}
    borne = {f"tolerance.{party}": plain(TOLERANCE) for party in PARTIES}
    settings = {key: str(Search.__dataclass_fields__[key].default) for key in SETTINGS}
    own = {"until": str(UNTIL), "cost_unit": COST_UNIT}
    return GroundForm(dict.fromkeys(KEYS, "") | own | settings | counted | borne)


def filled(problem: Problem, **settings: int) -> GroundForm:
    """The form that makes a problem again.

    Args:
        problem: what may move; settings: `climbs`, `steps` and `draws`, where not those of a new form.

    >>> from corridors.scenarios.common_ground_file import Problem
    >>> shipped = Problem.read("south-asia-gulf")
    >>> filled(shipped).search().problem == shipped
    True
    """
    from corridors.scenarios.common_ground_measures import default_measures

    typed = (
        typed_again(problem) | {"cost_unit": problem.cost_unit} | {key: str(value) for key, value in settings.items()}
    )
    for party, measures in default_measures().items():
        own = problem.measures[party]
        typed |= {f"weight.{name}": plain(own.get(name, 0.0)) for name in measures}
        typed[f"tolerance.{party}"] = plain(problem.tolerance[party])
    views = () if problem.views == ("all",) else problem.views
    return GroundForm(empty().typed | typed, views, tuple(map(_typed, problem.levers)))


def _typed(one: Movable) -> LeverFields:
    factor = facts()[one.name].factor
    return lever_again(
        one.use, lowest=plain(one.lowest * factor), highest=plain(one.highest * factor), cost=plain(one.cost)
    )
