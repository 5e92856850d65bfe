"""`corridors evaluate forecast`: launch the forecasts in earlier years and score them by what happened."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corridors.errors import InvalidInput

if TYPE_CHECKING:
    from corridors.evaluation.forecast import ForecastScore

SHOWN = ("mae", "mae_skill", "median_abs_log_error", "crps", "crps_skill", "coverage80", "coverage95", "upper_tail",
         "r2_within")  # fmt: skip
"""Measures of the printed tables; `--json` has them all."""
HEADS = {"median_abs_log_error": "med|log err|", "mae": "MAE", "mae_skill": "MAE skill", "crps": "CRPS",
         "crps_skill": "CRPS skill", "coverage80": "in 80%", "coverage95": "in 95%", "upper_tail": "upper tail",
         "r2_within": "within R2"}  # fmt: skip


def forecast(
    *,
    launch: Annotated[
        str, typer.Option(help="Launch years, with commas: each forecasts the period after it.")
    ] = "2000,2005,2010,2015,2020",
    reported: Annotated[
        Path | None,
        typer.Option(help="Score by yearly reported flows: Parquet or CSV with the columns of flows_reported."),
    ] = None,
    draws: Annotated[int, typer.Option(help="Draws of each distribution.")] = 1000,
    seed: Annotated[int, typer.Option(help="Seed of the draws.")] = 0,
    method: Annotated[str, typer.Option(help="Method by which flows were estimated.")] = "pseudo-bayes",
    as_json: Annotated[bool, typer.Option("--json", help="Print every score as JSON.")] = False,
) -> None:
    """Score forecasts launched in earlier years, with what was known then, beside simple rivals.

    Classes of corridors by their flow before the launch: large from 200 persons a year, zero below one in five years.
    Skill is one less the ratio to persistence, which says that the last period comes again.

    [bold]Examples[/bold]

      corridors evaluate forecast --launch 2010,2015

      corridors evaluate forecast --launch 2015 --reported mine.csv --json
    """
    years = _years(launch)
    from rich.console import Console

    from corridors.evaluation.forecast import back_test
    from corridors.evaluation.forecast_reported import reported_scores
    from corridors.evaluation.reported import read_reported
    from corridors.flows.arrays import METHODS
    from corridors.flows.inputs import checked_choice

    chosen = checked_choice("method", method, METHODS)
    counted = None if reported is None else read_reported(reported)
    with Console(stderr=True).status("Fitting and scoring the forecasts ..."):
        if counted is None:
            scores = back_test(years, draws=draws, seed=seed, method=chosen)
        else:
            scores = reported_scores(counted, years, draws=draws, seed=seed)
    if as_json:
        print(json.dumps([score.row() for score in scores], indent=1))
        return
    print("\n".join(lines(scores)))


def _years(text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    for part in parts:
        if not re.fullmatch(r"[0-9]{4}", part):
            raise InvalidInput(f"{part!r} is not a year.", hint="Write launch years with commas: 2010,2015.")
    if not parts:
        raise InvalidInput("No launch year is given.", hint="Write launch years with commas: 2010,2015.")
    return tuple(dict.fromkeys(int(part) for part in parts))


def lines(scores: list[ForecastScore]) -> list[str]:
    """Tables by launch and class, one row for each model.

    >>> from corridors.evaluation.forecast import ForecastScore
    >>> print(lines([ForecastScore(2000, "persistence", "mae", "all", 12.0, 9)])[1])
    launched 2000, all (9)
    """
    found = {(s.launch, s.group, s.model, s.measure): s.value for s in scores}
    shown = [name for name in SHOWN if any(s.measure == name for s in scores)]
    text: list[str] = []
    for launch, group in dict.fromkeys((s.launch, s.group) for s in scores):
        rows = [s for s in scores if (s.launch, s.group) == (launch, group)]
        text += ["", f"launched {launch}, {group} ({rows[0].n:,})"]
        text.append(f"{'model':24}" + "".join(f"{HEADS[name]:>13}" for name in shown))
        for model in dict.fromkeys(s.model for s in rows):
            cells = (found.get((launch, group, model, name)) for name in shown)
            text.append(f"{model:24}" + "".join(f"{'':>13}" if v is None else f"{_number(v):>13}" for v in cells))
    return text


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.1f}" if abs(value) >= 20 else f"{value:.3f}"
