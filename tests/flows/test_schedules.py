"""Rogers-Castro schedules, the indices of age profiles, and fits."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridors.errors import CorridorsError, InvalidInput, UnknownName
from corridors.flows.schedule_fit import fit_counts, fit_rates
from corridors.flows.schedules import (
    RogersCastro,
    age_profile,
    gross_migraproduction_rate,
    mean_age,
    published,
    published_names,
    schedule_ratios,
)

# No deadline: the first call of a property pays for imports and caches.
relaxed = settings(deadline=None, max_examples=40)

REFERENCE = Path(__file__).parent / "reference_tools"
AGES = np.arange(100)
FULL = RogersCastro(
    0.02, 0.1, 0.06, 0.1, 20, 0.4, 0.003, a3=0.01, alpha3=0.3, mu3=66, lambda3=0.4, a4=1e-5, lambda4=0.08
)


def rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


schedules = st.builds(
    RogersCastro,
    a1=st.floats(0.002, 0.05),
    alpha1=st.floats(0.03, 0.3),
    a2=st.floats(0.02, 0.1),
    alpha2=st.floats(0.04, 0.25),
    mu2=st.floats(15, 30),
    lambda2=st.floats(0.15, 0.8),
    c=st.floats(0.0005, 0.01),
)


@pytest.mark.parametrize("name", published_names())
def test_reference_schedules(name: str) -> None:
    reference = np.array([float(row[name]) for row in rows("schedules_ages0_99.csv")])
    # The reference is printed to 15 significant digits, so it holds rates below 0.1 to 1e-16; four roundings beside.
    np.testing.assert_allclose(published(name).evaluate(AGES), reference, rtol=0, atol=2e-16)


@pytest.mark.parametrize("row", rows("index_age_rc.csv"), ids=lambda row: row["schedule"])
def test_reference_ratios(row: dict[str, str]) -> None:
    ratios = schedule_ratios(published(row["schedule"]))
    found = [
        ratios.peaking,
        ratios.child_dependency,
        ratios.labour_dependency,
        ratios.labour_asymmetry,
        ratios.regularity,
    ]
    names = ["peaking", "child_dependency", "labor_dependency", "labor_asymmetry", "regularity"]
    # One division each, and 15 printed digits.
    assert found == pytest.approx([float(row[name]) for name in names], rel=1e-14)


def test_packaged_table_is_the_reference() -> None:
    tabled = {row["param"]: float(row["value"]) for row in rows("rc_model_fund_params.csv")}
    assert published("fund").parameters() == tabled
    united_nations: dict[str, dict[str, float]] = {}
    for row in rows("rc_model_un_params.csv"):
        united_nations.setdefault(f"{row['schedule_abb']}_{row['sex']}", {})[row["param"]] = float(row["value"])
    assert {name: published(name).parameters() for name in published_names() if name != "fund"} == united_nations


@pytest.mark.parametrize("name", ["rogers_castro.csv", "rogers_castro_search.csv"])
def test_packaged_tables_have_sources(name: str) -> None:
    table = Path(__file__).parents[2] / "src" / "corridors" / "flows" / "tables" / name
    with table.open(encoding="utf-8") as file:
        assert all(row["source"] and row["unit"] and row["date"] for row in csv.DictReader(file))


def test_thirteen_parameters_by_hand() -> None:
    x = 70.0
    by_hand = (
        0.02 * math.exp(-0.1 * x)
        + 0.06 * math.exp(-0.1 * (x - 20) - math.exp(-0.4 * (x - 20)))
        + 0.01 * math.exp(-0.3 * (x - 66) - math.exp(-0.4 * (x - 66)))
        + 1e-5 * math.exp(0.08 * x)
        + 0.003
    )
    assert float(FULL.evaluate(x)) == pytest.approx(by_hand, rel=1e-14)  # the same sum in another order
    assert len(FULL.parameters()) == 13


def test_labour_peak_is_where_the_slope_vanishes() -> None:
    labour = RogersCastro(0, 0.1, 0.06, 0.1, 20, 0.4, 0)
    around = labour.evaluate(labour.labour_peak_age + np.array([-1e-3, 0, 1e-3]))
    assert around[1] > around[0]
    assert around[1] > around[2]


@relaxed
@given(schedules, st.floats(0.01, 100))
def test_shape_has_no_level(schedule: RogersCastro, factor: float) -> None:
    values = schedule.parameters()
    scaled = RogersCastro(
        **{name: value * (factor if name in ("a1", "a2", "c") else 1) for name, value in values.items()}
    )
    # Both are a sum of 101 rates and a division: some hundred roundings at most.
    np.testing.assert_allclose(scaled.standard(), schedule.standard(), rtol=1e-12)
    assert gross_migraproduction_rate(schedule.standard()) == pytest.approx(1, rel=1e-13)


@relaxed
@given(schedules)
def test_group_means_keep_the_total(schedule: RogersCastro) -> None:
    grouped = 5 * schedule.group_means(np.arange(0, 101, 5)).sum()
    assert grouped == pytest.approx(schedule.evaluate(AGES).sum(), rel=1e-12)  # the same 100 terms, summed otherwise


def test_steep_schedule_does_not_overflow() -> None:
    steep = RogersCastro(0.02, 2, 0.06, 2, 80, 40, 0.003)
    assert steep.evaluate(0) == pytest.approx(0.023, rel=1e-15)  # the labour-force term is exp(-exp(3200)), zero


def test_profile_of_the_fundamental_schedule() -> None:
    rates = published("fund").evaluate(AGES)
    profile = age_profile(AGES, rates)
    by_hand = 100 * rates / rates.sum()
    assert profile.peak_age == 23  # the labour-force term alone peaks at 23.5
    assert profile.peak_intensity == pytest.approx(by_hand[23], rel=1e-14)
    assert profile.peak_share == pytest.approx(by_hand[18:29].sum(), rel=1e-13)
    assert profile.upward_rate == pytest.approx(by_hand[20] - by_hand[19], rel=1e-12)
    assert profile.asymmetry == pytest.approx(profile.upward_rate / profile.downward_rate, rel=1e-15)


@relaxed
@given(st.floats(0.001, 1000))
def test_profile_has_no_level(factor: float) -> None:
    rates = published("ws_female").evaluate(AGES)
    first, second = age_profile(AGES, rates), age_profile(AGES, factor * rates)
    # Differences of neighbouring intensities lose two digits of sixteen.
    assert vars(second) == pytest.approx(vars(first), rel=1e-11)


def test_profile_that_only_rises_is_infinitely_asymmetric() -> None:
    assert age_profile([10, 11, 12], [1, 2, 3]).asymmetry == math.inf


def test_mean_age_of_a_point() -> None:
    assert mean_age([20, 25, 30], [0, 0.1, 0], width=5) == 27.5


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"a1": -0.1}, "a1"),
        ({"alpha2": 0.0}, "alpha2"),
        ({"mu2": math.nan}, "mu2"),
        ({"a3": 0.1}, "alpha3, mu3, lambda3"),
        ({"a4": 0.1}, "lambda4"),
    ],
)
def test_impossible_parameters(change: dict[str, float], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        RogersCastro(**(published("fund").parameters() | change))


def test_unknown_schedule_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="ws_male"):
        published("ws_males")


@pytest.mark.parametrize("ages", [[-1.0], [math.inf]])
def test_impossible_ages(ages: list[float]) -> None:
    with pytest.raises(InvalidInput, match="Ages"):
        published("fund").evaluate(ages)


@pytest.mark.parametrize(
    "call",
    [
        lambda: published("fund").group_means([0, 5.5]),
        lambda: published("fund").group_means([5]),
        lambda: RogersCastro(0, 0.1, 0, 0.1, 20, 0.4, 0).standard(),
        lambda: RogersCastro(0.1, 0.1, 0, 0.1, 20, 0.4, 0, a4=1, lambda4=10).evaluate(100),
        lambda: schedule_ratios(RogersCastro(0, 0.1, 0.1, 0.1, 20, 0.4, 0)),
        lambda: gross_migraproduction_rate([0.1, -0.1]),
        lambda: gross_migraproduction_rate([0.1], width=0),
        lambda: gross_migraproduction_rate([[0.1]]),
        lambda: mean_age([1, 2], [0.1]),
        lambda: mean_age([2, 1], [0.1, 0.1]),
        lambda: mean_age([1, 2], [0, 0]),
        lambda: age_profile([0, 1, 70], [1, 1, 1]),
    ],
)
def test_bad_input_is_refused(call) -> None:
    with pytest.raises(CorridorsError):
        call()


# Fits. The curve is compared, not the parameters: several sets of parameters can draw nearly one curve.


@settings(max_examples=15, deadline=None)
@given(schedules)
def test_exact_rates_give_back_the_curve(schedule: RogersCastro) -> None:
    ages = np.arange(85)
    fit = fit_rates(ages, schedule.evaluate(ages))
    # A search to 1e-14 in its squares leaves some 1e-7 of the curve where the valley is flattest.
    np.testing.assert_allclose(fit.fitted, schedule.evaluate(ages), rtol=1e-6)


@pytest.mark.parametrize("parameters", [9, 11, 13])
def test_exact_rates_of_longer_forms(parameters: int) -> None:
    drop = {9: ("a3", "alpha3", "mu3", "lambda3"), 11: ("a4", "lambda4"), 13: ()}[parameters]
    schedule = RogersCastro(**{name: value for name, value in FULL.parameters().items() if name not in drop})
    fit = fit_rates(AGES, schedule.evaluate(AGES), parameters=parameters)  # pyright: ignore[reportArgumentType]
    assert len(fit.names) == parameters
    np.testing.assert_allclose(fit.fitted, schedule.evaluate(AGES), rtol=1e-6)  # as above


def test_exact_group_means_give_back_the_curve() -> None:
    schedule = RogersCastro(0.015, 0.08, 0.05, 0.13, 22, 0.3, 0.004)
    lower = np.arange(0, 90, 5)
    fit = fit_rates(lower, schedule.group_means(np.arange(0, 91, 5)), width=5)
    np.testing.assert_allclose(fit.schedule.evaluate(np.arange(90)), schedule.evaluate(np.arange(90)), rtol=1e-5)


def simulated(schedule: RogersCastro, exposure: float, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    people = np.full(90, exposure)
    ages = np.arange(90)
    return ages, np.random.default_rng(seed).poisson(people * schedule.evaluate(ages)).astype(float), people


def test_poisson_interval_covers_the_truth() -> None:
    truth = RogersCastro(0.015, 0.08, 0.05, 0.13, 22, 0.3, 0.004)
    covered = []
    for seed in range(30):
        ages, counts, people = simulated(truth, 1e5, seed)
        low, high = fit_counts(ages, counts, people).curve_interval(ages, level=0.9)
        covered.append(np.mean((low <= truth.evaluate(ages)) & (truth.evaluate(ages) <= high)))
    # Seven parameters a curve: some 200 independent checks of 90%, so a deviation of 2 points; three of those.
    assert np.mean(covered) == pytest.approx(0.9, abs=0.06)


def test_poisson_fit_is_a_maximum() -> None:
    ages, counts, people = simulated(published("ws_male"), 2e4, 1)
    fit = fit_counts(ages, counts, people)

    def log_likelihood(schedule: RogersCastro) -> float:
        mean = people * schedule.evaluate(ages)
        return float((counts * np.log(mean) - mean).sum())

    best = log_likelihood(fit.schedule)
    for name, value in fit.schedule.parameters().items():
        for factor in (0.99, 1.01):
            assert log_likelihood(RogersCastro(**(fit.schedule.parameters() | {name: value * factor}))) < best


def test_standard_errors_match_the_spread_of_repeated_fits() -> None:
    truth = published("fund")
    fits = [fit_counts(*simulated(truth, 1e6, seed)) for seed in range(60)]
    spread = np.std([fit.schedule.mu2 for fit in fits])
    # A deviation from 60 fits is itself known to 9%; three of those.
    assert fits[0].standard_errors()["mu2"] == pytest.approx(spread, rel=0.3)


def test_draws_agree_with_the_interval_and_a_seed_repeats_them() -> None:
    fit = fit_counts(*simulated(published("fund"), 1e4, 2))
    draws = fit.draw_curves(AGES, 4000, np.random.default_rng(0))
    low, high = fit.curve_interval(AGES, level=0.8)
    # The decile of 4000 draws is known to 2.7% of a deviation; four of those, with a deviation near 0.78 of the reach.
    np.testing.assert_allclose(np.log(np.quantile(draws, 0.9, axis=0) / high), 0, atol=0.09 * np.log(high / low).max())
    assert np.all(draws > 0)
    np.testing.assert_array_equal(draws, fit.draw_curves(AGES, 4000, np.random.default_rng(0)))


@pytest.mark.parametrize(("truth", "number"), [(published("ws_male"), 7), (FULL, 13)])
def test_best_form_is_found(truth: RogersCastro, number: int) -> None:
    assert len(fit_counts(*simulated(truth, 2e5, 3), parameters="best").names) == number
    assert len(fit_rates(AGES, truth.evaluate(AGES), parameters="best").names) == number


def test_overdispersion_widens_the_interval() -> None:
    ages, counts, people = simulated(published("fund"), 1e4, 4)
    noisy = counts * np.random.default_rng(0).choice([0.5, 1.5], size=90)
    plain, wide = fit_counts(ages, noisy, people), fit_counts(ages, noisy, people, overdispersed=True)
    assert plain.dispersion > 2
    np.testing.assert_allclose(wide.covariance, plain.dispersion * plain.covariance, rtol=1e-9)  # one division


def test_a_level_of_zero_ends_at_its_bound() -> None:
    schedule = RogersCastro(0.02, 0.1, 0.06, 0.1, 20, 0.4, 0)
    fit = fit_rates(AGES, schedule.evaluate(AGES))
    assert fit.at_bound == ("c",)
    # The bound is a millionth of the mean rate, which is near 0.01.
    np.testing.assert_allclose(fit.fitted, schedule.evaluate(AGES), atol=2e-8)


RATES = published("fund").evaluate(np.arange(20))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: fit_rates(np.arange(20), -RATES), "negative"),
        (lambda: fit_rates(np.arange(20), RATES * np.nan), "missing"),
        (lambda: fit_rates(np.arange(9), RATES[:9]), "9 ages"),
        (lambda: fit_rates(np.arange(15), RATES[:15], parameters=13), "15 ages"),
        (lambda: fit_rates(np.arange(20), np.zeros(20)), "Nobody"),
        (lambda: fit_rates(np.arange(20), np.full(20, 0.01)), "same at all ages"),
        (lambda: fit_rates(np.arange(19), RATES), "19 ages"),
        (lambda: fit_rates(np.zeros(20), RATES), "rise"),
        (lambda: fit_rates(np.arange(20), RATES, width=5), "rise"),
        (lambda: fit_rates(np.arange(20) + 0.5, RATES), "whole"),
        (lambda: fit_rates(np.arange(20), RATES, parameters=8), "7, 9, 11 or 13"),  # pyright: ignore[reportArgumentType]
        (lambda: fit_counts(np.arange(20), RATES, np.zeros(20)), "exposure at age 0"),
        (lambda: fit_rates(np.arange(20), RATES).curve_interval([20], level=1), "level"),
        (lambda: fit_rates(np.arange(20), RATES).draw_curves([20], 0, np.random.default_rng(0)), "draws"),
    ],
)
def test_bad_data_are_refused(call, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        call()
