"""Fit the forecast model at every launch, package its coefficients and the last launch's rates.

    python tools/fit_forecast.py [--rates-only]

Each launch is fitted on the periods that had ended by then, and on nothing later. Needs numpyro, half a minute of
processor time for a launch. On one machine the same data give the same table; on another the optimiser may stop at
another point of the same flat mode (see tests/drivers_forecast/test_packaged.py for how near).
"""

import argparse
import json
import time
from pathlib import Path

from corridors.drivers.forecast import packaged, packaged_rates
from corridors.drivers.forecast.history import history, launches
from corridors.files import write_whole


def main() -> None:
    """Fit, print the time of each launch, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rates-only", action="store_true", help="keep the fits, package the rates that follow")
    tables = Path(packaged.__file__).parent / "tables"
    if not parser.parse_args().rates_only:
        write_fits(tables / packaged.TABLE)
    write_whole(tables / packaged_rates.TABLE, packaged_rates.packed(launches()[-1]))


def write_fits(out: Path) -> None:
    """Fit each launch and write the table."""
    rows = {}
    for launch in launches():
        began = time.process_time()
        rows[str(launch)] = packaged.row(history(launch))
        print(f"{launch}: {time.process_time() - began:.0f} s of processor time", flush=True)
    lines = (f"{json.dumps(launch)}: {json.dumps(row)}" for launch, row in rows.items())
    write_whole(out, "{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
