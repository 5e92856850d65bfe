from dataclasses import replace

import numpy as np
import pytest

from corridors.drivers.forecast import draws, packaged
from corridors.drivers.forecast.draws import prepare
from corridors.drivers.forecast.history import history, launches
from corridors.drivers.forecast.model import NAMES, fit

EARLIEST = 2000


@pytest.fixture
def refit(monkeypatch, fitted):
    """Note each fit that is asked for instead of making it."""
    asked = []

    def noted(known, seed=0):
        asked.append((known.launch, known.method, seed))
        return fitted

    monkeypatch.setattr(packaged, "fit", noted)
    return asked


def test_every_launch_has_its_fit(refit):
    for launch in launches():
        found = packaged.fitted_to(history(launch))
        assert found.coefficients.shape == (3, len(NAMES))
        assert np.isfinite(found.coefficients).all() and (found.deviations > 0).all()
    assert refit == []


def test_the_packaged_fit_is_a_fresh_one():
    known = history(EARLIEST)  # two periods, so the cheapest fit there is
    fresh, held = fit(known), packaged.fitted_to(known)
    # Single precision stops where the potential is flat: the same rows in another order gave coefficients 1.1
    # deviations apart, at potentials within 0.02%. On the machine of the table both are equal.
    assert fresh.rows == held.rows
    assert (np.abs(fresh.coefficients - held.coefficients) < 2.5 * held.deviations).all()
    assert fresh.potential == pytest.approx(held.potential, rel=1e-3)


def test_a_fit_knows_only_the_periods_that_had_ended():
    for launch in launches():
        known = packaged.key(history(launch), 0)
        assert max(end for _, end in known["periods"]) == launch


def changed_data(known):
    return replace(known, sources=(("migrant_stock", "0" * 64), *known.sources[1:]))


def changed_flow(known):
    last = known.periods[-1]
    flows = last.flows.copy()
    flows[0, 0, 1] += 0.01 * flows[0].sum()
    return replace(known, periods=(*known.periods[:-1], replace(last, flows=flows)))


@pytest.mark.parametrize(
    "change", [changed_data, changed_flow, lambda known: replace(known, method="min-closed")]
)  # fmt: skip
def test_other_data_or_another_method_are_fitted_anew(refit, change):
    known = change(history(2005))
    prepare(known)
    assert refit == [(2005, known.method, 0)]


def test_another_seed_or_setting_is_fitted_anew(refit, monkeypatch):
    known = history(2005)
    packaged.fitted_to(known, 1)
    monkeypatch.setattr(packaged.model, "POOL", 60.0)
    packaged.fitted_to(known)
    assert refit == [(2005, "pseudo-bayes", 1), (2005, "pseudo-bayes", 0)]


def test_draws_come_from_the_fit_that_was_found(monkeypatch, fitted, past):
    monkeypatch.setattr(draws, "fitted_to", lambda known, seed: fitted)
    assert prepare(past).fitted is fitted
