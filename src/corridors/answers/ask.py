"""Asking a question: the one function behind `cr.answer` and `corridors answer`."""

from __future__ import annotations

import datetime
from importlib import import_module
from typing import TYPE_CHECKING

from corridors import __version__
from corridors.answers.answer import Answer
from corridors.answers.asked import Asked
from corridors.answers.questions import check_takes, question
from corridors.content.blocks import References

if TYPE_CHECKING:
    from corridors.answers.answer import Content
    from corridors.answers.questions import Question


def answer(
    name: str,
    country: str | None = None,
    *,
    origin: str | None = None,
    destination: str | None = None,
    region: str | None = None,
    year: int | None = None,
    view: str | None = None,
) -> Answer:
    """Answer one of the founding documents' questions from data, for the world, a country, a corridor or a region.

    Args:
        name: the question, as `corridors answers` lists it: "stocks", "remittance-cost".
        country: a code or name.
        origin: a code or name.
        destination: a code or name; with `origin`, the corridor between them.
        region: a region of the UN's M49, a development group, or a group such as EU or GCC.
        year: a year; the latest without it.
        view: a view of a disputed question.

    Raises:
        UnknownName: the question, country or region is in no table, with the nearest ones.
        InvalidInput: the question does not take an argument, or the arguments exclude one another.
        NotCovered: a pair or year without data, with the nearest that has some.

    Example:
        >>> found = answer("stocks", origin="Mexico", destination="USA", year=2024)
        >>> found.table().frame.filter(year=2024)["stock"].item()
        11279561
    """
    asked_question = question(name)
    given: dict[str, object] = {
        "country": country, "origin": origin, "destination": destination, "region": region, "year": year, "view": view,
    }  # fmt: skip
    check_takes(asked_question, given)
    asked = Asked.named(country, origin=origin, destination=destination, region=region, year=year, view=view)
    cited = References()
    content = answer_to(asked_question, asked, cited)
    made = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    return Answer(asked_question, asked, content, cited.listed(), made, __version__)


def answer_to(asked_question: Question, asked: Asked, cited: References) -> Content:
    """Compute what a question's module says of a subject; briefs use it with their own list of sources."""
    return import_module(asked_question.module).answer(asked, cited)
