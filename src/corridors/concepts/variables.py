"""The one table of variables: what each column of each dataset means, in which unit, and what values it may take."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corridors.concepts.nearest import nearest
from corridors.errors import InvalidInput, UnknownName

KINDS = {
    "area": "a code of the table of countries and areas",
    "year": "a calendar year",
    "date": "a day",
    "period": "a quarter, month or other named period, as text",
    "category": "one of a few words",
    "text": "free text",
    "identifier": "a key that means nothing by itself",
    "flag": "yes or no",
    "count": "a number of people, events or things, never negative",
    "net": "a difference of counts, of either sign",
    "amount": "an amount of money, never negative unless the variable says so",
    "rate": "events per head and time",
    "share": "a part of a whole, from 0 to 1",
    "percent": "a part of a hundred",
    "index": "a score on a scale of its own",
    "quantity": "a physical or other measured quantity",
    "value": "the value of a long table, whose unit stands in another column",
}


@dataclass(frozen=True, slots=True)
class Variable:
    """One row of the variable table.

    `lower` and `upper` bound the values (None: unbounded); `axes` names the axes it is measured over, in order.
    """

    name: str
    label: str
    unit: str
    axes: tuple[str, ...]
    kind: str
    lower: float | None
    upper: float | None
    definition: str
    source: str

    @property
    def axis_title(self) -> str:
        """The title of a chart's axis: label and unit.

        >>> variable("migrant_stock").axis_title
        'People born in the origin who live in the destination (persons)'
        """
        return f"{self.label} ({self.unit})" if self.unit else self.label


@cache
def variables() -> dict[str, Variable]:
    """Every variable by name, in the order of the table.

    >>> len(variables()) > 100
    True
    """
    table: dict[str, Variable] = {}
    for path in sorted((Path(__file__).parent / "tables").glob("variables*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                name = row["name"]
                if name in table:
                    raise InvalidInput(f"Variable {name!r} stands twice in the variable table ({path.name}).")
                table[name] = _variable(row, path)
    return table


def variable(name: str) -> Variable:
    """One variable by name.

    Raises:
        UnknownName: with the nearest names.

    Example:
        >>> variable("migrant_stock").unit
        'persons'
    """
    try:
        return variables()[name]
    except KeyError:
        raise UnknownName("variable", name, nearest(name, variables())) from None


def _variable(row: dict[str, str], path: Path) -> Variable:
    if row["kind"] not in KINDS:
        raise InvalidInput(f"{path.name}: variable {row['name']!r} has kind {row['kind']!r}, not one of {list(KINDS)}.")
    return Variable(
        name=row["name"],
        label=row["label"],
        unit=row["unit"],
        axes=tuple(row["axes"].split()),
        kind=row["kind"],
        lower=float(row["lower"]) if row["lower"] else None,
        upper=float(row["upper"]) if row["upper"] else None,
        definition=row["definition"],
        source=row["source"],
    )
