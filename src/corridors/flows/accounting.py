"""Demographic accounting: what births, deaths and misfits of two stock tables leave for migration to explain.

Tables are `stock[k, birth, residence]` in persons: k counts the tables batched together (sexes, periods), rows
are countries of birth, columns countries of residence, in the same order, natives on the diagonal. Rows beyond
the number of residences are birthplaces without a residence, such as "unknown".
Source: Abel (2013), https://doi.org/10.4054/DemRes.2013.28.18 ; Abel and Cohen (2019),
https://doi.org/10.1038/s41597-019-0089-3 .
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridors.errors import InvalidInput
from corridors.flows.inputs import Labels, people
from corridors.flows.matching import match_closed, match_open

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Accounting:
    """Every intermediate table of the demographic accounting, in order, all `[k, birth, residence]` in persons.

    `start_balanced`, `end_balanced`: negative natives removed and the world's natural increase met;
    `births`, `deaths`: whom they take out of the end and start tables; `start_after_deaths`, `end_after_births`;
    `start_matched`, `end_matched`: equal totals for each birthplace, what moves must explain;
    `to_outside`, `from_outside`: leaving to and arriving from an outside region (zero when closed).
    `iterations`, `residual` (persons) and `converged` are those of the matching; `repairs` says what was changed.
    """

    start_balanced: Floats
    end_balanced: Floats
    births: Floats
    deaths: Floats
    start_after_deaths: Floats
    end_after_births: Floats
    start_matched: Floats
    end_matched: Floats
    to_outside: Floats
    from_outside: Floats
    iterations: int
    residual: float
    converged: bool
    repairs: tuple[str, ...]


def account(start: Floats, end: Floats, births: Floats, deaths: Floats, *, closed: bool, labels: Labels) -> Accounting:
    """Run the accounting: natives clipped, natural increase met (closed), births and deaths out, totals matched.

    Arguments: `start`, `end` `[k, birth, residence]`, `births`, `deaths` `[k, residence]`, all in persons;
    `closed`: whether the tables hold the whole world, or leave and enter an outside region instead.
    Raises `InvalidInput` naming the country and its numbers where a step cannot be done.
    Source: Abel (2013), https://doi.org/10.4054/DemRes.2013.28.18

    >>> start, end = np.array([[[90.0, 5.0], [10.0, 95.0]]]), np.array([[[85.0, 10.0], [10.0, 95.0]]])
    >>> result = account(start, end, np.zeros((1, 2)), np.zeros((1, 2)), closed=True, labels=Labels(None, 2, 2))
    >>> (result.end_matched - result.start_matched)[0].round(6).tolist()
    [[-5.0, 5.0], [0.0, 0.0]]
    """
    repairs: list[str] = []
    start, clipped = clip_natives(start, labels, "start")
    repairs += clipped
    end, clipped = clip_natives(end, labels, "end")
    repairs += clipped
    if closed:
        start, end, balanced = balance_natural_increase(start, end, births, deaths, labels)
        repairs += balanced
    dead = deaths_table(start, deaths, labels)
    born = births_table(end, births, labels)
    survivors, settled = start - dead, end - born
    matched = match_closed(survivors, settled, labels) if closed else match_open(survivors, settled)
    return Accounting(
        start_balanced=start,
        end_balanced=end,
        births=born,
        deaths=dead,
        start_after_deaths=survivors,
        end_after_births=settled,
        start_matched=matched.start,
        end_matched=matched.end,
        to_outside=matched.to_outside,
        from_outside=matched.from_outside,
        iterations=matched.iterations,
        residual=matched.residual,
        converged=matched.converged,
        repairs=(*repairs, *matched.repairs),
    )


def clip_natives(stock: Floats, labels: Labels, when: str) -> tuple[Floats, list[str]]:
    """Set negative natives to zero and shrink the foreign-born of that residence to its population, and say so.

    Natives are population less foreign-born, and turn negative where two sources disagree. `S[b, r]` becomes
    `S[b, r] * sum_b S[b, r] / sum_{b != r} S[b, r]`, `S[r, r] = 0`.
    Argument `stock[k, birth, residence]` in persons. Raises `InvalidInput` where the population itself is negative.

    >>> clip_natives(np.array([[[-10.0, 0.0], [60.0, 50.0]]]), Labels(None, 2, 2), "start")[0][0].tolist()
    [[0.0, 0.0], [50.0, 50.0]]
    """
    natives = np.diagonal(stock, axis1=-2, axis2=-1)
    negative = natives < 0
    if not negative.any():
        return stock, []
    population = stock.sum(axis=-2)
    if (negative & (population < 0)).any():
        table, place = (int(i[0]) for i in np.nonzero(negative & (population < 0)))
        raise InvalidInput(
            f"The {when} population of {labels.residence(place)}{labels.table(table)} is negative "
            f"({people(population[table, place])}).",
            hint="Put population less foreign-born on the diagonal.",
        )
    foreign = population - natives
    factor = np.where(negative, population / np.where(negative, foreign, 1.0), 1.0)
    clipped = stock * factor[..., None, :]
    index = np.arange(natives.shape[-1])
    clipped[..., index, index] = np.where(negative, 0.0, natives)
    repairs = [
        f"{when}: {people(natives[k, r])} natives of {labels.residence(r)}{labels.table(k)} set to 0, "
        f"its foreign-born scaled by {factor[k, r]:.4f} to its population {people(population[k, r])}"
        for k, r in np.argwhere(negative).tolist()
    ]
    return clipped, repairs


def balance_natural_increase(
    start: Floats, end: Floats, births: Floats, deaths: Floats, labels: Labels
) -> tuple[Floats, Floats, list[str]]:
    """Make the two tables' change equal to the world's births less deaths, half of the misfit on each diagonal.

    `misfit = (sum end - sum start) - (sum births - sum deaths)`; natives at the start are multiplied by
    `1 + misfit / 2 / sum natives`, those at the end by `1 - misfit / 2 / sum natives`. Nothing is rounded (the
    reference rounds to whole persons).
    Arguments as in `account`. Raises `InvalidInput` where the natives cannot carry the misfit.

    >>> one = np.array([[[50.0]]])
    >>> start, end, _ = balance_natural_increase(one, one + 4, np.zeros((1, 1)), np.zeros((1, 1)), Labels(None, 1, 1))
    >>> float(start[0, 0, 0]), float(end[0, 0, 0])
    (52.0, 52.0)
    """
    change = end.sum(axis=(-2, -1)) - start.sum(axis=(-2, -1))
    natural = births.sum(axis=-1) - deaths.sum(axis=-1)
    misfit = change - natural
    misfit = np.where(np.abs(misfit) <= 1e-12 * start.sum(axis=(-2, -1)), 0.0, misfit)
    if not misfit.any():
        return start, end, []
    factors: list[Floats] = []
    for stock, share in ((start, misfit / 2), (end, -misfit / 2)):
        natives = np.trace(stock, axis1=-2, axis2=-1)
        bad = (misfit != 0) & (natives + share <= 0)
        if bad.any():
            k = int(np.argmax(bad))
            raise InvalidInput(
                f"World totals{labels.table(k)} change by {people(change[k])} but births less deaths are "
                f"{people(natural[k])}: half of the misfit exceeds all {people(natives[k])} natives.",
                hint="Check units and periods of the stocks, births and deaths, or use an open method.",
            )
        factors.append(1 + share / np.where(natives > 0, natives, 1.0))
    repairs = [
        f"world{labels.table(k)}: stocks change by {people(change[k])}, births less deaths are "
        f"{people(natural[k])}; half of the misfit {people(misfit[k])} taken by the natives of each table"
        for k in np.flatnonzero(misfit).tolist()
    ]
    return _scale_natives(start, factors[0]), _scale_natives(end, factors[1]), repairs


def _scale_natives(stock: Floats, factor: Floats) -> Floats:
    scaled = stock.copy()
    index = np.arange(stock.shape[-1])
    scaled[..., index, index] *= factor[..., None]
    return scaled


def deaths_table(start: Floats, deaths: Floats, labels: Labels) -> Floats:
    """Spread the deaths of each residence over its birthplaces in proportion: `deaths[r] * S[b, r] / sum_b S[b, r]`.

    Arguments `start[k, birth, residence]`, `deaths[k, residence]` in persons.
    Raises `InvalidInput` where more die than lived there.

    >>> deaths_table(np.array([[[30.0], [10.0]]]), np.array([[4.0]]), Labels(None, 2, 1))[0, :, 0].tolist()
    [3.0, 1.0]
    """
    population = start.sum(axis=-2)
    _refuse_excess(deaths, population, labels, "deaths", "start")
    rate = np.divide(deaths, population, out=np.zeros_like(population), where=population > 0)
    return start * rate[..., None, :]


def births_table(end: Floats, births: Floats, labels: Labels) -> Floats:
    """Take births from the natives of the end table, or over the whole column where natives do not suffice.

    Newborns are natives of where they are born: `births[r]` in cell `(r, r)`; where the end table has fewer
    natives than births, `births[r] * S[b, r] / sum_b S[b, r]`.
    Arguments `end[k, birth, residence]`, `births[k, residence]` in persons.
    Raises `InvalidInput` where more were born than live there.

    >>> end = np.array([[[20.0, 0.0], [5.0, 2.0]]])
    >>> births_table(end, np.array([[10.0, 1.0]]), Labels(None, 2, 2))[0].tolist()
    [[10.0, 0.0], [0.0, 1.0]]
    """
    population = end.sum(axis=-2)
    _refuse_excess(births, population, labels, "births", "end")
    natives = np.diagonal(end, axis1=-2, axis2=-1)
    short = births > natives
    rate = np.divide(births, population, out=np.zeros_like(population), where=short & (population > 0))
    born = end * rate[..., None, :]
    index = np.arange(natives.shape[-1])
    born[..., index, index] = np.where(short, born[..., index, index], births)
    return born


def _refuse_excess(events: Floats, population: Floats, labels: Labels, what: str, when: str) -> None:
    excess = events > population * (1 + 1e-12)
    if excess.any():
        k, r = (int(i[0]) for i in np.nonzero(excess))
        raise InvalidInput(
            f"{what.capitalize()} of {labels.residence(r)}{labels.table(k)} ({people(events[k, r])}) exceed its "
            f"{when} population ({people(population[k, r])}).",
            hint="Check that both are in persons and cover the same period.",
        )
