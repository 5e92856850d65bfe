"""What is typed in one field of a form of levers, as its value: places, numbers, years, a name made of a title."""

from __future__ import annotations

import math
import re
import unicodedata

from corridors.errors import CorridorsError, InvalidInput
from corridors.explorer.desk_levers import PERCENT, Facts


def places(typed: str) -> tuple[str, ...]:
    """The places of a field: names parted by semicolons, or by commas where a name has none.

    >>> places("Nepal; India"), places("Nepal, India"), places("")
    (('Nepal', 'India'), ('Nepal', 'India'), ())
    """
    found: list[str] = []
    for piece in (part.strip() for part in re.split(r"[;\n]", typed)):
        found += [piece] if "," not in piece or _is_place(piece) else [part.strip() for part in piece.split(",")]
    return tuple(dict.fromkeys(place for place in found if place))


def _is_place(name: str) -> bool:
    from corridors.scenarios.places import resolve_place

    try:
        return bool(resolve_place(name))
    except CorridorsError:
        return False


def slug(title: str) -> str:
    """A name made of a title.

    >>> slug("Envoyer à 3 %, now!"), slug("")
    ('envoyer-a-3-now', 'my-scenario')
    """
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", letters))[:60].strip("-") or "my-scenario"


def number(known: Facts, typed: str) -> float:
    """The value of a lever in its own unit, as typed in the unit of the form.

    Raises:
        InvalidInput: no number, or one outside the lever's range.

    >>> from corridors.explorer.desk_levers import facts
    >>> number(facts()["remittance_price"], "3%")
    0.03
    """
    value = _float(typed.strip().rstrip("%"))
    if not known.lowest <= value <= known.highest:
        unit = " per cent" if known.factor == PERCENT else ""
        raise InvalidInput(
            f"{known.name}: {typed.strip()[:40]!r} is no value from {known.lowest:g} to {known.highest:g}{unit}.",
            hint=f"At {known.neutral:g} it changes nothing.",
        )
    return float(f"{value / known.factor:.12g}")


def amount(name: str, typed: str) -> float:
    """A number that is not below zero.

    Raises:
        InvalidInput: it is none.

    >>> amount("cost", "2,5"), amount("cost", "")
    (2.5, 0.0)
    """
    value = _float(typed.strip() or "0")
    if not 0 <= value < math.inf:
        raise InvalidInput(f"{name}: {typed.strip()[:40]!r} is no number from 0 on.")
    return value


def _float(typed: str) -> float:
    """A number typed with a point or a comma; not a number where it is none."""
    try:
        return float(typed.replace(",", ".")) if len(typed) < 40 else math.nan
    except ValueError:
        return math.nan


def whole(name: str, typed: str) -> int:
    """A whole number of a field.

    Raises:
        InvalidInput: it is none.

    >>> whole("until", " 2050 ")
    2050
    """
    if not re.fullmatch(r"\s*\d{1,6}\s*", typed, re.ASCII):
        raise InvalidInput(f"{name}: {typed.strip()[:40]!r} is no whole number.")
    return int(typed)


def plain(value: float) -> str:
    """A number as one types it.

    >>> plain(3.0), plain(0.5)
    ('3', '0.5')
    """
    return f"{value:.10g}"
