"""`corridors evaluate`: hold the estimates against what was counted."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corridors.cli.evaluate_forecast import forecast
from corridors.cli.evaluate_vital import births_deaths
from corridors.cli.evaluate_world import world
from corridors.cli.retrospective import retrospective

if TYPE_CHECKING:
    from corridors.evaluation import Score

evaluate = typer.Typer(no_args_is_help=True, help="Score flows, forecasts and the world model against what happened.")

evaluate.command()(forecast)
evaluate.command()(world)
evaluate.command()(births_deaths)
evaluate.command()(retrospective)

SHOWN = ("r_log", "r_count", "r_proportion", "r_rate", "median_abs_log_error", "coverage80", "coverage95")
"""Measures of the printed table; `--json` has them all."""


@evaluate.callback()
def root() -> None:
    """Score the estimates against what was counted."""


@evaluate.command()
def flows(
    reported: Annotated[
        Path | None,
        typer.Option(help="Parquet or CSV with the columns of flows_reported; without it, the packaged ones."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print every score as JSON.")] = False,
) -> None:
    """Score every estimate of bilateral flows against reported ones, by source and criterion.

    None of the methods that start from stocks is fitted on reports; some of the published estimates were. The combined
    estimate is: without a file, its scores on the packaged reports, which its fit saw, stand under "combined, in
    sample", and under "combined" those on reporters or sources that were left out, the criterion saying which.
    With a file it is scored as it is packaged, under "combined".

    [bold]Examples[/bold]

      corridors evaluate flows

      corridors evaluate flows --reported mine.csv --json
    """
    from rich.console import Console

    from corridors.evaluation import read_reported, score_flows
    from corridors.evaluation.held_out import held_out_scores, in_sample
    from corridors.evaluation.rivals import rivals

    counted = read_reported(reported)
    with Console(stderr=True).status("Estimating the world's flows by each method and scoring them ..."):
        scores = score_flows(counted, rivals())
    if reported is None:
        scores = [*in_sample(scores), *held_out_scores()]
    if as_json:
        print(json.dumps([asdict(score) for score in scores], indent=1))
        return
    print("\n".join(_lines(scores)))


def _lines(scores: list[Score]) -> list[str]:
    """A table by source and criterion, then net migration and world movers, as text."""
    lines: list[str] = []
    keys = sorted({(score.source, score.criterion) for score in scores if score.source not in ("wpp_2024", "world")})
    for source, criterion in keys:
        rows = [score for score in scores if (score.source, score.criterion) == (source, criterion)]
        found = {(score.method, score.measure): score.value for score in rows}
        pairs = max(score.n for score in rows)
        lines += ["", f"{source}, {criterion} (up to {pairs:,} pairs and years)"]
        lines.append(f"{'method':34}" + "".join(f"{name[:12]:>14}" for name in SHOWN))
        for method in dict.fromkeys(score.method for score in rows):
            values = (found.get((method, name)) for name in SHOWN)
            lines.append(f"{method:34}" + "".join(f"{'':>14}" if v is None else f"{v:>14.3f}" for v in values))
    lines += ["", f"{'method':34}{'r_net_annual':>14}{'r_net_5y':>14}{'movers/year':>14}"]
    found = {(score.method, score.measure): score.value for score in scores if score.source in ("wpp_2024", "world")}
    for method in dict.fromkeys(score.method for score in scores):
        nets = (found.get((method, name)) for name in ("r_net_annual", "r_net_5y"))
        text = "".join(f"{'':>14}" if v is None else f"{v:>14.3f}" for v in nets)
        lines.append(f"{method:34}{text}{found.get((method, 'world_movers'), float('nan')):>14,.0f}")
    return lines
