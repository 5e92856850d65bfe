"""Packaged results of the regressions: what takes seconds to fit, fitted once and read from tables.

`tools/drivers_results.py` writes the tables; `corridors drivers fit` and `corridors drivers events` measure anew.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from corridors.concepts.nearest import nearest
from corridors.data import source
from corridors.drivers.fitting import Counts, Fit
from corridors.drivers.specify import FUNCTIONS, SPECIFICATIONS, Specification, parse
from corridors.errors import UnknownName

TABLES = Path(__file__).parent / "tables"
FLOWS = "pseudo-bayes"
"""The method of the flows that the packaged results rest on."""


@cache
def table(name: str) -> pl.DataFrame:
    """One of the packaged tables: coefficients, covariance, quality, fits, events, event_effects, manifest.

    >>> table("quality").columns[:3]
    ['specification', 'corridors', 'predictor']
    """
    return pl.read_csv(TABLES / f"{name}.csv", infer_schema_length=None)


@cache
def packaged(name: str) -> Fit:
    """A packaged fit by the name of its specification, of the whole panel, without its fitted rows.

    Args:
        name: classic, network, structural, hump, conflict, change, or hump-by-income, in which the slope of the
            origin's income differs by the country's mean income over the periods.
    Raises:
        UnknownName: another specification, with the nearest names.

    Example:
        >>> round(packaged("structural").coefficient("log_network")["estimate"], 2)
        0.2
    """
    fits = table("fits")
    if name not in fits["specification"].to_list():
        known = fits["specification"].to_list()
        raise UnknownName("packaged fit", name, nearest(name, known), hint=f"Packaged: {', '.join(known)}.")
    row = fits.filter(specification=name).row(0, named=True)
    text = row.pop("formula")
    made = SPECIFICATIONS.get(name) or Specification(name, text, "How does outflow go with income, by income group?")
    words = [word for word in re.findall(r"[A-Za-z_][A-Za-z_0-9]*", text) if word not in FUNCTIONS]
    coefficients = table("coefficients").filter(specification=name).drop("specification")
    by_pair, two_way = (_covariance(name, coefficients["term"].to_list(), kind) for kind in ("by_pair", "two_way"))
    counts = Counts(**{key: row[key] for key in Counts.__dataclass_fields__})
    return Fit(
        made, parse(text, words), "poisson", FLOWS, (), coefficients, by_pair, two_way, counts, row["pseudo_r2"],
        None, pl.DataFrame(), table("quality").filter(specification=name).drop("specification"), pl.DataFrame(), (),
    )  # fmt: skip


def _covariance(name: str, terms: list[str], kind: str) -> np.ndarray:
    place = {term: index for index, term in enumerate(terms)}
    made = np.zeros((len(terms), len(terms)))
    for a, b, value in table("covariance").filter(specification=name).select("term", "other", kind).iter_rows():
        made[place[a], place[b]] = made[place[b], place[a]] = value
    return made


def wider(row: dict[str, Any]) -> tuple[float, float, float]:
    """Estimate, lower and upper of a coefficient, with the wider of the two clusterings.

    >>> value, low, high = wider(packaged("structural").coefficient("log_network"))
    >>> low < value < high
    True
    """
    if row["std_error_two_way"] is not None and row["std_error_two_way"] > row["std_error"]:
        return row["estimate"], row["lower_two_way"], row["upper_two_way"]
    return row["estimate"], row["lower"], row["upper"]


def outdated() -> tuple[str, ...]:
    """Datasets whose content is not the one that the tables were fitted to.

    >>> outdated()
    ()
    """
    rows = table("manifest").iter_rows()
    return tuple(name for name, digest in rows if source(name).sha256 != digest)
