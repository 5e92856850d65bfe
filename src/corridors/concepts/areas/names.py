"""How a code or a name, as people write it, finds its area.

Codes win over names, in this order: our code, ISO alpha-2, M49 number, a publisher's own code that means one
area only, then a name. So "IN" is India and "CHI" the Channel Islands, whatever else they may abbreviate.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection
from functools import cache

from corridors.concepts.areas.table import Area, aliases, by_code, publisher_codes
from corridors.concepts.nearest import nearest
from corridors.errors import InvalidInput, UnknownName

_LONGEST_NAME = 120
_APOSTROPHES = re.compile("['’‘ʼʻ`´\u00ad\u200b-\u200f\ufeff]")
_BREAKS = re.compile(r"[\s!-/:-@\[-`{-~·،、。（）“”‐-―]+")
_ACCENTS = dict.fromkeys(range(0x300, 0x370))
_DROPPED = frozenset({"the", "and"})
_WRITTEN_OUT = {
    "st": "saint", "ste": "sainte", "rep": "republic", "dem": "democratic", "fed": "federated", "sts": "states",
    "is": "islands", "isl": "islands", "dr": "democratic republic",
}  # fmt: skip


def name_key(text: str) -> str:
    """Return the form in which names are compared: no case, Latin accents, punctuation, spaces, "the" or "and".

    Usual abbreviations are written out (St., Rep., Dem.), so that spellings of one name meet in one key.

    >>> name_key("The St. Vincent & Grenadines"), name_key("Côte d’Ivoire")
    ('saintvincentgrenadines', 'cotedivoire')
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("ı", "i")).translate(_ACCENTS)
    words = _BREAKS.split(_APOSTROPHES.sub("", text.casefold()))
    key = "".join(_WRITTEN_OUT.get(word, word) for word in words if word not in _DROPPED).replace(" ", "")
    return key or "".join(words)


def find(text: str | int, kinds: Collection[str]) -> Area:
    """Return the area meant by a code or a name among those of the given `kinds`.

    Raises `InvalidInput` when `text` is neither text nor a whole number, and `UnknownName` when nothing,
    or more than one area, bears the name; the message then lists the nearest or the competing ones.
    """
    if isinstance(text, bool) or not isinstance(text, str | int):
        raise InvalidInput(
            f"A country or area is given as text or an M49 number, not as {type(text).__name__}.",
            hint='Write for example "MEX", "Mexico" or 484.',
        )
    given = str(text).strip()
    if not given or len(given) > _LONGEST_NAME:
        shown = given if len(given) <= _LONGEST_NAME else f"{given[:40]}..."
        raise UnknownName("country or area", shown, hint='Give one code or name, such as "MEX" or "Mexico".')
    meant = meanings(given)
    allowed = [area for area in meant if area.kind in kinds]
    if len(allowed) == 1:
        return allowed[0]
    raise _failure(given, meant, allowed, kinds)


def find_code(text: str) -> Area | None:
    """Return the area of an ISO alpha-3, own, alpha-2 or M49 code in any case, or None."""
    return _short_codes().get(text.upper()) or _by_m49(text)


def meanings(given: str) -> list[Area]:
    """Return the areas that a code or a name may mean: none, one, or those of an ambiguous name.

    >>> [area.code for area in meanings("nepal")], meanings("Nowhere")
    (['NPL'], [])
    """
    found = find_code(given)
    if found is None:
        found = _unique_publisher_codes().get(given.upper())
    if found is not None:
        return [found]
    key = name_key(given)
    codes = _own_names().get(key) or _further_names().get(key, ())
    return [by_code()[code] for code in codes]


def _by_m49(text: str) -> Area | None:
    return _m49_numbers().get(int(text)) if text.isascii() and text.isdigit() and len(text) <= 3 else None


def _failure(given: str, meant: list[Area], allowed: list[Area], kinds: Collection[str]) -> UnknownName:
    if len(allowed) > 1:
        hint = "The name is ambiguous: give the code."
        return UnknownName("country or area", given, [str(area) for area in allowed], hint=hint)
    if meant:
        is_what = f"{meant[0]} is of kind {meant[0].kind!r}; expected here: {', '.join(kinds)}."
        return UnknownName("country or area", given, hint=is_what)
    documented = [row.note for row in publisher_codes() if row.code.upper() == given.upper() and not row.area]
    return UnknownName("country or area", given, nearest_areas(given, kinds), hint=" ".join(documented))


def nearest_areas(given: str, kinds: Collection[str], n: int = 3) -> list[str]:
    """Return up to `n` areas of the given `kinds` whose names or aliases look most like `given`."""
    names: dict[str, str] = {}
    for area in by_code().values():
        if area.kind in kinds:
            names |= dict.fromkeys((area.short_name, area.name), str(area))
            if len(given) <= len(area.code):
                names[area.code] = str(area)
    for alias in aliases():
        if by_code()[alias.code].kind in kinds:
            names.setdefault(alias.name, str(by_code()[alias.code]))
    return list(dict.fromkeys(names[name] for name in nearest(given, names, n=4 * n)))[:n]


@cache
def _short_codes() -> dict[str, Area]:
    table = by_code()
    return {area.iso2: area for area in table.values() if area.iso2} | table


@cache
def _m49_numbers() -> dict[int, Area]:
    return {area.m49: area for area in by_code().values() if area.m49 is not None}


@cache
def _unique_publisher_codes() -> dict[str, Area]:
    meanings: defaultdict[str, set[str]] = defaultdict(set)
    for row in publisher_codes():
        meanings[row.code.upper()].add(row.area)
    unique = {code: areas.pop() for code, areas in meanings.items() if len(areas) == 1}
    return {code: by_code()[area] for code, area in unique.items() if area}


@cache
def _own_names() -> dict[str, tuple[str, ...]]:
    """English names of the areas, without those that `aliases` declares ambiguous."""
    index: dict[str, tuple[str, ...]] = {}
    ambiguous = {alias.key for alias in aliases() if alias.language == "ambiguous"}
    for area in by_code().values():
        index |= {key: (area.code,) for key in (name_key(area.name), name_key(area.short_name)) if key not in ambiguous}
    return index


@cache
def _further_names() -> dict[str, tuple[str, ...]]:
    index: dict[str, tuple[str, ...]] = {}
    for _, code, _, key in aliases():
        index[key] = (*index.get(key, ()), code)
    return index
