"""Indices of flow tables: worked examples, identities and bounds.

`HYP` is the hypothetical system of Plane and Mulligan (1997, p. 253); the values for it and for `SECOND` are those
printed in the manual of the R package migration.indices 0.3.1, an independent implementation.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from corridors.errors import InvalidInput
from corridors.flows import indices
from corridors.flows.margins import fit_margins

# No deadline: the first call of a property pays for imports and caches.
relaxed = settings(deadline=None, max_examples=40)

HYP = np.array([[0.0, 10, 10], [20, 0, 20], [30, 30, 0]])
SECOND = np.array([[0.0, 20, 20], [30, 0, 50], [20, 20, 0]])
PEOPLE = np.array([500.0, 300, 200])
KM = np.array([[0.0, 100, 300], [100, 0, 250], [300, 250, 0]])
# Sums of at most 36 numbers, a few operations each.
ROUNDED = 1e-11

flows = st.integers(3, 6).flatmap(
    lambda n: arrays(np.float64, (n, n), elements=st.floats(0.1, 1e4)).map(lambda table: table * (1 - np.eye(n)))
)


def populations(flow: np.ndarray) -> np.ndarray:
    return np.linspace(1e5, 2e5, len(flow))


def distances(flow: np.ndarray) -> np.ndarray:
    place = np.random.default_rng(len(flow)).uniform(0, 1000, (len(flow), 2))
    return np.linalg.norm(place[:, None] - place, axis=-1)


SCALARS = {
    "effectiveness": indices.migration_effectiveness_index,
    "connectivity": indices.connectivity,
    "inequality": indices.inequality,
    "gini": indices.gini_total,
    "variation": indices.aggregate_coefficient_of_variation,
    "mean distance": lambda flow: indices.mean_distance(flow, distances(flow)),
    "median distance": lambda flow: indices.median_distance(flow, distances(flow)),
}


@pytest.mark.parametrize("name", SCALARS)
@relaxed
@given(flow=flows, factor=st.floats(0.01, 100))
def test_pattern_has_no_level(name: str, flow: np.ndarray, factor: float) -> None:
    assert SCALARS[name](factor * flow) == pytest.approx(SCALARS[name](flow), rel=1e-9, abs=ROUNDED)


ORDERLESS = {name: index for name, index in SCALARS.items() if "distance" not in name}


@pytest.mark.parametrize("name", ORDERLESS)
@relaxed
@given(flow=flows, seed=st.integers(0, 100))
def test_order_of_places_does_not_matter(name: str, flow: np.ndarray, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(flow))
    mixed = flow[np.ix_(order, order)]
    assert ORDERLESS[name](mixed) == pytest.approx(ORDERLESS[name](flow), rel=1e-9, abs=ROUNDED)


@relaxed
@given(flow=flows)
def test_bounds(flow: np.ndarray) -> None:
    places = len(flow)
    slack = 1 + ROUNDED
    assert 0 <= indices.migration_effectiveness_index(flow) <= 100 * slack
    assert indices.connectivity(flow) == 1
    assert 0 <= indices.inequality(flow) <= slack
    assert -ROUNDED <= indices.gini_total(flow) <= slack
    for side in ("out", "in"):
        assert np.all(indices.gini_fields(flow, side) <= slack)
        assert np.all(indices.coefficient_of_variation(flow, side) <= np.sqrt(places - 2) * slack)
        diverse = indices.diversity(flow, side)
        assert np.all((diverse >= 1 - ROUNDED) & (diverse <= (places - 1) * slack))
    assert indices.aggregate_coefficient_of_variation(flow) <= 2 * np.sqrt(places - 2) * slack


@relaxed
@given(flow=flows)
def test_net_rate_is_intensity_times_effectiveness(flow: np.ndarray) -> None:
    people = populations(flow)
    product = indices.crude_migration_intensity(flow, people) * indices.migration_effectiveness_index(flow) / 100
    assert indices.aggregate_net_migration_rate(flow, people) == pytest.approx(product, rel=ROUNDED, abs=ROUNDED)


@relaxed
@given(flow=flows)
def test_counterflows_leave_no_effect(flow: np.ndarray) -> None:
    balanced = flow + flow.T
    # Row and column sums are the same numbers in another order.
    assert indices.migration_effectiveness_index(balanced) == pytest.approx(0, abs=1e-11)
    assert indices.place_rates(balanced, populations(flow)).net == pytest.approx(0, abs=1e-9)


def test_one_corridor_is_the_utmost() -> None:
    flow = np.zeros((4, 4))
    flow[1, 2] = 7
    assert indices.gini_total(flow) == pytest.approx(1, rel=ROUNDED)
    assert indices.migration_effectiveness_index(flow) == 100
    assert indices.connectivity(flow) == 1 / 12
    assert indices.inequality(flow) == pytest.approx(11 / 12, rel=ROUNDED)
    assert indices.gini_fields(flow, "out")[1] == pytest.approx(1, rel=ROUNDED)
    assert indices.aggregate_coefficient_of_variation(flow) == pytest.approx(2 * np.sqrt(2), rel=ROUNDED)
    assert indices.diversity(flow, "in")[2] == 1
    assert np.isnan(indices.gini_fields(flow, "in")[0])
    assert np.isnan(indices.place_rates(flow, np.ones(4)).effectiveness[0])


def test_equal_flows_have_no_focus() -> None:
    flow = 5 * (1 - np.eye(4))
    assert indices.gini_total(flow) == 0
    assert indices.inequality(flow) == pytest.approx(0, abs=ROUNDED)
    assert indices.aggregate_coefficient_of_variation(flow) == 0
    np.testing.assert_allclose(indices.diversity(flow, "out"), 3, rtol=ROUNDED)


def test_printed_values_of_an_independent_implementation() -> None:
    # Printed to seven digits.
    assert indices.gini_shares(HYP).exchange == pytest.approx(25, rel=1e-6)
    assert indices.gini_shares(SECOND).exchange == pytest.approx(22.22222, rel=1e-6)
    assert indices.gini_fields(HYP, "out").tolist() == [0, 0, 0]
    assert indices.gini_fields(SECOND, "out").tolist() == [0, 0.25, 0]
    assert indices.coefficient_of_variation(SECOND, "out").tolist() == [0, 0.25, 0]
    assert indices.aggregate_coefficient_of_variation(HYP) == pytest.approx(0.3333333, rel=1e-6)
    assert indices.aggregate_coefficient_of_variation(SECOND) == pytest.approx(0.375, rel=1e-6)


def test_worked_example() -> None:
    # 120 movers of 1000 people; departures 20, 40, 60; arrivals 50, 40, 30.
    assert indices.crude_migration_intensity(HYP, PEOPLE) == 12
    assert indices.aggregate_net_migration_rate(HYP, PEOPLE) == 3
    assert indices.migration_effectiveness_index(HYP) == 25
    rates = indices.place_rates(HYP, PEOPLE)
    np.testing.assert_allclose(rates.departures, [4, 40 / 3, 30], rtol=ROUNDED)
    np.testing.assert_allclose(rates.arrivals, [10, 40 / 3, 15], rtol=ROUNDED)
    np.testing.assert_allclose(rates.net, [6, 0, -15], atol=ROUNDED)
    # Corridors 10 10 20 20 30 30: ordered differences 320; 320 / (2 * 5 * 120).
    assert indices.gini_total(HYP) == pytest.approx(320 / 1200, rel=ROUNDED)
    assert indices.mean_distance(HYP, KM) == pytest.approx((30 * 100 + 40 * 300 + 50 * 250) / 120, rel=ROUNDED)
    assert indices.median_distance(HYP, KM) == 250  # 30 within 100 km, 80 within 250 km
    assert indices.within_region_share(HYP, ["N", "N", "S"]) == 0.25


def test_gini_by_brute_force() -> None:
    flow = np.random.default_rng(0).gamma(0.3, 100, (7, 7)) * (1 - np.eye(7))
    cells = flow[~np.eye(7, dtype=bool)]
    slow = np.abs(cells[:, None] - cells).sum() / (2 * 41 * cells.sum())
    assert indices.gini_total(flow) == pytest.approx(slow, rel=ROUNDED)
    same = {"rows": 0.0, "columns": 0.0}
    for i in range(7):
        for j in range(7):
            for k in range(7):
                if len({i, j}) == 2 and len({i, k}) == 2:
                    same["rows"] += abs(flow[i, j] - flow[i, k])
                    same["columns"] += abs(flow[j, i] - flow[k, i])
    shares = indices.gini_shares(flow)
    whole = np.abs(cells[:, None] - cells).sum()
    assert [shares.rows, shares.columns] == pytest.approx([100 * same["rows"] / whole, 100 * same["columns"] / whole])


def test_independence_as_expected_pattern() -> None:
    apart = 1 - np.eye(3)
    expected = fit_margins(HYP.sum(axis=1), HYP.sum(axis=0), apart).flow
    # Rows of HYP are constant, so it is independent but for its column sums; by hand the flows are not equal to it.
    assert 0 < indices.inequality(HYP, expected) < indices.inequality(HYP)
    assert indices.inequality(expected, expected) == 0


@settings(deadline=None, max_examples=25)
@given(st.floats(-1, 3), st.integers(4, 8), st.integers(0, 1000))
def test_distance_decay_is_recovered(beta: float, places: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    place = rng.uniform(0, 1000, (places, 2))
    km = np.linalg.norm(place[:, None] - place, axis=-1) + 10 + 10 * np.eye(places)
    masses = rng.uniform(1, 100, (2, places))
    flow = np.outer(*masses) * km**-beta * (1 - np.eye(places))
    # Margins are met to 1e-10 of movers, which a variance of log distance of some 1e-2 and less divides.
    assert indices.distance_decay(flow, km).beta == pytest.approx(beta, abs=1e-6)


def test_distance_decay_error_matches_repeated_samples() -> None:
    rng = np.random.default_rng(0)
    place = rng.uniform(0, 1000, (8, 2))
    km = np.linalg.norm(place[:, None] - place, axis=-1) + 10
    mean = 5e4 * km**-1.0 * (1 - np.eye(8))
    found = [indices.distance_decay(rng.poisson(mean).astype(float), km) for _ in range(60)]
    # A deviation from 60 samples is known to 9%; three of those.
    assert found[0].standard_error == pytest.approx(np.std([fit.beta for fit in found]), rel=0.3)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: indices.connectivity([[0, 1]]), "square"),
        (lambda: indices.connectivity([[0.0]]), "two places"),
        (lambda: indices.connectivity([[0, -1], [1, 0]]), "from 0 to 1 is -1"),
        (lambda: indices.connectivity([[0, np.nan], [1, 0]]), "finite"),
        (lambda: indices.connectivity([[0, 1], [1, 9]]), "diagonal holds 9 at place 1"),
        (lambda: indices.gini_total(np.zeros((3, 3))), "Nobody moves"),
        (lambda: indices.gini_shares(1 - np.eye(3)), "equal"),
        (lambda: indices.gini_fields([[0, 1], [1, 0]], "out"), "three places"),
        (lambda: indices.gini_fields(HYP, "both"), "neither"),  # pyright: ignore[reportArgumentType]
        (lambda: indices.crude_migration_intensity(HYP, [1, 2]), "population has shape"),
        (lambda: indices.crude_migration_intensity(HYP, [0, 0, 0]), "all zero"),
        (lambda: indices.place_rates(HYP, [0, 1, 1]), "Place 0 has no population"),
        (lambda: indices.inequality(HYP, np.array([[0, 1], [1, 0]])), "expected"),
        (lambda: indices.mean_distance(HYP, KM[:2]), "distances have shape"),
        (lambda: indices.mean_distance(HYP, -KM), "negative"),
        (lambda: indices.within_region_share(HYP, ["N", "S"]), "2 labels"),
        (lambda: indices.distance_decay(HYP, np.zeros((3, 3))), "positive distances"),
        (lambda: indices.distance_decay(HYP, 1 - np.eye(3)), "told apart"),
        (lambda: indices.distance_decay(HYP[:2, :2], KM[:2, :2]), "three places"),
    ],
)
def test_bad_input_is_refused(call, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        call()


def test_a_decay_steeper_than_any_is_refused() -> None:
    km = np.array([[1.0, 1, 1.1, 1.2], [1, 1, 1.15, 1.05], [1.2, 1.1, 1, 1], [1.05, 1.2, 1.1, 1]])
    with pytest.raises(InvalidInput, match="no finite decay"):
        indices.distance_decay(km**-40 * (1 - np.eye(4)), km)


def test_flows_that_fit_no_finite_decay_are_refused() -> None:
    # With one partner each at the least distance, the likelihood rises for ever with beta.
    km = np.array([[0.0, 1, 9, 9], [1, 0, 9, 9], [9, 9, 0, 1], [9, 9, 1, 0]])
    flow = np.where(km == 1, 10.0, 0.0)
    with pytest.raises(InvalidInput, match="no finite decay"):
        indices.distance_decay(flow, km)
