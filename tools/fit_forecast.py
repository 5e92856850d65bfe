"""Fit the forecast model at every launch and package the coefficients: python tools/fit_forecast.py [--out FILE].

Each launch is fitted on the periods that had ended by then, and on nothing later. Needs numpyro, half a minute of
processor time for a launch. On one machine the same data give the same table; on another the optimiser may stop at
another point of the same flat mode (see tests/drivers_forecast/test_packaged.py for how near).
"""

import argparse
import json
import time
from pathlib import Path

from corridors.drivers.forecast import packaged
from corridors.drivers.forecast.history import history, launches
from corridors.files import write_whole


def main() -> None:
    """Fit, print the time of each launch, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    beside = Path(packaged.__file__).parent / "tables" / packaged.TABLE
    parser.add_argument("--out", type=Path, default=beside, help="where to write the table")
    out = parser.parse_args().out
    rows = {}
    for launch in launches():
        began = time.process_time()
        rows[str(launch)] = packaged.row(history(launch))
        print(f"{launch}: {time.process_time() - began:.0f} s of processor time", flush=True)
    lines = (f"{json.dumps(launch)}: {json.dumps(row)}" for launch, row in rows.items())
    write_whole(out, "{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
