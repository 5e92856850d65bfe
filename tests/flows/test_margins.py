"""Flows fitted to margins, to net migration, and to several tables of sums."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import minimize

from corridors.errors import InvalidInput
from corridors.flows.margins import fit_margins, fit_net, fit_tables

# No deadline: the first call of a property pays for imports and caches.
relaxed = settings(deadline=None, max_examples=40)

tables = st.integers(2, 6).flatmap(lambda n: arrays(np.float64, (n, n), elements=st.floats(0.01, 100)))
pairs = st.integers(2, 6).flatmap(
    lambda n: st.tuples(*[arrays(np.float64, (n, n), elements=st.floats(0.01, 100)) for _ in range(2)])
)

# Fits stop when no total is missed by more than 1e-10 of all movers; cells are compared with 1e-8 of all movers because
# a cell can miss by the sum of several totals' misses.
CELL = 1e-8


def off_diagonal(table: np.ndarray) -> np.ndarray:
    return table * (1 - np.eye(len(table)))


@relaxed
@given(pairs)
def test_margins_are_met_and_odds_kept(both: tuple[np.ndarray, np.ndarray]) -> None:
    known, offset = both
    fit = fit_margins(known.sum(axis=1), known.sum(axis=0), offset)
    assert fit.converged
    np.testing.assert_allclose(fit.flow.sum(axis=1), known.sum(axis=1), rtol=0, atol=1e-9 * known.sum())
    np.testing.assert_allclose(fit.flow.sum(axis=0), known.sum(axis=0), rtol=0, atol=1e-9 * known.sum())
    odds = fit.flow[0, 0] * fit.flow[1, 1] / (fit.flow[0, 1] * fit.flow[1, 0])
    before = offset[0, 0] * offset[1, 1] / (offset[0, 1] * offset[1, 0])
    assert odds == pytest.approx(before, rel=1e-9)  # effects cancel but for some roundings of logarithms near 20


@relaxed
@given(tables)
def test_a_table_with_the_right_margins_stays(table: np.ndarray) -> None:
    fit = fit_margins(table.sum(axis=1), table.sum(axis=0), table)
    np.testing.assert_allclose(fit.flow, table, rtol=0, atol=CELL * table.sum())


@relaxed
@given(pairs, st.floats(1e-6, 1e6), st.integers(0, 100))
def test_scale_and_order_do_not_matter(both: tuple[np.ndarray, np.ndarray], factor: float, seed: int) -> None:
    known, offset = both
    rows, columns = known.sum(axis=1), known.sum(axis=0)
    order = np.random.default_rng(seed).permutation(len(rows))
    plain = fit_margins(rows, columns, offset)
    scaled = fit_margins(rows, columns, factor * offset)
    mixed = fit_margins(rows[order], columns[order], offset[np.ix_(order, order)])
    np.testing.assert_allclose(scaled.flow, plain.flow, rtol=0, atol=CELL * known.sum())
    np.testing.assert_allclose(mixed.flow, plain.flow[np.ix_(order, order)], rtol=0, atol=CELL * known.sum())


def test_independence_is_the_closed_form() -> None:
    rows, columns = np.array([30.0, 70.0, 20.0]), np.array([60.0, 60.0])
    fit = fit_margins(rows, columns, np.ones((3, 2)))
    np.testing.assert_allclose(
        fit.flow, np.outer(rows, columns) / 120, rtol=1e-12
    )  # exact in one sweep but for rounding
    np.testing.assert_allclose(fit.flow, np.exp(fit.row_effects[:, None] + fit.column_effects), rtol=1e-12)


def test_it_is_the_nearest_table_by_brute_force() -> None:
    offset = np.array([[1.0, 2.0, 3.0], [4.0, 1.0, 1.0], [1.0, 5.0, 1.0]])
    rows, columns = np.array([10.0, 20.0, 30.0]), np.array([25.0, 15.0, 20.0])

    def distance(flat: np.ndarray) -> float:
        return float(np.sum(flat * np.log(flat / offset.ravel()) - flat))

    constraints = [{"type": "eq", "fun": lambda flat, i=i: flat.reshape(3, 3)[i].sum() - rows[i]} for i in range(3)] + [
        {"type": "eq", "fun": lambda flat, j=j: flat.reshape(3, 3)[:, j].sum() - columns[j]} for j in range(2)
    ]
    found = minimize(
        distance, np.outer(rows, columns).ravel() / 60, bounds=[(1e-6, None)] * 9, constraints=constraints,
        method="SLSQP", options={"ftol": 1e-13, "maxiter": 500},
    )  # fmt: skip
    # SLSQP stops at 1e-13 of a quadratic, so cells are right to about the root of it.
    np.testing.assert_allclose(fit_margins(rows, columns, offset).flow, found.x.reshape(3, 3), rtol=1e-4)


def test_structural_zeros_stay_and_empty_totals_are_allowed() -> None:
    fit = fit_margins([0, 20, 30], [25, 25, 0], np.ones((3, 3)), support=~np.eye(3, dtype=bool))
    # Row 1 may use column 0 only, row 2 columns 0 and 1: one solution.
    np.testing.assert_allclose(fit.flow, [[0, 0, 0], [20, 0, 0], [5, 25, 0]], rtol=0, atol=CELL * 50)
    assert np.all(fit.flow[np.diag_indices(3)] == 0)
    assert fit.row_effects[0] == -np.inf


def test_slow_table_is_met_by_newton() -> None:
    rng = np.random.default_rng(0)
    offset = off_diagonal(np.exp(rng.normal(0, 4, (60, 60)))) + 1e-9
    rows, columns = np.exp(rng.normal(8, 2, 60)), np.exp(rng.normal(8, 2, 60))
    columns *= rows.sum() / columns.sum()
    fit = fit_margins(rows, columns, offset)
    assert fit.converged
    assert 30 < fit.iterations < 60
    np.testing.assert_allclose(fit.flow.sum(axis=1), rows, rtol=0, atol=1e-9 * rows.sum())


def test_a_table_on_the_edge_of_the_possible_converges() -> None:
    fit = fit_margins(np.arange(1.0, 6), np.arange(1.0, 6), np.tril(np.ones((5, 5))))
    np.testing.assert_allclose(fit.flow, np.diag(np.arange(1.0, 6)), rtol=0, atol=1e-7)  # the only table there is


def test_a_fit_cut_short_says_so() -> None:
    offset = np.array([[1.0, 100.0, 1.0], [3.0, 1.0, 50.0], [7.0, 1.0, 1.0]])
    fit = fit_margins([10, 20, 30], [30, 20, 10], offset, max_iterations=1)
    assert not fit.converged
    assert fit.residual > 1e-10


def test_nobody_moves() -> None:
    fit = fit_margins([0, 0], [0, 0], np.ones((2, 2)))
    assert fit.converged
    assert fit.flow.sum() == 0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: fit_margins([5, 5], [5, 6], np.ones((2, 2))), "sum to 10 and the column totals to 11"),
        (lambda: fit_margins([5, -5], [0, 0], np.ones((2, 2))), "row 1 is -5"),
        (lambda: fit_margins([5, 5], [5, np.nan], np.ones((2, 2))), "column 1 is nan"),
        (lambda: fit_margins([[5]], [5], np.ones((1, 1))), "one vector"),
        (lambda: fit_margins([5, 5], [5, 5], np.ones((2, 3))), "shape"),
        (lambda: fit_margins([5, 5], [5, 5], [[1, -1], [1, 1]]), "row 0, column 1"),
        (lambda: fit_margins([5, 5], [5, 5], np.ones((2, 2)), support=[[1, 1], [1, 1]]), "True or False"),
        (lambda: fit_margins([5, 5], [5, 5], [[0, 0], [1, 1]]), "Row 0 has a total of 5"),
        (lambda: fit_margins([5, 5], [5, 5], [[1, 0], [1, 0]]), "Column 1 has a total of 5"),
        (lambda: fit_margins([5, 5, 1], [1, 5, 5], [[1, 0, 0], [1, 1, 1], [1, 1, 1]]), "Rows 0 sum to 5.*0, sum to 1"),
    ],
)
def test_impossible_margins_are_refused(call, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        call()


# Net migration


@relaxed
@given(pairs)
def test_net_is_met_and_products_kept(both: tuple[np.ndarray, np.ndarray]) -> None:
    known, offset = off_diagonal(both[0]), off_diagonal(both[1])
    net = known.sum(axis=0) - known.sum(axis=1)
    fit = fit_net(net, offset)
    assert fit.converged
    scale = max(fit.flow.sum(), np.abs(net).sum())
    np.testing.assert_allclose(fit.flow.sum(axis=0) - fit.flow.sum(axis=1), net, rtol=0, atol=1e-9 * scale)
    # The two potentials cancel: some roundings of an exponential remain.
    np.testing.assert_allclose(fit.flow * fit.flow.T, offset * offset.T, rtol=1e-9)


@relaxed
@given(tables)
def test_no_net_and_a_symmetric_offset_change_nothing(table: np.ndarray) -> None:
    offset = off_diagonal(table + table.T)
    fit = fit_net(np.zeros(len(table)), offset)
    np.testing.assert_allclose(fit.flow, offset, rtol=1e-12)  # one scaling there and back
    assert fit.iterations == 0


def test_net_of_two_places_in_closed_form() -> None:
    # x - y = 3 and x y = 4 give x = 4, y = 1; place 0 gains, so it is the destination of the larger.
    fit = fit_net([3, -3], [[0, 2], [2, 0]])
    np.testing.assert_allclose(fit.flow, [[0, 1], [4, 0]], rtol=1e-9)


def test_large_net_on_a_small_offset() -> None:
    rng = np.random.default_rng(1)
    offset = off_diagonal(np.exp(rng.normal(0, 3, (40, 40))))
    net = rng.normal(0, 1e5, 40)
    net -= net.mean()
    fit = fit_net(net, offset)
    assert fit.converged
    np.testing.assert_allclose(fit.flow.sum(axis=0) - fit.flow.sum(axis=1), net, rtol=0, atol=1e-9 * fit.flow.sum())


@pytest.mark.parametrize(
    ("net", "offset", "words"),
    [
        ([1, -2], np.ones((2, 2)), "sums to -1, not to zero"),
        ([1, np.nan], np.ones((2, 2)), "finite"),
        ([1, -1, 0, 0], np.kron([[0, 1], [1, 0]], np.eye(2)), "Places 0, 2 exchange nobody"),
        ([1, -1, 0], [[0, 1, 1], [0, 0, 1], [0, 1, 0]], "places 0"),
        ([1, -1], np.ones((3, 3)), "shape"),
    ],
)
def test_impossible_net_is_refused(net: list[float], offset: np.ndarray, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        fit_net(net, offset)


# Several tables of sums


def test_two_margins_of_a_matrix_are_fit_margins() -> None:
    offset = np.array([[1.0, 2.0, 3.0], [4.0, 1.0, 1.0]])
    two = fit_tables(offset, {(0,): [10, 20], (1,): [5, 10, 15]})
    np.testing.assert_allclose(two.flow, fit_margins([10, 20], [5, 10, 15], offset).flow, atol=CELL * 30)


@relaxed
@given(
    arrays(np.float64, (3, 3, 2), elements=st.floats(0.1, 10)),
    arrays(np.float64, (3, 3, 2), elements=st.floats(0.1, 10)),
)
def test_three_tables_are_met(known: np.ndarray, offset: np.ndarray) -> None:
    sums = {(0, 1): known.sum(axis=2), (0, 2): known.sum(axis=1), (1, 2): known.sum(axis=0)}
    fit = fit_tables(offset, sums)
    assert fit.converged
    for axis, axes in ((2, (0, 1)), (1, (0, 2)), (0, (1, 2))):
        np.testing.assert_allclose(fit.flow.sum(axis=axis), sums[axes], rtol=0, atol=1e-9 * known.sum())


@pytest.mark.parametrize(
    ("sums", "words"),
    [
        ({}, "No table"),
        ({(0,): [3, 0], (1,): [1, 1]}, "add up to 3 and those over \\(1,\\) to 2"),
        ({(2,): [1, 2]}, "Axes"),
        ({(1, 0): [[1, 2], [1, 2]]}, "rising"),
        ({(0,): [1, 2, 3]}, "shape"),
        ({(0,): [1, -1]}, "negative"),
        ({(0,): [1, 1]}, "all zero"),
    ],
)
def test_impossible_tables_are_refused(sums: dict, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        fit_tables([[1.0, 1.0], [0.0, 0.0]], sums)


def test_negative_offset_is_refused() -> None:
    with pytest.raises(InvalidInput, match="offset"):
        fit_tables([-1.0], {(0,): [1]})
