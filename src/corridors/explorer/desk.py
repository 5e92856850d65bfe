"""The pages of the scenario desk: choose levers, run them in the background, read and compare what comes out."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response

from corridors.answers.questions import question
from corridors.errors import CorridorsError, InvalidInput
from corridors.explorer import results
from corridors.explorer.desk_form import Form, empty, filled, read_form
from corridors.explorer.desk_levers import facts
from corridors.explorer.desk_start import LONGEST_LINK, about, bounded, packed, unpacked
from corridors.explorer.figures import amount, chart, local, signed
from corridors.explorer.jobs import MOST_DRAWS, MOST_KEPT, MOST_LEVERS, MOST_RUNNING, MOST_WAITING, Run, Runs
from corridors.explorer.problems import status_of
from corridors.explorer.respond import HTML, as_json, tagged
from corridors.explorer.sent import MOST_BYTES, Fields, check_origin, form
from corridors.explorer.views import language_of, link, shown
from corridors.explorer.wording import words

router = APIRouter()
Sent = Annotated[Fields, Depends(form)]
Own = Annotated[None, Depends(check_origin)]
MOST_COMPARED = 4
"""Runs that stand side by side."""
SCRIPT = "text/javascript; charset=utf-8"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
    "script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
}
"""The desk has one small script of its own, and its forms say where they come from."""
LIMITS = {
    "draws": MOST_DRAWS, "levers": MOST_LEVERS, "running": MOST_RUNNING, "waiting": MOST_WAITING, "kept": MOST_KEPT,
    "kilobytes": MOST_BYTES // 1000,
}  # fmt: skip
BRIEF_MEDIA = {
    "pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": HTML, "md": "text/markdown; charset=utf-8", "slides": HTML,
}  # fmt: skip
ENDINGS = {"slides": "-slides.html"}
"""How the name of a file ends where that is not the name of its form."""
ResultForm = Literal["pdf", "docx", "html", "md", "slides", "csv", "json", "yaml"]


def runs_of(request: Request) -> Runs:
    """The runs of the application that a request is sent to."""
    return request.app.state.runs


@router.get("/desk")
def desk_page(request: Request) -> Response:
    """The desk, as the address fills it: from a shipped scenario, from a question, from a text, or field by field."""
    given = _given(request)
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
        text = read_form(given).scenario().text()
    except CorridorsError as error:
        return as_json({"error": str(error)})
    return as_json({"text": text, "packed": packed(text)})


@router.post("/desk/read")
def read_scenario(request: Request, given: Sent) -> Response:
    """A scenario that somebody uploads or pastes, on the desk."""
    from corridors.scenarios.scenario import Scenario

    pasted = "".join(given.get("file", [])) or "".join(given.get("pasted", []))
    try:
        found = Scenario.parse(pasted, words(language_of(request), "desk_your_text"))
        chosen = filled(found)
    except CorridorsError as error:
        return _desk(request, _first(request), error, pasted=pasted)
    short = packed(found.text())
    if len(short) > LONGEST_LINK:
        return _desk(request, chosen)
    return _to(request, "/desk", text=short)


@router.get("/desk/scenario.yaml")
def desk_file(text: Annotated[str, Query(max_length=60_000)]) -> Response:
    """The scenario in an address as a file."""
    from corridors.scenarios.scenario import Scenario

    found = Scenario.parse(unpacked(text))
    return tagged(found.text(), "application/yaml", _attached(f"{found.name}.yaml"))


@router.post("/desk/runs")
def start_run(request: Request, given: Sent) -> Response:
    """Run what the form says, and go to the run's page."""
    chosen = _first(request)
    try:
        chosen = read_form(given)
        begun = runs_of(request).start(chosen.scenario())
    except CorridorsError as error:
        return _desk(request, chosen, error)
    return _to(request, f"/desk/runs/{begun.identifier}")


@router.get("/desk/runs")
def runs_page(request: Request) -> Response:
    """The runs that are kept, to look at or to compare."""
    every = runs_of(request).listed()
    text = shown(request, "desk_runs.html", runs=every, limits=LIMITS, most=MOST_COMPARED)
    return Response(text, headers=HEADERS, media_type=HTML)


@router.get("/desk/runs/{identifier}")
def run_page(request: Request, identifier: str) -> Response:
    """One run: how far it is, what went wrong, or its results."""
    found = runs_of(request).get(identifier)
    short = packed(found.scenario.text())
    if found.state != "done":
        text = shown(request, "desk_run.html", run=found, packed=short, limits=LIMITS)
        return Response(text, headers=HEADERS, media_type=HTML)
    made = results.read(runs_of(request), identifier)
    say = partial(words, language_of(request))
    charts = {party: chart(made, party, say(f"party_{party}")) for party in results.PARTIES}
    text = shown(
        request, "desk_results.html", run=found, packed=short, made=made, parties=results.PARTIES, figures=charts,
        forms=tuple(BRIEF_MEDIA), **_numbers(request),
    )  # fmt: skip
    return tagged(text, HTML, HEADERS)


@router.post("/desk/runs/{identifier}/cancel")
def cancel_run(request: Request, identifier: str, own: Own) -> Response:
    """Stop a run, and go back to its page."""
    found = runs_of(request).cancel(identifier)
    return _to(request, f"/desk/runs/{found.identifier}")


@router.post("/desk/runs/{identifier}/again")
def run_again(request: Request, identifier: str, own: Own) -> Response:
    """Start a run anew that failed or was stopped."""
    found = runs_of(request).get(identifier)
    return _to(request, f"/desk/runs/{runs_of(request).start(found.scenario).identifier}")


@router.get("/desk/runs/{identifier}/file")
def run_file(request: Request, identifier: str, form: ResultForm = "csv") -> Response:
    """A run's brief, its results as a table, or its scenario."""
    found = runs_of(request).get(identifier)
    headers = _attached(f"{found.scenario.name}-{identifier}{ENDINGS.get(form, f'.{form}')}")
    if form == "yaml":
        return tagged(found.scenario.text(), "application/yaml", headers)
    if form in ("csv", "json"):
        return tagged(*results.file(runs_of(request), identifier, form), headers)
    return tagged(results.brief_file(runs_of(request), identifier, form), BRIEF_MEDIA[form], headers)


@router.get("/desk/compare")
def compare_page(request: Request, runs: Annotated[list[str], Query()]) -> Response:
    """Several runs side by side."""
    wanted = list(dict.fromkeys(part for given in runs for part in given.split(",") if part))
    if not 2 <= len(wanted) <= MOST_COMPARED:
        raise InvalidInput(f"{len(wanted)} runs cannot be compared.", hint=f"Choose from 2 to {MOST_COMPARED}.")
    made = [results.read(runs_of(request), identifier) for identifier in wanted]
    found: list[Run] = [runs_of(request).get(identifier) for identifier in wanted]
    text = shown(
        request, "desk_compare.html", runs=found, compared=results.compared(made), parties=results.PARTIES,
        **_numbers(request),
    )  # fmt: skip
    return tagged(text, HTML, HEADERS)


def _given(request: Request) -> Fields:
    given: Fields = {}
    for name, value in request.query_params.multi_items():
        given.setdefault(name, []).append(value)
    return given


def _asked(request: Request, given: Fields) -> Form:
    """The form that an address asks for."""
    from corridors.scenarios.scenario import Scenario

    one = {name: values[0] for name, values in given.items()}
    if one.get("text"):
        return filled(Scenario.parse(unpacked(one["text"])))
    if one.get("start"):
        return filled(bounded(Scenario.read(one["start"]))) if one["start"] in _shipped() else _unknown(one["start"])
    if one.get("ask"):
        asked = question(one["ask"])
        found = about(asked.id, **{name: one.get(name) for name in ("country", "origin", "destination")})
        start = _first(request)
        return filled(found) if found else replace(start, typed=start.typed | {"question": asked.text})
    chosen = read_form(given) if "title" in given else _first(request)
    act = one.get("act", "")
    if act == "add" and one.get("more"):
        return chosen.with_lever(one["more"])
    if act.startswith("remove.") and act[7:].isdigit():
        return chosen.without_lever(int(act[7:]))
    return chosen


def _unknown(name: str) -> Form:
    """Say that no such scenario is shipped, without looking for a file of that name."""
    from corridors.concepts.nearest import nearest
    from corridors.errors import UnknownName

    raise UnknownName("scenario", name[:60], nearest(name[:60], _shipped()))


@cache
def _shipped() -> dict[str, str]:
    from corridors.scenarios.scenario import shipped

    return shipped()


def _first(request: Request) -> Form:
    """The form with which one starts."""
    language = language_of(request)
    start = {key: words(language, f"desk_my_{key}") for key in ("title", "question")}
    return Form(empty().typed | start)


def _desk(request: Request, chosen: Form, error: CorridorsError | None = None, pasted: str = "") -> Response:
    """The page of the desk, with the scenario's text where the form makes one and what is wrong where it does not."""
    text = ""
    try:
        text = chosen.scenario().text()
    except CorridorsError as wrong:
        error = error or wrong
    page = shown(
        request, "desk.html", form=chosen, error=str(error or ""), pasted=pasted, text=text,
        packed=packed(text) if text else "", plain="{:g}".format, **_choices(),
    )  # fmt: skip
    return Response(page, status_of(error), HEADERS, HTML) if error else tagged(page, HTML, HEADERS)


def _choices() -> dict[str, Any]:
    """What the desk offers to choose from."""
    from corridors.concepts.countries import areas
    from corridors.parameters import views
    from corridors.scenarios.places import group_names

    countries = sorted(area.short_name for area in areas(("country", "territory")) if area.end is None)
    groups: dict[str, list[Any]] = {}
    for known in facts().values():
        groups.setdefault(known.group, []).append(known)
    return {"shipped": _shipped(), "groups": groups, "views": views(), "limits": LIMITS, "places": group_names(),
            "countries": countries, "years": range(2030, 2101, 5)}  # fmt: skip


def _numbers(request: Request) -> dict[str, Any]:
    """How the pages of results write numbers, in the language of the request."""
    say = partial(words, language_of(request))
    return {"signed": lambda value: local(say, signed(value)), "amount": lambda value: local(say, amount(value))}


def _to(request: Request, path: str, **parameters: str) -> Response:
    return RedirectResponse(link(language_of(request), path, **parameters), 303)


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
