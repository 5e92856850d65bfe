"""The explorer's words: every string of its pages in one catalogue, a file for each language."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corridors.scenarios.scenario import Scenario

LANGUAGES = ("en", "fr")
"""The languages that are shipped, the first one being the one that stands in where none is asked for."""


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All strings of one language; English for a language that is not shipped.

    >>> catalogue("fr")["nav_world"], catalogue("xx")["nav_world"]
    ('Monde', 'World')
    """
    name = language if language in LANGUAGES else LANGUAGES[0]
    text = (files("corridors.explorer") / "strings" / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def words(language: str, key: str, **values: object) -> str:
    """One string, filled with values.

    >>> words("en", "earlier", year=2015)
    'Earlier: 2015'
    """
    return catalogue(language)[key].format(**values)


@cache
def _names(language: str) -> Mapping[str, str]:
    """What the library's tables name in English, in another language; places by the table of areas first."""
    from corridors.concepts.areas.table import aliases, by_code

    areas = by_code()
    found = {one.short_name: one.short_name for one in areas.values()}
    found |= {areas[one.code].short_name: one.name for one in aliases() if one.language == language}
    text = (files("corridors.explorer") / "strings" / f"names_{language}.toml").read_text(encoding="utf-8")
    for held in tomllib.loads(text).values():
        found |= held
    return found


def called(language: str, name: str) -> str:
    """What a view, an outcome, a unit, a shipped scenario or a place is called; as it is where nothing is known.

    >>> called("fr", "Germany"), called("fr", "the United States"), called("fr", "Substitutes"), called("en", "Germany")
    ('Allemagne', 'États-Unis', 'Concurrents', 'Germany')
    """
    if language == LANGUAGES[0]:
        return name
    known = _names(language)
    return known.get(name) or known.get(name.removeprefix("the "), name)


def tongue(language: str, name: str) -> str:
    """The attribute that says that a name stands in English on a page of another language; empty where it does not.

    >>> tongue("fr", "Germany"), tongue("fr", "My own view"), tongue("en", "My own view")
    ('', Markup(' lang="en"'), '')
    """
    from markupsafe import Markup

    if language == LANGUAGES[0] or {name, name.removeprefix("the ")} & _names(language).keys():
        return ""
    return Markup(' lang="en"')


def headline(language: str, scenario: Scenario) -> str:
    """A scenario's title with the places that it asks about: in English a sentence, else in brackets."""
    from corridors.report.study_places import places_asked, titled

    if language == LANGUAGES[0]:
        return titled(scenario)
    places = " – ".join(", ".join(called(language, name) for name in side) for side in places_asked(scenario) if side)
    return called(language, scenario.title) + (f" ({places})" if places else "")
