"""Readers at once on the explorer: the 95th percentile of waiting, cached and uncached, first page, memory.

    python benchmarks/explorer.py [--readers 50] [--each 8] [--port 8799] [--runs-only]

Bounds set beforehand: 95th percentile under 0.5 s for held views and 2 s for others with 50 readers, first page
under 1.5 s, memory under 1.5 GB. The server is a process of its own; readers are threads of this one, so on two cores
the two share what there is and the figures err on the slow side. The load average says how much else was running: above
the number of cores, the figures are no measure of the explorer alone.

What is measured: the first page as soon as the port answers, while the explorer is still getting ready; then, once it
is ready, held views, views that nobody has asked for before, all readers asking for one new view, briefs that nobody
has asked for (worked out two at a time, so that many readers wait in line), and held views meanwhile. Last, held and
new views while nothing else goes on and while two scenarios are run in the background, in turns, so that both see the
same rest of the machine: the 95th percentile may double. `--runs-only` measures this alone.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice

import httpx2 as httpx
import psutil

HELD = ("/", "/?kind=corridors", "/?kind=ring", "/?measure=net&lang=fr", "/countries", "/questions", "/data",
        "/questions/stocks?country=TON", "/api/v1/countries/KEN", "/api/v1/stocks?origin=MEX&year=2024")  # fmt: skip
COUNTRIES = ("KEN", "NPL", "PHL", "MEX", "IND", "POL", "MAR", "SEN", "PER", "VNM", "FJI", "GHA", "EGY", "TUR", "UKR")
NEW = (
    *(f"/api/v1/stocks?origin={code}&year=2020" for code in COUNTRIES),
    *(f"/questions/stocks?country={code}" for code in COUNTRIES),
    *(f"/?measure=net&year={year}" for year in range(1990, 2010)),
)
"""Views that nobody has asked for before."""
TURNS = 4
"""Times that reading is measured without and with runs; each time takes views that nobody has asked for."""
KINDS = ("held", "new")
SCENARIOS = ("three-rs", "borders-doubled")
"""Scenarios that are run meanwhile, with as many draws as the explorer makes."""
READY = "/country/KEN"
"""The last page that the explorer makes by itself when it starts."""
BRIEFS = ("/country/SEN", "/country/PER", "/country/FJI", "/corridor/NPL/QAT")
"""Briefs that nobody has asked for before."""


def started(port: int) -> tuple[subprocess.Popen, float]:
    """The server, and the seconds from its start to the first answer of a page that needs no picture."""
    began = time.perf_counter()
    command = [sys.executable, "-c", "from corridors.cli.main import app; app()", "explore", "--port", str(port)]
    server = subprocess.Popen(command, env=os.environ | {"CORRIDORS_DATA": tempfile.mkdtemp(prefix="corridors-bench-")})
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        while server.poll() is None:
            try:
                client.get("/api/v1/countries/KEN", timeout=10)
            except httpx.ConnectError:
                time.sleep(0.05)
            else:
                return server, time.perf_counter() - began
    raise SystemExit("The explorer did not start.")


def waits(client: httpx.Client, addresses: list[str], readers: int) -> list[float]:
    """Seconds each address took, with so many readers asking at once; every answer must be a good one."""

    def read(address: str) -> float:
        began = time.perf_counter()
        client.get(address).raise_for_status()
        return time.perf_counter() - began

    with ThreadPoolExecutor(readers) as pool:
        return sorted(pool.map(read, addresses))


def tell(said: str, taken: list[float], readers: int) -> None:
    """Print the median, the 95th percentile and the longest of sorted times."""
    shares = ((50, "median"), (95, "95th percentile"), (100, "longest"))
    figures = ", ".join(f"{name} {taken[round(q / 100 * (len(taken) - 1))]:.2f} s" for q, name in shares)
    print(f"{said}, {readers} readers, {len(taken)} requests: {figures}", flush=True)


def unseen(turn: int) -> list[str]:
    """Views that nobody has asked for before: other years and places each turn."""
    year = 1960 + turn
    return [
        *(f"/api/v1/stocks?origin={code}&year={1990 + 5 * (turn % 7)}&per_page={200 + turn}" for code in COUNTRIES),
        *(f"/questions?search={code}{turn}" for code in COUNTRIES),
        *(f"/?measure={measure}&year={year}" for measure in ("net", "refugees")),
    ]


def begun(client: httpx.Client) -> list[str]:
    """Start the scenarios, and wait until both are under way; gives their addresses."""
    from dataclasses import replace

    from corridors.scenarios.scenario import Scenario

    texts = [replace(Scenario.read(name), draws=50).text() for name in SCENARIOS]
    addresses = [client.post("/api/v1/runs", content=text).json()["self"] for text in texts]
    while any(client.get(address).json()["state"] == "waiting" for address in addresses):
        time.sleep(0.2)
    return addresses


def with_runs(client: httpx.Client, readers: int, each: int) -> None:
    """Reading without and with two runs, in turns: the 95th percentiles and how many times the one is the other."""
    held = list(islice(cycle(HELD), readers * each))
    waits(client, list(HELD), 1)
    taken: dict[tuple[str, bool], list[float]] = {(kind, runs): [] for kind in KINDS for runs in (False, True)}
    for turn in range(2 * TURNS):
        runs = bool(turn % 2)
        addresses = begun(client) if runs else []
        for pause in (0, 10) if runs else (0,):
            time.sleep(pause)
            taken["held", runs] += waits(client, held, readers)
            taken["new", runs] += waits(client, unseen(2 * turn + bool(pause)), readers)
        assert all(client.get(address).json()["state"] == "running" for address in addresses)
        for address in addresses:
            client.delete(address)
        time.sleep(2)
    for kind in KINDS:
        without, beside = (sorted(taken[kind, runs]) for runs in (False, True))
        tell(f"{kind} views, nothing else", without, readers)
        tell(f"{kind} views beside two runs", beside, readers)
        slower = [times[round(0.95 * (len(times) - 1))] for times in (beside, without)]
        print(f"{kind} views: {slower[0] / slower[1]:.2f} times as long beside two runs (95th percentile)", flush=True)


def main() -> None:
    """Start the server, read as one and as many, print the figures."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--readers", type=int, default=50)
    arguments.add_argument("--each", type=int, default=8)
    arguments.add_argument("--port", type=int, default=8799)
    arguments.add_argument("--runs-only", action="store_true")
    chosen = arguments.parse_args()
    server, ready = started(chosen.port)
    limits = httpx.Limits(max_connections=chosen.readers, max_keepalive_connections=chosen.readers)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{chosen.port}", limits=limits, timeout=120) as client:
            print(f"port answers after {ready:.2f} s")
            print(f"first page: {waits(client, ['/'], 1)[0]:.2f} s")
            print(f"everything ready after {waits(client, [READY], 1)[0]:.1f} s more")
            if chosen.runs_only:
                with_runs(client, chosen.readers, chosen.each)
                print(f"load average {psutil.getloadavg()[0]:.1f} on {psutil.cpu_count()} cores")
                return
            waits(client, list(HELD), 1)
            held = list(islice(cycle(HELD), chosen.readers * chosen.each))
            tell("held views", waits(client, held, chosen.readers), chosen.readers)
            tell("new views", waits(client, list(NEW), chosen.readers), chosen.readers)
            one = ["/questions/remittance-cost?country=NPL"] * chosen.readers
            tell("one new view", waits(client, one, chosen.readers), chosen.readers)
            tell("new briefs", [waits(client, [address], 1)[0] for address in BRIEFS[:2]], 1)
            with ThreadPoolExecutor(1) as pool:
                making = pool.submit(waits, client, list(BRIEFS[2:]), 2)
                tell("held views while two briefs are made", waits(client, held, chosen.readers), chosen.readers)
                tell("those briefs", making.result(), 2)
            with_runs(client, chosen.readers, chosen.each)
            processes = [psutil.Process(server.pid), *psutil.Process(server.pid).children(recursive=True)]
            memory = sum(process.memory_info().rss for process in processes) / 1e6
            used = sum(sum(process.cpu_times()[:2]) for process in processes)
            print(f"memory {memory:.0f} MB in {len(processes)} processes, processor {used:.1f} s")
            print(f"load average {psutil.getloadavg()[0]:.1f} on {psutil.cpu_count()} cores")
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
