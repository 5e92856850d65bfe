# ruff: noqa: SIM905 - a list of codes reads best as one line of text
"""Write the tables of countries and areas of the package from their sources.

    PYTHONPATH=src python tools/areas.py DATA_FOLDER

DATA_FOLDER holds countries.parquet, geography.parquet and income_group_history.parquet. Further names come from
Babel (Unicode CLDR) and pycountry (ISO 3166); what no source states stands in `areas_curated.py` and
`areas_aliases.csv` beside this file. Prints each name that was left out because it means two areas or is
spelled like another area's code.
"""

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import areas_curated as curated
import polars as pl
import pycountry
from babel import Locale

from corridors.concepts.areas.names import name_key

HERE = Path(__file__).parent
TABLES = HERE.parent / "src/corridors/concepts/tables"
LANGUAGES = "en fr es ar ru zh de pt tr it nl ja hi id ko pl uk bn fa ur".split()
COLUMNS = (
    "code kind iso2 m49 name short_name region region_m49 subregion subregion_m49 sdg_region development_group "
    "least_developed landlocked_developing small_island_developing start end successors predecessors members latitude "
    "longitude main_city in_wpp2024 in_ims2024 in_ims2020 note"
).split()
REGION_OF = {
    "Caribbean": "Latin America and the Caribbean", "South America": "Latin America and the Caribbean",
    "Eastern Africa": "Africa", "Northern Africa": "Africa", "Northern Europe": "Europe", "Eastern Europe": "Europe",
    "Western Europe": "Europe", "Southern Europe": "Europe", "Western Asia": "Asia", "South-Eastern Asia": "Asia",
    "Eastern Asia": "Asia", "Australia/New Zealand": "Oceania", "Polynesia": "Oceania", "Micronesia": "Oceania",
}  # fmt: skip
SMALL_TERRITORIES = "ALA ATA ATF BVT CCK CXR HMD IOT NFK PCN SGS SJM UMI".split()

Row = dict[str, object]


def main(data: Path) -> None:
    """Write the four tables from the files in `data`."""
    geography = {row["country"]: row for row in pl.read_parquet(data / "geography.parquet").iter_rows(named=True)}
    countries = list(pl.read_parquet(data / "countries.parquet").iter_rows(named=True))
    rows = [*_present(countries), *_small(geography), *_former(), *_special(), *_groups()]
    for row in rows:
        _place(row, geography.get(str(row["code"]), {}))
    order = {kind: number for number, kind in enumerate(("country", "territory", "former", "special", "group"))}
    rows.sort(key=lambda row: (order[str(row["kind"])], row["code"]))
    _write("areas", COLUMNS, rows)
    codes = {str(row["code"]): row for row in rows}
    _write("aliases", ("name", "code", "language", "key"), _aliases(codes))
    _write("publisher_codes", ("publisher", "code", "area", "note"), _publisher_codes())
    _write("income_groups", ("code", "group", "first_year", "last_year"), _income(data))


def _present(countries: list[Row]) -> Iterator[Row]:
    for source in countries:
        code = str(source["iso3"])
        if code == "CHI":
            continue
        start, predecessors = curated.STARTS.get(code, ("", ""))
        notes = (source["note"] if code != "XKX" else "XKX and 412 are user-assigned.", curated.NOTES.get(code))
        yield {
            **{key: source[key] for key in COLUMNS if key in source},
            "code": code,
            "kind": "territory" if code in curated.TERRITORIES else "country",
            "iso2": _alpha2(code),
            "name": curated.NAMES.get(code, source["name"]),
            "start": start,
            "predecessors": predecessors,
            "note": " ".join(str(note) for note in notes if note),
        }


def _alpha2(code: str) -> str:
    return "XK" if code == "XKX" else pycountry.countries.lookup(code).alpha_2


def _small(geography: Mapping[str, Row]) -> Iterator[Row]:
    for code in SMALL_TERRITORIES:
        source = geography[code]
        subregion = {"Australia and New Zealand": "Australia/New Zealand"}.get(
            str(source["subregion"]), source["intregion"] or source["subregion"]
        )
        yield {
            "code": code,
            "kind": "territory",
            "iso2": _alpha2(code),
            "m49": source["m49"],
            "name": curated.NAMES.get(code, source["name_un"]),
            "subregion": subregion,
            "note": "Not in WPP or the International Migrant Stock.",
        }


def _former() -> Iterator[Row]:
    keys = ("code", "iso2", "m49", "name", "short_name", "subregion", "start", "end", "successors", "note")
    for values in curated.FORMER:
        row = dict(zip(keys, values, strict=True))
        yield {**row, "kind": "former", "predecessors": curated.STARTS.get(str(row["code"]), ("", ""))[1]}


def _special() -> Iterator[Row]:
    keys = ("code", "m49", "name", "short_name", "region", "subregion", "note")
    for values in curated.SPECIAL:
        yield {**dict(zip(keys, values, strict=True)), "kind": "special"}


def _groups() -> Iterator[Row]:
    keys = ("code", "m49", "name", "short_name", "region", "subregion", "members", "note")
    for values in curated.GROUPS:
        row = dict(zip(keys, values, strict=True))
        yield {**row, "kind": "group", "in_ims2024": row["code"] == "CHI", "in_ims2020": row["code"] == "CHI"}


def _place(row: Row, geography: Row) -> None:
    code, subregion = str(row["code"]), str(row.get("subregion") or "")
    region = str(row.get("region") or REGION_OF.get(subregion, ""))
    row["short_name"] = curated.SHORT_NAMES.get(code, row.get("short_name") or row["name"])
    row["region"], row["subregion"] = region, subregion
    row["region_m49"] = curated.REGION_M49.get(region)
    row["subregion_m49"] = curated.SUBREGION_M49.get(subregion)
    row["main_city"] = curated.MAIN_CITIES.get(code, geography.get("capital"))
    row["latitude"], row["longitude"] = geography.get("lat"), geography.get("lon")
    for flag in ("in_wpp2024", "in_ims2024", "in_ims2020"):
        row[flag] = bool(row.get(flag))


def _aliases(areas: Mapping[str, Row]) -> list[Row]:
    found: dict[str, tuple[str, str, str]] = {}
    own = {name_key(str(row[column])): code for code, row in areas.items() for column in ("name", "short_name")}
    barred = {name_key(name) for name in curated.AMBIGUOUS}
    codes = {code: code for code in areas} | {str(row["iso2"]): code for code, row in areas.items() if row.get("iso2")}
    codes |= {row[1].upper(): row[2] for row in curated.PUBLISHER_CODES}
    for alias, code, language in _names(areas):
        key = name_key(alias)
        other = next((hit for hit in (own.get(key), codes.get(alias.upper())) if hit not in (None, code)), None)
        if key in barred or other or found.get(key, (alias, code, language))[1] != code:
            print("left out:", alias, code, language, "taken by", other or found.get(key) or "ambiguity")
        elif key not in own:
            found.setdefault(key, (alias, code, language))
    ambiguous = [(name, code, "ambiguous") for name, meant in curated.AMBIGUOUS.items() for code in meant.split()]
    rows = sorted({*found.values(), *ambiguous}, key=lambda row: (row[1], row[2], row[0]))
    return [{"name": name, "code": code, "language": tongue, "key": name_key(name)} for name, code, tongue in rows]


def _names(areas: Mapping[str, Row]) -> Iterator[tuple[str, str, str]]:
    with (HERE / "areas_aliases.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for alias in row["names"].split("|"):
                yield alias, row["code"], "en"
    for code in areas:
        record = pycountry.countries.get(alpha_3=code) or pycountry.historic_countries.get(alpha_3=code)
        for field in ("name", "common_name", "official_name"):
            if record is not None and field in dir(record):
                yield getattr(record, field), code, "en"
    for language in LANGUAGES:
        territories = Locale.parse(language).territories
        for code, row in areas.items():
            if row["kind"] in ("country", "territory") and territories.get(str(row["iso2"])):
                yield territories[str(row["iso2"])], code, language


def _publisher_codes() -> list[Row]:
    keys = ("publisher", "code", "area", "note")
    return [dict(zip(keys, row, strict=True)) for row in sorted(curated.PUBLISHER_CODES)]


def _income(data: Path) -> list[Row]:
    history = pl.read_parquet(data / "income_group_history.parquet").with_columns(
        pl.col("iso3", "income_group").cast(pl.String)
    )
    spells: list[Row] = []
    for code, year, group in history.select("iso3", "year", "income_group").sort("iso3", "year").iter_rows():
        last = spells[-1] if spells else {}
        if last.get("code") == code and last["group"] == group and last["last_year"] == year - 1:
            last["last_year"] = year
        else:
            spells.append({"code": code, "group": group, "first_year": year, "last_year": year})
    return spells


def _write(name: str, columns: Iterable[str], rows: Iterable[Row]) -> None:
    with (TABLES / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns := list(columns))
        writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else f"{value:.4f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
