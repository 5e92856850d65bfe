"""One door for labelled tables: frames of stocks in, a frame of flows out, with how the estimate came about."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.errors import InvalidInput
from corridors.flows import frames, inputs
from corridors.flows.arrays import (
    MAX_MEMORY,
    METHODS,
    PSEUDO_BAYES_WEIGHT,
    TAKES_PRIOR,
    FlowEstimate,
    Method,
    estimate_arrays,
    memory_needed,
)
from corridors.flows.frames import Table
from corridors.flows.stocks import WorldStocks

Floats = NDArray[np.float64]
NEEDS_NO_NATIVES = ("difference-drop", "difference-reverse")


@dataclass(frozen=True)
class Flows:
    """Bilateral flows of one period and the facts of their estimate.

    `frame` has a row for each flow above zero: origin, destination, flow (persons over the period) and sex where the
    stocks had it; or by birthplace birth, origin, destination, flow and move: outward (leaving the country of birth),
    return (to it) or onward (between two others; also everybody whose birthplace is no country of the table).
    `estimate` holds the same as arrays, `countries` and `birthplaces` name their axes, `sexes` is empty where the
    stocks had none. `times` are the two dates; `stocks` what the world's table was made of, None for a user's own.
    """

    estimate: FlowEstimate
    countries: tuple[str, ...]
    birthplaces: tuple[str, ...]
    sexes: tuple[str, ...]
    times: tuple[str, str]
    stocks: WorldStocks | None = None

    @cached_property
    def frame(self) -> pl.DataFrame:
        """The flows as rows."""
        by_birth = self.estimate.by_birth
        kept = by_birth is not None
        array = by_birth if by_birth is not None else self.estimate.flow
        if not self.sexes:
            array = array[None]
        parts = np.nonzero(array)
        columns: dict[str, Any] = {}
        if kept:
            columns["birth"] = _named(self.birthplaces, parts[1])
        columns["origin"] = _named(self.countries, parts[-2])
        columns["destination"] = _named(self.countries, parts[-1])
        columns["flow"] = array[parts]
        if kept:
            move = np.where(parts[1] == parts[-2], 0, np.where(parts[1] == parts[-1], 1, 2))
            columns["move"] = _named(("outward", "return", "onward"), move)
        if self.sexes:
            columns["sex"] = _named(self.sexes, parts[0])
        return pl.DataFrame(columns)

    @property
    def method(self) -> str:
        """The method of the estimate."""
        return self.estimate.method

    @property
    def years(self) -> float:
        """Length of the period in years."""
        return self.estimate.years

    @property
    def iterations(self) -> int:
        """Steps of the longest fit; 0 where nothing had to be fitted."""
        return self.estimate.iterations

    @property
    def residual(self) -> float:
        """The largest miss of a margin, persons."""
        return self.estimate.residual

    @property
    def converged(self) -> bool:
        """Whether every fit met its margins to rounding."""
        return self.estimate.converged

    @property
    def repairs(self) -> tuple[str, ...]:
        """What was changed in the input, or left unused."""
        return self.estimate.repairs


def estimate(
    stocks: pl.DataFrame | Table | WorldStocks,
    demography: pl.DataFrame | Table | None = None,
    *,
    method: Method,
    years: float | None = None,
    by_birth: bool = False,
    prior: pl.DataFrame | Table | None = None,
    cost: pl.DataFrame | Table | None = None,
    epsilon: float | None = None,
    weight: float = PSEUDO_BAYES_WEIGHT,
    world_moves: float | None = None,
    max_memory: float = MAX_MEMORY,
) -> Flows:
    """Estimate who moved from where to where, from who lived where at two dates.

    Equations: `corridors.flows.methods` and `estimate_arrays`. Any codes are allowed; where the stocks have a sex, each
    is estimated by itself. A pair of birthplace and residence that is in no row is zero; one that is in the rows of one
    date only counts as zero at the other, and is reported among the repairs.

    Args:
        stocks: birth, residence, time (two: years or dates), stock (persons), perhaps sex. Natives (birth equal to
            residence: population less foreign-born) are included; only the difference methods do without.
            Birthplaces that are no residence (such as "unknown") may have rows. Or `world_stocks(...)`.
        demography: country, births, deaths (persons over the period), and sex where the stocks have it; for every
            residence. Without it, births and deaths are zero.
        method: one of `METHODS`; years: the period's length, where it is not the time between the two dates.
        by_birth: keep the birthplace of the movers and label each move.
        prior: origin, destination, prior for every pair (nonnegative; zero forbids): flows are the nearest to it.
        cost, epsilon: for `transport`: origin, destination, cost, and the smoothing in the same unit.
        weight: for `pseudo-bayes`, the share of the fewest moves.
        world_moves: for `rate`, the moves to spread, persons.
        max_memory: bytes above which the work is refused.
    Raises:
        InvalidInput: a table that no method can use, with its row and value; UnknownName: a method or column.
    Source: Abel and Cohen (2019), https://doi.org/10.1038/s41597-019-0089-3

    >>> import polars as pl
    >>> pairs = {"birth": ["A", "A", "B", "B"] * 2, "residence": ["A", "B"] * 4, "time": [2015] * 4 + [2020] * 4}
    >>> stocks = pl.DataFrame(pairs | {"stock": [900, 40, 10, 600, 880, 60, 10, 600]})
    >>> estimate(stocks, method="min-closed").frame.row(0)
    ('A', 'B', 20.0)
    """
    inputs.checked_choice("method", method, METHODS)
    options: dict[str, Any] = {"method": method, "by_birth": by_birth, "weight": weight, "world_moves": world_moves}
    if isinstance(stocks, WorldStocks):
        if demography is not None:
            raise InvalidInput("The world's stocks bring their own births and deaths.", hint="Leave demography out.")
        world = stocks
        laid = frames.StockArrays(
            world.start[None], world.end[None], world.birthplaces, world.countries, (),
            (str(world.period[0]), str(world.period[1])), (),
        )  # fmt: skip
        births, deaths = world.births[None], world.deaths[None]
    else:
        world = None
        laid, births, deaths = _laid_out(_table(stocks, "the stocks"), demography, method, by_birth, max_memory)
    length = frames.years_between(*laid.times) if years is None else years
    start, end = (_without_natives(t) if method in NEEDS_NO_NATIVES else t for t in (laid.start, laid.end))
    if births is not None and deaths is not None:
        options |= {"births": births, "deaths": deaths}
    if prior is not None and method in TAKES_PRIOR:
        options["prior"] = frames.pair_matrix(_table(prior, "the prior"), "prior", laid.residences)
    elif prior is not None:
        options["prior"] = np.zeros((0, 0))
    if cost is not None:
        options["cost"] = frames.pair_matrix(_table(cost, "the cost"), "cost", laid.residences)
    found = estimate_arrays(
        start, end, years=length, epsilon=epsilon, labels=laid.birthplaces, tables=laid.sexes or None,
        max_memory=max_memory, **options,
    )  # fmt: skip
    found = replace(_one_sex(found) if not laid.sexes else found, repairs=(*laid.repairs, *found.repairs))
    return Flows(found, laid.residences, laid.birthplaces, laid.sexes, laid.times, world)


def _table(given: pl.DataFrame | Table, name: str) -> Table:
    if isinstance(given, Table):
        return given
    if not isinstance(given, pl.DataFrame):
        raise InvalidInput(f"{name.capitalize()} are a {type(given).__name__}.", hint="Give a Polars DataFrame.")
    return Table(given, name)


def _laid_out(
    stocks: Table, demography: pl.DataFrame | Table | None, method: str, by_birth: bool, max_memory: float
) -> tuple[frames.StockArrays, Floats | None, Floats | None]:
    frame, times = frames.stock_frame(stocks)
    birthplaces, residences, sexes = frames.axes(frame)
    shape = (max(len(sexes), 1), len(birthplaces), len(residences))
    inputs.refuse_memory(
        memory_needed(shape, method, by_birth=by_birth),
        max_memory,
        f"{len(residences):,} countries with {len(birthplaces):,} birthplaces by {method}"
        + (" kept by birth" if by_birth else ""),
    )
    laid = frames.stock_arrays(stocks, frame, times, natives=method not in NEEDS_NO_NATIVES)
    if demography is None:
        return laid, None, None
    births, deaths = frames.event_arrays(_table(demography, "the demography"), residences, sexes)
    return laid, births, deaths


def _without_natives(stock: Floats) -> Floats:
    """Natives take no part in the difference methods, whatever their count."""
    emptied = stock.copy()
    index = np.arange(stock.shape[-1])
    emptied[..., index, index] = 0.0
    return emptied


def _one_sex(found: FlowEstimate) -> FlowEstimate:
    """Drop the leading axis of a single table."""
    return replace(
        found,
        flow=found.flow[0],
        by_birth=None if found.by_birth is None else found.by_birth[0],
        stayers=None if found.stayers is None else found.stayers[0],
    )


def _named(labels: tuple[str, ...], index: NDArray[np.int64]) -> pl.Series:
    return pl.Series(labels, dtype=pl.String).gather(index)
