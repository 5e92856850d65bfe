"""The entries of a scenario file, each of one kind: plain text, whole numbers, lists of names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from corridors.errors import InvalidInput
from corridors.parameters.strict_yaml import StrictFile

LONGEST = {"scenario": 60, "title": 120, "question": 500, "source": 800, "views": 200}
"""The most characters of each text."""
MOST_NAMES = 800
"""The most names in a list; the world of the model has 235 countries."""

MEANING = {
    "scenario": "its name", "problem": "its name", "title": "a few words", "question": "what it answers",
    "levers": "the list of what it changes", "lever": "its name", "value": "what it is set to",
    "lowest": "its least value", "highest": "its greatest value", "from": "the first year",
    "source": "where the number comes from",
}  # fmt: skip
"""What each key that a file must have is, as messages say it."""

_MARKUP = re.compile(r"<[A-Za-z/!?]")
_JOINERS = "\u200c\u200d"
_LARGEST_M49 = 999
_SHOWN = 60

At = tuple[str | int, ...]
"""Where an entry stands in a file: `("levers", 0, "value")`."""


def check_keys(file: StrictFile, path: At, allowed: Collection[str], required: Collection[str]) -> None:
    """Refuse keys that are not `allowed`, or not text, and the absence of `required` ones."""
    check_allowed(file, path, allowed)
    check_present(file, path, required)


def check_allowed(file: StrictFile, path: At, allowed: Collection[str]) -> None:
    """Refuse an entry that holds no keys, and keys that are not `allowed` or not text."""
    entry = file.at(*path)
    if not isinstance(entry, dict):
        raise InvalidInput(
            f"{file.where(*path)}: {_spoken(file, path)} is {shown(entry)}, not a list of keys and values.",
            hint=f"Write {next(iter(allowed))}: and its value, each key on a line of its own.",
        )
    if not all(isinstance(key, str) for key in entry):
        raise InvalidInput(f"{file.where(*path)}: a key is not text.", hint=f"Allowed: {', '.join(allowed)}.")
    file.check_keys(path, allowed)


def check_present(file: StrictFile, path: At, required: Collection[str]) -> None:
    """Refuse the absence of `required` keys, saying what each is."""
    missing = [key for key in required if key not in file.at(*path)]
    if missing:
        told = "; ".join(f"`{key}`, {MEANING[key]}" if key in MEANING else f"`{key}`" for key in missing)
        raise InvalidInput(f"{file.where(*path)}: {_spoken(file, path)} lacks {told}.")


def plain(file: StrictFile, path: At) -> str:
    """Plain text of bounded length."""
    value = file.at(*path)
    if not isinstance(value, str) or not value.strip():
        raise InvalidInput(f"{file.where(*path)}: {path[-1]} is {shown(value)}, not text.", hint="Put it in quotes.")
    check_plain(file.where(*path), str(path[-1]), value)
    return value


def check_plain(where: str, key: str, value: str) -> None:
    """Refuse text that is too long, looks like markup, or holds characters that do not show."""
    if len(value) > LONGEST[key]:
        raise InvalidInput(f"{where}: {key} is longer than {LONGEST[key]} characters.", hint="Shorten it.")
    if _MARKUP.search(value):
        raise InvalidInput(f"{where}: {key} holds markup.", hint="Write plain text, without tags.")
    odd = next((c for c in value if unicodedata.category(c)[0] == "C" and not c.isspace() and c not in _JOINERS), None)
    if odd is not None:
        raise InvalidInput(f"{where}: {key} holds the character U+{ord(odd):04X}.", hint="Write plain text.")


def whole(file: StrictFile, path: At) -> int:
    """A whole number."""
    value = file.at(*path)
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidInput(f"{file.where(*path)}: {path[-1]} is {shown(value)}, not a whole number.")
    return value


def listed(file: StrictFile, path: At) -> list[str]:
    """A list of names, at least one; a number of at most three digits is a name, because M49 numbers are places."""
    given = file.at(*path)
    if not isinstance(given, list) or not 0 < len(given) <= MOST_NAMES:
        raise InvalidInput(
            f"{file.where(*path)}: {path[-1]} is not a list of 1 to {MOST_NAMES} names.",
            hint="Write for example [Nepal, EU], or leave it out.",
        )
    return [_name(file, (*path, number)) for number in range(len(given))]


def _name(file: StrictFile, path: At) -> str:
    value = file.at(*path)
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _LARGEST_M49:
        return str(value)
    if not isinstance(value, str):
        raise InvalidInput(f"{file.where(*path)}: {shown(value)} is not a name.", hint="Put it in quotes.")
    if value != " ".join(value.split()):
        raise InvalidInput(f"{file.where(*path)}: {shown(value)} holds stray spaces.", hint="Take them out.")
    return value


def _spoken(file: StrictFile, path: At) -> str:
    """An entry as a reader counts it: "lever 1 (remittance_price)", or the file."""
    if not path:
        return "the file"
    place = path[-1]
    if not isinstance(place, int):
        return f"`{place}`"
    entry, kind = file.at(*path), str(path[-2])
    name = entry.get("lever") if isinstance(entry, dict) else None
    called = f" ({cut(name)})" if isinstance(name, str) and name.isidentifier() else ""
    return f"{kind.removesuffix('s')} {place + 1}{called}"


def shown(value: object) -> str:
    """A value as a message shows it: short, whatever it is.

    >>> shown("x" * 100)[-5:], shown(16 ** 5000)
    ('xx...', 'a number of thousands of digits')
    """
    try:
        return cut(repr(value))
    except ValueError:
        return "a number of thousands of digits"


def cut(given: str) -> str:
    """Text, or the beginning of long text."""
    return given if len(given) <= _SHOWN else f"{given[:_SHOWN]}..."
