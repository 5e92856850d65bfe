"""How uncertain births and deaths are: the packaged result of `corridors.scenarios.vital_errors`."""

import csv
from functools import cache
from importlib.resources import files

import numpy as np

from corridors.scenarios.grids import Floats
from corridors.world.vital import VitalSpread

PROJECTED_FROM = 2025
"""Periods of five years from here on are projected in World Population Prospects 2024; before, they are estimates."""
TABLE = "vital_luck.csv"
KINDS = ("fertility", "death_rates")
PARTS = ("sd", "momentum", "persistence", "shared")


@cache
def vital_luck() -> VitalSpread:
    """The spread of the logarithms of vital rates over five years.

    >>> [round(float(value), 2) for value in vital_luck().sd]
    [0.07, 0.06]
    """
    import jax.numpy as jnp

    text = (files("corridors.scenarios") / "tables" / TABLE).read_text(encoding="utf-8")
    value = {row["name"]: float(row["value"]) for row in csv.DictReader(text.splitlines())}
    parts = ([value[f"{kind}_{part}"] for kind in KINDS] for part in PARTS)
    return VitalSpread(*(jnp.asarray(part, jnp.result_type(float)) for part in parts))


def projected(years: tuple[int, ...]) -> Floats:
    """1.0 for each period that starts when vital rates are projected, 0.0 for one in which they are known.

    >>> projected((2020, 2025, 2030)).tolist()
    [0.0, 1.0, 1.0]
    """
    return np.asarray(np.array(years) >= PROJECTED_FROM, np.float64)
