"""The packaged tables of countries and areas as frozen records, read once and kept.

The tables are written by `tools/areas.py`; `tables/areas.md` states their columns and sources.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, cast, get_args

Kind = Literal["country", "territory", "former", "special", "group"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_TABLES = Path(__file__).parent.parent / "tables"


class Membership(NamedTuple):
    """One member of a group, with the first and last year in which it belonged on 1 July (None: no limit)."""

    code: str
    first: int | None
    last: int | None

    def holds(self, year: int | None) -> bool:
        """Tell whether the member belonged on 1 July of `year`, or belongs today (None)."""
        if year is None:
            return self.last is None
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)


@dataclass(frozen=True, slots=True)
class Area:
    """One country, territory, former state, special cell or group of the table.

    `code` is ISO 3166-1 alpha-3 (ISO 3166-3 for former states) or an own code stated in `note`. `region` and
    `subregion` are the UN's geographic regions with their M49 numbers. `start` and `end` are the first and the
    last day on which the area stood as one statistical area in its present limits; None means before 1950 and
    to this day. Independence of an unchanged area is no start. `latitude` and `longitude` are those of `main_city`.
    """

    code: str
    kind: Kind
    iso2: str | None
    m49: int | None
    name: str
    short_name: str
    region: str | None
    region_m49: int | None
    subregion: str | None
    subregion_m49: int | None
    sdg_region: str | None
    development_group: str | None
    least_developed: bool | None
    landlocked_developing: bool | None
    small_island_developing: bool | None
    start: date | None
    end: date | None
    successors: tuple[str, ...]
    predecessors: tuple[str, ...]
    members: tuple[Membership, ...]
    latitude: float | None
    longitude: float | None
    main_city: str | None
    in_wpp2024: bool
    in_ims2024: bool
    in_ims2020: bool
    note: str

    def exists_in(self, year: int) -> bool:
        """Tell whether the area existed on at least one day of `year`.

        >>> by_code()["SCG"].exists_in(2006), by_code()["SCG"].exists_in(2007)
        (True, False)
        """
        return (self.start is None or self.start.year <= year) and (self.end is None or year <= self.end.year)

    def exists_on(self, day: date) -> bool:
        """Tell whether the area existed on `day`; on 1 July, the day of UN estimates, no two areas overlap.

        >>> by_code()["SCG"].exists_on(date(2006, 7, 1)), by_code()["SRB"].exists_on(date(2006, 7, 1))
        (False, True)
        """
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def __str__(self) -> str:
        return f"{self.short_name} ({self.code})"


class PublisherCode(NamedTuple):
    """A publisher's own code, our code ("" where it is no area) and what it means."""

    publisher: str
    code: str
    area: str
    note: str


class Alias(NamedTuple):
    """A further name of an area, its language (or "ambiguous"), and its `name_key`, stored to save time."""

    name: str
    code: str
    language: str
    key: str


class IncomeSpell(NamedTuple):
    """A run of years in which the World Bank kept an economy in one income group."""

    group: str
    first: int
    last: int


@cache
def by_code() -> dict[str, Area]:
    """Return every area by its code, in the order of the table."""
    return {row["code"]: _area(row) for row in _rows("areas")}


@cache
def publisher_codes() -> tuple[PublisherCode, ...]:
    """Return the table of the publishers' own codes."""
    return tuple(PublisherCode(**row) for row in _rows("publisher_codes"))


@cache
def aliases() -> tuple[Alias, ...]:
    """Return every further name of an area; an ambiguous one stands once for each meaning."""
    with (_TABLES / "aliases.csv").open(encoding="utf-8", newline="") as file:
        return tuple(map(Alias._make, csv.reader(file)))[1:]


@cache
def income_spells() -> dict[str, tuple[IncomeSpell, ...]]:
    """Return the World Bank income groups by code, in order of time."""
    spells: dict[str, tuple[IncomeSpell, ...]] = {}
    for row in _rows("income_groups"):
        spell = IncomeSpell(row["group"], int(row["first_year"]), int(row["last_year"]))
        spells[row["code"]] = (*spells.get(row["code"], ()), spell)
    return spells


def _rows(table: str) -> Iterator[dict[str, str]]:
    with (_TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _area(row: dict[str, str]) -> Area:
    return Area(
        code=row["code"],
        kind=cast(Kind, row["kind"]),
        iso2=row["iso2"] or None,
        m49=_number(row["m49"]),
        name=row["name"],
        short_name=row["short_name"],
        region=row["region"] or None,
        region_m49=_number(row["region_m49"]),
        subregion=row["subregion"] or None,
        subregion_m49=_number(row["subregion_m49"]),
        sdg_region=row["sdg_region"] or None,
        development_group=row["development_group"] or None,
        least_developed=_flag(row["least_developed"]),
        landlocked_developing=_flag(row["landlocked_developing"]),
        small_island_developing=_flag(row["small_island_developing"]),
        start=_date(row["start"]),
        end=_date(row["end"]),
        successors=tuple(row["successors"].split()),
        predecessors=tuple(row["predecessors"].split()),
        members=tuple(map(_membership, row["members"].split())),
        latitude=_decimal(row["latitude"]),
        longitude=_decimal(row["longitude"]),
        main_city=row["main_city"] or None,
        in_wpp2024=row["in_wpp2024"] == "yes",
        in_ims2024=row["in_ims2024"] == "yes",
        in_ims2020=row["in_ims2020"] == "yes",
        note=row["note"],
    )


def _number(cell: str) -> int | None:
    return int(cell) if cell else None


def _decimal(cell: str) -> float | None:
    return float(cell) if cell else None


def _date(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _flag(cell: str) -> bool | None:
    return {"yes": True, "no": False, "": None}[cell]


def _membership(cell: str) -> Membership:
    code, _, years = cell.partition(":")
    first, _, last = years.partition("-")
    return Membership(code, _number(first), _number(last))
