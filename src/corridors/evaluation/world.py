"""The world model held against what is known: WPP 2024's own projection, and what happened after past launches."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridors.scenarios.demography import populations

Floats = NDArray[np.float64]
LARGE = 1_000_000
"""Countries above this many people at launch count as large: rounding and small numbers do not blur them."""
TARGETS = {"median_country": 0.1, "largest_large_country": 0.5, "median_age_sex": 0.4}
"""Differences, in per cent, below which the demography counts as reproduced in 2050."""


@dataclass(frozen=True)
class Reproduction:
    """How near a central run comes to WPP 2024 medium at one date; differences in per cent of WPP's population.

    `median_country` over all countries, `largest_large_country` over the large ones, `median_age_sex` over their ages
    and sexes; `world` is signed. `countries` are those with the largest differences, signed, largest first.
    """

    year: int
    median_country: float
    largest_large_country: float
    median_age_sex: float
    world: float
    countries: tuple[tuple[str, float], ...]


def reproduce(launch: int = 2025, until: int = 2050, net: str = "wpp", shown: int = 10) -> list[Reproduction]:
    """Run the world once, without random draws, and hold each date against World Population Prospects 2024.

    With `net="wpp"` only the demography is tested: births, deaths and ageing by our code, migration by theirs. With
    "bilateral" the differences are those of migration: rates by corridor that return to their long-run means, against
    net migration that WPP brings towards zero or holds by assumption.

    Args:
        launch, until: fifth years; net: "wpp" or "bilateral"; shown: how many countries are named.
    Returns: one `Reproduction` for each date after launch.

    >>> (found,) = reproduce(2025, 2030)
    >>> found.year, found.median_country < 0.05, found.largest_large_country < 0.2
    (2030, True, True)
    """
    from corridors.scenarios.running import project

    run = project(launch=launch, until=until, draws=0, net=net)
    codes = [str(code) for code in run.summary["country"].values]
    years = tuple(int(year) for year in run.summary["time"].values)
    truth = populations((launch, *years))
    large = truth[0].sum(axis=(1, 2)) > LARGE
    projected = run.draws["population"].sel(draw=0).values.astype(np.float64)
    return [
        _held(year, projected[i], truth[i + 1], large=large, codes=codes, shown=shown) for i, year in enumerate(years)
    ]


def _held(
    year: int, projected: Floats, truth: Floats, *, large: NDArray[np.bool_], codes: list[str], shown: int
) -> Reproduction:
    totals = truth.sum(axis=(1, 2))
    off = 100 * (projected.sum(axis=(1, 2)) / totals - 1)
    counted = truth[large] >= 1
    cells = 100 * np.abs(projected[large] - truth[large])[counted] / truth[large][counted]
    order = np.argsort(-np.abs(off) * large)[:shown]
    return Reproduction(
        year,
        float(np.median(np.abs(off))),
        float(np.abs(off[large]).max()),
        float(np.median(cells)),
        float(100 * (projected.sum() / truth.sum() - 1)),
        tuple((codes[i], round(float(off[i]), 3)) for i in order),
    )
