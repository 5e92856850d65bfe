"""Compare a dataset with figures and rules that its publisher has printed elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corridors.errors import InvalidInput

if TYPE_CHECKING:
    import polars as pl

FLOAT_NOISE = 1e-9
"""What adding up floating-point numbers may leave over; far below the last digit of any printed figure."""


@dataclass(frozen=True, slots=True)
class Published:
    """One printed figure: the cells it is the sum of, its value, and by how much rounding lets the sum differ."""

    cells: Mapping[str, str | int]
    value: float
    within: float = 0.0

    def __str__(self) -> str:
        return ", ".join(f"{column} {value}" for column, value in self.cells.items())


def total(frame: pl.DataFrame, column: str, **where: Any) -> float | None:
    """The sum of a column over the rows that fit `where`; None where there are none.

    >>> import polars as pl
    >>> stocks = pl.DataFrame({"country": ["TON", "TON", "NZL"], "people": [3, 4, 5]})
    >>> total(stocks, "people", country="TON"), total(stocks, "people", country="FJI")
    (7.0, None)
    """
    rows = frame.filter(**where)
    return float(rows[column].sum()) if rows.height else None


def expect(dataset: str, what: str, found: float | None, published: float, within: float = 0.0) -> None:
    """Refuse a dataset in which a figure is absent or further from the printed one than `within`.

    Args:
        dataset: its name, for the message.
        what: the figure in words.
        found: what the table gives; None where it has no such rows.
        published: what the publisher prints.
        within: half of the last printed digit, or another difference that the source explains.

    Raises:
        InvalidInput: names the figure, what was found and what is printed.
    """
    if found is None:
        raise InvalidInput(f"{dataset}: there is no row for {what}, but {published:,} is published.")
    if not abs(found - published) <= within + FLOAT_NOISE:
        raise InvalidInput(f"{dataset}: {what} is {found:,}, but {published:,} is published.")


def sums_agree(dataset: str, frame: pl.DataFrame, column: str, figures: Iterable[Published]) -> None:
    """Refuse a dataset whose sums over cells are not the printed ones.

    A figure of a `source` that is not held at all is passed over: the package leaves withheld sources out.

    Args:
        dataset: its name, for the message.
        frame: the harmonised table.
        column: the column that is summed.
        figures: the printed sums.

    Raises:
        InvalidInput: as in `expect`.
    """
    held = set(frame["source"].unique()) if "source" in frame.columns else set()
    for figure in figures:
        if "source" in figure.cells and figure.cells["source"] not in held:
            continue
        found = total(frame, column, **figure.cells)
        expect(dataset, f"the sum of {column} for {figure}", found, figure.value, figure.within)


def none_left(dataset: str, rule: str, offending: pl.DataFrame) -> None:
    """Refuse a dataset of which some rows break a stated rule, showing the first of them.

    Raises:
        InvalidInput: names the rule, the number of rows and the first one.
    """
    if offending.height:
        raise InvalidInput(f"{dataset}: {rule} in {offending.height} rows; first {offending.row(0, named=True)}.")
