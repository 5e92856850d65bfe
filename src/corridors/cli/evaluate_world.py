"""`corridors evaluate world`: hold the world model against WPP 2024, and past launches against what happened."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from corridors.evaluation.world import Reproduction
    from corridors.evaluation.world_backtest import Score


def world(
    net: Annotated[
        str, typer.Option(help="wpp: with the net migration of WPP, which tests the demography; or bilateral.")
    ] = "wpp",
    until: Annotated[int, typer.Option(help="Last year: a fifth year up to 2100.")] = 2050,
    backtest: Annotated[
        int | None, typer.Option(help="Score a past launch instead: 1995, 2000, 2005, 2010 or 2015.")
    ] = None,
    draws: Annotated[int, typer.Option(help="Random draws of a back-test; its intervals need 40.")] = 100,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Score the world model: against WPP 2024 medium, or by what happened after a past launch.

    [bold]Examples[/bold]

      corridors evaluate world

      corridors evaluate world --net bilateral --until 2030

      corridors evaluate world --backtest 2010 --draws 50
    """
    from rich.console import Console

    with Console(stderr=True).status("Running the world and scoring it ..."):
        if backtest is None:
            from corridors.evaluation.world import reproduce

            found = reproduce(until=until, net=net)
            lines = _reproduction(found)
        else:
            from corridors.evaluation.world_backtest import back_test

            found = back_test(backtest, draws=draws)
            lines = _scores(found)
    print(json.dumps([asdict(one) for one in found], indent=1) if as_json else "\n".join(lines))


def _reproduction(found: list[Reproduction]) -> list[str]:
    lines = ["Difference from WPP 2024 medium, % of its population (large: above a million people at launch)"]
    lines.append(f"{'year':6}{'median country':>16}{'largest large':>16}{'median age-sex':>16}{'world':>10}  largest")
    for one in found:
        named = ", ".join(f"{code} {value:+.2f}" for code, value in one.countries[:5])
        numbers = f"{one.median_country:>16.3f}{one.largest_large_country:>16.3f}{one.median_age_sex:>16.3f}"
        lines.append(f"{one.year:<6}{numbers}{one.world:>+10.3f}  {named}")
    return lines


def _scores(found: list[Score]) -> list[str]:
    lines = [f"{'outcome':22}{'year':>6}{'measure':>26}{'model':>12}{'persistence':>14}{'n':>8}"]
    for one in found:
        rival = "" if one.persistence is None else f"{one.persistence:,.3f}"
        lines.append(f"{one.outcome:22}{one.year:>6}{one.measure:>26}{one.value:>12,.3f}{rival:>14}{one.n:>8,}")
    return lines
