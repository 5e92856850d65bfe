"""Agreement of the table with two reference implementations, country_converter and pycountry."""

import csv
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import country_converter
import pycountry
import pytest

from corridors.concepts.countries import areas, members, resolve
from corridors.errors import UnknownName

# country_converter's own name for French Guiana, Saint Martin and the ISO name of Congo mean two areas each.
AMBIGUOUS = {"Guiana", "Saint-Martin", "Congo"}
# country_converter's rows for areas that are not in the data: British Antarctica, and the parts of Tanzania.
NOT_HERE = {"BA1", "EAT", "EAZ"}

# country_converter puts Nauru in Polynesia; UN M49 in Micronesia.
OTHER_REGION = {"NRU"}


def _country_converter_rows() -> list[dict[str, str]]:
    # The table itself: CountryConverter() of 1.3.2 does not start with pandas 3.
    path = Path(country_converter.__file__).parent / "country_data.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file, delimiter="\t") if row["ISO3"] not in NOT_HERE]


def _reference() -> Iterator[tuple[str, str]]:
    for row in _country_converter_rows():
        alpha2 = [] if "|" in row["ISO2"] else [row["ISO2"]]  # a pattern of two codes
        for spelling in (row["name_short"], row["name_official"], row["ISO3"], row["ISOnumeric"], *alpha2):
            yield spelling, row["ISO3"]
    for record in pycountry.countries:
        for field in ("name", "common_name", "official_name", "alpha_2", "alpha_3", "numeric"):
            yield getattr(record, field) if field in dir(record) else "", record.alpha_3


def test_names_and_codes_of_the_references_mean_the_same_area() -> None:
    different = []
    for spelling, code in _reference():
        if spelling and spelling not in AMBIGUOUS and resolve(spelling).code != code:
            different.append((spelling, code, resolve(spelling).code))
    assert different == []


@pytest.mark.parametrize("name", sorted(AMBIGUOUS))
def test_the_exceptions_are_ambiguous(name: str) -> None:
    with pytest.raises(UnknownName, match="ambiguous"):
        resolve(name)


def test_every_area_of_iso_3166_is_in_the_table() -> None:
    ours = {one.code for one in areas(("country", "territory"))}
    assert ours - {record.alpha_3 for record in pycountry.countries} == {"XKX"}
    assert {record.alpha_3 for record in pycountry.countries} <= ours


def test_former_states_bear_the_codes_of_iso_3166_3() -> None:
    for one in areas("former"):
        record = pycountry.historic_countries.get(alpha_3=one.code)
        if one.code in ("SUD", "YAR"):  # own codes
            assert record is None
            continue
        assert record is not None and one.iso2 in (None, record.alpha_2)
        if one.code != "YUG":  # ISO gives its last number, 891, now SCG's
            assert getattr(record, "numeric", None) in (None, str(one.m49))


def test_un_members_and_regions_agree() -> None:
    theirs = {row["ISO3"]: row for row in _country_converter_rows()}
    countries = {one.code for one in areas("country")}
    assert countries - {code for code, row in theirs.items() if row["UNmember"]} == {"VAT", "PSE"}
    different = {
        one.code
        for one in areas(("country", "territory"))
        if (said := theirs[one.code]["UNregion"]) and one.subregion and _plain(said) != _plain(one.subregion)
    }
    assert different == OTHER_REGION


def _plain(region: str) -> str:
    return region.casefold().replace(" and ", "/")


def test_eu_members_agree() -> None:
    rows = _country_converter_rows()
    assert {one.code for one in members("EU27")} == {row["ISO3"] for row in rows if row["EU27"]}
    spells = {"EU28": (2013, 2019), "EU25": (2004, 2006), "EU15": (1995, 2003), "EU12": (1986, 1994)}
    for group, year in ((group, year) for group, years in spells.items() for year in years):
        assert {one.code for one in members("EU", year)} == {row["ISO3"] for row in rows if row[group]}, year


def test_resolving_needs_no_heavy_import() -> None:
    code = (
        "import sys; from corridors.concepts.countries import resolve; resolve('Ivory Coast'); "
        "print(*{'polars', 'rapidfuzz', 'babel', 'pycountry', 'country_converter', 'numpy'} & set(sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == ""
