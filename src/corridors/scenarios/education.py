"""Education of every country by sex and age, and how its young progress, from the Wittgenstein Centre."""

import numpy as np
import polars as pl

from corridors.concepts.countries import area
from corridors.data import lazy
from corridors.scenarios.grids import Floats, grid
from corridors.world.ages import FIVE, SINGLE
from corridors.world.state import EDUCATION, SEXES

LEVELS = {
    "under_15": "low", "no_education": "low", "incomplete_primary": "low", "primary": "low", "lower_secondary": "low",
    "upper_secondary": "medium", "post_secondary": "high",
}  # fmt: skip
"""The three levels of the world model, from the seven of the source (ISCED 2011)."""
LAST = 2100
"""Last date of the data."""
MEDIUM_FROM, HIGH_FROM, DONE = 15, 20, 25
"""Single ages from which the second and the third level are completed, and at which both are."""


def dates(years: tuple[int, ...]) -> tuple[int, ...]:
    """The dates of the data that a run needs: fifth years, in steps of one year some after its end too.

    >>> dates((2025, 2030)), dates((2025, 2026))
    ((2025, 2030), (2025, 2030, 2035, 2040))
    """
    if years[1] - years[0] == FIVE.width:
        return years
    return tuple(year for year in range(years[0], years[-1] + 3 * FIVE.width, FIVE.width) if year <= LAST)


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
    axes = {"year": years, "country": known, "sex": SEXES, "age": FIVE.starts, "education": EDUCATION}
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
    reached = FIVE.school
    young = slice(reached.start - 1, reached.stop - 1)
    return _steps(found[:-1, :, :, young], found[1:, :, :, reached])


def single_shares(groups: Floats) -> Floats:
    """Give the share of each level by single age from those of groups of five years at one date.

    Medium and more from 15 to 19, and high from 15 to 24, change in a straight line within a group, at the rate of
    change between the groups beside it as far as no share leaves 0 to 1 or passes that of the older group; the mean
    over the five ages is the group's. At other ages shares are the group's own: in the source hardly anybody leaves the
    first level after 20.

    Args:
        groups: `[..., 21, E]`, from `shares`.
    Returns: `[..., 101, E]`.
    """
    found = np.repeat(groups, FIVE.width, axis=-2)[..., : SINGLE.count, :]
    for age, rising in ((MEDIUM_FROM, True), (HIGH_FROM, False)):
        group = age // FIVE.width
        beside = (groups[..., group + i, :] for i in (-1, 0, 1))
        found[..., age : age + FIVE.width, :] = _within(*beside, rising=rising)
    return found


def single_progression(groups: Floats, periods: int) -> Floats:
    """Give the share who step up a level when they reach each age from 15 to 29, year by year.

    Between the dates of the data `single_shares` change in a straight line. Who turns 20 has as many in medium and more
    as 20-24 two years later, when the cohort is in the middle of that group, and no more before; who turns 25 has all
    shares of 25-29 two years later, and keeps them. So every cohort ends with the shares that it has in steps of five
    years.

    Args:
        groups: `[N + 1, R, S, 21, E]`, from `shares` at `dates`; periods: T, years from the first date.
    Returns: `[T, R, S, 15, 2]`.
    """
    width, years = FIVE.width, np.arange(periods + 1.0)
    table = _between_dates(single_shares(groups)[..., MEDIUM_FROM - 1 : DONE + 1, :], years)
    young, done = (groups[..., age // width, :] for age in (HIGH_FROM, DONE))
    table[..., -1, :] = _between_dates(done, years + width // 2)
    for since in range(width):
        turned = years - since
        above = 1 - _between_dates(young[..., 0], np.where(turned > 0, turned + width // 2, 0))
        high = np.minimum(table[..., HIGH_FROM - MEDIUM_FROM + 1 + since, 2], above)
        table[..., HIGH_FROM - MEDIUM_FROM + 1 + since, :] = np.stack([1 - above, above - high, high], axis=-1)
        fewest = _between_dates(young[..., 0], years + width // 2 + since + 1)
        table[..., width - since, :] = _at_least(table[..., width - since, :], fewest)
    steps = _steps(table[:-1, :, :, :-1], table[1:, :, :, 1:])
    after = len(SINGLE.starting(SINGLE.school)) - steps.shape[3]
    return np.concatenate([steps, np.zeros((*steps.shape[:3], after, 2))], axis=3)


def _steps(before: Floats, after: Floats) -> Floats:
    """Shares who step up between the shares of people before and after: `[..., E]` to `[..., 2]`."""
    low, medium, high = np.moveaxis(before, -1, 0)
    then_low, _, then_high = np.moveaxis(after, -1, 0)
    first = np.clip(1 - _ratio(then_low, low), 0, 1)
    second = np.clip(_ratio(then_high - high, medium + first * low), 0, 1)
    return np.stack([first, second], axis=-1)


def _at_least(shares: Floats, fewest: Floats) -> Floats:
    """Shares `[..., E]` with at least so many in the first level, fewer in the others in proportion."""
    low = np.maximum(shares[..., 0], fewest)
    part = _ratio(1 - low, 1 - shares[..., 0])
    return np.stack([low, shares[..., 1] * part, shares[..., 2] * part], axis=-1)


def _within(before: Floats, own: Floats, after: Floats, *, rising: bool) -> Floats:
    """Shares at the five ages of a group, `[..., 5, E]`, with slopes that keep high at most what is above low.

    Without `rising` only high has a slope.
    """
    apart = 2.0 * FIVE.width
    above, high = own[..., 1] + own[..., 2], own[..., 2]
    most = np.minimum(above, np.maximum(own[..., 0] - after[..., 0], 0)) / 2 * rising
    rise = np.clip((before[..., 0] - after[..., 0]) / apart, -most, most)
    least = np.maximum(rise - (above - high) / 2, -high / 2)
    most = np.minimum(rise + (above - high) / 2, np.minimum(high, np.maximum(after[..., 2] - high, 0)) / 2)
    rise_high = np.clip((after[..., 2] - before[..., 2]) / apart, least, np.maximum(most, least))
    offset = np.arange(FIVE.width) - FIVE.width // 2
    above, high = (mean[..., None] + slope[..., None] * offset for mean, slope in ((above, rise), (high, rise_high)))
    return np.stack([1 - above, above - high, high], axis=-1)


def _between_dates(values: Floats, years: Floats) -> Floats:
    """Values `[N, ...]` five years apart, in a straight line between, and after the last date as there."""
    place = np.minimum(years / FIVE.width, len(values) - 1)
    first = np.minimum(place.astype(int), len(values) - 2)
    part = (place - first).reshape(-1, *[1] * (values.ndim - 1))
    return values[first] * (1 - part) + values[first + 1] * part


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _filled(people: Floats) -> Floats:
    """Shares over levels `[T, S, A, E]`; where nobody of an age lives, those of the age before; children: the first."""
    total = people.sum(axis=-1, keepdims=True)
    found = np.divide(people, total, out=np.zeros_like(people), where=total > 0)
    first = FIVE.school.start
    found[:, :, :first] = (1.0, 0.0, 0.0)
    for age in range(first, found.shape[2]):
        empty = total[:, :, age, 0] == 0
        found[:, :, age][empty] = found[:, :, age - 1][empty]
    return found
