"""Facts that no dataset holds: dates and sizes of what happened, and border agents by year, each with its source."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

from corridors.errors import UnknownName

TABLES = Path(__file__).parent / "tables"


@cache
def facts(check: str) -> tuple[str, ...]:
    """What is known about a check's event, one sentence each with its source.

    Raises:
        UnknownName: the table has no fact for such a check.

    Example:
        >>> facts("spain")[0][:60]
        'Applications were taken from 7 February to 7 May 2005; 691,0'
    """
    table = pl.read_csv(TABLES / "facts.csv")
    found = table.filter(check=check)
    if found.is_empty():
        raise UnknownName("check", check, hint=f"Facts are known for {', '.join(table['check'].unique().sort())}.")
    return tuple(f"{row['fact']} ({row['source']}, {row['link']}; {row['known']})" for row in found.to_dicts())


@cache
def border_agents() -> dict[int, int]:
    """Agents of the US Border Patrol at the south-west border, by fiscal year, 1992 to 2018.

    Source: US Border Patrol, Fiscal Year Staffing Statistics, read from a copy named in the table.

    >>> border_agents()[1992], border_agents()[2010]
    (3555, 17535)
    """
    return dict(pl.read_csv(TABLES / "border_patrol.csv").select("fiscal_year", "agents").iter_rows())
