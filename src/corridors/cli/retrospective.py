"""`corridors evaluate retrospective`: what past natural experiments say for and against each view."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from corridors.evaluation.retrospective import Check, Comparison


def retrospective(
    names: Annotated[
        list[str] | None, typer.Argument(help="Checks by name; without one, all of them.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Say which view the record supports, and by how much, where history made the experiment.

    The checks: enlargement, balkans, border, venezuela, prices, spain.

    [bold]Examples[/bold]

      corridors evaluate retrospective

      corridors evaluate retrospective spain --json
    """
    from rich.console import Console

    from corridors.evaluation.retrospective import CHECKS, made

    with Console(stderr=True).status("Reading the record ..."):
        checks = [made(name) for name in names or CHECKS]
    if as_json:
        print(json.dumps([_as_dict(check) for check in checks], indent=1))
        return
    print("\n\n".join("\n".join(_lines(check)) for check in checks))


def _as_dict(check: Check) -> dict[str, Any]:
    told = {
        key: getattr(check, key) for key in ("name", "title", "question", "happened", "method", "verdict", "reading")
    }
    comparisons = [
        {
            "measure": one.measure,
            "unit": one.unit,
            "observed": {**asdict(one.observed), "low": one.observed.low, "high": one.observed.high},
            "predictions": [{**asdict(view), "distance": one.distance(view)} for view in (one.one, one.other)],
            "supports": one.better.label if one.decided else None,
            "likelihood_ratio": one.ratio,
            "verdict": one.verdict,
        }
        for one in check.comparisons
    ]
    sources = [{"text": source.text, "url": source.url} for source in check.sources]
    rows = check.data.to_dicts()
    return {**told, "comparisons": comparisons, "caveats": check.caveats, "sources": sources, "data": rows}


def _lines(check: Check) -> list[str]:
    lines = [f"{check.title} ({check.name})", check.question]
    for one in check.comparisons:
        lines += ["", f"  {one.measure} ({one.unit})", *_rows(one), f"    The record {one.verdict}."]
    return [*lines, "", check.reading]


def _rows(one: Comparison) -> list[str]:
    seen = one.observed
    rows = [("observed", seen.value, seen.low, seen.high, "")]
    rows += [(v.label, v.central, v.low, v.high, f"{one.distance(v):+.1f} s.e.") for v in (one.one, one.other)]
    return [
        f"    {name:36}{value:>8.2f}  ({low:.2f} to {high:.2f})  {off}".rstrip() for name, value, low, high, off in rows
    ]
