"""Filling the explorer's templates."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from corridors import __version__
from corridors.content.page import framed, page
from corridors.explorer.drawing import DRAWER
from corridors.explorer.narrow import both
from corridors.explorer.wording import LANGUAGES, called, headline, tongue, words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Future
    from http import HTTPStatus

    from fastapi import Request

    from corridors.content.blocks import Figure

SCROLLED = {part: part.replace("<div", '<div tabindex="0"') for part in ('<div class="scroll', '<div class="figure">')}
"""A box that scrolls must be reached by the keyboard; the blocks shared with printed briefs do not need it."""

NAVIGATION = (
    ("nav_world", "/"), ("nav_countries", "/countries"), ("nav_questions", "/questions"), ("nav_desk", "/desk"),
    ("nav_ground", "/common-ground"), ("nav_data", "/data"), ("nav_method", "/method"),
)  # fmt: skip
"""What leads to each part of the explorer, on every page: a string of the catalogue and an address."""


def language_of(request: Request) -> str:
    """The language of a request: the `lang` of its address, or the first one shipped."""
    asked = request.query_params.get("lang", "")
    return asked if asked in LANGUAGES else LANGUAGES[0]


def link(language: str, path: str, **parameters: object) -> str:
    """An address within the explorer that keeps the language.

    >>> link("fr", "/questions", search="visa"), link("en", "/data")
    ('/questions?search=visa&lang=fr', '/data')
    """
    given = {name: value for name, value in parameters.items() if value not in (None, "")}
    if language != LANGUAGES[0]:
        given["lang"] = language
    return f"{path}?{urlencode(given, doseq=True)}" if given else path


def shown(
    request: Request, template: str, pictures: Mapping[str, Future[str]] = MappingProxyType({}), /, **content: Any
) -> str:
    """One page in the language of the request; figures whose pictures are not given are drawn now."""

    def svg(figure: Figure) -> Any:
        """A figure as the shared blocks show it, drawn by the process that draws."""
        return framed(figure, pictures[figure.name].result() if figure.name in pictures else DRAWER.draw(figure.spec))

    language = language_of(request)
    other = next(name for name in LANGUAGES if name != language)
    query = {name: request.query_params.getlist(name) for name in request.query_params if name != "lang"}
    say = partial(words, language)
    text = page(
        "corridors.explorer",
        template,
        say=say,
        number=partial(number, say),
        called=partial(called, language),
        tongue=partial(tongue, language),
        headline=partial(headline, language),
        link=partial(link, language),
        language=language,
        other_language=link(other, request.url.path, **query),
        version=__version__,
        navigation=NAVIGATION,
        svg=svg,
        both=partial(both, draw=DRAWER.draw),
        path=request.url.path,
        **content,
    )
    for plain, reached in SCROLLED.items():
        text = text.replace(plain, reached)
    return text


def number(say: Callable[..., str], value: float | None) -> str:
    """A whole number with the language's mark between thousands; nothing where there is none."""
    return "" if value is None else f"{value:,.0f}".replace(",", say("thousands"))


def error_page(request: Request, status: HTTPStatus, detail: str) -> str:
    """The page of an error: what went wrong and where to go."""
    return shown(request, "error.html", status=status, detail=detail)
