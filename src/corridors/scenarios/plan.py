"""The order of the processes as text, with the time that each takes, and what a trajectory needs."""

import time
from typing import Any

import jax
import jax.numpy as jnp

from corridors.scenarios import ensemble
from corridors.scenarios.demography import STEP
from corridors.scenarios.launch import World
from corridors.scenarios.running import draw_bytes
from corridors.world.order import Run

REPEATS = 3
"""Runs of each process that are timed after the first, which compiles; the fastest counts."""


def plan_lines(launch: int, until: int, net: str, step: int = STEP) -> list[str]:
    """Give the order of the processes of a run, one line each: place, name, milliseconds, what it does; then the whole.

    Each process is compiled and timed alone on the world at launch; together in one program they take less. The last
    lines are a trajectory, timed once, with the memory that its program takes and the bytes that a draw keeps.
    """
    world = ensemble.launched(launch, until, net, step)
    first = jax.tree.map(lambda value: value[0], world.inputs)
    periods = len(world.years) - 1
    lines = [
        f"{launch} to {until} in {periods} periods of {step} {'year' if step == 1 else 'years'}; "
        f"{world.cells.count:,} pairs of residence and birthplace, {world.state.people.size:,} cells."
    ]
    state = world.state
    for place, process in enumerate(ensemble.processes(net), 1):
        assert process.run is not None, "processes of a baseline move people and change no inputs"
        state, seconds = _timed(process.run, world.cells, state, first, float(step))
        lines.append(f"{place}. {process.name:<11} {1000 * seconds:7.1f} ms  {process.what}")
    return [*lines, *_whole(world, net)]


def _whole(world: World, net: str) -> list[str]:
    """What a trajectory takes: time, memory, space."""
    arrays = {**ensemble.given(world), "key": jax.random.key(0)}
    draw = jnp.asarray(ensemble.CENTRAL)
    program = ensemble.trajectory.lower(draw, **arrays, **ensemble.fixed(world, net)).compile()
    start = time.perf_counter()
    jax.block_until_ready(program(draw, **arrays))
    seconds = time.perf_counter() - start
    needed = program.memory_analysis()
    memory = sum(getattr(needed, f"{part}_size_in_bytes") for part in ("argument", "output", "temp"))
    return [
        f"A trajectory took {seconds:.2f} s in {memory / 1e6:,.0f} MB, besides what Python and launching take.",
        f"A draw takes {draw_bytes(world) / 1e6:,.1f} MB in memory or on disk.",
    ]


def _timed(process: Run, cells: Any, state: Any, inputs: Any, years: float) -> tuple[Any, float]:
    run = jax.jit(process, static_argnames=("years",))
    best = float("inf")
    after = jax.block_until_ready(run(cells, state, inputs, years=years))
    for _ in range(REPEATS):
        start = time.perf_counter()
        jax.block_until_ready(run(cells, state, inputs, years=years))
        best = min(best, time.perf_counter() - start)
    return after[0], best
