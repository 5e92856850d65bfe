"""The pages of runs: how far each is, its results as a page and as files, and several side by side."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from corridors.errors import InvalidInput, UnknownName
from corridors.explorer import ground, one_outcome, results
from corridors.explorer.desk_common import HEADERS, LIMITS, Own, attached, numbers, runs_of, to
from corridors.explorer.desk_start import packed
from corridors.explorer.disputing import FORMS, FRAGMENT
from corridors.explorer.figures import chart
from corridors.explorer.given import Dispute, Search, kind_of, yaml_of
from corridors.explorer.jobs import Run
from corridors.explorer.respond import HTML, tagged
from corridors.explorer.views import language_of, shown
from corridors.explorer.wording import words

router = APIRouter()
MOST_COMPARED = 4
"""Runs that stand side by side."""
MEDIA = {
    "pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": HTML, "md": "text/markdown; charset=utf-8", "slides": HTML, "json": "application/json",
    "csv": "text/csv; charset=utf-8", "yaml": "application/yaml",
}  # fmt: skip
BRIEFS = ("pdf", "docx", "html", "md", "slides")
ENDINGS = {"slides": "-slides.html"}
"""How the name of a file ends where that is not the name of its form."""
ResultForm = Literal["pdf", "docx", "html", "md", "slides", "csv", "json", "yaml"]


@router.get("/desk/runs")
def runs_page(request: Request) -> Response:
    """The runs that are kept, to look at or to compare."""
    every = runs_of(request).listed()
    text = shown(request, "desk_runs.html", runs=every, kind=kind_of, limits=LIMITS, most=MOST_COMPARED)
    return Response(text, headers=HEADERS, media_type=HTML)


@router.get("/desk/runs/{identifier}")
def run_page(request: Request, identifier: str, year: int | None = None) -> Response:
    """One run: how far it is, what went wrong, or its results in one year, by default the last."""
    found = runs_of(request).get(identifier)
    if found.state != "done":
        text = shown(request, "desk_run.html", run=found, change=_change(found), text=yaml_of(found.given),
                     kind=kind_of(found.given), limits=LIMITS)  # fmt: skip
        return Response(text, headers=HEADERS, media_type=HTML)
    if isinstance(found.given, Search):
        return tagged(ground.run_page(request, found, runs_of(request).results(identifier)), HTML, HEADERS)
    if isinstance(found.given, Dispute):
        return tagged(_dispute_page(request, found), HTML, HEADERS)
    made = results.read(runs_of(request), identifier, year)
    say = partial(words, language_of(request))
    charts = {party: chart(made, party, say(f"party_{party}"), language_of(request)) for party in results.PARTIES}
    text = shown(
        request, "desk_results.html", run=found, packed=packed(found.given.text()), made=made,
        parties=results.PARTIES, figures=charts, forms=BRIEFS, steps=results.path(runs_of(request), identifier),
        offered=one_outcome.offered(runs_of(request), identifier), **numbers(request),
    )  # fmt: skip
    return tagged(text, HTML, HEADERS)


@router.get("/desk/runs/{identifier}/views")
def views_page(
    request: Request, identifier: str, outcome: Annotated[str, Query(max_length=60)],
    country: Annotated[str, Query(max_length=80)] = "", year: int | None = None,
) -> Response:  # fmt: skip
    """What each view makes of one outcome of a run, and the way to the disputes behind it, worked out or not yet."""
    runs = runs_of(request)
    found, asked = runs.get(identifier), one_outcome.Asked(outcome, country or None)
    made = one_outcome.read(runs, identifier, asked, year)
    say = partial(words, language_of(request))
    figure = chart(made, one_outcome.ROWS, say("views_chart"), language_of(request), every=True)
    text = shown(
        request, "desk_views.html", run=found, made=made, row=made.rows[one_outcome.ROWS][0], figure=figure,
        asked=asked, offered=one_outcome.offered(runs, identifier),
        worked=one_outcome.worked_out(runs, identifier, asked), **numbers(request),
    )  # fmt: skip
    return Response(text, headers=HEADERS, media_type=HTML)


@router.post("/desk/runs/{identifier}/disagreement")
def start_dispute(
    request: Request, identifier: str, own: Own, outcome: Annotated[str, Query(max_length=60)],
    country: Annotated[str, Query(max_length=80)] = "",
) -> Response:  # fmt: skip
    """Work out, in a run of its own, which disputes make the views of a scenario differ on one outcome."""
    given = one_outcome.dispute(runs_of(request), identifier, one_outcome.Asked(outcome, country or None))
    return to(request, f"/desk/runs/{runs_of(request).start(given).identifier}")


@router.post("/desk/runs/{identifier}/cancel")
def cancel_run(request: Request, identifier: str, own: Own) -> Response:
    """Stop a run, and go back to its page."""
    found = runs_of(request).cancel(identifier)
    return to(request, f"/desk/runs/{found.identifier}")


@router.post("/desk/runs/{identifier}/again")
def run_again(request: Request, identifier: str, own: Own) -> Response:
    """Start a run anew that failed or was stopped."""
    found = runs_of(request).get(identifier)
    return to(request, f"/desk/runs/{runs_of(request).start(found.given).identifier}")


@router.get("/desk/runs/{identifier}/file")
def run_file(request: Request, identifier: str, form: ResultForm = "csv") -> Response:
    """A run's brief, its results as a table, or what was run."""
    runs = runs_of(request)
    found = runs.get(identifier)
    headers = attached(f"{found.given.name}-{identifier}{ENDINGS.get(form, f'.{form}')}")
    if form == "yaml":
        return tagged(yaml_of(found.given), MEDIA[form], headers)
    if isinstance(found.given, (Search, Dispute)):
        if form not in FORMS:
            raise UnknownName("form", form, tuple(FORMS))
        if isinstance(found.given, Search):
            return tagged(ground.run_file(found.given, runs.results(identifier), form), MEDIA[form], headers)
        text = (runs.results(identifier) / FORMS[form]).read_text(encoding="utf-8")
        return tagged(text, MEDIA[form], headers)
    if form in ("csv", "json"):
        return tagged(*results.file(runs, identifier, form), headers)
    return tagged(results.brief_file(runs, identifier, form), MEDIA[form], headers)


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
        **numbers(request),
    )  # fmt: skip
    return tagged(text, HTML, HEADERS)


def _change(run: Run) -> tuple[str, dict[str, str]]:
    """The address at which what is run can be changed, and its parameters."""
    if isinstance(run.given, Search):
        return "/common-ground/search", ground.parameters(run.given)
    return "/desk", {"text": packed(yaml_of(run.given))}


def _dispute_page(request: Request, run: Run) -> str:
    """The page of a disagreement: the answer that its run wrote down."""
    from markupsafe import Markup

    assert isinstance(run.given, Dispute)
    part = (runs_of(request).results(run.identifier) / FRAGMENT).read_text(encoding="utf-8")
    return shown(
        request, "desk_dispute.html", run=run, part=Markup(part), change=_change(run),
        forms=(*FORMS, "yaml"),
    )  # fmt: skip
