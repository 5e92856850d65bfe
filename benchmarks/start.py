"""How long the everyday commands take from a cold start, and how much memory, beside the targets of the project.

    python benchmarks/start.py [RUNS]

Each line is the median of RUNS (5) fresh processes. Loading is timed inside the process, once the package and Polars
have been imported, and includes the comparison of the file's hash.
"""

import os
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

LARGEST = ("education_scenarios", "flows_published", "fertility", "economy", "mortality", "oda_bilateral")
"""The packaged datasets whose files or row counts are largest."""

ONE_COUNTRY = """
import sys, time
import corridors as cr
cr.data.load("consultative_processes")
start = time.perf_counter()
cr.data.load(sys.argv[1], country="MEX")
print(time.perf_counter() - start, end="")
"""


def measure(command: list[str]) -> tuple[float, float, str]:
    """Run a command once: seconds, peak memory in MB, and what it printed."""
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = os.posix_spawn(
            command[0], command, os.environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, out.fileno(), 1), (os.POSIX_SPAWN_DUP2, out.fileno(), 2)],
        )  # fmt: skip
        _, status, used = os.wait4(process, 0)
        seconds = time.perf_counter() - start
        out.seek(0)
        printed = out.read().decode()
    if status:
        sys.exit(f"{' '.join(command)} failed:\n{printed}")
    return seconds, peak_megabytes(used), printed


def peak_megabytes(used: resource.struct_rusage) -> float:
    """Peak resident memory; Linux counts it in kB, macOS in bytes."""
    return used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def main(runs: int) -> None:
    """Measure and print one table."""
    python, corridors = sys.executable, str(Path(sys.executable).with_name("corridors"))
    with tempfile.TemporaryDirectory() as folder:
        commands = [
            ("import corridors", [python, "-c", "import corridors"], "0.3 s"),
            ("corridors --help", [corridors, "--help"], "0.6 s"),
            ("corridors brief MEX USA", [corridors, "brief", "MEX", "USA", "--out", folder], "6 s, 800 MB"),
        ]
        lines = [("python -c pass", *_medians([python, "-c", "pass"], runs), "")]
        lines += [(label, *_medians(command, runs), target) for label, command, target in commands]
    for name in LARGEST:
        measured = [measure([python, "-c", ONE_COUNTRY, name]) for _ in range(runs)]
        seconds = statistics.median(float(printed) for _, _, printed in measured)
        memory = statistics.median(used for _, used, _ in measured)
        lines.append((f"load {name}, one country", seconds, memory, "0.2 s"))
    print(f"{'median of ' + str(runs) + ' runs':42s} {'seconds':>8s} {'MB':>6s}  target")
    for label, seconds, memory, target in lines:
        print(f"{label:42s} {seconds:8.3f} {memory:6.0f}  {target}")


def _medians(command: list[str], runs: int) -> tuple[float, float]:
    measured = [measure(command) for _ in range(runs)]
    return statistics.median(m[0] for m in measured), statistics.median(m[1] for m in measured)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
