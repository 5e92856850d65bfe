"""Routes of scenarios: those that are shipped, levers and views to choose from, and runs in the background."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from corridors.errors import InvalidInput, UnknownName
from corridors.explorer import ground, one_outcome, results, sent
from corridors.explorer.api.common import AS_ROWS, DEFAULT_ROWS, KEPT, PROBLEMS, Format, Page, PerPage, Place, answer
from corridors.explorer.disputing import FORMS
from corridors.explorer.given import (
    MOST_CHECKS,
    MOST_CLIMBS,
    MOST_DRAWS,
    MOST_LEVERS,
    MOST_STEPS,
    Dispute,
    Kind,
    Search,
    kind_of,
    yaml_of,
)  # fmt: skip
from corridors.explorer.jobs import MOST_KEPT, MOST_RUNNING, MOST_WAITING, Run, Runs
from corridors.explorer.respond import as_json, form_of, rows, tagged
from corridors.explorer.sdmx import Structure

router = APIRouter(tags=["scenarios"])
YAML = "application/yaml"
Name = Annotated[str, Path(pattern=r"^[a-z0-9-]{1,60}$", description="A shipped scenario's name.")]
Identifier = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$", description="A run's identifier.")]
TOLD = Structure("study", ("outcome", "view", "year"), time="year")
RESULTS: dict[Kind, str] = {"scenario": "result", "search": "packages", "dispute": "answer"}
"""Where the results of a run are, by its kind."""
SENDING: dict[int | str, dict[str, Any]] = {
    403: answer("Sent by a page of another site"),
    413: answer("More than may be sent"),
    503: answer("As many runs wait as may wait; Retry-After says when to try again"),
    507: answer("No space to write the run"),
}


class Lever(BaseModel):
    """One lever: its bounds, the value that changes nothing, and what it may be narrowed to."""

    name: str
    label: str
    unit: str
    neutral: float
    lowest: float
    highest: float
    scope: str
    skills: list[str]
    what: str


class ViewItem(BaseModel):
    """One view that is shipped."""

    name: str
    label: str


class ScenarioItem(BaseModel):
    """One scenario that is shipped."""

    name: str
    title: str


class Steps(BaseModel):
    """A run: what it is, its state, how many of its steps are done, what went wrong, and where its results are.

    `scenario` and `problem` are the text of what is run; a search has a problem, other runs have a scenario.
    """

    id: str
    kind: Kind
    state: Literal["waiting", "running", "done", "failed", "cancelled", "interrupted"]
    title: str
    done: int
    of: int
    error: str
    scenario: str
    problem: str
    self: str
    result: str | None


class Kept(BaseModel):
    """The runs that are kept, and what one may ask for."""

    limits: dict[str, int]
    runs: list[Steps]


@router.get("/scenarios", response_model=list[ScenarioItem], responses=KEPT)
def list_scenarios() -> Any:
    """The scenarios that come with the package."""
    from corridors.scenarios.scenario import shipped

    return as_json([{"name": name, "title": title} for name, title in shipped().items()])


@router.get(
    "/scenarios/{name}",
    response_model=dict[str, Any],
    responses={**PROBLEMS, **KEPT, 200: {"content": {YAML: {"schema": {"type": "string"}}}}},
)
def show_scenario(
    name: Name,
    format: Annotated[Literal["json", "yaml"], Query(description="JSON, or the YAML that a run takes.")] = "json",
) -> Any:
    """One shipped scenario, as JSON or as the YAML that the runs take."""
    from corridors.concepts.nearest import nearest
    from corridors.scenarios.scenario import Scenario, shipped

    if name not in shipped():
        raise UnknownName("scenario", name, nearest(name, shipped()))
    found = Scenario.read(name)
    return tagged(found.text(), YAML) if format == "yaml" else as_json(found.content())


@router.get("/levers", response_model=list[Lever], responses=KEPT)
def list_levers() -> Any:
    """Every lever with its range and meaning."""
    from corridors.policy.levers import LEVERS

    return as_json([{key: getattr(lever, key) for key in Lever.model_fields} for lever in LEVERS.values()])


@router.get("/views", response_model=list[ViewItem], responses=KEPT)
def list_views() -> Any:
    """The views on disputed questions under which a scenario can be run."""
    from corridors.parameters import views

    return as_json([{"name": view.name, "label": view.label} for view in views()])


@router.get("/runs", response_model=Kept)
def list_runs(request: Request) -> Any:
    """The runs that are kept, the newest first, and the limits of a run."""
    limits = {"draws": MOST_DRAWS, "levers": MOST_LEVERS, "running": MOST_RUNNING, "waiting": MOST_WAITING,
              "kept": MOST_KEPT, "bytes": sent.MOST_BYTES, "climbs": MOST_CLIMBS, "steps": MOST_STEPS,
              "checks": MOST_CHECKS}  # fmt: skip
    return _now({"limits": limits, "runs": [_plain(run) for run in _runs(request).listed()]})


async def scenario_text(request: Request) -> str:
    """The text of a scenario or of a problem in a body."""
    sent.check_origin(request)
    try:
        return (await sent.body(request)).decode()
    except UnicodeDecodeError as error:
        raise InvalidInput("The scenario is not text in UTF-8.") from error


@router.post(
    "/runs",
    status_code=202,
    response_model=Steps,
    responses={**PROBLEMS, **SENDING, 202: {"headers": {"Location": {"schema": {"type": "string"}}}}},
    openapi_extra={"requestBody": {"required": True, "content": {YAML: {"schema": {"type": "string"}}}}},
)
def start_run(
    request: Request,
    *,
    text: Annotated[str, Depends(scenario_text)],
    climbs: Annotated[int, Query(ge=1, le=MOST_CLIMBS, description="Of a search: climbs to the main package.")] = 2,
    steps: Annotated[int, Query(ge=1, le=MOST_STEPS, description="Of a search: most runs of each climb.")] = 4,
    draws: Annotated[int, Query(ge=0, le=MOST_CHECKS, description="Of a search: draws of its check, 0 or from 2.")] = 4,
) -> Any:
    """Run a scenario, or search a problem for common ground, sent as YAML; the same thing is not run twice."""
    from corridors.scenarios.common_ground_file import Problem
    from corridors.scenarios.scenario import Scenario

    if re.search(r"^problem\s*:", text, re.MULTILINE):
        return _begun(_runs(request).start(Search(Problem.parse(text), climbs, steps, draws)))
    return _begun(_runs(request).start(Scenario.parse(text)))


@router.post(
    "/runs/{identifier}/disagreement",
    status_code=202,
    response_model=Steps,
    responses={**PROBLEMS, **SENDING, 202: {"headers": {"Location": {"schema": {"type": "string"}}}}},
)
def start_disagreement(
    request: Request,
    identifier: Identifier,
    outcome: Annotated[str, Query(pattern=r"^[a-z0-9_]{1,60}$", description="Of a party, the world or a country.")],
    country: Place = None,
) -> Any:
    """Work out which disputes make the views differ on one outcome of a scenario whose run is done."""
    sent.check_origin(request)
    asked = one_outcome.Asked(outcome, country)
    return _begun(_runs(request).start(one_outcome.dispute(_runs(request), identifier, asked)))


@router.get("/runs/{identifier}", response_model=Steps, responses=PROBLEMS)
def show_run(request: Request, identifier: Identifier) -> Any:
    """One run: how far it is."""
    return _now(_plain(_runs(request).get(identifier)))


@router.delete("/runs/{identifier}", response_model=Steps, responses={**PROBLEMS, 403: SENDING[403]})
def cancel_run(request: Request, identifier: Identifier) -> Any:
    """Stop a run that waits or runs; one that has ended stays as it is."""
    sent.check_origin(request)
    return _now(_plain(_runs(request).cancel(identifier)))


@router.get("/runs/{identifier}/result", response_model=None, responses=AS_ROWS)
def show_result(
    request: Request,
    *,
    identifier: Identifier,
    country: Place = None,
    page: Page = 1,
    per_page: PerPage = DEFAULT_ROWS,
    format: Format = None,
) -> Any:
    """What a run makes of every outcome by year and view, for the three parties and the world, or for one country."""
    from corridors.content.subject import country as named

    made = _runs(request).study(identifier)
    frame = results.table(made, named(country).code if country else None)
    about = {
        "dataset": f"run {identifier}", "definition": made.scenario.question, "unit": "by outcome, in the column unit",
        "licence": "by dataset, see /api/v1/datasets", "citation": str(made.record["made_by"]),
    }  # fmt: skip
    return rows(request, frame, page, per_page, form=form_of(request, format), told=TOLD, about=about)


@router.get("/runs/{identifier}/packages", response_model=dict[str, Any], responses={**PROBLEMS, **KEPT})
def show_packages(request: Request, identifier: Identifier) -> Any:
    """What a search found: packages with their gains by view, how they held, what stays disputed, and all tried."""
    given = _of_kind(request, identifier, Search)
    return tagged(ground.run_file(given, _runs(request).results(identifier), "json"), "application/json")


@router.get("/runs/{identifier}/answer", response_model=dict[str, Any], responses={**PROBLEMS, **KEPT})
def show_disagreement(request: Request, identifier: Identifier) -> Any:
    """What views differ on about one outcome, and because of which dispute: JSON by the schema of answers."""
    _of_kind(request, identifier, Dispute)
    path = _runs(request).results(identifier) / FORMS["json"]
    return tagged(path.read_text(encoding="utf-8"), "application/json")


def _of_kind(request: Request, identifier: str, kind: type[Search] | type[Dispute]) -> Any:
    """What is run, where it is of a kind.

    Raises:
        UnknownName: no such run; InvalidInput: it is of another kind.
    """
    given = _runs(request).get(identifier).given
    if not isinstance(given, kind):
        raise InvalidInput(f"The run {identifier} is a {kind_of(given)}.", hint="Its `result` says where to look.")
    return given


def _begun(run: Run) -> Response:
    return _now(_plain(run), 202, {"Location": _plain(run)["self"]})


def _runs(request: Request) -> Runs:
    return request.app.state.runs


def _now(content: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Plain values that change while the server runs, and are not held."""
    return JSONResponse(content, status, {"Cache-Control": "no-store", **(headers or {})})


def _plain(run: Run) -> dict[str, Any]:
    own, kind = f"/api/v1/runs/{run.identifier}", kind_of(run.given)
    texts = {"scenario": "", "problem": ""} | {"problem" if kind == "search" else "scenario": yaml_of(run.given)}
    return {
        "id": run.identifier, "kind": kind, "state": run.state, "title": run.given.title, "done": run.done,
        "of": run.of, "error": run.said, **texts, "self": own,
        "result": f"{own}/{RESULTS[kind]}" if run.state == "done" else None,
    }  # fmt: skip
