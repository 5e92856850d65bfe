"""Bringing flows near to net migration: nearer, within bounds, and exact where nothing binds."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from corridors.flows.combination.reconcile import ABOVE_ENVELOPE, SMALL, Bounds, bounds, toward_net


def net_of(flow: np.ndarray) -> np.ndarray:
    return flow.sum(0) - flow.sum(1)


def example(seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    flow = rng.lognormal(3, 1, (6, 6))
    np.fill_diagonal(flow, 0)
    net = rng.normal(0, 30, 6)
    return flow, net - net.mean()


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_cells_stay_within_their_bounds_and_net_comes_nearer(seed: int) -> None:
    flow, net = example(seed)
    rng = np.random.default_rng(seed + 1)
    within = Bounds(rng.uniform(0.05, 1, (6, 6)), rng.uniform(0.05, 1, (6, 6)))
    after = toward_net(flow, net, np.ones((6, 6)), within, slack=0.01)
    turn = np.log(after[flow > 0] / flow[flow > 0])
    assert (turn <= within.rise[flow > 0] + 1e-9).all()
    assert (turn >= -within.fall[flow > 0] - 1e-9).all()
    turnover = flow.sum(0) + flow.sum(1)
    goal = net - net.sum() * turnover / turnover.sum()
    # weighted by turnover, which is how a miss is priced
    miss = [((net_of(table) - goal) ** 2 / turnover).sum() for table in (flow, after)]
    assert miss[1] <= miss[0] + 1e-9


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_without_bounds_the_net_is_met_and_products_are_kept(seed: int) -> None:
    flow, net = example(seed)
    far = Bounds(np.full((6, 6), 1e6), np.full((6, 6), 1e6))
    after = toward_net(flow, net, np.ones((6, 6)), far, slack=1e-12)
    assert np.allclose(net_of(after), net, atol=1e-3 * flow.sum())
    # Plane's fit scales a cell by w[d] / w[o]: what goes both ways keeps its product, up to rounding
    assert np.allclose(after * after.T, flow * flow.T, rtol=1e-6)


def test_stocks_limit_what_a_flow_may_be_raised_to() -> None:
    flow, one = np.array([[0.0, 1000.0], [10.0, 0.0]]), np.ones((2, 2))
    none = np.zeros((2, 2))
    people = np.array([1e7, 1e7])
    limited = bounds(flow + 1e-6, one, 100 * one, none, growth=none, people=people)
    assert np.isclose(np.exp(limited.rise[0, 1]), (ABOVE_ENVELOPE * 100 + SMALL) / 1000)
    held = bounds(flow + 1e-6, one, 800 * one, none, growth=900 * one, people=people)
    assert np.isclose(np.exp(-held.fall[0, 1]), 0.9)  # not below the growth of the stock
