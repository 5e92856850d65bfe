"""A form of levers as a browser sends it: what the form of the desk and that of the search for common ground share."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Self

from corridors.errors import InvalidInput, UnknownName
from corridors.explorer.desk_levers import Facts, facts
from corridors.explorer.given import MOST_LEVERS
from corridors.explorer.typed_values import number, places, slug, whole

if TYPE_CHECKING:
    from corridors.explorer.sent import Fields
    from corridors.scenarios.common_ground_file import Problem
    from corridors.scenarios.scenario import LeverUse, Scenario

FIRST_YEAR = 2026
"""The year from which a lever acts that is new on a form."""
ASSUMED = "Assumed on the scenario desk"
"""The source of a number for which none is given."""
LONGEST_FIELD = 4_000


@dataclass(frozen=True, slots=True)
class LeverFields:
    """One lever of a form, as typed."""

    lever: str
    typed: dict[str, str]
    skills: tuple[str, ...] = ()

    @property
    def facts(self) -> Facts:
        """What the desk shows of it."""
        return _known(self.lever)

    def value(self, key: str) -> float:
        """What is typed in a field for the lever's value, in the lever's own unit.

        Raises:
            InvalidInput: no number, or one outside the lever's range.
        """
        return number(self.facts, self.typed[key])

    def use(self, place: int, value: float) -> LeverUse:
        """The lever at a value of its own unit, where and when the fields say.

        Args:
            place: its number on the form, from 1; value: as read from the fields of its own form.
        Raises:
            InvalidInput: a date that is no year.
        """
        from corridors.scenarios.scenario import LeverUse

        typed, end = self.typed, self.typed["to"].strip()
        sides: dict[str, Any] = {side: places(typed[side]) for side in self.facts.takes}
        return LeverUse(
            self.lever, value, start=whole(f"lever {place}, from", typed["from"]),
            end=whole(f"lever {place}, until", end) if end else None, skills=self.skills,
            joined_by=places(typed["joined_by"]), source=" ".join(typed["source"].split()) or ASSUMED, **sides,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LeverForm:
    """A whole form, as typed.

    A form of either kind says what its reader is called, which fields a lever has, and how a new one starts.
    """

    typed: dict[str, str]
    views: tuple[str, ...] = ()
    levers: tuple[LeverFields, ...] = ()

    WHERE: ClassVar[str]
    LEVER_KEYS: ClassVar[tuple[str, ...]]

    @staticmethod
    def starting(known: Facts) -> dict[str, str]:
        """The fields of a lever that is new on the form, besides its first year and its source."""
        raise NotImplementedError

    def stated(self) -> dict[str, Any]:
        """What the form says of what it makes, besides its levers, by the names of `Scenario` and `Problem`.

        Raises:
            InvalidInput: the last year is no year.
        """
        typed = self.typed
        title, question = (" ".join(typed[key].split()) for key in ("title", "question"))
        return {
            "name": typed["name"].strip() or slug(title), "title": title, "question": question,
            "until": whole("until", typed["until"]), "origins": places(typed["origins"]),
            "destinations": places(typed["destinations"]), "views": self.views or ("all",),
        }  # fmt: skip

    def with_lever(self, name: str) -> Self:
        """The form with one lever more, as it starts.

        Raises:
            UnknownName: no such lever; InvalidInput: the form is full.
        """
        known = _known(name)
        if len(self.levers) >= MOST_LEVERS:
            raise InvalidInput(f"{self.WHERE} takes at most {MOST_LEVERS} levers.", hint="Take one out first.")
        start = dict.fromkeys(self.LEVER_KEYS, "") | {"from": str(FIRST_YEAR), "source": ASSUMED}
        return replace(self, levers=(*self.levers, LeverFields(name, start | self.starting(known))))

    def without_lever(self, number: int) -> Self:
        """The form without its lever of a number, from 0."""
        return replace(self, levers=tuple(one for place, one in enumerate(self.levers) if place != number))

    def after(self, act: str, more: str) -> Self:
        """The form after one of its buttons: `add`, for the lever `more`, or `remove.` and a number."""
        if act == "add" and more:
            return self.with_lever(more)
        taken_out = re.fullmatch(r"remove\.([0-9]{1,3})", act)
        return self.without_lever(int(taken_out[1])) if taken_out else self

    def filled_by(self, given: Fields) -> Self:
        """The form that a browser sends; a field that it does not send stays as it is here.

        Raises:
            InvalidInput: a field that is longer than any may be, or too many levers; UnknownName: an unknown lever.
        """
        numbers = self._numbers(given)
        typed = self.typed | {key: given[key][0] for key in self.typed if key in given}
        levers = tuple(self._lever(given, number) for number in numbers)
        return replace(self, typed=typed, views=tuple(given.get("views", ())), levers=levers)

    def _numbers(self, given: Fields) -> list[int]:
        long = next((name for name, values in given.items() for value in values if len(value) > LONGEST_FIELD), None)
        if long is not None:
            hint = "Shorten it."
            raise InvalidInput(f"The field {long[:40]!r} is longer than {LONGEST_FIELD:,} characters.", hint=hint)
        numbers = sorted({int(name[6:]) for name in given if re.fullmatch(r"lever\.(0|[1-9][0-9]{0,2})", name)})
        if len(numbers) > MOST_LEVERS:
            raise InvalidInput(f"{self.WHERE} takes at most {MOST_LEVERS} levers.", hint="Take some out.")
        return numbers

    def _lever(self, given: Fields, number: int) -> LeverFields:
        name = given[f"lever.{number}"][0]
        _known(name)
        typed = {key: given.get(f"{key}.{number}", [""])[0] for key in self.LEVER_KEYS}
        return LeverFields(name, typed, tuple(given.get(f"skills.{number}", ())))


def _known(name: str) -> Facts:
    if name not in facts():
        raise UnknownName("lever", name[:60], tuple(facts())[:3])
    return facts()[name]


def typed_again(given: Scenario | Problem) -> dict[str, str]:
    """The fields of which `LeverForm.stated` reads what a scenario or a problem says."""
    return {
        "name": given.name, "title": given.title, "question": given.question, "until": str(given.until),
        "origins": "; ".join(given.origins), "destinations": "; ".join(given.destinations),
    }  # fmt: skip


def lever_again(use: LeverUse, **own: str) -> LeverFields:
    """The fields of which `LeverFields.use` reads a lever.

    Args:
        use: the lever; own: the fields that only this kind of form has.
    """
    typed = {
        "from": str(use.start), "to": "" if use.end is None else str(use.end), "origins": "; ".join(use.origins),
        "destinations": "; ".join(use.destinations), "joined_by": "; ".join(use.joined_by), "source": use.source,
    }  # fmt: skip
    return LeverFields(use.lever, typed | own, use.skills)
