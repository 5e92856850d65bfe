import numpy as np
import pytest
from scipy.stats import norm

from corridors.evaluation.forecast_scores import crps, log_gap, quantile_score, quantiles, within_r2


def test_crps_of_a_normal_law_in_closed_form():
    """`s (z (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt(pi))`: Gneiting and Raftery (2007), section 4.2."""
    truth = np.array([-1.0, 0.0, 0.5, 3.0])
    mean, spread = 0.4, 1.7
    z = (truth - mean) / spread
    exact = spread * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi))
    grid = norm.ppf((np.arange(20_000) + 0.5) / 20_000) * spread + mean
    assert crps(np.tile(grid[:, None], (1, 4)), truth) == pytest.approx(exact, abs=1e-3)  # the grid's own tails


def test_crps_of_a_point_is_its_absolute_error():
    truth = np.array([3.0, 0.0, 7.5])
    assert crps(np.array([[1.0, 0.0, 10.0]]), truth).tolist() == [2.0, 0.0, 2.5]


def test_crps_is_that_of_all_pairs():
    rng = np.random.default_rng(0)
    draws, truth = rng.lognormal(size=(50, 7)), rng.lognormal(size=7)
    pairs = np.abs(draws[:, None] - draws[None]).mean(axis=(0, 1))
    assert crps(draws, truth) == pytest.approx(np.abs(draws - truth).mean(axis=0) - 0.5 * pairs)


def test_blocks_do_not_matter(monkeypatch):
    from corridors.evaluation import forecast_scores

    rng = np.random.default_rng(0)
    draws, truth = rng.normal(size=(30, 11)), rng.normal(size=11)
    whole = crps(draws, truth), quantiles(draws, (0.1, 0.5))
    monkeypatch.setattr(forecast_scores, "BLOCK", 3)
    assert crps(draws, truth) == pytest.approx(whole[0])
    assert quantiles(draws, (0.1, 0.5)) == pytest.approx(whole[1])
    assert whole[1] == pytest.approx(np.quantile(draws, [0.1, 0.5], axis=0))


def test_the_true_quantile_has_the_best_score():
    truth = np.random.default_rng(1).normal(size=50_000)
    found = [quantile_score(np.full_like(truth, q), truth).mean() for q in (1.2, norm.ppf(0.95), 2.2)]
    assert found[1] == min(found)
    gap = np.abs(np.median(truth) - truth)
    assert quantile_score(np.full_like(truth, np.median(truth)), truth, 0.5) == pytest.approx(gap)


def test_within_r2_gives_nothing_for_the_map():
    earlier = np.array([[10.0, 1000.0], [20.0, 2000.0]])
    truth = np.array([40.0, 700.0])
    mean = np.exp(np.log(earlier + 0.2).mean(axis=0)) - 0.2
    assert within_r2(mean, truth, earlier) == pytest.approx(0.0)
    assert within_r2(truth, truth, earlier) == 1.0
    assert log_gap(truth, truth).tolist() == [0.0, 0.0]
