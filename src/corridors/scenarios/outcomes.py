"""The outcomes of a scenario's run: what each is called, its unit, whose it is, and which way is better."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

from corridors.concepts.nearest import nearest
from corridors.errors import UnknownName

PARTIES = MappingProxyType(
    {
        "stayers": "People who stay in the countries of origin",
        "hosts": "Natives of the destinations",
        "migrants": "Migrants",
    }
)
"""The three parties whose accounts a scenario shows; the world's sums stand beside them."""
Of = Literal["country", "stayers", "hosts", "migrants", "world"]


@dataclass(frozen=True, slots=True)
class OutcomeName:
    """One outcome: `of` a country, a party or the world; `better` is 1 where more is better, -1 where less is, else
    0."""

    name: str
    of: Of
    label: str
    unit: str
    better: int


@cache
def outcomes() -> Mapping[str, OutcomeName]:
    """Every outcome by name.

    >>> outcomes()["irregular_stock"].label
    'Residents without permission'
    """
    text = (files("corridors.scenarios") / "tables" / "outcomes.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    found = {
        row["name"]: OutcomeName(row["name"], row["of"], row["label"], row["unit"], int(row["better"]))  # type: ignore[arg-type]
        for row in rows
    }
    return MappingProxyType(found)


def outcome_named(name: str, of: tuple[Of, ...] = ()) -> OutcomeName:
    """One outcome by name.

    Args:
        name: as `outcomes` has it; of: whose it must be, empty for any.
    Raises:
        UnknownName: no such outcome, with the nearest names.
    """
    known = {key: one for key, one in outcomes().items() if not of or one.of in of}
    if name not in known:
        raise UnknownName("outcome", name, nearest(name, known) or tuple(known))
    return known[name]
