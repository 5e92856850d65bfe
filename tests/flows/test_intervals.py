"""Between one-year and five-year flows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from corridors.errors import InvalidInput
from corridors.flows.intervals import (
    movements_from_rates,
    movements_with_minimum_stay,
    mover_stayer_over_years,
    one_year_from,
    over_years,
    period_ratio,
    scale_by_ratio,
    transition_matrix,
    transitions_from_rates,
)

# No deadline: the first call of a property pays for imports and caches.
relaxed = settings(deadline=None, max_examples=40)

rates = st.integers(2, 6).flatmap(
    lambda n: arrays(np.float64, (n, n), elements=st.floats(1e-4, 0.05)).map(lambda table: table * (1 - np.eye(n)))
)
# Products and exponentials of matrices of at most 6 places with entries below one: some hundred roundings.
ROUNDED = 1e-12


@relaxed
@given(rates)
def test_five_years_and_back(table: np.ndarray) -> None:
    one_year = transitions_from_rates(table, 1)  # embeddable by construction
    found = one_year_from(over_years(one_year, 5), 5)
    assert found.embeddable
    # A fifth root keeps rounding but for the condition of the eigenvectors, which stays below 1e4 here.
    np.testing.assert_allclose(found.matrix, one_year, rtol=0, atol=1e-10)
    assert found.misfit < 1e-10


@relaxed
@given(rates, st.floats(0.1, 5), st.floats(0.1, 5))
def test_periods_compose(table: np.ndarray, first: float, second: float) -> None:
    both = transitions_from_rates(table, first) @ transitions_from_rates(table, second)
    np.testing.assert_allclose(transitions_from_rates(table, first + second), both, rtol=0, atol=ROUNDED)


@relaxed
@given(rates)
def test_rows_sum_to_one(table: np.ndarray) -> None:
    for years in (0, 1, 5):
        matrix = transitions_from_rates(table, years)
        np.testing.assert_allclose(matrix.sum(axis=1), 1, rtol=0, atol=ROUNDED)
        assert np.all(matrix >= 0)


@relaxed
@given(rates)
def test_movements_of_single_years_add_up(table: np.ndarray) -> None:
    people = np.linspace(1e3, 1e4, len(table))
    added = np.zeros_like(table)
    for year in range(5):
        added += movements_from_rates(table, people @ transitions_from_rates(table, year), 1)
    np.testing.assert_allclose(movements_from_rates(table, people, 5), added, rtol=1e-10)  # five exponentials summed


@relaxed
@given(rates)
def test_movements_explain_the_change_of_people_and_exceed_transitions(table: np.ndarray) -> None:
    people = np.linspace(1e3, 1e4, len(table))
    moves, after = movements_from_rates(table, people, 5), people @ transitions_from_rates(table, 5)
    np.testing.assert_allclose(people + moves.sum(axis=0) - moves.sum(axis=1), after, rtol=1e-10)
    found_elsewhere = people @ (1 - np.diag(transitions_from_rates(table, 5)))
    assert moves.sum() > found_elsewhere


def test_two_places_in_closed_form() -> None:
    # Equal rates m: the share elsewhere after t is (1 - exp(-2 m t)) / 2, and moves are m t a person.
    assert transitions_from_rates([[0, 0.1], [0.1, 0]], 5)[0, 1] == pytest.approx((1 - np.exp(-1)) / 2, rel=ROUNDED)
    np.testing.assert_allclose(movements_from_rates([[0, 0.1], [0.1, 0]], [100, 100], 5)[0, 1], 50, rtol=ROUNDED)


@relaxed
@given(rates)
def test_stayers_lessen_five_year_transitions(table: np.ndarray) -> None:
    one_year = transitions_from_rates(table, 1)
    people = np.ones(len(table))
    ratios = [
        period_ratio(mover_stayer_over_years(one_year, share), one_year, people)
        for share in (1.0, 0.7, 1 - np.diag(one_year).min())
    ]
    assert 5 >= ratios[0] >= ratios[1] >= ratios[2] > 0
    np.testing.assert_allclose(mover_stayer_over_years(one_year, 1.0), over_years(one_year), rtol=0, atol=ROUNDED)
    np.testing.assert_allclose(mover_stayer_over_years(one_year, 0.7, years=1), one_year, rtol=0, atol=ROUNDED)


def test_mover_stayer_worked_example() -> None:
    # A fifth move, each half of the years: half of them are elsewhere after any number of years.
    found = mover_stayer_over_years([[0.9, 0.1], [0.1, 0.9]], mover_share=0.2, years=5)
    np.testing.assert_allclose(found, [[0.9, 0.1], [0.1, 0.9]], rtol=ROUNDED)


def test_ratio_worked_example() -> None:
    one_year = np.array([[0.9, 0.1], [0.1, 0.9]])
    ratio = period_ratio(over_years(one_year), one_year, [100, 100])
    assert ratio == pytest.approx((1 - 0.8**5) / 2 / 0.1, rel=ROUNDED)  # eigenvalues 1 and 0.8
    np.testing.assert_allclose(scale_by_ratio([[0, 10], [10, 0]], ratio), 100 * off(over_years(one_year)), rtol=ROUNDED)


def off(matrix: np.ndarray) -> np.ndarray:
    return matrix * (1 - np.eye(len(matrix)))


def test_minimum_stay_shortens_with_leaving() -> None:
    counted = movements_with_minimum_stay([[0, 100], [100, 0]], [[0, 0.1], [0.2, 0]], 0.5)
    np.testing.assert_allclose(counted, [[0, 100 * np.exp(-0.1)], [100 * np.exp(-0.05), 0]], rtol=ROUNDED)


def test_transition_matrix_keeps_people() -> None:
    flow, people = np.array([[0.0, 10, 5], [5, 0, 0], [0, 20, 0]]), np.array([100.0, 50, 80])
    after = people @ transition_matrix(flow, people)
    np.testing.assert_allclose(after, people + flow.sum(axis=0) - flow.sum(axis=1), rtol=ROUNDED)


NOT_EMBEDDABLE = [[0.9, 0.1, 0], [0, 0.9, 0.1], [0, 0, 1]]


def test_a_matrix_without_a_root_is_refused_or_mended() -> None:
    with pytest.raises(InvalidInput, match=r"from 0 to 2.*repair=True"):
        one_year_from(NOT_EMBEDDABLE)
    found = one_year_from(NOT_EMBEDDABLE, repair=True)
    assert not found.embeddable
    assert found.lowest < 0
    assert np.all(found.matrix >= 0)
    np.testing.assert_allclose(found.matrix.sum(axis=1), 1, rtol=ROUNDED)
    composed = over_years(found.matrix)
    assert found.misfit == pytest.approx(np.abs(composed - NOT_EMBEDDABLE).max(), rel=ROUNDED)
    assert 0 < found.misfit < 0.01


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: one_year_from([[0.2, 0.8], [0.8, 0.2]], repair=True), "no principal one-year root"),
        (lambda: one_year_from([[0.9, 0.1], [0.1, 0.9]], 2.5), "whole years"),  # pyright: ignore[reportArgumentType]
        (lambda: over_years([[0.9, 0.1], [0.1, 0.9]], 0), "whole years"),
        (lambda: over_years([[0.9, 0.2], [0.1, 0.9]]), "Row 0 .* sums to 1.1"),
        (lambda: over_years([[1.1, -0.1], [0.1, 0.9]]), "lowest entry"),
        (lambda: over_years([[1.0, 0.0]]), "square"),
        (lambda: transition_matrix([[0, 200], [0, 0]], [100, 50]), "place 0 depart 200 of 100"),
        (lambda: transition_matrix([[0, 2], [0, 0]], [100, 0]), "positive"),
        (lambda: transition_matrix([[1, 2], [0, 0]], [100, 10]), "diagonal"),
        (lambda: mover_stayer_over_years([[0.9, 0.1], [0.1, 0.9]], 0.05), "at least 0.1"),
        (lambda: mover_stayer_over_years([[0.9, 0.1], [0.1, 0.9]], 1.5), "at most 1"),
        (lambda: scale_by_ratio([[0, 1], [1, 0]], 6), "impossible"),
        (lambda: scale_by_ratio([[0, -1], [1, 0]], 3), "negative"),
        (lambda: period_ratio(np.eye(2), np.eye(2), [1, 1]), "Nobody moves"),
        (lambda: period_ratio(np.eye(2), np.eye(3), [1, 1]), "agree"),
        (lambda: transitions_from_rates([[0, -1], [1, 0]], 1), "negative"),
        (lambda: transitions_from_rates([[0, 1], [1, 0]], -1), "period"),
        (lambda: movements_from_rates([[0, 1], [1, 0]], [1], 1), "population"),
        (lambda: movements_with_minimum_stay([[0, -1], [1, 0]], [[0, 1], [1, 0]], 1), "negative"),
    ],
)
def test_bad_input_is_refused(call, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        call()
