"""`corridors common-ground`: packages of policies under which no party loses in any view."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corridors.cli.going import Going
from corridors.errors import InvalidInput, UnknownName

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    if listing:
        from corridors.scenarios.common_ground_file import Problem, problem_names

        print("\n".join(f"{name}: {Problem.read(name).title}" for name in problem_names()))
        return
    if not problem:
        raise InvalidInput(
            "Which problem?", hint="Give a YAML file, or a name that `corridors common-ground --list` shows."
        )
    if min(starts, steps) < 1 or draws < 0 or draws == 1:
        raise InvalidInput("Starts and steps are 1 or more, draws 0 or from 2 on.", hint="Leave them as they are.")
    given = _read(problem)
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


def _read(problem: str) -> Problem:
    from corridors.scenarios.common_ground_file import Problem, problem_names

    try:
        return Problem.read(problem)
    except UnknownName as error:
        if error.kind != "problem":
            raise
        hint = f"`corridors common-ground --list` lists those shipped ({', '.join(problem_names())})"
        near = error.nearest
        raise UnknownName("problem", error.given, near, hint=f"{hint}; or give the path of a .yaml file.") from None


def _sought(given: Problem, *, starts: int, steps: int, draws: int, seed: int, compare: bool) -> Found:
    """Search, and say what is going on: on a terminal how far it is, elsewhere a line as each part begins."""
    from rich.console import Console

    most = most_runs(given, starts=starts, steps=steps, draws=draws, compare=compare)
    print(_long(most), file=sys.stderr)
    console, going = Console(stderr=True), Going("Launching the world")

    def tell(text: str) -> None:
        going.doing = f"{text[0].upper()}{text[1:]}"
        if not console.is_terminal:
            print(going, file=sys.stderr, flush=True)

    with console.status(going):
        from corridors.scenarios.common_ground import sought, verified
        from corridors.scenarios.common_ground_model import ground

        held = ground(given)
        tally = held.tally
        going.counted = lambda: f"run {len(tally.runs) + worth() * len(tally.slopes)} of at most {most}"
        found = sought(held, seed=seed, starts=starts, steps=steps, compare=compare, tell=tell)
        going.counted = lambda: ""
        return verified(held, found, draws=draws, seed=seed, tell=tell) if draws else found


def most_runs(given: Problem, *, starts: int, steps: int, draws: int, compare: bool) -> int:
    """How many runs of the world under every view a search takes at the most; slopes count for what they cost.

    Slopes are taken at two points before the climbs and at two after them; each climb begins with a run. Every further
    goal has one climb of half the steps, and every package a run, the first also one without each lever.

    >>> from corridors.scenarios.common_ground_file import Problem
    >>> most_runs(Problem.read("south-asia-gulf"), starts=1, steps=1, draws=0, compare=False)
    73
    """
    from corridors.scenarios.common_ground import CHECKED
    from corridors.scenarios.outcomes import PARTIES

    climbs = 4 * worth() + starts * (1 + steps) + 2 * steps
    further = len(PARTIES) + bool(given.cost_unit)
    packages = 1 + further + len(given.levers)
    checks = CHECKED * (draws + 1) if draws else 0
    return climbs * (2 if compare else 1) + further * (1 + max(steps // 2, 1)) + packages + checks


def worth() -> int:
    """How many runs the slopes at a point cost, as recorded with the problems that come with the package."""
    return round(max(one["slope_in_runs"] for one in _records()))


def _long(most: int) -> str:
    """How long some runs take, by the processor seconds that the shipped problems' runs took."""
    paces = [one["seconds"] / (one["runs"] + one["slopes"] * one["slope_in_runs"]) for one in _records()]
    processors = os.cpu_count() or 1
    low, high = (max(round(most * pace / processors / 60), 1) for pace in (min(paces), max(paces)))
    minutes = f"{low} to {high} minutes" if low < high else "a minute" if high == 1 else f"{high} minutes"
    return (
        f"At most {most} runs of the world under every view: about {minutes} if all {processors} processors are free. "
        "Fewer --starts, --steps and --draws take less."
    )


def _records() -> list[Mapping[str, float]]:
    """How the searches of the shipped problems went."""
    from corridors.scenarios.common_ground_found import shipped_results

    return [found.record for found in shipped_results().values()]


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
