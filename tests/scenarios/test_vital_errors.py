"""The spread of births and deaths: recovered where it is known, and never from what came later."""

import csv
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.evaluation.vital import vital_back_test
from corridors.scenarios.vital_errors import LONGEST, WIDTH, Spread, errors, expected, fitted, levels
from corridors.scenarios.vital_luck import PARTS, TABLE


def walks(spread, countries=2000, launches=5):
    """Errors of launches as the process with a spread makes them."""
    rng = np.random.default_rng(0)
    found = {}
    for launch in range(launches):
        change = deviation = np.zeros(countries)
        for ahead in range(1, LONGEST + 1):
            shock = np.sqrt(spread.shared) * rng.normal() + np.sqrt(1 - spread.shared) * rng.normal(size=countries)
            change = spread.momentum * change + spread.sd * shock
            deviation = spread.persistence * deviation + change
            found[launch, ahead] = deviation
    return found


@pytest.mark.parametrize("persistence", [0.6, 1.0])
def test_a_known_spread_is_found_again(persistence):
    known = Spread(0.08, 0.4, persistence, 0.0)
    found = fitted(walks(known))
    # 10,000 errors at each distance: quantiles within some 2%.
    assert np.allclose(found.after(LONGEST), known.after(LONGEST), rtol=0.05)
    assert found.shared < 0.005


def test_what_all_countries_share_is_found_again():
    # 200 launches: the mean square of their common shocks has a relative error of some 10%.
    assert fitted(walks(Spread(0.08, 0.4, 0.9, 0.3), 200, 200)).shared == pytest.approx(0.3, abs=0.08)


@given(start=st.floats(0.1, 2.0), change=st.floats(-0.2, 0.1))
def test_a_change_that_all_have_always_had_is_expected_to_go_on(start, change):
    level = start + np.linspace(0, 0.5, 7) + change * np.arange(12)[:, None]
    found = errors(level, 0.2, first=5)
    assert max(float(abs(error).max()) for error in found.values()) < 1e-8


def test_an_expectation_knows_nothing_of_what_comes_later():
    level = np.random.default_rng(1).normal(1.0, 0.3, (12, 20)).cumsum(axis=0) / 10
    later = level.copy()
    later[8:] += 1.0
    before, after = (errors(one, 0.3, first=5) for one in (level, later))
    assert all(np.allclose(after[7, ahead] - before[7, ahead], 1.0) for ahead in range(1, 5)), "only the truth moved"
    assert not np.allclose(after[8, 1], before[8, 1])
    assert np.allclose(level[8] - before[7, 1], expected(level[:8], 0.3, 3)[0])


def test_the_packaged_table_is_what_the_data_give():
    rows = csv.DictReader((files("corridors.scenarios") / "tables" / TABLE).read_text().splitlines())
    packaged = {row["name"]: float(row["value"]) for row in rows}
    for kind, level in levels().items():
        found = fitted(errors(level, WIDTH[kind]))
        for part in PARTS:
            # The table has four decimals; the optimiser of another machine may stop a little apart.
            assert packaged[f"{kind}_{part}"] == pytest.approx(getattr(found, part), abs=0.005)


def test_past_intervals_held_about_as_often_as_they_say():
    scores = vital_back_test()
    for kind in ("fertility", "death_rates"):
        mine = [score for score in scores if score.kind == kind]
        assert {score.launch for score in mine} == {1990, 1995, 2000, 2005, 2010, 2015}
        # Launches overlap and share shocks: an average within ten points is what six of them can show.
        assert np.mean([score.coverage80 for score in mine]) == pytest.approx(0.8, abs=0.1)
        assert np.mean([score.coverage95 for score in mine]) == pytest.approx(0.95, abs=0.1)
        assert np.mean([score.error for score in mine]) < np.mean([score.persistence for score in mine])
