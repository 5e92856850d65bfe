"""What a question is asked about: the world, a country, a corridor, a region; a year; a view."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corridors.concepts.countries import Area, members, regions, resolve
from corridors.content.subject import Corridor, country, the
from corridors.errors import InvalidInput, NotCovered


@dataclass(frozen=True, slots=True)
class Asked:
    """The subject of a question; all None is the world, as last known.

    `origin` and `destination` may each stand alone: every corridor out of, or into, one country.
    """

    country: Area | None = None
    origin: Area | None = None
    destination: Area | None = None
    region: str | None = None
    year: int | None = None
    view: str | None = None

    @classmethod
    def named(
        cls,
        country_name: str | None = None,
        *,
        origin: str | None = None,
        destination: str | None = None,
        region: str | None = None,
        year: int | None = None,
        view: str | None = None,
    ) -> Asked:
        """Find countries and regions by code or name.

        Raises:
            UnknownName: a name that is in no table, with the nearest ones.
            NotCovered: a former state.
            InvalidInput: origin and destination are the same, or a country is given beside a corridor or region.

        Example:
            >>> Asked.named(origin="Philippines", destination="ARE").about
            'Philippines to United Arab Emirates'
        """
        if country_name is not None and (origin or destination or region):
            raise InvalidInput(
                "A country stands beside an origin, a destination or a region.",
                hint="Ask about one country, or about a corridor, or about a region.",
            )
        if region is not None and (origin or destination):
            raise InvalidInput(
                "A region stands beside an origin or a destination.", hint="Ask about a corridor, or about a region."
            )
        if origin is not None and destination is not None:
            pair = Corridor.named(origin, destination)
            start, end = pair.ends
        else:
            start = country(origin) if origin is not None else None
            end = country(destination) if destination is not None else None
        place = country(country_name) if country_name is not None else None
        return cls(place, start, end, _region(region), year, view)

    @property
    def corridor(self) -> Corridor | None:
        """Origin and destination where both are named."""
        return Corridor(self.origin, self.destination) if self.origin and self.destination else None

    @property
    def scope(self) -> str:
        """One of corridor, origin, destination, country, region, world.

        >>> Asked.named("Kenya").scope, Asked().scope
        ('country', 'world')
        """
        if self.corridor:
            return "corridor"
        named = ("origin", "destination", "country", "region")
        return next((name for name in named if getattr(self, name) is not None), "world")

    @property
    def place(self) -> Area | None:
        """The one country that is named, in whatever part; None for the world, a region or a corridor."""
        return None if self.corridor else self.country or self.origin or self.destination

    @property
    def codes(self) -> tuple[str, ...] | None:
        """The codes of the countries and areas asked about; None for the whole world."""
        if self.region is not None:
            return tuple(area.code for area in members(self.region))
        named = [area.code for area in (self.country, self.origin, self.destination) if area is not None]
        return tuple(named) or None

    @property
    def about(self) -> str:
        """The subject in words, for a title."""
        if self.corridor:
            return self.corridor.forth.label
        if self.origin is not None:
            return f"from {the(self.origin)}"
        if self.destination is not None:
            return f"to {the(self.destination)}"
        return self.country.short_name if self.country is not None else self.region or "World"

    @property
    def spoken(self) -> str:
        """The place in a sentence: "Kenya", "the United States", "the region Caribbean", "the world".

        >>> Asked.named(region="EU").spoken, Asked.named(destination="USA").spoken
        ('the European Union', 'the United States')
        """
        if self.corridor:
            return f"{the(self.corridor.origin)} and {the(self.corridor.destination)}"
        if self.place is not None:
            return the(self.place)
        if self.region is None:
            return "the world"
        return f"the region {self.region}" if self.region in regions() else f"the {self.region}"

    @property
    def arguments(self) -> dict[str, str | int]:
        """What was given, as codes, in the order of the command line."""
        given: dict[str, str | int] = {
            name: area.code
            for name in ("country", "origin", "destination")
            if (area := getattr(self, name)) is not None
        }
        return given | {name: v for name in ("region", "year", "view") if (v := getattr(self, name)) is not None}

    def year_of(self, available: Iterable[int], what: str, *, nearest_before: bool = False) -> int:
        """The year to show: the one asked for, or the latest.

        Args:
            available: the years for which data exist.
            what: the data, as the message names them: "migrant stocks".
            nearest_before: take the latest year up to the one asked for, where that one has no data of its own.

        Raises:
            NotCovered: no data at all, or the year asked for has none; the message names the nearest years.

        Example:
            >>> Asked(year=2020).year_of([2015, 2020, 2024], "migrant stocks")
            2020
            >>> Asked(year=2018).year_of([2015, 2020, 2024], "migrant stocks")
            Traceback (most recent call last):
            ...
            corridors.errors.NotCovered: There are no migrant stocks for 2018. The nearest years are 2020 and 2015.
        """
        years = sorted(set(available))
        if not years:
            raise NotCovered(f"There are no {what} for {self.about}.")
        if self.year is None:
            return years[-1]
        if self.year in years:
            return self.year
        before = [year for year in years if year < self.year]
        if nearest_before and before and self.year <= years[-1]:
            return before[-1]
        near = sorted(years, key=lambda year: abs(year - (self.year or 0)))[:2]
        plural = "The nearest years are" if len(near) > 1 else "The only year is"
        raise NotCovered(f"There are no {what} for {self.year}.", hint=f"{plural} {' and '.join(map(str, near))}.")


def _region(text: str | None) -> str | None:
    if text is None:
        return None
    table = {name.casefold(): name for name in regions()}
    if found := table.get(text.strip().casefold()):
        return found
    members(text)
    return resolve(text, kinds=("group",)).name
