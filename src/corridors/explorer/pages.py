"""The explorer's pages."""

from __future__ import annotations

import math
from functools import partial
from itertools import groupby
from typing import Annotated, Any, Literal

import polars as pl
from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, BeforeValidator, Field

from corridors.answers import forms
from corridors.answers.questions import THEMES, question, questions
from corridors.concepts.areas.names import name_key
from corridors.concepts.countries import Area, areas
from corridors.concepts.quality import Quality
from corridors.content.subject import Corridor, country
from corridors.data import load, sources
from corridors.data import source as find_source
from corridors.errors import CorridorsError
from corridors.explorer import evidence, world
from corridors.explorer.accept import MEDIA, Form
from corridors.explorer.desk_start import questions as desk_questions
from corridors.explorer.figures import local
from corridors.explorer.question_search import search as sought
from corridors.explorer.respond import HTML, tagged
from corridors.explorer.sdmx import Structure, structure, to_sdmx_csv
from corridors.explorer.views import language_of, link, shown
from corridors.explorer.wording import called, words

router = APIRouter()
BriefForm = Literal["pdf", "docx", "html", "md", "slides", "ipynb"]
DatasetForm = Form | Literal["parquet"]
ENDINGS = {"sdmx-csv": "sdmx.csv"}
"""How the name of a file ends where that is not the name of its form."""
PATIENCE, LOOK_AGAIN = 3.0, 4
"""Seconds for which a reader waits for an answer of the world model before a page says so, and after which that page
looks again."""
SHOWN_ROWS = 20
"""Rows of a dataset that its page shows; the download has all of them."""
Text = Annotated[str, Query(max_length=80)]
Name = Annotated[str, Field(max_length=80)]
Year = Annotated[int | None, BeforeValidator(lambda text: text or None)]


WRITERS = {
    "csv": (forms.to_csv, MEDIA["csv"]),
    "json": (forms.to_json, MEDIA["json"]),
    "md": (forms.to_markdown, "text/markdown; charset=utf-8"),
    "html": (forms.to_html, HTML),
}
BRIEF_MEDIA: dict[BriefForm, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": HTML,
    "md": "text/markdown; charset=utf-8",
    "slides": HTML,
    "ipynb": "application/x-ipynb+json",
}


class Asking(BaseModel):
    """What a question's form sends; empty fields ask nothing."""

    country: Name = ""
    origin: Name = ""
    destination: Name = ""
    region: Name = ""
    year: Year = None
    view: Name = ""

    def subject(self) -> evidence.Subject:
        """The subject as the answers take it."""
        texts = (self.country, self.origin, self.destination, self.region)
        return evidence.Subject(
            *(text.strip() or None for text in texts), year=self.year, view=self.view.strip() or None
        )


class AskingFile(Asking):
    """The same, and the form of the file."""

    form: Literal["csv", "json", "md", "html"] = "csv"


@router.get("/")
def world_page(
    request: Request,
    measure: Text = "immigrants",
    year: int | None = None,
    kind: Literal["map", "corridors", "ring"] = "map",
) -> Response:
    """The world: a measure of a year as a map, as corridors or as a ring of regions, and all places ranked."""
    from markupsafe import Markup

    chosen = world.measure("immigrants" if kind != "map" else measure)
    when = world.year_of(chosen, year)
    at = chosen.years.index(when)
    page = shown(
        request, "world.html", measure=chosen.name, measures=list(world.measures()), year=when, years=chosen.years,
        asked=year if year not in (None, when) else None, kind=kind, earlier=chosen.years[at - 1] if at else None,
        later=chosen.years[at + 1] if at + 1 < len(chosen.years) else None, unit=chosen.unit,
        drawing=Markup(world.drawing(chosen.name, when, kind, language_of(request))),
        **_behind(chosen.name, when, kind),
    )  # fmt: skip
    return tagged(page, HTML)


def _behind(measure: str, year: int, kind: str) -> dict[str, Any]:
    """The table under the picture: exactly what is drawn."""
    if kind == "map":
        frame, source = world.ranked(measure, year)
        return {"rows": frame.to_dicts(), "source": source, "quality": Quality(frame["quality"][0])}
    frame = world.largest_corridors(year) if kind == "corridors" else world.between_regions(year)
    return {"rows": frame.to_dicts(), "source": world.stocks_source(), "quality": Quality.MODELLED}


@router.get("/countries")
def countries_page(request: Request) -> Response:
    """All countries and areas by region, and the way to a corridor."""
    every = [place for place in areas(("country", "territory")) if place.end is None]
    language = language_of(request)

    def order(place: Area) -> tuple[str, str]:
        """By region, the unknown last, and by name in the reader's language, whatever its accents."""
        return place.region or "~", name_key(called(language, place.short_name))

    by_region = groupby(sorted(every, key=order), key=lambda place: place.region or "")
    return tagged(shown(request, "countries.html", regions=[(r, list(g)) for r, g in by_region]), HTML)


@router.get("/corridor")
def to_corridor(request: Request, origin: Text, destination: Text) -> Response:
    """From the form of two names to the corridor's page."""
    pair = Corridor.named(origin, destination)
    return RedirectResponse(link(language_of(request), f"/corridor/{pair.origin.code}/{pair.destination.code}"), 303)


@router.get("/country/{code}")
def country_page(request: Request, code: str) -> Response:
    """A country's brief."""
    place = country(code)
    return _brief(request, place.code, None)


@router.get("/corridor/{origin}/{destination}")
def corridor_page(request: Request, origin: str, destination: str) -> Response:
    """A corridor's brief, with what rival methods estimate."""
    pair = Corridor.named(origin, destination)
    return _brief(request, pair.origin.code, pair.destination.code)


@router.get("/country/{code}/file")
def country_file(code: str, form: BriefForm = "pdf") -> Response:
    """A country's brief as a file."""
    return _brief_file(country(code).code, None, form)


@router.get("/corridor/{origin}/{destination}/file")
def corridor_file(origin: str, destination: str, form: BriefForm = "pdf") -> Response:
    """A corridor's brief as a file."""
    pair = Corridor.named(origin, destination)
    return _brief_file(pair.origin.code, pair.destination.code, form)


def _brief_file(origin: str, destination: str | None, form: BriefForm) -> Response:
    content, name = evidence.brief_file(origin, destination, form)
    return tagged(content, BRIEF_MEDIA[form], {"Content-Disposition": f'attachment; filename="{name}"'})


def _brief(request: Request, origin: str, destination: str | None) -> Response:
    brief, pictures = evidence.briefed(origin, destination)
    rival = []
    if destination:
        flows = evidence.corridor_flows(origin, destination)
        rival = flows.pivot("method", index="period", values="flow").to_dicts()
    command = f"corridors brief {origin}{f' {destination}' if destination else ''}"
    page = shown(
        request, "brief_page.html", pictures, brief=brief, rival=rival, forms=tuple(BRIEF_MEDIA), command=command
    )
    return tagged(page, HTML)


@router.get("/questions")
def questions_page(request: Request, search: Text = "", theme: Text = "") -> Response:
    """The questions by theme; with words to search for, those that have them, the closest first."""
    if search.strip():
        made = sought(search, theme or None)
        groups = [("", list(made.questions))] if made.questions else []
        whole, left = made.whole, made.left
    else:
        groups = [(THEMES[t], list(g)) for t, g in groupby(questions(theme or None), key=lambda q: q.theme)]
        whole, left = True, ()
    page = shown(request, "questions.html", groups=groups, search=search, theme=theme, whole=whole, left=left)
    return tagged(page, HTML)


@router.get("/questions/{identifier}")
def question_page(request: Request, identifier: str, given: Annotated[Asking, Query()]) -> Response:
    """One question: its answer for the subject asked about, with the form to ask about another.

    An answer of the world model takes long the first time; meanwhile a page says so and looks again.
    """
    asked = question(identifier)
    tried = asked.kind == "W" or asked.id in desk_questions()
    page = partial(shown, request, "question.html", question=asked, theme=THEMES[asked.theme], given=given, desk=tried)
    try:
        made = evidence.awaited(asked.id, given.subject(), PATIENCE if asked.kind == "W" else None)
    except CorridorsError as error:
        text = page(answer=None, error=str(error), certain=[])
        return Response(text, 422, media_type=HTML)
    if made is None:
        text = shown(request, "wait.html", question=asked, again=str(request.url.query))
        return Response(text, headers={"Refresh": str(LOOK_AGAIN), "Cache-Control": "no-store"}, media_type=HTML)
    return tagged(page(answer=made, error="", certain=forms.certainty(made)), HTML)


@router.get("/questions/{identifier}/file")
def question_file(request: Request, identifier: str, given: Annotated[AskingFile, Query()]) -> Response:
    """One answer as a file."""
    made = evidence.answered(question(identifier).id, given.subject())
    write, media = WRITERS[given.form]
    name = f'attachment; filename="{made.name}.{given.form}"'
    return tagged(write(made), media, {"Content-Disposition": name})


@router.get("/data")
def data_page(request: Request) -> Response:
    """The catalogue."""
    held = {"yes": "yes", "partly": "in_part"}
    every = [(source, held.get(source.redistributable, "no")) for source in sources()]
    return tagged(shown(request, "data.html", datasets=every), HTML)


@router.get("/data/{dataset}")
def dataset_page(request: Request, dataset: str) -> Response:
    """One dataset: what it means, its licence, its first rows, and where to download it."""
    source = find_source(dataset)
    rows: list[dict[str, Any]] = []
    error = ""
    try:
        rows = load(dataset).frame.head(SHOWN_ROWS).to_dicts() if source.format == "parquet" else []
    except CorridorsError as missing:
        error = str(missing)
    offered = (*MEDIA, "parquet")
    return tagged(shown(request, "dataset.html", source=source, forms=offered, rows=rows, error=error), HTML)


@router.get("/data/{dataset}/file")
def dataset_file(request: Request, dataset: str, form: DatasetForm = "csv") -> Response:
    """A whole dataset as a file."""
    import io

    frame, source = load(dataset)
    name = f"{source.name}.{ENDINGS.get(form, form)}"
    content: str | bytes
    if form == "parquet":
        buffer = io.BytesIO()
        frame.write_parquet(buffer)
        content, media = buffer.getvalue(), "application/vnd.apache.parquet"
    else:
        content, media = _written(frame, form, structure(source)), MEDIA[form]
    return tagged(content, media, {"Content-Disposition": f'attachment; filename="{name}"'})


def _written(frame: pl.DataFrame, form: Form, told: Structure) -> str:
    if form == "sdmx-csv":
        return to_sdmx_csv(frame, told)
    return frame.write_csv() if form == "csv" else frame.write_json()


@router.get("/method")
def method_page(request: Request) -> Response:
    """How far each figure can be trusted."""
    from corridors.explorer.trust import MEASURES, combined, scores

    say, told = partial(words, language_of(request)), combined()
    log = told["median_abs_log_error"]
    held = {f"held{level}": say("result_percent", value=f"{100 * told[f'coverage{level}']:.0f}") for level in (80, 95)}
    shown_as = {"log": local(say, f"{log:.2f}"), "factor": local(say, f"{math.exp(log):.1f}")}
    page = shown(request, "method.html", board=scores(), measures=MEASURES, every=list(Quality), **shown_as, **held)
    return tagged(page, HTML)
