"""The sidecar of a dataset: who publishes it, what it means, under which licence, and what its rows are."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from corridors.concepts.nearest import nearest
from corridors.concepts.quality import Quality
from corridors.errors import InvalidInput

REDISTRIBUTABLE = ("yes", "no", "unclear", "partly")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A share of a dataset with a publisher and a licence of its own: some rows, or some columns.

    Exactly one of `where` (a column and the values that belong to the part) and `columns` says which share it is.
    """

    name: str
    title: str
    publisher: str
    url: str
    licence: str
    redistributable: str
    edition: str = ""
    citation: str = ""
    definition: str = ""
    unit: str = ""
    quality: str = ""
    caveats: tuple[str, ...] = ()
    where: tuple[str, tuple[str | int, ...]] | None = None
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A dataset's provenance and meaning; it travels with every frame that is loaded.

    `row` says what one row is, `keys` which columns identify it, `country` and `year` which columns the filters act
    on. `quality` is how the values are known, unless `quality_column` marks it row by row (`quality_values`).
    `columns` names the variable of each column, `codes` the publisher whose area codes a raw column uses.
    `sha256` is the hash of the file that is loaded, `raw_sha256` that of the file as it was read from the copy.
    """

    name: str
    title: str
    publisher: str
    edition: str
    url: str
    licence: str
    licence_basis: str
    redistributable: str
    citation: str
    copy: str
    date_read: datetime.date
    unit: str
    definition: str
    coverage: str
    row: str
    quality: str
    theme: str
    caveats: tuple[str, ...]
    keys: tuple[str, ...]
    country: tuple[str, ...] = ()
    year: str = ""
    years: tuple[int, int] | None = None
    quality_column: str = ""
    quality_values: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    format: str = "parquet"
    sha256: str = ""
    raw_sha256: str = ""
    rows: int = 0
    size: int = 0
    origin: str = "absent"
    """Where the loaded file lies: `package`, `added` by the user, `outdated` (added in another edition), `absent`."""

    @property
    def file_name(self) -> str:
        """The name of the dataset's file."""
        return f"{self.name}.{self.format}"

    @property
    def packaged_parts(self) -> tuple[Part, ...]:
        """The parts that the package may carry."""
        return tuple(part for part in self.parts if part.redistributable == "yes")

    @property
    def withheld_parts(self) -> tuple[Part, ...]:
        """The parts that are not in the loaded file, because their licence does not permit or is unclear."""
        if self.origin == "added":
            return ()
        return tuple(part for part in self.parts if part.redistributable != "yes")

    @property
    def held_columns(self) -> tuple[str, ...]:
        """The columns of the loaded file: all of them but those of withheld parts."""
        withheld = {column for part in self.withheld_parts for column in part.columns}
        return tuple(column for column in self.columns if column not in withheld)

    @property
    def qualities(self) -> tuple[str, ...]:
        """How the values that are held are known: every way that occurs, the best first.

        >>> from corridors.data import source
        >>> source("population").qualities, source("free_movement_to_verify").qualities
        (('modelled', 'projected'), ('unverified',))
        """
        found = {*self.quality_values.values()} or {self.quality}
        found |= {part.quality for part in self.parts if part.quality and part not in self.withheld_parts}
        return tuple(quality.value for quality in Quality if quality in found)

    def cite(self) -> str:
        """One line that a reader can put under a table; it says so where the values are not verified.

        >>> from corridors.data import source
        >>> source("migrant_stock").cite()[:60]
        'United Nations Department of Economic and Social Affairs, Po'
        """
        text = self.citation or f"{self.publisher}. {self.title}."
        terms = f"{self.licence}; read {self.date_read}"
        if Quality.UNVERIFIED in self.qualities:
            terms += "; unverified"
        return " ".join(part for part in (f"{text.rstrip('.')}.", self.url, f"({terms}).") if part)


def read_sidecar(path: Path) -> Source:
    """Read one sidecar, refusing unknown and missing keys.

    Args:
        path: a TOML file; its stem is the dataset's name.

    Raises:
        InvalidInput: a key is unknown, missing or has a value outside its list.
    """
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput(f"Sidecar {path.name} is no TOML: {error}.") from error
    set_elsewhere = {"name", "sha256", "raw_sha256", "rows", "size", "origin"}
    _check_entries(path, raw, {f.name: f for f in fields(Source) if f.name not in set_elsewhere})
    raw["parts"] = tuple(_part(path, entry) for entry in raw.get("parts", ()))
    for name in ("caveats", "keys", "country", "years"):
        if name in raw:
            raw[name] = tuple(raw[name])
    found = Source(name=path.stem, **raw)
    _check_words(path, found)
    _check_columns(path, found)
    return found


def _part(path: Path, entry: dict[str, Any]) -> Part:
    _check_entries(path, entry, {f.name: f for f in fields(Part)})
    if ("where" in entry) == ("columns" in entry):
        raise InvalidInput(f"Sidecar {path.name}: part {entry['name']!r} needs either `where` or `columns`.")
    if "where" in entry:
        ((column, values),) = entry["where"].items()
        entry["where"] = (column, tuple(values) if isinstance(values, list) else (values,))
    for name in ("columns", "caveats"):
        entry[name] = tuple(entry.get(name, ()))
    return Part(**entry)


def _check_entries(path: Path, given: dict[str, Any], known: dict[str, Field[Any]]) -> None:
    """Refuse a key that no field bears, and the lack of one that a field needs."""
    unknown = sorted(set(given) - set(known))
    if unknown:
        near = nearest(unknown[0], known)
        hint = f"Did you mean {near[0]}?" if near else ""
        raise InvalidInput(f"Sidecar {path.name}: unknown keys {', '.join(unknown)}.", hint=hint)
    missing = [
        name
        for name, one in known.items()
        if one.default is MISSING and one.default_factory is MISSING and name not in given
    ]
    if missing:
        raise InvalidInput(f"Sidecar {path.name}: missing keys {', '.join(missing)}.")


def _check_columns(path: Path, found: Source) -> None:
    """Refuse a key, a filter, a mark or a part that names a column which the sidecar does not list."""
    named = {*found.keys, *found.country, found.year, found.quality_column, *found.codes} - {""}
    for part in found.parts:
        named |= {*part.columns, *((part.where[0],) if part.where else ())}
    strays = sorted(named - set(found.columns))
    if strays and found.format == "parquet":
        raise InvalidInput(f"Sidecar {path.name}: {', '.join(strays)} stand in no list of columns.")
    if found.year and not found.years:
        raise InvalidInput(f"Sidecar {path.name}: a column `year` needs the first and last year, `years`.")
    if bool(found.quality_column) != bool(found.quality_values):
        raise InvalidInput(f"Sidecar {path.name}: quality_column and quality_values need each other.")


def _check_words(path: Path, found: Source) -> None:
    qualities = [found.quality, *found.quality_values.values(), *(p.quality for p in found.parts if p.quality)]
    for quality in qualities:
        if quality not in list(Quality):
            raise InvalidInput(f"Sidecar {path.name}: quality {quality!r} is not one of {', '.join(Quality)}.")
    for licence in (found.redistributable, *(p.redistributable for p in found.parts)):
        if licence not in REDISTRIBUTABLE:
            raise InvalidInput(f"Sidecar {path.name}: redistributable {licence!r} is not one of {REDISTRIBUTABLE}.")
    if (found.redistributable == "partly") != (len({p.redistributable == "yes" for p in found.parts}) == 2):
        raise InvalidInput(f"Sidecar {path.name}: `partly` is for datasets with both kinds of part, and only for them.")
