"""The page of a form of levers: what it starts from, what it offers to choose, and the file that the form makes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from fastapi.responses import Response

from corridors.errors import CorridorsError
from corridors.explorer.desk_common import HEADERS, LIMITS
from corridors.explorer.desk_start import packed
from corridors.explorer.lever_form import LeverForm
from corridors.explorer.problems import status_of
from corridors.explorer.respond import HTML, tagged
from corridors.explorer.views import language_of, shown
from corridors.explorer.wording import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import Request

    from corridors.explorer.sent import Fields

F = TypeVar("F", bound=LeverForm)


def first(request: Request, empty: F, at: str) -> F:
    """The form with which one starts: an empty one with a title and a question in the language of the request.

    Args:
        request: as sent; empty: the form; at: with what the names of the form's strings begin.
    """
    language = language_of(request)
    return replace(empty, typed=empty.typed | {key: words(language, f"{at}_my_{key}") for key in ("title", "question")})


def taken(given: Fields) -> str:
    """The text that somebody uploads or pastes."""
    return "".join(given.get("file", [])) or "".join(given.get("pasted", []))


def form_page(
    request: Request, template: str, chosen: LeverForm, text_of: Callable[[], str], error: CorridorsError | None,
    **content: Any,
) -> Response:  # fmt: skip
    """The page of a form, with the text of the file that it makes, or with what is wrong where it makes none.

    Args:
        request: decides the language; template: of the page; chosen: the form; text_of: makes the text; error: what is
            wrong already; content: what the page shows besides.
    """
    text = ""
    try:
        text = text_of()
    except CorridorsError as wrong:
        error = error or wrong
    page = shown(
        request, template, form=chosen, error=str(error or ""), text=text, packed=packed(text) if text else "",
        plain="{:g}".format, **_choices(), **content,
    )  # fmt: skip
    return Response(page, status_of(error), HEADERS, HTML) if error else tagged(page, HTML, HEADERS)


def _choices() -> dict[str, Any]:
    """What a form of levers offers to choose from."""
    from corridors.concepts.countries import areas
    from corridors.explorer.desk_levers import facts
    from corridors.parameters import views
    from corridors.scenarios.places import group_names

    countries = sorted(area.short_name for area in areas(("country", "territory")) if area.end is None)
    groups: dict[str, list[Any]] = {}
    for known in facts().values():
        groups.setdefault(known.group, []).append(known)
    return {"groups": groups, "views": views(), "limits": LIMITS, "places": group_names(), "countries": countries}
