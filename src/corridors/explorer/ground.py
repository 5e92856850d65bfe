"""The pages of common ground: packages under which no party loses in any view, shipped or found by a search here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from corridors.explorer.desk_common import check_shipped, numbers
from corridors.explorer.desk_levers import facts
from corridors.explorer.desk_start import packed
from corridors.explorer.disputing import FORMS
from corridors.explorer.respond import HTML, tagged
from corridors.explorer.seeking import found_in
from corridors.explorer.views import shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from corridors.answers.answer import Answer
    from corridors.content.blocks import Figure
    from corridors.explorer.given import Search
    from corridors.explorer.jobs import Run
    from corridors.scenarios.common_ground_file import Problem
    from corridors.scenarios.common_ground_found import Found, Package

router = APIRouter()
GOALS = {"even": "goal_even", "half-cost": "goal_half_cost"}
"""Strings of the catalogue for what a package is sought for; one for each party besides."""
KEPT = 32
"""Results whose charts and tables are held."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A package as its page shows it: the goal's string, the values in the units of the desk, and a link's text."""

    goal: str
    package: Package
    values: tuple[float, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Laid:
    """What was found, laid out: packages as shown, charts by name, and rows of what stays disputed and of the frontier.

    `held` names, for each party, the view in which it most often loses over draws and the share in which it does not.
    """

    packages: tuple[Shown, ...]
    figures: dict[str, Figure]
    finding: str
    disputed: tuple[dict[str, Any], ...]
    held: dict[str, tuple[str, float]]
    frontier: tuple[dict[str, float], ...]


@router.get("/common-ground")
def ground_page(request: Request, problem: Annotated[str, Query(max_length=60)] = "") -> Response:
    """The problems, and for one of them what may move, what was found, how it held, and what stays disputed."""
    names = titles()
    chosen = problem or next(iter(names))
    check_shipped("problem", chosen, names)
    given, found = shipped_problem(chosen), _results().get(chosen)
    text = shown(request, "ground.html", problems=names, **content(request, given, found))
    return tagged(text, HTML)


def content(request: Request, given: Problem, found: Found | None) -> dict[str, Any]:
    """What a page needs to show what was found for a problem."""
    laid = _laid(given, found) if found else None
    return {"given": given, "found": found, "laid": laid, "facts": facts(), **numbers(request)}


def run_page(request: Request, run: Run, place: Path) -> str:
    """The page of a search that is done.

    Args:
        request: decides the language; run: the search; place: the folder of its results.
    """
    given = _searched(run)
    return shown(
        request, "ground_run.html", run=run, search=given, forms=(*FORMS, "yaml"), change=parameters(given),
        **content(request, given.problem, _found(place)),
    )  # fmt: skip


def run_file(given: Search, place: Path, form: str) -> str:
    """What a search found in one of the forms of `FORMS`: JSON as found, the others as an answer.

    Args:
        given: the search; place: the folder of its results; form: its name.
    """
    from corridors.answers import forms

    found = _found(place)
    if form == "json":
        return found.to_json()
    writers = {"html": forms.to_html, "md": forms.to_markdown, "csv": forms.to_csv}
    return writers[form](_answer(given, found))


def parameters(given: Search) -> dict[str, str]:
    """The parameters of the address at which a search can be changed."""
    settings = {"climbs": given.climbs, "steps": given.steps, "draws": given.draws}
    return {"text": packed(given.yaml()), **{key: str(value) for key, value in settings.items()}}


def command(given: Search) -> str:
    """The command that makes a search again from the problem's file."""
    return (
        f"corridors common-ground {given.name}.yaml --starts {given.climbs} --steps {given.steps} --draws {given.draws}"
    )


def _searched(run: Run) -> Search:
    from corridors.explorer.given import Search

    assert isinstance(run.given, Search)
    return run.given


def _answer(given: Search, found: Found) -> Answer:
    from corridors.answers.governance.ground_page import answered

    return answered(given.problem, found, command(given))


@lru_cache(KEPT)
def _found(place: Path) -> Found:
    return found_in(place)


_LAID: dict[int, tuple[Found, Laid]] = {}


def _laid(given: Problem, found: Found) -> Laid:
    """What was found, laid out; held for the next reader, by what was found."""
    held = _LAID.get(id(found))
    if held is None or held[0] is not found:
        while len(_LAID) >= KEPT:
            _LAID.pop(next(iter(_LAID)), None)
        held = _LAID[id(found)] = (found, _lay(given, found))
    return held[1]


def _lay(given: Problem, found: Found) -> Laid:
    from corridors.answers.governance import ground_content, ground_tables

    rows = ground_tables.measures(given, found, found.best) if found.best else []
    apart = tuple(row for row in rows if row["verdict"] in (ground_tables.VERDICTS[key] for key in ("split", "falls")))
    packages = tuple(_shown(given, one) for one in found.packages)
    finding = ground_content.finding(given, found)
    return Laid(packages, _figures(given, found), finding, apart, _held(found), _frontier(given, found))


def _figures(given: Problem, found: Found) -> dict[str, Figure]:
    """The charts of what was found by name: gains by view, what lies between cost and gain, what each lever carries."""
    from corridors.answers.governance import ground_charts, ground_tables

    best = found.best
    if best is None:
        return {}
    rows = ground_tables.gains(given.title, best.gains, found.labels, given.tolerance)
    years = f"Means over 2025 to {given.until}, against the baseline"
    made = [ground_charts.by_view(rows, "Gain of each party under each view in the first package", years, ())]
    if found.tried:
        made.append(ground_charts.frontier([(given, found)], ()))
    if best.carried:
        carried = ground_tables.carried(given, best)
        made.append(ground_charts.levers(carried, "Which lever carries the package", ()))
    return {figure.name: figure for figure in made}


def _held(found: Found) -> dict[str, tuple[str, float]]:
    """For each party the view in which it most often loses over draws, and the share in which it does not."""
    from corridors.scenarios.outcomes import PARTIES

    check = found.best.check if found.best else None
    if check is None:
        return {}
    shares = {party: {view: held[party] for view, held in check.party.items()} for party in PARTIES}
    return {party: min(of.items(), key=lambda item: item[1]) for party, of in shares.items()}


def _frontier(given: Problem, found: Found) -> tuple[dict[str, float], ...]:
    """Points at which nobody loses and than which none that costs less gives the worst-off as much, by their cost."""
    from corridors.scenarios.outcomes import PARTIES

    allowed = [one for one in found.tried if all(one[party] >= -given.tolerance[party] for party in PARTIES)]
    ordered = sorted(allowed, key=lambda one: (one["cost"], -min(one[party] for party in PARTIES)))
    kept: list[dict[str, float]] = []
    for one in ordered:
        worst = min(one[party] for party in PARTIES)
        if not kept or worst > kept[-1]["worst"] + 1e-9:
            kept.append({**one, "worst": worst})
    return tuple(kept)


def _shown(given: Problem, one: Package) -> Shown:
    from corridors.scenarios.common_ground import scenario_of

    factors = [facts()[lever.name].factor for lever in given.levers]
    values = tuple(value * factor for value, factor in zip(one.values, factors, strict=True))
    text = packed(scenario_of(given, one.values, name=f"{given.name}-{one.goal}"[:60].strip("-")).text())
    return Shown(GOALS.get(one.goal, f"goal_{one.goal}"), one, values, text)


@cache
def titles() -> dict[str, str]:
    """The titles of the shipped problems by name."""
    from corridors.scenarios.common_ground_file import problem_names

    return {name: shipped_problem(name).title for name in problem_names()}


@cache
def shipped_problem(name: str) -> Problem:
    """A shipped problem by its name, kept for the next reader."""
    from corridors.scenarios.common_ground_file import Problem

    return Problem.read(name)


@cache
def _results() -> Mapping[str, Found]:
    """What was found for the shipped problems; nothing where the package was built without it."""
    from corridors.scenarios.common_ground_found import RESULTS, shipped_results

    return shipped_results() if RESULTS.is_file() else {}
