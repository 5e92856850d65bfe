"""A table of any number of axes from several tables of its sums.

Source: Deming, W. E. & Stephan, F. F. (1940), https://doi.org/10.1214/aoms/1177731829.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from corridors.errors import InvalidInput
from corridors.flows.margins.common import CONSISTENCY

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class TableFit:
    """A table fitted to several tables of sums, from `fit_tables`; `residual` is a share of the whole total."""

    flow: Floats
    iterations: int
    residual: float
    converged: bool


def fit_tables(
    offset: ArrayLike,
    sums: Mapping[tuple[int, ...], ArrayLike],
    *,
    tolerance: float = 1e-10,
    max_iterations: int = 10_000,
) -> TableFit:
    """Find the table of any number of axes nearest to an offset that has several given tables of sums.

    Proportional fitting: each table of sums in turn scales the flow to it, `flow *= known / sum of flow`, until all are
    met. With axes (origin, destination, age), `{(0, 2): departures by age, (1, 2): arrivals by age}` is the case of
    origin, destination and age.

    Args:
        offset: any shape, none negative; a zero stays zero.
        sums: for each tuple of axes kept, in rising order, the known sums over the other axes, people.
    Raises:
        InvalidInput: axes unknown, shapes or totals that disagree, or known sums over cells that are all zero.
    Source: https://doi.org/10.1214/aoms/1177731829, https://doi.org/10.1080/08898489909525459

    >>> fit = fit_tables([[[1.0, 1.0]], [[1.0, 3.0]]], {(0,): [20, 80], (2,): [40, 60]})
    >>> fit.flow.sum(axis=(1, 2)).round(6).tolist(), fit.flow.sum(axis=(0, 1)).round(6).tolist()
    ([20.0, 80.0], [40.0, 60.0])
    """
    flow = np.array(offset, dtype=np.float64)
    if not np.all(np.isfinite(flow)) or np.any(flow < 0):
        raise InvalidInput("The offset must be finite and not negative.")
    known = {axes: _check_sums(flow, axes, table) for axes, table in sums.items()}
    if not known:
        raise InvalidInput("No table of sums is given.", hint="Give at least one, for example {(0,): totals}.")
    totals = {axes: float(table.sum()) for axes, table in known.items()}
    whole = next(iter(totals.values()))
    for axes, total in totals.items():
        if abs(total - whole) > CONSISTENCY * max(abs(whole), abs(total)):
            raise InvalidInput(
                f"The sums over axes {next(iter(totals))} add up to {whole:g} and those over {axes} to {total:g}.",
                hint="Scale the tables to one total.",
            )
    residual, iterations = np.inf, 0
    while residual > tolerance and iterations < max_iterations:
        for axes, table in known.items():
            flow = flow * np.expand_dims(_ratio(table, flow.sum(axis=_others(flow, axes))), _others(flow, axes))
        misses = [np.max(np.abs(flow.sum(axis=_others(flow, axes)) - table)) for axes, table in known.items()]
        residual, iterations = float(max(misses)) / max(whole, np.finfo(np.float64).tiny), iterations + 1
    return TableFit(flow, iterations, residual, residual <= tolerance)


def _check_sums(flow: Floats, axes: tuple[int, ...], table: ArrayLike) -> Floats:
    if not axes or list(axes) != sorted(set(axes)) or axes[0] < 0 or axes[-1] >= flow.ndim:
        raise InvalidInput(f"Axes {axes} are not rising axes of an offset with {flow.ndim} axes, counted from 0.")
    known = np.asarray(table, dtype=np.float64)
    shape = tuple(flow.shape[axis] for axis in axes)
    if known.shape != shape:
        raise InvalidInput(f"The sums over axes {axes} have shape {known.shape}; the offset asks for {shape}.")
    if not np.all(np.isfinite(known)) or np.any(known < 0):
        raise InvalidInput(f"The sums over axes {axes} must be finite and not negative.")
    empty = np.argwhere((known > 0) & (flow.sum(axis=_others(flow, axes)) == 0))
    if len(empty):
        place = tuple(int(index) for index in empty[0])
        raise InvalidInput(f"The sum {known[place]:g} at {place} of axes {axes} stands over cells that are all zero.")
    return known


def _others(flow: Floats, axes: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(axis for axis in range(flow.ndim) if axis not in axes)


def _ratio(known: Floats, found: Floats) -> Floats:
    return np.divide(known, found, out=np.zeros_like(known), where=found > 0)
