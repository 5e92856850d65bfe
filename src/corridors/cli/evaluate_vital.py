"""`corridors evaluate births-deaths`: hold the intervals of births and deaths against what happened."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer


def births_deaths(as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False) -> None:
    """Score fertility and death rates after past launches: errors, and how often intervals held.

    [bold]Examples[/bold]

      corridors evaluate births-deaths
    """
    from corridors.evaluation.vital import vital_back_test

    found = vital_back_test()
    if as_json:
        print(json.dumps([asdict(one) for one in found], indent=1))
        return
    print("Mean absolute error of logarithms, and the share of countries within intervals, by launch and years ahead")
    print(f"{'rates':14}{'launch':>7}{'ahead':>7}{'error':>9}{'no change':>11}{'80%':>7}{'95%':>7}{'n':>6}")
    for one in found:
        held = f"{one.coverage80:>7.2f}{one.coverage95:>7.2f}"
        rates = one.kind.replace("_", " ")
        print(f"{rates:14}{one.launch:>7}{one.ahead:>7}{one.error:>9.3f}{one.persistence:>11.3f}{held}{one.n:>6}")
