"""The pages of a search for common ground of one's own: choose levers, bounds, costs and views, and start it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from corridors.errors import CorridorsError
from corridors.explorer.desk_common import HEADERS, Sent, asked, attached, choices, runs_of, to
from corridors.explorer.desk_start import LONGEST_LINK, packed, unpacked
from corridors.explorer.given import LAST_YEAR
from corridors.explorer.ground_form import PARTIES, GroundForm, empty, filled, read_form
from corridors.explorer.problems import status_of
from corridors.explorer.respond import HTML, as_json, tagged
from corridors.explorer.sent import Fields
from corridors.explorer.views import language_of, shown
from corridors.explorer.wording import words

if TYPE_CHECKING:
    from corridors.scenarios.common_ground_file import Problem

router = APIRouter()
SETTINGS = ("climbs", "steps", "draws")


@router.get("/common-ground/search")
def search_page(request: Request) -> Response:
    """The form, as the address fills it: from a shipped problem, from a text, or field by field."""
    try:
        chosen = _asked(request)
    except CorridorsError as error:
        return _page(request, _first(request), error)
    return _page(request, chosen)


@router.post("/common-ground/text")
def search_text(given: Sent) -> Response:
    """What the form makes: the problem's text and its place in an address, or what is wrong."""
    try:
        asked_for = read_form(given).search()
    except CorridorsError as error:
        return as_json({"error": str(error)})
    text, settings = asked_for.yaml(), {key: getattr(asked_for, key) for key in SETTINGS}
    return as_json({"text": text, "packed": packed(text), "settings": f"&{urlencode(settings)}"})


@router.post("/common-ground/read")
def read_problem(request: Request, given: Sent) -> Response:
    """A problem that somebody uploads or pastes, on the form."""
    from corridors.scenarios.common_ground_file import Problem

    pasted = "".join(given.get("file", [])) or "".join(given.get("pasted", []))
    try:
        chosen = filled(Problem.parse(pasted, words(language_of(request), "desk_your_text")))
        short = packed(chosen.text())
    except CorridorsError as error:
        return _page(request, _first(request), error, pasted=pasted)
    if len(short) > LONGEST_LINK:
        return _page(request, chosen)
    return to(request, "/common-ground/search", text=short)


@router.get("/common-ground/problem.yaml")
def problem_file(text: Annotated[str, Query(max_length=60_000)]) -> Response:
    """The problem in an address as a file."""
    from corridors.explorer.ground_text import text as written
    from corridors.scenarios.common_ground_file import Problem

    found = Problem.parse(unpacked(text))
    return tagged(written(found), "application/yaml", attached(f"{found.name}.yaml"))


@router.post("/common-ground/runs")
def start_search(request: Request, given: Sent) -> Response:
    """Search for what the form asks, and go to the search's page."""
    chosen = _first(request)
    try:
        chosen = read_form(given)
        begun = runs_of(request).start(chosen.search())
    except CorridorsError as error:
        return _page(request, chosen, error)
    return to(request, f"/desk/runs/{begun.identifier}")


def _asked(request: Request) -> GroundForm:
    """The form that an address asks for."""
    from corridors.scenarios.common_ground_file import Problem

    given: Fields = asked(request)
    one = {name: values[0] for name, values in given.items()}
    settings = {key: int(one[key]) for key in SETTINGS if one.get(key, "").isdecimal() and len(one[key]) < 4}
    if one.get("text"):
        return filled(Problem.parse(unpacked(one["text"])), **settings)
    if one.get("start"):
        return filled(_shipped(one["start"]))
    chosen = read_form(given) if "title" in given else _first(request)
    act = one.get("act", "")
    if act == "add" and one.get("more"):
        return chosen.with_lever(one["more"])
    if act.startswith("remove.") and act[7:].isdigit():
        return chosen.without_lever(int(act[7:]))
    return chosen


def _shipped(name: str) -> Problem:
    """A shipped problem, without looking for a file of that name."""
    from corridors.concepts.nearest import nearest
    from corridors.errors import UnknownName
    from corridors.scenarios.common_ground_file import Problem, problem_names

    if name not in problem_names():
        raise UnknownName("problem", name[:60], nearest(name[:60], problem_names()))
    return Problem.read(name)


@cache
def _titles() -> dict[str, str]:
    from corridors.scenarios.common_ground_file import problem_names

    return {name: _shipped(name).title for name in problem_names()}


def _first(request: Request) -> GroundForm:
    """The form with which one starts."""
    language = language_of(request)
    start = {key: words(language, f"search_my_{key}") for key in ("title", "question")}
    made = empty()
    return replace(made, typed=made.typed | start)


def _page(request: Request, chosen: GroundForm, error: CorridorsError | None = None, pasted: str = "") -> Response:
    """The page of the form, with the problem's text where the form makes one and what is wrong where it does not."""
    from corridors.scenarios.common_ground_file import default_measures
    from corridors.scenarios.outcomes import outcomes

    text = ""
    try:
        text = chosen.search().yaml() if chosen.levers else ""
    except CorridorsError as wrong:
        error = error or wrong
    measures = {party: {name: outcomes()[name].label for name in default_measures()[party]} for party in PARTIES}
    page = shown(
        request, "ground_search.html", form=chosen, error=str(error or ""), pasted=pasted, text=text,
        packed=packed(text) if text else "", plain="{:g}".format, shipped=_titles(), measures=measures,
        years=range(2030, LAST_YEAR + 1, 5), **choices(),
    )  # fmt: skip
    return Response(page, status_of(error), HEADERS, HTML) if error else tagged(page, HTML, HEADERS)
