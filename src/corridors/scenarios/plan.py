"""The order of the processes as text, with the time that each takes."""

import time
from typing import Any

import jax

from corridors.scenarios import ensemble
from corridors.scenarios.demography import STEP
from corridors.world.order import Run

REPEATS = 3
"""Runs of each process that are timed after the first, which compiles; the fastest counts."""


def plan_lines(launch: int, until: int, net: str) -> list[str]:
    """Give the order of the processes of a run, one line each: place, name, milliseconds, what it does.

    Each process is compiled and timed alone on the world at launch; together in one program they take less.
    """
    world = ensemble.launched(launch, until, net)
    first = jax.tree.map(lambda value: value[0], world.inputs)
    periods = len(world.years) - 1
    lines = [
        f"{launch} to {until} in {periods} periods of {STEP} years; "
        f"{world.cells.count:,} pairs of residence and birthplace, {world.state.people.size:,} cells."
    ]
    state = world.state
    for place, process in enumerate(ensemble.processes(net), 1):
        assert process.run is not None, "processes of a baseline move people and change no inputs"
        state, seconds = _timed(process.run, world.cells, state, first)
        lines.append(f"{place}. {process.name:<11} {1000 * seconds:7.1f} ms  {process.what}")
    return lines


def _timed(process: Run, cells: Any, state: Any, inputs: Any) -> tuple[Any, float]:
    run = jax.jit(process, static_argnames=("years",))
    best = float("inf")
    after = jax.block_until_ready(run(cells, state, inputs, years=float(STEP)))
    for _ in range(REPEATS):
        start = time.perf_counter()
        jax.block_until_ready(run(cells, state, inputs, years=float(STEP)))
        best = min(best, time.perf_counter() - start)
    return after[0], best
