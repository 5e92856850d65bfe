from dataclasses import replace

import numpy as np
import pytest

from corridors.drivers.forecast import packaged_rates
from corridors.drivers.forecast.history import launches
from corridors.drivers.forecast.packaged_rates import at_launch, computed

LAST = launches()[-1]


@pytest.fixture
def nothing_computed(monkeypatch):
    def refuse(launch):
        raise AssertionError(f"{launch} was computed anew")

    monkeypatch.setattr(packaged_rates, "computed", refuse)


def test_the_last_launch_comes_from_the_package(nothing_computed):
    found = at_launch(LAST)
    assert found.rates.launch == LAST and found.rates.centre == "mean" and found.after.persistence.shape == (3,)


@pytest.mark.parametrize("part", ["rates", "after", "together"])
def test_what_is_packaged_is_what_is_computed_now(part):
    held, fresh = (vars(getattr(found, part)) for found in (at_launch(LAST), computed(LAST)))
    assert held.keys() == fresh.keys()
    for name, value in held.items():
        if isinstance(value, np.ndarray):
            # The flows are found by iteration to about 1e-9 and summed in another order on another machine.
            np.testing.assert_allclose(value, fresh[name], rtol=1e-6, atol=1e-8 * np.abs(value).max(), err_msg=name)
        else:
            assert value == fresh[name]


def test_another_launch_is_computed(nothing_computed):
    with pytest.raises(AssertionError, match=f"{launches()[-2]} was computed anew"):
        at_launch.__wrapped__(launches()[-2])


def test_rates_of_other_data_are_not_taken(nothing_computed, monkeypatch):
    genuine = packaged_rates.source
    monkeypatch.setattr(packaged_rates, "source", lambda name: replace(genuine(name), sha256="0" * 64))
    with pytest.raises(AssertionError, match="computed anew"):
        at_launch.__wrapped__(LAST)


def test_rates_of_another_fit_or_setting_are_not_taken(nothing_computed, monkeypatch):
    monkeypatch.setattr(packaged_rates, "MOVERS", 5.0)
    with pytest.raises(AssertionError, match="computed anew"):
        at_launch.__wrapped__(LAST)
