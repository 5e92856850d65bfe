"""Matching two stock tables: each birthplace gets one total, by a fit (closed world) or an outside region (open).

Tables are `stock[k, birth, residence]` in persons, as in `accounting`, births and deaths already taken out.
Source: Abel (2013), https://doi.org/10.4054/DemRes.2013.28.18 .
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridors.errors import InvalidInput
from corridors.flows.fitting import fit_batch, starved_rows
from corridors.flows.inputs import Labels, people

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Matched:
    """Two tables with equal birthplace totals, whom the outside region sent or took, and what the fit took."""

    start: Floats
    end: Floats
    to_outside: Floats
    from_outside: Floats
    iterations: int = 0
    residual: float = 0.0
    converged: bool = True
    repairs: tuple[str, ...] = ()


def match_closed(start: Floats, end: Floats, labels: Labels) -> Matched:
    """Give each birthplace the same total in both tables, residences keeping theirs: a world nobody leaves.

    With `m[b] = (sum_r start[b, r] + sum_r end[b, r]) / 2`, each table is fitted to rows m and to its own
    columns (nearest in relative entropy). A residence where nobody born elsewhere is recorded can make that
    impossible: its natives alone may exceed m. Then m is the larger of the two totals for such birthplaces, the
    others are scaled to the same sum, and the repair is reported.
    Arguments `start`, `end` `[k, birth, residence]` in persons, of equal grand total in each k.
    Raises `InvalidInput` naming a birthplace whose total its residences cannot hold.

    >>> start, end = np.array([[[9.0, 1.0], [1.0, 9.0]]]), np.array([[[9.0, 1.0], [3.0, 7.0]]])
    >>> matched = match_closed(start, end, Labels(None, 2, 2))
    >>> bool(np.allclose(matched.start.sum(axis=2), matched.end.sum(axis=2)))
    True
    """
    count = len(start)
    tables = np.concatenate([start, end])
    totals = tables.sum(axis=-1)
    target = (totals[:count] + totals[count:]) / 2
    nothing = np.zeros_like(start)
    if np.array_equal(target, totals[:count]):
        return Matched(start, end, nothing, nothing)
    target, repairs = _larger_totals(start, end, target, labels)
    columns = tables.sum(axis=-2)
    rows = np.tile(target, (2, 1))
    rows *= columns.sum(axis=-1, keepdims=True) / np.maximum(rows.sum(axis=-1, keepdims=True), np.finfo(float).tiny)
    fit = fit_batch(tables, rows, columns)
    for index in np.flatnonzero(~fit.converged).tolist():
        k, when = index % count, ("start", "end")[index // count]
        starved, short = starved_rows(tables[index] > 0, rows[index], columns[index], fit.potential[index])
        if starved.size:
            _refuse_unmatched(
                starved,
                short,
                table=tables[index],
                target=target[k],
                totals=totals[[k, count + k]],
                when=when,
                labels=labels,
                k=k,
            )
    return Matched(
        start=fit.table[:count],
        end=fit.table[count:],
        to_outside=nothing,
        from_outside=nothing,
        iterations=int(fit.iterations.max()),
        residual=float(fit.residual.max()),
        converged=bool(fit.converged.all()),
        repairs=repairs,
    )


def _larger_totals(start: Floats, end: Floats, target: Floats, labels: Labels) -> tuple[Floats, tuple[str, ...]]:
    """Take the larger of a birthplace's totals where its natives fill a residence and exceed the common total."""
    places = start.shape[-1]
    needed = np.zeros_like(target)
    for stock in (start, end):
        natives = np.diagonal(stock, axis1=-2, axis2=-1)
        alone = stock.sum(axis=-2) - natives <= 0
        needed[:, :places] = np.maximum(needed[:, :places], np.where(alone, natives, 0.0))
    stuck = needed > target
    if not stuck.any():
        return target, ()
    larger = np.where(stuck, np.maximum(start.sum(axis=-1), end.sum(axis=-1)), 0.0)
    rest = np.where(stuck, 0.0, target)
    room = target.sum(axis=-1) - larger.sum(axis=-1)
    factor = np.maximum(room, 0.0) / np.maximum(rest.sum(axis=-1), np.finfo(float).tiny)
    repairs = tuple(
        f"birthplace {labels.birthplace(b)}{labels.table(k)}: common total {people(larger[k, b])} instead of "
        f"{people(target[k, b])}, since its residence records nobody born elsewhere and holds {people(needed[k, b])}; "
        f"totals of other birthplaces scaled by {factor[k]:.9f}"
        for k, b in np.argwhere(stuck).tolist()
    )
    return larger + rest * factor[:, None], repairs


def _refuse_unmatched(
    starved: NDArray[np.int64],
    short: float,
    *,
    table: Floats,
    target: Floats,
    totals: Floats,
    when: str,
    labels: Labels,
    k: int,
) -> None:
    """Name the smaller side of an impossible fit: birthplaces without room, or residences too full for theirs."""
    shut = np.setdiff1d(np.flatnonzero(target > 0), starved)
    full = np.flatnonzero(~(table[starved] > 0).any(axis=0) & (table.sum(axis=0) > 0))
    too_full = 0 < shut.size < starved.size and full.size > 0
    b = int(shut[0] if too_full else starved[0])
    others = (shut.size if too_full else starved.size) - 1
    more = f" (with {others} more)" if others else ""
    if too_full:
        why = (
            f"at the {when} {people(table[:, full].sum())} live in {labels.residence(int(full[0]))}"
            f"{f' (with {full.size - 1} more)' if full.size > 1 else ''}, where nobody born elsewhere is recorded"
        )
    else:
        why = f"the {when} table has no residents to hold {people(short)} of them"
    raise InvalidInput(
        f"The totals of birthplace {labels.birthplace(b)}{more}{labels.table(k)} cannot meet: after births and deaths "
        f"{people(totals[0, b])} at the start and {people(totals[1, b])} at the end must both become "
        f"{people(target[b])}, but {why}.",
        hint="Correct or merge these countries, record who else lives there, or use an open method such as 'min-open'.",
    )


def match_open(start: Floats, end: Floats) -> Matched:
    """Give each birthplace its smaller total in both tables; the surplus leaves to, or comes from, outside.

    The larger table's row is scaled down in its own proportions: `start[b, r] * min(1, total_end / total_start)`.
    Arguments `start`, `end` `[k, birth, residence]` in persons.

    >>> matched = match_open(np.array([[[8.0, 2.0]]]), np.array([[[3.0, 2.0]]]))
    >>> matched.start[0].tolist(), matched.to_outside[0].tolist(), matched.from_outside[0].tolist()
    ([[4.0, 1.0]], [[4.0, 1.0]], [[0.0, 0.0]])
    """
    first, second = start.sum(axis=-1), end.sum(axis=-1)
    smaller = np.minimum(first, second)
    keep = np.divide(smaller, first, out=np.ones_like(first), where=first > 0)
    stay = np.divide(smaller, second, out=np.ones_like(second), where=second > 0)
    kept, settled = start * keep[..., None], end * stay[..., None]
    return Matched(kept, settled, start - kept, end - settled)
