"""Time and peak memory of every flow method on the world's own tables.

    python benchmarks/flows_methods.py [--countries N]

The tables are those of `world_stocks`, all seven periods and both sexes; one table is 2015-2020, both sexes together.
With --countries they are synthetic, as sparse and uneven as the United Nations'. The reference, migest 2.0.5, takes
10.9 s and 1.5 GB for one closed minimum table of 230 countries on two cores.
"""

import argparse
import time
import tracemalloc
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from corridors.flows.arrays import FlowEstimate, Method, estimate_arrays
from corridors.flows.demography import Sex
from corridors.flows.stocks import periods, world_stocks
from corridors.flows.world import MOVING_COST, TRANSPORT_EPSILON, world_distances

Floats = NDArray[np.float64]
PERIODS, SEXES = 7, 2
ALL: list[Method] = ["min-open", "min-closed", "independence", "pseudo-bayes"]


def world(rng: np.random.Generator, size: int) -> tuple[dict[str, Floats], Floats]:
    """Stocks, births and deaths of one sex and period, and distances."""
    people = rng.lognormal(15, 2, size)
    sparse = rng.random((size + 1, size)) < 0.22
    share = rng.lognormal(-8.5, 2, (size + 1, size)) * sparse
    start = np.round(share * people)
    ring = np.arange(size)
    start[ring, (ring + 1) % size] += 20
    start[-1, 0] += 1000
    start[ring, ring] = np.round(people)
    end = np.round(start * rng.lognormal(0.05, 0.15, start.shape))
    births, deaths = 0.06 * people, 0.04 * people
    end[ring, ring] = np.round(start[ring, ring] * (1.02 + 0.003 * rng.standard_normal(size)))
    place = rng.random((size, 2))
    distance = np.hypot(*(place[:, None] - place[None]).transpose(2, 0, 1))
    return {"start": start, "end": end, "births": births, "deaths": deaths}, distance


def real(period: tuple[int, int], sex: Sex) -> tuple[dict[str, Floats], Floats]:
    """Stocks, births and deaths of the world in one period, and distances in km."""
    stocks = world_stocks(period, sex)
    names = ("start", "end", "births", "deaths")
    kilometres = world_distances(stocks.countries).pivot("destination", index="origin", values="cost")
    distance = kilometres.select(stocks.countries).fill_null(0.0).to_numpy()
    return {name: getattr(stocks, name) for name in names}, distance


def timed(run: Callable[[], FlowEstimate], repeats: int) -> tuple[float, float, float, FlowEstimate]:
    """Best warm time and processor time in seconds, peak traced memory in bytes, and the result."""
    run()
    times, used = [], []
    for _ in range(repeats):
        began, spent = time.perf_counter(), time.process_time()
        result = run()
        times.append(time.perf_counter() - began)
        used.append(time.process_time() - spent)
        del result
    tracemalloc.start()
    result = run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return min(times), min(used), peak, result


def main() -> None:
    """Print one row for each task: best time, limit, peak memory, iterations, residual."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--countries", type=int)
    parser.add_argument("--repeats", type=int, default=7)
    chosen = parser.parse_args()
    if chosen.countries:
        rng = np.random.default_rng(2024)
        one, distance = world(rng, chosen.countries)
        tables = [world(rng, chosen.countries)[0] for _ in range(PERIODS * SEXES)]
        cost, epsilon = distance, 0.05
    else:
        one, distance = real((2015, 2020), "both")
        tables = [real(period, sex)[0] for period in periods() for sex in ("male", "female")]
        cost, epsilon = distance + MOVING_COST * (distance > 0), TRANSPORT_EPSILON
    every = {name: np.stack([t[name] for t in tables]) for name in one}
    prior = np.exp(-3 * distance / distance.max())

    def task(method: Method, data: dict[str, Floats] = one, **options: object) -> Callable[[], FlowEstimate]:
        return lambda: estimate_arrays(**data, method=method, years=5, **options)  # type: ignore[arg-type]

    tasks: list[tuple[str, float | None, Callable[[], FlowEstimate]]] = [
        *((method, 0.02 if method == "min-closed" else None, task(method)) for method in (
            "difference-drop", "difference-reverse", "rate", *ALL)),
        ("min-closed, prior", 0.5, task("min-closed", prior=prior)),
        ("pseudo-bayes, prior", 0.5, task("pseudo-bayes", prior=prior)),
        ("min-closed, by birth", 0.3, task("min-closed", by_birth=True)),
        ("pseudo-bayes, by birth", 0.3, task("pseudo-bayes", by_birth=True)),
        ("transport", None, task("transport", cost=cost, epsilon=epsilon)),
        *((f"{method}, all {PERIODS * SEXES} tables", None, task(method, every)) for method in ALL),
    ]  # fmt: skip
    print(f"{'task':36}{'best ms':>10}{'CPU ms':>10}{'limit ms':>10}{'peak MB':>10}{'iterations':>12}{'residual':>10}")
    total = total_used = 0.0
    for name, limit, run in tasks:
        seconds, used, peak, result = timed(run, 2 if "all" in name or name == "transport" else chosen.repeats)
        total += seconds if "all" in name else 0.0
        total_used += used if "all" in name else 0.0
        wanted = f"{limit * 1e3:.0f}" if limit else ""
        state = f"{result.residual:.1e}" if result.converged else "NOT MET"
        times = f"{name:36}{seconds * 1e3:10.1f}{used * 1e3:10.1f}{wanted:>10}"
        print(f"{times}{peak / 1e6:10.1f}{result.iterations:12}{state:>10}")
    print(f"{'all accounting methods, all tables':36}{total * 1e3:10.1f}{total_used * 1e3:10.1f}{2000:>10}")


if __name__ == "__main__":
    main()
