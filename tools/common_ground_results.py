"""Search the shipped problems for common ground and keep what is found with the package.

    python tools/common_ground_results.py                 every problem whose inputs, or version, have changed
    python tools/common_ground_results.py south-asia-gulf this one, whatever was kept

Each takes some minutes on two idle cores, and up to 3 GB of memory. The result holds version, seed and hash of the
problem's inputs; a test runs a kept package again.
"""

import json
import sys

from corridors.files import write_whole
from corridors.scenarios.common_ground import sought, verified
from corridors.scenarios.common_ground_file import Problem, problem_names
from corridors.scenarios.common_ground_found import RESULTS, Found
from corridors.scenarios.common_ground_model import ground

SEED, DRAWS, STARTS, STEPS = 0, 16, 4, 8
"""A longer search than the command makes, and more climbs: what is kept is shown without waiting."""
COMPARED = ("central-america-usa",)
"""The problems for which plain random search is run at the same cost, for the documentation."""


def tell(text: str) -> None:
    """Say what is going on."""
    print(text, flush=True)


def keep(found: Found) -> None:
    """Write what was found beside what is kept of other problems."""
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    kept[found.problem] = json.loads(found.to_json())
    write_whole(RESULTS, json.dumps(kept, indent=1, sort_keys=True) + "\n")


def main(names: list[str]) -> None:
    """Find, keep, check and keep again, a problem at a time, so that a stopped run keeps what it has."""
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    for name in names or problem_names():
        problem = Problem.read(name)
        if not names and kept.get(name, {}).get("record", {}).get("inputs") == problem.hash():
            continue
        held = ground(problem)
        found = sought(held, seed=SEED, starts=STARTS, steps=STEPS, compare=name in COMPARED, tell=tell)
        keep(found)
        keep(verified(held, found, draws=DRAWS, seed=SEED, tell=tell))
        tell(f"{name}: {found.best.least() if found.best else 'no common ground'}")


if __name__ == "__main__":
    main(sys.argv[1:])
