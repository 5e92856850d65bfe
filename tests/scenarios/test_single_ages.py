"""From groups of five years to single ages: what every method keeps, on made-up data."""

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from corridors.scenarios import education, single_ages
from corridors.scenarios.single_ages import groups_of_five
from corridors.world.lifetable import abridged, surviving

people = arrays(float, 21, elements=st.integers(0, 1_000_000).map(float))
PERSON = 1e-6
"""Sums of some 1e7 people in double precision."""


@given(groups=people)
def test_single_ages_keep_every_group_and_are_not_negative(groups):
    found = single_ages.spread(groups)
    assert found.shape == (101,) and found.min() > -PERSON
    assert np.allclose(groups_of_five(found), groups, rtol=1e-12, atol=PERSON)


@given(groups=people, births=arrays(float, 100, elements=st.integers(1, 100_000).map(float)))
def test_people_in_step_with_births_keep_every_group(groups, births):
    found = single_ages.spread_along(groups[None, None], births[None])[0, 0]
    assert found.min() > -PERSON
    assert np.allclose(groups_of_five(found), groups, rtol=1e-9, atol=1e-3), "births differ by five digits"


def test_a_small_cohort_at_birth_stays_small_and_even_births_change_nothing():
    births = np.ones(100)
    groups = np.r_[np.full(20, 500.0), 40.0]
    even = single_ages.spread_along(groups[None, None], births[None])[0, 0]
    assert np.allclose(even, single_ages.spread(groups))
    births[12] = 0.5
    found = single_ages.spread_along(groups[None, None], births[None])[0, 0]
    assert found[12] == pytest.approx(500 * 0.5 / 4.5, rel=0.1) and (np.delete(found[10:15], 2) > 100).all()


@given(rates=arrays(float, 7, elements=st.integers(0, 400).map(lambda n: n / 1000)))
def test_fertility_by_single_age_keeps_each_group_and_so_the_total(rates):
    found = single_ages.fertility(rates)
    assert found.min() > -1e-12
    assert np.allclose(found.reshape(7, 5).mean(axis=1), rates, atol=1e-12)


@given(rates=arrays(float, (4, 3), elements=st.floats(1e-5, 0.5)))
def test_rates_of_years_have_the_geometric_mean_of_their_five_years(rates):
    found = single_ages.yearly_rates(rates)
    assert np.allclose(np.log(found).reshape(4, 5, 3).mean(axis=1), np.log(rates))


def test_rates_of_years_fall_steadily_and_stay_level_around_a_crisis():
    steady = single_ages.yearly_rates(np.exp(-0.05 * np.arange(4.0))[:, None])[:, 0]
    assert np.allclose(np.diff(np.log(steady)), -0.01)
    crisis = single_ages.yearly_rates(np.array([[0.01], [0.05], [0.01]]))[:, 0]
    assert np.allclose(crisis[5:10], 0.05)


def abridged_table(rates):
    dying, lived = (np.asarray(part, float) for part in abridged(jnp.asarray(rates), 0.1, 1.6))
    return dying, single_ages.lived(dying, lived), lived


def test_survival_between_exact_ages_is_that_of_the_abridged_table():
    rates = np.r_[0.02, 0.002, np.geomspace(5e-4, 0.5, 20)]
    dying, found, lived = abridged_table(rates)
    begun = single_ages.survivors(dying)
    exact = np.concatenate([[1.0], np.cumprod(1 - dying)])
    assert np.allclose(begun[[0, 1, *range(5, 101, 5)]], exact, rtol=1e-12)
    assert (np.diff(begun) < 0).all()
    assert (found[:-1] < begun[:-1]).all() and (found[1:-1] > begun[2:]).all(), "years lived lie between"
    assert found[-1] == lived[-1], "the open group is the table's"
    whole = groups_of_five(found)[1:-1]
    assert np.allclose(whole, lived[2:-1], rtol=0.01), "by another rule than Greville's"


def test_constant_mortality_has_its_closed_form_at_single_ages():
    m = 0.02
    dying = np.r_[-np.expm1(-m), -np.expm1(-4 * m), np.full(19, -np.expm1(-5 * m))]
    lived = np.r_[-np.expm1(-m) / m, np.ones(20), np.exp(-100 * m) / m]
    survival, infant = surviving(single_ages.lived(dying, lived), 1.0)
    assert np.allclose(survival, np.exp(-m), rtol=1e-5), "single precision"
    assert float(infant) == pytest.approx(-np.expm1(-m) / m, rel=1e-6)


shares = arrays(float, (4, 1, 1, 21, 3), elements=st.integers(0, 100).map(float)).map(
    lambda given: (given + 0.1) / (given + 0.1).sum(axis=-1, keepdims=True)
)


def children_in_the_first_level(found):
    found = found.copy()
    found[..., :3, :] = (1.0, 0.0, 0.0)
    return found


@given(found=shares.map(children_in_the_first_level))
def test_education_by_single_age_has_the_mean_of_each_group_and_stays_shares(found):
    single = education.single_shares(found)
    assert single.min() > -1e-12
    assert np.allclose(single.sum(axis=-1), 1)
    groups = single[..., :100, :].reshape(4, 1, 1, 20, 5, 3).mean(axis=-2)
    assert np.allclose(groups, found[..., :20, :], atol=1e-12)
    steps = education.single_progression(found, 15)
    assert steps.shape == (15, 1, 1, 15, 2) and steps.min() >= 0 and steps.max() <= 1


def test_a_cohort_ends_with_the_same_education_in_steps_of_one_year_as_of_five():
    """On shares that rise evenly with time, as those of most countries do."""
    high = 0.1 + 0.004 * np.arange(0, 41, 5)[:, None, None]
    low = 0.5 - 0.008 * np.arange(0, 41, 5)[:, None, None]
    found = np.zeros((9, 1, 1, 21, 3))
    found[..., 0] = 1.0
    for group, (above, part) in {3: (0.4, 0.0), 4: (1.0, 0.5)}.items():
        found[..., group, :] = np.stack([1 - above * (1 - low), above * (1 - low) - part * high, part * high], axis=-1)
    for group in range(5, 21):
        then = np.maximum(np.arange(0, 41, 5) - 5 * (group - 5), -40)[:, None, None]
        found[..., group, :] = np.stack([0.54 - 0.008 * then, 0.36 + 0.004 * then, 0.1 + 0.004 * then], axis=-1)
    yearly = education.single_progression(found, 40)[:, 0, 0]
    five = education.progression(found)[:, 0, 0]
    singly, fives = education.single_shares(found[0, 0, 0]), found[0, 0, 0].copy()
    for year in range(40):
        singly = aged(singly, yearly[year], 15)
        if year % 5 == 4:
            fives = aged(fives, five[year // 5], 3)
    assert np.allclose(singly[30:55].reshape(5, 5, 3).mean(axis=1), fives[6:11], atol=0.003), "curves within five years"


def aged(before, steps, first):
    """One period of everybody growing a group older and the young stepping up."""
    after = np.concatenate([[[1.0, 0.0, 0.0]], before[:-1]])
    reached = slice(first, first + len(steps))
    low, medium, high = after[reached].T
    up = low * steps[:, 0]
    top = (medium + up) * steps[:, 1]
    after[reached] = np.stack([low - up, medium + up - top, high + top], axis=-1)
    return after
