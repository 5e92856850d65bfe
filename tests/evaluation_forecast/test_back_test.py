from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from corridors.drivers.forecast.history import History, Period, expected_turnover, exposures, history
from corridors.errors import NotCovered, UnknownName
from corridors.evaluation import forecast as module
from corridors.evaluation.forecast import back_test, classes, net_of, outcome, score_launch
from corridors.evaluation.forecast_models import (
    MODELS,
    Prediction,
    gravity,
    mean_of_periods,
    persistence,
    persistence_with_errors,
    poisson,
    random_walk,
    totals,
)
from corridors.evaluation.forecast_net import autoregression, fit_autoregression

SIZE = 30


@pytest.fixture(scope="module")
def known() -> History:
    """A panel whose logs walk at random with normal steps of standard deviation 0.5."""
    rng = np.random.default_rng(0)
    codes = history(2000).countries[:SIZE]
    stocks = rng.lognormal(8.0, 1.5, (SIZE, SIZE)) + np.diag(rng.lognormal(15.0, 1.0, SIZE))
    flows = rng.lognormal(4.0, 2.0, (3, SIZE, SIZE)) * ~np.eye(SIZE, dtype=bool)
    made = []
    for start in (1990, 1995, 2000):
        step = np.exp(0.5 * rng.standard_normal((SIZE, SIZE)))
        flows = flows * step
        turnover, exposed = expected_turnover(stocks) / 5.0, exposures(stocks)
        none = np.zeros(SIZE)
        made.append(Period(start, start + 5, flows, turnover, exposed, stocks, none, none))
    return History(2005, codes, tuple(made), 2024, "min-closed")


def test_persistence_and_means(known):
    assert persistence(known, 5.0, 9, 0).draws[0] == pytest.approx(totals(known)[-1])
    assert mean_of_periods(known, 5.0, 9, 0).draws[0] == pytest.approx(totals(known).mean(axis=0))
    assert persistence(known, 5.0, 9, 0).is_point


@pytest.mark.parametrize("model", [random_walk, persistence_with_errors])
def test_intervals_of_a_random_walk_hold_what_they_say(known, model):
    rng = np.random.default_rng(5)
    drawn = model(known, 5.0, 800, 1).draws
    after = totals(known)[-1] * np.exp(0.5 * rng.standard_normal((SIZE, SIZE)))
    off = ~np.eye(SIZE, dtype=bool)
    found = module.case_scores(drawn[:, off], after[off])
    assert found["coverage80"].mean() == pytest.approx(0.8, abs=0.05)  # 870 cases: standard error 0.014
    assert found["coverage95"].mean() == pytest.approx(0.95, abs=0.03)  # the same: 0.007
    assert found["crps"].mean() < np.abs(persistence(known, 5.0, 1, 0).draws[0][off] - after[off]).mean()


def test_poisson_regression_finds_its_coefficients():
    rng = np.random.default_rng(2)
    design = np.column_stack([np.ones(4000), rng.normal(size=4000)])
    outcome = rng.poisson(np.exp(design @ [1.0, 0.5])).astype(float)
    assert poisson(design, outcome) == pytest.approx([1.0, 0.5], abs=0.05)  # standard errors are about 0.01


def test_gravity_keeps_the_world_total(known):
    fitted = gravity(replace(known, periods=(known.periods[-1],)), 5.0, 1, 0).draws[0]
    assert fitted.sum() == pytest.approx(totals(known)[-1].sum(), rel=1e-3)  # Poisson fits add up; ridge and float32


def test_autoregression_sums_to_zero_over_the_world(known):
    draws = autoregression(known, 50, 0).draws
    assert np.abs(draws.sum(axis=1)).max() < 1e-6 * np.abs(draws).sum(axis=1).max()  # rounding


def test_autoregression_draws_short_series_together():
    rng = np.random.default_rng(0)
    _, _, spread = fit_autoregression(rng.normal(size=(300, 6)))
    assert spread.std() < 0.25  # alone, variances from 5 changes would scatter by a third


def test_net_migration_of_a_prediction():
    flows = np.array([[[0.0, 3.0], [1.0, 0.0]]], dtype=np.float32)
    assert net_of(Prediction("x", flows)).draws.tolist() == [[-2.0, 2.0]]


def test_classes_part_all_corridors():
    parts = classes(np.random.default_rng(0).lognormal(2.0, 4.0, (9, 9)))
    assert (parts["large"].astype(int) + parts["small"] + parts["zero"] == parts["all"]).all()


def test_scores_of_a_launch(known):
    after = totals(known)[-1] * 1.5
    scores = score_launch(known, after, 5.0, ["persistence", "random walk", "net autoregression"], draws=60, seed=0)
    found = {(s.model, s.measure, s.group): s.value for s in scores}
    last = totals(known)[-1]
    off = ~np.eye(SIZE, dtype=bool)
    assert found["persistence", "mae", "all"] == pytest.approx(0.5 * last[off].mean(), rel=1e-5)  # float32 flows
    assert found["persistence", "crps", "all"] == pytest.approx(found["persistence", "mae", "all"])
    assert ("persistence", "coverage80", "all") not in found
    ratio = found["random walk", "crps", "all"] / found["persistence", "crps", "all"]
    assert found["random walk", "crps_skill", "all"] == pytest.approx(1 - ratio)
    assert ("net autoregression", "mae", "net migration") in found
    row: dict[str, Any] = scores[0].row()
    assert list(row) == ["launch", "model", "measure", "class", "value", "n"]


def test_models_see_nothing_after_the_launch(monkeypatch):
    """Whatever happens later, what a model is given, and what it answers, is the same."""
    before = persistence(outcome(2005)[0], 5.0, 1, 0).draws
    original = module.history
    seen: list[int] = []

    def spoiled(launch=None, **options):
        found = original(launch, **options)
        if launch is not None and launch > 2005:
            last = replace(found.periods[-1], flows=found.periods[-1].flows * 1000)
            found = replace(found, periods=(*found.periods[:-1], last))
        return found

    def model(known, years, draws, seed):
        seen.append(max(period.end for period in known.periods))
        assert np.array_equal(persistence(known, years, draws, seed).draws, before)
        return persistence(known, years, draws, seed)

    monkeypatch.setattr(module, "history", spoiled)
    monkeypatch.setitem(MODELS, "persistence", model)
    scores = back_test([2005], models=["persistence"], draws=40)
    assert seen == [2005]
    assert {s.launch for s in scores} == {2005}


@pytest.mark.parametrize("year", [1995, 2003, 2024])
def test_a_launch_that_cannot_be_scored_is_refused(year):
    with pytest.raises(NotCovered, match="2000, 2005, 2010, 2015, 2020"):
        back_test([year])


def test_an_unknown_model_is_refused_with_the_nearest():
    with pytest.raises(UnknownName, match="gravity"):
        back_test([2000], models=["gravty"])
