"""What a brief is made of: sections of facts, tables and figures, each with its sources, date and quality."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from corridors.concepts.quality import Quality
from corridors.data import Part, Source

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """A dataset, or one part of it, as a numbered source of a brief; `References` makes one object for each."""

    number: int
    source: Source
    part: Part | None = None

    @property
    def text(self) -> str:
        """Publisher, title, edition and address, as a reader would cite it."""
        shown = self.part or self.source
        edition = f" {shown.edition}." if shown.edition else ""
        return f"{shown.publisher.rstrip('.')}. {shown.title.rstrip('.')}.{edition}"

    @property
    def url(self) -> str:
        """The publisher's address."""
        return (self.part or self.source).url

    @property
    def licence(self) -> str:
        """The licence under which the values are passed on."""
        return (self.part or self.source).licence

    @property
    def date_read(self) -> datetime.date:
        """The day on which the data were read."""
        return self.source.date_read


class References:
    """The sources used so far, numbered in the order of first use."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Reference] = {}

    def cite(self, source: Source, part: str = "") -> Reference:
        """Return the reference to a dataset or to one of its parts, with a new number at first use.

        `part` is the part's name, or a value or column that belongs to it; without one the whole dataset is cited.
        """
        known_part = next((p for p in source.parts if _belongs(part, p)), None) if part else None
        key = (source.name, known_part.name if known_part else "")
        if key not in self._found:
            self._found[key] = Reference(len(self._found) + 1, source, known_part)
        return self._found[key]

    def listed(self) -> tuple[Reference, ...]:
        """All references in the order of their numbers."""
        return tuple(self._found.values())


def _belongs(given: str, part: Part) -> bool:
    return given == part.name or given in part.columns or (part.where is not None and given in part.where[1])


@dataclass(frozen=True, slots=True)
class Fact:
    """One number or statement, with its date, quality and source.

    `value` is None where it is missing; `text` is how a reader sees it.
    """

    label: str
    value: float | str | None
    text: str
    unit: str
    when: str
    quality: Quality
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows each carry their own quality and sources, or share the table's.

    `columns` are headings; `rows` hold texts as a reader sees them. `units` stand under the headings.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    quality: Quality
    references: tuple[Reference, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart whose title states the finding, with the data it shows.

    `spec` is a Vega-Lite specification, `alternative` its content in words for those who cannot see it.
    """

    name: str
    title: str
    subtitle: str
    spec: dict[str, Any]
    data: pl.DataFrame
    alternative: str
    quality: tuple[Quality, ...]
    references: tuple[Reference, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A caveat or remark that a reader must not miss."""

    text: str
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """Something a reader would look for and that is not known here, named, with the reason."""

    what: str
    why: str
    how: str = ""


Block = Fact | Table | Figure | Note | Missing


@dataclass(frozen=True, slots=True)
class Section:
    """One theme of a brief: a finding in a sentence, then its evidence."""

    name: str
    title: str
    finding: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief on one corridor or one country: everything a reader holds, apart from its form on paper."""

    name: str
    title: str
    subtitle: str
    sections: tuple[Section, ...]
    references: tuple[Reference, ...]
    made: datetime.date
    version: str
    remarks: tuple[str, ...] = field(default=())
