"""The form of the scenario desk: what is typed in it, the scenario that it makes, and a scenario as its fields."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from corridors.errors import InvalidInput, UnknownName
from corridors.explorer.desk_levers import PERCENT, Facts, facts
from corridors.explorer.jobs import MOST_LEVERS

if TYPE_CHECKING:
    from corridors.explorer.sent import Fields
    from corridors.scenarios.scenario import LeverUse, Scenario

DRAWS, FIRST_YEAR = 20, 2026
"""Draws, and the year from which a lever acts, where the desk chooses."""
ASSUMED = "Assumed on the scenario desk"
"""The source of a number for which none is given."""
LONGEST_FIELD = 4_000
KEYS = ("name", "title", "question", "until", "origins", "destinations", "draws")
LEVER_KEYS = ("value", "from", "to", "origins", "destinations", "joined_by", "source")


@dataclass(frozen=True, slots=True)
class LeverFields:
    """One lever of the form, as typed."""

    lever: str
    typed: dict[str, str]
    skills: tuple[str, ...] = ()

    @property
    def facts(self) -> Facts:
        """What the desk shows of it."""
        return facts()[self.lever]


@dataclass(frozen=True, slots=True)
class Form:
    """The whole form, as typed."""

    typed: dict[str, str]
    views: tuple[str, ...] = ()
    levers: tuple[LeverFields, ...] = field(default=())

    def scenario(self) -> Scenario:
        """The scenario that the form makes.

        Raises:
            InvalidInput, UnknownName, NotCovered: what is wrong in it, as the strict reader of files says.
        """
        from corridors.scenarios.scenario import Scenario

        title = " ".join(self.typed["title"].split())
        return Scenario(
            name=self.typed["name"].strip() or slug(title),
            title=title,
            question=" ".join(self.typed["question"].split()),
            until=whole("until", self.typed["until"]),
            origins=places(self.typed["origins"]),
            destinations=places(self.typed["destinations"]),
            levers=tuple(_use(number, given) for number, given in enumerate(self.levers, start=1)),
            views=self.views or ("all",),
            draws=whole("draws", self.typed["draws"]),
        )

    def with_lever(self, name: str) -> Form:
        """The form with one lever more, at the value that changes nothing."""
        if name not in facts():
            raise UnknownName("lever", name[:60], tuple(facts())[:3])
        if len(self.levers) >= MOST_LEVERS:
            raise InvalidInput(f"The desk takes at most {MOST_LEVERS} levers.", hint="Take one out first.")
        start = dict.fromkeys(LEVER_KEYS, "") | {
            "value": plain(facts()[name].neutral), "from": str(FIRST_YEAR), "source": ASSUMED,
        }  # fmt: skip
        return replace(self, levers=(*self.levers, LeverFields(name, start)))

    def without_lever(self, number: int) -> Form:
        """The form without its lever of a number, from 0."""
        return replace(self, levers=tuple(one for place, one in enumerate(self.levers) if place != number))


def lever_numbers(given: Fields, where: str) -> list[int]:
    """The numbers of the levers in a form that a browser sends.

    Args:
        given: the form; where: who takes it.
    Raises:
        InvalidInput: a field that is longer than any may be, or too many levers.
    """
    long = next((name for name, values in given.items() for value in values if len(value) > LONGEST_FIELD), None)
    if long is not None:
        raise InvalidInput(f"The field {long[:40]!r} is longer than {LONGEST_FIELD:,} characters.", hint="Shorten it.")
    numbers = sorted({int(name[6:]) for name in given if re.fullmatch(r"lever\.\d{1,3}", name)})
    if len(numbers) > MOST_LEVERS:
        raise InvalidInput(f"{where} takes at most {MOST_LEVERS} levers.", hint="Take some out.")
    return numbers


def read_form(given: Fields) -> Form:
    """The form that a browser sends.

    Raises:
        InvalidInput: a field that is longer than any may be, or too many levers; UnknownName: an unknown lever.
    """
    numbers = lever_numbers(given, "The desk")
    typed = empty().typed | {key: given[key][0] for key in KEYS if key in given}
    return Form(typed, tuple(given.get("views", ())), tuple(_lever(given, number) for number in numbers))


def _lever(given: Fields, number: int) -> LeverFields:
    name = given[f"lever.{number}"][0]
    if name not in facts():
        raise UnknownName("lever", name[:60], tuple(facts())[:3])
    typed = {key: given.get(f"{key}.{number}", [""])[0] for key in LEVER_KEYS}
    return LeverFields(name, typed, tuple(given.get(f"skills.{number}", ())))


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
    typed = {
        "name": scenario.name, "title": scenario.title, "question": scenario.question, "until": str(scenario.until),
        "origins": "; ".join(scenario.origins), "destinations": "; ".join(scenario.destinations),
        "draws": str(scenario.draws),
    }  # fmt: skip
    views = () if scenario.views == ("all",) else scenario.views
    return Form(typed, views, tuple(_typed(use) for use in scenario.levers))


def _typed(use: LeverUse) -> LeverFields:
    typed = {
        "value": plain(use.value * facts()[use.lever].factor), "from": str(use.start),
        "to": "" if use.end is None else str(use.end), "origins": "; ".join(use.origins),
        "destinations": "; ".join(use.destinations), "joined_by": "; ".join(use.joined_by), "source": use.source,
    }  # fmt: skip
    return LeverFields(use.lever, typed, use.skills)


def places(typed: str) -> tuple[str, ...]:
    """The places of a field: names parted by semicolons, or by commas where a name has none.

    >>> places("Nepal; India"), places("Nepal, India"), places("")
    (('Nepal', 'India'), ('Nepal', 'India'), ())
    """
    found: list[str] = []
    for piece in (part.strip() for part in re.split(r"[;\n]", typed)):
        found += [piece] if "," not in piece or _is_place(piece) else [part.strip() for part in piece.split(",")]
    return tuple(dict.fromkeys(place for place in found if place))


def _is_place(name: str) -> bool:
    from corridors.errors import CorridorsError
    from corridors.scenarios.places import resolve_place

    try:
        return bool(resolve_place(name))
    except CorridorsError:
        return False


def slug(title: str) -> str:
    """A name made of a title.

    >>> slug("Envoyer à 3 %, now!"), slug("")
    ('envoyer-a-3-now', 'my-scenario')
    """
    import unicodedata

    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-") or "my-scenario"


def _use(place: int, given: LeverFields) -> LeverUse:
    from corridors.scenarios.scenario import LeverUse

    known, typed = given.facts, given.typed
    value = number(known, typed["value"])
    end = typed["to"].strip()
    sides: dict[str, Any] = {side: places(typed[side]) for side in known.takes}
    return LeverUse(
        given.lever, value, start=whole(f"lever {place}, from", typed["from"]),
        end=whole(f"lever {place}, until", end) if end else None, skills=given.skills,
        joined_by=places(typed["joined_by"]), source=" ".join(typed["source"].split()) or ASSUMED, **sides,
    )  # fmt: skip


def number(known: Facts, typed: str) -> float:
    """The value of a lever in its own unit, as typed in the unit of the form.

    Raises:
        InvalidInput: no number, or one outside the lever's range.

    >>> number(facts()["remittance_price"], "3%")
    0.03
    """
    try:
        value = float(typed.strip().rstrip("%").replace(",", ".")) if len(typed) < 40 else float("nan")
    except ValueError:
        value = float("nan")
    if not known.lowest <= value <= known.highest:
        unit = " per cent" if known.factor == PERCENT else ""
        raise InvalidInput(
            f"{known.name}: {typed.strip()[:40]!r} is no value from {known.lowest:g} to {known.highest:g}{unit}.",
            hint=f"At {known.neutral:g} it changes nothing.",
        )
    return float(f"{value / known.factor:.12g}")


def whole(name: str, typed: str) -> int:
    """A whole number of a field.

    Raises:
        InvalidInput: it is none.

    >>> whole("until", " 2050 ")
    2050
    """
    if not re.fullmatch(r"\s*\d{1,6}\s*", typed, re.ASCII):
        raise InvalidInput(f"{name}: {typed.strip()[:40]!r} is no whole number.")
    return int(typed)


def plain(value: float) -> str:
    """A number as one types it.

    >>> plain(3.0), plain(0.5)
    ('3', '0.5')
    """
    return f"{value:.10g}"
