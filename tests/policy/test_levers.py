"""Facts, neutral values, signs and slopes of every lever."""

import subprocess
import sys

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corridors.parameters import parameter, parameter_names
from corridors.policy import LEVERS, Dates, Scope
from corridors.policy.lever import ALL_SKILLS
from corridors.world.state import EDUCATION

from .draws import ALWAYS, COUNTRIES, EDGES, EVERYWHERE, PAIRS, PERIODS, central, draw, pairs, some_dates, some_scope

quick = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
few = settings(quick, max_examples=4)
seeds = st.integers(0, 2**32 - 1)
every = pytest.mark.parametrize("lever", LEVERS.values(), ids=list(LEVERS))
FIELDS = {
    "immigrants": {"legal": 1, "resettled": 1},
    "irregular_entries": {"irregular": 1},
    "irregular": {"regularised": -1, "lawful": -1},
    "irregular_returns": {"back_irregular": 1},
    "returns": {"back": 1},
    "emigrants": {"emigration": 1, "displaced": 1},
    "smuggling_price": {"smuggling": 1},
    "recruitment_cost": {"recruitment": 1},
    "remittance_price": {"price_cap": 1},
    "remittances": {"send": 1},
    "earnings": {"earnings": 1},
    "employment": {"employment": 1, "employment_refugees": 1},
    "income": {"income": 1, "capital": 1},
    "covered": {"covered": 1},
}
"""The fields that move each outcome of a claim at first hand, and which way."""
SHOULD_ACT = (
    *("enforcement_inflow", "enforcement_return", "smuggling_price_elasticity", "fence_death_rate_ratio"),
    *("employer_verification_irregular_stock", "legal_channel_entry_elasticity", "visa_rejection_entry_elasticity"),
    *("visa_inflow_response", "visa_return_response", "visa_introduction_lag", "visa_removal_lag"),
    *("free_movement_inflow_response", "free_movement_outflow_response", "portability_return_response"),
    *("origin_wage_years_abroad_elasticity", "regularisation_further_entry", "remittance_status_response"),
    *("recognition_wage", "recognition_employment", "language_course_participation", "asylum_waiting_employment"),
    *("aid_emigration_elasticity", "farm_subsidy_emigration_response", "conflict_displacement_elasticity"),
)
"""Parameters of the registry that are responses to a lever, so that a lever must draw from each."""


class Read(dict):
    """A mapping that remembers what was asked of it."""

    def __init__(self, values):
        super().__init__(values)
        self.asked = set()

    def __getitem__(self, name):
        self.asked.add(name)
        return super().__getitem__(name)


def inside(lever, rng):
    """A value within the range of a lever."""
    return rng.uniform(lever.lowest, lever.highest)


@every
def test_facts_are_whole(lever):
    assert LEVERS[lever.name] is lever
    assert lever.lowest <= lever.neutral <= lever.highest and lever.lowest < lever.highest
    assert lever.scope in ("corridor", "origin", "destination", "country")
    assert lever.label and lever.unit and lever.what.endswith(".") and lever.what.count(". ") == 0
    assert set(lever.skills) <= set(ALL_SKILLS) and lever.takes_skills == bool(lever.skills)
    assert all(outcome in FIELDS and sign in (-1, 1) for outcome, sign in lever.claims)


def test_skills_are_those_of_the_world():
    assert ALL_SKILLS == EDUCATION


def test_facts_are_read_without_jax():
    code = "import sys; from corridors.policy import LEVERS; sys.exit('jax' in sys.modules or not len(LEVERS))"
    subprocess.run([sys.executable, "-c", code], check=True)


@every
def test_a_lever_reads_the_parameters_it_names_and_no_others(lever):
    values = Read(central(lever))
    lever.effects(lever.highest, EVERYWHERE, ALWAYS, values)
    assert values.asked == set(lever.parameters)


def test_every_parameter_exists_and_every_response_has_a_lever():
    used = {name for lever in LEVERS.values() for name in lever.parameters}
    assert used <= set(parameter_names())
    assert used == set(SHOULD_ACT)


@every
@quick
@given(seed=seeds)
def test_the_neutral_value_changes_nothing(lever, seed):
    rng = np.random.default_rng(seed)
    increments = lever.effects(lever.neutral, some_scope(rng), some_dates(rng), draw(lever, rng))
    for name, value in increments.items():
        assert np.all(np.asarray(value) == (1.0 if name == "price_cap" else 0.0)), name


@every
@quick
@given(seed=seeds)
def test_nothing_changes_outside_the_scope_or_before_the_start(lever, seed):
    rng = np.random.default_rng(seed)
    scope, given_values, value = some_scope(rng), draw(lever, rng), inside(lever, rng)
    late = lever.effects(value, EVERYWHERE, Dates(EDGES, start=EDGES[1]), given_values)
    here = lever.effects(value, scope, ALWAYS, given_values)
    rows, countries = np.asarray(scope.corridor) == 0, np.asarray(scope.origins) == 0
    for name, change in here.items():
        neutral = 1.0 if name == "price_cap" else 0.0
        out = countries if change.shape[1] == COUNTRIES else rows
        assert np.all(np.asarray(change)[:, out] == neutral), name
        assert np.all(np.asarray(late[name])[0] == neutral), name


@every
@quick
@given(seed=seeds)
def test_increments_are_finite_over_the_range(lever, seed):
    rng = np.random.default_rng(seed)
    scope, dates, given_values = some_scope(rng), some_dates(rng), draw(lever, rng)
    for value in (lever.lowest, inside(lever, rng), lever.highest):
        for name, change in lever.effects(value, scope, dates, given_values).items():
            assert np.all(np.isfinite(change)), (name, value)


@every
@few
@given(seed=seeds)
def test_slopes_are_those_of_finite_differences(double, lever, seed):
    rng = np.random.default_rng(seed)
    dates, given_values = some_dates(rng), draw(lever, rng)
    scope = Scope.between(pairs(), [True] * COUNTRIES, [True] * COUNTRIES)
    at = rng.uniform(lever.lowest + 0.01, lever.highest - 0.01)
    kinks = {"visa": lever.neutral, "enforcement": _risk_floor(given_values)}
    if abs(at - kinks.get(lever.name, -9.0)) < 1e-3:
        at += 2e-3
    step = 1e-6

    def total(value):
        changes = lever.effects(value, scope, dates, given_values)
        return jnp.stack([change.sum() for change in changes.values()])

    slope = jax.jacfwd(total)(at)
    reverse = jax.jacrev(total)(at)
    finite = (total(at + step) - total(at - step)) / (2 * step)
    assert np.all(np.isfinite(slope))
    assert np.allclose(slope, reverse)
    assert np.allclose(slope, finite, rtol=1e-4, atol=1e-5)  # step squared times a third derivative below 1e6


def _risk_floor(given_values):
    slope = float(given_values.get("fence_death_rate_ratio", 1.0)) - 1
    return 2 ** (-1 / slope) if slope else -9.0


@every
def test_values_may_be_traced(lever):
    rng = np.random.default_rng(len(lever.name))
    scope, dates, given_values = some_scope(rng), some_dates(rng), draw(lever, rng)
    value = inside(lever, rng)
    plain = lever.effects(value, scope, dates, given_values)
    traced = jax.jit(lambda v, p: lever.effects(v, scope, dates, p))(value, given_values)
    for name, change in plain.items():
        assert np.allclose(change, traced[name], rtol=1e-5, atol=1e-6), name  # single precision


@every
@quick
@given(seed=seeds)
def test_claims_have_their_sign_under_every_view(lever, seed):
    rng = np.random.default_rng(seed)
    given_values = draw(lever, rng)
    low, high = sorted((inside(lever, rng), inside(lever, rng)))
    below, above = (lever.effects(value, EVERYWHERE, ALWAYS, given_values) for value in (low, high))
    for outcome, sign in lever.claims:
        touched = set(FIELDS[outcome]) & set(below)
        assert touched, outcome
        for name in touched:
            rise = sign * FIELDS[outcome][name] * (above[name] - below[name])
            assert float(rise.min()) >= -1e-6, (outcome, name)  # single precision


@every
def test_claims_hold_strictly_where_no_view_denies_them(lever):
    values = {name: jnp.asarray(parameter(name).central) for name in lever.parameters}
    below, above = (lever.effects(value, EVERYWHERE, ALWAYS, values) for value in (lever.lowest, lever.highest))
    for outcome, sign in lever.claims:
        touched = set(FIELDS[outcome]) & set(below)
        rises = [float((sign * FIELDS[outcome][name] * (above[name] - below[name])).max()) for name in touched]
        assert max(rises) > 0, outcome


def effects(name, value, dates=ALWAYS, scope=EVERYWHERE, **given_values):
    """The increments of a lever in the first row in scope that is not native, from central parameters."""
    lever = LEVERS[name]
    found = lever.effects(
        value, scope, dates, central(lever) | {key: jnp.asarray(v) for key, v in given_values.items()}
    )
    return {field: np.asarray(change)[:, 1] for field, change in found.items()}


def test_doubled_enforcement_has_the_registry_s_proportions():
    found = effects("enforcement", 2.0, enforcement_inflow=-0.25, enforcement_return=-0.5, fence_death_rate_ratio=3.0)
    assert np.exp(found["irregular"]) == pytest.approx([0.75] * PERIODS)
    assert np.exp(found["back_irregular"]) == pytest.approx([0.5] * PERIODS)
    assert found["risk"] == pytest.approx([2.0] * PERIODS)


def test_the_risk_on_the_way_never_falls_below_none():
    assert effects("enforcement", 0.25, fence_death_rate_ratio=6.0)["risk"].tolist() == [-1.0] * PERIODS


def test_a_visa_works_slowly_and_its_lifting_fast():
    lags = {"visa_introduction_lag": 10.0, "visa_removal_lag": 0.0, "visa_inflow_response": -0.5}
    introduced, lifted = (effects("visa", value, **lags)["legal"][:, 0] for value in (1.0, -1.0))
    assert np.exp(lifted) == pytest.approx([2.0] * PERIODS)
    assert introduced / np.log(0.5) == pytest.approx([0.25, 0.75, 1.0])
    ended = effects("visa", 1.0, Dates(EDGES, EDGES[0], EDGES[2]), **lags)["legal"][:, 0]
    assert ended[2] == 0


def test_lawful_places_for_some_skills_draw_fewer_from_the_unlawful_way():
    some = Scope.between(PAIRS, [True] * COUNTRIES, [True] * COUNTRIES, [False, False, True])
    part, whole = effects("legal_capacity", 2.0, scope=some), effects("legal_capacity", 2.0)
    assert part["legal"][-1].tolist() == pytest.approx([0.0, 0.0, np.log(2)])
    assert part["irregular"] * 3 == pytest.approx(whole["irregular"])


def test_recognition_takes_three_years_and_leaves_the_low_skilled_alone():
    found = effects("recognition", 0.5, recognition_wage=0.2, recognition_employment=0.2)
    assert found["earnings"][0].tolist() == pytest.approx([0.0, *[np.log(1 + 0.1 * 0.7)] * 2])
    assert found["employment"][-1].tolist() == pytest.approx([0.0, 0.1, 0.1])


def test_the_years_of_a_regularisation_take_the_share_together():
    found = effects("regularisation", 0.6, Dates(EDGES, 2027, 2037))["regularised"]
    assert 1 - np.prod(1 - found) == pytest.approx(0.6)


def test_capital_is_added_once():
    found = effects("investment", 0.5, Dates(EDGES, 2025, 2035))["capital"]
    assert found == pytest.approx([np.log(1.5) / 2, np.log(1.5) / 2, 0])


def test_resettlement_divides_a_yearly_share_among_destinations():
    lever = LEVERS["resettlement"]
    scope = Scope.between(PAIRS, [True, False, False], [True] * COUNTRIES)
    brought = lever.effects(0.1, scope, ALWAYS, {})["resettled"]
    assert np.asarray(PAIRS.by_birth(brought[0])).tolist() == pytest.approx([1 - 0.9**5, 0, 0, 0])


def test_a_price_cap_holds_in_periods_that_it_mostly_covers():
    found = effects("remittance_price", 0.03, Dates(EDGES, 2027, 2037))["price_cap"]
    assert found == pytest.approx([0.03, 0.03, 1.0])
