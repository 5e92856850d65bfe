"""`corridors common-ground`: packages of policies under which no party loses in any view."""

from __future__ import annotations

import sys
import time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corridors.errors import InvalidInput

if TYPE_CHECKING:
    from corridors.scenarios.common_ground_file import Problem
    from corridors.scenarios.common_ground_found import Found

STARTS, STEPS, DRAWS = 3, 5, 16
"""As in `corridors.scenarios.common_ground`, which is imported when the command runs; a test holds them together."""


class Form(StrEnum):
    """The forms of what was found."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def common_ground(
    problem: Annotated[
        str, typer.Argument(metavar="PROBLEM", help="A YAML file, or the name of a shipped problem.")
    ] = "",
    *,
    starts: Annotated[int, typer.Option(help="Climbs to the main package.")] = STARTS,
    steps: Annotated[int, typer.Option(help="Most runs of each climb.")] = STEPS,
    draws: Annotated[int, typer.Option(help="Random draws that check the first two packages; 0 for no check.")] = DRAWS,
    seed: Annotated[int, typer.Option(help="Seed of all random numbers.")] = 0,
    compare: Annotated[
        bool, typer.Option("--compare", help="Run plain random search at the same cost beside it (twice the time).")
    ] = False,
    form: Annotated[Form, typer.Option("--format", help="Form of what is printed.")] = Form.TEXT,
    page: Annotated[Path | None, typer.Option(help="HTML file to write as well.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the packages as scenario files.")] = None,
    listing: Annotated[bool, typer.Option("--list", help="List the shipped problems and stop.")] = False,
) -> None:
    """Seek packages of policies under which no party loses in any view, and the worst-off gains most.

    The problem's file names levers with their bounds and costs, and what each of the three parties counts as a gain.
    The search climbs by the slopes of the world model from many starts, on its central run under every view that bears;
    the first two packages are run again in random draws with fresh luck. Where there is no common ground, it says so.

    [bold]Examples[/bold]

      corridors common-ground --list

      corridors common-ground south-asia-gulf --page ground.html --out packages/

      corridors common-ground our-problem.yaml --format json
    """
    from corridors.scenarios.common_ground_file import Problem, problem_names

    if listing:
        print("\n".join(f"{name}: {Problem.read(name).title}" for name in problem_names()))
        return
    if not problem:
        raise InvalidInput("Which problem?", hint="Give a YAML file, or a name that `--list` shows.")
    if min(starts, steps) < 1 or draws < 0 or draws == 1:
        raise InvalidInput("Starts and steps are 1 or more, draws 0 or from 2 on.", hint="Leave them as they are.")
    given = Problem.read(problem)
    found = _sought(given, starts=starts, steps=steps, draws=draws, seed=seed, compare=compare)

    from corridors.answers import forms
    from corridors.answers.governance.ground_page import answered
    from corridors.files import write_whole

    made = answered(given, found, f"corridors common-ground {problem} --seed {seed} --draws {draws}")
    if form is Form.JSON:
        sys.stdout.write(found.to_json())
    else:
        sys.stdout.write(forms.to_html(made) if form is Form.HTML else forms.to_text(made))
    if page is not None:
        print(f"Wrote {write_whole(page, forms.to_html(made))}.", file=sys.stderr)
    if out is not None:
        _write_scenarios(given, found, out)


def _sought(given: Problem, *, starts: int, steps: int, draws: int, seed: int, compare: bool) -> Found:
    """Search, and say what is going on."""
    from rich.console import Console

    from corridors.scenarios.common_ground import find

    start = time.monotonic()
    with Console(stderr=True).status("Launching the world ...") as status:

        def tell(text: str) -> None:
            status.update(f"{text[0].upper()}{text[1:]}, {time.monotonic() - start:.0f} s ...")

        return find(given, seed=seed, starts=starts, steps=steps, draws=draws, compare=compare, tell=tell)


def _write_scenarios(given: Problem, found: Found, out: Path) -> None:
    """Write every package as a scenario that `Scenario.read` reads back."""
    from corridors.files import write_together
    from corridors.scenarios.common_ground import scenario_of
    from corridors.scenarios.common_ground_found import GOALS

    if not found.packages:
        print("There is no package to write.", file=sys.stderr)
        return
    out.mkdir(parents=True, exist_ok=True)
    content: dict[Path, str | bytes] = {}
    for one in found.packages:
        name = f"{given.name[:40]}-{one.goal}"
        content[out / f"{name}.yaml"] = scenario_of(given, one.values, name=name).text() + "\n"
    write_together(content)
    print(
        f"Wrote {len(content)} scenarios to {out}: {', '.join(GOALS[one.goal] for one in found.packages)}.",
        file=sys.stderr,
    )
