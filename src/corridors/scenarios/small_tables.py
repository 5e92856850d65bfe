"""The small tables that come with the package: what no dataset has, each row with what it rests on."""

import csv
from functools import cache
from importlib.resources import files


@cache
def table_rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one of the small tables, by column.

    >>> table_rows("borders")[0]["read_from"]
    'read'
    """
    text = (files("corridors.scenarios") / "tables" / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
