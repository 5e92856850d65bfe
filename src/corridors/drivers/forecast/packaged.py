"""Fits that come with the package, so that nobody waits for one that was made before.

A fit is taken from the table only where everything it rests on is the same: the launch, the method and edition of
the flows, the hashes of the datasets, the settings of the model, the seed, and what the history adds up to.
"""

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from corridors.drivers.forecast import model
from corridors.drivers.forecast.history import COMPONENTS, Floats, History
from corridors.drivers.forecast.model import SHIFT, Fitted, fit

TABLE = "fits.json"
SAME = 1e-6
"""Relative difference of sums below which two histories are the same: the flows are found by iteration to about 1e-9,
and a corridor that is changed by hand changes the sums by more."""
SETTINGS = (
    "SHIFT", "SHARE", "POOL", "LEVEL_CENTRE", "LEVEL_SCALE", "KEPT_ABOVE", "MOST_ROWS", "SIZES", "HEAVIEST", "LIGHTEST",
    "STOPPING", "NAMES", "CENTRES",
)  # fmt: skip
"""Constants of the model on which a fit depends."""


def fitted_to(known: History, seed: int = 0) -> Fitted:
    """Give the packaged fit of a history where there is one, else fit the model to it.

    Args:
        known: a history; seed: of the sample of small corridors that a fit uses.

    >>> from corridors.drivers.forecast.history import history
    >>> fitted_to(history(2005)).coefficients.shape
    (3, 25)
    """
    held = _table().get(str(known.launch))
    if held is None or not _agrees(held["key"], key(known, seed)):
        return fit(known, seed)
    coefficients, deviations, largest = (np.array(held[name]) for name in ("coefficients", "deviations", "largest"))
    return Fitted(coefficients, deviations, largest, tuple(held["rows"]), tuple(held["potential"]))


def key(known: History, seed: int) -> dict[str, Any]:
    """Everything that a fit rests on, as plain values: the sums are by period and component."""
    return {
        "launch": known.launch,
        "method": known.method,
        "edition": known.edition,
        "seed": seed,
        "sources": dict(known.sources),
        "settings": json.loads(json.dumps({name: getattr(model, name) for name in SETTINGS})),
        "countries": len(known.countries),
        "periods": [[period.start, period.end] for period in known.periods],
        "sums": [[_sums(part) for part in (period.flows, period.turnover)] for period in known.periods],
    }


def row(known: History, seed: int = 0) -> dict[str, Any]:
    """Fit a history and say what rests on what, as a row of the table."""
    found = fit(known, seed)
    return {
        "key": key(known, seed),
        **{name: getattr(found, name).tolist() for name in ("coefficients", "deviations", "largest")},
        "rows": list(found.rows),
        "potential": list(found.potential),
    }


def _sums(values: Floats) -> list[list[float]]:
    """Sums of persons and of logs of each component."""
    logs = np.log(values + SHIFT)
    return [[float(values[k].sum()), float(logs[k].sum())] for k in range(len(COMPONENTS))]


def _agrees(one: dict[str, Any], other: dict[str, Any]) -> bool:
    exact = [{name: value for name, value in found.items() if name != "sums"} for found in (one, other)]
    return exact[0] == exact[1] and np.allclose(one["sums"], other["sums"], rtol=SAME, atol=0.0)


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return json.loads((files("corridors.drivers.forecast") / "tables" / TABLE).read_text(encoding="utf-8"))
