"""Readers at once on the explorer: the 95th percentile of waiting, cached and uncached, first page, memory.

    python benchmarks/explorer.py [--readers 50] [--each 8] [--port 8799]

Bounds set beforehand: 95th percentile under 0.5 s for held views and 2 s for others with 50 readers, first page
under 1.5 s, memory under 1.5 GB. The server is a process of its own; readers are threads of this one, so on two cores
the two share what there is and the figures err on the slow side.
"""

import argparse
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice

import httpx
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


def started(port: int) -> tuple[subprocess.Popen, float]:
    """The server, and the seconds from its start to the first answer of a page that needs no picture."""
    began = time.perf_counter()
    command = [sys.executable, "-c", "from corridors.cli.main import app; app()", "explore", "--port", str(port)]
    server = subprocess.Popen(command)
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


def main() -> None:
    """Start the server, read as one and as many, print the figures."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--readers", type=int, default=50)
    arguments.add_argument("--each", type=int, default=8)
    arguments.add_argument("--port", type=int, default=8799)
    chosen = arguments.parse_args()
    server, ready = started(chosen.port)
    limits = httpx.Limits(max_connections=chosen.readers, max_keepalive_connections=chosen.readers)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{chosen.port}", limits=limits, timeout=120) as client:
            print(f"ready after {ready:.2f} s")
            print(f"first page: {waits(client, ['/'], 1)[0]:.2f} s")
            waits(client, list(HELD), 1)
            for said, addresses in (
                ("held views", list(islice(cycle(HELD), chosen.readers * chosen.each))),
                ("new views", list(NEW)),
            ):
                taken = waits(client, addresses, chosen.readers)
                share = {q: taken[int(q / 100 * (len(taken) - 1))] for q in (50, 95, 100)}
                print(f"{said}, {chosen.readers} readers, {len(taken)} requests: " + ", ".join(
                    f"{name} {share[q]:.2f} s" for q, name in ((50, "median"), (95, "95th percentile"), (100, "longest"))  # noqa: E501
                ))  # fmt: skip
            process = psutil.Process(server.pid)
            print(f"memory {process.memory_info().rss / 1e6:.0f} MB, processor {sum(process.cpu_times()[:2]):.1f} s")
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
