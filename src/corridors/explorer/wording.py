"""The explorer's words: every string of its pages in one catalogue, a file for each language."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

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
