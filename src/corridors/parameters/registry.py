"""The parameter registry: the tables of this package, read, checked and found by name and view."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from corridors.concepts.nearest import nearest
from corridors.errors import InvalidInput, UnknownName
from corridors.parameters.value import Parameter, check

if TYPE_CHECKING:
    import polars as pl

TABLES = Path(__file__).parent / "tables"
UNDECIDED = "undecided"
"""The view of a disputed parameter for which no side was chosen: every value between the two sides alike."""


def parameter(name: str, view: str | None = None) -> Parameter:
    """One parameter by name, under one view.

    Without a view a disputed parameter takes no side: it is uniform from the lowest to the highest value that any side
    gives it, its `view` says `undecided` and its `known` says `assumed`.

    Args:
        name: the parameter's name, as `corridors parameters list` prints it.
        view: a side of the dispute, for example "brain-gain"; an undisputed parameter takes any shipped view.

    Raises:
        UnknownName: no such parameter or view, with the nearest names.

    Example:
        >>> parameter("schooling_response", "brain-gain").central
        0.05
        >>> open_question = parameter("schooling_response")
        >>> open_question.view, open_question.low, open_question.high
        ('undecided', 0.0, 0.1)
    """
    found = sides(name)
    if view is None or view == UNDECIDED:
        return found[""] if "" in found else _undecided(found)
    if view not in view_names():
        raise UnknownName("view", view, nearest(view, view_names()))
    if view in found:
        return found[view]
    return parameter(name)


def sides(name: str) -> Mapping[str, Parameter]:
    """The values of one parameter by view; an undisputed one has a single value, under the empty view.

    Raises:
        UnknownName: no such parameter, with the nearest names.

    Example:
        >>> list(sides("schooling_response"))
        ['brain-gain', 'brain-drain']
    """
    try:
        return _by_name()[name]
    except KeyError:
        raise UnknownName("parameter", name, nearest(name, _by_name())) from None


def parameter_names(disputed: bool | None = None) -> tuple[str, ...]:
    """The names of all parameters, of the disputed ones (True) or of the undisputed ones (False).

    >>> "schooling_response" in parameter_names(disputed=True)
    True
    """
    return tuple(name for name, found in _by_name().items() if disputed is None or disputed == ("" not in found))


def parameters() -> pl.DataFrame:
    """The whole registry as a table, one row for each parameter and view, in the order of the files.

    Columns: the fields of `Parameter`, and `theme`.

    >>> parameters().filter(known="assumed")["note"].is_null().any()
    False
    """
    import polars as pl

    rows = [{"theme": theme, **asdict(found)} for theme, found in _rows()]
    return pl.DataFrame(rows, infer_schema_length=None)


def units() -> Mapping[str, str]:
    """The units of the registry and what each means.

    >>> units()["share points"]
    'Difference of two shares: 0.05 is five percentage points'
    """
    return MappingProxyType({row["unit"]: row["meaning"] for row in read_table(TABLES / "units.csv")})


@cache
def view_names() -> tuple[str, ...]:
    """The names of the shipped views.

    >>> "brain-gain" in view_names()
    True
    """
    return tuple(row["view"] for row in read_table(TABLES / "views.csv"))


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a packaged CSV table.

    >>> read_table(TABLES / "judged_widths.csv")[0]["grade"]
    'A'
    """
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def parameter_from_row(row: Mapping[str, str], where: str) -> Parameter:
    """One row of the registry as a checked parameter.

    Args:
        row: text by column, as the CSV files have it.
        where: the file and row, for messages.

    Raises:
        InvalidInput: a missing source, unit or note, an unknown word, or values that contradict each other.

    Example:
        >>> row = read_table(TABLES / "parameters_skills.csv")[0]
        >>> parameter_from_row(row, "here").name
        'schooling_response'
    """
    central = _number(row, "central", where)
    if row["interval"] == "judged":
        if row["low"] or row["high"]:
            raise InvalidInput(f"{where}: {row['name']!r} is judged, so low and high must be empty.")
        low, high = _judged(central, row["grade"], where)
    else:
        low, high = _number(row, "low", where), _number(row, "high", where)
    text = {column: row[column] for column in _TEXT_COLUMNS}
    lag = _number(row, "lag", where) if row["lag"] else None
    made = Parameter(low=low, central=central, high=high, lag=lag, **text)
    check(made, where)
    if made.unit not in units():
        hint = "Add it to units.csv if it is new."
        raise UnknownName("unit", made.unit, nearest(made.unit, units()), hint=f"({where}.) {hint}")
    if not made.link.startswith("https://") or not made.note:
        raise InvalidInput(f"{where}: parameter {made.name!r} needs a link that starts with https:// and a note.")
    if made.view and made.view not in view_names():
        raise UnknownName("view", made.view, nearest(made.view, view_names()), hint=f"({where}.)")
    return made


_TEXT_COLUMNS = (
    *("name", "label", "view", "interval", "distribution", "unit"),
    *("population", "grade", "known", "source", "link", "note"),
)


@cache
def _rows() -> tuple[tuple[str, Parameter], ...]:
    found = []
    for path in sorted(TABLES.glob("parameters_*.csv")):
        theme = path.stem.removeprefix("parameters_")
        for number, row in enumerate(read_table(path), start=2):
            found.append((theme, parameter_from_row(row, f"{path.name}, row {number}")))
    return tuple(found)


@cache
def _by_name() -> Mapping[str, Mapping[str, Parameter]]:
    table: dict[str, dict[str, Parameter]] = {}
    for _, found in _rows():
        held = table.setdefault(found.name, {})
        if found.view in held:
            raise InvalidInput(f"Parameter {found.name!r} stands twice under the view {found.view!r}.")
        held[found.view] = found
    for name, held in table.items():
        if len({one.unit for one in held.values()}) > 1:
            raise InvalidInput(f"The sides of parameter {name!r} have different units.")
    return MappingProxyType({name: MappingProxyType(held) for name, held in table.items()})


def _undecided(found: Mapping[str, Parameter]) -> Parameter:
    low = min(one.low for one in found.values())
    high = max(one.high for one in found.values())
    first = next(iter(found.values()))
    return replace(
        first,
        view=UNDECIDED,
        low=low,
        central=(low + high) / 2,
        high=high,
        interval="range",
        distribution="uniform",
        population="; ".join(dict.fromkeys(one.population for one in found.values())),
        grade="D",
        known="assumed",
        source="; ".join(dict.fromkeys(one.source for one in found.values())),
        note=f"No side taken: from the lowest to the highest value of {' and '.join(found)}.",
    )


def _judged(central: float, grade: str, where: str) -> tuple[float, float]:
    widths = {row["grade"]: float(row["half_width"]) for row in read_table(TABLES / "judged_widths.csv")}
    if grade not in widths:
        raise InvalidInput(f"{where}: grade {grade!r} has no judged width.", hint=f"Grades: {', '.join(widths)}.")
    half = widths[grade] * abs(central)
    return central - half, central + half


def _number(row: Mapping[str, str], column: str, where: str) -> float:
    try:
        return float(row[column])
    except (KeyError, ValueError):
        raise InvalidInput(f"{where}: {column} is {row.get(column, '')!r}, not a number.") from None
