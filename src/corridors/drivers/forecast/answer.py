"""A forecast of who will move from where to where: median and intervals of every corridor and year, with its record."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors import __version__
from corridors.concepts.countries import resolve
from corridors.concepts.quality import Quality
from corridors.drivers.forecast.draws import CHUNK, STEP, Prepared, draw_flows, prepare
from corridors.drivers.forecast.history import Floats, history
from corridors.errors import InvalidInput, NotCovered

LEVELS = (("lower95", 0.025), ("lower80", 0.1), ("flow", 0.5), ("upper80", 0.9), ("upper95", 0.975))
"""Columns of the frame and the quantiles they hold; `flow` is the median."""
FURTHEST = 25
"""Years ahead that a forecast may reach: as long as the flows of the world have been followed."""
HORIZON = 10
"""Years ahead where no end is given."""
MAX_MEMORY = 4.0e9
"""Bytes above which the draws are refused."""
BLOCK = 4096
"""Corridors whose draws are sorted at once."""
FEWEST_DRAWS = 40
"""Draws below which the ends of a 95% interval mean nothing."""
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Forecast:
    """Flows to come, persons a year, with intervals.

    `frame`: origin, destination, year, flow (the median), lower80, upper80, lower95, upper95, mean, quality; the
    flow of a year is that from 1 July to 30 June of the next. `net`: the same columns for net migration by country;
    `world`: for all who move. `draws` `[draw, period, corridor]` is kept on request only, in the order of `corridors`,
    persons a year in each forecast period; the same seed gives the same draws again. `provenance` says what all of it
    was made from.
    """

    launch: int
    until: int
    frame: pl.DataFrame
    net: pl.DataFrame
    world: pl.DataFrame
    corridors: tuple[tuple[str, str], ...]
    draws: NDArray[np.float32] | None
    provenance: dict[str, Any]


def forecast(
    launch: int | None = None,
    until: int | None = None,
    *,
    draws: int = 1000,
    seed: int = 0,
    corridors: Pairs | None = None,
    keep_draws: bool = False,
    max_memory: float = MAX_MEMORY,
) -> Forecast:
    """Forecast the flows between all countries, or of the corridors asked for, from a launch year on.

    The model is that of `corridors.drivers.forecast.model`; draws of all corridors are made together, so a corridor's
    numbers do not depend on which others were asked for. In every draw arrivals equal departures over the world.
    Flows of natives grow from the first forecast period on as the origin's population did by births and deaths in
    the last known one. Single years have no shock of their own: stocks five years apart do not show them, so that a
    year's interval is that of the mean of its period.

    Args:
        launch: a year at which stocks stand (`launches()`), None for the last; until: last year, at most 25 ahead;
        draws: how many, at least 40; seed: of the draws; corridors: (origin, destination) by any name, None for all;
        keep_draws: whether to return the draws; max_memory: bytes above which the work is refused.
    Raises:
        NotCovered: a launch year without data, or a country that the stocks do not have; UnknownName: a country that
        is none; InvalidInput: an end before the launch, too few draws, or draws that need too much memory.
    Source of the idea that rates persist and shrink: Welch and Raftery (2022), https://doi.org/10.1073/pnas.2203822119

    Example:
        >>> import corridors as cr
        >>> found = cr.forecast(2020, 2022, draws=40, corridors=[("Tonga", "New Zealand")])
        >>> found.frame["year"].to_list()
        [2020, 2021, 2022]
    """
    from corridors.drivers.forecast.history import launches

    start = launches()[-1] if launch is None else launch
    last = start + HORIZON if until is None else until
    _check(start, last, draws)
    ready = prepared(start)
    codes = ready.known.countries
    chosen = None if corridors is None else tuple(_pair(pair, codes) for pair in corridors)
    _check_memory(ready, last, draws, max_memory)
    return assemble(ready, last, draws, seed, chosen, keep_draws=keep_draws)


@lru_cache(maxsize=4)
def prepared(launch: int) -> Prepared:
    """The model fitted to what was known at a launch year, packaged or fitted now, and kept for the next call."""
    return prepare(history(launch))


def _check(launch: int, until: int, draws: int) -> None:
    if not launch <= until <= launch + FURTHEST:
        raise InvalidInput(
            f"A forecast from {launch} cannot end in {until}.",
            hint=f"Give a year from {launch} to {launch + FURTHEST}.",
        )
    if draws < FEWEST_DRAWS:
        raise InvalidInput(f"{draws} draws are too few for intervals.", hint=f"Ask for at least {FEWEST_DRAWS}.")


def _check_memory(ready: Prepared, until: int, draws: int, most: float) -> None:
    """Draws of all corridors and periods are held at once, natives apart from the others, besides one chunk."""
    size, periods = len(ready.known.countries), len(_spans(ready.known.launch, until))
    needed = 4.0 * size * size * periods * (2.0 * draws + 6.0 * CHUNK)
    if needed > most:
        raise InvalidInput(
            f"{draws:,} draws until {until} need {needed / 1e9:.1f} GB, more than the {most / 1e9:.1f} GB allowed.",
            hint=f"Ask for {int(draws * most / needed):,} draws, an earlier end, or allow more with max_memory.",
        )


def _pair(pair: tuple[str, str], codes: tuple[str, ...]) -> tuple[str, str]:
    found = tuple(resolve(name).code for name in pair)
    for name, code in zip(pair, found, strict=True):
        if code not in codes:
            raise NotCovered(f"{name} ({code}) is not among the areas of the stocks.", hint="It has no forecast.")
    if found[0] == found[1]:
        raise InvalidInput(f"{pair[0]} is origin and destination at once.", hint="Give two countries.")
    return found[0], found[1]


def _spans(launch: int, until: int) -> tuple[float, ...]:
    """Forecast periods of `STEP` years that reach the last year."""
    return (STEP,) * (int((until - launch) // STEP) + 1)


def assemble(
    ready: Prepared,
    until: int,
    draws: int,
    seed: int,
    chosen: tuple[tuple[str, str], ...] | None = None,
    *,
    keep_draws: bool = False,
) -> Forecast:
    """Draw, add up and summarise a prepared model.

    Args:
        ready: from `prepare`; until: last year; draws, seed; chosen: corridors as codes, None for all.
    """
    codes, launch = ready.known.countries, ready.known.launch
    size, spans = len(codes), _spans(ready.known.launch, until)
    native, others = (np.zeros((draws, len(spans), size, size), dtype=np.float32) for _ in range(2))
    for which, made in draw_flows(ready, draws, seed, spans):
        native[which] = made[:, :, 0]
        others[which] = made[:, :, 1] + made[:, :, 2]
    cells = _cells(codes, chosen)
    growth = natural_growth(ready)
    frames, nets, worlds = [], [], []
    for year in range(launch, until + 1):
        period = int((year - launch) // STEP)
        factor = np.exp(growth * (year + 0.5 - launch - 0.5 * STEP)).astype(np.float32)[None, :, None]
        flows = native[:, period] * factor + others[:, period]
        wanted = flows.reshape(draws, -1).take(cells[0] * size + cells[1], axis=1)
        frames.append(_summary(wanted, year, origin=_names(codes, cells[0]),
                               destination=_names(codes, cells[1])))  # fmt: skip
        net = flows.sum(axis=1, dtype=np.float64) - flows.sum(axis=2, dtype=np.float64)
        nets.append(_summary(net, year, country=list(codes)))
        worlds.append(_summary(flows.sum(axis=(1, 2), dtype=np.float64)[:, None], year))
    pairs = tuple((codes[i], codes[j]) for i, j in zip(*cells, strict=True))
    kept = (native + others)[:, :, cells[0], cells[1]] if keep_draws else None
    return Forecast(
        launch, until, pl.concat(frames), pl.concat(nets), pl.concat(worlds), pairs, kept,
        _record(ready, until, draws, seed),
    )  # fmt: skip


def _cells(
    codes: tuple[str, ...], chosen: tuple[tuple[str, str], ...] | None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    if chosen is None:
        rows, columns = np.nonzero(~np.eye(len(codes), dtype=np.bool_))
        return rows, columns
    position = {code: i for i, code in enumerate(codes)}
    return np.array([position[o] for o, _ in chosen]), np.array([position[d] for _, d in chosen])


def _names(codes: tuple[str, ...], index: NDArray[np.int64]) -> pl.Series:
    return pl.Series(codes, dtype=pl.String).gather(index)


def natural_growth(ready: Prepared) -> Floats:
    """Growth of each country's population by births and deaths in the last known period, per year.

    >>> from types import SimpleNamespace as Plain
    >>> last = Plain(births=np.array([30.0]), deaths=np.array([5.0]), stocks=np.array([[100.0]]), years=5.0)
    >>> natural_growth(Plain(known=Plain(periods=(last,)))).round(3).tolist()
    [0.05]
    """
    last = ready.known.periods[-1]
    return (last.births - last.deaths) / last.years / np.maximum(last.stocks.sum(axis=0), 1.0)


def _summary(draws: NDArray[np.floating], year: int, **labels: Any) -> pl.DataFrame:
    """Median, intervals and mean of draws `[draw, case]` as rows."""
    position = np.array([level for _, level in LEVELS]) * (draws.shape[0] - 1)
    low = position.astype(int)
    high, part = np.minimum(low + 1, draws.shape[0] - 1), position - low
    found = np.empty((len(LEVELS), draws.shape[1]))
    for first in range(0, draws.shape[1], BLOCK):
        ordered = np.sort(np.ascontiguousarray(draws[:, first : first + BLOCK].T), axis=1)
        found[:, first : first + BLOCK] = (ordered[:, low] * (1.0 - part) + ordered[:, high] * part).T
    columns = {name: found[k] for k, (name, _) in enumerate(LEVELS)}
    order = ("flow", "lower80", "upper80", "lower95", "upper95")
    years = np.full(draws.shape[1], year, dtype=np.int64)
    return pl.DataFrame(
        {
            **labels,
            "year": years,
            **{name: columns[name] for name in order},
            "mean": draws.mean(axis=0, dtype=np.float64),
        }
    ).with_columns(quality=pl.lit(Quality.PROJECTED.value))


def _record(ready: Prepared, until: int, draws: int, seed: int) -> dict[str, Any]:
    known = ready.known
    return {
        "title": f"Forecast of bilateral migration flows from {known.launch} to {until}",
        "made_by": f"corridors {__version__}",
        "quality": Quality.PROJECTED.value,
        "unit": "persons a year, median and central intervals of 80 and 95%",
        "launch": known.launch,
        "until": until,
        "draws": draws,
        "seed": seed,
        "model": "return to the level of the networks, heavy-tailed shocks, Gaussian copula",
        "flows": f"{known.method}, stocks of edition {known.edition}",
        "periods": [f"{period.start}-{period.end}" for period in known.periods],
        "fitted_on": dict(zip(("native", "return", "onward"), ready.fitted.rows, strict=True)),
        "sources": [{"name": name, "sha256": digest} for name, digest in known.sources],
        "method_sources": [
            "https://doi.org/10.1073/pnas.1722334116",
            "https://doi.org/10.1073/pnas.2203822119",
        ],
    }
