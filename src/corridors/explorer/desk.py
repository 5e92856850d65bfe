"""The pages of the scenario desk: choose levers, dates, places and views, keep them as a file or a link, run them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from corridors.answers.questions import question
from corridors.errors import CorridorsError
from corridors.explorer.desk_common import Sent, asked, attached, check_shipped, runs_of, to
from corridors.explorer.desk_form import Form, empty, filled
from corridors.explorer.desk_start import LONGEST_LINK, about, bounded, packed, unpacked
from corridors.explorer.lever_page import first, form_page, taken
from corridors.explorer.respond import as_json, tagged
from corridors.explorer.sent import Fields
from corridors.explorer.views import language_of
from corridors.explorer.wording import words

router = APIRouter()
SCRIPT = "text/javascript; charset=utf-8"


@router.get("/desk")
def desk_page(request: Request) -> Response:
    """The desk, as the address fills it: from a shipped scenario, from a question, from a text, or field by field."""
    given = asked(request)
    try:
        chosen = _asked(request, given)
    except CorridorsError as error:
        return _desk(request, _first(request), error)
    return _desk(request, chosen)


@router.get("/desk/{script}.js")
def script(script: Literal["desk", "desk_run"]) -> Response:
    """The desk's own scripts."""
    from importlib.resources import files

    source = files("corridors.explorer") / "templates" / f"{script}.js"
    return tagged(source.read_text(encoding="utf-8"), SCRIPT)


@router.post("/desk/text")
def desk_text(given: Sent) -> Response:
    """What the form makes: the scenario's text and its place in an address, or what is wrong."""
    try:
        text = empty().filled_by(given).scenario().text()
    except CorridorsError as error:
        return as_json({"error": str(error)})
    return as_json({"text": text, "packed": packed(text)})


@router.post("/desk/read")
def read_scenario(request: Request, given: Sent) -> Response:
    """A scenario that somebody uploads or pastes, on the desk."""
    from corridors.scenarios.scenario import Scenario

    pasted = taken(given)
    try:
        found = Scenario.parse(pasted, words(language_of(request), "desk_your_text"))
        chosen = filled(found)
    except CorridorsError as error:
        return _desk(request, _first(request), error, pasted=pasted)
    short = packed(found.text())
    if len(short) > LONGEST_LINK:
        return _desk(request, chosen)
    return to(request, "/desk", text=short)


@router.get("/desk/scenario.yaml")
def desk_file(text: Annotated[str, Query(max_length=60_000)]) -> Response:
    """The scenario in an address as a file."""
    from corridors.scenarios.scenario import Scenario

    found = Scenario.parse(unpacked(text))
    return tagged(found.text(), "application/yaml", attached(f"{found.name}.yaml"))


@router.post("/desk/runs")
def start_run(request: Request, given: Sent) -> Response:
    """Run what the form says, and go to the run's page."""
    chosen = _first(request)
    try:
        chosen = empty().filled_by(given)
        begun = runs_of(request).start(chosen.scenario())
    except CorridorsError as error:
        return _desk(request, chosen, error)
    return to(request, f"/desk/runs/{begun.identifier}")


def _asked(request: Request, given: Fields) -> Form:
    """The form that an address asks for."""
    from corridors.scenarios.scenario import Scenario

    one = {name: values[0] for name, values in given.items()}
    if one.get("text"):
        return filled(Scenario.parse(unpacked(one["text"])))
    if one.get("start"):
        check_shipped("scenario", one["start"], _shipped())
        return filled(bounded(Scenario.read(one["start"])))
    if one.get("ask"):
        about_it = question(one["ask"])
        found = about(about_it.id, **{name: one.get(name) for name in ("country", "origin", "destination")})
        start = _first(request)
        return filled(found) if found else replace(start, typed=start.typed | {"question": about_it.text})
    chosen = empty().filled_by(given) if "title" in given else _first(request)
    return chosen.after(one.get("act", ""), one.get("more", ""))


@cache
def _shipped() -> dict[str, str]:
    from corridors.scenarios.scenario import shipped

    return shipped()


def _first(request: Request) -> Form:
    """The form with which one starts."""
    return first(request, empty(), "desk")


def _desk(request: Request, chosen: Form, error: CorridorsError | None = None, pasted: str = "") -> Response:
    return form_page(
        request, "desk.html", chosen, lambda: chosen.scenario().text(), error,
        pasted=pasted, shipped=_shipped(), years=range(2030, 2101, 5),
    )  # fmt: skip
