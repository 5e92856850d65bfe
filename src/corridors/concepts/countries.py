"""Countries and areas: codes, names, dates, regions, income groups, successors and publishers' own codes.

One table serves every dataset and every command, so that "Türkiye", "turkey", "TUR", "TR" and 792 are one row.
Codes are ISO 3166-1 alpha-3, with a few own codes for what publishers count beside countries: unknown origin,
stateless persons, world totals. Names and regions follow the UN (M49 and World Population Prospects 2024);
designations are the publishers' and imply no opinion on the status of any country or area.

>>> resolve("Ivory Coast").code, resolve("türkiye").code, resolve("the Gambia").code
('CIV', 'TUR', 'GMB')
"""

from collections.abc import Callable, Collection
from datetime import date
from functools import cache

from corridors.concepts.areas.names import find, find_code, name_key, nearest_areas
from corridors.concepts.areas.table import KINDS, Area, Kind, by_code, income_spells, publisher_codes
from corridors.concepts.nearest import nearest
from corridors.errors import UnknownName

__all__ = [
    "ALL_FOREIGNERS", "KINDS", "OTHER", "REST_OF_WORLD", "STATELESS", "TOTAL", "UNKNOWN", "WORLD", "Area", "Kind",
    "area", "areas", "income_group", "known", "members", "publishers", "regions", "resolve", "successors", "translate",
]  # fmt: skip

UNKNOWN = "UNK"
STATELESS = "STL"
WORLD = "WLD"
TOTAL = "TOT"
ALL_FOREIGNERS = "FOR"
OTHER = "OTH"
REST_OF_WORLD = "ROW"

_REGION_COLUMNS = ("region", "subregion", "sdg_region", "development_group")
_FLAGS = {
    "Least developed countries": "least_developed",
    "Landlocked developing countries": "landlocked_developing",
    "Small island developing States": "small_island_developing",
}


def areas(kind: Kind | Collection[Kind] | None = None, year: int | None = None) -> tuple[Area, ...]:
    """Return the areas of a kind (or of several, or all), of those that existed during `year` where given.

    Kinds: `country` (members and observer States of the UN), `territory`, `former`, `special`, `group`.
    Raises `UnknownName` for another kind. A year of transition has both the old and the new state.

    Source: UN M49, https://unstats.un.org/unsd/methodology/m49/

    >>> len(areas("country"))
    195
    >>> [area.code for area in areas("former", year=1991)]
    ['ANT', 'CSK', 'SUD', 'SUN', 'YUG']
    """
    wanted = KINDS if kind is None else _kinds(kind)
    return tuple(row for row in by_code().values() if row.kind in wanted and (year is None or row.exists_in(year)))


def area(code: str) -> Area:
    """Return the area that bears exactly this code: ISO 3166 alpha-3 or one of the own codes.

    Raises `UnknownName` with the nearest areas; `resolve` takes names and other codes.

    >>> area("KOR").name, area("KOR").short_name
    ('Republic of Korea', 'South Korea')
    """
    found = by_code().get(code)
    if found is None:
        near = nearest_areas(code, KINDS) if isinstance(code, str) else []
        raise UnknownName("area code", code, near, hint="Codes are three capitals; resolve() takes names.")
    return found


def known(code: str) -> bool:
    """Tell whether a code in a data file is one of ours, or a publisher's own code that the table explains.

    >>> known("MEX"), known("CHESLO"), known("Mexico"), known("QQQ")
    (True, True, False, False)
    """
    return code in by_code() or code in _publisher_spellings()


def resolve(text: str | int, *, kinds: Kind | Collection[Kind] = KINDS) -> Area:
    """Return the area meant by a code or a name in any usual spelling.

    `text` may be an ISO alpha-3 or alpha-2 code, an M49 number, one of our codes, a publisher's code that means
    one area only, or a name: official, common, former, or in one of 20 languages. Case, accents, punctuation and
    "the" do not matter. Codes win over names. `kinds` limits what may come back, for example to ("country",).

    Raises `UnknownName` with the nearest names, or with the candidates when the name is ambiguous ("Congo",
    "Korea"); `InvalidInput` when `text` is neither text nor a number.

    Source of names: UN M49, ISO 3166, Unicode CLDR (https://cldr.unicode.org), and `tools/areas_aliases.csv`.

    >>> [resolve(name).code for name in ("Holland", "DR Congo", "us", "410", "USSR")]
    ['NLD', 'COD', 'USA', 'KOR', 'SUN']
    >>> resolve("Mexxico")
    Traceback (most recent call last):
    ...
    corridors.errors.UnknownName: Unknown country or area 'Mexxico'. Did you mean Mexico (MEX)?
    """
    return find(text, _kinds(kinds))


def translate(code: str, publisher: str) -> str:
    """Return our code for a publisher's own code, which may mean something else elsewhere.

    A code without a row of its own under `publisher` must be one of ours, ISO alpha-2 or M49.
    Raises `UnknownName` for an unknown publisher or code, and for a code that means no area (with the reason).

    Source: `tables/publisher_codes.csv`, one note each.

    >>> translate("EL", "Eurostat"), translate("CHESLO", "EM-DAT"), translate("MEX", "Eurostat")
    ('GRC', 'CSK', 'MEX')
    """
    own = _own_codes(publisher).get(code.upper())
    if own is None:
        found = find_code(code)
        if found is None:
            choices = [row.code for row in publisher_codes() if name_key(row.publisher) == name_key(publisher)]
            raise UnknownName(f"code of {publisher}", code, nearest(code, choices))
        return found.code
    if not own[0]:
        raise UnknownName(f"area of {publisher}", code, hint=own[1])
    return own[0]


def publishers() -> tuple[str, ...]:
    """Return the publishers whose own codes `translate` knows.

    >>> "Eurostat" in publishers()
    True
    """
    return tuple(dict.fromkeys(row.publisher for row in publisher_codes()))


def income_group(code: str, year: int) -> str | None:
    """Return the World Bank income group of an economy, or None where the World Bank gave none.

    `year` is the calendar year of the income per head on which the group rests, from 1987 to 2024: the group
    of 2024 is that of the World Bank's fiscal year 2026. Raises `UnknownName` for an unknown code.

    Source: World Bank, Analytical Classifications (OGHIST), CC BY 4.0,
    https://datahelpdesk.worldbank.org/knowledgebase/articles/906519

    >>> income_group("CHN", 1990), income_group("CHN", 2024)
    ('Low income', 'Upper middle income')
    """
    spells = income_spells().get(area(code).code, ())
    return next((spell.group for spell in spells if spell.first <= year <= spell.last), None)


def successors(code: str, year: int | None = None) -> tuple[Area, ...]:
    """Return the areas that stand in the place of `code` on 1 July of `year`, or today (None).

    An area that still existed is its own successor; a state whose successor ended too is followed further.
    Areas that left a continuing state (Kosovo, Eritrea) are found through `Area.predecessors` instead.
    Raises `UnknownName` for an unknown code.

    >>> [area.code for area in successors("YUG", 2000)]
    ['BIH', 'HRV', 'MKD', 'SCG', 'SVN']
    >>> [area.code for area in successors("YUG", 1990)]
    ['YUG']
    """
    start = area(code)
    if start.end is None or (year is not None and date(year, 7, 1) <= start.end):
        return (start,)
    found = {one.code: one for next_code in start.successors for one in successors(next_code, year)}
    return tuple(found[one] for one in sorted(found))


def members(group: str, year: int | None = None) -> tuple[Area, ...]:
    """Return the countries and territories of a region, a development group or a group such as EU or GCC.

    `group` is a name (see `regions`), the M49 number of a region or subregion, or the code or name of a group.
    With `year`, areas and memberships as on 1 July of that year, former states included; without, today's.
    Members of a UN region never overlap, so that sums do not double count: Guernsey and Jersey stand for the
    Channel Islands. Raises `UnknownName` with the nearest groups, also for a group whose members are not stated.

    Source: UN M49; memberships from the treaties, https://eur-lex.europa.eu and https://www.efta.int

    >>> [area.code for area in members("Southern Asia")]
    ['AFG', 'BGD', 'BTN', 'IND', 'IRN', 'LKA', 'MDV', 'NPL', 'PAK']
    >>> [len(members("EU", year)) for year in (1990, 2015, 2020)]
    [12, 28, 27]
    """
    test = _region_tests().get(name_key(str(group)))
    if test is not None:
        return tuple(row for row in _standing(year) if test(row))
    found = by_code().get(group) or _group_names().get(name_key(str(group)))
    if found is not None and found.code in (WORLD, TOTAL):
        return _standing(year)
    if found is None or not found.members:
        hint = f"The publisher does not state the members of {found}." if found else "See regions()."
        groups = [str(row) for row in areas("group") if row.members]
        raise UnknownName("region or group", str(group), nearest(str(group), [*regions(), *groups]), hint=hint)
    return tuple(by_code()[one.code] for one in found.members if one.holds(year))


def regions() -> tuple[str, ...]:
    """Return the names of regions, subregions, SDG regions and development groups that `members` takes.

    >>> "Sub-Saharan Africa" in regions()
    True
    """
    names = (getattr(row, column) for column in _REGION_COLUMNS for row in by_code().values())
    return (*dict.fromkeys(name for name in names if name), *_FLAGS)


def _kinds(given: Kind | Collection[Kind]) -> tuple[Kind, ...]:
    kinds = (given,) if isinstance(given, str) else tuple(given)
    for kind in kinds:
        if kind not in KINDS:
            raise UnknownName("kind of area", kind, nearest(kind, KINDS), hint=f"Kinds are {', '.join(KINDS)}.")
    return kinds


def _standing(year: int | None) -> tuple[Area, ...]:
    rows = areas(("country", "territory", "former"))
    if year is None:
        return tuple(row for row in rows if row.end is None)
    return tuple(row for row in rows if row.exists_on(date(year, 7, 1)))


@cache
def _region_tests() -> dict[str, Callable[[Area], bool]]:
    tests: dict[str, Callable[[Area], bool]] = {}
    for row in by_code().values():
        for column in _REGION_COLUMNS:
            name = getattr(row, column)
            number = getattr(row, f"{column}_m49", None)
            for label in (name, str(number) if number else None):
                if label:
                    tests.setdefault(name_key(label), _has(column, name))
    return tests | {name_key(name): _has(flag, True) for name, flag in _FLAGS.items()}


def _has(column: str, value: object) -> Callable[[Area], bool]:
    return lambda row: getattr(row, column) == value


@cache
def _group_names() -> dict[str, Area]:
    rows = areas("group")
    return {name_key(name): row for row in rows for name in (row.name, row.short_name, row.code)}


@cache
def _publisher_spellings() -> frozenset[str]:
    return frozenset(row.code for row in publisher_codes())


@cache
def _own_codes(publisher: str) -> dict[str, tuple[str, str]]:
    key = name_key(publisher)
    found = {row.code.upper(): (row.area, row.note) for row in publisher_codes() if name_key(row.publisher) == key}
    if not found:
        raise UnknownName("publisher", publisher, nearest(publisher, publishers()), hint="See publishers().")
    return found
