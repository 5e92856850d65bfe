"""What an answer is: a finding in a sentence, its evidence, how sure it is, where it comes from, what stays open."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from corridors.answers.questions import Question
from corridors.concepts.quality import Quality
from corridors.content.blocks import Block, Fact, Figure, Missing, Note, Reference
from corridors.errors import UnknownName

if TYPE_CHECKING:
    import polars as pl

    from corridors.answers.asked import Asked

Show = Literal["text", "area", "count", "number", "share", "percent", "dollars", "ratio", "year", "date"]
"""How a column's values are written: `share` is a part of one, shown as a percentage; `percent` is one already; `area`
is a code, shown as a name; `number` and `ratio` keep three figures."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column as a reader sees it: its heading, its unit, how its values are written, and which column marks them.

    `quality` names the column that says how each value is known; the rows' own `quality` by default.
    """

    heading: str
    show: Show = "text"
    unit: str = ""
    quality: str = "quality"


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """A table of an answer: a Polars frame in which each row says how it is known.

    `columns` are those that a reader sees, in order; the frame may have more, and has a column `quality`. `most` is
    how many rows a page shows; the file formats hold all of them.
    """

    name: str
    title: str
    frame: pl.DataFrame
    columns: Mapping[str, Column]
    references: tuple[Reference, ...]
    note: str = ""
    most: int = 15

    def __post_init__(self) -> None:
        needed = {*self.columns, "quality", *(column.quality for column in self.columns.values())}
        if absent := needed - set(self.frame.columns):
            raise ValueError(f"The table {self.name!r} lacks the columns {sorted(absent)}.")

    @property
    def qualities(self) -> tuple[Quality, ...]:
        """The marks that stand in the table, from best to least sure."""
        marks = {mark for name in self._marking for mark in self.frame[name].drop_nulls().unique()}
        return tuple(quality for quality in Quality if quality.value in marks)

    @property
    def _marking(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(["quality", *(column.quality for column in self.columns.values())]))


@dataclass(frozen=True, slots=True)
class Interval:
    """The statistical interval of the answer's main number: `level` per cent of probability within lower and upper."""

    label: str
    value: float
    lower: float
    upper: float
    level: int
    unit: str
    basis: str
    """Where the interval comes from, in a few words: draws of a posterior, a survey's sampling error."""


@dataclass(frozen=True, slots=True)
class ViewRange:
    """The answer's main number under each view of a disputed question, or under each rival method or definition."""

    label: str
    unit: str
    values: Mapping[str, float]
    dispute: str
    """What the views disagree about, in one sentence."""


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """What a question's module computes; the rest of an `Answer` follows from the question and what was asked.

    `definition` says what is counted: birthplace or citizenship, stock or flow, of which length of stay. `data` are the
    tables behind the finding; `more` makes further ones, and `draw` the figures, when somebody looks at them: a brief
    that needs the finding alone does not wait for them. `uncertainty` says in words what `interval` and `views` cannot.
    """

    finding: str
    definition: str
    data: tuple[Data, ...]
    facts: tuple[Fact, ...] = ()
    more: Callable[[], tuple[Data, ...]] = tuple
    draw: Callable[[], Sequence[Figure]] = tuple
    notes: tuple[Note, ...] = ()
    missing: tuple[Missing, ...] = ()
    interval: Interval | None = None
    views: ViewRange | None = None
    uncertainty: str = ""
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Answer:
    """A question answered: everything a reader holds, apart from its form.

    `finding` is a sentence written from the numbers; `data` are its tables; `figures` are drawn when first looked at.
    `show()` prints it; `corridors.answers.forms` gives it the other forms.
    """

    question: Question
    asked: Asked
    content: Content
    references: tuple[Reference, ...]
    made: datetime.datetime
    version: str
    name: str = field(init=False)

    def __post_init__(self) -> None:
        parts = [self.question.id, *(str(value) for value in self.asked.arguments.values())]
        object.__setattr__(self, "name", "-".join(part.replace(" ", "_").replace("/", "_") for part in parts))

    @property
    def id(self) -> str:
        """The question's name."""
        return self.question.id

    @property
    def theme(self) -> str:
        """The question's theme."""
        return self.question.theme

    @property
    def finding(self) -> str:
        """The answer in a sentence."""
        return self.content.finding

    @cached_property
    def data(self) -> tuple[Data, ...]:
        """The tables, the main one first; those that the finding does not need are made at first use."""
        return (*self.content.data, *self.content.more())

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The charts, drawn at first use."""
        return tuple(self.content.draw())

    @property
    def qualities(self) -> tuple[Quality, ...]:
        """How the answer's values are known, from best to least sure."""
        marks = {mark for data in self.data for mark in data.qualities} | {fact.quality for fact in self.content.facts}
        marks |= {Quality.MISSING} if self.content.missing else set()
        return tuple(quality for quality in Quality if quality in marks)

    @property
    def command(self) -> str:
        """The command that makes it."""
        options = [
            f'--{name} "{value}"' if " " in str(value) else f"--{name} {value}"
            for name, value in self.asked.arguments.items()
        ]
        return " ".join(["corridors answer", self.id, *options])

    def table(self, name: str | None = None) -> Data:
        """Return one of the tables, the main one without a name.

        Raises:
            UnknownName: there is no table of that name, or none at all.
        """
        found = {data.name: data for data in self.data}
        if name is None and found:
            return self.data[0]
        if name not in found:
            hint = f"Its tables are {', '.join(found)}." if found else "It has no table, because nothing is known."
            raise UnknownName(f"table of the answer {self.id!r}", name or "", hint=hint)
        return found[name]

    def blocks(self) -> tuple[Block, ...]:
        """The evidence in the order in which one reads it: facts, charts, tables, notes, what is missing."""
        from corridors.answers.cells import as_table

        tables = tuple(as_table(data) for data in self.data)
        return (*self.content.facts, *self.figures, *tables, *self.content.notes, *self.content.missing)

    def show(self) -> None:
        """Print the answer as text."""
        from corridors.answers.forms import to_text

        print(to_text(self), end="")

    def _repr_html_(self) -> str:
        """The answer as a notebook shows it."""
        from corridors.answers.forms import to_html

        return to_html(self)
