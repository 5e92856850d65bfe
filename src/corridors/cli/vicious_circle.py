"""`corridors vicious-circle`: whether skilled emigration feeds on itself, by country and view."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from corridors.cli.arguments import views_of

if TYPE_CHECKING:
    from corridors.scenarios.loop_gain import LoopGain

FIRST = 20
"""Countries with the largest gains that are printed; `--all` prints every one."""


def vicious_circle(
    *,
    country: Annotated[str | None, typer.Option(help="One country or area; a code or a name.")] = None,
    views: Annotated[
        str | None, typer.Option(help="Names and view files with commas between; without it those that bear.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Print all countries.")] = False,
) -> None:
    """Print the gain of the loop by which skilled emigration feeds on itself.

    A gain of 0.1 means: where one per cent more of the highly educated leave in five years, 0.1 per cent more leave in
    the next five because of it. Below one a disturbance dies out, above one it grows. Countries with less than a
    million people, or without known remittances, are not ranked; --all prints them after the others.

    [bold]Examples[/bold]

      corridors vicious-circle

      corridors vicious-circle --country PHL --views brain-drain,brain-gain
    """
    from rich.console import Console

    from corridors.concepts.countries import resolve

    code = None if country is None else resolve(country).code
    chosen = None if views is None else tuple(views_of(views).values())
    with Console(stderr=True).status("Launching the world ...") as status:
        from corridors.scenarios.loop_gain import VIEWS, loop_gain

        def tell(done: int, total: int) -> None:
            status.update(f"Derivatives of the world: {done} of {total} ...")

        found = loop_gain(VIEWS if chosen is None else chosen, country=code, progress=tell)
    print("\n".join(gain_lines(found, None if every else FIRST)))
    if country is None and not every:
        print(
            f"The {FIRST} largest gains of {int(found.ranked.sum())} countries with a million people or more and known "
            "remittances; --all prints every country.",
            file=sys.stderr,
        )


def gain_lines(found: LoopGain, most: int | None = None) -> list[str]:
    """The gains as lines: countries with the largest where no view is taken first, a column for each view, the lever.

    Args:
        found: of `scenarios.loop_gain`; most: how many countries that are ranked, None for all, ranked or not.
    """
    import numpy as np

    from corridors.scenarios.assumptions import UNDECIDED
    from corridors.scenarios.loop_gain import NOTHING

    order = np.argsort(-np.nan_to_num(found.gain[0], nan=-np.inf))
    first = [int(place) for place in order if found.ranked[place]][:most]
    others = [int(place) for place in order if not found.ranked[place]]
    alone = len(found.countries) == 1
    shown = [*first, *others] if most is None or alone else first
    names = {place: _name(found.countries[place]) for place in shown}
    wide = max([len(name) for name in names.values()], default=0)
    views = ["No view taken" if name == UNDECIDED else name for name in found.views]
    width = max(len(name) for name in views) + 2
    head = f"{'country':<{wide}}" + "".join(f"{name:>{width}}" for name in views)
    lines = [f"{head}  lever that lowers it by {NOTHING} or more"]
    for place in shown:
        if others and place == others[0] and not alone:
            lines += ["", "Not ranked: less than a million people, or no known remittances"]
        lines.append(f"{names[place]:<{wide}}{_values(found, place, width)}")
    return lines


def _name(code: str) -> str:
    from corridors.concepts.countries import area
    from corridors.content.subject import name

    return f"{name(area(code))} ({code})"


def _values(found: LoopGain, place: int, width: int) -> str:
    """What is told of one country."""
    import numpy as np

    from corridors.scenarios.loop_gain import lever_label, told

    values = found.gain[:, place]
    if not np.isfinite(values).all():
        return "  none of its highly educated natives leave in the model"
    lever = found.lever(found.countries[place])
    what = f"{lever_label(lever[0])}: {told(lever[1])}" if lever else "none"
    return "".join(f"{told(value):>{width}}" for value in values) + f"  {what}"
