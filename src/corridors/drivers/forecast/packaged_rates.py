"""Rates of the latest launch that come with the package, so that a run of the world need not estimate them anew.

They are the numbers of `base_rates`, `reversion` and `dependence` to the last bit, taken from the table only where
the datasets, the method and the fits that they rest on are the same.
"""

import hashlib
import io
import json
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from corridors.data import source
from corridors.drivers.forecast.answer import prepared
from corridors.drivers.forecast.dependence import Dependence
from corridors.drivers.forecast.history import history, launches
from corridors.drivers.forecast.packaged import TABLE as FITS
from corridors.drivers.forecast.rates import Rates, base_rates, fit_year, rates_of_last_period
from corridors.drivers.forecast.reversion import MOVERS, WEIGHT, Reversion, reversion
from corridors.flows.arrays import PSEUDO_BAYES_WEIGHT

TABLE = "rates.npz"
RATES = ("native", "returning", "onward", "sd_native", "sd_returning", "sd_onward")
AFTER, TOGETHER = (tuple(field.name for field in fields(kind)) for kind in (Reversion, Dependence))


@dataclass(frozen=True)
class AtLaunch:
    """What is expected of corridors at a launch: mean rates, where they go, and what corridors share by chance."""

    rates: Rates
    after: Reversion
    together: Dependence


@lru_cache(maxsize=4)
def at_launch(launch: int) -> AtLaunch:
    """Give what is expected of corridors from a launch on: packaged where it can be, else computed now.

    A launch that knows one period of flows only has the rates of that period: `rates_of_last_period`.

    Args:
        launch: a year at which stocks stand, with at least one period before it.
    Raises:
        NotCovered: another year.

    >>> found = at_launch(launches()[-1])
    >>> found.rates.native.shape, found.after.gap.shape
    ((231, 231), (3, 231, 231))
    """
    held = _held()
    if held is None or held["key"] != key(launch, held["key"]["sources"]):
        return computed(launch)
    arrays = held["arrays"]
    return AtLaunch(
        Rates(launch, tuple(held["countries"]), "mean", *(arrays[name] for name in RATES)),
        Reversion(*(arrays[name] for name in AFTER)),
        Dependence(*(arrays[name] for name in TOGETHER)),
    )


def computed(launch: int) -> AtLaunch:
    """The same, from the flows of every period before the launch."""
    rates = base_rates(launch, centre="mean") if launch in launches() else rates_of_last_period(launch)
    ready = prepared(fit_year(launch))
    return AtLaunch(rates, reversion(history(launch, fewest=1), ready.fitted, rates), ready.shared)


def key(launch: int, sources: dict[str, str]) -> dict[str, Any]:
    """Everything that the packaged rates rest on, as plain values: datasets by the hashes they have now."""
    fits = (files("corridors.drivers.forecast") / "tables" / FITS).read_bytes()
    return {
        "launch": launch,
        "sources": {name: source(name).sha256 for name in sources},
        "fits": hashlib.sha256(fits).hexdigest(),
        "settings": [PSEUDO_BAYES_WEIGHT, WEIGHT, MOVERS],
    }


def packed(launch: int) -> bytes:
    """The table for a launch, as `at_launch` reads it."""
    found = computed(launch)
    about = {"key": key(launch, dict(history(launch).sources)), "countries": list(found.rates.countries)}
    parts = ((found.rates, RATES), (found.after, AFTER), (found.together, TOGETHER))
    arrays = {name: getattr(part, name) for part, names in parts for name in names}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, about=np.frombuffer(json.dumps(about).encode(), np.uint8), **arrays)
    return buffer.getvalue()


@lru_cache(maxsize=1)
def _held() -> dict[str, Any] | None:
    path = files("corridors.drivers.forecast") / "tables" / TABLE
    if not path.is_file():
        return None
    with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    return json.loads(arrays.pop("about").tobytes()) | {"arrays": arrays}
