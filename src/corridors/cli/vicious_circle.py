"""`corridors vicious-circle`: whether skilled emigration feeds on itself, by country and view."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from corridors.parameters import View
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
    the next five because of it. Below one a disturbance dies out, above one it grows.

    [bold]Examples[/bold]

      corridors vicious-circle

      corridors vicious-circle --country PHL --views brain-drain,brain-gain
    """
    from rich.console import Console

    from corridors.concepts.countries import resolve

    code = None if country is None else resolve(country).code
    chosen = _views(views)
    with Console(stderr=True).status("Launching the world ...") as status:
        from corridors.scenarios.loop_gain import VIEWS, loop_gain

        def tell(done: int, total: int) -> None:
            status.update(f"Derivatives of the world: {done} of {total} ...")

        found = loop_gain(VIEWS if chosen is None else chosen, country=code, progress=tell)
    print("\n".join(gain_lines(found, None if every else FIRST)))
    if country is None and not every:
        print(f"The {FIRST} largest gains; --all prints every country.", file=sys.stderr)


def _views(text: str | None) -> list[View] | None:
    if text is None:
        return None
    from corridors.parameters import read_view, view

    names = [name.strip() for name in text.split(",") if name.strip()]
    return [read_view(name) if name.endswith((".yaml", ".yml")) else view(name) for name in names]


def gain_lines(found: LoopGain, most: int | None = None) -> list[str]:
    """The gains as lines: countries with the largest where no view is taken first, a column for each view, the lever.

    Args:
        found: of `scenarios.loop_gain`; most: how many countries, None for all.
    """
    import numpy as np

    from corridors.scenarios.loop_gain import lever_label

    order = np.argsort(-np.nan_to_num(found.gain[0], nan=-np.inf))[:most]
    width = max(len(name) for name in found.views) + 2
    lines = ["country" + "".join(f"{name:>{width}}" for name in found.views) + "  lever that lowers it most"]
    for place in order:
        code = found.countries[place]
        values = found.gain[:, place]
        if not np.isfinite(values).all():
            lines.append(f"{code:<7}  none of its highly educated natives leave in the model")
            continue
        lever = found.lever(code)
        told = f"{lever_label(lever[0])}: {lever[1]:+.4f}" if lever else "none of those tried"
        lines.append(f"{code:<7}" + "".join(f"{value:>{width}.4f}" for value in values) + f"  {told}")
    return lines
