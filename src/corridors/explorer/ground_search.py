"""The pages of a search for common ground of one's own: choose levers, bounds, costs and views, and start it."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from corridors.errors import CorridorsError
from corridors.explorer.desk_common import Sent, asked, attached, check_shipped, runs_of, to
from corridors.explorer.desk_start import LONGEST_LINK, packed, unpacked
from corridors.explorer.given import LAST_YEAR
from corridors.explorer.ground import shipped_problem, titles
from corridors.explorer.ground_form import PARTIES, SETTINGS, GroundForm, empty, filled
from corridors.explorer.lever_page import first, form_page, taken
from corridors.explorer.respond import as_json, tagged
from corridors.explorer.sent import Fields
from corridors.explorer.views import language_of
from corridors.explorer.wording import words

router = APIRouter()


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
        asked_for = empty().filled_by(given).search()
    except CorridorsError as error:
        return as_json({"error": str(error)})
    text, settings = asked_for.yaml(), {key: getattr(asked_for, key) for key in SETTINGS}
    return as_json({"text": text, "packed": packed(text), "settings": f"&{urlencode(settings)}"})


@router.post("/common-ground/read")
def read_problem(request: Request, given: Sent) -> Response:
    """A problem that somebody uploads or pastes, on the form."""
    from corridors.scenarios.common_ground_file import Problem

    pasted = taken(given)
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
        chosen = empty().filled_by(given)
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
        check_shipped("problem", one["start"], titles())
        return filled(shipped_problem(one["start"]))
    chosen = empty().filled_by(given) if "title" in given else _first(request)
    return chosen.after(one.get("act", ""), one.get("more", ""))


def _first(request: Request) -> GroundForm:
    """The form with which one starts."""
    return first(request, empty(), "search")


def _page(request: Request, chosen: GroundForm, error: CorridorsError | None = None, pasted: str = "") -> Response:
    from corridors.scenarios.common_ground_measures import default_measures
    from corridors.scenarios.outcomes import outcomes

    measures = {party: {name: outcomes()[name].label for name in default_measures()[party]} for party in PARTIES}
    return form_page(
        request, "ground_search.html", chosen, lambda: chosen.search().yaml() if chosen.levers else "", error,
        pasted=pasted, shipped=titles(), measures=measures, years=range(2030, LAST_YEAR + 1, 5),
    )  # fmt: skip
