"""Routes of questions: the list, and each answered for a subject."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel

from corridors.answers import forms
from corridors.answers.questions import KINDS, THEMES, questions
from corridors.explorer.accept import MEDIA
from corridors.explorer.api.common import KEPT, NAME, PROBLEMS, Place, Year
from corridors.explorer.evidence import Subject, answered
from corridors.explorer.respond import as_json, form_of, tagged

router = APIRouter(tags=["answers"])
Identifier = Annotated[str, Path(pattern=r"^[a-z0-9-]{1,60}$", description="A question's name.")]


class QuestionItem(BaseModel):
    """One question that has an answer."""

    id: str
    theme: str
    kind: str
    question: str
    takes: list[str]


@router.get("/answers", response_model=list[QuestionItem], responses={**PROBLEMS, **KEPT})
def list_answers(
    theme: Annotated[str | None, Query(description=f"One of {', '.join(THEMES)}.")] = None,
    search: Annotated[str, Query(max_length=80, description="Words that must all stand in the question.")] = "",
) -> Any:
    """The questions that have an answer, by theme."""
    found = [
        {"id": q.id, "theme": q.theme, "kind": KINDS[q.kind], "question": q.text, "takes": list(q.takes)}
        for q in questions(theme, search)
    ]
    return as_json(found)


@router.get(
    "/answers/{identifier}",
    response_model=None,
    responses={**PROBLEMS, **KEPT, 200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def show_answer(
    request: Request,
    *,
    identifier: Identifier,
    country: Place = None,
    origin: Place = None,
    destination: Place = None,
    region: Place = None,
    year: Year = None,
    view: Annotated[str | None, Query(pattern=NAME, description="A view of a disputed question.")] = None,
) -> Any:
    """One question answered: JSON that follows the published schema, or its main table as CSV."""
    made = answered(identifier, Subject(country, origin, destination, region, year, view))
    if form_of(request) == "csv":
        return tagged(forms.to_csv(made), MEDIA["csv"])
    return tagged(forms.to_json(made), MEDIA["json"])


@router.get("/schema/answer", response_model=None, responses={200: {"description": "A JSON schema"}, **KEPT})
def answer_schema() -> Any:
    """The JSON schema of every answer."""
    return as_json(forms.schema())
