"""The form of a search for common ground: what is typed in it, the search it makes, and a problem as its fields."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from corridors.errors import InvalidInput, UnknownName
from corridors.explorer.desk_form import (
    ASSUMED,
    FIRST_YEAR,
    LeverFields,
    lever_numbers,
    number,
    places,
    plain,
    slug,
    whole,
)  # fmt: skip
from corridors.explorer.desk_levers import Facts, facts
from corridors.explorer.given import MOST_LEVERS, Search
from corridors.explorer.ground_text import content, dumped
from corridors.explorer.ground_text import plain as written

if TYPE_CHECKING:
    from corridors.explorer.sent import Fields
    from corridors.scenarios.common_ground_file import Problem

PARTIES = ("stayers", "hosts", "migrants")
KEYS = ("name", "title", "question", "until", "origins", "destinations", "cost_unit", "climbs", "steps", "draws")
LEVER_KEYS = ("lowest", "highest", "cost", "from", "to", "origins", "destinations", "joined_by", "source")
COST_UNIT = "points of political effort"
SPAN = 1.5
"""How far a lever that is added may move where it has no end of its own nearby: this many times its neutral value."""
SOME = 0.2
"""The part of its whole range over which it may move where the neutral value is zero."""


@dataclass(frozen=True, slots=True)
class GroundForm:
    """The whole form, as typed; what each party counts and would bear is by `weight.MEASURE` and `tolerance.PARTY`."""

    typed: dict[str, str]
    views: tuple[str, ...] = ()
    levers: tuple[LeverFields, ...] = field(default=())

    def search(self) -> Search:
        """The search that the form asks for.

        Raises:
            InvalidInput, UnknownName, NotCovered: what is wrong in it, as the strict reader of problems says.
        """
        from corridors.scenarios.common_ground_file import Problem

        if not self.levers:
            raise InvalidInput("No lever may move yet.", hint="Add one.")
        problem = Problem.parse(self.text(), "your problem")
        settings = {key: whole(key, self.typed[key]) for key in ("climbs", "steps", "draws")}
        return Search(problem, **settings)

    def text(self) -> str:
        """The problem's file, unread."""
        typed = self.typed
        title = " ".join(typed["title"].split())
        given: dict[str, Any] = {
            "problem": typed["name"].strip() or slug(title), "title": title,
            "question": " ".join(typed["question"].split()), "until": whole("until", typed["until"]),
            "origins": list(places(typed["origins"])), "destinations": list(places(typed["destinations"])),
            "cost_unit": " ".join(typed["cost_unit"].split()),
            "levers": [_movable(each, number) for number, each in enumerate(self.levers, start=1)],
            **self._counted(), "views": list(self.views) or "all",
        }  # fmt: skip
        return dumped({key: value for key, value in given.items() if value not in ([], {}) and (key, value) != NO_UNIT})

    def _counted(self) -> dict[str, Any]:
        """What the parties count and would bear, where it is not what a file means that says nothing."""
        from corridors.scenarios.common_ground_file import TOLERANCE, default_measures

        measures, tolerance = {}, {}
        for party, default in default_measures().items():
            weights = {name: amount(name, self.typed[f"weight.{name}"]) for name in default}
            if weights != default:
                measures[party] = {name: written(weight) for name, weight in weights.items() if weight}
            if (borne := amount(f"tolerance of {party}", self.typed[f"tolerance.{party}"])) != TOLERANCE:
                tolerance[party] = written(borne)
        return {"measures": measures, "tolerance": tolerance}

    def with_lever(self, name: str) -> GroundForm:
        """The form with one lever more, which may move some way from the value that changes nothing."""
        if name not in facts():
            raise UnknownName("lever", name[:60], tuple(facts())[:3])
        if len(self.levers) >= MOST_LEVERS:
            raise InvalidInput(f"A search takes at most {MOST_LEVERS} levers.", hint="Take one out first.")
        low, high = around(facts()[name])
        start = dict.fromkeys(LEVER_KEYS, "") | {
            "lowest": plain(low), "highest": plain(high), "cost": "1", "from": str(FIRST_YEAR), "source": ASSUMED,
        }  # fmt: skip
        return replace(self, levers=(*self.levers, LeverFields(name, start)))

    def without_lever(self, number: int) -> GroundForm:
        """The form without its lever of a number, from 0."""
        return replace(self, levers=tuple(one for place, one in enumerate(self.levers) if place != number))


NO_UNIT = ("cost_unit", "")


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


def amount(name: str, typed: str) -> float:
    """A number that is not below zero.

    Raises:
        InvalidInput: it is none.

    >>> amount("cost", "2,5"), amount("cost", "")
    (2.5, 0.0)
    """
    try:
        value = float(typed.strip().replace(",", ".") or 0) if len(typed) < 40 else float("nan")
    except ValueError:
        value = float("nan")
    if not 0 <= value < math.inf:
        raise InvalidInput(f"{name}: {typed.strip()[:40]!r} is no number from 0 on.")
    return value


def _movable(given: LeverFields, place: int) -> dict[str, Any]:
    known, typed = given.facts, given.typed
    low, high = number(known, typed["lowest"]), number(known, typed["highest"])
    end = typed["to"].strip()
    sides = {side: list(places(typed[side])) for side in known.takes}
    whole_entry: dict[str, Any] = {
        "lever": given.lever, "lowest": written(low), "highest": written(high),
        "cost": written(amount(f"{known.name}, cost", typed["cost"])), **sides, "skills": list(given.skills),
        "from": whole(f"lever {place}, from", typed["from"]),
        "to": whole(f"lever {place}, until", end) if end else None, "joined_by": list(places(typed["joined_by"])),
        "source": " ".join(typed["source"].split()) or ASSUMED,
    }  # fmt: skip
    return {key: each for key, each in whole_entry.items() if each not in ([], None) and (key, each) != ("cost", 0)}


def read_form(given: Fields) -> GroundForm:
    """The form that a browser sends.

    Raises:
        InvalidInput: a field that is longer than any may be, or too many levers; UnknownName: an unknown lever.
    """
    numbers = lever_numbers(given, "A search")
    start = empty().typed
    typed = start | {key: given[key][0] for key in start if key in given}
    return GroundForm(typed, tuple(given.get("views", ())), tuple(_lever(given, number) for number in numbers))


def _lever(given: Fields, number: int) -> LeverFields:
    name = given[f"lever.{number}"][0]
    if name not in facts():
        raise UnknownName("lever", name[:60], tuple(facts())[:3])
    typed = {key: given.get(f"{key}.{number}", [""])[0] for key in LEVER_KEYS}
    return LeverFields(name, typed, tuple(given.get(f"skills.{number}", ())))


def empty() -> GroundForm:
    """The form before anything is chosen.

    >>> empty().typed["climbs"], empty().typed["weight.hosts_income"], empty().typed["tolerance.hosts"]
    ('2', '1', '0.01')
    """
    from corridors.scenarios.common_ground_file import TOLERANCE, default_measures
    from corridors.scenarios.scenario_file import UNTIL

    counted = {f"weight.{name}": "1" for measures in default_measures().values() for name in measures}
    borne = {f"tolerance.{party}": plain(TOLERANCE) for party in PARTIES}
    settings = {key: str(Search.__dataclass_fields__[key].default) for key in ("climbs", "steps", "draws")}
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
    from corridors.scenarios.common_ground_file import default_measures

    given = content(problem)
    typed = {
        "name": problem.name, "title": problem.title, "question": problem.question, "until": str(problem.until),
        "origins": "; ".join(problem.origins), "destinations": "; ".join(problem.destinations),
        "cost_unit": problem.cost_unit, **{key: str(value) for key, value in settings.items()},
    }  # fmt: skip
    for party, measures in default_measures().items():
        own = problem.measures[party]
        typed |= {f"weight.{name}": plain(own.get(name, 0.0)) for name in measures}
        typed[f"tolerance.{party}"] = plain(problem.tolerance[party])
    views = () if problem.views == ("all",) else problem.views
    return GroundForm(empty().typed | typed, views, tuple(_typed(each) for each in given["levers"]))


def _typed(entry: dict[str, Any]) -> LeverFields:
    factor = facts()[entry["lever"]].factor
    typed = {key: "; ".join(entry.get(key, ())) for key in ("origins", "destinations", "joined_by")}
    typed |= {key: plain(entry[key] * factor) for key in ("lowest", "highest")}
    typed |= {"cost": plain(entry.get("cost", 0)), "from": str(entry["from"]), "to": str(entry.get("to", "")),
              "source": entry["source"]}  # fmt: skip
    return LeverFields(entry["lever"], typed, tuple(entry.get("skills", ())))
