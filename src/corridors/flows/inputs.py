"""What an estimate may be given: every guard on stocks, births, deaths, priors and costs, each naming its row."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from corridors.errors import InvalidInput, UnknownName

Choice = TypeVar("Choice", bound=str)
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Labels:
    """Names for messages: birthplaces (the residences come first among them) and the tables batched together.

    >>> Labels(("Chile", "Peru", "unknown"), 3, 2).birthplace(2), Labels(None, 3, 2).residence(1)
    ('unknown', 'residence 1')
    """

    names: tuple[str, ...] | None
    birthplaces: int
    residences: int
    leading: tuple[int, ...] = ()
    tables: tuple[str, ...] | None = None

    def birthplace(self, index: int) -> str:
        """The name of a row."""
        return self.names[index] if self.names else f"birthplace {index}"

    def residence(self, index: int) -> str:
        """The name of a column."""
        return self.names[index] if self.names else f"residence {index}"

    def table(self, index: int) -> str:
        """Where a table stands in its batch, empty when there is but one."""
        if self.tables:
            return f" ({self.tables[index]})"
        if not self.leading or self.leading == (1,):
            return ""
        where = ", ".join(str(int(i)) for i in np.unravel_index(index, self.leading))
        return f" in table [{where}]"


def people(value: float) -> str:
    """Print a count of persons without inventing digits.

    >>> people(1234567.0), people(0.25)
    ('1,234,567', '0.25')
    """
    return f"{value:,.0f}" if abs(value) >= 1000 or value == round(value) else f"{value:,.6g}"


def checked_choice(kind: str, given: str, valid: Sequence[Choice]) -> Choice:
    """Give a name as the valid one that it is, or refuse it with the nearest.

    >>> checked_choice("method", "min-closed", ["min-closed"])
    'min-closed'
    """
    if given not in valid:
        nearest = difflib.get_close_matches(str(given), valid, n=3, cutoff=0.4)
        raise UnknownName("method" if kind == "method" else kind, str(given), nearest or valid)
    return valid[valid.index(given)]


def checked_labels(labels: Sequence[str] | None, shape: tuple[int, ...], tables: Sequence[str] | None = None) -> Labels:
    """Check the names against the tables' shape `(..., birthplaces, residences)`; twice the same name is refused.

    >>> checked_labels(["Chile", "Peru"], (2, 2)).residences
    2
    """
    birthplaces, residences = shape[-2], shape[-1]
    batched = None if tables is None else tuple(tables)
    if batched is not None and shape[:-2] != (len(batched),):
        raise InvalidInput(f"There are {len(batched)} names for tables of shape {shape[:-2]}.", hint="Name each table.")
    if labels is None:
        return Labels(None, birthplaces, residences, shape[:-2], batched)
    names = tuple(str(name) for name in labels)
    if len(names) != birthplaces:
        raise InvalidInput(
            f"There are {len(names)} labels for {birthplaces} birthplaces (rows).",
            hint="Give one label per row; the first ones name the residences too.",
        )
    seen: dict[str, int] = {}
    for row, name in enumerate(names):
        if name in seen:
            raise InvalidInput(
                f"{name} stands in row {seen[name]} and again in row {row}.",
                hint="Add duplicated rows up or drop one before estimating.",
            )
        seen[name] = row
    return Labels(names, birthplaces, residences, shape[:-2], batched)


def stock_shape(start: ArrayLike | None, end: ArrayLike | None) -> tuple[int, ...]:
    """The common shape of two stock tables, checked without copying them.

    >>> stock_shape(np.zeros((3, 2)), np.zeros((3, 2)))
    (3, 2)
    """
    for when, stock in (("start", start), ("end", end)):
        if stock is None:
            raise InvalidInput(
                f"The {when} stock is missing: flows need the stocks of two dates.",
                hint="Give one table at each end of the period.",
            )
    first, second = np.shape(start), np.shape(end)  # type: ignore[arg-type]
    if first != second:
        raise InvalidInput(
            f"The start stock has shape {first} and the end stock {second}.",
            hint="Bring both to the same birthplaces and residences, in the same order.",
        )
    if len(first) < 2 or first[-1] < 2 or first[-2] < first[-1] or 0 in first:
        raise InvalidInput(
            f"A stock table of shape {first} is no [birthplace, residence] table of two or more countries.",
            hint="Every residence needs its own row as a birthplace, in the same order; extra birthplaces come last.",
        )
    return first


def refuse_memory(needed: float, limit: float, what: str) -> None:
    """Refuse work whose arrays would not fit, with the estimate, in bytes.

    >>> refuse_memory(1e6, 1e9, "two countries")
    """
    if needed > limit:
        raise InvalidInput(
            f"{what} would need about {needed / 2**30:,.1f} GiB of memory, above the {limit / 2**30:,.1f} GiB allowed.",
            hint="Group small countries, drop by_birth, estimate fewer tables at a time, or raise max_memory (bytes).",
        )


def checked_stock(stock: ArrayLike, labels: Labels, when: str, *, negative_natives: bool) -> Floats:
    """A stock table as float64 `[k, birth, residence]` in persons: every cell present, none below zero.

    A negative count of natives passes where `negative_natives`: the accounting repairs it and says so.

    >>> checked_stock([[9, 1], [0, 5]], Labels(None, 2, 2), "start", negative_natives=True).shape
    (1, 2, 2)
    """
    table = np.asarray(stock, dtype=np.float64).reshape(-1, labels.birthplaces, labels.residences)
    missing = ~np.isfinite(table)
    bad = missing | (table < 0)
    if bad.any() and negative_natives:
        index = np.arange(labels.residences)
        bad[:, index, index] &= missing[:, index, index]
    if bad.any():
        k, b, r = (int(i[0]) for i in np.nonzero(bad))
        value = "missing" if missing[k, b, r] else f"negative ({people(table[k, b, r])})"
        raise InvalidInput(
            f"The {when} stock of people born in {labels.birthplace(b)} and living in "
            f"{labels.residence(r)}{labels.table(k)} is {value}.",
            hint="Stocks are counts of persons: write 0 where nobody lives, and leave out a country without data.",
        )
    return table


def checked_events(events: ArrayLike | None, labels: Labels, what: str) -> Floats:
    """Births or deaths as float64 `[k, residence]` in persons, zero where not given.

    >>> checked_events(None, Labels(None, 3, 2), "births").tolist()
    [[0.0, 0.0]]
    """
    shape = (*labels.leading, labels.residences)
    if events is None:
        return np.zeros((int(np.prod(labels.leading)), labels.residences))
    if np.shape(events) != shape:
        raise InvalidInput(
            f"The {what} have shape {np.shape(events)}, the stocks ask for {shape}.",
            hint=f"Give one number of {what} for each residence, in the order of the columns.",
        )
    counts = np.asarray(events, dtype=np.float64).reshape(-1, labels.residences)
    bad = ~np.isfinite(counts) | (counts < 0)
    if bad.any():
        k, r = (int(i[0]) for i in np.nonzero(bad))
        value = f"negative ({people(counts[k, r])})" if np.isfinite(counts[k, r]) else "missing"
        raise InvalidInput(
            f"The {what} of {labels.residence(r)}{labels.table(k)} are {value}.",
            hint=f"Give the {what} of every residence in the tables, in persons, or leave the residence out.",
        )
    return counts


def checked_matrix(matrix: ArrayLike, labels: Labels, what: str, *, infinite: bool = False) -> Floats:
    """A prior or cost as float64 `[origin, destination]` over residences, nonnegative; diagonal of a prior unused.

    >>> checked_matrix([[0, 2], [1, 0]], Labels(None, 2, 2), "prior").tolist()
    [[0.0, 2.0], [1.0, 0.0]]
    """
    size = labels.residences
    if np.shape(matrix) != (size, size):
        raise InvalidInput(
            f"The {what} has shape {np.shape(matrix)}, the stocks ask for {(size, size)}.",
            hint="Give one number for each origin (row) and destination (column).",
        )
    values = np.array(matrix, dtype=np.float64)
    bad = np.isnan(values) | (values < 0) | (np.isinf(values) & (not infinite))
    if bad.any():
        o, d = (int(i[0]) for i in np.nonzero(bad))
        raise InvalidInput(
            f"The {what} from {labels.residence(o)} to {labels.residence(d)} is {values[o, d]}.",
            hint=f"A {what} is a nonnegative number for every pair.",
        )
    return values


def checked_positive(value: float, what: str, *, most: float = np.inf, zero: bool = False) -> float:
    """A finite number above zero (or zero where allowed) and at most `most`.

    >>> checked_positive(5, "years")
    5.0
    """
    number = float(value)
    if not np.isfinite(number) or number < 0 or (number == 0 and not zero) or number > most:
        lowest = "0 or more" if zero else "above 0"
        highest = f" and at most {most:g}" if np.isfinite(most) else ""
        raise InvalidInput(f"{what} is {value}.", hint=f"Give a number {lowest}{highest}.")
    return number
