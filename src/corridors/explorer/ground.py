"""The page of common ground: for each shipped problem the packages found under which no party loses in any view."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from corridors.errors import UnknownName
from corridors.explorer.desk_levers import facts
from corridors.explorer.desk_start import packed
from corridors.explorer.figures import amount, local, signed
from corridors.explorer.respond import HTML, tagged
from corridors.explorer.views import language_of, shown
from corridors.explorer.wording import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corridors.scenarios.common_ground_file import Problem
    from corridors.scenarios.common_ground_found import Found, Package

router = APIRouter()
GOALS = {"even": "goal_even", "half-cost": "goal_half_cost"}
"""Strings of the catalogue for what a package is sought for; one for each party besides."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A package as its page shows it: the goal's string, the values in the units of the desk, and a link's text."""

    goal: str
    package: Package
    values: tuple[float, ...]
    text: str


@router.get("/common-ground")
def ground_page(request: Request, problem: Annotated[str, Query(max_length=60)] = "") -> Response:
    """The problems, and for one of them what may move, what was found, how it held, and what stays disputed."""
    names = _titles()
    chosen = problem or next(iter(names))
    if chosen not in names:
        from corridors.concepts.nearest import nearest

        raise UnknownName("problem", chosen, nearest(chosen, names))
    given, found = _problem(chosen), _results().get(chosen)
    language = language_of(request)

    def say(key: str) -> str:
        return words(language, key)

    text = shown(
        request, "ground.html", problems=names, given=given, found=found, facts=facts(),
        packages=[_shown(given, one) for one in found.packages] if found else [],
        signed=lambda value: local(say, signed(value)), amount=lambda value: local(say, amount(value)),
    )  # fmt: skip
    return tagged(text, HTML)


def _shown(given: Problem, one: Package) -> Shown:
    from corridors.scenarios.common_ground import scenario_of

    factors = [facts()[lever.name].factor for lever in given.levers]
    values = tuple(value * factor for value, factor in zip(one.values, factors, strict=True))
    text = packed(scenario_of(given, one.values, name=f"{given.name}-{one.goal}"[:60].strip("-")).text())
    return Shown(GOALS.get(one.goal, f"goal_{one.goal}"), one, values, text)


@cache
def _titles() -> dict[str, str]:
    from corridors.scenarios.common_ground_file import problem_names

    return {name: _problem(name).title for name in problem_names()}


@cache
def _problem(name: str) -> Problem:
    from corridors.scenarios.common_ground_file import Problem

    return Problem.read(name)


@cache
def _results() -> Mapping[str, Found]:
    """What was found for the shipped problems; nothing where the package was built without it."""
    from corridors.scenarios.common_ground_found import RESULTS, shipped_results

    return shipped_results() if RESULTS.is_file() else {}
