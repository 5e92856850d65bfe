"""The rival methods that turn two stock tables into moves, each a function of arrays `[k, birth, residence]`.

Moves are `flow[k, origin, destination]`, with a zero diagonal, and when asked `by_birth[k, birth, origin,
destination]`, all in persons over the period. Compared by Abel and Cohen (2019),
https://doi.org/10.1038/s41597-019-0089-3 .
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridors.flows.blocks import fit_blocks
from corridors.flows.inputs import Labels

Floats = NDArray[np.float64]

DUST = 1e-11
"""Two stocks that agree to this share are the same stock: the difference is rounding of the matching."""


@dataclass(frozen=True)
class Moves:
    """Moves of one method: total, by birthplace when asked, stayers `[k, birth, residence]` where it has them."""

    flow: Floats
    by_birth: Floats | None
    stayers: Floats | None = None
    iterations: int = 0
    residual: float = 0.0
    converged: bool = True


def difference(start: Floats, end: Floats, *, reverse: bool, by_birth: bool) -> Moves:
    """Read growth of a foreign-born stock as moves from the birthplace; drop shrinkage, or read it as return.

    `F[b, r] = max(S2[b, r] - S1[b, r], 0)`, and when `reverse` also `F[r, b] += max(S1[b, r] - S2[b, r], 0)`.
    Natives and birthplaces without a residence take no part.
    Arguments: stocks `[k, birth, residence]` in persons.
    Source: reviewed as "drop negative" and "reverse negative" in https://doi.org/10.1038/s41597-019-0089-3 .

    >>> start, end = np.array([[[50.0, 5.0], [9.0, 50.0]]]), np.array([[[50.0, 7.0], [8.0, 50.0]]])
    >>> difference(start, end, reverse=True, by_birth=False).flow[0].tolist()
    [[0.0, 3.0], [0.0, 0.0]]
    """
    places = start.shape[-1]
    change = end[:, :places] - start[:, :places]
    index = np.arange(places)
    change[:, index, index] = 0.0
    outward = np.maximum(change, 0.0)
    back = np.maximum(-change, 0.0) if reverse else np.zeros_like(change)
    detail = None
    if by_birth:
        detail = np.zeros((len(start), start.shape[1], places, places))
        detail[:, index, index, :] = outward
        detail[:, index, :, index] += back.swapaxes(0, 1)
    return Moves(outward + back.swapaxes(-1, -2), detail)


def net_migration_turnover(start: Floats, end: Floats, births: Floats, deaths: Floats) -> Floats:
    """Sum of absolute net migration of all residences: the world total that the rate method spreads.

    `M = sum_r |P2[r] - P1[r] - births[r] + deaths[r]|`, P the column sums of the stocks with natives. This is
    the M that Abel and Cohen use; a mover counts twice in it, once where leaving and once where arriving.
    Arguments: stocks `[k, birth, residence]`, births and deaths `[k, residence]`, in persons. Returns `M[k]`.
    Source: https://doi.org/10.1038/s41597-019-0089-3 .

    >>> start, end = np.array([[[50.0, 5.0], [9.0, 50.0]]]), np.array([[[50.0, 7.0], [8.0, 50.0]]])
    >>> net_migration_turnover(start, end, np.zeros((1, 2)), np.zeros((1, 2))).tolist()
    [3.0]
    """
    net = end.sum(axis=-2) - start.sum(axis=-2) - births + deaths
    return np.abs(net).sum(axis=-1)


def rate(start: Floats, world_moves: Floats, *, by_birth: bool) -> Moves:
    """Spread a world total of moves over corridors as the foreign-born stocks at the start are spread.

    `F[b, r] = M S1[b, r] / sum_{b' != r'} S1[b', r']`: the birthplace is taken for the origin.
    Arguments: stocks `[k, birth, residence]`, `world_moves[k]` (M), in persons.
    Source: Dennett (2016), "Estimating an annual time series of global migration flows", in Global Dynamics,
    https://doi.org/10.1002/9781118937464.ch7 , as applied in https://doi.org/10.1038/s41597-019-0089-3 .

    >>> rate(np.array([[[50.0, 1.0], [3.0, 50.0]]]), np.array([8.0]), by_birth=False).flow[0].tolist()
    [[0.0, 2.0], [6.0, 0.0]]
    """
    places = start.shape[-1]
    foreign = start[:, :places].copy()
    index = np.arange(places)
    foreign[:, index, index] = 0.0
    total = foreign.sum(axis=(-2, -1))
    share = np.divide(world_moves, total, out=np.zeros_like(total), where=total > 0)
    flow = foreign * share[:, None, None]
    detail = None
    if by_birth:
        detail = np.zeros((len(start), start.shape[1], places, places))
        detail[:, index, index, :] = flow
    return Moves(flow, detail)


def minimum(start: Floats, end: Floats, labels: Labels, *, prior: Floats | None, by_birth: bool) -> Moves:
    """Let as many stay as can, and the fewest move: the demographic accounting of Abel, on matched tables.

    Stayers `f[b, i] = min(S1[b, i], S2[b, i])`; then `out = S1 - f` leave and `in = S2 - f` arrive. No place has
    both, so without a prior the fit is the closed form `out[b, o] in[b, d] / sum out[b]`, and over all
    birthplaces one matrix product. With a prior it is the table nearest `prior[o, d]` with these margins.
    Arguments: matched stocks `[k, birth, residence]` in persons; `prior[origin, destination]`.
    Raises `InvalidInput` where the prior leaves a birthplace's margins no table.
    Source: Abel (2013), https://doi.org/10.4054/DemRes.2013.28.18 .

    >>> start, end = np.array([[[9.0, 4.0], [1.0, 8.0]]]), np.array([[[7.0, 6.0], [1.0, 8.0]]])
    >>> minimum(start, end, Labels(None, 2, 2), prior=None, by_birth=False).flow[0].tolist()
    [[0.0, 2.0], [0.0, 0.0]]
    """
    stayers = np.minimum(start, end)
    leaving, arriving = _remainders(start, end, stayers)
    if prior is None:
        return _products(leaving, arriving, stayers, by_birth=by_birth)
    with np.errstate(divide="ignore"):
        log_weight = np.log(prior)
    return _fitted(leaving, arriving, log_weight, labels, "prior", stayers=stayers, by_birth=by_birth)


def _remainders(start: Floats, end: Floats, stayers: Floats) -> tuple[Floats, Floats]:
    """Who leaves and who arrives, rounding dust swept out and the two sums made equal to the last digit."""
    dust = DUST * np.maximum(start, end)
    leaving, arriving = start - stayers, end - stayers
    leaving[leaving <= dust] = 0.0
    arriving[arriving <= dust] = 0.0
    out, into = leaving.sum(axis=-1), arriving.sum(axis=-1)
    none = np.minimum(out, into) <= DUST * start.sum(axis=-1)
    leaving[none] = 0.0
    arriving[none] = 0.0
    arriving *= np.divide(out, into, out=np.ones_like(out), where=~none)[..., None]
    return leaving, arriving


def independence(start: Floats, end: Floats, *, by_birth: bool) -> Moves:
    """Let where people live at the end not depend on where they lived at the start, given their birthplace.

    `F[b, o, d] = S1[b, o] S2[b, d] / sum_i S1[b, i]`, its diagonal the stayers. Far more moves than there are:
    one end of the pseudo-Bayes blend.
    Arguments: matched stocks `[k, birth, residence]` in persons.
    Source: Azose and Raftery (2019), https://doi.org/10.1073/pnas.1722334116 .

    >>> start = np.array([[[3.0, 1.0], [0.0, 2.0]]])
    >>> independence(start, start, by_birth=False).flow[0].tolist()
    [[0.0, 0.75], [0.75, 0.0]]
    """
    total = start.sum(axis=-1, keepdims=True)
    stayers = np.divide(start * end, total, out=np.zeros_like(start), where=total > 0)
    return _products(start, end, stayers, by_birth=by_birth)


def _products(leaving: Floats, arriving: Floats, stayers: Floats, *, by_birth: bool) -> Moves:
    total = leaving.sum(axis=-1, keepdims=True)
    share = np.divide(leaving, total, out=np.zeros_like(leaving), where=total > 0)
    flow = share.swapaxes(-1, -2) @ arriving
    index = np.arange(flow.shape[-1])
    flow[:, index, index] = 0.0
    detail = None
    if by_birth:
        detail = share[..., :, None] * arriving[..., None, :]
        detail[..., index, index] = 0.0
    return Moves(flow, detail, stayers)


def blend(first: Moves, second: Moves, weight: float) -> Moves:
    """Mix two estimates of the same tables, `weight` of the first and the rest of the second.

    `F = w F_min + (1 - w) F_independence` is pseudo-Bayes; both meet the same margins, so the blend does too.
    Source: Azose and Raftery (2019), https://doi.org/10.1073/pnas.1722334116 .

    >>> one, two = Moves(np.ones((1, 1, 1)), None), Moves(np.zeros((1, 1, 1)), None)
    >>> float(blend(one, two, 0.87).flow[0, 0, 0])
    0.87
    """
    detail = stayers = None
    if first.by_birth is not None and second.by_birth is not None:
        detail = np.multiply(second.by_birth, 1 - weight, out=second.by_birth)
        share = np.multiply(first.by_birth, weight, out=first.by_birth)
        detail += share
    if first.stayers is not None and second.stayers is not None:
        stayers = weight * first.stayers + (1 - weight) * second.stayers
    return Moves(
        weight * first.flow + (1 - weight) * second.flow,
        detail,
        stayers,
        max(first.iterations, second.iterations),
        max(first.residual, second.residual),
        first.converged and second.converged,
    )


def transport(start: Floats, end: Floats, cost: Floats, epsilon: float, labels: Labels, *, by_birth: bool) -> Moves:
    """Carry each birthplace's people from their start to their end places at least cost, smoothed by entropy.

    For each birthplace the T minimising `sum T[o, d] cost[o, d] + epsilon sum T (log T - 1)` with rows S1 and
    columns S2: `T = exp(u[o] + v[d] - cost[o, d] / epsilon)`. The diagonal of T are the stayers, `cost[i, i]`
    the cost of staying, usually 0. Large epsilon tends to `independence`, small to the cheapest moves.
    Arguments: matched stocks `[k, birth, residence]` in persons; `cost[origin, destination]` and `epsilon` in
    one unit (kilometres, or an index of a network), an infinite cost forbidding the move.
    Raises `InvalidInput` where forbidden moves leave a birthplace's margins no table.
    Source: Laurent et al. (2025), optimal transport for bilateral flows; Cuturi (2013),
    https://arxiv.org/abs/1306.0895 .

    >>> start, end = np.array([[[9.0, 4.0], [1.0, 8.0]]]), np.array([[[7.0, 6.0], [1.0, 8.0]]])
    >>> cost = np.array([[0.0, 50.0], [50.0, 0.0]])
    >>> transport(start, end, cost, 1.0, Labels(None, 2, 2), by_birth=False).flow[0].round(6).tolist()
    [[0.0, 2.0], [0.0, 0.0]]
    """
    total, other = start.sum(axis=-1, keepdims=True), end.sum(axis=-1, keepdims=True)
    arriving = end * np.divide(total, other, out=np.zeros_like(total), where=other > 0)
    return _fitted(start, arriving, -cost / epsilon, labels, "cost", stayers=None, by_birth=by_birth)


def _fitted(
    leaving: Floats, arriving: Floats, log_weight: Floats, labels: Labels, what: str, *, stayers: Floats | None,
    by_birth: bool,
) -> Moves:  # fmt: skip
    """Fit every birthplace's block and add the blocks up; without given stayers, the diagonal is theirs."""
    count, births, places = leaving.shape
    flow = np.zeros((count, places, places))
    detail = np.zeros((count, births, places, places)) if by_birth else None
    staying = np.zeros_like(leaving)
    iterations, residual, converged = 0, 0.0, True
    index = np.arange(places)
    for block in fit_blocks(leaving, arriving, log_weight, labels, what):
        cells = np.ix_(block.origins, block.destinations)
        flow[block.k][cells] += block.moves
        if detail is not None:
            detail[block.k, block.b][cells] = block.moves
        same, at_origin, at_destination = np.intersect1d(
            block.origins, block.destinations, assume_unique=True, return_indices=True
        )
        staying[block.k, block.b, same] = block.moves[at_origin, at_destination]
        iterations, residual = max(iterations, block.iterations), max(residual, block.residual)
        converged = converged and block.converged
    flow[:, index, index] = 0.0
    if detail is not None:
        detail[..., index, index] = 0.0
    return Moves(flow, detail, staying if stayers is None else stayers, iterations, residual, converged)
