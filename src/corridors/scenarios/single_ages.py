"""From groups of five years to single ages: totals of every group are kept, and nothing falls below zero."""

import numpy as np
from scipy.interpolate import PchipInterpolator

from corridors.scenarios.grids import Floats
from corridors.world.ages import FIVE, SINGLE

GROUP = FIVE.width
EXACT = np.array([0.0, 1.0, *FIVE.starts[1:]])
"""Exact ages at which the abridged life table knows survivors."""
MOTHERS = np.arange(15.0, 51.0)
"""Exact ages between which women bear children, the last at the end of the last group."""


def groups_of_five(values: Floats) -> Floats:
    """Add single ages up to groups of five years: `[..., 101]` to `[..., 21]`.

    >>> groups_of_five(np.ones(101)).tolist()[-2:]
    [5.0, 1.0]
    """
    return np.add.reduceat(values, FIVE.starts, axis=-1)


def spread(groups: Floats) -> Floats:
    """Spread counts of age groups over their single ages by the cumulated count.

    Through the counts below ages 0, 5 ... 100 goes the monotone cubic of Fritsch and Butland, whose differences are the
    single ages: the total of every group is kept, and where no group is below zero no age is. The open group stays.

    Args:
        groups: `[..., 21]`, persons, of either sign.
    Returns: `[..., 101]`.
    Source: Fritsch and Butland (1984), SIAM Journal on Scientific and Statistical Computing 5, 300-304, as in SciPy's
        `PchipInterpolator`.

    >>> spread(np.r_[np.full(20, 5.0), 3.0]).tolist()[-3:]
    [1.0, 1.0, 3.0]
    """
    closed = _differences(np.arange(0.0, 101.0, GROUP), groups[..., :-1], np.arange(101.0))
    return np.concatenate([closed, groups[..., -1:]], axis=-1)


def spread_along(groups: Floats, births: Floats) -> Floats:
    """Spread people of age groups over single ages, in step with the births of the years in which they were born.

    As `spread`, with the births cumulated over cohorts in the place of age: a cohort that was small at birth stays
    small among its neighbours.

    Args:
        groups: `[R, S, 21]`, persons; births: `[R, 100]`, of those who would be 0, 1 ... 99 years old.
    Returns: `[R, S, 101]`.
    """
    born = np.concatenate([np.zeros((len(births), 1)), np.cumsum(births, axis=-1)], axis=-1)
    found = np.empty((*groups.shape[:-1], SINGLE.count))
    for place, along in enumerate(born):
        found[place, :, :-1] = _differences(along[::GROUP], groups[place, :, :-1], along)
    found[..., -1] = groups[..., -1]
    return found


def fertility(rates: Floats) -> Floats:
    """Give birth rates by single age of the mother, 15 to 49, from those of seven groups of five years.

    As `spread`, of the children that a woman has had by each age: total fertility is kept.

    Args:
        rates: `[..., 7]`, births per woman and year.
    Returns: `[..., 35]`.

    >>> round(float(fertility(np.full(7, 0.1)).sum()), 6)
    3.5
    """
    return _differences(MOTHERS[::GROUP], GROUP * rates, MOTHERS)


def yearly_rates(rates: Floats) -> Floats:
    """Give rates of single years from those of five: the geometric mean of the five is theirs.

    Within five years the logarithm changes in a straight line, by the smaller of the changes from the period before and
    to the one after, and not at all where these differ in sign, as around a crisis; at the first and the last by the
    only one there is.

    Args:
        rates: `[N, ...]`, of two periods of five years or more, above zero.
    Returns: `[5 N, ...]`.

    >>> yearly_rates(np.exp([[0.0], [5.0]]))[:6, 0].round(2).tolist()
    [0.14, 0.37, 1.0, 2.72, 7.39, 20.09]
    """
    logs = np.log(rates)
    change = np.diff(logs, axis=0)
    before, after = np.concatenate([change[:1], change]), np.concatenate([change, change[-1:]])
    least = np.minimum(np.abs(before), np.abs(after))
    slope = np.where(before * after > 0, np.sign(before) * least, 0) / GROUP
    offset = (np.arange(GROUP) - GROUP // 2).reshape(-1, *[1] * (rates.ndim - 1))
    return np.exp(logs[:, None] + slope[:, None] * offset).reshape(-1, *rates.shape[1:])


def survivors(dying: Floats) -> Floats:
    """Give the survivors of a birth at exact ages 0, 1 ... 100 from an abridged life table.

    `H(x) = -ln l(x)`, known at ages 0, 1, 5, 10 ... 100, is carried to the ages between by the same monotone cubic, so
    that survival between exact ages of the table stays what it is.

    Args:
        dying: `[..., 21]`, q of the closed groups 0, 1-4, 5-9 ..., below one, from `lifetable.abridged`.
    Returns: `[..., 101]`.
    """
    hazard = np.cumsum(_differences(EXACT, -np.log1p(-dying), np.arange(101.0)), axis=-1)
    return np.exp(-np.concatenate([np.zeros_like(hazard[..., :1]), hazard], axis=-1))


def lived(dying: Floats, lived_abridged: Floats) -> Floats:
    """Give the years lived at each single age from an abridged life table.

    `L[x] = (l[x] - l[x+1]) / h` with `h = ln l[x] - ln l[x+1]`: within a year the hazard is constant. At age 0, and in
    the open group, L is the table's.

    Args:
        dying: as in `survivors`; lived_abridged: `[..., 22]`, years lived, from `lifetable.abridged`.
    Returns: `[..., 101]`, per birth.
    """
    begun = survivors(dying)
    years = -np.diff(begun, axis=-1) / -np.diff(np.log(begun), axis=-1)
    return np.concatenate([lived_abridged[..., :1], years[..., 1:], lived_abridged[..., -1:]], axis=-1)


def _differences(nodes: Floats, increments: Floats, points: Floats) -> Floats:
    """Increments between points of a monotone cubic that has given increments between its nodes."""
    start = np.zeros_like(increments[..., :1])
    whole = np.concatenate([start, np.cumsum(increments, axis=-1)], axis=-1)
    return np.diff(PchipInterpolator(nodes, whole, axis=-1)(points), axis=-1)
