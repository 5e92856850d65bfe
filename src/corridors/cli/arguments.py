"""Arguments that several commands share."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from corridors.errors import InvalidInput, UnknownName

if TYPE_CHECKING:
    from corridors.parameters import View

SUFFIXES = (".yaml", ".yml")
"""What the path of a view's file ends in."""


def years(text: str | None) -> int | tuple[int, int] | None:
    """A year or a span of years, as typed.

    Args:
        text: "2024" or "2000-2024"; None stays None.

    Raises:
        InvalidInput: anything else, and a span that runs backwards.

    Example:
        >>> years("2024"), years("2000-2024")
        (2024, (2000, 2024))
    """
    if text is None:
        return None
    match = re.fullmatch(r"\s*([0-9]{4})(?:\s*[-–:]\s*([0-9]{4}))?\s*", text)
    if not match:
        raise InvalidInput(f"{text!r} is not a year.", hint="Write 2024 or 2000-2024.")
    first, last = match.groups()
    if last is None:
        return int(first)
    if int(last) < int(first):
        raise InvalidInput(f"The years {text.strip()} run backwards.", hint=f"Write {last}-{first}.")
    return int(first), int(last)


def views_of(text: str) -> dict[str, View]:
    """Views as typed: names of shipped ones, and paths of files, with commas between.

    Args:
        text: "brain-drain,our-view.yaml".
    Returns: each view by its name, or that of a file by the file's name.

    Raises:
        UnknownName: no such view, with the nearest names and the command that lists them; InvalidInput: a file that
            is none, or that breaks a rule.

    Example:
        >>> list(views_of("brain-drain, borders-trap"))
        ['brain-drain', 'borders-trap']
    """
    from corridors.parameters import read_view

    found = {}
    for name in (name.strip() for name in text.split(",")):
        if name.endswith(SUFFIXES):
            found[Path(name).name] = read_view(name)
        elif name:
            found[name] = view_of(name)
    return found


def view_of(name: str) -> View:
    """One shipped view.

    Raises:
        UnknownName: no such view, with the nearest names and the command that lists them.

    Example:
        >>> view_of("brain-drian")
        Traceback (most recent call last):
        ...
        corridors.errors.UnknownName: Unknown view 'brain-drian'. Did you mean brain-drain or brain-gain?
        `corridors parameters views` lists them.
    """
    from corridors.parameters import view

    try:
        return view(name)
    except UnknownName as error:
        raise UnknownName("view", name, error.nearest, hint="`corridors parameters views` lists them.") from None
