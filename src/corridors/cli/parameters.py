"""`corridors parameters`: every coefficient with its source, and the views that disagree about some of them."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from corridors.parameters.value import Parameter
    from corridors.parameters.views import Dispute

parameters = typer.Typer(
    no_args_is_help=True, help="The coefficients, their sources, and the views that disagree about them."
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@parameters.command("list")
def list_parameters(
    theme: Annotated[str | None, typer.Option(help="Only the parameters of one theme, for example `borders`.")] = None,
    view: Annotated[
        str | None, typer.Option(help="Only the values that a view chooses, for example `brain-gain`.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List every parameter with its view, its values, how it is known and its source.

    [bold]Examples[/bold]

      corridors parameters list

      corridors parameters list --view borders-trap
    """
    rows = _rows(theme, view)
    if as_json:
        print(json.dumps([asdict(found) for found in rows], indent=1))
    elif sys.stdout.isatty():
        _print_table(rows)
    else:
        for found in rows:
            print("\t".join(_line(found)))


@parameters.command()
def show(
    name: Annotated[str, typer.Argument(help="A parameter's name, as `corridors parameters list` prints it.")],
    as_json: AsJson = False,
) -> None:
    """Show a parameter: its value under each view, sources, and what is disputed.

    [bold]Example[/bold]

      corridors parameters show schooling_response
    """
    from corridors.parameters import parameter, sides
    from corridors.parameters.views import dispute_over

    held = list(sides(name).values())
    dispute = dispute_over(name)
    if as_json:
        content = {"values": [asdict(one) for one in held], "dispute": asdict(dispute) if dispute else None}
        print(json.dumps(content, indent=1))
        return
    print(f"{name}\n  {held[0].label} [{held[0].unit}]")
    for found in held:
        _print_value(found)
    if dispute is not None:
        open_question = parameter(name)
        _print_field("Undecided", f"{_values(open_question)}: {open_question.note}")
        _print_field("Dispute", dispute.question)
        _print_field("Disputed", dispute.disputed)
        _print_field("Settled by", dispute.settled_by)


@parameters.command()
def views(as_json: AsJson = False) -> None:
    """List the disputes and the views that take a side in each.

    [bold]Example[/bold]

      corridors parameters views
    """
    from corridors.parameters import disputes, view

    held = disputes()
    if as_json:
        print(json.dumps([asdict(dispute) for dispute in held], indent=1))
    elif sys.stdout.isatty():
        for dispute in held:
            _print_dispute(dispute)
    else:
        for dispute in held:
            for name in dispute.views:
                found = view(name)
                print("\t".join((name, dispute.name, found.label, ", ".join(found.choices), found.statement)))


def _rows(theme: str | None, view: str | None) -> list[Parameter]:
    """The registry's rows of one theme, or those that one view chooses."""
    from corridors.cli.arguments import view_of
    from corridors.concepts.nearest import nearest
    from corridors.errors import UnknownName
    from corridors.parameters import parameters as table
    from corridors.parameters import sides

    frame = table()
    themes = frame["theme"].unique(maintain_order=True).to_list()
    if theme is not None and theme not in themes:
        raise UnknownName("theme", theme, nearest(theme, themes), hint=f"Themes: {', '.join(themes)}.")
    wanted = frame if theme is None else frame.filter(theme=theme)
    if view is not None:
        wanted = wanted.filter(view=view_of(view).name)
    return [sides(row["name"])[row["view"]] for row in wanted.iter_rows(named=True)]


def _line(found: Parameter) -> tuple[str, ...]:
    numbers = tuple(f"{value:.6g}" for value in (found.low, found.central, found.high))
    return (found.name, found.view, *numbers, found.unit, found.interval, found.grade, found.known, found.source)


def _values(found: Parameter) -> str:
    if found.distribution == "fixed":
        return f"{found.central:.6g}"
    return f"{found.central:.6g} ({found.low:.6g} to {found.high:.6g})"


def _print_table(rows: list[Parameter]) -> None:
    """Each parameter with its unit, and below it one line for each side."""
    from rich.console import Console
    from rich.markup import escape

    console = Console(highlight=False, soft_wrap=True)
    name = ""
    for found in rows:
        if found.name != name:
            name = found.name
            console.print(f"[bold]{name}[/bold]  {escape(f'[{found.unit}]')}")
        known = found.known if found.known == "read" else f"[bold]{found.known}[/bold]"
        grade = f"{found.grade} " if found.known == "read" else ""
        console.print(f"  {found.view:24s}{_values(found):32s}{grade}{known}")


def _print_value(found: Parameter) -> None:
    from corridors.parameters.value import GRADES, INTERVALS, KNOWN

    print(f"\n  {found.view or 'undisputed'}: {_values(found)}")
    _print_field("Interval", f"{found.interval}: {INTERVALS[found.interval]}")
    _print_field("Distribution", found.distribution)
    if found.lag is not None:
        _print_field("Lag", f"{found.lag:g} years")
    _print_field("Measured on", found.population)
    _print_field("Grade", f"{found.grade}: {GRADES[found.grade]}")
    _print_field("Known", f"{found.known}: {KNOWN[found.known]}")
    _print_field("Source", f"{found.source}, {found.link}" if found.link else found.source)
    _print_field("Note", found.note)


def _print_dispute(dispute: Dispute) -> None:
    from corridors.parameters import view

    print(f"{dispute.question}")
    for name in dispute.views:
        _print_field(name, view(name).statement, width=22)
    _print_field("acts on", ", ".join(dispute.parameters), width=22)
    print()


def _print_field(label: str, value: str, width: int = 14) -> None:
    import shutil
    import textwrap

    columns = min(shutil.get_terminal_size().columns, 120)
    indent = " " * (width + 4)
    first = f"    {label:{width}s}"
    print(textwrap.fill(value, columns, initial_indent=first, subsequent_indent=indent, break_on_hyphens=False,
                        break_long_words=False))  # fmt: skip
