"""The questions that have an answer, theme by theme."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corridors.concepts.nearest import nearest
from corridors.errors import InvalidInput, UnknownName

THEMES = {
    "statistics": "Statistics: what is the system?",
    "drivers": "Drivers: why do people move?",
    "labour": "Labour",
    "skilled": "Skilled migration",
    "borders": "Borders",
    "rights": "Human security and rights",
    "development": "Migration and development",
    "integration": "Integration",
    "governance": "Governance and shared responsibility",
}
"""The themes, in the order of the founding documents' questions, each a package beside this module."""
KINDS = {"E": "evidence", "M": "measured", "W": "what-if"}
"""A fact from data; an estimate with an error; the world model under a scenario, with views."""
ARGUMENTS = ("country", "origin", "destination", "region", "year", "view")
"""What a question can be asked about; each takes some of them."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what it asks, what it can be asked about, and how it is answered.

    `settle` says what data would settle what stays open. `method` is three sentences.
    """

    id: str
    theme: str
    kind: str
    text: str
    takes: tuple[str, ...]
    method: str
    settle: str

    @property
    def module(self) -> str:
        """The module that answers it."""
        return f"corridors.answers.{self.theme}.{self.id.replace('-', '_')}"


@cache
def _table() -> dict[str, Question]:
    found: dict[str, Question] = {}
    for theme in THEMES:
        path = files("corridors.answers") / theme / "questions.csv"
        if not path.is_file():
            continue
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
            takes = tuple(row.pop("takes").split())
            found[row["id"]] = Question(theme=theme, takes=takes, **row)
    return found


def questions(theme: str | None = None, search: str = "") -> tuple[Question, ...]:
    """Return the questions that have an answer, in the order of the founding documents' themes.

    Args:
        theme: one theme only: statistics, drivers, labour, skilled, borders, rights, development, integration or
            governance.
        search: words that must all stand in the question, its name or its method.

    Raises:
        UnknownName: a theme that does not exist.

    Example:
        >>> [q.id for q in questions("statistics")][0]
        'stocks'
        >>> [q.id for q in questions(search="who lives where")]
        ['stocks']
    """
    if theme is not None and theme not in THEMES:
        raise UnknownName("theme", theme, nearest(theme, THEMES), hint=f"Themes are {', '.join(THEMES)}.")
    words = search.casefold().split()
    return tuple(
        q
        for q in _table().values()
        if theme in (None, q.theme) and all(word in f"{q.id} {q.text} {q.method}".casefold() for word in words)
    )


def question(name: str) -> Question:
    """Return one question by its name.

    Raises:
        UnknownName: a name that no answered question has, with the nearest ones.

    Example:
        >>> question("stocks").kind
        'E'
        >>> question("gasp")
        Traceback (most recent call last):
        ...
        corridors.errors.UnknownName: Unknown question 'gasp'. Did you mean gaps? `corridors answers` lists them.
    """
    table = _table()
    known = table.get(name.strip().casefold().replace("_", "-"))
    if known is None:
        raise UnknownName("question", name, nearest(name, table), hint="`corridors answers` lists them.")
    return known


def check_takes(asked: Question, given: dict[str, object]) -> None:
    """Refuse arguments that a question does not take.

    Raises:
        InvalidInput: the first argument that is given and not taken, with those that are.

    Example:
        >>> check_takes(question("stocks"), {"view": "brain-drain"})
        Traceback (most recent call last):
        ...
        corridors.errors.InvalidInput: The question 'stocks' takes no view. It takes country, origin, destination,
        region, year.
    """
    for name, value in given.items():
        if value is not None and name not in asked.takes:
            takes = f"It takes {', '.join(asked.takes)}." if asked.takes else "It is asked about the world as a whole."
            raise InvalidInput(f"The question {asked.id!r} takes no {name}.", hint=takes)
