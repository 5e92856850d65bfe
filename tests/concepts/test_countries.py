"""Countries and areas: codes, names, dates, regions and groups of the packaged table."""

import unicodedata
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.concepts import countries
from corridors.concepts.areas.names import name_key
from corridors.concepts.areas.table import Alias, aliases, by_code, income_spells, publisher_codes
from corridors.concepts.countries import area, areas, income_group, known, members, resolve, successors, translate
from corridors.errors import InvalidInput, UnknownName

ALL = areas()
PLACES = areas(("country", "territory"))
CLEAR_ALIASES = [alias for alias in aliases() if alias.language != "ambiguous"]
CODES = [one.code for one in ALL]
YEARS = range(1950, 2027)


def test_193_members_and_two_observer_states_of_the_un() -> None:
    assert len(areas("country")) == 193 + 2
    assert {"VAT", "PSE"} <= {one.code for one in areas("country")}


@pytest.mark.parametrize("field", ["code", "iso2", "m49", "name", "short_name"])
def test_no_two_areas_share_a_code_or_a_name(field: str) -> None:
    counts = Counter(getattr(one, field) for one in ALL if getattr(one, field) is not None)
    assert [value for value, number in counts.items() if number > 1] == []


def test_the_tables_name_no_unknown_area() -> None:
    named = {code for one in ALL for code in (*one.successors, *one.predecessors, *(m.code for m in one.members))}
    named |= {alias.code for alias in aliases()} | {row.area for row in publisher_codes() if row.area}
    assert named | set(income_spells()) <= set(CODES)


@pytest.mark.parametrize(
    "text, code",
    [
        ("Ivory Coast", "CIV"), ("Türkiye", "TUR"), ("turkey", "TUR"), ("south korea", "KOR"), ("USA", "USA"),
        ("Holland", "NLD"), ("Burma", "MMR"), ("Swaziland", "SWZ"), ("DR Congo", "COD"), ("the gambia", "GMB"),
        ("Zaire", "COD"), ("Great Britain", "GBR"), ("UK", "GBR"), ("England", "GBR"), ("Macedonia", "MKD"),
        ("Cape Verde", "CPV"), ("East Timor", "TLS"), ("Czech Republic", "CZE"), ("UAE", "ARE"), ("America", "USA"),
        ("DPRK", "PRK"), ("Congo-Brazzaville", "COG"), ("Gaza", "PSE"), ("Macau", "MAC"), ("Vatican", "VAT"),
        ("St. Kitts & Nevis", "KNA"), ("Saint Kitts and Nevis", "KNA"), ("COTE D'IVOIRE", "CIV"), ("Curacao", "CUW"),
        ("Korea, Rep.", "KOR"), ("Egypt, Arab Rep.", "EGY"), ("U.S.A.", "USA"), ("Guinea", "GIN"), ("Niger", "NER"),
        ("Sudan", "SDN"), ("736", "SUD"), ("729", "SDN"), (4, "AFG"), ("004", "AFG"), ("mex", "MEX"), ("in", "IND"),
        ("West Germany", "DEU"), ("GFR", "DEU"), ("East Germany", "DDR"), ("USSR", "SUN"), ("world", "WLD"),
        ("Deutschland", "DEU"), ("المغرب", "MAR"), ("中国", "CHN"), ("भारत", "IND"), ("Мексика", "MEX"),
        ("Dominica", "DMA"), ("Dominican Republic", "DOM"), ("Ireland", "IRL"), ("Samoa", "WSM"), ("CHI", "CHI"),
        ("Mexiko", "MEX"), ("Kosovo", "XKX"), ("KOS", "XKX"), ("Channel Islands", "CHI"),
    ],
)  # fmt: skip
def test_what_people_write_finds_its_area(text: str | int, code: str) -> None:
    assert resolve(text).code == code


@pytest.mark.parametrize(
    "text, candidates",
    [("Congo", ["COD", "COG"]), ("Korea", ["KOR", "PRK"]), ("Virgin Islands", ["VGB", "VIR"]), ("CS", ["CSK", "SCG"])],
)
def test_an_ambiguous_name_lists_its_meanings(text: str, candidates: list[str]) -> None:
    with pytest.raises(UnknownName, match="ambiguous") as caught:
        resolve(text)
    assert sorted(name[-4:-1] for name in caught.value.nearest) == candidates


def test_kinds_limit_the_answer_and_settle_an_ambiguity() -> None:
    with pytest.raises(UnknownName, match="ambiguous"):
        resolve("Antilles")
    assert resolve("Antilles", kinds="former").code == "ANT"
    with pytest.raises(UnknownName, match="kind 'group'"):
        resolve("World", kinds=("country", "territory"))


def test_an_unknown_name_comes_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"Mexico \(MEX\)"):
        resolve("Mexicoo")
    with pytest.raises(UnknownName, match=r"Philippines \(PHL\)"):
        resolve("Phillippinnes")


@pytest.mark.parametrize("text", ["", "   ", "x" * 10_000, "9999", "²", "٣"])
def test_empty_overlong_and_odd_texts_are_unknown_names(text: str) -> None:
    with pytest.raises(UnknownName) as caught:
        resolve(text)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("thing", [None, True, 4.0, b"MEX", ["MEX"]])
def test_only_text_and_whole_numbers_are_taken(thing: object) -> None:
    with pytest.raises(InvalidInput, match="M49"):
        resolve(thing)  # type: ignore[arg-type]


@given(st.text(max_size=60))
def test_random_text_is_an_area_or_an_unknown_name(text: str) -> None:
    with suppress(UnknownName):
        assert resolve(text).code in CODES


@given(
    st.sampled_from(CLEAR_ALIASES),
    st.sampled_from([str.upper, str.lower, str.title, lambda name: f"  {name}\t", lambda name: f"the {name}."]),
)
def test_case_spaces_punctuation_and_article_do_not_matter(alias: Alias, change: Callable[[str], str]) -> None:
    assert resolve(change(alias.name)).code == alias.code


@given(st.sampled_from([alias for alias in CLEAR_ALIASES if alias.language in ("en", "fr", "es", "pt", "de", "it")]))
def test_accents_do_not_matter(alias: Alias) -> None:
    bare = "".join(c for c in unicodedata.normalize("NFD", alias.name) if not unicodedata.combining(c))
    assert resolve(bare).code == resolve(unicodedata.normalize("NFD", alias.name)).code == alias.code


@given(st.sampled_from(ALL), st.sampled_from([str.lower, str.upper, lambda text: f" {text} "]))
def test_codes_and_names_of_every_area_find_it(one: countries.Area, change: Callable[[str], str]) -> None:
    spellings = [one.code, one.short_name, *([one.iso2] if one.iso2 else []), *([str(one.m49)] if one.m49 else [])]
    spellings += [one.name] if one.name != "Congo" else []
    assert {resolve(change(spelling)).code for spelling in spellings} == {one.code}


def test_every_alias_resolves_to_its_code_and_keeps_its_key() -> None:
    assert [alias for alias in CLEAR_ALIASES if resolve(alias.name).code != alias.code] == []
    assert [alias for alias in aliases() if alias.key != name_key(alias.name)] == []


def test_an_ambiguous_alias_has_several_meanings_and_any_other_one() -> None:
    meanings: dict[str, set[str]] = {}
    for alias in aliases():
        meanings.setdefault(alias.key, set()).add(alias.code)
    ambiguous = {alias.key for alias in aliases() if alias.language == "ambiguous"}
    assert {key for key, codes in meanings.items() if len(codes) > 1} == ambiguous


def test_exact_lookup_takes_codes_only() -> None:
    assert area("SUD").name.startswith("Sudan")
    for text in ("mex", "Mexico", "MX", "", None):
        with pytest.raises(UnknownName, match="resolve"):
            area(text)  # type: ignore[arg-type]


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UnknownName, match="country"):
        areas("countries")  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="kind of area"):
        resolve("Mexico", kinds="nation")  # type: ignore[arg-type]


def test_dates_are_in_order_and_only_former_areas_ended() -> None:
    for one in ALL:
        assert (one.end is not None) == (one.kind == "former"), one
        assert one.start is None or one.start >= date(1950, 1, 1), one
        assert one.start is None or one.end is None or one.start < one.end, one


def test_successors_follow_within_a_year_and_form_no_cycle() -> None:
    for one in areas("former"):
        assert one.successors and one.end
        for code in one.successors:
            heir = area(code)
            assert one.code in heir.predecessors
            assert heir.start is None or abs((heir.start - one.end).days) <= 366, (one.code, code)
        assert all(heir.end is None for heir in successors(one.code))


def test_successors_at_a_date() -> None:
    assert [one.code for one in successors("SCG", 2006)] == ["MNE", "SRB"]
    assert [one.code for one in successors("SCG", 2005)] == ["SCG"]
    assert [one.code for one in successors("SUD")] == ["SDN", "SSD"]
    assert [one.code for one in successors("FRA", 1960)] == ["FRA"]


def test_no_ended_area_stands_beside_its_heirs_on_1_july() -> None:
    for year in YEARS:
        standing = {one.code for one in ALL if one.exists_on(date(year, 7, 1))}
        for one in areas("former"):
            split = set(one.successors) - {"DEU", "VNM"}  # both stood beside the state that joined them
            assert one.code not in standing or not split & standing, (year, one.code)


def test_regions_partition_the_world_in_every_year() -> None:
    names = ["Africa", "Asia", "Europe", "Latin America and the Caribbean", "Northern America", "Oceania"]
    for year in (None, *YEARS):
        counts = Counter(one.code for name in names for one in members(name, year))
        world = {one.code for one in members("WLD", year)}
        assert set(counts.values()) == {1} and world - set(counts) == {"ATA"}


def test_subregions_nest_in_one_region_and_have_one_m49_number() -> None:
    pairs = {(one.subregion, one.subregion_m49, one.region, one.region_m49) for one in ALL if one.subregion}
    assert len(pairs) == len({pair[0] for pair in pairs}) == len({pair[1] for pair in pairs}) == 22
    assert not {pair[1] for pair in pairs} & {one.m49 for one in ALL}
    assert [one.code for one in members("419")] == [one.code for one in members("latin america & the caribbean")]


def test_groups_count_their_members_of_the_time() -> None:
    sizes = {1957: 0, 1958: 6, 1973: 9, 1981: 10, 1986: 12, 1995: 15, 2004: 25, 2007: 27, 2013: 28, 2019: 28, 2020: 27}
    assert {year: len(members("EU", year)) for year in sizes} == sizes
    assert {one.code for one in members("EU")} == {one.code for one in members("EU27")}
    assert [one.code for one in members("EFTA")] == ["CHE", "ISL", "LIE", "NOR"]
    assert [one.code for one in members("GCC")] == ["ARE", "BHR", "KWT", "OMN", "QAT", "SAU"]
    assert [one.code for one in members("CHI")] == ["GGY", "JEY"]
    assert len(members("EU_EFTA", 2024)) == 31
    assert len(members("Least developed countries")) == 45


def test_an_unknown_or_unstated_group_is_refused() -> None:
    with pytest.raises(UnknownName, match="Western Africa"):
        members("Westen Africa")
    with pytest.raises(UnknownName, match="does not state"):
        members("R_OEU")


def test_income_groups_against_the_published_list() -> None:
    published = {
        ("CHN", 1998): "Low income",
        ("CHN", 1999): "Lower middle income",
        ("IND", 2007): "Lower middle income",
        ("KOR", 1995): "High income",
        ("RUS", 2023): "High income",
        ("VEN", 2024): None,
    }
    assert {key: income_group(*key) for key in published} == published
    assert income_group("MEX", 1986) is None and income_group("SUN", 1990) is None
    for spells in income_spells().values():
        assert all(a.last < b.first for a, b in pairwise(spells))
        assert all(1987 <= spell.first <= spell.last <= 2024 for spell in spells)


def test_a_publisher_gives_one_meaning_to_a_code() -> None:
    counts = Counter((row.publisher, row.code.upper()) for row in publisher_codes())
    assert [key for key, number in counts.items() if number > 1] == []
    assert all(row.note for row in publisher_codes())


def test_no_publisher_code_is_spelled_like_another_area_s_code() -> None:
    owners = {str(code): one.code for one in ALL for code in (one.code, one.iso2, one.m49) if code is not None}
    assert [row for row in publisher_codes() if owners.get(row.code.upper(), row.area) != row.area] == []


def test_publisher_codes_translate() -> None:
    for row in publisher_codes():
        if row.area:
            assert translate(row.code.lower(), row.publisher) == row.area
        else:
            with pytest.raises(UnknownName, match="area of"):
                translate(row.code, row.publisher)
    assert translate("SRB", "unhcr") == "SRB" and translate("DE", "Eurostat") == "DEU"
    with pytest.raises(UnknownName, match="Eurostat"):
        translate("EL", "Eurostaat")
    with pytest.raises(UnknownName, match="code of EM-DAT"):
        translate("CHESLOW", "EM-DAT")


@given(st.text(max_size=12))
def test_known_is_true_of_codes_only(text: str) -> None:
    assert known(text) == (text in by_code() or text in {row.code for row in publisher_codes()})


def test_codes_of_the_datasets_that_are_no_iso_code_are_known() -> None:
    seen = (
        "AB9 ALA ANT ATA ATF All BVT CCK CHA CHESLO CHI CSK CXR CZV DDR DEU_WEST ESO EU EU+EFTA EU/Schengen EU27 "
        "EU28 FOR GBG GBM GCC GDR GFR HMD IOT KOS NFK NS OOO OOS OTH PCN ROW R_EAS R_LAC R_NAF R_NAO R_OEU R_SSA "
        "R_SSEA R_WAS SCG SGS SJM SPI STA STBAR STL SUD SUN TIB TOT UKN UMI UNK USR USSR VDR WLD XCX XKX XXA XXX "
        "YAR YEM_NORTH YEN YES YMD YUG"
    )
    assert [code for code in seen.split() if not known(code)] == []
    assert known("12 European countries")


def test_every_place_has_a_region_and_a_point_where_the_sources_do() -> None:
    assert [one.code for one in PLACES if one.region is None or one.subregion is None] == ["ATA"]
    without = {one.code for one in PLACES if one.latitude is None or one.longitude is None}
    assert without == {"ATA", "BVT", "HMD", "IOT", "SGS", "SJM", "UMI"}
    points = [(one.latitude, one.longitude) for one in PLACES if one.latitude is not None and one.longitude is not None]
    assert all(-90 <= latitude <= 90 and -180 <= longitude <= 180 for latitude, longitude in points)
