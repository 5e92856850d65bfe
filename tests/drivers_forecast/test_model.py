from dataclasses import replace

import numpy as np
import pytest

from corridors.drivers.forecast.dependence import Dependence, dependence, draw_scores, positive, root, roots
from corridors.drivers.forecast.draws import draw_flows, prepare
from corridors.drivers.forecast.model import NAMES, features, law


def test_the_fit_finds_the_truth(fitted, past, truth):
    found = law(fitted, features(past.periods[-1], 5.0, 0.0))
    table = np.tile([truth[name] for name in NAMES], (3, 1))
    true = law(replace(fitted, coefficients=table), features(past.periods[-1], 5.0, 0.0))
    off = ~np.eye(len(past.countries), dtype=bool)
    # 720 corridors and periods a component: a centre is off by about scale / sqrt(720) times some coefficients
    assert np.median(np.abs(found.centre - true.centre)[:, off]) < 0.1
    assert np.median(np.log(found.scale / true.scale)[:, off]) == pytest.approx(0.0, abs=0.25)


def test_the_fit_is_the_same_again(fitted, past):
    from corridors.drivers.forecast.model import fit

    assert np.array_equal(fit(past).coefficients, fitted.coefficients)


def test_independent_corridors_are_found_independent(fitted, past):
    shared = dependence(past, fitted)
    assert np.abs(np.diag(shared.country)).max() < 0.08  # 48 corridors a country: moments within 1/sqrt(48 x 16)
    total = np.diag(shared.country)[:3] + np.diag(shared.country)[3:] + shared.world
    assert np.diag(shared.pair)[:3] + total == pytest.approx(np.ones(3))


def test_scores_have_the_covariances_asked_for():
    country = np.zeros((6, 6))
    country[0, 0], country[3, 3], country[0, 3] = 0.3, 0.2, -0.1
    country[3, 0] = -0.1
    pair = np.eye(6) * 0.45
    pair[0, 3] = pair[3, 0] = -0.2
    shared = Dependence(np.full(3, 0.05), country, pair)
    cells = (np.zeros(4, int), np.array([0, 0, 1, 2]), np.array([1, 2, 0, 1]))
    ready = roots(shared, 3, cells)
    rng = np.random.default_rng(0)
    drawn = np.stack([draw_scores(ready, rng) for _ in range(20_000)])
    found = np.cov(drawn.T)
    near = 0.03  # four standard errors of a covariance of unit normals from 20,000 draws
    assert found[0, 0] == pytest.approx(0.05 + 0.3 + 0.2 + 0.45, abs=near)
    assert found[0, 1] == pytest.approx(0.05 + 0.3, abs=near)  # the same origin
    assert found[0, 2] == pytest.approx(0.05 - 2 * 0.1 - 0.2, abs=near)  # there and back
    assert found[0, 3] == pytest.approx(0.05 + 0.2, abs=near)  # the same destination


def test_roots_of_matrices():
    matrix = np.array([[2.0, 1.0], [1.0, 1.0]])
    assert root(matrix) @ root(matrix).T == pytest.approx(matrix)
    assert positive(matrix) == pytest.approx(matrix)


def test_a_zero_corridor_stays_empty(ready, past):
    last = past.periods[-1]
    flows, stocks = last.flows.copy(), last.stocks.copy()
    flows[0, 2, 5] = 0.0
    stocks[2, 5] = 0.0
    known = replace(past, periods=(*past.periods[:-1], replace(last, flows=flows, stocks=stocks)))
    for _, made in draw_flows(replace(ready, known=known), 40, 1):
        assert not made[:, 0, 0, 2, 5].any()
        assert made[:, 0, 0, 2, 6].any()


def test_later_data_change_nothing(past, longer_past):
    shorter = replace(longer_past, launch=past.launch, periods=longer_past.periods[:-1])
    assert np.array_equal(shorter.periods[-1].flows, past.periods[-1].flows)
    one, two = (prepare(h) for h in (shorter, past))
    assert np.array_equal(one.fitted.coefficients, two.fitted.coefficients)
    assert np.array_equal(one.shared.country, two.shared.country)


def test_intervals_hold_what_they_say(ready, past, following):
    drawn = np.concatenate([made[:, 0] for _, made in draw_flows(ready, 600, 3)])
    low, high = np.quantile(drawn, [0.1, 0.9], axis=0)
    off = ~np.eye(len(past.countries), dtype=bool)
    rng = np.random.default_rng(9)
    inside = [((t >= low) & (t <= high))[:, off].mean() for t in (following(past.periods[-1], rng) for _ in range(10))]
    assert np.mean(inside) == pytest.approx(0.8, abs=0.02)  # 7,200 cases: standard error 0.005; quantiles of 600 draws
