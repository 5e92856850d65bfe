"""Processor time and peak memory of a scenario under all views, and what bounds it.

    python benchmarks/scenarios.py [SCENARIO] [--draws N]

The wanted speed: 100 draws under all 25 views to 2050 in three minutes on two cores. Processor time is shown because
it does not depend on what else the machine does; on idle cores the clock shows about half of it, since draws run side
by side. The bound is the memory traffic that no implementation can avoid: every period of every run reads and writes
the people once for each process, in single precision, at the machine's measured copying speed.
"""

import argparse
import resource
import time

import jax

from corridors.parameters import views
from corridors.scenarios.assumptions import UNDECIDED
from corridors.scenarios.loop_gain import loop_gain
from corridors.scenarios.policies import values_of
from corridors.scenarios.rival_runs import chosen, lucky_inputs, one_baseline, one_scenario, run_views, setting
from corridors.scenarios.run_plan import planned
from corridors.scenarios.scenario import Scenario
from corridors.world.order import POLICY
from world import PASSES, copying_speed

WANTED = 100
"""Draws of the wanted speed."""


def spent(work, times=1):
    """Least processor time of some tries, seconds."""
    best = float("inf")
    for _ in range(times):
        began = time.process_time()
        jax.block_until_ready(work())
        best = min(best, time.process_time() - began)
    return best


def main() -> None:
    """Launch, compile, and time runs, draws and derivatives."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("scenario", nargs="?", default="three-rs")
    arguments.add_argument("--draws", type=int, default=5)
    asked = arguments.parse_args()
    began = time.process_time()
    held = setting(Scenario.read(asked.scenario))
    print(f"launch from data: {time.process_time() - began:.1f} s of processor time")
    every = {UNDECIDED: None, **{view.name: view for view in views()}}
    plan = planned(held, every, draws=1, seed=0)
    given, values = chosen(plan.values[UNDECIDED], 1), values_of(held.levers)
    inputs = lucky_inputs(held.world, 1, 0)
    print(f"first baseline, with compilation: {spent(lambda: one_baseline(held, inputs, given)):.1f} s")
    _, reference = one_baseline(held, inputs, given)
    one_scenario(held, inputs, given, reference, values)
    run = spent(lambda: one_scenario(held, inputs, given, reference, values), 5)
    print(f"one run to {held.given.until}: {run:.2f} s")
    people, periods = held.world.state.people.nbytes, len(held.world.years) - 1
    moved, speed = PASSES * people * len(POLICY) * periods, copying_speed()
    print(f"bound: {moved / 1e9:.2f} GB moved at {speed / 1e9:.1f} GB/s is {moved / speed:.3f} s")
    began, clock = time.process_time(), time.perf_counter()
    two = spent(lambda: run_views(held, every, draws=1, seed=0).same and None)
    some = spent(lambda: run_views(held, every, draws=1 + asked.draws, seed=0).same and None)
    each = (some - two) / asked.draws
    whole = two + each * (WANTED - 1)
    print(f"{len(every)} views, {len(set(plan.moving.values()))} of them with runs of their own")
    print(f"the first two draws: {two:.1f} s; each further one: {each:.2f} s")
    print(f"{WANTED} draws under all views: {whole:.0f} s of processor time, {whole / 2:.0f} s on two idle cores")
    took = time.perf_counter() - clock
    print(f"(on the clock here, with what else the machine does: {took / (time.process_time() - began):.1f} times)")
    print(f"loop gain of all countries, views and levers: {spent(loop_gain):.0f} s")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    main()
