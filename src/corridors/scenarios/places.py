"""Lists of places, as people write them in a scenario, into the countries of the world model."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from corridors.concepts import countries
from corridors.concepts.areas.names import name_key
from corridors.concepts.areas.table import aliases, by_code, income_spells
from corridors.concepts.nearest import nearest
from corridors.errors import InvalidInput, NotCovered, UnknownName

MEMBERSHIP_YEAR = 2025
"""The year, 1 July, at which groups have the members that a scenario means by their names."""
WORLD = "world"
FREE_MOVEMENT = {
    "Schengen": ("Schengen",),
    "Schengen area": ("Schengen",),
    "European Economic Area": ("EU", "EEA (non-EU members)"),
    "EEA": ("EU", "EEA (non-EU members)"),
    "ECOWAS": ("ECOWAS free movement protocol",),
    "Economic Community of West African States": ("ECOWAS free movement protocol",),
    "Mercosur": ("MERCOSUR Residence Agreement",),
    "Andean Community": ("Andean Community (Decision 878)",),
    "CARICOM": ("CARICOM Single Market (skilled nationals)",),
    "Caribbean Community": ("CARICOM Single Market (skilled nationals)",),
    "OECS": ("OECS Economic Union",),
    "CA-4": ("CA-4",),
    "CEMAC": ("CEMAC free movement",),
    "EAC": ("EAC Common Market Protocol",),
    "East African Community": ("EAC Common Market Protocol",),
    "EAEU": ("Eurasian Economic Union",),
    "Eurasian Economic Union": ("Eurasian Economic Union",),
    "Nordic countries": ("Nordic common labour market",),
    "Common Travel Area": ("Common Travel Area",),
}
"""Names of areas of free movement, and the rows of the dataset `free_movement_to_verify` that hold their members."""

_PEOPLED = ("country", "territory")
_LONGEST_NAME = 120
_MERGED = "CHI"
_WORLD_CODES = ("WLD", "1")
_AMBIGUOUS = "The name is ambiguous: give the code."


@cache
def model_countries() -> tuple[str, ...]:
    """Codes of the countries and areas of the world model, sorted; the Channel Islands are one.

    >>> len(model_countries()), model_countries()[:2]
    (235, ('ABW', 'AFG'))
    """
    return _in_model(row.code for row in countries.areas(_PEOPLED))


def resolve_places(places: Iterable[str]) -> tuple[str, ...]:
    """Return the countries of the world model that a list of places names, each once, sorted.

    A place is what `resolve_place` takes. An empty list names the world, because a scenario that says nothing of
    origins means them all.

    Args:
        places: names or codes, as they stand in a scenario.
    Returns: ISO 3166 alpha-3 codes, and CHI for the Channel Islands.

    Raises:
        UnknownName, NotCovered, InvalidInput: as `resolve_place`.

    Example:
        >>> resolve_places(["Northern America", "Mexico"])
        ('BMU', 'CAN', 'GRL', 'MEX', 'SPM', 'USA')
        >>> len(resolve_places([]))
        235
    """
    found = {code for place in places for code in resolve_place(place)}
    return tuple(sorted(found)) if found else model_countries()


def resolve_place(place: str, where: str = "") -> tuple[str, ...]:
    """Return the countries of the world model that one place names, sorted.

    A place is a country or territory by any name or code that `corridors.concepts` knows; a region or subregion of the
    UN by its name or M49 number; a World Bank income group, such as "Low income"; a group such as EU, Gulf Cooperation
    Council or Least developed countries; an area of free movement of `FREE_MOVEMENT`; or "world". Groups have the
    members of 1 July `MEMBERSHIP_YEAR`, income groups those of the last year that is classified.

    Args:
        place: a name or code; where: the file and line on which it stands, for messages.

    Raises:
        UnknownName: nothing, or more than one thing, bears the name; with the nearest of all names.
        NotCovered: a country without people in the model.
        InvalidInput: not text.

    Source: UN M49, https://unstats.un.org/unsd/methodology/m49/ ; World Bank, Analytical Classifications (OGHIST)

    Example:
        >>> resolve_place("Mercosur")
        ('ARG', 'BOL', 'BRA', 'CHL', 'COL', 'ECU', 'PER', 'PRY', 'URY')
        >>> resolve_place("Gulf Coperation Council")
        Traceback (most recent call last):
        ...
        corridors.errors.UnknownName: Unknown place 'Gulf Coperation Council'. Did you mean Gulf Cooperation Council?
    """
    if not isinstance(place, str):
        raise InvalidInput(f"A place is given as text, not as {type(place).__name__}.", hint='Write "MEX" or "Mexico".')
    given, at = place.strip(), f"({where}.)" if where else ""
    if not given or len(given) > _LONGEST_NAME:
        shown = given if len(given) <= _LONGEST_NAME else f"{given[:40]}..."
        raise UnknownName("place", shown, hint=f"Give a country, region or group. {at}".strip())
    named = str(int(given)) if given.isascii() and given.isdigit() else given
    key = name_key(named)
    if key in _group_keys() and key in _country_keys():
        raise _no_place(given, (_country(named, at), f"{_m49(named)} (the region)"), _AMBIGUOUS, at)
    found = _group(key, named) if key in _group_keys() else _in_model([_country(named, at)])
    if not found:
        raise NotCovered(f"The world model has no people in {given}.", hint=f"Leave it out. {at}".strip())
    return found


def group_names() -> tuple[str, ...]:
    """Return the names of everything but single countries that `resolve_place` takes.

    >>> {"world", "Low income", "Southern Asia", "EU", "ECOWAS"} <= set(group_names())
    True
    """
    groups = [name for row in countries.areas("group") if row.members for name in (row.code, row.name, row.short_name)]
    return tuple(dict.fromkeys((WORLD, *_income_groups(), *countries.regions(), *groups, *FREE_MOVEMENT)))


@cache
def _group_keys() -> frozenset[str]:
    numbers = {number for row in countries.areas(_PEOPLED) for number in (row.region_m49, row.subregion_m49) if number}
    return frozenset(name_key(name) for name in (*group_names(), *map(str, numbers), *_WORLD_CODES))


@cache
def _country_keys() -> frozenset[str]:
    return frozenset(name_key(name) for row in countries.areas(_PEOPLED) for name in (row.short_name, row.name))


def _group(key: str, name: str) -> tuple[str, ...]:
    if key == WORLD or name.upper() in _WORLD_CODES:
        return model_countries()
    income = {name_key(each): each for each in _income_groups()}
    if key in income:
        last = max(spell.last for spells in income_spells().values() for spell in spells)
        return tuple(code for code in model_countries() if countries.income_group(code, last) == income[key])
    areas = {name_key(each): parts for each, parts in FREE_MOVEMENT.items()}
    if key in areas:
        return _in_model(code for part in areas[key] for code in _moving_freely(part))
    return _in_model(row.code for row in countries.members(name, MEMBERSHIP_YEAR))


def _country(name: str, at: str) -> str:
    try:
        return countries.resolve(name, kinds=_PEOPLED).code
    except UnknownName as error:
        raise _unknown(name, at, error) from None


def _in_model(codes: Iterable[str]) -> tuple[str, ...]:
    merged = {member.code for member in by_code()[_MERGED].members}
    peopled = (code for code in codes if by_code()[code].in_wpp2024)
    return tuple(sorted({_MERGED if code in merged else code for code in peopled}))


@cache
def _moving_freely(area: str) -> tuple[str, ...]:
    import polars as pl

    from corridors.data import lazy

    left = pl.col("exit_year")
    belongs = (pl.col("entry_year") <= MEMBERSHIP_YEAR) & (left.is_null() | (left > MEMBERSHIP_YEAR))
    rows = lazy("free_movement_to_verify")[0].filter((pl.col("area") == area) & belongs)
    return tuple(rows.select("country").collect().to_series().to_list())


@cache
def _income_groups() -> tuple[str, ...]:
    return tuple(dict.fromkeys(spell.group for spells in income_spells().values() for spell in spells))


def _m49(name: str) -> int | None:
    rows = countries.members(name, MEMBERSHIP_YEAR)
    numbers = {(row.region, row.region_m49) for row in rows} | {(row.subregion, row.subregion_m49) for row in rows}
    return next((number for each, number in numbers if each and name_key(each) == name_key(name)), None)


def _unknown(given: str, at: str, error: UnknownName) -> UnknownName:
    """The error of concepts where it knows why a name means no country, otherwise the nearest of all names."""
    if _AMBIGUOUS in error.hint:
        return _no_place(given, error.nearest, _AMBIGUOUS, at)
    if error.hint and not error.nearest:
        return _no_place(given, (), error.hint, at)
    shown = _all_names(len(given))
    near = dict.fromkeys(shown[name] for name in nearest(given, shown, n=12))
    return _no_place(given, tuple(near)[:3], "", at)


def _no_place(given: str, near: tuple[str, ...], hint: str, at: str) -> UnknownName:
    return UnknownName("place", given, near, hint=f"{hint} {at}".strip())


def _all_names(length: int) -> dict[str, str]:
    """Every name that a place may have, and how it is shown: groups first, then countries, then their other names.

    Codes and abbreviations are near a name of about their own `length` only.
    """
    peopled = countries.areas(_PEOPLED)
    shown = {name: name for name in group_names() if not name.isupper() or abs(len(name) - length) <= 1}
    shown |= {row.code: str(row) for row in peopled if length == len(row.code)}
    shown |= {name: str(row) for row in peopled for name in (row.short_name, row.name) if name not in shown}
    for alias in aliases():
        if by_code()[alias.code].kind in _PEOPLED:
            shown.setdefault(alias.name, str(by_code()[alias.code]))
    return shown
