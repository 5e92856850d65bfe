"""The search among the questions: all words first, else any of them, the closest first; places are left out."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from corridors.answers.questions import question, questions
from corridors.concepts.areas.names import meanings
from corridors.explorer.desk_start import questions as desk_questions

if TYPE_CHECKING:
    from corridors.answers.questions import Question

ENDINGS = ("ations", "ation", "ances", "ance", "ing", "ies", "est", "ers", "er", "ed", "es", "s", "y", "e")
"""Endings without which two words count as one; plurals and degrees among them."""
SHORTEST, LONGEST_NAME = 3, 4
"""Letters that a word keeps at least, and words of a place's name."""
PLACES = ("country", "territory")
LITTLE = frozenset(
    """a about an and are at be by can could do does for from how i if in is it its me my of on or our should so that
    the their there they this to was we were what when where which who why will with would you your""".split()  # noqa: SIM905
)
"""Words that say nothing of what is searched for."""
WEIGHTS, LIKE = (4, 2), 0.5
"""Of a word in the question or its name, and of one in its method or in the scenario that it leads to; the part of
them that a word like it has."""


@dataclass(frozen=True, slots=True)
class Found:
    """Questions, the best first; whether each has all words that were searched for; the words that were left out."""

    questions: tuple[Question, ...]
    whole: bool
    left: tuple[str, ...]


def search(text: str, theme: str | None = None) -> Found:
    """Look for questions by words.

    Args:
        text: as typed; theme: one theme only.
    Raises:
        UnknownName: a theme that does not exist.

    >>> found = search("cheaper remittances Nepal")
    >>> [one.id for one in found.questions][:1], found.whole, found.left
    (['remittance-cost'], True, ('Nepal',))
    """
    every = questions(theme, text)
    if every:
        return Found(every, True, ())
    sought, left = _sought(text)
    scores = {one: [_score(one.id, word) for word in sought] for one in questions(theme)}
    some = {one: of for one, of in scores.items() if any(of)}
    whole = {one: of for one, of in some.items() if all(of)}
    kept = whole or some
    ordered = sorted(kept, key=lambda one: (-sum(map(bool, kept[one])), -sum(kept[one])))
    return Found(tuple(ordered), bool(whole), left)


def _sought(text: str) -> tuple[list[str], tuple[str, ...]]:
    """The stems to look for, and the places that were typed."""
    words = re.findall(r"[^\W_]+", text)
    stems, places, at = [], [], 0
    while at < len(words):
        length = next((n for n in range(LONGEST_NAME, 0, -1) if _is_place(words[at : at + n], n)), 0)
        if length:
            places.append(" ".join(words[at : at + length]))
        elif words[at].casefold() not in LITTLE:
            stems.append(stem(words[at]))
        at += length or 1
    return list(dict.fromkeys(stems)), tuple(places)


def _is_place(words: list[str], length: int) -> bool:
    """Whether so many words are the name of a country; a code of two letters is taken for a word."""
    name = " ".join(words)
    if len(words) < length or len(name) < SHORTEST or name.casefold() in LITTLE:
        return False
    return any(area.kind in PLACES for area in meanings(name))


def stem(word: str) -> str:
    """A word without its ending.

    >>> stem("cheaper"), stem("remittances"), stem("visas"), stem("jobs"), stem("EU")
    ('cheap', 'remitt', 'visa', 'job', 'eu')
    """
    plain = word.casefold()
    for ending in ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= SHORTEST:
            return plain.removesuffix(ending)
    return plain


def _score(identifier: str, word: str) -> float:
    """How well a question fits one stem, or one like it."""
    every = ((word, 1.0), *((one, LIKE) for one in _like().get(word, ())))
    weighed = zip(WEIGHTS, _stems(identifier), strict=True)
    return sum(weight * max(part if one in stems else 0.0 for one, part in every) for weight, stems in weighed)


@cache
def _like() -> dict[str, tuple[str, ...]]:
    """For a stem, others by which the questions call the same."""
    text = (files("corridors.explorer") / "tables" / "like_words.csv").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for row in csv.DictReader(text.splitlines()):
        word = stem(row["word"])
        found[word] = (*found.get(word, ()), stem(row["like"]))
    return found


@cache
def _stems(identifier: str) -> tuple[frozenset[str], frozenset[str]]:
    """The stems in a question, and those in its method and in the scenario from which the desk starts after it."""
    from corridors.scenarios.scenario import Scenario

    asked, row = question(identifier), desk_questions().get(identifier)
    scenario = Scenario.read(row["scenario"]) if row else None
    more = f"{scenario.title} {scenario.question}" if scenario else ""
    texts = (f"{asked.id} {asked.text}", f"{asked.method} {more}")
    first, second = (frozenset(stem(word) for word in re.findall(r"[^\W_]+", text)) for text in texts)
    return first, second
