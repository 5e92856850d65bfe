"""Processor time and peak memory of the world model, and what bounds it.

    python benchmarks/world.py [--draws N] [--until 2100] [--step 1]

One trajectory of bayesPop for 201 countries takes 185 s (its own documentation); it has no corridors.
The bound is the memory traffic that no implementation can avoid: every period reads and writes the people once for
each process, in single precision, at the machine's measured copying speed.
"""

import argparse
import resource
import time
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from corridors.scenarios.ensemble import launched, processes, simulate
from corridors.scenarios.launch import World
from corridors.scenarios.settings import Settings
from corridors.world.run import run
from corridors.world.state import Inputs

PASSES = 2
"""Reading and writing."""


def copying_speed() -> float:
    """Bytes a second that this machine moves when it copies a large array, best of five."""
    source = np.ones(50_000_000, np.float32)
    target = np.empty_like(source)
    best = float("inf")
    for _ in range(5):
        began = time.perf_counter()
        np.copyto(target, source)
        best = min(best, time.perf_counter() - began)
    return PASSES * source.nbytes / best


def gradient(world: World, settings: Settings) -> tuple[float, float]:
    """Seconds on the clock of a run for one outcome, and of the outcome's derivatives by every input; best of three."""
    index = jnp.zeros(1, dtype=int)
    followed = processes(settings.net)

    def outcome(inputs: Inputs) -> Array:
        end, _ = run(world.cells, world.state, inputs, (index, index), processes=followed)
        return world.cells.by_residence(end.people.sum(axis=(1, 2, 3)))[0]

    return best(jax.jit(outcome), world.inputs), best(jax.jit(jax.grad(outcome)), world.inputs)


def best(function: Callable[[Inputs], Any], inputs: Inputs) -> float:
    """Seconds on the clock that a compiled function takes, best of three after the first."""
    jax.block_until_ready(function(inputs))
    found = []
    for _ in range(3):
        began = time.perf_counter()
        jax.block_until_ready(function(inputs))
        found.append(time.perf_counter() - began)
    return min(found)


def main() -> None:
    """Launch, compile, and time trajectories."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--draws", type=int, default=5)
    arguments.add_argument("--until", type=int, default=2100)
    arguments.add_argument("--step", type=int, default=5, help="years of a period: 5, or 1 with single ages")
    chosen = arguments.parse_args()
    settings = Settings(until=chosen.until, step=chosen.step)
    began = time.process_time()
    world = launched(settings.launch, settings.until, settings.net, settings.step)
    print(f"launch from data and fit of the forecast: {time.process_time() - began:.1f} s of processor time")
    began = time.process_time()
    simulate(settings, [0])
    print(f"first trajectory, with compilation: {time.process_time() - began:.1f} s")
    spent, wall = [], []
    for draw in range(1, chosen.draws + 1):
        began, clock = time.process_time(), time.perf_counter()
        simulate(settings, [draw])
        spent.append(time.process_time() - began)
        wall.append(time.perf_counter() - clock)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    people = world.state.people.nbytes
    moved = PASSES * people * len(processes(settings.net)) * (len(world.years) - 1)
    speed = copying_speed()
    told = f"a trajectory to {chosen.until} in steps of {chosen.step}"
    print(f"{told}: {min(spent):.2f} s of processor time, {min(wall):.2f} s on the clock")
    print(f"state {people / 1e6:.1f} MB in {world.cells.count:,} pairs")
    print(f"bound: {moved / 1e9:.2f} GB moved at {speed / 1e9:.1f} GB/s is {moved / speed:.2f} s")
    print(f"1,000 trajectories: {1000 * min(spent) / 60:.0f} minutes of processor time")
    print(f"peak memory: {peak:.2f} GB")
    forward, backward = gradient(world, settings)
    ratio = backward / forward
    print(f"a run for one outcome {forward:.2f} s, its gradient by all inputs {backward:.2f} s: {ratio:.1f} times")


if __name__ == "__main__":
    main()
