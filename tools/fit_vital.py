"""Fit how uncertain births and deaths are, and package it.

    python tools/fit_vital.py

Takes a few seconds; the same data give the same table.
"""

import csv
import io
from dataclasses import asdict
from pathlib import Path

from corridors.files import write_whole
from corridors.scenarios import vital_errors, vital_luck

UNITS = {
    "sd": "standard deviation of a logarithm over five years", "momentum": "part that goes on for five years more",
    "persistence": "part that stays for five years more", "shared": "part of the variance",
}  # fmt: skip
SOURCE = "Own estimate from United Nations, World Population Prospects 2024, periods of 1950-2024: tools/fit_vital.py"


def main() -> None:
    """Fit both kinds and write the table."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(("name", "value", "unit", "source", "link", "read_from"))
    for kind, level in vital_errors.levels().items():
        found = asdict(vital_errors.fitted(vital_errors.errors(level, vital_errors.WIDTH[kind])))
        for part in vital_luck.PARTS:
            named = (f"{kind}_{part}", f"{found[part]:.4f}", UNITS[part])
            rows.writerow((*named, SOURCE, "https://population.un.org/wpp/", "estimated"))
    write_whole(Path(vital_luck.__file__).parent / "tables" / vital_luck.TABLE, out.getvalue())


if __name__ == "__main__":
    main()
