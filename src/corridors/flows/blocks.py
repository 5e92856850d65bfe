"""Moves of each birthplace fitted to its own margins on the small block of places that take part."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridors.errors import InvalidInput
from corridors.flows.fitting import Fit, fit_batch, starved_rows
from corridors.flows.inputs import Labels, people

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

CELLS_AT_ONCE = 400_000
"""Blocks are fitted in batches of at most this many cells, which bounds memory and keeps them in cache."""


@dataclass(frozen=True)
class Block:
    """One birthplace's fitted moves: `moves[origins, destinations]` of table k and birthplace b, in persons."""

    k: int
    b: int
    origins: Indices
    destinations: Indices
    moves: Floats
    iterations: int
    residual: float
    converged: bool


def fit_blocks(leaving: Floats, arriving: Floats, log_weight: Floats, labels: Labels, what: str) -> Iterator[Block]:
    """Fit for each birthplace the table nearest a weight whose margins are those who leave and who arrive.

    Each block has moves `exp(log_weight[o, d] + u[o] + v[d])` on the places where somebody leaves and arrives.
    Blocks of like size are padded and fitted together by `fit_batch`.
    Arguments: `leaving[k, b, o]`, `arriving[k, b, d]` in persons, equal sums for each k and b;
    `log_weight[o, d]`, -inf where no move can be; `what` names the weight in messages.
    Raises `InvalidInput` naming the birthplace and the two totals that cannot meet.
    Source: Abel (2013), https://doi.org/10.4054/DemRes.2013.28.18 , whose offset is the weight.

    >>> leaving, arriving = np.array([[[4.0, 0.0, 0.0]]]), np.array([[[0.0, 1.0, 3.0]]])
    >>> next(fit_blocks(leaving, arriving, np.zeros((3, 3)), Labels(None, 3, 3), "prior")).moves.round(9).tolist()
    [[1.0, 3.0]]
    """
    problems = [
        _Problem.of(k, b, np.flatnonzero(leaving[k, b] > 0), np.flatnonzero(arriving[k, b] > 0))
        for k, b in np.argwhere((leaving > 0).any(axis=-1) & (arriving > 0).any(axis=-1)).tolist()
    ]
    for batch in _batches(problems):
        height, width = max(p.shape[0] for p in batch), max(p.shape[1] for p in batch)
        log_seed = np.full((len(batch), height, width), -np.inf)
        rows, columns = np.zeros((len(batch), height)), np.zeros((len(batch), width))
        for i, p in enumerate(batch):
            weight = log_weight[p.origins[:, None], p.destinations]
            out, into = leaving[p.k, p.b, p.origins], arriving[p.k, p.b, p.destinations]
            if p.turned:
                weight, out, into = weight.T, into, out
            n, m = p.shape
            log_seed[i, :n, :m], rows[i, :n], columns[i, :m] = weight, out, into
        fit = fit_batch(log_seed, rows, columns, logs=True)
        for i, p in enumerate(batch):
            n, m = p.shape
            if not fit.converged[i]:
                open_cells = np.isfinite(log_seed[i, :n, :m])
                starved, short = starved_rows(open_cells, rows[i, :n], columns[i, :m], fit.potential[i, :n])
                if starved.size:
                    _refuse_starved(p, starved, short, float(rows[i][starved].sum()), labels=labels, what=what)
            yield p.block(fit, i)


@dataclass(frozen=True)
class _Problem:
    """One block to fit, turned on its side when fewer places receive than send: Newton works on the short side."""

    k: int
    b: int
    origins: Indices
    destinations: Indices
    turned: bool
    shape: tuple[int, int]

    @classmethod
    def of(cls, k: int, b: int, origins: Indices, destinations: Indices) -> "_Problem":
        short, long = sorted((origins.size, destinations.size))
        return cls(k, b, origins, destinations, origins.size > destinations.size, (short, long))

    def block(self, fit: Fit, i: int) -> Block:
        moves = fit.table[i, : self.shape[0], : self.shape[1]]
        return Block(
            self.k,
            self.b,
            self.origins,
            self.destinations,
            moves.T if self.turned else moves,
            int(fit.iterations[i]),
            float(fit.residual[i]),
            bool(fit.converged[i]),
        )


def _batches(problems: list[_Problem]) -> Iterator[list[_Problem]]:
    """Group blocks of like size, so that padding adds little."""
    batch: list[_Problem] = []
    for problem in sorted(problems, key=lambda p: p.shape):
        height = problem.shape[0]
        width = max([problem.shape[1], *(p.shape[1] for p in batch)])
        grown = batch and height > 1.25 * batch[0].shape[0] + 2
        if batch and (grown or height * width * (len(batch) + 1) > CELLS_AT_ONCE):
            yield batch
            batch = []
        batch.append(problem)
    if batch:
        yield batch


def _refuse_starved(p: _Problem, starved: Indices, short: float, needed: float, *, labels: Labels, what: str) -> None:
    places = (p.destinations if p.turned else p.origins)[starved]
    named = ", ".join(labels.residence(int(i)) for i in places[:3]) + (" and others" if len(places) > 3 else "")
    side, other = ("arrive in", "leave from") if p.turned else ("leave", "arrive in")
    raise InvalidInput(
        f"Margins of birthplace {labels.birthplace(p.b)}{labels.table(p.k)} cannot meet: {people(needed)} of its "
        f"people must {side} {named}, but only {people(needed - short)} {other} the places that the {what} allows.",
        hint=f"Give the {what} a positive weight on more of these pairs.",
    )
