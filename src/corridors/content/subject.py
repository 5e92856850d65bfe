"""What a brief is about: one country or area, or an origin and a destination."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from corridors.concepts.countries import Area, area, known, resolve
from corridors.concepts.countries import successors as successors_of
from corridors.errors import InvalidInput, NotCovered


class Direction(NamedTuple):
    """One direction of a corridor."""

    origin: Area
    destination: Area

    @property
    def label(self) -> str:
        """How a chart or table names the direction."""
        return f"{name(self.origin)} to {name(self.destination)}"


@dataclass(frozen=True, slots=True)
class Corridor:
    """An origin and a destination; a brief on it looks both ways."""

    origin: Area
    destination: Area

    @classmethod
    def named(cls, origin: str, destination: str) -> Corridor:
        """Find both ends by code or name.

        Raises:
            UnknownName: one end is not in the table.
            InvalidInput: both ends are the same.
            NotCovered: one end is a former state.

        Example:
            >>> Corridor.named("mexico", "usa").forth.label
            'Mexico to United States'
        """
        ends = _living(origin), _living(destination)
        if ends[0].code == ends[1].code:
            raise InvalidInput(
                f"Origin and destination are both {ends[0]}.", hint="A corridor joins two different countries."
            )
        return cls(*ends)

    @property
    def forth(self) -> Direction:
        """From the origin to the destination."""
        return Direction(self.origin, self.destination)

    @property
    def back(self) -> Direction:
        """From the destination to the origin."""
        return Direction(self.destination, self.origin)

    @property
    def ends(self) -> tuple[Area, Area]:
        """Origin and destination."""
        return self.origin, self.destination

    @property
    def codes(self) -> list[str]:
        """The two codes."""
        return [self.origin.code, self.destination.code]


def country(text: str) -> Area:
    """Find a country or area of today by code or name.

    Raises:
        UnknownName: it is not in the table.
        NotCovered: it is a former state; the message names its successors.

    Example:
        >>> country("Ivory Coast").code
        'CIV'
    """
    return _living(text)


def name(place: Area) -> str:
    """The name that a reader expects.

    >>> name(country("KOR"))
    'South Korea'
    """
    return place.short_name


WITH_ARTICLE = (
    "United ",
    "Republic ",
    "Netherlands",
    "Philippines",
    "Gambia",
    "Bahamas",
    "Maldives",
    "Comoros",
    "Seychelles",
)
"""How short names begin that English writes with an article; islands and republics have one too."""


def the(place: Area) -> str:
    """The name as it stands in a sentence, with its article.

    >>> the(country("USA")), the(country("MEX")), the(country("SLB")), the(country("DOM"))
    ('the United States', 'Mexico', 'the Solomon Islands', 'the Dominican Republic')
    """
    short = name(place)
    plural = short.startswith(WITH_ARTICLE) or short.endswith(("Islands", "Republic", "Isle of Man", "Holy See"))
    return f"the {short}" if plural else short


def named(code: str) -> str:
    """The name of a code's place as it stands in a sentence; a code that is in no table stands for itself.

    >>> named("USA"), named("TON"), named("QQQ")
    ('the United States', 'Tonga', 'QQQ')
    """
    return the(area(code)) if known(code) else code


def _living(text: str) -> Area:
    found = resolve(text, kinds=("country", "territory", "former"))
    if found.kind == "former":
        successors = " or ".join(str(heir) for heir in successors_of(found.code))
        raise NotCovered(
            f"{name(found)} ({found.code}) ended in {found.end.year if found.end else 'the past'}.",
            hint=f"A brief describes a country of today: {successors}." if successors else "",
        )
    return found
