"""Education of every country by sex and age, and how its young progress, from the Wittgenstein Centre."""

import numpy as np
import polars as pl

from corridors.concepts.countries import area
from corridors.data import lazy
from corridors.scenarios.grids import Floats, grid
from corridors.world.state import AGES, EDUCATION, SCHOOL, SEXES

LEVELS = {
    "under_15": "low", "no_education": "low", "incomplete_primary": "low", "primary": "low", "lower_secondary": "low",
    "upper_secondary": "medium", "post_secondary": "high",
}  # fmt: skip
"""The three levels of the world model, from the seven of the source (ISCED 2011)."""


def shares(countries: tuple[str, ...], years: tuple[int, ...]) -> tuple[Floats, tuple[str, ...]]:
    """Give the share of each level of education in each country, sex and age at dates.

    A country that the source does not have takes the shares of its subregion's countries together, or the world's.

    Returns: `[T, R, S, A, E]`, adding to one over levels, and the countries that took those of others.
    Source: Wittgenstein Centre Data Explorer 2.0, SSP2, http://dataexplorer.wittgensteincentre.org/

    >>> found, borrowed = shares(("CHN", "IND", "XKX"), (2025,))
    >>> found.shape, borrowed
    ((1, 3, 2, 21, 3), ('XKX',))
    """
    rows = lazy("education")[0].filter(pl.col("year").is_in(years)).collect()
    rows = rows.with_columns(pl.col("education").replace_strict(LEVELS))
    known = tuple(sorted(set(rows["country"])))
    axes = {"year": years, "country": known, "sex": SEXES, "age": AGES, "education": EDUCATION}
    people = grid(rows, axes, "population")
    subregion = np.array([area(code).subregion for code in known])
    peopled = people.sum(axis=(2, 3, 4)).min(axis=0) > 0
    tables, borrowed = [], []
    for code in countries:
        if code in known and peopled[known.index(code)]:
            tables.append(_filled(people[:, known.index(code)]))
            continue
        near = subregion == area(code).subregion
        borrowed.append(code)
        tables.append(_filled(people[:, near if near.any() else slice(None)].sum(axis=1)))
    return np.stack(tables, axis=1), tuple(borrowed)


def progression(found: Floats) -> Floats:
    """Give the share who step up a level when they reach 15-19, 20-24 and 25-29, period by period.

    From the shares of the same people five years before, `l, m, h`, and after, `l', m', h'`:
    `u1 = 1 - l' / l` and `u2 = (h' - h) / (m + u1 l)`, both kept between zero and one.

    Args:
        found: `[T + 1, R, S, A, E]`, from `shares`.
    Returns: `[T, R, S, 3, 2]`.
    """
    young = slice(SCHOOL.start - 1, SCHOOL.stop - 1)
    low, medium, high = np.moveaxis(found[:-1, :, :, young], -1, 0)
    then_low, _, then_high = np.moveaxis(found[1:, :, :, SCHOOL], -1, 0)
    first = np.clip(1 - _ratio(then_low, low), 0, 1)
    second = np.clip(_ratio(then_high - high, medium + first * low), 0, 1)
    return np.stack([first, second], axis=-1)


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _filled(people: Floats) -> Floats:
    """Shares over levels `[T, S, A, E]`; where nobody of an age lives, those of the age before; children: the first."""
    total = people.sum(axis=-1, keepdims=True)
    found = np.divide(people, total, out=np.zeros_like(people), where=total > 0)
    first = SCHOOL.start
    found[:, :, :first] = (1.0, 0.0, 0.0)
    for age in range(first, found.shape[2]):
        empty = total[:, :, age, 0] == 0
        found[:, :, age][empty] = found[:, :, age - 1][empty]
    return found
