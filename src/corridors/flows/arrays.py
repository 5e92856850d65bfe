"""One door to every method: bilateral flows from the stocks of two dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from corridors.errors import InvalidInput
from corridors.flows import inputs, methods
from corridors.flows.accounting import Accounting, account

Floats = NDArray[np.float64]

Method = Literal[
    "difference-drop",
    "difference-reverse",
    "rate",
    "min-open",
    "min-closed",
    "independence",
    "pseudo-bayes",
    "transport",
]
METHODS: tuple[Method, ...] = get_args(Method)
"""Names of the methods."""
TAKES_PRIOR = ("min-open", "min-closed", "pseudo-bayes")
WITHOUT_ACCOUNTING = ("difference-drop", "difference-reverse", "rate")

PSEUDO_BAYES_WEIGHT = 0.87
"""Share of the minimum in pseudo-Bayes: Azose and Raftery (2019), https://doi.org/10.1073/pnas.1722334116 ."""
MAX_MEMORY = 4 * 2**30
"""Default refusal limit in bytes: half of a common laptop's memory."""


@dataclass(frozen=True)
class FlowEstimate:
    """Flows of one method over one period, and how they were come by.

    Leading axes `...` are those of the stocks given (sex, period), none for one table.
    `flow[..., origin, destination]` persons over the period, zero diagonal;
    `by_birth[..., birth, origin, destination]` the same by birthplace, when asked;
    `stayers[..., birth, residence]` persons who are where they were, for methods that have them;
    `accounting` every intermediate table (`[k, birth, residence]`, leading axes as one), for methods that
    use it; `iterations`, `residual` (persons, the worst margin) and `converged` of every fit made;
    `repairs` what was changed in the input, or left unused; `method`; `years` the period's length.
    """

    flow: Floats
    by_birth: Floats | None
    stayers: Floats | None
    accounting: Accounting | None
    iterations: int
    residual: float
    converged: bool
    repairs: tuple[str, ...]
    method: Method
    years: float

    @property
    def per_year(self) -> Floats:
        """Mean annual flow, `flow / years`: transitions spread evenly, not movements counted each year."""
        return self.flow / self.years

    def pieces(self) -> dict[Literal["outward", "return", "onward"], Floats]:
        """Split the flow into leaving the birthplace, returning to it, and moving on between other countries.

        `outward[o, d] = F[o, o, d]`, `return[o, d] = F[d, o, d]`, `onward` the rest, in persons; people of a
        birthplace without a residence ("unknown") can only count as onward. The three sum to `flow`.
        Raises `InvalidInput` when the birthplaces were not kept.

        >>> table = np.array([[90.0, 5.0], [10.0, 95.0]])
        >>> after = np.array([[88.0, 7.0], [10.0, 95.0]])
        >>> kept = estimate_arrays(table, after, method="min-closed", years=5, by_birth=True)
        >>> kept.pieces()["outward"].round(9).tolist()
        [[0.0, 2.0], [0.0, 0.0]]
        """
        if self.by_birth is None:
            raise InvalidInput("The birthplaces of the movers were not kept.", hint="Estimate with by_birth=True.")
        index = np.arange(self.flow.shape[-1])
        outward = self.by_birth[..., index, index, :].copy()
        back = np.moveaxis(self.by_birth[..., index, :, index], 0, -1).copy()
        onward = np.maximum(self.flow - outward - back, 0.0)
        return {"outward": outward, "return": back, "onward": onward}


def estimate_arrays(
    start: ArrayLike | None,
    end: ArrayLike | None,
    births: ArrayLike | None = None,
    deaths: ArrayLike | None = None,
    *,
    method: Method,
    years: float,
    prior: ArrayLike | None = None,
    cost: ArrayLike | None = None,
    epsilon: float | None = None,
    weight: float = PSEUDO_BAYES_WEIGHT,
    world_moves: ArrayLike | None = None,
    by_birth: bool = False,
    labels: Sequence[str] | None = None,
    tables: Sequence[str] | None = None,
    max_memory: float = MAX_MEMORY,
) -> FlowEstimate:
    """Estimate bilateral flows from the stocks of two dates by one of the rival methods.

    Demographic accounting (`min-open`, `min-closed`, `independence`, `pseudo-bayes`, `transport`) first takes
    births and deaths out and matches the tables, then splits `S1[b, i]`, `S2[b, i]` into stayers and moves
    `F[b, o, d]` with `sum_d F[b, o, d] = S1[b, o] - stayers`, `sum_o F[b, o, d] = S2[b, d] - stayers`;
    `difference-drop`, `difference-reverse` and `rate` read the tables as they stand. Equations: `methods`.

    Arguments:
        start, end: `stock[..., birth, residence]`, persons; natives on the diagonal, rows and columns in the
            same order, extra birthplaces (such as unknown) in the last rows, any leading axes (sex, period).
        births, deaths: `[..., residence]`, persons over the period; zero when not given.
        years: length of the period, any positive number.
        prior: `[origin, destination]`, nonnegative: flows are the nearest to it (diagonal unused); zero forbids.
        cost, epsilon: for `transport`, `[origin, destination]` and its smoothing, in one unit.
        weight: for `pseudo-bayes`, the share of the minimum.
        world_moves: for `rate`, the world's moves to spread, persons; otherwise the sum of absolute net migration.
        by_birth: keep `F[b, o, d]`.
        labels: names of the rows (the first ones name the residences), for messages.
        tables: names of the tables along one leading axis (sexes), for messages.
        max_memory: bytes above which the work is refused.

    Raises `InvalidInput` naming row and value for input that no method can use, `UnknownName` for a method.
    Sources: Abel (2013), https://doi.org/10.4054/DemRes.2013.28.18 ; Abel and Cohen (2019),
    https://doi.org/10.1038/s41597-019-0089-3 ; Azose and Raftery (2019), https://doi.org/10.1073/pnas.1722334116 .

    >>> start = [[1000, 100, 10, 0], [55, 555, 50, 5], [80, 40, 800, 40], [20, 25, 20, 200]]
    >>> end = [[950, 100, 60, 0], [80, 505, 75, 5], [90, 30, 800, 40], [40, 45, 0, 180]]
    >>> estimate_arrays(start, end, method="min-closed", years=5).flow.round(2).tolist()
    [[0.0, 0.0, 50.0, 0.0], [35.0, 0.0, 25.0, 0.0], [10.0, 10.0, 0.0, 0.0], [10.0, 10.0, 0.0, 0.0]]
    """
    inputs.checked_choice("method", method, METHODS)
    period = inputs.checked_positive(years, "years")
    shape = inputs.stock_shape(start, end)
    inputs.refuse_memory(
        memory_needed(shape, method, by_birth=by_birth),
        max_memory,
        f"{shape[-1]:,} countries with {shape[-2]:,} birthplaces by {method}" + (" kept by birth" if by_birth else ""),
    )
    named = inputs.checked_labels(labels, shape, tables)
    _refuse_misplaced(method, prior, cost, epsilon, world_moves)
    accounts = method not in WITHOUT_ACCOUNTING
    rate_by_net = method == "rate" and world_moves is None
    lenient = accounts or method == "rate"
    first = inputs.checked_stock(start, named, "start", negative_natives=lenient)  # type: ignore[arg-type]
    second = inputs.checked_stock(end, named, "end", negative_natives=lenient)  # type: ignore[arg-type]
    born = inputs.checked_events(births, named, "births")
    died = inputs.checked_events(deaths, named, "deaths")
    accounting = None
    if accounts:
        accounting = account(first, second, born, died, closed=method != "min-open", labels=named)
        moves = _account_for(
            accounting,
            method,
            prior=prior,
            cost=cost,
            epsilon=epsilon,
            weight=weight,
            labels=named,
            by_birth=by_birth,
        )
        repairs = accounting.repairs
    else:
        moves = _read_off(first, second, born, died, method=method, world_moves=world_moves, by_birth=by_birth)
        events = (births is not None or deaths is not None) and not rate_by_net
        repairs = _unused(first, second, method, named, events=events)
    leading = shape[:-2]
    return FlowEstimate(
        flow=_reshaped(moves.flow, leading),
        by_birth=None if moves.by_birth is None else _reshaped(moves.by_birth, leading),
        stayers=None if moves.stayers is None else _reshaped(moves.stayers, leading),
        accounting=accounting,
        iterations=max(moves.iterations, accounting.iterations if accounting else 0),
        residual=max(moves.residual, accounting.residual if accounting else 0.0),
        converged=moves.converged and (accounting is None or accounting.converged),
        repairs=repairs,
        method=method,
        years=period,
    )


def memory_needed(shape: tuple[int, ...], method: str, *, by_birth: bool) -> float:
    """Estimate the bytes that an estimate would allocate at its peak.

    Tables of float64 held at once, counted in the code and checked by `benchmarks/flows_methods.py`.

    >>> memory_needed((10_000, 10_000), "min-closed", by_birth=False) / 2**30 > 10
    True
    """
    table = 8.0 * float(np.prod(shape))
    tables = 8 if method in WITHOUT_ACCOUNTING else 22 if method == "min-open" else 40
    details = (2 if method == "pseudo-bayes" else 1) if by_birth else 0
    return table * (tables + details * shape[-1])


def _refuse_misplaced(
    method: str, prior: ArrayLike | None, cost: ArrayLike | None, epsilon: float | None, moves: ArrayLike | None
) -> None:
    if prior is not None and method not in TAKES_PRIOR:
        raise InvalidInput(
            f"{method} has no use for a prior.", hint=f"Use one of {', '.join(TAKES_PRIOR)}, or transport with a cost."
        )
    if (cost is None) != (epsilon is None) or (cost is None) == (method == "transport"):
        raise InvalidInput(
            f"{method} was given {'no cost' if cost is None else 'a cost'} and "
            f"{'no epsilon' if epsilon is None else 'an epsilon'}.",
            hint="transport needs cost[origin, destination] and its smoothing epsilon; other methods take neither.",
        )
    if moves is not None and method != "rate":
        raise InvalidInput(f"{method} has no use for world_moves.", hint="Only the rate method spreads a world total.")


def _account_for(
    tables: Accounting,
    method: str,
    *,
    prior: ArrayLike | None,
    cost: ArrayLike | None,
    epsilon: float | None,
    weight: float,
    labels: inputs.Labels,
    by_birth: bool,
) -> methods.Moves:
    start, end = tables.start_matched, tables.end_matched
    if method == "transport":
        assert cost is not None and epsilon is not None
        checked = inputs.checked_matrix(cost, labels, "cost", infinite=True)
        smoothing = inputs.checked_positive(epsilon, "epsilon")
        return methods.transport(start, end, checked, smoothing, labels, by_birth=by_birth)
    if method == "independence":
        return methods.independence(start, end, by_birth=by_birth)
    offset = None if prior is None else inputs.checked_matrix(prior, labels, "prior")
    fewest = methods.minimum(start, end, labels, prior=offset, by_birth=by_birth)
    if method != "pseudo-bayes":
        return fewest
    share = inputs.checked_positive(weight, "weight", most=1.0, zero=True)
    return methods.blend(fewest, methods.independence(start, end, by_birth=by_birth), share)


def _read_off(
    start: Floats,
    end: Floats,
    births: Floats,
    deaths: Floats,
    *,
    method: str,
    world_moves: ArrayLike | None,
    by_birth: bool,
) -> methods.Moves:
    if method != "rate":
        return methods.difference(start, end, reverse=method == "difference-reverse", by_birth=by_birth)
    if world_moves is None:
        total = methods.net_migration_turnover(start, end, births, deaths)
    else:
        total = np.broadcast_to(np.asarray(world_moves, dtype=np.float64).reshape(-1), (len(start),))
        for value in total.tolist():
            inputs.checked_positive(value, "world_moves", zero=True)
    return methods.rate(start, total, by_birth=by_birth)


def _unused(start: Floats, end: Floats, method: str, labels: inputs.Labels, *, events: bool) -> tuple[str, ...]:
    """What a method that reads the tables as they stand leaves aside."""
    notes: list[str] = []
    if events:
        notes.append(f"{method} uses no births and deaths: those given are left aside")
    for row in range(labels.residences, labels.birthplaces):
        aside = start[:, row].sum(), end[:, row].sum()
        notes.append(
            f"{method} cannot place people born in {labels.birthplace(row)}: {inputs.people(aside[0])} at the start "
            f"and {inputs.people(aside[1])} at the end left aside"
        )
    return tuple(notes)


def _reshaped(array: Floats, leading: tuple[int, ...]) -> Floats:
    return array.reshape(*leading, *array.shape[1:])
